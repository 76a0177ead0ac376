"""Payloads in which every field of the official schema is set, nested ones too."""

from __future__ import annotations

from typing import Any

from tests.unit.ocpp.payloads import raw_schema, resolved

MOMENT = "2026-05-04T12:00:00Z"
ADDRESS = "https://files.example.org/folder"


def full(action: str, half: str) -> Any:
    """The request or response of an action with all its fields."""
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
            return ADDRESS
        case "string":
            return "7" * min(part.get("maxLength", 5), 5)
        case "integer":
            return 1
        case "number":
            return 6.5
        case "boolean":
            return True
    raise AssertionError(f"the subset has no type {part.get('type')}")
