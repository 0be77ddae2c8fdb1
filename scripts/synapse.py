"""A homeserver of one's own: Synapse on 127.0.0.1 with SQLite, in one folder, for the demo and the tests.

As a module: `Synapse(folder).start()`, `.register(..)`, `.stop()`. As a command (for the Rust tests):
`python3 scripts/synapse.py serve --dir D [--port P] [--config JSON]` prints `{"url", "port", "secret"}` once it answers,
then obeys lines on standard input (`stop`, `start`, `kill`, `pause`, `resume`; each is answered by `{"ok": line}`) until
its input ends; then the server is stopped. So a test that dies takes its server with it.
"""

import argparse
import hashlib
import hmac
import json
import os
import secrets
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from common import Failed, free_port, main, wait_for
from setup import synapse, synapse_python

WIDE = {"per_second": 10000, "burst_count": 10000}


def config(folder: Path, port: int, keep: dict, extra: dict) -> dict:
    """Synapse's configuration; `keep` are the secrets made once, `extra` is laid over it."""
    limits = {name: WIDE for name in """rc_message rc_registration rc_registration_token_validity rc_joins_per_room rc_room_creation
        rc_media_create rc_reports rc_user_directory rc_profile rc_key_requests rc_admin_redaction rc_3pid_validation rc_delayed_event_mgmt""".split()}
    limits |= {
        "rc_login": {"address": WIDE, "account": WIDE, "failed_attempts": WIDE},
        "rc_joins": {"local": WIDE, "remote": WIDE},
        "rc_invites": {"per_room": WIDE, "per_user": WIDE, "per_issuer": WIDE},
        "rc_presence": {"per_user": WIDE},
    }
    return limits | {
        "server_name": "localhost",
        "public_baseurl": f"http://127.0.0.1:{port}/",
        "listeners": [
            {
                "port": port,
                "type": "http",
                "tls": False,
                "bind_addresses": ["127.0.0.1"],
                "x_forwarded": False,
                "resources": [{"names": ["client"], "compress": False}],
            }
        ],
        "database": {"name": "sqlite3", "args": {"database": str(folder / "homeserver.db")}},
        "media_store_path": str(folder / "media"),
        "signing_key_path": str(folder / "signing.key"),
        "log_config": str(folder / "log.json"),
        "pid_file": str(folder / "synapse.pid"),
        "report_stats": False,
        "trusted_key_servers": [],
        "federation_domain_whitelist": [],
        "enable_registration": False,
        "url_preview_enabled": False,
        "user_directory": {"enabled": True, "search_all_users": True},
        "room_list_publication_rules": [{"action": "allow"}],
        "bcrypt_rounds": 4,
        **keep,
        **extra,
    }


LOG = {
    "version": 1,
    "formatters": {"short": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"file": {"class": "logging.FileHandler", "formatter": "short"}},
    "root": {"level": "WARNING", "handlers": ["file"]},
}


class Synapse:
    def __init__(self, folder: Path, port: int = 0, extra: dict | None = None):
        self.folder = folder.resolve()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept = self.folder / "kept.json"
        if not kept.exists():
            names = ("registration_shared_secret", "macaroon_secret_key", "form_secret")
            kept.write_text(json.dumps({name: secrets.token_hex(24) for name in names}))
        self.keep = json.loads(kept.read_text())
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.extra = extra or {}
        self.child: subprocess.Popen | None = None

    def start(self, seconds: float = 120) -> "Synapse":
        """Starts the server and waits until it answers."""
        path = self.folder / "homeserver.yaml"
        path.write_text(json.dumps(config(self.folder, self.port, self.keep, self.extra), indent=1))
        LOG["handlers"]["file"]["filename"] = str(self.folder / "homeserver.log")
        (self.folder / "log.json").write_text(json.dumps(LOG))
        server = [synapse_python(), "-m", "synapse.app.homeserver", "-c", path]
        if not (self.folder / "signing.key").exists():
            self.quiet([*server, "--generate-keys"])
        with (self.folder / "output.log").open("ab") as out:
            self.child = subprocess.Popen(
                [str(a) for a in server], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
            )
        try:
            wait_for("the homeserver to answer", self.answers, seconds)
        except Failed:
            self.kill()
            raise
        return self

    def quiet(self, command) -> None:
        done = subprocess.run([str(a) for a in command], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode:
            raise Failed(f"Synapse's keys could not be made:\n{done.stdout}{done.stderr}")

    def answers(self) -> bool:
        if self.child and self.child.poll() is not None:
            raise Failed(f"the homeserver ended with {self.child.returncode}; see {self.folder}/output.log")
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def register(self, user: str, password: str, name: str | None = None, admin: bool = False) -> None:
        """Makes an account through the admin API of the shared secret; one that exists is left as it is."""
        where = f"{self.url}/_synapse/admin/v1/register"
        with urllib.request.urlopen(where, timeout=30) as answer:
            nonce = json.load(answer)["nonce"]
        words = "\0".join((nonce, user, password, "admin" if admin else "notadmin"))
        mac = hmac.new(self.keep["registration_shared_secret"].encode(), words.encode(), hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": user, "password": password, "displayname": name or user, "admin": admin, "mac": mac}
        ask = urllib.request.Request(where, json.dumps(body).encode(), {"Content-Type": "application/json"})
        try:
            urllib.request.urlopen(ask, timeout=30).close()
        except urllib.error.HTTPError as error:
            if json.load(error).get("errcode") != "M_USER_IN_USE":
                raise Failed(f"the account {user} could not be made: {error}") from error

    def signal(self, number: int) -> None:
        if self.child and self.child.poll() is None:
            os.kill(self.child.pid, number)

    def stop(self) -> None:
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        try:
            if self.child:
                self.child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.kill()
        self.child = None

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        if self.child:
            self.child.wait(timeout=10)
        self.child = None


def serve() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=["serve"])
    parser.add_argument("--dir", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--config", default="{}")
    given = parser.parse_args()
    synapse()
    server = Synapse(given.dir, given.port, json.loads(given.config))
    actions = {
        "stop": server.stop,
        "start": server.start,
        "kill": server.kill,
        "pause": lambda: server.signal(signal.SIGSTOP),
        "resume": lambda: server.signal(signal.SIGCONT),
    }
    try:
        server.start()
        secret = server.keep["registration_shared_secret"]
        print(json.dumps({"url": server.url, "port": server.port, "secret": secret}), flush=True)
        for line in sys.stdin:
            actions[line.strip()]()
            print(json.dumps({"ok": line.strip()}), flush=True)
    finally:
        server.stop()


if __name__ == "__main__":
    main(serve)
