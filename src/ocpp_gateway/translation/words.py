"""Texts and moments on their way from a station into our words."""

from __future__ import annotations

from datetime import datetime

from ocpp_gateway.charging.times import StationTime, station_time
from ocpp_gateway.ocpp.timestamps import parse_timestamp

LONGEST = 255


def clean(text: str | None, limit: int = LONGEST) -> str:
    """A text as a column can hold it: no NUL, no lone surrogate, at most `limit` long; the log keeps the original."""
    if not text:
        return ""
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text[:limit]


def clean_or_none(text: str | None, limit: int = LONGEST) -> str | None:
    """Like `clean`, but absent stays absent."""
    return clean(text, limit) or None


def moment(text: str | None, received_at: datetime) -> StationTime:
    """A station's timestamp with its field deviations (ocpp.md 4.4); missing or unreadable: the receipt time."""
    raw = clean(text, 64)
    parsed = parse_timestamp(raw)[0] if raw else None
    return station_time(parsed, raw, received_at)
