"""The lock files: complete, hashed, in step with pyproject.toml, and without any address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
LOCKS = sorted(REPOSITORY.glob("requirements*.lock"))
PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+?)(?: ;[^\\]*)? \\$", re.MULTILINE)


def _pins(name: str) -> dict[str, set[str]]:
    pins: dict[str, set[str]] = {}
    for package, version in PIN.findall((REPOSITORY / name).read_text()):
        pins.setdefault(package, set()).add(version)
    return pins


def _wanted(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~;\[ ]", line, maxsplit=1)[0].lower().replace("_", "-") for line in requirements}


def test_there_is_a_lock_for_running_developing_documenting_and_for_uv() -> None:
    names = {path.name for path in LOCKS}
    assert names == {
        "requirements.lock",
        "requirements-dev.lock",
        "requirements-docs.lock",
        "requirements-uv.lock",
    }


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_has_a_hash_for_every_package_and_names_no_address(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"://|^\s*--(?:extra-)?index|^\s*--find-links|^-", text, re.MULTILINE)
    packages = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert packages
    assert len(PIN.findall(text)) == len(packages)
    for entry in re.split(r"\n(?=[a-z0-9])", text)[1:]:
        assert "--hash=sha256:" in entry


def test_what_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    assert _wanted(project["project"]["dependencies"]) <= _pins("requirements.lock").keys()
    assert _wanted(project["dependency-groups"]["dev"]) <= _pins("requirements-dev.lock").keys()
    assert _wanted(project["dependency-groups"]["docs"]) <= _pins("requirements-docs.lock").keys()


def test_developers_run_what_users_run() -> None:
    runtime, development = _pins("requirements.lock"), _pins("requirements-dev.lock")
    assert {name: development.get(name) for name in runtime} == runtime
