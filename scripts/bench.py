"""`make bench`: what the store costs by its size, what the start costs beside an empty window, how well the guard tells, how
a large account feels, what scrolling leaves in memory.

Everything is printed as a ratio to its baseline of the same run; nothing is asserted in seconds.
`TACKROOM_BENCH_SIZES=10000,100000` takes fewer sizes, `TACKROOM_BENCH_ONLY=large` (store, guard, start, large, scroll) one part.
"""

import os
import subprocess

from common import ROOT, Failed, cargo_env, main, say
from large_bench import large_bench
from scroll_bench import scroll_bench
from setup import everything
from start_bench import build, start_bench

SAID = {
    "store": "· Store: pages, lists, search, projection by the number of messages",
    "guard": "· Guard: precision and recall on its corpus, what it got wrong, time a pin",
}
WINDOWS = {"start": start_bench, "large": large_bench, "scroll": scroll_bench}


def bench() -> None:
    only = os.environ.get("TACKROOM_BENCH_ONLY")
    if only and only not in (*SAID, *WINDOWS):
        raise Failed(f"TACKROOM_BENCH_ONLY={only}: there is only {', '.join((*SAID, *WINDOWS))}")
    everything(services=True)
    for name, words in SAID.items():
        if only in (None, "", name):
            say(words)
            command = ["cargo", "bench", "--locked", "-p", "tackroom-core", "--bench", name]
            if subprocess.run(command, cwd=ROOT, env=cargo_env()).returncode:
                raise Failed(f"the bench of the {name} failed")
    wanted = [part for name, part in WINDOWS.items() if only in (None, "", name)]
    if wanted:
        programs = build()
        for part in wanted:
            part(programs)


if __name__ == "__main__":
    main(bench)
