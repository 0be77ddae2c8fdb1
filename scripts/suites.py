"""The suites of `make test`: what each runs. `test.py` calls them in order and adds them up."""

import json
import os
import subprocess
import time
from pathlib import Path

import coverage
import licences
from common import ROOT, UI, Failed, cargo_env, log_dir, run, step, target_dir
from results import Suite, checked, rust_program
from setup import ui_build, ui_modules

# One set of packages and features for every cargo call, or dependencies would be compiled once for each set.
WHOLE = ["--locked", "--workspace", "--features", "testing"]
# The folder of each package by its name, for the working directory of its tests.
FOLDERS = {"tackroom": ROOT, "tackroom-core": ROOT / "src-tauri" / "core", "tackroom-matrix": ROOT / "src-tauri" / "matrix"}


def format_suite(suite: Suite, _only: str | None) -> None:
    checked(suite, "rustfmt", lambda: run(["cargo", "fmt", "--all", "--check"], "fmt"))


def licence_suite(suite: Suite, _only: str | None) -> None:
    checked(suite, "licences and bans", licences.check)


def ui_suite(suite: Suite, _only: str | None) -> None:
    if not (UI / "package.json").exists():
        return
    ui_modules()
    for name, args in (("prettier", ["format:check"]), ("eslint", ["lint"]), ("svelte-check", ["check"])):
        checked(suite, name, lambda args=args: run(["npm", "run", "--silent", *args], f"ui-{args[0].replace(':', '-')}", cwd=UI))
    vitest(suite)
    checked(suite, "build", ui_build)


def web_suite(suite: Suite, _only: str | None) -> None:
    """The UI on its demo backend in the web view's engine: axe, keyboard, right to left, large text, touch."""
    ui_modules()
    vitest(suite, "web", ["--config", "vitest.web.config.ts"])


def vitest(suite: Suite, kind: str = "ui", options: list[str] | None = None) -> None:
    report = log_dir() / f"vitest-{kind}.json"
    report.unlink(missing_ok=True)
    words = ""
    try:
        run(["npx", "vitest", "run", *(options or []), "--reporter=default", "--reporter=json", f"--outputFile.json={report}"], f"vitest-{kind}", cwd=UI)
    except Failed as failed:
        words = str(failed)
    if not report.exists():
        suite.fail(f"vitest wrote no report. {words}")
        return
    for file in json.loads(report.read_text())["testResults"]:
        for test in file["assertionResults"]:
            if test["status"] == "passed":
                suite.passed += 1
                suite.names.add(f"{kind}::{Path(file['name']).name}::{test['fullName']}")
            elif test["status"] == "failed":
                suite.fail(f"{Path(file['name']).name}: {test['fullName']}: {' '.join(test['failureMessages'])[:600]}")
            else:
                suite.skipped += 1
    if words and not suite.failed:
        suite.fail(words)


def clippy_suite(suite: Suite, _only: str | None) -> None:
    checked(suite, "no warning", lambda: run(["cargo", "clippy", *WHOLE, "--all-targets", "--", "-D", "warnings"], "clippy", env=cargo_env()))


def test_programs() -> list[dict]:
    """Builds every test program (and the app that they drive); cargo's own messages tell where they lie."""
    with step("Build of the tests (the first one takes 10 to 20 minutes)"):
        run(["cargo", "build", *WHOLE, "--bins", "--tests", "--example", "types"], "build-tests", env=cargo_env())
    done = subprocess.run(
        ["cargo", "build", *WHOLE, "--bins", "--tests", "--example", "types", "--message-format=json"], cwd=ROOT, env=cargo_env(), capture_output=True, text=True
    )
    if done.returncode:
        raise Failed(done.stderr)
    messages = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    found = [m for m in messages if m.get("reason") == "compiler-artifact" and m.get("executable") and m["profile"]["test"]]
    return sorted(found, key=lambda m: (m["target"]["name"] == "it", m["target"]["name"]))


def rust_suites(only: str | None, wanted: list[str]) -> list[Suite]:
    """One suite for each test program. `it`, with its servers and windows, comes last and runs two tests at a time."""
    suites = []
    for message in test_programs():
        target = message["target"]["name"]
        package = message["package_id"].split("#")[0].rsplit("/", 1)[-1]
        folder = Path(message["manifest_path"]).parent
        package = next((name for name, path in FOLDERS.items() if path == folder), package)
        if target in ("tackroom",) and "bin" in message["target"]["kind"]:
            continue
        name = "it" if target == "it" else package.removeprefix("tackroom-") if target.replace("_", "-") == package else target
        if wanted and name not in wanted:
            continue
        suite = Suite(name)
        env = {**os.environ, "CARGO_MANIFEST_DIR": str(folder), "RUST_BACKTRACE": "1"}
        args = ["--skip", "export_bindings", *([only] if only else []), *(["--test-threads=2"] if name == "it" else [])]
        with timed(suite):
            rust_program(suite, Path(message["executable"]), folder, env, args, limit=2700)
        suites.append(suite)
    return suites


def types_suite(suite: Suite) -> None:
    """The UI's types are those that Rust prints (the example is built beside the tests)."""

    def current() -> None:
        printed = subprocess.run([target_dir() / "debug" / "examples" / "types"], capture_output=True, text=True, check=True).stdout
        prettier = ["npx", "prettier", "--parser", "typescript"]
        wanted = subprocess.run(prettier, cwd=UI, input=printed, capture_output=True, text=True, check=True).stdout
        if (UI / "src" / "api" / "types.ts").read_text() != wanted:
            raise Failed("ui/src/api/types.ts is not current: cargo run -p tackroom-core --example types, then prettier")

    checked(suite, "current", current)


def coverage_suite(suite: Suite, passed: set[str]) -> None:
    checked(suite, "docs/coverage.md", lambda: coverage.check(passed))


class timed:
    """Shows a suite's name, and measures it."""

    def __init__(self, suite: Suite):
        self.suite = suite

    def __enter__(self):
        print(f"== {self.suite.name}", flush=True)
        self.start = time.monotonic()

    def __exit__(self, *_):
        self.suite.seconds = time.monotonic() - self.start
        print(f"   {self.suite.passed} passed, {self.suite.failed} failed, {self.suite.seconds:.0f} s", flush=True)


FAST = {"format": format_suite, "licences": licence_suite, "ui": ui_suite, "web": web_suite, "clippy": clippy_suite}
__all__ = ["FAST", "coverage_suite", "rust_suites", "timed", "types_suite"]
