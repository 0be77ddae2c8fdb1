"""A large account: 1,000 conversations, 1,000,000 messages, one room of 10,000 members. Printed are the first window, opening a
conversation, switching to another, a search, and the memory of all processes; each as a ratio to the same on an account of 10
conversations, and the start and its memory to an empty window too.

The window is the real one, driven through WebDriver; a time is taken within the page, from the press to the frame that shows what
was asked for, so that the driver's own way does not count. The server is gone: all comes from the store.
`TACKROOM_BENCH_LARGE=100,100000,1000` takes another size.
"""

import os
import statistics
import tempfile
from pathlib import Path

from common import Failed, say, step
from desktop import Desktop
from start_bench import app_of, fill, once, pss
from webdriver import Window

SMALL = (10, 10_000, 10)
STARTS, ROUNDS = 3, 5

# Does something, and answers how many milliseconds later a condition holds and a frame has shown it.
# The two are put into its text: the page's own policy lets nothing be evaluated.
TIMED = """
const args = [...arguments], done = args.pop();
const act = () => { %s };
const holds = () => %s;
const begin = performance.now(), end = begin + 15000;
act();
const look = () => {
  if (holds()) requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)));
  else if (performance.now() > end) done(null);
  else setTimeout(look, 2);
};
look();
"""
HEADS = "return [...document.querySelectorAll('[data-head]')].map(button => button.dataset.head)"
PRESS = "document.querySelector(`[data-head='${args[0]}']`).click()"
# Its messages stand there, and lie in what is seen of it.
SHOWN = """[...document.querySelectorAll(`section[data-conversation='${args[0]}'] [role=log] article`)].some(article => {
  const log = article.closest('[role=log]').getBoundingClientRect(), place = article.getBoundingClientRect();
  return place.height > 0 && place.bottom > log.top && place.top < log.bottom; })"""
ASK = """const field = document.querySelector('header input[type=search], input[type=search]');
field.focus(); field.value = args[0]; field.dispatchEvent(new InputEvent('input', { bubbles: true }));"""
FOUND = "[...document.querySelectorAll('main mark')].some(mark => mark.textContent.toLowerCase().startsWith(args[0]))"
GONE = "document.querySelectorAll('main mark').length === 0"


def sizes() -> tuple[int, int, int]:
    wanted = os.environ.get("TACKROOM_BENCH_LARGE")
    if not wanted:
        return 1_000, 1_000_000, 10_000
    conversations, messages, members = (int(number) for number in wanted.split(","))
    return conversations, messages, members


def timed(window: Window, act: str, holds: str, *args: str) -> float:
    took = window.script_async(TIMED % (act, holds), *args)
    if took is None:
        raise Failed(f"within 15 s this did not come true in the window: {holds} for {args}")
    return took


def drive(program: Path, profile: Path, env: dict[str, str], log: Path) -> dict[str, float]:
    """Milliseconds of each act, the median of some rounds; megabytes of all processes after them."""
    window = Window(program, ["--profile", str(profile)], env, log)
    try:
        window.get("navigation", "Conversations")
        heads = window.script(HEADS)
        if len(heads) < 3:
            raise Failed(f"there are only {len(heads)} heads")
        figures: dict[str, list[float]] = {"open": [], "switch": [], "search, rare": [], "search, common": []}
        for number in range(ROUNDS):
            if window.all("button", "Hide conversation"):
                window.press("button", "Hide conversation")
            figures["open"].append(timed(window, PRESS, SHOWN, heads[number % 2]))
            figures["switch"].append(timed(window, PRESS, SHOWN, heads[2]))
        for _ in range(ROUNDS):
            for name, word in (("search, rare", "zebrafish"), ("search, common", "garden")):
                figures[name].append(timed(window, ASK, FOUND, word))
                timed(window, ASK, GONE, "")
        return {name: statistics.median(values) for name, values in figures.items()} | {"memory": pss(app_of(window))}
    finally:
        window.close()


def large_bench(programs: Path) -> None:
    large = sizes()
    with tempfile.TemporaryDirectory() as name, Desktop(Path(name) / "desktop") as desktop:
        folder = Path(name)
        env = desktop.env | {"RUST_LOG": "tackroom=info"}
        profiles = {"small": fill(programs, folder, desktop, SMALL), "large": fill(programs, folder, desktop, large)}
        commands = {"empty": [str(programs / "examples" / "empty_window")]}
        commands |= {kind: [str(programs / "tackroom"), "--profile", str(profile)] for kind, profile in profiles.items()}
        starts: dict[str, list[tuple[float, float]]] = {kind: [] for kind in commands}
        with step(f"Starts, {STARTS} of each in turn"):
            for _ in range(STARTS + 1):
                for kind, command in commands.items():
                    starts[kind].append(once(command, env))
        figures = {}
        for kind, profile in profiles.items():
            with step(f"The window of the {kind} account"):
                figures[kind] = drive(programs / "tackroom", profile, env, folder / f"{kind}.log")
    report(large, starts, figures)


def report(large: tuple[int, int, int], starts: dict[str, list[tuple[float, float]]], figures: dict[str, dict[str, float]]) -> None:
    """The first start of each kind warmed the caches and is left out."""
    first = {kind: [statistics.median(column) for column in zip(*values[1:])] for kind, values in starts.items()}
    say("large account: {:,} conversations, {:,} messages, a room of {:,} members".format(*large))
    say(f"{'':<22}{'large':>10}{'10 convs':>10}{'ratio':>8}")
    rows = [("first window, ms", first["large"][0], first["small"][0]), ("memory 5 s after, MB", first["large"][1], first["small"][1])]
    names = {"open": "open, ms", "switch": "switch, ms", "search, rare": "search, rare, ms", "search, common": "search, common, ms", "memory": "memory in use, MB"}
    rows += [(shown, figures["large"][name], figures["small"][name]) for name, shown in names.items()]
    for name, ours, base in rows:
        say(f"{name:<22}{ours:>10.0f}{base:>10.0f}{ours / base:>8.2f}")
    empty, memory = first["empty"]
    say(f"to an empty window: first window {first['large'][0] / empty:.2f} (small {first['small'][0] / empty:.2f}), ", )
    say(f"memory {first['large'][1] / memory:.2f} (small {first['small'][1] / memory:.2f}); load {os.getloadavg()[0]:.1f}")
