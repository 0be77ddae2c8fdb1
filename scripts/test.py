"""`make test`: sets up all it needs, runs every suite, and ends with the counts of each and one line of the whole.

`python3 scripts/test.py [--only SUITE]... [--name PART]`: only some suites (format, licences, ui, web, clippy, rust, it, core, …),
only the Rust tests whose name has a part. The check of docs/coverage.md needs all of them and is left out then.
"""

import argparse
import sys

from common import Failed, main, say
from results import Suite
from setup import chromium, everything, peer_modules
from suites import FAST, coverage_suite, rust_suites, timed, types_suite


def chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", default=[], metavar="SUITE")
    parser.add_argument("--name", metavar="PART")
    return parser.parse_args()


def test() -> int:
    given = chosen()
    everything(services=True)
    peer_modules()
    chromium()
    suites: list[Suite] = []
    for name, action in FAST.items():
        if given.only and name not in given.only:
            continue
        suite = Suite(name)
        with timed(suite):
            action(suite, given.name)
        suites.append(suite)
    if not given.only or set(given.only) - set(FAST):
        try:
            wanted = [name for name in given.only if name not in (*FAST, "rust")]
            suites += rust_suites(given.name, wanted)
            if not given.name and (not wanted or "types" in wanted):
                suite = Suite("types")
                with timed(suite):
                    types_suite(suite)
                suites.append(suite)
        except Failed as failed:
            broken = Suite("rust build")
            broken.fail(str(failed))
            suites.append(broken)
    if not given.only and not given.name:
        suite = Suite("coverage")
        with timed(suite):
            coverage_suite(suite, set().union(*(s.names for s in suites)))
        suites.append(suite)
    return report(suites)


def report(suites: list[Suite]) -> int:
    for suite in suites:
        for words in suite.words:
            say(f"\n-- {suite.name}\n{words}")
    say("")
    for suite in suites:
        say(suite.line())
    passed, failed, skipped = (sum(getattr(s, what) for s in suites) for what in ("passed", "failed", "skipped"))
    say(f"\n{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    main(test)
