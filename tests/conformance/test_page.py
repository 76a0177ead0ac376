"""The pages that say what is proven name the tests that there are."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("script", ["conformance_page.py", "bad_inputs_page.py"])
def test_the_page_names_the_tests_that_there_are(script: str) -> None:
    ran = subprocess.run(
        [sys.executable, ROOT / "scripts" / script, "--check"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


def test_core_remote_trigger_and_the_cases_of_who_may_connect_are_complete() -> None:
    text = (ROOT / "docs" / "reference" / "conformance.md").read_text(encoding="utf-8")
    missing = set(re.findall(r"\| (TC_[0-9_]+) \|[^|]*\| not yet \|", text))
    rows = set(re.findall(r"\| (TC_[0-9_]+) \|", text))
    claimed = {row for row in rows if row <= "TC_040_2"} | {"TC_054", "TC_055", "TC_061", "TC_064"}
    claimed |= {"TC_073", "TC_083", "TC_085", "TC_086", "TC_087", "TC_088"}
    assert len(claimed) == 42
    assert not claimed & missing
