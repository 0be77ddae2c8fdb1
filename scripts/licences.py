"""Licences, bans and sources of the Rust dependencies, by deny.toml. Advisories need a network of their own and are left out."""

from common import cargo_env, run
from setup import cargo_deny


def check() -> None:
    run([cargo_deny(), "--all-features", "--locked", "check", "licenses", "bans", "sources"], "deny", env=cargo_env())
