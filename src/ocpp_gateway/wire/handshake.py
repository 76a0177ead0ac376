"""A WebSocket upgrade request, understood: who says it is who, in which version, with which credentials.

A pure function of the request. Nothing is looked up here; whether the one who claims an identity may have it is decided
by `operations.admission`. Order of checks and statuses: ocpp.md 2.1 to 2.4, RFC 6455 section 4.2.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

from websockets.utils import accept_key

from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.ocpp.violations import Validation, Violation, clip
from ocpp_gateway.operations.admission import BasicCredentials
from ocpp_gateway.operations.refused_handshakes import RefusalReason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from websockets.datastructures import Headers
    from websockets.http11 import Request

LONGEST_IDENTITY: Final = 255
"""Characters. OCPP-J 1.6 gives no limit, 2.x 48; longer ones would not fit where identities are kept."""
_BENT_SUBPROTOCOLS: Final = {"ocpp1.6j": OcppVersion.V16, "ocpp1.6-json": OcppVersion.V16}


@dataclass(frozen=True, slots=True, kw_only=True)
class HandshakeRules:
    """What this listener accepts. `prefixes` are the paths that may stand before the identity; none always may."""

    prefixes: tuple[tuple[str, ...], ...] = (("ocpp",),)
    versions: tuple[OcppVersion, ...] = (OcppVersion.V16,)
    validation: Validation = Validation.LENIENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A request that makes sense. `version` is `None` if no offered subprotocol is ours.

    `subprotocol` is the name to echo, exactly as it was offered; `None` where none may be echoed (RFC 6455 forbids to
    answer what was not offered).
    """

    identity: str
    version: OcppVersion | None
    subprotocol: str | None
    credentials: BasicCredentials | None
    malformed_credentials: bool
    accept: str
    offer: str | None = None
    """Without a version: what was offered instead, for operators."""
    departures: tuple[Violation, ...] = ()
    """What was bent and tolerated (quirks Q1, Q5)."""


@dataclass(frozen=True, slots=True)
class BadRequest:
    """A request that is refused whoever sends it. `headers` are those that this status needs."""

    status: int
    reason: RefusalReason
    headers: tuple[tuple[str, str], ...] = ()


def read_request(request: Request, rules: HandshakeRules) -> Opening | BadRequest:
    """Understand a request or say what is wrong with it."""
    refusal = _check_upgrade(request)
    if refusal is not None:
        return refusal
    key = _websocket_key(request.headers)
    if key is None:
        return BadRequest(400, RefusalReason.BAD_KEY)
    identity = read_identity(request.path, rules)
    if identity is None:
        return BadRequest(404, RefusalReason.BAD_PATH)
    offers = request.headers.get_all("Sec-WebSocket-Protocol")
    version, subprotocol = choose_version(offers, rules)
    credentials, malformed = read_authorization(request.headers.get_all("Authorization"))
    return Opening(
        identity=identity,
        version=version,
        subprotocol=subprotocol,
        credentials=credentials,
        malformed_credentials=malformed,
        accept=accept_key(key),
        offer=describe_offer(offers) if version is None else None,
        departures=_departures(request.path, version, subprotocol),
    )


def _departures(target: str, version: OcppVersion | None, subprotocol: str | None) -> tuple[Violation, ...]:
    found = []
    if version is not None and subprotocol is None:
        found.append(Violation(Rule.NO_SUBPROTOCOL, "handshake", "no Sec-WebSocket-Protocol"))
    elif version is not None and subprotocol != version.subprotocol:
        found.append(Violation(Rule.SUBPROTOCOL_SPELLING, "handshake", clip(subprotocol or "")))
    if "//" in target:
        found.append(Violation(Rule.SLASHES, "handshake", "repeated slashes in the path"))
    return tuple(found)


def read_identity(target: str, rules: HandshakeRules) -> str | None:
    """The identity in a request target, percent-decoded exactly once; `None` if the path leads nowhere.

    Repeated and trailing slashes are tolerated by a lenient listener (quirk Q5); a strict one takes one trailing slash.
    A query is refused: stations have nothing to say there but secrets.
    """
    if not target.startswith("/") or "?" in target or "#" in target:
        return None
    segments = target[1:].split("/")
    if segments[-1] == "":
        segments.pop()
    if rules.validation is Validation.LENIENT:
        segments = [segment for segment in segments if segment]
    if not segments or tuple(segments) in rules.prefixes:
        return None
    if len(segments) > 1 and tuple(segments[:-1]) not in rules.prefixes:
        return None
    return _decode_identity(segments[-1])


def _decode_identity(segment: str) -> str | None:
    for index, character in enumerate(segment):
        if character == "%" and not _is_hex(segment[index + 1 : index + 3]):
            return None
    try:
        identity = unquote_to_bytes(segment).decode("utf-8")
    except UnicodeDecodeError:
        return None
    # isprintable() refuses control, formatting (bidi), unassigned and private characters, and every blank but space.
    if not identity.isprintable() or "/" in identity or identity in {"", ".", ".."}:
        return None
    return identity if len(identity) <= LONGEST_IDENTITY else None


def _is_hex(digits: str) -> bool:
    return len(digits) == 2 and all(digit in "0123456789abcdefABCDEF" for digit in digits)


def choose_version(
    header_values: Sequence[str], rules: HandshakeRules
) -> tuple[OcppVersion | None, str | None]:
    """The first offered version that is ours (the station's order is its preference), and the name to echo.

    A lenient listener reads the missing header as 1.6 (quirk Q1) and bears `OCPP1.6` and `ocpp1.6j`.
    """
    lenient = rules.validation is Validation.LENIENT
    offered = _names(header_values)
    if not offered:
        assumed = OcppVersion.V16 if lenient and OcppVersion.V16 in rules.versions else None
        return assumed, None
    for name in offered:
        version = OcppVersion.from_subprotocol(name)
        if version is None and lenient:
            folded = name.lower()
            version = OcppVersion.from_subprotocol(folded) or _BENT_SUBPROTOCOLS.get(folded)
        if version is not None and version in rules.versions and _is_token(name):
            return version, name
    return None, None


def describe_offer(header_values: Sequence[str]) -> str:
    """What a station offered, as a sentence for operators; of names that are not OCPP's only how many."""
    offered = _names(header_values)
    known = [name for name in offered if name.lower().startswith("ocpp") and _is_token(name)]
    others = len(offered) - len(known)
    named = [*known, *([f"{others} not of OCPP"] if others else [])]
    return clip(f"offered: {', '.join(named)}") if named else "no subprotocol was offered"


def _names(header_values: Sequence[str]) -> list[str]:
    return [name for value in header_values for part in value.split(",") if (name := part.strip(" \t"))]


def _is_token(name: str) -> bool:
    return name.isascii() and all(mark.isalnum() or mark in "!#$%&'*+-.^_`|~" for mark in name)


def read_authorization(header_values: Sequence[str]) -> tuple[BasicCredentials | None, bool]:
    """User and password of a Basic header as bytes, split at the first colon; and whether a header was unreadable.

    The password is never decoded as text: it is an AuthorizationKey and may hold NUL, colons and any other byte.
    """
    if not header_values:
        return None, False
    if len(header_values) != 1:
        return None, True
    scheme, _, encoded = header_values[0].strip(" \t").partition(" ")
    if scheme.lower() != "basic":
        return None, True
    try:
        octets = base64.b64decode(encoded.strip(" \t").encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None, True
    user, colon, password = octets.partition(b":")
    if not colon:
        return None, True
    return BasicCredentials(user, password), False


def _check_upgrade(request: Request) -> BadRequest | None:
    if request.method != "GET":
        return BadRequest(405, RefusalReason.NO_UPGRADE, (("Allow", "GET"),))
    if request.protocol != "HTTP/1.1":
        return BadRequest(505, RefusalReason.MALFORMED_REQUEST)
    headers = request.headers
    if "websocket" not in _members(headers.get_all("Upgrade")):
        return BadRequest(426, RefusalReason.NO_UPGRADE, (("Upgrade", "websocket"),))
    if "upgrade" not in _members(headers.get_all("Connection")):
        return BadRequest(400, RefusalReason.NO_UPGRADE)
    if headers.get_all("Sec-WebSocket-Version") != ["13"]:
        return BadRequest(
            426, RefusalReason.BAD_VERSION, (("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"))
        )
    return None


def _members(values: Sequence[str]) -> set[str]:
    return {member.strip(" \t").lower() for value in values for member in value.split(",")}


def _websocket_key(headers: Headers) -> str | None:
    keys = headers.get_all("Sec-WebSocket-Key")
    if len(keys) != 1:
        return None
    try:
        nonce = base64.b64decode(keys[0].encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    return keys[0] if len(nonce) == 16 else None
