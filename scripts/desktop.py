"""What a desktop would have, for machines and tests without one: a display, a session bus, an unlocked keyring and a
notification daemon, all in one folder and all ended with it.

As a module: `with Desktop(folder) as desktop: … desktop.env`. As a command (for the Rust tests):
`python3 scripts/desktop.py serve --dir D [--size 1280x800] [--keyring unlocked|locked|none] [--notifications yes|no]
[--display x11|wayland]`
prints its environment as one JSON object, then waits for its input to end and takes all of it down.

Opening a link ends in a stand-in for `xdg-open` that only writes the address to `opened.txt`; the daemon's menu is
answered by `pick.sh`, which chooses the entry that `pick.txt` names.
"""

import argparse
import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path

from common import Failed, main, wait_for

PASSWORD = "keyring of a test desktop"
PICK = '#!/bin/sh\ntee "{0}/menu.txt" | grep -F "$(cat "{0}/pick.txt")" | head -1\n'
OPEN = '#!/bin/sh\nprintf "%s\\n" "$1" >> "{0}/opened.txt"\n'
DUNSTRC = """[global]
    markup = full
    dmenu = {0}/pick.sh
    mouse_left_click = do_action, close_current
    font = DejaVu Sans 10
    idle_threshold = 0
[urgency_normal]
    timeout = 0
[urgency_low]
    timeout = 0
"""
# A bus on which nothing is started by being asked for: no keyring, no notifications.
BARE_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""


class Desktop:
    def __init__(self, folder: Path, size: str = "1280x800", keyring: str = "unlocked", notifications: bool = True, wayland: bool = False):
        self.folder = folder.resolve()
        self.size = size
        self.keyring = keyring
        self.notifications = notifications
        self.wayland = wayland
        self.children: list[subprocess.Popen] = []
        self.env: dict[str, str] = {}

    def __enter__(self) -> "Desktop":
        try:
            return self.start()
        except BaseException:
            self.stop()
            raise

    def __exit__(self, *_) -> None:
        self.stop()

    def start(self) -> "Desktop":
        run, data, config, tools = (self.folder / name for name in ("run", "data", "config", "bin"))
        for path in (self.folder, run, data, config / "dunst", tools):
            path.mkdir(parents=True, exist_ok=True)
            path.chmod(0o700)
        for path, text in ((self.folder / "pick.sh", PICK), (tools / "xdg-open", OPEN)):
            path.write_text(text.format(self.folder))
            path.chmod(0o755)
        (config / "dunst" / "dunstrc").write_text(DUNSTRC.format(self.folder))
        (self.folder / "opened.txt").touch()
        dropped = ("WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "XAUTHORITY", "GNOME_KEYRING_CONTROL")
        self.env = {name: value for name, value in os.environ.items() if name not in dropped}
        self.env |= {
            "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": str(run),
            "XDG_DATA_HOME": str(data),
            "XDG_CONFIG_HOME": str(config),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "XDG_CURRENT_DESKTOP": "Tackroom-Test",
            "PATH": f"{tools}:{os.environ['PATH']}",
            "GDK_BACKEND": "x11",
            "NO_AT_BRIDGE": "1",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "WEBKIT_DISABLE_DMABUF_RENDERER": "1",
            "LANG": "C.UTF-8",
        }
        self.env["DISPLAY"] = self.display()
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self.bus()
        if self.keyring != "none":
            self.start_keyring()
        if self.notifications:
            self.spawn("dunst", ["dunst"])
            self.owned("org.freedesktop.Notifications")
        if self.wayland:
            self.compositor()
        return self

    def spawn(self, name: str, command: list[str], **more) -> subprocess.Popen:
        """Starts a program of the desktop, its words in `<name>.log`."""
        with (self.folder / f"{name}.log").open("ab") as log:
            more = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log} | more
            child = subprocess.Popen(command, cwd=self.folder, env=self.env, start_new_session=True, **more)
        self.children.append(child)
        return child

    def display(self) -> str:
        """Xvfb on a display number that it finds itself; -noreset, or it ends when its first client does."""
        reading, writing = os.pipe()
        screen = ["-screen", "0", f"{self.size}x24", "-noreset", "-nolisten", "tcp", "-displayfd", str(writing)]
        self.spawn("xvfb", ["Xvfb", *screen], pass_fds=[writing])
        os.close(writing)
        return ":" + self.line(reading, "Xvfb")

    def compositor(self) -> None:
        """Weston, in a window of its own on the display, which programs no longer hear of: they have Wayland or nothing."""
        width, height = self.size.split("x")
        socket = "wayland-test"
        screen = ["--backend=x11-backend.so", "--use-pixman", f"--width={width}", f"--height={height}"]
        self.spawn("weston", ["weston", *screen, f"--socket={socket}", "--idle-time=0"])
        wait_for("Weston", (self.folder / "run" / socket).exists, 20)
        self.env |= {"WAYLAND_DISPLAY": socket, "GDK_BACKEND": "wayland"}
        del self.env["DISPLAY"]

    def bus(self) -> str:
        reading, writing = os.pipe()
        command = ["dbus-daemon", "--nofork", "--nopidfile", f"--print-address={writing}"]
        if self.keyring == "none":
            bare = self.folder / "bare-bus.conf"
            bare.write_text(BARE_BUS)
            command.append(f"--config-file={bare}")
        else:
            command.append("--session")
        self.spawn("bus", command, pass_fds=[writing])
        os.close(writing)
        return self.line(reading, "dbus-daemon")

    def line(self, descriptor: int, who: str) -> str:
        """One line from a pipe, within 20 s."""
        text = b""
        deadline = time.monotonic() + 20
        with os.fdopen(descriptor, "rb", buffering=0) as pipe:
            while not text.endswith(b"\n"):
                if not select.select([pipe], [], [], max(0, deadline - time.monotonic()))[0]:
                    raise Failed(f"{who} did not start within 20 s; see {self.folder}")
                piece = pipe.read(512)
                if not piece:
                    raise Failed(f"{who} ended at once; see {self.folder}")
                text += piece
        return text.decode().strip()

    def start_keyring(self) -> None:
        how = ["--unlock"] if self.keyring == "unlocked" else ["--start"]
        child = self.spawn("keyring", ["gnome-keyring-daemon", "--foreground", *how, "--components=secrets"], stdin=subprocess.PIPE)
        child.stdin.write(PASSWORD.encode())
        child.stdin.close()
        self.owned("org.freedesktop.secrets")

    def owned(self, name: str) -> None:
        """Waits until the bus has that name, so that nobody has it started a second time."""
        ask = ["gdbus", "wait", "--session", "--timeout", "20", name]
        if subprocess.run(ask, env=self.env, capture_output=True).returncode:
            raise Failed(f"{name} did not come to the session bus within 20 s; see {self.folder}")

    def ask(self, *command: str) -> str:
        """The output of a command inside this desktop."""
        return subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=30).stdout.strip()

    def notified(self) -> int:
        """How many notifications the daemon has been given: shown, waiting and gone.

        Counted until two counts agree: one that goes from one to another between two questions would count twice.
        """

        def count() -> tuple[int, ...]:
            return tuple(int(self.ask("dunstctl", "count", which) or 0) for which in ("displayed", "waiting", "history"))

        before = count()
        while (now := count()) != before:
            before = now
        return sum(now)

    def stop(self) -> None:
        for child in reversed(self.children):
            if child.poll() is None:
                child.terminate()
        for child in reversed(self.children):
            try:
                child.wait(timeout=5)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait(timeout=5)
        self.children.clear()


def serve() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=["serve"])
    parser.add_argument("--dir", type=Path, required=True)
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--keyring", choices=["unlocked", "locked", "none"], default="unlocked")
    parser.add_argument("--notifications", choices=["yes", "no"], default="yes")
    parser.add_argument("--display", choices=["x11", "wayland"], default="x11")
    given = parser.parse_args()
    with Desktop(given.dir, given.size, given.keyring, given.notifications == "yes", given.display == "wayland") as desktop:
        pids = {child.args[0]: child.pid for child in desktop.children}
        print(json.dumps({"env": desktop.env, "pids": pids}), flush=True)
        for _ in sys.stdin:
            pass


if __name__ == "__main__":
    main(serve)
