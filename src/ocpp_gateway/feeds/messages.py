"""The messages of the protocol: what a client may say, what the server says beside events, and how a feed ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from ocpp_gateway.feeds.grants import PERMISSIONS
from ocpp_gateway.operations.announcements import rfc3339
from ocpp_gateway.operations.provisioning import fold_identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from ocpp_gateway.feeds.cursors import Cursor

MOST_TYPES = 32
MOST_STATIONS = 1000
LONGEST_MESSAGE = 128 * 1024
"""Characters of one message of a client: room for the most stations it may name."""
_LONGEST_REASON = 120


@dataclass(frozen=True, slots=True)
class Close:
    """The end of a feed: a WebSocket close code and a reason of at most 123 bytes."""

    code: int
    reason: str

    def __post_init__(self) -> None:
        if len(self.reason.encode()) > _LONGEST_REASON:
            raise ValueError("the reason of a close frame is too long")


SIGNED_OUT = Close(4001, "the sign-in has ended or may see nothing any more")
NO_SUBSCRIBE = Close(4400, "no subscribe within 10 seconds")
TOO_MANY_SUBSCRIBES = Close(4400, "too many subscribes")
TOO_MANY_OF_USER = Close(4429, "too many feeds of this user")
TOO_MANY_ON_NODE = Close(4429, "too many feeds on this node")
DATABASE_AWAY = Close(1013, "the database is away: come back with your last cursor")
DEFECT = Close(1011, "a defect of the gateway: come back with your last cursor")


class BadMessage(Exception):
    """The client said something that is no valid `subscribe`; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Subscribe:
    """What a client wants. `event_types` and `stations` (folded) are `None` for "whatever I may see"."""

    after: str | None
    event_types: frozenset[str] | None
    stations: frozenset[str] | None
    snapshot: bool


class _Wire(msgspec.Struct, forbid_unknown_fields=True):
    type: str
    after: str | None = None
    event_types: list[str] | None = None
    stations: list[str] | None = None
    snapshot: bool = False


_decoder = msgspec.json.Decoder(_Wire)
_encode = msgspec.json.Encoder().encode


def read_subscribe(text: str) -> Subscribe:
    """Understand a message of a client. Raises `BadMessage`."""
    if len(text) > LONGEST_MESSAGE:
        raise BadMessage("the message is too long")
    try:
        said = _decoder.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise BadMessage(_short(f"not a subscribe: {error}")) from error
    if said.type != "subscribe":
        raise BadMessage("the only message of a client is subscribe")
    return Subscribe(said.after, _types(said.event_types), _stations(said.stations), said.snapshot)


def _types(names: list[str] | None) -> frozenset[str] | None:
    if names is None:
        return None
    if len(names) > MOST_TYPES:
        raise BadMessage(f"at most {MOST_TYPES} event types")
    for name in names:
        if name not in PERMISSIONS:
            raise BadMessage(_short(f"unknown event type {name!a}"))
    return frozenset(names)


def _stations(identities: list[str] | None) -> frozenset[str] | None:
    if identities is None:
        return None
    if len(identities) > MOST_STATIONS:
        raise BadMessage(f"at most {MOST_STATIONS} stations")
    return frozenset(map(fold_identity, identities))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_REASON else text[: _LONGEST_REASON - 3] + "..."


def bad(error: BadMessage) -> Close:
    """The end that a bad message leads to."""
    return Close(4400, _short(str(error).encode("ascii", "backslashreplace").decode()))


def gone(reason: str) -> Close:
    """The end that a cursor leads to which the log does not know."""
    return Close(4010, _short(reason))


def slow(last: Cursor) -> Close:
    """The end of somebody who reads too slowly: `last` is where they were."""
    return Close(4008, f"cursor={last}")


def subscribed(cursor: Cursor, types: Iterable[str]) -> bytes:
    """Where a subscriber starts and what it will get."""
    return _json(type="subscribed", cursor=str(cursor), event_types=sorted(types))


def snapshot_page(
    cursor: Cursor, stations: Sequence[bytes], connectors: Sequence[bytes], *, more: bool
) -> bytes:
    """Some rows of the present state, each a JSON text."""
    return _json(
        type="snapshot",
        cursor=str(cursor),
        stations=[msgspec.Raw(row) for row in stations],
        connectors=[msgspec.Raw(row) for row in connectors],
        more=more,
    )


def heartbeat(cursor: Cursor, now: datetime, *, live: bool) -> bytes:
    """Everything up to `cursor` was sent; `live` says whether the log can be read at the moment."""
    return _json(type="heartbeat", cursor=str(cursor), time=rfc3339(now), live=live)


def messages_skipped(before: datetime) -> bytes:
    """Frames before this moment were too many to be shown live."""
    return _json(type="messages_skipped", before=rfc3339(before))


def _json(**members: Any) -> bytes:
    return _encode(members)
