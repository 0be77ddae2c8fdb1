"""Counts of a suite, and how the output of Rust's test programs becomes counts."""

import re
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from common import Failed, log_dir, say

# A test that cannot be made here says so past libtest's capture, and then passes (tests/it/support, `skipped`).
SKIPPED = re.compile(r"^skipped: (\S+): ", re.MULTILINE)
LINE = re.compile(r"^test (\S+)(?: - should panic)? \.\.\. (ok|FAILED|ignored)(?: <(.+)>)?", re.MULTILINE)


@dataclass
class Suite:
    """What one suite did. `names` are the tests that passed, as docs/coverage.md calls them."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0
    names: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)

    def fail(self, words: str) -> None:
        self.failed += 1
        self.words.append(words)

    def line(self) -> str:
        return f"{self.name:<26} {self.passed:>5} passed {self.failed:>4} failed {self.skipped:>4} skipped   {self.seconds:>6.0f} s"


def rust_program(suite: Suite, program: Path, cwd: Path, env: dict[str, str], args: list[str], limit: float) -> None:
    """Runs one test program of cargo's; shows each failure as it comes and a line of progress every 30 s."""
    log = log_dir() / f"test-{suite.name.replace(' ', '-')}.log"
    # A file of its own: what SQLCipher and child processes say on it would come between a test's name and its result.
    aside = log.with_suffix(".stderr.log")
    with aside.open("w") as errors:
        child = subprocess.Popen([str(program), *args], cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True, errors="replace")
    stop = threading.Timer(limit, child.kill)
    stop.start()
    shown = time.monotonic()
    text = []
    try:
        with log.open("w") as out:
            for line in child.stdout:
                out.write(line)
                out.flush()
                text.append(line)
                found = LINE.match(line)
                if found and found[2] == "FAILED":
                    say(f"  FAILED {found[1]}")
                if found and time.monotonic() - shown > 30:
                    shown = time.monotonic()
                    say(f"  … {sum(1 for t in text if LINE.match(t))} done, last: {found[1]}")
        status = child.wait()
    finally:
        stop.cancel()
        if child.poll() is None:
            child.kill()
    count_rust(suite, "".join(text), aside.read_text(errors="replace"), status, log)


def count_rust(suite: Suite, text: str, errors: str, status: int, log: Path) -> None:
    """Adds what libtest's output says to the suite. A program that ended badly without a failed test counts as one."""
    failures = 0
    skipped = set(SKIPPED.findall(errors))
    for name, result, _ in LINE.findall(text):
        if result == "ok" and name in skipped:
            suite.skipped += 1
            suite.names.add(f"{suite.name}::{name}")
        elif result == "ok":
            suite.passed += 1
            suite.names.add(f"{suite.name}::{name}")
        elif result == "ignored":
            suite.skipped += 1
        else:
            failures += 1
    suite.failed += failures
    if failures:
        start = text.find("\nfailures:\n")
        suite.words.append(text[start:][:8000] if start >= 0 else text[-4000:])
    elif status != 0:
        suite.fail(f"{suite.name} ended with {status}; see {log}\n{text[-3000:]}\n{errors[-3000:]}")


def checked(suite: Suite, name: str, action) -> None:
    """A check that is no test program: passes, or fails with its words."""
    try:
        action()
        suite.passed += 1
        suite.names.add(f"{suite.name}::{name}")
    except Failed as failed:
        suite.fail(f"{name}: {failed}")
        say(f"  FAILED {name}")

