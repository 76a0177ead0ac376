"""Where a request came from: the one place that limits and the audit ask.

What the server put into the scope is believed: it has already replaced the address of a trusted proxy (and of nobody
else) by what the proxy says of its client. See `TRUSTED_PROXIES`.
"""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

from starlette.requests import HTTPConnection

_IPV6_PREFIX_BITS = 64
UNKNOWN = "unknown"


def client_address(request: HTTPConnection) -> str | None:
    """The address in its usual form; `None` where there is none, or something that is no address."""
    host = request.client.host if request.client is not None else ""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(address)


def limited_as(address: str | None) -> str:
    """Under which name attempts from an address are counted: who has one IPv6 address has a whole /64 of them."""
    if address is None:
        return UNKNOWN
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address):
        prefix = IPv6Address(int(parsed) >> _IPV6_PREFIX_BITS << _IPV6_PREFIX_BITS)
        return f"{prefix}/{_IPV6_PREFIX_BITS}"
    return address
