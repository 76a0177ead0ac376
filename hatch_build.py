"""Puts the built dashboard into wheel and source package (hatchling's build hook, named in pyproject.toml).

From a checkout it is built as `./gateway run` builds it, if its source has changed; a source package brings it along,
so installing from one needs no Node. What cannot be built ends the build: a gateway that was installed without its
dashboard would look broken.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILD = """
set -euo pipefail
. "$ROOT/scripts/environment.sh"
. "$ROOT/scripts/dashboard.sh"
PYTHON=$1
build_dashboard
"""


class DashboardHook(BuildHookInterface[Any]):
    """Builds the dashboard before files are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the signature is given
        """Called for each target; an editable install serves what `./gateway run` builds."""
        if version == "editable":
            return
        root = Path(self.root)
        index = root / "src/ocpp_gateway/api/static/index.html"
        if (root / "dashboard/package.json").is_file():
            built = subprocess.run(  # noqa: S603 - our own script
                ["bash", "-c", BUILD, "build", sys.executable],  # noqa: S607 - where bash is differs
                env={**os.environ, "ROOT": str(root)},
                stdin=subprocess.DEVNULL,
                check=False,
            )
            if built.returncode != 0:
                raise SystemExit(
                    "The dashboard could not be built (see above), and a package without it would serve none. It "
                    "needs Node 22.12 or newer with npm; where there is none, one is fetched from PyPI. Or build from "
                    "a source package (.tar.gz), which has it built in."
                )
        if not index.is_file():
            raise SystemExit(
                "Neither the dashboard's source nor its build is here: take a whole checkout or source package."
            )
