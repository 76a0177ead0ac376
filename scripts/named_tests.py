"""The names of the tests in the repository, read without running them."""

# ruff: noqa: INP001 - a module of the scripts beside it
from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"


def named_tests(folder: Path) -> Iterator[tuple[str, str]]:
    """Path from `tests/` on and name of every test function below a folder, in order."""
    for path in sorted(folder.rglob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                yield path.relative_to(TESTS).as_posix(), node.name
