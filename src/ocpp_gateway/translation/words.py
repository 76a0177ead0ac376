"""Texts and moments on their way from a station into our words."""

from __future__ import annotations

from datetime import datetime

from ocpp_gateway.charging.times import StationTime, station_time
from ocpp_gateway.ocpp.timestamps import parse_timestamp
from ocpp_gateway.ocpp.violations import Violation, clip

LONGEST = 255
IMPLAUSIBLE_TIME = "Q39-implausible-time"
"""A time before 2010 or more than a day ahead: kept raw, the time of receipt takes its place."""


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


def moment(
    text: str | None, received_at: datetime, notes: list[Violation], where: str = "$.timestamp"
) -> StationTime:
    """A station's timestamp with its field deviations (ocpp.md 4.4); missing or unreadable: the receipt time.

    What was bent or implausible goes into `notes`.
    """
    raw = clean(text, 64)
    if not raw:
        return station_time(None, raw, received_at)
    parsed, bent = parse_timestamp(raw, where)
    if bent is not None:
        notes.append(bent)
    told = station_time(parsed, raw, received_at)
    if parsed is not None and not told.plausible:
        notes.append(Violation(IMPLAUSIBLE_TIME, where, clip(raw)))
    return told
