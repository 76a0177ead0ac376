"""The outermost layer of the HTTP application: nothing leaves it but answers.

It bounds the request body, adds the headers that every answer carries, and turns a defect into a plain problem
document while the traceback goes to the log. Where there is a GET there is a HEAD (RFC 9110, 9.1; monitors use it):
the same answer without its body, of which no more is made than its beginning.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from types import MappingProxyType
from typing import Any

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from ocpp_gateway.api import problems
from ocpp_gateway.api.problems import Problem

_log = structlog.get_logger(__name__)

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

BODY_LIMIT = 64 * 1024
"""Bytes. The largest body of this API is a handful of fields."""

NOWHERE: Mapping[tuple[str, str], int] = MappingProxyType({})
_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)


_ADDED = "answer_headers"


def answer_with(request: HTTPConnection, headers: Mapping[str, str]) -> None:
    """Add headers to whatever answer this request gets, errors included."""
    getattr(request.state, _ADDED).update(headers)


class _Ended(OSError):
    """The answer to a HEAD is complete, whatever else its body would be: what streams takes it for a broken pipe."""


class Boundary:
    """ASGI middleware around everything else."""

    def __init__(
        self,
        app: Application,
        *,
        body_limit: int = BODY_LIMIT,
        wider: Mapping[tuple[str, str], int] = NOWHERE,
    ) -> None:
        """`wider` are the limits of addresses (method, path) that take more than the rest."""
        self._app = app
        self._body_limit = body_limit
        self._wider = wider

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        if head:
            scope = {**scope, "method": "GET"}  # a copy: the listener goes by its own
        started = ended = False
        added: dict[str, str] = {}
        scope.setdefault("state", {})[_ADDED] = added
        limit = self._wider.get((scope["method"], scope["path"]), self._body_limit)

        async def sending(message: Message) -> None:
            nonlocal started, ended
            if ended:
                raise _Ended
            if message["type"] == "http.response.start":
                started = True
                own = [(name.lower().encode(), value.encode()) for name, value in added.items()]
                message["headers"] = _with_defaults([*message.get("headers", ()), *own])
            elif head:
                ended = True
                message = {"type": "http.response.body"}
            await send(message)

        try:
            if _declared_length(scope) > limit:
                answer = Problem(problems.TOO_LARGE, f"A request body has at most {limit} bytes.").response()
                await answer(scope, receive, sending)
                return
            await self._app(scope, _limited(receive, limit), sending)
        except _Ended:
            return
        except Exception:
            if ended:
                return  # a server of streams hands on what ended it in a wrapping of its own
            incident, problem = problems.internal_error()
            _log.exception(
                "request_failed", incident=str(incident), method=scope["method"], path=scope["path"]
            )
            if started:
                raise  # the answer is half sent: only breaking the connection tells the client so
            await problem.response()(scope, receive, sending)


def _limited(receive: Receive, limit: int) -> Receive:
    """Count what arrives: a body may come without a declared length."""
    total = 0

    async def receiving() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b"")) if message["type"] == "http.request" else 0
        if total > limit:
            raise HTTPException(413)
        return message

    return receiving


def _declared_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value[:20])
    return 0


def _with_defaults(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    present = {name.lower() for name, _ in headers}
    return headers + [(name, value) for name, value in _HEADERS if name not in present]
