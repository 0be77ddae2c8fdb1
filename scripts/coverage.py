"""docs/coverage.md holds each promise of the first milestone beside the tests that would turn red without it.

A row is `| sentence | `test` `test` … |`. The names are those of `make test`: `it::window::…`, `core::store::…`,
`matrix::…`, `tackroom::…`, `ui::file.test.ts::name`, `web::file.test.ts::name`, `clippy::no warning`. The check fails where a row names no test, or a
test that did not run and pass. docs/cases.md is held in the same way; a case without a test says why.
"""

import re

from common import ROOT, Failed

FILE = ROOT / "docs" / "coverage.md"
CASES = ROOT / "docs" / "cases.md"
CASE_COUNT = 53


def rows() -> list[tuple[str, list[str]]]:
    found = []
    for line in FILE.read_text().splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        if len(cells) == 2 and line.startswith("|") and not set(cells[0]) <= set("-: ") and cells[0] != "promise":
            found.append((cells[0], re.findall(r"`([^`]+)`", cells[1])))
    return found


def cases() -> list[tuple[str, list[str], str]]:
    """The rows of docs/cases.md: the case, its tests, and what no test holds."""
    lines = [line.strip().strip("|") for line in CASES.read_text().splitlines() if re.match(r"\| C\d\d ", line)]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [(case, re.findall(r"`([^`]+)`", tests), reason) for case, tests, reason in cells]


def check(passed: set[str]) -> None:
    """Holds both tables against the names of the tests that passed in this run."""
    wrong = []
    named = cases()
    if [case[:3] for case, _, _ in named] != [f"C{number:02}" for number in range(1, CASE_COUNT + 1)]:
        wrong.append("docs/cases.md does not have each case once, in order")
    for case, tests, reason in named:
        if not tests and not reason:
            wrong.append(f"docs/cases.md names neither a test nor a reason for {case}")
        wrong += [f"{name} did not run and pass; docs/cases.md has it for {case}" for name in tests if name not in passed]
    table = rows()
    if not table:
        wrong.append("there is no row in docs/coverage.md")
    for sentence, tests in table:
        if not tests:
            wrong.append(f"no test is named for: {sentence[:100]}")
        wrong += [f"{name} did not run and pass; it stands for: {sentence[:80]}" for name in tests if name not in passed]
    if wrong:
        raise Failed("\n  ".join(["docs/coverage.md:", *wrong]))
