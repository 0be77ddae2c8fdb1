"""`make bench`: what the store costs by its size, what the start costs beside an empty window, how well the guard tells.

Everything is printed as a ratio to its baseline of the same run; nothing is asserted in seconds.
`TACKROOM_BENCH_SIZES=10000,100000` takes fewer sizes.
"""

import subprocess

from common import ROOT, Failed, cargo_env, main, say
from setup import everything
from start_bench import start_bench


def bench() -> None:
    everything(services=True)
    say("· Store: pages, lists, search, projection by the number of messages")
    command = ["cargo", "bench", "--locked", "-p", "tackroom-core", "--bench", "store"]
    if subprocess.run(command, cwd=ROOT, env=cargo_env()).returncode:
        raise Failed("the store's bench failed")
    say("· Guard: precision and recall on its corpus, what it got wrong, time a pin")
    command = ["cargo", "bench", "--locked", "-p", "tackroom-core", "--bench", "guard"]
    if subprocess.run(command, cwd=ROOT, env=cargo_env()).returncode:
        raise Failed("the guard's bench failed")
    start_bench()


if __name__ == "__main__":
    main(bench)
