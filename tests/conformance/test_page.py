"""The page of conformance is current, and every case that this gateway claims has its test."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_names_the_tests_that_there_are() -> None:
    script = ROOT / "scripts" / "conformance_page.py"
    ran = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_core_remote_trigger_and_the_cases_of_who_may_connect_are_complete() -> None:
    text = (ROOT / "docs" / "reference" / "conformance.md").read_text(encoding="utf-8")
    missing = set(re.findall(r"\| (TC_[0-9_]+) \|[^|]*\| not yet \|", text))
    rows = set(re.findall(r"\| (TC_[0-9_]+) \|", text))
    claimed = {row for row in rows if row <= "TC_040_2"} | {"TC_054", "TC_055", "TC_061", "TC_064"}
    claimed |= {"TC_073", "TC_083", "TC_085", "TC_086", "TC_087", "TC_088"}
    assert len(claimed) == 42
    assert not claimed & missing
