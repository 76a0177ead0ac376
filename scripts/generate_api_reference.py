"""Write docs/reference/api.md from the OpenAPI document: `python scripts/generate_api_reference.py`."""

# ruff: noqa: INP001 - a script, not a package
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ocpp_gateway import __version__
from ocpp_gateway.api.application import openapi_document

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "api.md"
PROBLEM = "application/problem+json"
HEAD = """\
# REST API

This page is written by `scripts/generate_api_reference.py`; a test holds it against the program. A running gateway
shows the same at `/api/docs`, and for programs at `/api/v1/openapi.json`. [Permissions](permissions.md) has who may do
what, [the how-to pages](../index.md) have whole jobs, [the feed](feed.md) has what happens while it happens.
"""
EXAMPLES_OF_PATHS = {
    "ocpp_id": "CP-1",
    "number": "1",
    "id_tag": "04A2B3C4",
    "transaction": "0193b3f0-5d6e-7a11-8c22-2f1e4d3c5b6a",
    "command": "0193b3f0-5d6e-7a11-8c22-2f1e4d3c5b6a",
    "job": "0193b3f0-5d6e-7a11-8c22-2f1e4d3c5b6a",
    "user": "0193b3f0-5d6e-7a11-8c22-2f1e4d3c5b6a",
    "key": "0193b3f0-5d6e-7a11-8c22-2f1e4d3c5b6a",
}


def page() -> str:
    """The page as it should be."""
    document = openapi_document(version=__version__)
    lines = [HEAD, document["info"]["description"].strip(), ""]
    tags: dict[str, list[str]] = {}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            tag = operation["tags"][0]
            tags.setdefault(tag, []).extend(_operation(document, method.upper(), path, operation))
    for tag, operations in tags.items():
        lines += [f"## {tag.capitalize()}", "", *operations]
    return "\n".join(lines).rstrip() + "\n"


def _operation(document: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> list[str]:
    lines = [f"### `{method} {path}`", "", operation["description"].strip(), ""]
    lines += [_permission(operation), ""]
    lines += _parameters(operation)
    lines += _body(document, operation)
    lines += _answers(document, operation)
    lines += ["```http", *_example(document, method, path, operation), "```", ""]
    return lines


def _permission(operation: dict[str, Any]) -> str:
    if "x-permission" in operation:
        return f"Permission: `{operation['x-permission']}`."
    return "For anybody who is signed in." if operation.get("security") else "For everybody, without sign-in."


def _parameters(operation: dict[str, Any]) -> list[str]:
    parameters = operation.get("parameters", [])
    if not parameters:
        return []
    lines = ["| parameter | in | type | meaning |", "| --- | --- | --- | --- |"]
    for parameter in parameters:
        schema = parameter["schema"]
        name = f"`{parameter['name']}`" + (" (needed)" if parameter.get("required") else "")
        meaning = parameter.get("description") or schema.get("description", "")
        lines.append(f"| {name} | {parameter['in']} | {_type(schema)} | {_cell(meaning)} |")
    return [*lines, ""]


def _body(document: dict[str, Any], operation: dict[str, Any]) -> list[str]:
    if "requestBody" not in operation:
        return []
    media_type, content = next(iter(operation["requestBody"]["content"].items()))
    schema = _resolved(document, content["schema"])
    needed = "" if operation["requestBody"].get("required") else ", may be left out"
    lines = [f"Body (`{media_type}`{needed}). {_cell(schema.get('description', ''))}".rstrip(), ""]
    members = schema.get("properties")
    if not members:
        return lines
    lines += ["| member | type | meaning |", "| --- | --- | --- |"]
    for name, member in members.items():
        needed = " (needed)" if name in schema.get("required", []) else ""
        lines.append(f"| `{name}`{needed} | {_type(member)} | {_cell(member.get('description', ''))} |")
    return [*lines, ""]


def _answers(document: dict[str, Any], operation: dict[str, Any]) -> list[str]:
    """What it answers when it is done, each with its body; and the statuses of its problems in one line."""
    lines, problems = ["| answer | body | meaning |", "| --- | --- | --- |"], []
    for status, answer in operation["responses"].items():
        media_type, content = next(iter(answer.get("content", {}).items()), ("", {}))
        if media_type == PROBLEM:
            problems.append(status)
            continue
        schema = content.get("schema", {})
        body = _type(schema) if schema else media_type and f"`{media_type}`"
        meaning = answer["description"]
        if meaning == "Successful Response":
            meaning = _resolved(document, schema).get("description", "") or "Done"
        lines.append(f"| {status} | {body or '–'} | {_cell(meaning)} |")
    known = ", ".join(sorted(status for status in problems if status != "default"))
    return [*lines, "", f"Problems: {known}.", ""]


def _example(document: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> list[str]:
    for name, value in EXAMPLES_OF_PATHS.items():
        path = path.replace(f"{{{name}}}", value)
    lines = [f"{method} {path} HTTP/1.1"]
    if operation.get("security"):
        lines.append("Authorization: Bearer …")
    if "requestBody" not in operation:
        return lines
    media_type, content = next(iter(operation["requestBody"]["content"].items()))
    example = example_of(document, content)
    text = example if isinstance(example, str) else json.dumps(example, indent=2, ensure_ascii=False)
    return [*lines, f"Content-Type: {media_type}", "", *text.strip().splitlines()]


def example_of(document: dict[str, Any], content: dict[str, Any]) -> Any:
    """The example of a body; `KeyError` if it has none."""
    if "example" in content:
        return content["example"]
    return _resolved(document, content["schema"])["examples"][0]


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The schema itself behind a reference, or behind "this or null"."""
    for one in schema.get("anyOf", []):
        if "$ref" in one:
            schema = one
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_type(one) for one in schema["anyOf"]))
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        return ", ".join(f"`{json.dumps(value)}`" for value in values)
    kind = schema.get("type", "any")
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return f"{kind} ({schema['format']})" if "format" in schema else str(kind)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page())
