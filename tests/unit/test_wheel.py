"""The packages that are published hold the built dashboard, or are not made (hatch_build.py)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from ocpp_gateway.api.dashboard import read_build

ROOT = Path(__file__).parents[2]
NODE = "#!/bin/sh\nexit 0\n"
"""Says that it is new enough."""
NPM = '#!/bin/sh\n[ "$1" = ci ] && mkdir -p node_modules\n'
VITE = """#!/bin/sh
out=../src/ocpp_gateway/api/static
mkdir -p $out/assets
echo '<!doctype html><script src="/assets/first-12345678.js"></script>' > $out/index.html
echo 'console.log("built")' > $out/assets/first-12345678.js
"""
FAILING = "#!/bin/sh\necho 'this npm reaches no registry' >&2\nexit 1\n"


class Checkout:
    """A copy of what a build looks at, with tools of its own for the dashboard."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "checkout"
        self.tools = folder / "tools"
        self.packages = folder / "packages"
        ignored = shutil.ignore_patterns("__pycache__", "static")
        for name in ("pyproject.toml", "hatch_build.py", "README.md", "CHANGELOG.md", "LICENSE"):
            self.root.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, self.root)
        shutil.copytree(ROOT / "src", self.root / "src", ignore=ignored)
        (self.root / "scripts").mkdir()
        for name in ("environment.sh", "dashboard.sh"):
            shutil.copy(ROOT / "scripts" / name, self.root / "scripts")
        (self.root / "dashboard").mkdir()
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / "dashboard" / name, self.root / "dashboard")
        self.tools.mkdir()
        self.packages.mkdir()
        self.has(node=NODE, npm=NPM, vite=VITE)

    def has(self, **tools: str) -> None:
        for name, text in tools.items():
            (self.tools / name).write_text(text)
            (self.tools / name).chmod(0o755)

    def build(
        self, what: str, root: Path | None = None, *, path: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """`wheel` or `sdist`, as pip and build ask for them."""
        call = f"import sys, hatchling.build; hatchling.build.build_{what}(sys.argv[1])"
        return subprocess.run(
            [sys.executable, "-c", call, self.packages],
            cwd=root or self.root,
            env={**os.environ, "PATH": path or f"{self.tools}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
        )

    def wheel(self) -> zipfile.ZipFile:
        (path,) = self.packages.glob("*.whl")
        return zipfile.ZipFile(path)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_the_wheel_of_a_checkout_holds_the_dashboard_that_it_builds(
    checkout: Checkout, tmp_path: Path
) -> None:
    done = checkout.build("wheel")
    assert done.returncode == 0, done.stderr
    with checkout.wheel() as wheel:
        names = set(wheel.namelist())
        wheel.extractall(tmp_path / "installed")  # noqa: S202 - our own
    assert "ocpp_gateway/api/static/index.html" in names
    assert "ocpp_gateway/api/static/assets/first-12345678.js" in names
    assert "ocpp_gateway/storage/migrations/versions/journal_flush_v1.sql" in names
    assert "ocpp_gateway/py.typed" in names
    outside = {name for name in names if not name.startswith(("ocpp_gateway/", "ocpp_gateway-"))}
    assert outside == set(), "a wheel holds the program and nothing else"
    served = read_build(tmp_path / "installed/ocpp_gateway/api/static")
    assert {"index.html", "assets/first-12345678.js"} <= served.keys()


def test_the_source_package_brings_the_dashboard_along_and_needs_no_node(
    checkout: Checkout, tmp_path: Path
) -> None:
    assert checkout.build("sdist").returncode == 0
    (package,) = checkout.packages.glob("*.tar.gz")
    with tarfile.open(package) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # since CPython 3.11.4
        archive.extractall(tmp_path / "source")  # noqa: S202 - a package of our own
    (source,) = (tmp_path / "source").iterdir()
    assert not (source / "dashboard").exists()
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    done = checkout.build("wheel", source, path=str(nothing))
    assert done.returncode == 0, done.stderr
    with checkout.wheel() as wheel:
        assert "ocpp_gateway/api/static/index.html" in wheel.namelist()


def test_where_the_dashboard_cannot_be_built_there_is_no_package_and_the_reason_is_said(
    checkout: Checkout,
) -> None:
    checkout.has(npm=FAILING)
    for what in ("wheel", "sdist"):
        done = checkout.build(what)
        assert done.returncode != 0
        assert "this npm reaches no registry" in done.stderr
        assert "Node 22.12 or newer" in done.stderr
        assert "Traceback" not in done.stderr
    assert list(checkout.packages.iterdir()) == []


def test_a_tree_with_neither_source_nor_build_of_the_dashboard_is_refused(checkout: Checkout) -> None:
    shutil.rmtree(checkout.root / "dashboard")
    done = checkout.build("wheel")
    assert done.returncode != 0
    assert "Neither the dashboard's source nor its build is here" in done.stderr


def test_an_editable_install_builds_nothing(checkout: Checkout) -> None:
    checkout.has(npm=FAILING)
    call = "from hatch_build import DashboardHook as D; D('.', {}, None, None, '', 'wheel').initialize('editable', {})"
    done = subprocess.run(
        [sys.executable, "-c", call], cwd=checkout.root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not (checkout.root / "src/ocpp_gateway/api/static").exists()
