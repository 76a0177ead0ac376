"""Write docs/reference/permissions.md from the routes and the roles: `python scripts/generate_permissions.py`."""

# ruff: noqa: INP001 - a script, not a package
from __future__ import annotations

from pathlib import Path
from typing import Any

from ocpp_gateway import __version__
from ocpp_gateway.api.application import openapi_document
from ocpp_gateway.operations.accounts import Role
from ocpp_gateway.operations.key_permissions import HIDDEN_FIELDS
from ocpp_gateway.operations.permissions import FOR_PEOPLE_ONLY, ROLE_PERMISSIONS, Permission

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "permissions.md"
ROLES = (Role.ADMIN, Role.OPERATOR, Role.VIEWER)

HEAD = """\
# Permissions

This page is written by `scripts/generate_permissions.py`; a test holds it against the program.

A call declares one permission; it stands in the OpenAPI document as `x-permission`. People have the permissions of
their role. An [API key](../howto/api-keys.md) has those of its `scopes` that its owner's role has too, for the stations
and tags of its grant: what lies outside does not exist for it (404, and left out of lists). What concerns all stations
or all tags (adding a station, importing tags, moving either to another group) needs a key that is bound to none. A
refused call (403) names the permission that is missing in `permission`.

The role `partner` belongs to service users that own the keys of partners: none of these calls is for them.
"""


def page() -> str:
    """The page as it should be."""
    return (
        "\n".join([HEAD, *_permissions(), *_hidden(), *_calls(openapi_document(version=__version__))]) + "\n"
    )


def _mark(held: bool) -> str:
    return "yes" if held else "–"


def _permissions() -> list[str]:
    lines = ["## Roles and scopes", "", "| permission | admin | operator | viewer | scope of keys |"]
    lines.append("| --- | --- | --- | --- | --- |")
    for permission in Permission:
        held = [_mark(permission in ROLE_PERMISSIONS[role]) for role in ROLES]
        scope = _mark(permission not in FOR_PEOPLE_ONLY)
        lines.append(f"| `{permission.value}` | {' | '.join(held)} | {scope} |")
    return [*lines, ""]


def _hidden() -> list[str]:
    lines = [
        "## Members that keys see only if their `fields` name them",
        "",
        "| resource | members |",
        "| --- | --- |",
    ]
    for resource, names in HIDDEN_FIELDS.items():
        lines.append(f"| `{resource}` | {', '.join(f'`{name}`' for name in sorted(names))} |")
    return [*lines, ""]


def _calls(document: dict[str, Any]) -> list[str]:
    lines = [
        "## Calls",
        "",
        "| call | permission | admin | operator | viewer |",
        "| --- | --- | --- | --- | --- |",
    ]
    for path, item in document["paths"].items():
        for method, operation in item.items():
            lines.append(f"| `{method.upper()} {path}` | {_needs(operation)} |")
    return lines


def _needs(operation: dict[str, Any]) -> str:
    if "x-permission" in operation:
        permission = Permission(operation["x-permission"])
        held = " | ".join(_mark(permission in ROLE_PERMISSIONS[role]) for role in ROLES)
        return f"`{permission.value}` | {held}"
    signed_in = any("ApiKey" in way for way in operation.get("security", []))
    return f"{'anybody who is signed in' if signed_in else 'none'} | yes | yes | yes"


if __name__ == "__main__":
    PAGE.write_text(page())
