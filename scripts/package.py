"""`make package`: the release build as a .deb and an .rpm, by Tauri's own bundler from npm."""

from common import ROOT, UI, cargo_env, main, run, say, step, target_dir
from setup import everything


def package() -> None:
    everything(services=False)
    with step("Release build and packages (20 to 40 minutes the first time)"):
        run(["npx", "--prefix", UI, "--yes", "@tauri-apps/cli@2", "build", "--bundles", "deb,rpm"], "package", cwd=ROOT, env=cargo_env())
    for file in sorted((target_dir() / "release" / "bundle").glob("*/*.[dr][ep][bm]")):
        say(f"{file.stat().st_size / 1e6:.1f} MB  {file}")


if __name__ == "__main__":
    main(package)
