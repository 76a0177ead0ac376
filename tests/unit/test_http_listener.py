"""Whose word about a client's address is believed: on a real socket, since the server decides it."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest

from ocpp_gateway.assembly.http import HttpListener

pytestmark = pytest.mark.anyio

FORWARDED = {"X-Forwarded-For": "203.0.113.9, 10.1.2.3", "X-Forwarded-Proto": "https"}


async def tell(scope: Any, _: Any, send: Any) -> None:
    """Answer with what the application gets to know."""
    body = json.dumps([scope["client"][0], scope["scheme"]]).encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


@pytest.mark.parametrize(
    ("trusted", "seen"),
    [
        ((), ["127.0.0.1", "http"]),
        (("192.0.2.0/24",), ["127.0.0.1", "http"]),
        (("127.0.0.0/8",), ["10.1.2.3", "https"]),
        (("127.0.0.0/8", "10.0.0.0/8"), ["203.0.113.9", "https"]),
    ],
    ids=["nobody is trusted", "somebody else is", "the proxy is", "a chain of proxies is"],
)
async def test_forwarding_headers_count_only_from_trusted_proxies(
    trusted: tuple[str, ...], seen: list[str]
) -> None:
    listener = HttpListener(tell, "127.0.0.1", 0, trusted)
    port = await listener.start()
    try:
        async with httpx2.AsyncClient() as client:
            answer = await client.get(f"http://127.0.0.1:{port}/", headers=FORWARDED)
    finally:
        await listener.stop()
    assert answer.json() == seen
