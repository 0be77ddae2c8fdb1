#!/usr/bin/env python3
"""Stands in for a C compiler and an archiver where a target has none here and nothing will be linked: it preprocesses with
the machine's own compiler (build scripts ask it for versions), and answers everything else with an empty file."""

import subprocess
import sys
from pathlib import Path


def out(arguments: list[str]) -> str | None:
    """Where the result is to lie: after -o, or the archive's own name."""
    if "-o" in arguments:
        return arguments[arguments.index("-o") + 1]
    return next((argument for argument in arguments if argument.endswith(".a")), None)


def main(arguments: list[str]) -> int:
    if "-E" in arguments:
        foreign = ("--target=", "-march=", "-mcpu=")
        return subprocess.run(["cc", *(a for a in arguments if not a.startswith(foreign))]).returncode
    if "-?" in arguments:
        return 1  # Only Microsoft's takes that.
    if "--version" in arguments or "-v" in arguments:
        print("clang version 18.0.0 (a stand-in)")
    path = out(arguments)
    if path:
        Path(path).write_bytes(b"!<arch>\n" if path.endswith(".a") else b"")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
