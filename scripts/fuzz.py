"""`make fuzz`: the parsers on odd input for a while, by the property tests of the core with many more cases.

`TACKROOM_FUZZ_CASES` says how many (100,000 by default); a failing input is kept by proptest beside its test and tried
first the next time.
"""

import os

from common import cargo_env, main, run, say, step


def fuzz() -> None:
    cases = os.environ.get("TACKROOM_FUZZ_CASES", "100000")
    env = cargo_env() | {"PROPTEST_CASES": cases}
    command = ["cargo", "test", "--locked", "--workspace", "--features", "testing", "--lib", "--", "prop", "odd", "any_input"]
    with step(f"Property tests, {cases} cases each"):
        text = run(command, "fuzz", env=env)
    say("\n".join(line for line in text.splitlines() if line.startswith(("test ", "test result"))))


if __name__ == "__main__":
    main(fuzz)
