"""A window of Tackroom driven through WebKitWebDriver, by roles and accessible names (by_role.js)."""

import base64
import json
import os
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

from common import Failed, free_port, wait_for

BY_ROLE = (Path(__file__).parent / "by_role.js").read_text()
KEEP_DRAWING = (Path(__file__).parent / "keep_drawing.js").read_text()
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Window:
    def __init__(self, program: Path, arguments: list[str], env: dict[str, str], log: Path):
        self.port = free_port()
        self.session = ""
        self.log = log.open("ab")
        self.driver = subprocess.Popen(
            ["WebKitWebDriver", f"--port={self.port}"],
            env=env | {"TAURI_WEBVIEW_AUTOMATION": "true"},
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
        )
        try:
            wait_for("WebKitWebDriver", self.ready, 20)
            options = {"binary": str(program), "args": arguments}
            answer = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}})
            self.session = f"/session/{answer['sessionId']}"
        except BaseException:
            self.close()
            raise

    def ready(self) -> bool:
        try:
            self.ask("GET", "/status")
            return True
        except (OSError, Failed):
            return False

    def ask(self, method: str, path: str, body: dict | None = None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=90) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            value = json.loads(error.read() or b"{}").get("value", {})
            raise Failed(f"the window: {value.get('error')}: {value.get('message')}") from error

    def script(self, code: str, *arguments):
        return self.ask("POST", f"{self.session}/execute/sync", {"script": code, "args": list(arguments)})

    def script_async(self, code: str, *arguments):
        """The same for a script that takes its time (20 s at most): it calls its last argument with the answer."""
        return self.ask("POST", f"{self.session}/execute/async", {"script": code, "args": list(arguments)})

    def all(self, role: str, name: str | None = None, root=None) -> list:
        return self.script(f"{BY_ROLE}\nreturn byRole(...arguments);", root, role, name) or []

    def get(self, role: str, name: str | None = None, root=None, seconds: float = 60):
        """The first such element, once it is there."""
        return wait_for(f"{role} “{name}” in the window", lambda: next(iter(self.all(role, name, root)), None), seconds)

    def click(self, element) -> None:
        self.ask("POST", f"{self.session}/element/{element[ELEMENT]}/click", {})

    def press(self, role: str, name: str, root=None) -> None:
        """Finds and clicks; one that is just being drawn anew, moved or covered is found and tried again."""
        last = ""

        def pressed() -> bool:
            nonlocal last
            try:
                self.click(self.get(role, name, root))
                return True
            except Failed as failed:
                last = str(failed)
                return False

        try:
            wait_for("a click", pressed, 15)
        except Failed as failed:
            raise Failed(f"{role} “{name}” could not be clicked: {last}") from failed

    def hover(self, element) -> None:
        move = {"type": "pointerMove", "duration": 50, "origin": element, "x": 0, "y": 0}
        source = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": [move]}
        self.ask("POST", f"{self.session}/actions", {"actions": [source]})

    def type(self, element, text: str) -> None:
        self.ask("POST", f"{self.session}/element/{element[ELEMENT]}/value", {"text": text})

    def size(self, width: int, height: int) -> None:
        self.ask("POST", f"{self.session}/window/rect", {"x": 0, "y": 0, "width": width, "height": height})

    def still(self, seconds: float = 30) -> None:
        """Waits until every picture that is in view is drawn."""
        code = """return [...document.images].filter(i => { const r = i.getBoundingClientRect();
            return r.width && r.bottom > 0 && r.top < innerHeight; }).every(i => i.complete && i.naturalWidth > 0)"""
        wait_for("the pictures in view", lambda: self.script(code), seconds)

    def screenshot(self, path: Path) -> Path:
        self.script(KEEP_DRAWING)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(self.ask("GET", f"{self.session}/screenshot")))
        return path

    def close(self) -> None:
        if self.session:
            try:
                self.ask("DELETE", self.session)
            except (OSError, Failed):
                pass
        self.driver.terminate()
        try:
            self.driver.wait(timeout=5)
        except subprocess.TimeoutExpired:
            os.kill(self.driver.pid, 9)
            self.driver.wait(timeout=5)
        self.log.close()
