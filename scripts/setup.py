"""Brings a fresh machine to where Tackroom builds and its tests run: system packages, tools, homeserver, UI.

`python3 scripts/setup.py build` is enough for `make run` on a desktop; `services` adds what a desktop would have
(display, keyring, notifications) and the driver of the web view. Each part is stamped by the content it depends on,
so that a second run takes a moment.
"""

import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

from common import ROOT, UI, Failed, cache_dir, cargo_env, digest, main, once, run, say, step, target_dir

SYNAPSE = "1.163.0"
CARGO_DENY = "0.20.2"
BUILD = """build-essential pkg-config libwebkit2gtk-4.1-dev libgtk-3-dev libsoup-3.0-dev librsvg2-dev libssl-dev libdbus-1-dev
libxdo-dev libayatana-appindicator3-dev perl file python3-venv""".split()
SERVICES = """xvfb weston xauth x11-utils dbus dbus-x11 webkit2gtk-driver dunst libnotify-bin gnome-keyring libsecret-tools
imagemagick xdotool xclip fonts-dejavu-core fonts-noto-color-emoji binutils""".split()
NEEDED = {"rustc": (1, 95), "cargo": (1, 95), "node": (20, 19), "npm": (9, 0)}


def tools() -> None:
    """Stops where a tool is missing or too old: these come from the user's own choice of installer."""
    wrong = [] if sys.version_info >= (3, 11) else [f"python3 {sys.version.split()[0]} (needs 3.11)"]
    for name, least in NEEDED.items():
        found = shutil.which(name)
        text = subprocess.run([found, "--version"], capture_output=True, text=True).stdout if found else ""
        version = tuple(int(part) for part in re.findall(r"\d+", text)[:2])
        if version < least:
            wrong.append(f"{name} {text.strip() or 'not found'} (needs {least[0]}.{least[1]} or newer)")
    if wrong:
        raise Failed("Tackroom needs newer tools: " + "; ".join(wrong) + ".\nRust: https://rustup.rs, Node: https://nodejs.org")


def missing(packages: list[str]) -> list[str]:
    ask = subprocess.run(["dpkg-query", "-W", "-f=${Package} ${db:Status-Status}\n", *packages], capture_output=True, text=True)
    there = {line.split()[0] for line in ask.stdout.splitlines() if line.endswith(" installed")}
    return [name for name in packages if name not in there]


def system_packages(packages: list[str]) -> None:
    if not shutil.which("apt-get") or not shutil.which("dpkg-query"):
        commands = {"pkg-config": "pkg-config", "cc": "a C compiler", "Xvfb": "Xvfb", "dunst": "dunst", "WebKitWebDriver": "WebKitWebDriver"}
        lacking = [words for command, words in commands.items() if not shutil.which(command) and (packages is not BUILD or command in ("pkg-config", "cc"))]
        libraries = ["webkit2gtk-4.1", "gtk+-3.0", "libsoup-3.0", "openssl", "dbus-1"]
        if shutil.which("pkg-config"):
            lacking += [name for name in libraries if subprocess.run(["pkg-config", "--exists", name]).returncode]
        if lacking:
            raise Failed("This system has no apt. Please install, then start again: " + ", ".join(lacking))
        return
    lacking = missing(packages)
    if not lacking:
        return
    prefix = [] if os.geteuid() == 0 else ["sudo"]
    say(f"Installing {len(lacking)} system packages{' (sudo may ask for your password)' if prefix else ''}: {' '.join(lacking)}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300"]
    if prefix:
        subprocess.run(["sudo", "-v"], check=False)
    with step("apt-get update"):
        run([*apt, "update"], "apt-update")
    with step("apt-get install"):
        run([*apt, "install", "-y", "--no-install-recommends", *lacking], "apt-install")


def synapse_python() -> Path:
    """The interpreter of the homeserver's venv."""
    return cache_dir() / f"synapse-{SYNAPSE}" / "bin" / "python"


def synapse() -> None:
    venv = synapse_python().parent.parent

    def build() -> None:
        shutil.rmtree(venv, ignore_errors=True)
        with step(f"Homeserver: Synapse {SYNAPSE} from PyPI"):
            run([sys.executable, "-m", "venv", venv], "synapse-venv")
            run([venv / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", f"matrix-synapse=={SYNAPSE}"], "synapse-pip")

    once(venv / "complete", f"{SYNAPSE} {sys.version}", build)


def cargo_deny() -> Path:
    """The checker of licences and bans, built once into the cache (a minute or two). Answers its path."""
    tools = cache_dir() / "tools"

    def build() -> None:
        with step(f"cargo-deny {CARGO_DENY}"):
            run(["cargo", "install", "cargo-deny", "--version", CARGO_DENY, "--locked", "--debug", "--force", "--root", tools], "cargo-deny")

    once(tools / "cargo-deny-stamp", CARGO_DENY, build)
    return tools / "bin" / "cargo-deny"


def ui_modules() -> None:
    if not (UI / "package.json").exists():
        return

    def install() -> None:
        with step("npm ci"):
            run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], "npm-ci", cwd=UI)

    once(UI / "node_modules" / ".tackroom-stamp", digest([UI / "package-lock.json"]), install)


def ui_build() -> None:
    """Builds `ui/dist`, which goes into the program; a placeholder page only while there is no UI at all."""
    dist = UI / "dist"
    if not (UI / "package.json").exists():
        dist.mkdir(parents=True, exist_ok=True)
        if not (dist / "index.html").exists():
            (dist / "index.html").write_text("<!doctype html><title>Tackroom</title>")
        return
    sources = [p for p in UI.iterdir() if p.name not in ("node_modules", "dist") and not p.name.startswith(".")]

    def build() -> None:
        with step("UI build"):
            run(["npm", "run", "--silent", "build"], "ui-build", cwd=UI)

    once(dist / ".stamp", digest(sources), build)


def app_build() -> Path:
    """Builds the program as the tests use it, so that `make run` and `make test` share one build. Answers its path."""
    with step("Build of the program (the first one takes 10 to 20 minutes)"):
        run(["cargo", "build", "--locked", "--workspace", "--features", "testing", "--bins"], "cargo-build", env=cargo_env())
    return target_dir() / "debug" / "tackroom"


def peer_modules() -> None:
    """matrix-js-sdk, an independent client that the tests verify sessions with."""
    folder = ROOT / "tests" / "js"

    def install() -> None:
        with step("npm ci of the tests"):
            run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], "npm-ci-peer", cwd=folder)

    once(folder / "node_modules" / ".tackroom-stamp", digest([folder / "package-lock.json"]), install)


def chromium() -> None:
    """The browser in which the tests open an export. Ubuntu has it as a snap only, which a container cannot run: without any
    Chromium that test says "skipped"."""
    if any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        return
    if Path("/etc/os-release").exists() and platform.freedesktop_os_release().get("ID") == "debian":
        system_packages(["chromium"])


def everything(services: bool) -> None:
    tools()
    system_packages(BUILD + SERVICES if services else BUILD)
    synapse()
    ui_modules()
    ui_build()


if __name__ == "__main__":
    main(lambda: everything("services" in sys.argv[1:]))
