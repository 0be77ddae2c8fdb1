"""Drives `tackroom headless` by the JSON lines of docs/headless.md, for the demo and its friend."""

import json
import queue
import subprocess
import threading
import time
from pathlib import Path

from common import Failed

# Where the machine has no keyring, the demo's profiles are locked with this.
PASSPHRASE = "tackroom demo"


class Headless:
    def __init__(self, program: Path, profile: Path, env: dict[str, str], log: Path):
        self.name = profile.name
        self.seen: list[dict] = []
        self.news: queue.Queue = queue.Queue()
        self.next = 0
        self.log = log.open("ab")
        command = [str(program), "headless", "--profile", str(profile)]
        self.child = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.changed = threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()
        self.hears("ready", lambda line: line.get("event") == "ready", 60)
        state = self.hears("its state", lambda line: line.get("event") == "state" and line["session"]["state"] != "opening", 60)
        if state["session"]["state"] == "locked":
            self.ask({"do": "unlock", "passphrase": PASSPHRASE})

    def read(self) -> None:
        for line in self.child.stdout:
            try:
                value = json.loads(line)
            except ValueError:
                continue
            with self.changed:
                self.seen.append(value)
                self.changed.notify_all()
            self.news.put(value)
        with self.changed:
            self.changed.notify_all()
        self.news.put(None)

    def hears(self, what: str, fits, seconds: float) -> dict:
        """The first line that fits, among those so far and those to come."""
        deadline, at = time.monotonic() + seconds, 0
        with self.changed:
            while True:
                for line in self.seen[at:]:
                    if fits(line):
                        return line
                at = len(self.seen)
                if self.child.poll() is not None:
                    raise Failed(f"Tackroom without a window ({self.name}) ended with {self.child.returncode}; see {self.log.name}")
                if time.monotonic() > deadline:
                    raise Failed(f"Tackroom without a window ({self.name}): waited {seconds:.0f} s in vain for {what}; see {self.log.name}")
                self.changed.wait(timeout=0.5)

    def ask(self, command: dict, seconds: float = 90) -> dict:
        """Carries out one command; its answer, or Failed with the program's words."""
        self.next += 1
        number = f"{self.name}-{self.next}"
        self.child.stdin.write(json.dumps(command | {"id": number}) + "\n")
        self.child.stdin.flush()
        line = self.hears(f"the answer to {command['do']}", lambda line: number in (line.get("ok"), line.get("id")), seconds)
        if line.get("event") == "error":
            raise Failed(f"{self.name}: {command['do']}: {line['words']}")
        return line

    def sign_in(self, server: str, user: str, password: str) -> None:
        self.ask({"do": "sign-in", "server": server, "user": user, "password": password})
        self.ask({"do": "wait-for", "connection": "online", "timeout": 60})

    def send(self, room: str, **what) -> None:
        """Sends into a room and waits until it went out."""
        self.ask({"do": "send", "room": room, **what})
        self.ask({"do": "wait-for", "outbox": 0, "timeout": 60})

    def quit(self) -> None:
        if self.child.poll() is None:
            self.child.stdin.close()
            try:
                self.child.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait(timeout=5)
        self.log.close()
