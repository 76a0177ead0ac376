"""The import contracts hold, and they would notice: each kind of violation is planted once in a copy of the package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


def _check_contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package that lies in a folder, with the contracts of this repository."""
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--config", str(REPOSITORY / ".importlinter"), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the package to break."""
    shutil.copytree(
        REPOSITORY / "src" / "ocpp_gateway",
        tmp_path / "ocpp_gateway",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    return tmp_path


def test_the_contracts_are_kept(house: Path) -> None:
    done = _check_contracts(house)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


VIOLATIONS = {  # what is wrong: room, import, name of the contract that must break
    "an import that climbs": ("charging", "import ocpp_gateway.storage", "Imports only go downstairs"),
    "an import of a sibling": ("storage", "import ocpp_gateway.cluster", "Imports only go downstairs"),
    "a room that reads settings": ("wire", "import ocpp_gateway.settings", "No room reads settings"),
    "a second room with WebSocket": ("api", "import websockets.sync.client", "WebSocket lives in"),
    "SQL outside storage": ("operations", "import sqlalchemy", "SQL lives in storage"),
    "sqlite outside storage": ("cluster", "import sqlite3", "SQL lives in storage"),
    "Redis outside cluster": ("storage", "from redis.asyncio import Redis", "Redis lives in cluster"),
    "a web framework on the station side": ("wire", "import fastapi", "The web framework lives in api"),
    "schemas outside ocpp": ("translation", "import jsonschema_rs", "The official schemas"),
    "a terminal below the command line": ("operations", "import typer", "The terminal is for"),
}


@pytest.mark.parametrize(("room", "line", "contract"), VIOLATIONS.values(), ids=VIOLATIONS)
def test_a_planted_violation_is_found(house: Path, room: str, line: str, contract: str) -> None:
    folder = house / "ocpp_gateway" / room
    assert folder.is_dir()
    (folder / "planted.py").write_text(f"{line}\n")
    done = _check_contracts(house)
    assert done.returncode == 1, done.stdout + done.stderr
    broken = [text for text in done.stdout.splitlines() if " BROKEN" in text and text.startswith(contract)]
    assert broken, done.stdout
    assert f"ocpp_gateway.{room}.planted" in done.stdout


def test_a_room_that_is_on_no_floor_is_found(house: Path) -> None:
    (house / "ocpp_gateway" / "attic").mkdir()
    (house / "ocpp_gateway" / "attic" / "__init__.py").write_text("")
    done = _check_contracts(house)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "attic" in done.stdout
