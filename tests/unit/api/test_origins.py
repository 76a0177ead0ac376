"""From which pages a feed may be opened (attack S15)."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from ocpp_gateway.api.origins import AllowedOrigins, origin_of

PUBLIC = "https://gateway.example/"


@pytest.mark.parametrize(
    ("public", "host", "origin", "allowed"),
    [
        ("", "127.0.0.1:8000", "http://127.0.0.1:8000", True),
        ("", "name.internal:8000", "http://name.internal:8000", True),
        ("", "[::1]:8000", "http://[::1]:8000", True),
        ("", "gateway.example", "https://gateway.example", True),
        ("", "127.0.0.1:8000", "http://127.0.0.1:9000", False),
        ("", "127.0.0.1:8000", "https://evil.example", False),
        ("", "127.0.0.1:8000", "null", False),
        ("", "127.0.0.1:8000", "", False),
        ("", "", "http://127.0.0.1:8000", False),
        ("", "a.example", "http://user@a.example", False),
        ("", "a.example", "file://a.example", False),
        ("", "a.example:x", "http://a.example:x", False),
        (PUBLIC, "10.0.0.7:8000", "https://gateway.example", True),
        (PUBLIC, "gateway.example", "http://gateway.example", False),
        (PUBLIC, "10.0.0.7:8000", "http://10.0.0.7:8000", True),
        (PUBLIC, "localhost:8000", "http://localhost:8000", True),
        (PUBLIC, "rebound.evil.example", "http://rebound.evil.example", False),
    ],
)
def test_only_our_own_pages_are_allowed(public: str, host: str, origin: str, allowed: bool) -> None:
    headers = Headers({"host": host, "origin": origin})
    assert AllowedOrigins(public).allows(headers) is allowed


def test_the_default_port_is_left_out_as_browsers_do() -> None:
    assert origin_of("https://Gateway.example:443/path") == "https://gateway.example"
    assert origin_of("http://gateway.example:8080") == "http://gateway.example:8080"
    assert origin_of("x" * 400) is None
