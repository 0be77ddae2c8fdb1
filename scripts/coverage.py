"""docs/coverage.md holds each promise of the first milestone beside the tests that would turn red without it.

A row is `| sentence | `test` `test` … |`. The names are those of `make test`: `it::window::…`, `core::store::…`,
`matrix::…`, `tackroom::…`, `ui::file.test.ts::name`, `web::file.test.ts::name`, `clippy::no warning`. The check fails where a row names no test, or a
test that did not run and pass.
"""

import re

from common import ROOT, Failed

FILE = ROOT / "docs" / "coverage.md"


def rows() -> list[tuple[str, list[str]]]:
    found = []
    for line in FILE.read_text().splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        if len(cells) == 2 and line.startswith("|") and not set(cells[0]) <= set("-: ") and cells[0] != "promise":
            found.append((cells[0], re.findall(r"`([^`]+)`", cells[1])))
    return found


def check(passed: set[str]) -> None:
    """Holds the table against the names of the tests that passed in this run."""
    wrong = []
    table = rows()
    if not table:
        wrong.append("there is no row in docs/coverage.md")
    for sentence, tests in table:
        if not tests:
            wrong.append(f"no test is named for: {sentence[:100]}")
        wrong += [f"{name} did not run and pass; it stands for: {sentence[:80]}" for name in tests if name not in passed]
    if wrong:
        raise Failed("\n  ".join(["docs/coverage.md:", *wrong]))
