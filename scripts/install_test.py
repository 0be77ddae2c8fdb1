"""Installs the .deb in a fresh Debian (debootstrap), starts it there, sees its window, and removes it again.

    python3 scripts/install_test.py tackroom.deb

Needs root, for the new system's folder is entered by chroot. What must be so: the package installs with apt and what it
depends on, a user's first start shows the window (on an Xvfb of this machine), and after `apt-get purge` the system is as
it was before, save the user's own data.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from common import Failed, cache_dir, main, run, say, step, wait_for
from desktop import Desktop
from setup import SERVICES, system_packages

SUITE = "bookworm"
HOME = "home/ruth"
# What every installation and removal of any package touches.
HOUSEKEEPING = ("var/cache/", "var/lib/apt/", "var/lib/dpkg/", "var/log/", "tmp/", "run/", "proc/", "dev/", "sys/", HOME, "etc/ld.so.cache")


def install_and_remove(package: Path) -> None:
    if os.geteuid() != 0:
        raise Failed(
            f"The package is made: {package}\nNot tried in a fresh system: that needs root. Run: sudo python3 scripts/install_test.py {package}"
        )
    system_packages([*SERVICES, "debootstrap"])
    folder = Path(tempfile.mkdtemp(prefix="tackroom-root-"))
    root = folder / "system"
    try:
        with step(f"A fresh {SUITE} by debootstrap"):
            debs = cache_dir() / "debs"
            debs.mkdir(exist_ok=True)
            run(["debootstrap", "--variant=minbase", f"--cache-dir={debs}", SUITE, root, mirror()], "debootstrap")
        with mounted(root):
            try_package(root, folder, package)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def try_package(root: Path, folder: Path, package: Path) -> None:
    """All of it in the new system, which is mounted."""
    shutil.copy(package, root / "tmp" / "tackroom.deb")
    inside(root, "apt-get", "update")
    with step("What the package depends on"):
        needs = run(["dpkg-deb", "-f", package, "Depends"], "depends").strip()
        inside(root, "apt-get", "satisfy", "-y", "--no-install-recommends", needs)
        inside(root, "useradd", "--create-home", "--shell", "/bin/sh", "ruth")
    before = files(root)
    with step("The package"):
        inside(root, "apt-get", "install", "-y", "--no-install-recommends", "/tmp/tackroom.deb")
    said = inside(root, "tackroom", "--version").strip()
    with step("The first start of a user"):
        window(root, folder)
    with step("Removed"):
        inside(root, "apt-get", "purge", "-y", "tackroom")
    left = sorted(files(root) - before)
    if left:
        raise Failed("Left behind by the package:\n" + "\n".join(left[:50]))
    gone = sorted(before - files(root))
    if gone:
        raise Failed("Taken away with the package, and not its own:\n" + "\n".join(gone[:50]))
    if not (root / HOME / ".local/share/tackroom/id").exists():
        raise Failed("The user's data went with the package.")
    say(f"  {said}: installed, started, its window seen, removed; nothing is left but the user's data")


def window(root: Path, folder: Path) -> None:
    """Starts the program as a user and looks for its window, drawn, on a display of this machine."""
    with Desktop(folder / "desktop", keyring="none", notifications=False) as desktop:
        environment = {
            "HOME": f"/{HOME}", "USER": "ruth", "PATH": "/usr/bin:/bin", "DISPLAY": desktop.env["DISPLAY"], "LANG": "C.UTF-8",
            "WEBKIT_DISABLE_DMABUF_RENDERER": "1", "LIBGL_ALWAYS_SOFTWARE": "1", "NO_AT_BRIDGE": "1", "GDK_BACKEND": "x11",
        }  # fmt: skip
        log = (folder / "tackroom.log").open("wb")
        command = [shutil.which("chroot"), "--userspec=ruth:ruth", root, "tackroom"]
        child = subprocess.Popen(command, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)
        try:
            def drawn() -> bool:
                if child.poll() is not None:
                    raise Failed(f"The program ended with {child.returncode}:\n{(folder / 'tackroom.log').read_text(errors='replace')[-2000:]}")
                if not desktop.ask("xdotool", "search", "--onlyvisible", "--name", "^Tackroom$"):
                    return False
                picture = folder / "window.png"
                desktop.ask("import", "-window", "root", str(picture))
                colours = subprocess.run(["identify", "-format", "%k", picture], capture_output=True, text=True).stdout
                return int(colours or 0) > 50

            wait_for("the window, drawn", drawn, seconds=90, every=0.5)
            kept = cache_dir() / "install-test.png"
            shutil.copy(folder / "window.png", kept)
            say(f"  the window as it was seen: {kept}")
        finally:
            os.killpg(child.pid, signal.SIGTERM)
            try:
                child.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
            log.close()


def inside(root: Path, *command: str) -> str:
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LANG": "C.UTF-8"}
    environment |= {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
    return run(["chroot", root, *command], f"inside-{command[0]}", env=environment)


@contextmanager
def mounted(root: Path):
    """What programs need of a running system; taken down in every case."""
    mounts = [["-t", "proc", "proc", root / "proc"], ["--bind", "/dev", root / "dev"], ["-t", "tmpfs", "tmpfs", root / "run"]]
    done: list[Path] = []
    try:
        for mount in mounts:
            subprocess.run(["mount", *mount], check=True)
            done.append(mount[-1])
        shm = root / "dev" / "shm"
        if shm.exists():
            subprocess.run(["mount", "-t", "tmpfs", "tmpfs", shm], check=True)
            done.append(shm)
        yield
    finally:
        for path in reversed(done):
            subprocess.run(["umount", "--lazy", path], check=False)


def files(root: Path) -> set[str]:
    """Every path of the system that is not every package's own housekeeping."""
    found = set()
    for folder, names, others in os.walk(root):
        below = os.path.relpath(folder, root)
        names[:] = [name for name in names if f"{below}/{name}/".removeprefix("./") not in HOUSEKEEPING]
        for name in names + others:
            path = f"{below}/{name}".removeprefix("./")
            if not path.startswith(HOUSEKEEPING):
                found.add(path)
    return found


def mirror() -> str:
    """Where this machine has its packages from."""
    for file in [Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("*")]:
        if not file.exists():
            continue
        for line in file.read_text().splitlines():
            words = line.split()
            if line.startswith("URIs:") and "debian" in words[1]:
                return words[1]
            # Other lines are of other publishers.
            if line.startswith("deb ") and SUITE in words:
                return next(word for word in words if "://" in word)
    return "http://deb.debian.org/debian"


if __name__ == "__main__":
    main(lambda: install_and_remove(Path(sys.argv[1]).resolve()))
