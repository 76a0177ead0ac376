from __future__ import annotations

import pytest
from starlette.requests import Request

from ocpp_gateway.api.client_address import UNKNOWN, client_address, limited_as


def seen(host: str | None) -> str | None:
    scope = {"type": "http", "headers": [], "client": None if host is None else (host, 1)}
    return client_address(Request(scope))


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:0DB8::1", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("testclient", None),
        ("<script>", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_has_one_form_and_anything_else_is_none(host: str | None, address: str | None) -> None:
    assert seen(host) == address


def test_whoever_has_an_ipv6_network_has_one_allowance() -> None:
    assert limited_as("2001:db8::1") == limited_as("2001:db8::ffff:1") == "2001:db8::/64"
    assert limited_as("2001:db8:0:1::1") != limited_as("2001:db8::1")
    assert limited_as("192.0.2.1") == "192.0.2.1"
    assert limited_as(None) == UNKNOWN
