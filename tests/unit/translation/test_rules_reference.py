"""The reference page lists every rule, switch and profile as the code has them."""

from __future__ import annotations

from pathlib import Path

from ocpp_gateway.charging.quirks import NAMES, STANDARD
from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.translation.quirks import PROFILES

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "rules.md"


def rows(first_cell: str) -> list[list[str]]:
    """The table in which a cell stands first, up to the next head."""
    lines = PAGE.read_text().splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(f"| {first_cell} |")) + 2
    taken = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        taken.append([cell.strip() for cell in line.strip("| ").split(" | ")])
    return taken


def test_every_rule_stands_on_the_page_in_its_words() -> None:
    assert rows("rule") == [[f"`{rule.value}`", rule.meaning] for rule in Rule]


def test_every_switch_stands_on_the_page_with_its_default() -> None:
    spelled = {None: "null", True: "true", False: "false", (): "[]"}
    expected = [(f"`{name}`", spelled[getattr(STANDARD, name)]) for name in NAMES]
    assert [(row[0], row[1]) for row in rows("switch")] == expected


def test_every_profile_stands_on_the_page() -> None:
    shown = [
        [
            profile.name,
            f"`{profile.vendor}`",
            f"`{profile.model}`",
            f"`{profile.firmware}`",
            ", ".join(f"`{name}` = {str(value).lower()}" for name, value in profile.quirks.items()),
        ]
        for profile in PROFILES
    ]
    assert rows("profile") == shown
