"""`make screenshots`: pictures in `shots/`, for a look and for the README.

The real window on the demo's data; then, in `shots/screens`, every screen and dialog on the UI's own demo, in the web view's
engine, at three sizes, light, dark and mirrored. `TACKROOM_SHOTS_ONLY=PATTERN` takes some of those.
"""

import os

from common import ROOT, UI, main, run, say
from demo import DEMO, prepare
from desktop import Desktop
from seed import ME
from setup import app_build, everything
from webdriver import Window

SIZES = [(1280, 800), (820, 1180), (390, 844)]
SHOTS = ROOT / "shots"


def conversation(window: Window) -> None:
    if not window.all("region", "Conversation with Ruth"):
        window.press("button", "/^Ruth(, [0-9]+ unread)?$/")
    window.get("region", "Conversation with Ruth")


def screenshots() -> None:
    everything(services=True)
    program = app_build()
    with Desktop(DEMO / "desktop", size="1400x1300") as desktop:
        server, _, env = prepare(program, desktop.env, own_desktop=True)
        try:
            window = Window(program, ["--profile", str(DEMO / ME)], env, DEMO / "window.log")
            try:
                window.get("main", "Feed")
                take(window)
            finally:
                window.close()
        finally:
            server.stop()
    screens()


def screens() -> None:
    env = os.environ | {"TACKROOM_SHOTS": str(SHOTS / "screens")}
    run(["npx", "vitest", "run", "--config", "vitest.web.config.ts"], "screenshots", cwd=UI, env=env)
    say(f"{len(list((SHOTS / 'screens').glob('*.png')))} pictures in {SHOTS / 'screens'}")


def take(window: Window) -> None:
    for width, height in SIZES:
        window.size(width, height)
        if width >= 640:
            conversation(window)
            picture(window, f"feed-{width}")
    # What was open beside the feed fills a narrow window.
    picture(window, "conversation-390")
    window.press("button", "Back")
    window.get("main", "Feed")
    picture(window, "feed-390")
    window.press("button", "/^Messages/")
    window.get("main", "Messages")
    picture(window, "messages-390")


def picture(window: Window, name: str) -> None:
    for theme in ["dark", "light"]:
        window.script("document.documentElement.dataset.theme = arguments[0]", theme)
        window.still()
        say(f"{window.screenshot(SHOTS / f'{name}-{theme}.png')}")


if __name__ == "__main__":
    main(screenshots)
