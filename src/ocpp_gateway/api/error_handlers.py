"""Which problem each exception becomes: refusals of operations, bad input, an absent database."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import compile_path

from ocpp_gateway.api import problems
from ocpp_gateway.api.problems import FieldError, Problem, ProblemType
from ocpp_gateway.api.repeated_requests import Replayed, replay
from ocpp_gateway.operations.passwords import PasswordsBusy
from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.operations.refusals import (
    AlreadyExists,
    Changed,
    Conflict,
    FieldsRefused,
    Invalid,
    KeyReused,
    LinesRefused,
    NotFound,
    Refusal,
)
from ocpp_gateway.operations.repeated_requests import InProgress
from ocpp_gateway.operations.sign_ins import RefreshedAlready, SignInEnded, WrongCredentials

_JSON_TYPES = ("application/json", "+json")
_RETRY_SECONDS = "5"

_CONFLICTS: Mapping[str, ProblemType] = {
    kind.slug: kind
    for kind in (
        problems.CHARGING,
        problems.CREDENTIAL_NEEDED,
        problems.CREDENTIAL_EXISTS,
        problems.NO_CERTIFICATE,
        problems.NOT_QUEUED,
        problems.NOT_RUNNING,
        problems.COUNT_DIFFERS,
        problems.JOB_RUNNING,
        problems.JOB_ENDED,
        problems.PAYLOAD_FORGOTTEN,
        problems.IN_PROGRESS,
        problems.ANSWER_LOST,
        problems.LAST_ADMIN,
        problems.OWNS_KEYS,
        problems.REVOKED,
    )
}
_REFUSALS: tuple[tuple[type[Refusal], ProblemType], ...] = (
    (NotFound, problems.NOT_FOUND),
    (AlreadyExists, problems.ALREADY_EXISTS),
    (Changed, problems.EDITED_MEANWHILE),
    (KeyReused, problems.KEY_REUSED),
    (RefreshedAlready, problems.REFRESHED_ALREADY),
)


def refused(refusal: Refusal) -> Problem:
    """The problem for a refusal of an operation."""
    text = str(refusal)
    if isinstance(refusal, Conflict):
        members = {"choices": list(refusal.choices)} if refusal.choices else None
        headers = {"Retry-After": "1"} if isinstance(refusal, InProgress) else None
        return Problem(_CONFLICTS[refusal.reason], text, members=members, headers=headers)
    if isinstance(refusal, Invalid):
        error = FieldError("body", refusal.field, text, "invalid")
        return Problem(
            problems.VALIDATION, "Some of the input cannot be accepted: see `errors`.", errors=[error]
        )
    if isinstance(refusal, FieldsRefused):
        wrong = [
            FieldError("body", field, message, "invalid")
            for field, message in refusal.errors[: problems.MOST_ERRORS]
        ]
        return Problem(
            problems.VALIDATION, "Some of the input cannot be accepted: see `errors`.", errors=wrong
        )
    if isinstance(refusal, LinesRefused):
        lines = [
            FieldError("body", f"lines.{error.line}.{error.field}".rstrip("."), error.message, "invalid")
            for error in refusal.errors[: problems.MOST_ERRORS]
        ]
        return Problem(problems.VALIDATION, text, errors=lines)
    if isinstance(refusal, WrongCredentials):
        return problems.unauthenticated(text, problems.WRONG_CREDENTIALS)
    if isinstance(refusal, SignInEnded):
        return problems.unauthenticated(text, problems.SIGN_IN_ENDED)
    for refusal_type, kind in _REFUSALS:
        if isinstance(refusal, refusal_type):
            return Problem(kind, text)
    raise TypeError(f"no problem is assigned to {type(refusal).__name__}") from refusal


async def _problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 - it is registered for this class only
    return error.response()


async def _refusal(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101
    return refused(error).response()


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    # A body of another type reaches validation as plain bytes: "not a dictionary" would send people the wrong way.
    if isinstance(error.body, bytes) and not content_type.endswith(_JSON_TYPES):
        text = "Send the request body as JSON, with Content-Type: application/json."
        return Problem(problems.UNSUPPORTED_MEDIA_TYPE, text).response()
    return problems.from_validation(error.errors()).response()


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    headers = {"Allow": ", ".join(_methods(request))} if error.status_code == 405 else error.headers
    return problems.from_status(error.status_code, request, headers).response()


def _methods(request: Request) -> list[str]:
    """Every method that this address knows (RFC 9110, 15.5.6); the framework names those of one route only.

    An address that is written out in a route (`/id-tags/export.csv`) is not a thing of that name.
    """
    here = request.scope["path"]
    routes = [route for route in iter_route_contexts(request.app.routes) if route.path is not None]
    exact = [route for route in routes if route.path == here]
    matching = exact or [route for route in routes if compile_path(str(route.path))[0].match(here)]
    known = {method for route in matching for method in route.methods or ()}
    return sorted(known | {"HEAD"} if "GET" in known else known)


async def _storage_away(_: Request, __: Exception) -> Response:
    text = "The database does not answer. Try again in a few seconds."
    return Problem(problems.STORAGE_UNAVAILABLE, text, headers={"Retry-After": _RETRY_SECONDS}).response()


async def _busy(_: Request, __: Exception) -> Response:
    text = "Too many passwords are being checked at this moment. Try again in a few seconds."
    return Problem(problems.BUSY, text, headers={"Retry-After": _RETRY_SECONDS}).response()


HANDLERS: dict[int | type[Exception], Callable[[Request, Any], Coroutine[Any, Any, Response]]] = {
    Problem: _problem,
    Replayed: replay,
    Refusal: _refusal,
    RequestValidationError: _validation,
    HTTPException: _http,
    StorageUnavailable: _storage_away,
    PasswordsBusy: _busy,
}
"""For `FastAPI(exception_handlers=…)`. Whatever is not in here is a defect and ends at the boundary."""
