"""The HTTP answers of the station listener, as bytes. Equal refusals look equal: status, headers and body."""

from __future__ import annotations

from email.utils import format_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

REALM = "ocpp"


def switching_protocols(accept: str, subprotocol: str | None, now: datetime) -> bytes:
    """101. The Date header is for stations whose clock starts in 1970: some set it from here."""
    lines = [
        "HTTP/1.1 101 Switching Protocols",
        f"Date: {_http_date(now)}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Accept: {accept}",
    ]
    if subprotocol is not None:
        lines.append(f"Sec-WebSocket-Protocol: {subprotocol}")
    return _head(lines)


def refusal(
    status: int, now: datetime, *, retry_after: int | None = None, headers: Iterable[tuple[str, str]] = ()
) -> bytes:
    """A refusal that closes. The body is the status in words: the reason is for operators only."""
    phrase = HTTPStatus(status).phrase
    body = f"{status} {phrase}\n".encode()
    lines = [
        f"HTTP/1.1 {status} {phrase}",
        f"Date: {_http_date(now)}",
        "Connection: close",
        "Content-Type: text/plain; charset=utf-8",
        f"Content-Length: {len(body)}",
    ]
    if status == HTTPStatus.UNAUTHORIZED:
        lines.append(f'WWW-Authenticate: Basic realm="{REALM}"')
    if retry_after is not None:
        lines.append(f"Retry-After: {retry_after}")
    lines.extend(f"{name}: {value}" for name, value in headers)
    return _head(lines) + body


def _head(lines: list[str]) -> bytes:
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def _http_date(now: datetime) -> str:
    return format_datetime(now, usegmt=True)
