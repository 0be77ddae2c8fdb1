"""The demo's friend: Tackroom without a window that answers each pin after some seconds and accepts every invitation."""

import queue
import threading
import time
from pathlib import Path

from headless import Headless

WORDS = [
    "That one. I would have it by the door.",
    "Lovely. Does it come in black?",
    "Yes. Measure twice, though.",
    "I know who makes these. Shall I ask?",
]


class Friend:
    def __init__(self, program: Path, profile: Path, env: dict[str, str], log: Path, pause: float = 4, asks_first: bool = False):
        self.headless = Headless(program, profile, env, log)
        self.headless.ask({"do": "wait-for", "connection": "online", "timeout": 60})
        self.pause = pause
        # Set while answers may go out: one round hides its conversation first, however long that takes.
        self.may_answer = threading.Event()
        if not asks_first:
            self.may_answer.set()
        self.pins = 0
        self.answers = 0
        # Pins of before are not answered again when something about them changes.
        self.known = {message["id"] for room in self.rooms() for message in self.messages(room)}
        self.lock = threading.Lock()
        self.work = threading.Thread(target=self.run, daemon=True)
        self.work.start()

    def rooms(self) -> list[str]:
        return [c["room"] for c in self.headless.ask({"do": "conversations"})["conversations"]]

    def messages(self, room: str) -> list[dict]:
        return self.headless.ask({"do": "messages", "room": room, "limit": 100})["page"]["messages"]

    def run(self) -> None:
        while True:
            try:
                line = self.headless.news.get(timeout=1)
            except queue.Empty:
                continue
            if line is None:
                return
            if line.get("event") == "request":
                self.say({"do": "accept", "room": line["request"]["room"]})
            if line.get("event") == "message":
                self.hear(line["room"], line["message"])

    def hear(self, room: str, message: dict) -> None:
        if message["mine"] or message["body"]["kind"] != "pin" or message["id"] in self.known:
            return
        self.known.add(message["id"])
        self.pins += 1
        time.sleep(self.pause)
        self.may_answer.wait(60)
        self.say({"do": "read", "room": room})
        self.say({"do": "send", "room": room, "text": WORDS[self.answers % len(WORDS)]})
        self.answers += 1

    def send_pin(self, room: str, pin: dict) -> None:
        self.say({"do": "send", "room": room, "pin": pin})

    def say(self, command: dict) -> None:
        with self.lock:
            self.headless.ask(command)

    def quit(self) -> None:
        self.headless.quit()
