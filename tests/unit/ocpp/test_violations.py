from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.violations import MAX_DETAIL, clip


@given(st.text())
def test_a_clipped_text_is_short_and_printable(text: str) -> None:
    clipped = clip(text)
    assert len(clipped) <= MAX_DETAIL
    assert clipped.isprintable()


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "Zs"]), max_size=MAX_DETAIL))
def test_a_short_printable_text_stays_as_it_is(text: str) -> None:
    assert clip(text) == text


def test_control_characters_and_line_breaks_are_written_out() -> None:
    assert clip("a\r\nb\x1b[31m\u202e\u2028") == r"a\u000d\u000ab\u001b[31m\u202e\u2028"


def test_rule_names_are_unique() -> None:
    assert len({rule.value for rule in Rule}) == len(Rule)
