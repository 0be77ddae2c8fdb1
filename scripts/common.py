"""What the scripts share: where things lie, how progress is shown, stamps that make a second run quick.

Nothing here knows of Matrix, of windows or of the demo. A step prints one line when it starts and how long it took when
it ends; its output goes to a log file that is shown in part only when the step fails.
"""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CI = bool(os.environ.get("CI"))
UI = ROOT / "ui"


class Failed(Exception):
    """A step failed; the words say which and what to do."""


def cache_dir() -> Path:
    """Where the homeserver's venv and installed tools lie: TACKROOM_CACHE, in CI the user's cache, else `.venv` here."""
    chosen = os.environ.get("TACKROOM_CACHE")
    path = Path(chosen) if chosen else Path.home() / ".cache" / "tackroom" if CI else ROOT / ".venv"
    path.mkdir(parents=True, exist_ok=True)
    return path


def target_dir() -> Path:
    """Cargo's target folder; in CI outside the clone, so that a later clone on the same machine starts warm."""
    chosen = os.environ.get("CARGO_TARGET_DIR")
    return Path(chosen) if chosen else cache_dir() / "target" if CI else ROOT / "target"


def log_dir() -> Path:
    path = target_dir() / "logs"
    path.mkdir(parents=True, exist_ok=True)
    return path


def cargo_env() -> dict[str, str]:
    """The environment of every cargo call, the same for all so that nothing is built twice."""
    return {**os.environ, "CARGO_TARGET_DIR": str(target_dir()), "CARGO_TERM_COLOR": "never"}


def say(text: str) -> None:
    print(text, flush=True)


@contextmanager
def step(name: str):
    """Shows a step's name at once and its time at its end."""
    say(f"· {name} …")
    start = time.monotonic()
    yield
    took = time.monotonic() - start
    if took >= 1:
        say(f"  {name}: {took:.0f} s")


def run(args, log: str, cwd: Path = ROOT, env: dict[str, str] | None = None, tick: float = 30) -> str:
    """Runs a command with its output in a log file; shows a line every `tick` seconds. Answers the output.

    Raises Failed with the last lines of the output where the command fails.
    """
    path = log_dir() / f"{log}.log"
    start = time.monotonic()
    with path.open("wb") as out:
        child = subprocess.Popen([str(a) for a in args], cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
        while True:
            try:
                status = child.wait(timeout=tick)
                break
            except subprocess.TimeoutExpired:
                say(f"  … {time.monotonic() - start:.0f} s: {last_line(path)}")
            except BaseException:  # SIGTERM as well: nothing is left running
                child.terminate()
                raise
    text = path.read_text(errors="replace")
    if status != 0:
        tail = "\n".join(text.splitlines()[-60:])
        raise Failed(f"{' '.join(str(a) for a in args)} ended with {status}:\n{tail}\n(whole output: {path})")
    return text


def last_line(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4096))
        lines = file.read().decode(errors="replace").split("\n")
    return next((line.strip()[:110] for line in reversed(lines) if line.strip()), "")


def digest(paths) -> str:
    """A hash of files' names and contents; folders are walked."""
    total = hashlib.sha256()
    for path in sorted(Path(p) for p in paths):
        files = sorted(f for f in path.rglob("*") if f.is_file()) if path.is_dir() else [path]
        for file in files:
            total.update(str(file.relative_to(ROOT) if file.is_relative_to(ROOT) else file).encode())
            total.update(file.read_bytes())
    return total.hexdigest()


def once(stamp: Path, content: str, action) -> bool:
    """Runs `action` unless it ran before with the same `content`. Answers whether it ran."""
    if stamp.exists() and stamp.read_text() == content:
        return False
    action()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(content)
    return True


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def wait_for(what: str, condition, seconds: float = 30, every: float = 0.05):
    """Polls until the condition holds, and answers its value; Failed at the deadline."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise Failed(f"waited {seconds:.0f} s in vain for {what}")
        time.sleep(every)


def main(action) -> None:
    """Runs a script's body; a Failed becomes its words and exit status 1. A SIGTERM unwinds, so that children are ended."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(action() or 0)
    except Failed as failed:
        print(f"\n{failed}", file=sys.stderr, flush=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
