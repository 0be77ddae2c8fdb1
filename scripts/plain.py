"""A plain Matrix client of a few calls, for laying out demo data: accounts' avatars, boards, rooms, pins in the open."""

import json
import urllib.error
import urllib.parse
import urllib.request
import uuid
from pathlib import Path

from common import Failed

quote = lambda text: urllib.parse.quote(text, safe="")  # noqa: E731


class Plain:
    def __init__(self, server: str, user: str, password: str):
        self.server, self.token = server, ""
        body = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": user}, "password": password}
        answer = self.ask("POST", "/_matrix/client/v3/login", body)
        self.token, self.user = answer["access_token"], answer["user_id"]

    def ask(self, method: str, path: str, body=None, mime: str = "application/json") -> dict:
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": mime} | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
        try:
            with urllib.request.urlopen(urllib.request.Request(self.server + path, data, headers, method=method), timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise Failed(f"{method} {path}: {error.code} {error.read().decode(errors='replace')[:300]}") from error

    def upload(self, picture: Path) -> str:
        path = f"/_matrix/media/v3/upload?filename={quote(picture.name)}"
        return self.ask("POST", path, picture.read_bytes(), "image/jpeg")["content_uri"]

    def avatar(self, picture: Path) -> None:
        self.ask("PUT", f"/_matrix/client/v3/profile/{quote(self.user)}/avatar_url", {"avatar_url": self.upload(picture)})

    def room(self, body: dict) -> str:
        return self.ask("POST", "/_matrix/client/v3/createRoom", body)["room_id"]

    def join(self, room: str) -> None:
        self.ask("POST", f"/_matrix/client/v3/rooms/{quote(room)}/join", {})

    def direct(self, rooms: dict[str, list[str]]) -> None:
        """Says which rooms are direct conversations, and with whom."""
        self.ask("PUT", f"/_matrix/client/v3/user/{quote(self.user)}/account_data/m.direct", rooms)

    def send(self, room: str, content: dict) -> str:
        path = f"/_matrix/client/v3/rooms/{quote(room)}/send/m.room.message/{uuid.uuid4().hex}"
        return self.ask("PUT", path, content)["event_id"]

    def log_out(self) -> None:
        self.ask("POST", "/_matrix/client/v3/logout", {})
