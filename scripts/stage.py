"""The tree that both packages hold: program, desktop entry, metainfo, icons, man page, licences. `stage(root, binary)` writes it.

Everything but the program and the icons' sizes lies in `assets/`; nothing here knows of .deb or .rpm.
"""

import gzip
import json
import shutil
import subprocess
from pathlib import Path

from common import ROOT, run

ID = "app.tackroom.Tackroom"
LINUX = ROOT / "assets" / "linux"
ICON = ROOT / "assets" / "icon.svg"
ICON_SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 192, 256, 512)
SUMMARY = "Send pins to people, and talk about them in private"
DESCRIPTION = [
    "Tackroom is for private conversations that revolve around pins: a picture,",
    "its link, a note. You browse, send what you found to a friend, and talk about",
    "it in a small window while the feed goes on behind it. Conversations are",
    "encrypted, over any Matrix account; other Matrix apps see a pin as a picture",
    "with a caption.",
]


def version() -> str:
    """The workspace's version, as cargo knows it."""
    told = run(["cargo", "metadata", "--no-deps", "--format-version", "1", "--locked", "--offline"], "metadata", cwd=ROOT)
    packages = json.loads(next(line for line in told.splitlines() if line.startswith("{")))["packages"]
    return next(package["version"] for package in packages if package["name"] == "tackroom")


def stage(root: Path, binary: Path) -> None:
    """Writes the tree below `root`, which is made anew."""
    shutil.rmtree(root, ignore_errors=True)
    share = root / "usr" / "share"
    install(binary, root / "usr" / "bin" / "tackroom", 0o755)
    subprocess.run(["strip", "--strip-unneeded", "--remove-section=.comment", root / "usr" / "bin" / "tackroom"], check=True)
    install(LINUX / f"{ID}.desktop", share / "applications" / f"{ID}.desktop")
    install(LINUX / f"{ID}.metainfo.xml", share / "metainfo" / f"{ID}.metainfo.xml")
    icons = share / "icons" / "hicolor"
    install(ICON, icons / "scalable" / "apps" / f"{ID}.svg")
    for size in ICON_SIZES:
        picture = icons / f"{size}x{size}" / "apps" / f"{ID}.png"
        picture.parent.mkdir(parents=True)
        subprocess.run(["rsvg-convert", "--width", str(size), "--height", str(size), "--output", picture, ICON], check=True)
    compress(LINUX / "tackroom.1", share / "man" / "man1" / "tackroom.1.gz")
    doc = share / "doc" / "tackroom"
    install(LINUX / "copyright", doc / "copyright")
    for path in sorted(root.rglob("*"), reverse=True):
        if path.is_dir():
            path.chmod(0o755)


def install(source: Path, to: Path, mode: int = 0o644) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, to)
    to.chmod(mode)


def compress(source: Path | bytes, to: Path) -> None:
    """Without name and time, so that the same content is the same file."""
    content = source if isinstance(source, bytes) else source.read_bytes()
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(gzip.compress(content, 9, mtime=0))
    to.chmod(0o644)


def size(root: Path) -> int:
    """Bytes of all files."""
    return sum(path.stat().st_size for path in root.rglob("*") if path.is_file())
