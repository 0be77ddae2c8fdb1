"""`make run`: Tackroom with a demo of its own (homeserver, people, boards, conversations, a friend that answers), or, with
`--server`, for a real account. `clean` removes the demo with its secrets.

On a desktop the window opens, signed in as Mei. Without a display the script starts what a desktop would have, drives one
whole round through the real window (send a pin, wait for the answer and the notification), saves a screenshot and prints
what was counted.
"""

import argparse
import json
import os
import secrets
import shutil
import subprocess
import time
from pathlib import Path

from common import ROOT, Failed, free_port, main, say, step
from desktop import Desktop
from friend import Friend
from round import one_round
from seed import FRIEND, ME, PICTURES, lay_out, talk
from setup import app_build, everything
from synapse import Synapse

# TACKROOM_DEMO: another folder, for the test of the demo itself.
DEMO = Path(os.environ.get("TACKROOM_DEMO") or ROOT / ".demo")
STATE = DEMO / "state.json"


def has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def load() -> dict:
    return json.loads(STATE.read_text()) if STATE.exists() else {}


def prepare(program: Path, env: dict[str, str], own_desktop: bool) -> tuple[Synapse, dict, dict[str, str]]:
    """The running homeserver, the demo's state, and the environment of its programs. Lays the demo out the first time."""
    state = load()
    if state and (state["own_desktop"] != own_desktop or not state.get("complete")):
        say("The demo of before belongs to another keyring, or was not finished: it is made anew.")
        clean()
        state = {}
    if not state:
        DEMO.mkdir(mode=0o700, exist_ok=True)
        service = f"app.tackroom.demo-{secrets.token_hex(4)}"
        state = {"port": free_port(), "password": secrets.token_urlsafe(12), "service": service, "own_desktop": own_desktop}
        STATE.write_text(json.dumps(state))
    env = env | {"TACKROOM_KEYRING_SERVICE": state["service"]}
    with step("Homeserver"):
        server = Synapse(DEMO / "homeserver", state["port"]).start()
    try:
        if not state.get("complete"):
            state["rooms"] = lay_out(server, state["password"])
            talk(program, DEMO, server, env, state["password"], state["rooms"])
            state["complete"] = True
            STATE.write_text(json.dumps(state))
    except BaseException:
        server.stop()
        raise
    return server, state, env


def with_window(program: Path) -> None:
    """The demo on a desktop: the window is the user's; the friend sends a first pin after a while."""
    server, state, env = prepare(program, dict(os.environ), own_desktop=False)
    friend = None
    try:
        friend = Friend(program, DEMO / FRIEND, env, DEMO / "friend.log")
        say(f"Tackroom opens, signed in as Mei. Ruth answers each pin. (Homeserver: {server.url}, password of all: {state['password']})")
        child = subprocess.Popen([program, "--profile", DEMO / ME], env=env)
        greeting = time.monotonic() + 15
        while child.poll() is None:
            if greeting and time.monotonic() > greeting:
                greeting = 0
                pin = {"title": "Windsor chair, seven spindles", "note": "Seen this one?", "link": "https://nordichomes.example/chair"}
                friend.send_pin(state["rooms"][FRIEND], pin | {"picture": str(PICTURES / "chair.jpg")})
            time.sleep(0.3)
    finally:
        if friend:
            friend.quit()
        server.stop()


def without_window(program: Path) -> None:
    say("There is no display: the demo runs on one of its own, and one round is driven through the window.")
    with Desktop(DEMO / "desktop") as desktop:
        server, state, env = prepare(program, desktop.env, own_desktop=True)
        friend = None
        try:
            friend = Friend(program, DEMO / FRIEND, env, DEMO / "friend.log", asks_first=True)
            one_round(program, DEMO, desktop, env, friend, state["rooms"][FRIEND])
        finally:
            if friend:
                friend.quit()
            server.stop()


def run(server: str | None) -> int:
    own = not has_display()
    program = Path(os.environ.get("TACKROOM_PROGRAM") or "")
    if not program.name:
        everything(services=own and not server)
        program = app_build()
    if server:
        say(f"Tackroom opens without the demo. Sign in at {server}.")
        return subprocess.run([program], env=os.environ | {"TACKROOM_SERVER": server}).returncode
    if own:
        without_window(program)
    else:
        with_window(program)
    return 0


def clean() -> None:
    """Removes the demo: its secrets from the keyring, then its folder."""
    state = load()
    if state and not state["own_desktop"] and shutil.which("secret-tool"):
        subprocess.run(["secret-tool", "clear", "service", state["service"]], capture_output=True, timeout=30)
    shutil.rmtree(DEMO, ignore_errors=True)
    if DEMO.exists():
        raise Failed(f"{DEMO} could not be removed")


def demo() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=["run", "clean"])
    parser.add_argument("--server")
    given = parser.parse_args()
    if given.command == "clean":
        clean()
        say("The demo is gone, and its secrets with it.")
        return 0
    return run(given.server)


if __name__ == "__main__":
    main(demo)
