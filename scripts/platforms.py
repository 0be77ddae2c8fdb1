"""`make platforms`: the whole workspace type-checked for other systems, as far as their standard library is installed.

What can be proven of them on one Linux machine: that everything compiles. docs/platforms.md says what has been run where.
`TACKROOM_PLATFORMS=x86_64-pc-windows-gnu` takes fewer.
"""

import os
import shutil
import subprocess
from pathlib import Path

from common import ROOT, Failed, cargo_env, main, run, say, step
from setup import tools, ui_build, ui_modules

STAND_IN = Path(__file__).resolve().parent / "no_compiler.py"


def windows() -> tuple[list[str], dict[str, str]]:
    """The C parts are really compiled, by MinGW."""
    if not shutil.which("x86_64-w64-mingw32-gcc"):
        raise Failed("there is no MinGW: install gcc-mingw-w64-x86-64")
    return ["--bins"], {}


def android() -> tuple[list[str], dict[str, str]]:
    """Without an NDK nothing compiles C for Android, and checking reads no objects: a stand-in answers for the compiler.
    OpenSSL's headers are the machine's own, so that it is not built either."""
    library = next(Path("/usr/lib").glob("*/libssl.so"), Path("/usr/lib/libssl.so"))
    include = Path("/usr/include")
    system = f"{include / library.parent.name}{os.pathsep}{include}"
    env = {f"{tool}_aarch64_linux_android": str(STAND_IN) for tool in ("CC", "CXX", "AR")}
    openssl = {"NO_VENDOR": "1", "LIB_DIR": str(library.parent), "INCLUDE_DIR": str(include)}
    env |= {f"AARCH64_LINUX_ANDROID_OPENSSL_{name}": value for name, value in openssl.items()}
    return ["--lib"], env | {"CPATH": system}


PLATFORMS = {"x86_64-pc-windows-gnu": windows, "aarch64-linux-android": android}


def check(target: str) -> None:
    kinds, env = PLATFORMS[target]()
    command = ["cargo", "check", "--locked", "--workspace", *kinds, "--target", target]
    with step(f"Check for {target}"):
        run(command, f"check-{target}", env=cargo_env() | env)


def platforms() -> None:
    tools()
    ui_modules()
    ui_build()
    sysroot = subprocess.run(["rustc", "--print", "sysroot"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    chosen = [name for name in os.environ.get("TACKROOM_PLATFORMS", "").split(",") if name] or list(PLATFORMS)
    checked = []
    for target in chosen:
        if target not in PLATFORMS:
            raise Failed(f"{target} is not one of {', '.join(PLATFORMS)}")
        if not (Path(sysroot) / "lib/rustlib" / target).is_dir():
            say(f"· {target}: skipped, its standard library is not installed (rustup target add {target})")
            continue
        check(target)
        checked.append(target)
    say(f"platforms: {len(checked)} checked ({', '.join(checked) or 'none'}), {len(chosen) - len(checked)} skipped")


if __name__ == "__main__":
    main(platforms)
