"""From which pages a browser may open a feed (attack S15, cross-site WebSocket hijacking).

A WebSocket is not bound by the same-origin policy: every page may open one to us, and the browser names the page's
origin. Ours are the configured public address and, where that cannot be confused, the address the request was sent to.
A name in `Host` that is neither may be an attacker's name that resolves to us (DNS rebinding).
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.datastructures import Headers

_LONGEST = 300


class AllowedOrigins:
    """The allow list; `public_url` is the address that people are told, or empty."""

    def __init__(self, public_url: str) -> None:
        self._public = origin_of(public_url) if public_url else None

    def allows(self, headers: Headers) -> bool:
        """Whether the `Origin` of a request is one of ours. A request without one is not decided here."""
        origin = origin_of(headers.get("origin", ""))
        if origin is None:
            return False
        if origin == self._public:
            return True
        host = headers.get("host", "").lower()
        if not host or origin.partition("://")[2] != host:
            return False
        return self._public is None or _is_plain_address(host)


def origin_of(url: str) -> str | None:
    """Scheme, host and port as browsers write them in `Origin`; `None` if it is not the address of a web page."""
    if not 0 < len(url) <= _LONGEST:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    default = {"http": 80, "https": 443}.get(parts.scheme)
    if default is None or not parts.hostname or parts.username is not None:
        return None
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{name}" + ("" if port in {None, default} else f":{port}")


def _is_plain_address(host: str) -> bool:
    """Nobody else can own the name `localhost` or an address without a name."""
    name = urlsplit(f"//{host}").hostname or ""
    if name == "localhost":
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
