"""The names of the tests in the repository, read without running them."""

# ruff: noqa: INP001 - a module of the scripts beside it
from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"


def named_tests(folder: Path) -> Iterator[tuple[str, str]]:
    """Path from `tests/` on and name of every test function below a folder, in order."""
    for path in sorted(folder.rglob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                yield path.relative_to(TESTS).as_posix(), node.name


def write_or_check(about: str, target: Path, page: Callable[[], str]) -> int:
    """The command line of a script that writes a page: write it, or with `--check` fail if it is old."""
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail if the committed page differs")
    checking = parser.parse_args().check
    text = page()
    if not checking:
        target.write_text(text, encoding="utf-8")
    elif target.read_text(encoding="utf-8") != text:
        sys.stderr.write(f"{target.relative_to(ROOT)} is old: run scripts/{Path(sys.argv[0]).name}\n")
        return 1
    return 0
