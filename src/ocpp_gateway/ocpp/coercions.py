"""Single values that stations send as the wrong JSON type, read as the right one (Q33, Q50).

Each function returns the value and the rule that was needed (`None` if it was right already), or `None` if the value
cannot be read as this type.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from math import isinf
from typing import Any, Final

from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.v16.messages import MAX_INTEGER

_DECIMAL = re.compile(
    r"[+-]?(?:[0-9]{1,40}(?:[.,][0-9]{0,40})?|[.,][0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?", re.ASCII
)
_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}


class Lexical(float):
    """A JSON number with a fraction or exponent that remembers its text, so that `12.50` stays `12.50` as text."""

    __slots__ = ("text",)

    text: str

    def __new__(cls, text: str) -> Lexical:  # noqa: PYI034 - Python 3.11 has Self, but float is no generic base
        """Read the number; raises `ValueError` for one that no float can hold (1e999)."""
        number = super().__new__(cls, text)
        if isinf(number):
            raise ValueError("number out of range")
        number.text = text
        return number


def to_text(value: Any, *, json_allowed: bool) -> tuple[str, Rule | None] | None:
    """A text; numbers and booleans as they were written, objects and lists as JSON where `json_allowed`."""
    match value:
        case str():
            return value, None
        case bool():
            return ("true" if value else "false"), Rule.VALUE_AS_TEXT
        case int():
            return str(value), Rule.VALUE_AS_TEXT
        case Lexical():
            return value.text, Rule.VALUE_AS_TEXT
        case dict() | list() if json_allowed:
            return json.dumps(value, ensure_ascii=False, separators=(",", ":")), Rule.VALUE_AS_TEXT
    return None


def to_whole(value: Any, *, rounded: bool) -> tuple[int, Rule | None] | None:
    """A whole number within ±(2^53-1); one with a fraction only where it may be `rounded`."""
    rule: Rule | None = None
    if isinstance(value, str):
        number = _decimal(value)
        if number is None:
            return None
        rule = Rule.NUMBER_AS_TEXT
    elif isinstance(value, bool) or not isinstance(value, int | float):
        return None
    else:
        number = Decimal(value)
        rule = Rule.FRACTION if isinstance(value, float) else None
    if abs(number) > MAX_INTEGER or (number % 1 and not rounded):
        return None
    return round(number), rule


def to_number(value: Any) -> tuple[float, Rule | None] | None:
    """A finite number."""
    if isinstance(value, str):
        number = _decimal(value)
        if number is None or isinf(float(number)):
            return None
        return float(number), Rule.NUMBER_AS_TEXT
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value), None
    except OverflowError:
        return None


def to_boolean(value: Any) -> tuple[bool, Rule | None] | None:
    """A truth value; `"true"`, `"FALSE"`, `"1"`, 0 are understood."""
    if isinstance(value, bool):
        return value, None
    if isinstance(value, str | int):
        known = _BOOLEANS.get(str(value).strip().casefold())
        return None if known is None else (known, Rule.BOOLEAN)
    return None


def _decimal(text: str) -> Decimal | None:
    text = text.strip()
    return Decimal(text.replace(",", ".")) if _DECIMAL.fullmatch(text) else None
