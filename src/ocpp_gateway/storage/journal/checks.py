"""Cheap checks of values before they are sent, so that a flush is hardly ever refused for one bad row.

A refused flush costs a hundred times more than all checks of its rows (journal.md, "Bad rows"). What slips through
is still found by the database and by splitting.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from ocpp_gateway.storage.journal.specification import ALL_SECTIONS, Kind, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Row = tuple[Any, ...]

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
"""Operations replace implausible times long before; beyond these bounds two databases and drivers disagree."""

_OUR_OWN = frozenset(
    {
        "id",
        "station_id",
        "connector_id",
        "epoch",
        "timestamp",
        "direction",
        "message_type",
        "received_at",
        "started_received_at",
        "ended_received_at",
        "connected_at",
        "last_boot_at",
        "last_heartbeat",
        "last_message_at",
        "online",
        "origin",
        "registration",
        "type",
        "station",
        "time",
    }
)
"""Fields that the gateway makes itself; the others may hold what a station said."""


def _text(value: str) -> str | None:
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            return "a lone surrogate"
    return "a NUL character" if "\0" in value else None


def _integer(value: int) -> str | None:
    return None if -0x8000_0000 <= value <= 0x7FFF_FFFF else "out of range for 32 bits"


def _bigint(value: int) -> str | None:
    return None if -(1 << 63) <= value < (1 << 63) else "out of range for 64 bits"


def _thousandths(value: int) -> str | None:
    return None if -(10**14) < value < 10**14 else "more than eleven digits before the point"


def _double(value: float) -> str | None:
    return None if math.isfinite(value) else "not a finite number"


def _time(value: datetime) -> str | None:
    return None if EARLIEST <= value <= LATEST else f"not between {EARLIEST.year} and {LATEST.year}"


_CHECKS: dict[Kind, Callable[[Any], str | None]] = {
    Kind.TEXT: _text,
    Kind.INTEGER: _integer,
    Kind.BIGINT: _bigint,
    Kind.THOUSANDTHS: _thousandths,
    Kind.DOUBLE: _double,
    Kind.TIME: _time,
}


def _checked_fields(section: Section) -> tuple[tuple[int, Callable[[Any], str | None]], ...]:
    fields = zip(section.fields, section.kinds, strict=True)
    return tuple(
        (place, _CHECKS[kind])
        for place, (name, kind) in enumerate(fields)
        if name not in _OUR_OWN and kind in _CHECKS
    )


_BY_SECTION = tuple(_checked_fields(section) for section in ALL_SECTIONS)


def find_problem(rows: Sequence[tuple[int, Row]]) -> str | None:
    """Return what is wrong with the first bad value among (section number, row) pairs, naming table and column."""
    for number, row in rows:
        if number >= len(_BY_SECTION):
            continue  # rows of commands are cleaned when they are built
        for place, check in _BY_SECTION[number]:
            value = row[place]
            if value is not None:
                problem = check(value)
                if problem is not None:
                    section = ALL_SECTIONS[number]
                    return f"{section.table.name}.{section.fields[place]}: {problem}"
    return None


_well_formed = msgspec.json.Decoder(msgspec.Raw).decode


def is_faithful_json(payload: bytes) -> bool:
    """Whether a text can be stored as JSON and read back by everybody (reliability, section 0).

    An escaped NUL is good JSON that many readers refuse; lone surrogates and broken texts are not JSON at all.
    """
    try:
        _well_formed(payload)
        if not payload.isascii():
            payload.decode()
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False
    return b"\\" not in payload or b"\\u0000" not in payload
