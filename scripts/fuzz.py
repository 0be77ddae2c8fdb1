"""`make fuzz`: the parsers on odd input for a while, by the property tests of the core with many more cases.

`TACKROOM_FUZZ_CASES` says how many (100,000 by default; those whose cases each fill a store or decode a picture get a
hundredth of it); a failing input is kept by proptest beside its test and tried
first the next time. Which tests these are is read from the sources: each `fn` with arguments in a `proptest!`.
"""

import os
import re

from common import ROOT, Failed, cargo_env, main, run, say, step

CORE = ROOT / "src-tauri" / "core" / "src"


def properties() -> dict[str, bool]:
    """The names of the property tests, each with the folders of its file (`feed::xml::tests::never_panics`), and whether its
    cases take long (`slow` in its configuration)."""
    found = {}
    for path in sorted(CORE.rglob("*.rs")):
        text = path.read_text()
        parts = [part for part in path.relative_to(CORE).with_suffix("").parts if part != "mod"]
        for block in text.split("proptest!")[1:]:
            for name in re.findall(r"^\s+fn (\w+)\([^)]*(?: in |: )", block, re.MULTILINE):
                inner = ["tests"] if "#[cfg(test)]" in text else []
                found["::".join([*parts, *inner, name])] = "slow(" in block
    return found


def some(names: list[str], cases: int) -> None:
    """Runs these with so many cases each."""
    env = cargo_env() | {"PROPTEST_CASES": str(cases)}
    command = ["cargo", "test", "--locked", "--workspace", "--features", "testing", "--lib", "--", "--exact", *names]
    with step(f"{len(names)} property tests, {cases:,} cases each"):
        text = run(command, "fuzz", env=env)
    say("\n".join(line for line in text.splitlines() if line.startswith("test ")))
    missing = [name for name in names if f"test {name} ... ok" not in text]
    if missing or not names:
        raise Failed(f"these property tests did not run: {', '.join(missing) or 'none was found'}")


def fuzz() -> None:
    found = properties()
    cases = int(os.environ.get("TACKROOM_FUZZ_CASES", "100000"))
    some([name for name, slow in found.items() if not slow], cases)
    some([name for name, slow in found.items() if slow], cases // 100 + 40)


if __name__ == "__main__":
    main(fuzz)
