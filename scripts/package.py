"""`make package`: a .deb and an .rpm in `packages/` of cargo's target folder, checked, and the .deb installed in a fresh system.

    python3 scripts/package.py [--binary FILE] [--no-install-test]

The release build takes 20 to 40 minutes the first time; `--binary` packs a program that is built already (a debug build,
while one works on the packages), with little compression. The check of the installed program (scripts/install_test.py) needs root, and says so.
"""

import argparse
import os
import shutil
import subprocess
from email.utils import formatdate
from pathlib import Path

import install_test
from common import ROOT, Failed, cargo_env, main, run, say, step, target_dir
from setup import BUILD, system_packages, tools, ui_build, ui_modules
from stage import DESCRIPTION, ID, SUMMARY, compress, size, stage, version

TOOLS = "dpkg-dev fakeroot rpm librsvg2-bin binutils desktop-file-utils appstream lintian".split()
# Whose address stands in the packages; whoever publishes them puts their own.
MAINTAINER = os.environ.get("TACKROOM_MAINTAINER", "The Tackroom authors <maintainers@tackroom.app>")
# What the program asks for while it runs, beyond the libraries that it is linked with.
RECOMMENDS = "xdg-utils, gnome-keyring | kwalletmanager, notification-daemon, dbus-user-session | dbus-x11"


def release_build() -> Path:
    tools()
    system_packages(BUILD)
    ui_modules()
    ui_build()
    with step("Release build (20 to 40 minutes the first time)"):
        run(["cargo", "build", "--release", "--locked", "--package", "tackroom"], "release", env=cargo_env())
    return target_dir() / "release" / "tackroom"


def depends(root: Path, work: Path) -> str:
    """The packages of the libraries that the program is linked with."""
    (work / "debian").mkdir(parents=True, exist_ok=True)
    (work / "debian" / "control").write_text("Source: tackroom\n\nPackage: tackroom\nArchitecture: any\n")
    told = run(["dpkg-shlibdeps", "-O", f"-e{root}/usr/bin/tackroom"], "shlibdeps", cwd=work)
    return next(line for line in told.splitlines() if line.startswith("shlibs:Depends=")).removeprefix("shlibs:Depends=")


def deb(root: Path, work: Path, out: Path, quick: bool) -> Path:
    doc = root / "usr" / "share" / "doc" / "tackroom"
    entry = f"tackroom ({version()}) unstable; urgency=medium\n\n  * See CHANGELOG.md of the source.\n\n -- {MAINTAINER}  {date()}\n"
    compress(entry.encode(), doc / "changelog.gz")
    architecture = run(["dpkg", "--print-architecture"], "architecture").strip()
    control = {
        "Package": "tackroom",
        "Version": version(),
        "Section": "net",
        "Priority": "optional",
        "Architecture": architecture,
        "Maintainer": MAINTAINER,
        "Installed-Size": str(-(-size(root) // 1024)),
        "Depends": depends(root, work),
        "Recommends": RECOMMENDS,
        "Description": "\n ".join([SUMMARY[0].lower() + SUMMARY[1:], *DESCRIPTION]),
    }
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN" / "control").write_text("".join(f"{name}: {value}\n" for name, value in control.items()))
    files = sorted(path for path in (root / "usr").rglob("*") if path.is_file())
    sums = subprocess.run(["md5sum", *(path.relative_to(root) for path in files)], cwd=root, capture_output=True, text=True, check=True)
    (root / "DEBIAN" / "md5sums").write_text(sums.stdout)
    file = out / f"tackroom_{version()}_{architecture}.deb"
    run(["dpkg-deb", "--root-owner-group", "-Zxz", f"-z{1 if quick else 6}", "--build", root, file], "dpkg-deb")
    shutil.rmtree(root / "DEBIAN")
    return file


def rpm(root: Path, work: Path, out: Path, quick: bool) -> Path:
    (root / "usr" / "share" / "doc" / "tackroom" / "changelog.gz").unlink(missing_ok=True)
    files = sorted(f"/{path.relative_to(root)}" for path in root.rglob("*") if path.is_file())
    spec = work / "tackroom.spec"
    spec.write_text(
        f"Name: tackroom\nVersion: {version()}\nRelease: 1\nSummary: {SUMMARY}\nLicense: MIT OR Apache-2.0\n"
        f"Packager: {MAINTAINER}\nRecommends: xdg-utils\n\n%description\n" + "\n".join(DESCRIPTION) + "\n\n%files\n" + "\n".join(files) + "\n"
    )
    top = work / "rpm"
    # The files are ready: nothing is stripped, compressed or checked for debug information again.
    defines = {"_topdir": top, "_rpmdir": top / "out", "__os_install_post": "%{nil}", "debug_package": "%{nil}", "_build_id_links": "none"}
    defines["_binary_payload"] = "w1.gzdio" if quick else "w6.xzdio"
    options = [part for name, value in defines.items() for part in ("--define", f"{name} {value}")]
    tree = top / "tree"
    shutil.copytree(root, tree)
    run(["rpmbuild", "-bb", "--noclean", "--buildroot", tree, *options, spec], "rpmbuild")
    built = next((top / "out").rglob("*.rpm"))
    return Path(shutil.move(built, out / built.name))


def date() -> str:
    """Of the last commit, so that the same source makes the same package; now, where there is no history."""
    told = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True)
    return formatdate(int(told.stdout), localtime=False) if told.returncode == 0 and told.stdout.strip() else formatdate()


def check(root: Path, package: Path) -> None:
    """Desktop entry, metainfo, and no error of lintian; its warnings are printed."""
    share = root / "usr" / "share"
    run(["desktop-file-validate", share / "applications" / f"{ID}.desktop"], "desktop-file-validate")
    run(["appstreamcli", "validate", "--no-net", share / "metainfo" / f"{ID}.metainfo.xml"], "appstreamcli")
    told = run(["lintian", "--fail-on", "error", "--tag-display-limit", "0", package], "lintian")
    kinds = {kind: [line for line in told.splitlines() if line.startswith(f"{kind}: ")] for kind in "EW"}
    for line in kinds["W"]:
        say(f"  {line}")
    say(f"  desktop entry and metainfo valid; lintian: {len(kinds['E'])} errors, {len(kinds['W'])} warnings")


def package() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", type=Path, help="a program that is built already")
    parser.add_argument("--no-install-test", action="store_true")
    given = parser.parse_args()
    system_packages(TOOLS)
    binary = given.binary or release_build()
    if not binary.is_file():
        raise Failed(f"{binary} is not there: build it first.")
    out = target_dir() / "packages"
    work = out / "work"
    shutil.rmtree(out, ignore_errors=True)
    work.mkdir(parents=True)
    with step(".deb and .rpm"):
        root = work / "tree"
        stage(root, binary.resolve())
        quick = given.binary is not None
        made = [deb(root, work, out, quick)]
        check(root, made[0])
        installed = size(root)
        made.append(rpm(root, work, out, quick))
    for file in made:
        say(f"{file.stat().st_size / 1e6:.1f} MB, installed {installed / 1e6:.1f} MB  {file}")
    shutil.rmtree(work)
    if not given.no_install_test:
        install_test.install_and_remove(made[0])


if __name__ == "__main__":
    main(package)
