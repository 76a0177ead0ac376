"""Problem documents (RFC 9457): one shape for every error, with a stable `type` and, for bad input, a list of fields.

A problem never holds a traceback, the value that was refused, or a secret. Texts are plain sentences for people;
programs go by `type`, a path below `/problems/` that also leads to its meaning.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from starlette.requests import Request
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 50
_LONGEST_NAME = 100
_RAISED_HERE = "Value error, "
"""What pydantic puts before a sentence of our own."""


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of problem: the last part of its `type`, the HTTP status that goes with it, and what it means."""

    slug: str
    status: int
    title: str

    @property
    def uri(self) -> str:
        """The `type` member."""
        return f"/problems/{self.slug}"


MALFORMED = ProblemType("malformed-request", 400, "The request is not valid HTTP or JSON")
UNAUTHENTICATED = ProblemType("unauthenticated", 401, "A valid access token or API key is needed")
WRONG_CREDENTIALS = ProblemType("wrong-credentials", 401, "The e-mail address or the password is wrong")
SIGN_IN_ENDED = ProblemType("sign-in-ended", 401, "The sign-in has ended")
FORBIDDEN = ProblemType("forbidden", 403, "A permission is missing")
FOREIGN_ORIGIN = ProblemType("foreign-origin", 403, "The page belongs to another address")
NOT_FOUND = ProblemType("not-found", 404, "There is no such thing")
METHOD_NOT_ALLOWED = ProblemType("method-not-allowed", 405, "The address does not know this method")
ALREADY_EXISTS = ProblemType("already-exists", 409, "The name is taken")
CHARGING = ProblemType("charging", 409, "A transaction is running")
CREDENTIAL_NEEDED = ProblemType("credential-needed", 409, "The station needs a credential")
CREDENTIAL_EXISTS = ProblemType("credential-exists", 409, "The station has a password")
NO_CERTIFICATE = ProblemType("no-certificate", 409, "The station has presented no client certificate")
LAST_ADMIN = ProblemType("last-admin", 409, "The last administrator stays")
OWNS_KEYS = ProblemType("owns-keys", 409, "The user owns API keys")
REVOKED = ProblemType("revoked", 409, "The API key is revoked")
REFRESHED_ALREADY = ProblemType("refreshed-already", 409, "The sign-in was refreshed a moment ago")
NOT_QUEUED = ProblemType("not-queued", 409, "The command has left the queue")
NOT_RUNNING = ProblemType("not-running", 409, "The transaction is not running")
COUNT_DIFFERS = ProblemType("count-differs", 409, "It means another number of stations than expected")
JOB_RUNNING = ProblemType("job-running", 409, "The job has not ended")
JOB_ENDED = ProblemType("job-ended", 409, "The job has ended")
PAYLOAD_FORGOTTEN = ProblemType("payload-forgotten", 409, "The payload held a secret and is forgotten")
IN_PROGRESS = ProblemType("in-progress", 409, "The first request with this key is still at work")
ANSWER_LOST = ProblemType("answer-lost", 409, "It was done, but the answer was lost")
EDITED_MEANWHILE = ProblemType("edited-meanwhile", 412, "Somebody else has edited it")
TOO_LARGE = ProblemType("content-too-large", 413, "The request body is too large")
UNSUPPORTED_MEDIA_TYPE = ProblemType("unsupported-media-type", 415, "The request body is of another type")
VALIDATION = ProblemType("validation", 422, "The request does not fit its description")
KEY_REUSED = ProblemType("idempotency-key-reused", 422, "The Idempotency-Key was used for something else")
INVALID_CURSOR = ProblemType("invalid-cursor", 422, "The cursor is not one of this list")
RATE_LIMITED = ProblemType("rate-limited", 429, "The API key has used its quota")
FEED_PROTOCOL = ProblemType("feed-protocol", 426, "The feed speaks another subprotocol")
TOO_MANY_ATTEMPTS = ProblemType("too-many-attempts", 429, "Too many attempts")
INTERNAL = ProblemType("internal-error", 500, "A defect of the gateway")
BUSY = ProblemType("busy", 503, "The gateway is busy")
STORAGE_UNAVAILABLE = ProblemType("storage-unavailable", 503, "The database is away")
NOT_READY = ProblemType("not-ready", 503, "The gateway is not ready")

PROBLEM_TYPES: tuple[ProblemType, ...] = (
    MALFORMED,
    UNAUTHENTICATED,
    WRONG_CREDENTIALS,
    SIGN_IN_ENDED,
    FORBIDDEN,
    FOREIGN_ORIGIN,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    ALREADY_EXISTS,
    CHARGING,
    CREDENTIAL_NEEDED,
    CREDENTIAL_EXISTS,
    NO_CERTIFICATE,
    LAST_ADMIN,
    OWNS_KEYS,
    REVOKED,
    REFRESHED_ALREADY,
    NOT_QUEUED,
    NOT_RUNNING,
    COUNT_DIFFERS,
    JOB_RUNNING,
    JOB_ENDED,
    PAYLOAD_FORGOTTEN,
    IN_PROGRESS,
    ANSWER_LOST,
    EDITED_MEANWHILE,
    TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    VALIDATION,
    KEY_REUSED,
    INVALID_CURSOR,
    RATE_LIMITED,
    FEED_PROTOCOL,
    TOO_MANY_ATTEMPTS,
    INTERNAL,
    BUSY,
    STORAGE_UNAVAILABLE,
    NOT_READY,
)


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing that is wrong with the input: where (`field` in `place`), what, and a stable word for it."""

    place: str
    field: str
    message: str
    code: str

    def as_json(self) -> dict[str, str]:
        """As it stands in the `errors` list."""
        return {"in": self.place, "field": self.field, "message": self.message, "code": self.code}


class Problem(Exception):
    """An answer that is an error. `members` are extension members, e.g. the missing permission."""

    def __init__(
        self,
        kind: ProblemType,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.members = dict(members or {})

    def response(self) -> Response:
        """The HTTP answer."""
        document: dict[str, Any] = {
            "type": self.kind.uri,
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
        }
        if self.errors:
            document["errors"] = [error.as_json() for error in self.errors]
        document.update(self.members)
        # ASCII only: whatever strange text a name holds, the answer can be encoded.
        body = json.dumps(document, separators=(",", ":")).encode()
        return Response(body, self.kind.status, self.headers, MEDIA_TYPE)


def unauthenticated(detail: str, kind: ProblemType = UNAUTHENTICATED) -> Problem:
    """401, naming the scheme that is expected."""
    return Problem(kind, detail, headers={"WWW-Authenticate": "Bearer"})


def not_found(kind: str, name: object) -> Problem:
    """404 for a thing that does not exist or may not be seen."""
    return Problem(NOT_FOUND, f"There is no {kind} {name!s:.{_LONGEST_NAME}}.")


def empty_span() -> Problem:
    """422 for a span of time that ends before it begins: a mistake, not a list that happens to be empty."""
    wrong = FieldError("query", "from", "`from` must lie before `to`.", "invalid_span")
    return Problem(VALIDATION, "This span of time is empty.", errors=[wrong])


def internal_error() -> tuple[UUID, Problem]:
    """500, and the id under which the log tells more."""
    incident = uuid4()
    text = "The gateway failed to answer this request. Its log tells why, under the id in `instance`."
    return incident, Problem(INTERNAL, text, members={"instance": incident.urn})


def from_validation(found: Sequence[Mapping[str, Any]]) -> Problem:
    """The problem for what pydantic found, without the values it found it in (one may be a password)."""
    if any(error["type"] == "json_invalid" for error in found):
        return Problem(MALFORMED, "The request body is not valid JSON.")
    errors = []
    for error in found[:MOST_ERRORS]:
        place, *path = error["loc"] or ("request",)
        field = ".".join(str(part)[:_LONGEST_NAME] for part in path)
        message = str(error["msg"]).removeprefix(_RAISED_HERE)
        errors.append(FieldError(str(place), field, message, str(error["type"])))
    return Problem(VALIDATION, "Some of the input cannot be accepted: see `errors`.", errors=errors)


def from_status(status: int, request: Request, headers: Mapping[str, str] | None) -> Problem:
    """The problem for an error that the framework raises by number."""
    texts = {
        404: (NOT_FOUND, "There is nothing at this address."),
        405: (METHOD_NOT_ALLOWED, f"{request.method[:_LONGEST_NAME]} is not possible at this address."),
        413: (TOO_LARGE, "The request body is larger than this address takes."),
    }
    kind, detail = texts.get(status, (MALFORMED, "The request cannot be understood."))
    return Problem(kind, detail, headers=headers)
