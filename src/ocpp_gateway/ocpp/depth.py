"""How deeply a JSON text is nested, without reading it."""

from __future__ import annotations

import re
from typing import Final

MAX_DEPTH: Final = 16
"""Deepest nesting of a frame, the frame's own array included. No OCPP 1.6 message needs more than 6."""

_OPEN_CLOSE = bytes.maketrans(b"{}", b"[]")
_NO_BRACKET = bytes(set(range(256)) - set(b"[]{}"))
_NO_BRACKET_OR_QUOTE = bytes(set(range(256)) - set(b'[]{}"'))
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)


def too_deep(text: str) -> bool:
    """Whether a text, known to be valid JSON, nests deeper than `MAX_DEPTH`.

    Nearly all messages have at most 16 opening brackets and need no look at their structure. In the others the
    brackets are peeled off from the inside, one level a round, after those inside strings are taken out.
    """
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return False
    brackets = _brackets(text.encode())
    for _ in range(MAX_DEPTH):
        brackets = brackets.replace(b"[]", b"")
        if not brackets:
            return False
    return True


def _brackets(text: bytes) -> bytes:
    """The brackets outside strings, all of one kind: in valid JSON they match, so one kind is enough."""
    if b"\\" not in text:
        # Without escapes quotes alternate: a string without brackets is then a pair of adjacent quotes.
        brackets = text.translate(_OPEN_CLOSE, _NO_BRACKET_OR_QUOTE).replace(b'""', b"")
        if b'"' not in brackets:
            return brackets
    return _STRING.sub(b"", text).translate(_OPEN_CLOSE, _NO_BRACKET)
