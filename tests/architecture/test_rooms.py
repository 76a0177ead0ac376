"""The shape of the house: which rooms there are, how long a file may be, what a module may not be called."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PACKAGE = REPOSITORY / "src" / "ocpp_gateway"

ROOMS = {
    "api",
    "charging",
    "cluster",
    "feeds",
    "ocpp",
    "operations",
    "simulator",
    "storage",
    "translation",
    "wire",
}
TOP_FLOOR = {"__init__", "__main__", "assembly", "cli", "imports", "settings", "telemetry"}
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "common", "core", "base", "manager", "service", "impl"}
LONGEST_FILE = 500
GENERATED = {"src/ocpp_gateway/ocpp/v16/messages.py"}


def _sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (REPOSITORY / folder).rglob("*.py"))


def _name(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def _imports(path: Path) -> set[str]:
    """Names of all modules that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{_name(path)}: a relative import hides which room it enters"
            names.add(node.module or "")
    return names


def test_every_room_is_on_the_list() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders - ROOMS - {"assembly", "cli"} == set()
    modules = {path.stem for path in PACKAGE.glob("*.py")}
    assert modules - TOP_FLOOR == set()


@pytest.mark.parametrize("path", _sources("src", "tests", "bench", "scripts"), ids=_name)
def test_a_source_file_can_be_read_in_one_sitting(path: Path) -> None:
    if _name(path) in GENERATED:
        assert "written by `scripts/" in path.read_text().partition("\n")[0]
    else:
        assert len(path.read_text().splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", _sources("src", "tests", "bench", "scripts"), ids=_name)
def test_a_module_is_named_after_what_it_is(path: Path) -> None:
    names = {part.removesuffix(".py") for part in path.relative_to(REPOSITORY).parts}
    assert names & NAMES_THAT_SAY_NOTHING == set()


@pytest.mark.parametrize("path", _sources("src/ocpp_gateway/charging"), ids=_name)
def test_the_domain_imports_only_the_standard_library(path: Path) -> None:
    foreign = {
        name
        for name in _imports(path)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("ocpp_gateway.charging")
    }
    assert foreign == set()


@pytest.mark.parametrize("path", _sources("src/ocpp_gateway/charging", "src/ocpp_gateway/ocpp"), ids=_name)
def test_the_protocol_and_the_domain_have_no_socket_no_task_and_no_clock(path: Path) -> None:
    world = {"asyncio", "socket", "threading", "time", "random", "secrets", "os", "subprocess"}
    assert {name.split(".")[0] for name in _imports(path)} & world == set()
    asked = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
    assert asked & {"now", "utcnow", "today", "uuid4", "uuid7"} == set()


def test_only_settings_reads_the_environment() -> None:
    readers = set()
    for path in _sources("src"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}:
                readers.add(_name(path))
    assert readers <= {"src/ocpp_gateway/settings.py"}


def test_unit_tests_stand_in_the_folder_of_the_room_they_test() -> None:
    folders = {path.name for path in (REPOSITORY / "tests" / "unit").iterdir() if path.is_dir()}
    assert folders - ROOMS - {"__pycache__", "assembly", "bench"} == set()
