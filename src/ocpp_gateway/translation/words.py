"""Texts and moments on their way from a station into our words."""

from __future__ import annotations

from datetime import datetime

from ocpp_gateway.charging.quirks import STANDARD, Quirks
from ocpp_gateway.charging.quirks import zone as zone_of
from ocpp_gateway.charging.stations import Station
from ocpp_gateway.charging.times import StationTime, station_time
from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.timestamps import parse_timestamp
from ocpp_gateway.ocpp.violations import Violation, clip
from ocpp_gateway.operations.connectors import is_possible

LONGEST = 255
FARTHEST_ZONE, LIVE_SECONDS, SKEWED_TIMES = 14, 120, 3
"""Hours that a zone can differ; how far from the whole hour a live message may be; how often until it is noted."""


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
    text: str | None,
    received_at: datetime,
    notes: list[Violation],
    where: str = "$.timestamp",
    quirks: Quirks = STANDARD,
) -> StationTime:
    """A station's timestamp with its field deviations (ocpp.md 4.4); missing or unreadable: the receipt time.

    What was bent or implausible goes into `notes`.
    """
    raw = clean(text, 64)
    if not raw:
        return station_time(None, raw, received_at)
    parsed, bent = _parsed(raw, where, quirks)
    if bent is not None:
        notes.append(bent)
    told = station_time(parsed, raw, received_at)
    if parsed is not None and not told.plausible:
        notes.append(Violation(Rule.IMPLAUSIBLE_TIME, where, clip(raw)))
    return told


def _parsed(raw: str, where: str, quirks: Quirks) -> tuple[datetime | None, Violation | None]:
    """Read a time in the zone of a station that names none (Q38) or a false one (Q40)."""
    zone = None if quirks.time_zone is None else zone_of(quirks.time_zone)
    if zone is None:
        return parse_timestamp(raw, where)
    bare = raw.rstrip()
    if quirks.local_time_as_utc and bare[-1:] in {"Z", "z"}:
        parsed, _ = parse_timestamp(bare[:-1], where, zone)
        if parsed is not None:
            return parsed, Violation(Rule.LOCAL_TIME, where, clip(raw))
    parsed, bent = parse_timestamp(raw, where, zone)
    if bent is not None and parsed is not None and parsed != parse_timestamp(raw, where)[0]:
        return parsed, Violation(Rule.TIME_ZONE, where, clip(raw))
    return parsed, bent


def note_connector(number: int, notes: list[Violation]) -> None:
    """Note a connector number that no station can have (Q22)."""
    if not is_possible(number):
        notes.append(Violation(Rule.CONNECTOR_NUMBER, "$.connectorId", str(number)))


def watch_clock(station: Station, told: StationTime, received_at: datetime, notes: list[Violation]) -> None:
    """Note a clock that is the same whole hours off in messages that come at once (Q40): local time labelled `Z`.

    What waited in an offline queue differs by odd minutes, and a single hit is chance. Nothing is corrected here.
    """
    if not told.plausible:
        return
    skew = (told.effective - received_at).total_seconds()
    hours = round(skew / 3600)
    if hours == 0 or abs(hours) > FARTHEST_ZONE or abs(skew - hours * 3600) > LIVE_SECONDS:
        station.clock_skew = (0, 0)
        return
    before, times = station.clock_skew
    times = times + 1 if before == hours else 1
    station.clock_skew = (hours, times)
    if times >= SKEWED_TIMES:
        notes.append(Violation(Rule.CLOCK_SKEW, "$.timestamp", f"{hours:+d} h"))
