"""The OpenAPI document: what the framework knows of the routes, and the problems that each can answer with."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from ocpp_gateway.api import problems
from ocpp_gateway.api.examples import EXAMPLES
from ocpp_gateway.api.problems import ProblemType

TITLE = "OCPP Gateway"
ABOUT = """\
Everything that people and programs do with charging stations.

People sign in with `POST /api/v1/auth/login` and send the token as `Authorization: Bearer …`. Programs send an API key
in the same way or as `X-API-Key`; what lies outside of its stations does not exist for it. Lists are pages:
`?limit=&cursor=`, going on with `next_cursor` until it is null. Times are RFC 3339 in UTC, `*_kwh` is kWh, meters are
Wh. Every error is a problem document (RFC 9457) whose `type` is stable.
"""
_SCHEMA = "#/components/schemas/Problem"
_PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "An error (RFC 9457). Programs go by `type`; some types have members of their own.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri-reference",
            "examples": [kind.uri for kind in problems.PROBLEM_TYPES],
        },
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "What is wrong with the input",
            "items": {
                "type": "object",
                "required": ["in", "field", "message", "code"],
                "properties": {
                    "in": {"type": "string"},
                    "field": {"type": "string"},
                    "message": {"type": "string"},
                    "code": {"type": "string"},
                },
            },
        },
        "permission": {"type": "string", "description": "The permission that is missing (403)"},
        "choices": {
            "type": "array",
            "items": {"type": "string"},
            "description": "What can be done instead (409)",
        },
        "instance": {"type": "string", "description": "Under this id the log tells more (500)"},
        "not_ready": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["part", "reason"],
                "properties": {"part": {"type": "string"}, "reason": {"type": "string"}},
            },
        },
    },
    "additionalProperties": True,
}


def operation_id(route: APIRoute) -> str:
    """The name of a route's function: what a generated client calls it."""
    return route.name


def describe(app: FastAPI) -> dict[str, Any]:
    """The document of an application."""
    document: dict[str, Any] = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = _PROBLEM_SCHEMA
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for item in document["paths"].values():
        for method, operation in item.items():
            _add_example(operation)
            _add_problems(method, operation)
            _add_permission(operation)
    return document


def _add_example(operation: dict[str, Any]) -> None:
    example = EXAMPLES.get(operation["operationId"])
    if example is not None:
        for content in operation["requestBody"]["content"].values():
            content["example"] = example


def _add_problems(method: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    responses.pop("422", None)
    for kind in _possible(method, operation):
        responses.setdefault(str(kind.status), _response(kind.title))
    responses["default"] = _response("Another problem")


def _add_permission(operation: dict[str, Any]) -> None:
    """Name the permission that a role or the scopes of an API key must hold."""
    for permission in {
        scope for way in operation.get("security", []) for scopes in way.values() for scope in scopes
    }:
        operation["x-permission"] = permission


def _possible(method: str, operation: dict[str, Any]) -> list[ProblemType]:
    kinds: list[ProblemType] = []
    security = operation.get("security", [])
    parameters = operation.get("parameters", [])
    if security:
        kinds += [problems.UNAUTHENTICATED, problems.RATE_LIMITED]
    if any(scopes for way in security for scopes in way.values()):
        kinds.append(problems.FORBIDDEN)
    if any(parameter["in"] == "path" for parameter in parameters):
        kinds.append(problems.NOT_FOUND)
    if method in {"post", "delete"} and security:
        kinds.append(problems.ALREADY_EXISTS)
    if method == "patch":
        kinds.append(problems.EDITED_MEANWHILE)
    if "requestBody" in operation:
        kinds += [problems.MALFORMED, problems.TOO_LARGE, problems.UNSUPPORTED_MEDIA_TYPE]
    if "requestBody" in operation or parameters:
        kinds.append(problems.VALIDATION)
    return [*kinds, problems.INTERNAL, problems.STORAGE_UNAVAILABLE]


def _response(title: str) -> dict[str, Any]:
    return {"description": title, "content": {problems.MEDIA_TYPE: {"schema": {"$ref": _SCHEMA}}}}
