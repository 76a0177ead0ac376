"""What a station bent: the rule, the place, a short word about it. Never a secret, never a long value."""

from __future__ import annotations

from enum import StrEnum

import msgspec

MAX_DETAIL = 80
"""Longest excerpt of a station's value that a violation or an error description repeats, in characters."""

MAX_RECORDED = 32
"""A frame with more violations than this keeps the first ones and one that says how many follow."""


class Validation(StrEnum):
    """How a payload that the official schema refuses is treated: repaired and recorded, or refused by the book."""

    LENIENT = "lenient"
    STRICT = "strict"


class Violation(msgspec.Struct, frozen=True, gc=False):
    """One departure from the specification that was tolerated.

    `rule` names the repair (see `rules.Rule`), `where` is a JSON path (`$` = the payload, `frame` = the frame around
    it), `detail` says what stood there without repeating secrets or more than `MAX_DETAIL` characters.
    """

    rule: str
    where: str
    detail: str


def clip(text: str, limit: int = MAX_DETAIL) -> str:
    """The beginning of a text in printable form, at most `limit` characters long."""
    if len(text) <= limit and text.isprintable():
        return text
    printable = "".join(mark if mark.isprintable() else f"\\u{ord(mark):04x}" for mark in text[:limit])
    return printable if len(printable) <= limit and len(text) <= limit else printable[: limit - 1] + "…"
