"""Licences and bans of the Rust dependencies by deny.toml: with cargo-deny where it is installed, else by `cargo metadata`.

The small check reads the same file: each SPDX expression must be satisfied by the allowed licences (or an exception for
that crate), and no banned crate may be in the graph.
"""

import json
import re
import shutil
import subprocess
import tomllib

from common import ROOT, Failed, cargo_env, run


def check() -> None:
    if shutil.which("cargo-deny"):
        run(["cargo", "deny", "--all-features", "check", "licenses", "bans", "sources"], "deny", env=cargo_env())
        return
    rules = tomllib.loads((ROOT / "deny.toml").read_text())
    allowed = set(rules["licenses"]["allow"])
    extra = {e.get("crate") or e["name"]: set(e["allow"]) for e in rules["licenses"].get("exceptions", [])}
    banned = {b.get("crate") or b["name"] for b in rules["bans"].get("deny", [])}
    ask = ["cargo", "metadata", "--locked", "--format-version=1", "--all-features", "--filter-platform=x86_64-unknown-linux-gnu"]
    done = subprocess.run(ask, cwd=ROOT, env=cargo_env(), capture_output=True, text=True)
    if done.returncode:
        raise Failed(done.stderr)
    graph = json.loads(done.stdout)
    used = {node["id"] for node in graph["resolve"]["nodes"]}
    wrong = []
    for package in (p for p in graph["packages"] if p["id"] in used):
        name, words = package["name"], package.get("license") or ""
        if name in banned:
            wrong.append(f"{name} is banned")
        if not satisfied(words, allowed | extra.get(name, set())):
            wrong.append(f"{name} {package['version']}: licence {words or 'unknown'!r} is not allowed")
        source = package.get("source") or ""
        if source and not source.startswith("registry+"):
            wrong.append(f"{name} comes from {source}")
    if wrong:
        raise Failed("\n  ".join(["deny.toml:", *wrong]))


def satisfied(expression: str, allowed: set[str]) -> bool:
    """Whether an SPDX expression (AND binds tighter than OR; `/` is an old OR) can be met with these licences."""
    tokens = re.findall(r"\(|\)|[^\s()/]+|/", expression.replace("/", " OR "))

    def alternative(at: int) -> tuple[bool, int]:
        value, at = conjunction(at)
        while at < len(tokens) and tokens[at] == "OR":
            more, at = conjunction(at + 1)
            value = value or more
        return value, at

    def conjunction(at: int) -> tuple[bool, int]:
        value, at = single(at)
        while at < len(tokens) and tokens[at] == "AND":
            more, at = single(at + 1)
            value = value and more
        return value, at

    def single(at: int) -> tuple[bool, int]:
        if at >= len(tokens):
            return False, at
        if tokens[at] == "(":
            value, at = alternative(at + 1)
            return value, at + 1
        name = tokens[at].removesuffix("+")
        if tokens[at + 1 : at + 2] == ["WITH"]:
            return f"{name} WITH {tokens[at + 2]}" in allowed or name in allowed, at + 3
        return name in allowed, at + 1

    return alternative(0)[0]
