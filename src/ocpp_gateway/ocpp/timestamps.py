"""Times on the wire: RFC 3339 by the book, read generously, written so that small parsers understand them.

OCPP 1.6 section 3.13 wants ISO 8601 and UTC, its errata 3.10 that fractions and offsets are understood. Whether a
time is *plausible* (1970 before the clock was set, Q39) is not decided here: that needs a clock.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.violations import Violation, clip

_BY_THE_BOOK = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})", re.ASCII
)
_GENEROUS = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt_ ]|\s+)"
    r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:[.,]([0-9]{1,30}))?\s*"
    r"(?:([Zz]|UTC|GMT)|([+-])([0-9]{2})(?::?([0-9]{2}))?)?",
    re.ASCII,
)
_EPOCH = re.compile(r"([0-9]{9,10})(?:\.[0-9]{1,9})?|([0-9]{12,13})", re.ASCII)
_LONGEST: Final = 64


def parse_timestamp(
    text: str, where: str = "$", zone: tzinfo = UTC
) -> tuple[datetime | None, Violation | None]:
    """Read a time as aware UTC. A time without a zone is taken as `zone` (UTC unless configured for the station).

    The violation is `None` for RFC 3339 text; otherwise it says how the text was bent, and the time is `None` if it
    could not be read at all. Digits beyond microseconds are cut off. `where` goes into the violation.
    """
    if _BY_THE_BOOK.fullmatch(text) is not None:
        try:
            return datetime.fromisoformat(text).astimezone(UTC), None
        except (ValueError, OverflowError):
            pass  # A leap second, or no such day or hour: the generous reading knows which.
    if len(text) > _LONGEST:
        return None, Violation(Rule.TIME_UNREADABLE, where, clip(text))
    moment, bent = _read_generously(text.strip(), zone)
    if moment is None:
        return None, Violation(Rule.TIME_UNREADABLE, where, clip(text))
    return moment, Violation(Rule.TIME_FORMAT, where, clip(text)) if bent or text != text.strip() else None


def format_timestamp(moment: datetime) -> str:
    """Write an aware time as `YYYY-MM-DDThh:mm:ss[.mmm]Z`: more digits or `+00:00` upset small parsers.

    Milliseconds are cut, not rounded, so that no time is written that has not come yet. Raises `ValueError` for a
    naive time.
    """
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    utc = moment.astimezone(UTC)
    milliseconds = f".{utc.microsecond // 1000:03d}" if utc.microsecond >= 1000 else ""
    return f"{utc.year:04d}-{utc:%m-%dT%H:%M:%S}{milliseconds}Z"


def _read_generously(text: str, zone: tzinfo) -> tuple[datetime | None, bool]:
    """The time, and whether anything but a genuine leap second is odd about the text."""
    found = _GENEROUS.fullmatch(text)
    try:
        if found is None:
            return _read_epoch(text), True
        year, month, day, hour, minute = (int(found[part]) for part in range(1, 6))
        second = int(found[6] or 0)
        # `24:00:00` is the end of a day in ISO 8601; a leap second is `:60`. Both become the next second there is.
        carry = timedelta(days=1) if (hour, minute, second) == (24, 0, 0) else timedelta(0)
        leap = second == 60
        moment = datetime(
            year,
            month,
            day,
            0 if carry else hour,
            minute,
            59 if leap else second,
            tzinfo=_offset(found) or zone,
        )
        moment = moment.astimezone(UTC) + carry
        if leap:
            genuine = moment.hour == 23 and moment.minute == 59 and _BY_THE_BOOK.fullmatch(text) is not None
            return moment + timedelta(seconds=1), not genuine
        return moment + timedelta(microseconds=int((found[7] or "")[:6].ljust(6, "0"))), True
    except (ValueError, OverflowError):
        return None, True


def _offset(found: re.Match[str]) -> tzinfo | None:
    if found[8]:
        return UTC
    if found[9]:
        minutes = int(found[10]) * 60 + int(found[11] or 0)
        return timezone(timedelta(minutes=minutes if found[9] == "+" else -minutes))
    return None


def _read_epoch(text: str) -> datetime | None:
    """Seconds or milliseconds since 1970, which some stations send as a number."""
    found = _EPOCH.fullmatch(text)
    if found is None:
        return None
    seconds = int(found[1]) if found[1] else int(found[2]) / 1000
    return datetime.fromtimestamp(seconds, UTC)
