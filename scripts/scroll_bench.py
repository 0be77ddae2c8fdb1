"""C52: frames and memory over scrolling. 10,000 pins are scrolled down and up three times in the real window. Printed are the
frames on the way (how long the median and the slowest of a hundred took, as ratios to those of the page at rest), and the memory
(PSS) of the app and its web processes at the top after each pass, as a ratio to that after the first.
"""

import tempfile
import time
from pathlib import Path

from common import run, say, step
from desktop import Desktop
from start_bench import app_of, pss, signed_in
from webdriver import Window

PINS, PICTURES, PASSES = 10_000, 1_000, 3
# A quarter of a screen with each frame, for some seconds; answers the frames' times, and whether the end was met.
SCROLL = """
const [direction, done] = arguments;
let scroller = document.querySelector("main [role=list], main ul");
while (scroller && !(scroller.scrollHeight > scroller.clientHeight + 10 && /auto|scroll/.test(getComputedStyle(scroller).overflowY)))
  scroller = scroller.parentElement;
const end = performance.now() + 12000, times = [];
let last = performance.now(), still = 0;
const frame = (now) => {
  times.push(now - last);
  last = now;
  const before = scroller.scrollTop;
  scroller.scrollTop += direction * scroller.clientHeight / 4;
  still = scroller.scrollTop === before ? still + 1 : 0;
  if (still > 90 || now > end) done([times.slice(1, Math.max(1, times.length - still)), scroller.scrollTop, still > 90]);
  else requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
"""
REST = """
const done = arguments[0], times = [];
let last = performance.now();
const dot = document.body.appendChild(document.createElement("i"));
dot.style.cssText = "position: fixed; inset: auto 0 0 auto; width: 1px; height: 1px";
const frame = (now) => {
  times.push(now - last);
  last = now;
  dot.style.background = times.length % 2 ? "transparent" : "rgb(0 0 0 / 0.004)";
  if (times.length > 180) { dot.remove(); done(times.slice(1)); } else requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
"""


def scroll(window: Window, direction: int) -> list[float]:
    """To the end in one direction; the time of each frame, in milliseconds."""
    frames: list[float] = []
    while True:
        times, _, ended = window.script_async(SCROLL, direction)
        frames += times
        if ended:
            return frames


def of_a_hundred(frames: list[float], place: int) -> float:
    """The frame that so many of a hundred are quicker than."""
    return sorted(frames)[min(len(frames) - 1, len(frames) * place // 100)]


def scroll_bench(programs: Path) -> None:
    with tempfile.TemporaryDirectory() as name, Desktop(Path(name) / "desktop") as desktop:
        folder = Path(name)
        profile, secret = signed_in(programs, folder, "wall", desktop)
        with step(f"Feed of {PINS:,} pins with {PICTURES:,} pictures"):
            run([programs / "examples" / "pins", profile, secret, "@mei:localhost", str(PINS), str(PICTURES)], "bench-pins")
        window = Window(programs / "tackroom", ["--profile", str(profile)], desktop.env, folder / "window.log")
        try:
            window.get("article", f"Pin number {PINS - 1}")
            window.still()
            app, rest = app_of(window), window.script_async(REST)
            figures = []
            for number in range(PASSES):
                with step(f"{PINS:,} pins down and up, pass {number + 1} of {PASSES}"):
                    frames = scroll(window, 1) + scroll(window, -1)
                time.sleep(5)
                figures.append(pss(app))
                median, slow = of_a_hundred(frames, 50), of_a_hundred(frames, 99)
                words = f"scroll pass {number + 1}: {len(frames)} frames, median {median:.0f} ms, of a hundred the slowest {slow:.0f} ms"
                say(f"{words} ({median / of_a_hundred(rest, 50):.2f} and {slow / of_a_hundred(rest, 99):.2f} of those at rest); {figures[-1]:.0f} MB PSS at the top")
        finally:
            window.close()
    say(f"scroll ratio: {figures[-1] / figures[0]:.2f} in memory after {PASSES} passes to after the first (aim <= 1.3)")
