"""The start: from exec to the first painted head with 1,000 conversations and 200,000 messages stored, beside an empty
Tauri window in the same run; and the memory of both (PSS of all their processes, 5 s after the paint).

The account is made on a homeserver that is then stopped: the first window is drawn from the store alone. A figure counts
only on an idle machine, so the load is printed beside it. `TACKROOM_BENCH_PROFILE=dev` takes the build of the tests.
"""

import os
import selectors
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from common import Failed, cargo_env, run, say, step, target_dir
from desktop import Desktop
from headless import Headless
from synapse import Synapse
from webdriver import Window

# Conversations, messages, members of one room.
SIZE = (1_000, 200_000, 2)
RUNS = 5


EXAMPLES = [argument for name in ("empty_window", "fill", "pins") for argument in ("--example", name)]


def build() -> Path:
    profile = os.environ.get("TACKROOM_BENCH_PROFILE", "release")
    features = ["--features", "testing"] if profile == "dev" else []
    command = ["cargo", "build", "--locked", "--workspace", "--profile", profile, *features, "--bins", *EXAMPLES]
    with step(f"Build for the start ({profile}; release takes 20 to 40 minutes the first time)"):
        run(command, "bench-build", env=cargo_env())
    return target_dir() / ("debug" if profile == "dev" else profile)


def family(pid: int) -> list[int]:
    """A process and all below it."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def pss(pid: int) -> float:
    """Megabytes (of 1,000 kB) of a program and its children."""
    total = 0
    for one in family(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1000


def once(command: list[str], env: dict[str, str]) -> tuple[float, float]:
    """Milliseconds from exec to the paint, and megabytes 5 s later."""
    start = time.monotonic()
    child = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(child.stdout, selectors.EVENT_READ)
            text = b""
            while not any(line.split()[-1:] == [b"painted"] for line in text.splitlines()):
                if not selector.select(timeout=60 - (time.monotonic() - start)):
                    raise Failed(f"{command[0]} painted nothing within 60 s: {text[-500:]!r}")
                piece = os.read(child.stdout.fileno(), 4096)
                if not piece:
                    raise Failed(f"{command[0]} ended: {text[-500:]!r}")
                text += piece
        took = (time.monotonic() - start) * 1000
        time.sleep(5)
        return took, pss(child.pid)
    finally:
        child.terminate()
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait(timeout=5)
        child.stdout.close()


def signed_in(programs: Path, folder: Path, name: str, desktop: Desktop) -> tuple[Path, str]:
    """A profile of that name that has signed in, and its secret in hexadecimal; its server is gone."""
    profile = folder / name
    server = Synapse(folder / f"{name}-homeserver").start()
    try:
        server.register("mei", "password", "Mei")
        person = Headless(programs / "tackroom", profile, desktop.env, folder / f"{name}-headless.log")
        person.sign_in(server.url, "mei", "password")
        person.quit()
    finally:
        server.stop()
    ask = ["secret-tool", "lookup", "service", "app.tackroom", "username", f"{(profile / 'id').read_text().strip()}/root"]
    return profile, subprocess.run(ask, env=desktop.env, capture_output=True, timeout=30).stdout.hex()


def fill(programs: Path, folder: Path, desktop: Desktop, size: tuple[int, int, int]) -> Path:
    """A signed-in profile with so many conversations, messages and members of one room."""
    profile, secret = signed_in(programs, folder, "-".join(map(str, size)), desktop)
    with step("Store of {:,} conversations and {:,} messages, a room of {:,} members".format(*size)):
        run([programs / "examples" / "fill", profile, secret, "@mei:localhost", *map(str, size)], "bench-fill")
    return profile


def app_of(window: Window) -> int:
    """The app's process: the driver's child."""
    found = [pid for pid in family(window.driver.pid) if Path(f"/proc/{pid}/comm").read_text().strip() == "tackroom"]
    if not found:
        raise Failed("the window's process is not there")
    return found[0]


def start_bench(programs: Path) -> None:
    with tempfile.TemporaryDirectory() as name, Desktop(Path(name) / "desktop") as desktop:
        profile = fill(programs, Path(name), desktop, SIZE)
        env = desktop.env | {"RUST_LOG": "tackroom=info"}
        figures: dict[str, list[tuple[float, float]]] = {"empty": [], "tackroom": []}
        commands = {"empty": [str(programs / "examples" / "empty_window")], "tackroom": [str(programs / "tackroom"), "--profile", str(profile)]}
        with step(f"Starts, {RUNS} of each in turn"):
            for _ in range(RUNS + 1):
                for kind, command in commands.items():
                    figures[kind].append(once(command, env))
    report({kind: values[1:] for kind, values in figures.items()})


def report(figures: dict[str, list[tuple[float, float]]]) -> None:
    """Medians and ratios; the first run of each warmed the caches and is left out."""
    medians = {kind: [statistics.median(column) for column in zip(*values)] for kind, values in figures.items()}
    for kind, (took, memory) in medians.items():
        least, most = min(v[0] for v in figures[kind]), max(v[0] for v in figures[kind])
        say(f"start {kind:<10} {took:>6.0f} ms ({least:.0f}-{most:.0f})   {memory:>5.0f} MB PSS")
    (empty, empty_memory), (ours, our_memory) = medians["empty"], medians["tackroom"]
    say(f"start ratio: {ours / empty:.2f} in time (aim <= 1.3), {our_memory / empty_memory:.2f} in memory; load {os.getloadavg()[0]:.1f}")
