"""One whole round through the real window: a pin is sent to the friend, the answer arrives, the desktop is notified.

Each number printed is counted where it happened: the pins that the friend's Tackroom received, the answers that stand in
the window, the notifications that the daemon was given.
"""

from pathlib import Path

from common import Failed, say, step, wait_for
from desktop import Desktop
from friend import Friend
from seed import ME
from webdriver import Window

TITLE = "Kilim with three diamonds"
NAME = "Ruth"


def one_round(program: Path, folder: Path, desktop: Desktop, env: dict[str, str], friend: Friend, room: str) -> None:
    before = desktop.notified()
    with step("Window"):
        window = Window(program, ["--profile", str(folder / ME)], env, folder / "window.log")
    try:
        with step("One round: send a pin, wait for the answer and its notification"):
            window.get("main", "Feed")
            theirs = len(answers(window))
            # An open card might lie over the pin.
            window.press("button", "Hide conversation")
            send(window)
            sent = wait_for("the pin at the friend's", lambda: friend.pins, 60)
            # With the conversation hidden its answer is news: a stud on the head, and a notification.
            window.press("button", "Hide conversation")
            friend.may_answer.set()
            window.get("button", f"/^{NAME}, [0-9]+ unread$/")
            wait_for("the notification", lambda: desktop.notified() > before, 30)
            window.press("button", f"/^{NAME}, [0-9]+ unread$/")
            window.get("region", f"Conversation with {NAME}")
            answered = wait_for("the answer in the window", lambda: len(answers(window)) - theirs, 30)
            window.still()
            picture = window.screenshot(folder / "screenshot.png")
        say(f"Screenshot: {picture}")
        say(f"demo: sent {sent}, answered {answered}, notified {desktop.notified() - before}")
    except Failed:
        say(f"It looked like this: {window.screenshot(folder / 'failed.png')}")
        raise
    finally:
        window.close()


def send(window: Window) -> None:
    pin = window.get("article", TITLE, window.get("list", "Pins"))
    window.script("arguments[0].scrollIntoView({block: 'center'})", pin)
    window.hover(pin)
    window.press("button", "Send pin", pin)
    dialog = window.get("dialog", "Send pin")
    window.press("checkbox", NAME, dialog)
    window.type(window.get("textbox", "Note", dialog), "For the hall?")
    window.press("button", "Send", dialog)
    region = window.get("region", f"Conversation with {NAME}")
    window.get("article", f"/^Pin from .*: {TITLE}$/", region)


def answers(window: Window) -> list:
    """What the friend wrote, as far as the open conversation shows it; opens it where it is not."""
    if not window.all("region", f"Conversation with {NAME}"):
        window.press("button", f"/^{NAME}(, [0-9]+ unread)?$/")
    region = window.get("region", f"Conversation with {NAME}")
    window.get("article", None, region)
    return window.all("article", f"Message from {NAME}", region)
