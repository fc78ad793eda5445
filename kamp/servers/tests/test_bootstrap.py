"""The lock is what requirements.txt asks for, complete, hashed, and names no index."""

import re

import pytest

from kamp.servers.bootstrap import DEVELOPMENT, ROOT, RUNTIME

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)
pytestmark = pytest.mark.unit


def pins(text: str) -> set[tuple[str, str]]:
    return {(re.sub(r"[-_.]+", "-", name).lower(), version) for name, version in PIN.findall(text)}


@pytest.fixture
def blocks() -> tuple[str, str]:
    runtime, _, development = (ROOT / "requirements.txt").read_text().partition("# --- development ---")
    return runtime, development


def test_the_locks_hold_every_pin(blocks):
    runtime, development = blocks
    assert pins(runtime) <= pins(RUNTIME.read_text())
    assert pins(runtime) | pins(development) <= pins(DEVELOPMENT.read_text())


def test_verify_and_up_install_the_same_versions():
    assert pins(RUNTIME.read_text()) <= pins(DEVELOPMENT.read_text())


@pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT], ids=lambda path: path.name)
def test_every_locked_package_is_hashed_and_no_index_is_named(lock):
    text = lock.read_text()
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert "index-url" not in text


def test_every_package_has_a_reason(blocks):
    lines = "".join(blocks).splitlines()
    for number, line in enumerate(lines):
        if PIN.match(line):
            assert lines[number - 1].startswith("# "), f"{line} has no reason above it"
