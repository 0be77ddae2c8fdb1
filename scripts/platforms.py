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
    wide = next(Path("/usr/include").glob("*/openssl/opensslconf.h"), None)
    include = os.pathsep.join(["/usr/include", *([str(wide.parent.parent)] if wide else [])])
    of_target = {"CC": STAND_IN, "CXX": STAND_IN, "AR": STAND_IN, "OPENSSL_NO_VENDOR": "1", "OPENSSL_LIB_DIR": "/usr/lib"}
    env = {f"{name}_aarch64_linux_android" if len(name) < 4 else f"AARCH64_LINUX_ANDROID_{name}": str(value) for name, value in of_target.items()}
    return ["--lib"], env | {"AARCH64_LINUX_ANDROID_OPENSSL_INCLUDE_DIR": "/usr/include", "CPATH": include}


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
