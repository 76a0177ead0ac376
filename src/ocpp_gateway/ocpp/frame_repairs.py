"""Repairs of a frame's text, before it is JSON: what Q25 of the field quirks asks for and nothing more ambitious.

Every repair is linear in the length of the text, whatever the text is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.violations import Violation

MAX_MENDED = 262_144
"""Longest text, in characters, that is searched for inner repairs; a longer broken frame is only trimmed."""

_OUTSIDE = "\ufeff\x7f" + "".join(map(chr, range(0x21)))
# The closing quote is optional and nothing is given back: an unterminated string is one token up to the end, so that
# no text makes the search start over (linear time for hostile input).
_TEXT = r'"(?:[^"\\]++|\\.)*+"?'
_STRING = re.compile(_TEXT, re.DOTALL)
_GAP = re.compile(_TEXT + r"|:(?=\s*+[,}\]])|,(?=\s*+[\]}])", re.DOTALL)
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL
)
_HEAD = re.compile(
    r'\[\s*+(?:"([234])"|([234]))\s*+,\s*+("(?:[^"\\\x00-\x1f]|\\.){0,255}+"|-?[0-9]{1,30}+)\s*+'
    r'(?:,\s*+"([A-Za-z0-9]{1,64}+)")?',
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Head:
    """What can still be said of a broken frame: its type, its id, and the word after it (a CALL's action)."""

    kind: int
    id_json: str
    message_id: str
    word: str | None


def mended_versions(text: str) -> Iterator[tuple[str, tuple[Violation, ...]]]:
    """Texts to try in place of one that is not JSON, each with all repairs made so far, the mildest first."""
    violations: tuple[Violation, ...] = ()
    trimmed = text.strip(_OUTSIDE)
    if trimmed != text:
        violations = (
            _violation(Rule.SURROUNDINGS, f"{len(text) - len(trimmed)} characters around the frame"),
        )
        yield trimmed, violations
    if len(trimmed) > MAX_MENDED:
        return
    mended, found = _fill_gaps(trimmed)
    if found:
        violations += found
        yield mended, violations
    end = _end_of_document(mended)
    if end is not None and end < len(mended):
        detail = f"{len(mended) - end} characters after the frame"
        yield mended[:end], (*violations, _violation(Rule.TRAILING_TEXT, detail))


def head_of(text: str) -> Head | None:
    """The beginning of a broken frame, so that it can be answered or matched; `None` if there is no readable id."""
    found = _HEAD.match(text.lstrip(_OUTSIDE))
    if found is None:
        return None
    try:
        identity = msgspec.json.decode(found[3])
    except (msgspec.MsgspecError, UnicodeError):
        return None
    message_id = identity if isinstance(identity, str) else found[3]
    return Head(int(found[1] or found[2]), found[3], message_id, found[4])


def without_nul(payload: str) -> str:
    """The same JSON text with every NUL inside a string replaced by U+FFFD."""
    return _ESCAPE.sub(lambda escape: "\\ufffd" if escape[0] == "\\u0000" else escape[0], payload)


def _violation(rule: Rule, detail: str) -> Violation:
    return Violation(rule, "frame", detail)


def _fill_gaps(text: str) -> tuple[str, tuple[Violation, ...]]:
    """Empty values become null, trailing commas go, lone surrogates are replaced; strings are left alone otherwise."""
    counts = dict.fromkeys((Rule.EMPTY_VALUE, Rule.TRAILING_COMMA, Rule.LONE_SURROGATE), 0)

    def unescape(escape: re.Match[str]) -> str:
        if len(escape[0]) == 6 and escape[0][2] in "dD" and escape[0][3] in "89abcdefABCDEF":
            counts[Rule.LONE_SURROGATE] += 1
            return "\\ufffd"
        return escape[0]

    def fill(token: re.Match[str]) -> str:
        match token[0][0]:
            case ":":
                counts[Rule.EMPTY_VALUE] += 1
                return ":null"
            case ",":
                counts[Rule.TRAILING_COMMA] += 1
                return ""
        return _ESCAPE.sub(unescape, token[0]) if "\\u" in token[0] else token[0]

    mended = _GAP.sub(fill, text)
    return mended, tuple(_violation(rule, f"{count} times") for rule, count in counts.items() if count)


def _end_of_document(text: str) -> int | None:
    """Where the first JSON document of the text ends; `None` if it never does."""
    try:
        return json.JSONDecoder().raw_decode(text)[1]
    except (ValueError, RecursionError):
        return None
