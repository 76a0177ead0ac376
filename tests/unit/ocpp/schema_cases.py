"""Payloads bent in one place, generated from the official schema of an action (ocpp.md section 5, E43 to E47)."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.unit.ocpp.payloads import raw_schema, resolved

MOMENT = "2026-05-04T12:00:00Z"
TIMES = (
    *(
        "2026-05-04T12:00:00",
        "2026-05-04T12:00:00+02",
        "2026-05-04T12:00:00+0200",
        "2026-05-04T12:00:00-00:00",
    ),
    *("2026-05-04T12:00:00.123456789Z", "2026-05-04T12:00:00,5Z", "2026-12-31T23:59:60Z"),
    *("2026-05-04T24:00:00Z", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
    *("2106-02-07T06:28:15Z", "9999-12-31T23:59:59Z", "4 May 2026 12:00", "1777896000", ""),
)
NUMBERS = {
    "as text": "1",
    "with a fraction of nothing": 1.0,
    "with a fraction": 1.5,
    "negative": -1,
    "2^31-1": 2**31 - 1,
    "2^31": 2**31,
    "2^63": 2**63,
}
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A request with one thing wrong, or merely unusual. `what` says which."""

    what: str
    path: Path
    payload: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.what} {'.'.join(map(str, self.path))}"


def full(action: str, half: str = "request") -> Any:
    """A request or response in which every field is set, nested ones too."""
    schema = raw_schema(action, half)
    return _full(schema, schema)


def _full(part: dict[str, Any], root: dict[str, Any]) -> Any:
    part = resolved(part, root)
    match part.get("type"):
        case "object":
            return {name: _full(inner, root) for name, inner in part.get("properties", {}).items()}
        case "array":
            return [_full(part["items"], root)]
        case "string" if "enum" in part:
            return part["enum"][0]
        case "string" if part.get("format") == "date-time":
            return MOMENT
        case "string" if part.get("format") == "uri":
            return "https://files.example.org/folder"
        case "string":
            return "7" * min(part.get("maxLength", 5), 5)
        case "integer":
            return 1
        case "number":
            return 6.5
        case "boolean":
            return True
    raise AssertionError(f"the subset has no type {part.get('type')}")


def bent(action: str, *, longest_array: int) -> Iterator[Case]:
    """Every case of an action's request."""
    schema, whole = raw_schema(action, "request"), full(action)
    for path, part, value in _places(schema, schema, whole, ()):
        for what, changed in _changes(part, value, longest_array):
            yield Case(what, path, _with(whole, path, changed))
        if part.get("type") == "object":
            yield Case("extra field", path, _with(whole, path, {**value, "vendorExtra": {"a": [1]}}))
            for name in part.get("properties", {}):
                kind = "required" if name in part.get("required", ()) else "optional"
                less = {key: inner for key, inner in value.items() if key != name}
                yield Case(f"{kind} missing", (*path, name), _with(whole, path, less))
                yield Case(f"{kind} null", (*path, name), _with(whole, path, {**value, name: None}))


def _places(part: dict[str, Any], root: dict[str, Any], value: Any, path: Path) -> Iterator[Any]:
    part = resolved(part, root)
    yield path, part, value
    if part.get("type") == "object":
        for name, inner in part.get("properties", {}).items():
            yield from _places(inner, root, value[name], (*path, name))
    elif part.get("type") == "array":
        yield from _places(part["items"], root, value[0], (*path, 0))


def _changes(part: dict[str, Any], value: Any, longest_array: int) -> Iterator[tuple[str, Any]]:
    match part.get("type"):
        case "array":
            yield "array empty", []
            yield "array of one", value
            yield "array long", value * longest_array
        case "integer":
            yield from ((f"number {what}", number) for what, number in NUMBERS.items())
        case "string" if "enum" in part:
            swapped = value.swapcase()
            yield "word unknown", "Nonsense"
            yield "word in the wrong case", swapped
        case "string" if part.get("format") == "date-time":
            yield from ((f"time {time}", time) for time in TIMES)
            yield "time as a number", 1777896000
        case "string":
            longest = part.get("maxLength", 2500)
            yield "text at max", "a" * longest
            yield "text over max", "a" * (longest + 1)
            yield "text empty", ""
            yield "text blank", "   "


def _with(whole: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    if not path:
        return value  # type: ignore[no-any-return]
    changed = copy.deepcopy(whole)
    place: Any = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed
