"""`Idempotency-Key` on every request that changes something, commands aside (they keep theirs in their own rows).

The key is claimed where the caller is known (`principal`), after the check of the permission. The answer is kept where
it is complete (`KeptAnswers`), before its first byte goes out: whoever has an answer can have it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

import structlog
from fastapi import Header, Response
from starlette.requests import Request

from ocpp_gateway.api.boundary import Application, Message, Receive, Scope, Send
from ocpp_gateway.api.ports import Ports
from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.operations.repeated_requests import KeptAnswer, RepeatedRequests

_log = structlog.get_logger(__name__)

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_STATE = "idempotency_claim"
_KEPT = ("content-type", "etag", "location")
"""What an answer consists of beside status and body."""

Key = Annotated[
    str | None,
    Header(
        alias=HEADER,
        min_length=1,
        max_length=255,
        description="The same key and request within 24 hours get the first answer again; nothing is done twice",
    ),
]


class Replayed(Exception):
    """Leaves the route: the answer is there already."""

    def __init__(self, answer: KeptAnswer) -> None:
        super().__init__("answered before")
        self.answer = answer


async def claimed(request: Request, principal: UUID, key: str | None, ports: Ports) -> UUID | None:
    """Claim the key of this request, if it has one. Raises `Replayed` if it was answered before."""
    if key is None:
        return None
    what = b"\n".join(
        (
            request.method.encode(),
            request.scope["path"].encode(),
            request.scope.get("query_string", b""),
            await request.body(),
        )
    )
    found = await ports.repeated_requests.claim(principal, key, what, ports.clock())
    if isinstance(found, KeptAnswer):
        raise Replayed(found)
    setattr(request.state, _STATE, found)
    return found


async def replay(_: Request, error: Exception) -> Response:
    """The handler of `Replayed`: the first answer again, marked as such."""
    assert isinstance(error, Replayed)  # noqa: S101 - it is registered for this class only
    answer = error.answer
    return Response(answer.body, answer.status, {**answer.headers, REPLAYED: "true"})


class KeptAnswers:
    """ASGI middleware: keeps the answer of a request that has claimed its key."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self._app(scope, receive, send)
            return
        state: dict[str, Any] = scope.setdefault("state", {})
        held: list[Message] = []
        decided = False

        async def sending(message: Message) -> None:
            nonlocal decided
            if _STATE not in state:
                await send(message)
                return
            held.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                await _decide(_requests(scope), state[_STATE], held)
                decided = True
                for one in held:
                    await send(one)

        try:
            await self._app(scope, receive, sending)
        finally:
            if _STATE in state and not decided:
                await _requests(scope).release(state[_STATE])


def _requests(scope: Scope) -> RepeatedRequests:
    ports: Ports = scope["app"].state.ports
    return ports.repeated_requests


async def _decide(requests: RepeatedRequests, claim: UUID, held: list[Message]) -> None:
    """Keep a good answer, free the key of a refused request."""
    status = int(held[0]["status"])
    try:
        if 200 <= status < 300:
            headers = {name.decode().lower(): value.decode("latin-1") for name, value in held[0]["headers"]}
            body = b"".join(part.get("body", b"") for part in held[1:])
            await requests.keep(claim, KeptAnswer(status, _those(headers), body))
        else:
            await requests.release(claim)
    except StorageUnavailable as away:
        # The change is committed and the claim says so; only its answer cannot be given a second time.
        _log.warning("answer_not_kept", reason=str(away))


def _those(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: headers[name] for name in _KEPT if name in headers}
