"""Station clocks: three times per record (raw, effective, receipt), and when a station's own time can be believed.

Clocks of stations say 1970 after a cold start, 0001 or 2106 when they are broken. Such a time is kept raw and flagged;
the receipt time takes its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EARLIEST = datetime(2010, 1, 1, tzinfo=UTC)
"""OCPP is from 2010: nothing a station measured is older."""
FUTURE_TOLERANCE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StationTime:
    """A moment as a station told it: `effective` is the station's own time if plausible, else the receipt time."""

    effective: datetime
    raw: str
    plausible: bool


def station_time(parsed: datetime | None, raw: str | None, received_at: datetime) -> StationTime:
    """Judge a station's timestamp; a missing one means the time of receipt."""
    if parsed is not None and EARLIEST <= parsed <= received_at + FUTURE_TOLERANCE:
        return StationTime(parsed, raw or "", plausible=True)
    return StationTime(received_at, raw or "", plausible=False)
