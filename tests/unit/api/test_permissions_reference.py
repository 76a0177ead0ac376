"""The reference page of permissions is the one that the program would write."""

from __future__ import annotations

import runpy
from pathlib import Path

SCRIPT = Path(__file__).parents[3] / "scripts" / "generate_permissions.py"


def test_the_page_of_permissions_is_up_to_date() -> None:
    script = runpy.run_path(str(SCRIPT))
    assert script["PAGE"].read_text() == script["page"](), "run: python scripts/generate_permissions.py"
