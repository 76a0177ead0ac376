"""Quirks: how one model of station is to be treated differently, as plain switches. Which has which stands elsewhere.

The names of the switches are those of the API and of the column `stations.quirks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta, timezone, tzinfo
from functools import lru_cache
from re import ASCII, fullmatch
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirks:
    """What differs from the rule. The defaults are the rule."""

    ping: bool = True
    """False: it does not bear pings (Q10); only its own traffic shows that it lives."""
    any_answer_id: bool = False
    """Its answers carry another message id: one that fits the only open CALL is taken (Q30)."""
    time_zone: str | None = None
    """The zone of times that name none (Q38): an IANA name or `+02:00`. `None`: UTC."""
    local_time_as_utc: bool = False
    """It writes local time and calls it `Z` (Q40): such times are read in `time_zone`."""
    energy_unit: str | None = None
    """What its energy register counts in whatever it is labelled (Q56): `Wh` or `kWh`."""
    accept_vendors: tuple[str, ...] = ()
    """Vendor ids whose DataTransfer is answered `Accepted` (Q61): it repeats them for ever otherwise. `*`: all."""
    named_configuration: bool = False
    """Being asked for all configuration keys at once crashes it (Q58): it is asked for named keys, in groups."""


STANDARD = Quirks()
NO_OVERRIDES: Mapping[str, Any] = MappingProxyType({})
"""One empty mapping for all stations."""
NAMES = tuple(field.name for field in fields(Quirks))
ENERGY_UNITS = ("Wh", "kWh")
MAX_VENDORS = 20


def adjusted(quirks: Quirks, overrides: Mapping[str, Any]) -> Quirks:
    """The quirks with what somebody decided for one station. Raises `ValueError` naming the switch that is wrong."""
    changed: dict[str, Any] = {}
    for name, value in overrides.items():
        if name not in NAMES:
            raise ValueError(f"{name}: there is no such quirk")
        changed[name] = _checked(name, value)
    result = replace(quirks, **changed) if changed else quirks
    if result.local_time_as_utc and result.time_zone is None:
        raise ValueError("local_time_as_utc: needs a time_zone")
    return result


def _checked(name: str, value: Any) -> Any:
    match name:
        case "ping" | "any_answer_id" | "local_time_as_utc" | "named_configuration":
            if value is not True and value is not False:
                raise ValueError(f"{name}: true or false")
        case "time_zone":
            if value is not None and (not isinstance(value, str) or zone(value) is None):
                raise ValueError(f"{name}: a zone such as Europe/Berlin or +02:00, or null")
        case "energy_unit":
            if value is not None and value not in ENERGY_UNITS:
                raise ValueError(f"{name}: Wh, kWh or null")
        case _:
            if (
                not isinstance(value, list | tuple)
                or len(value) > MAX_VENDORS
                or not all(isinstance(vendor, str) and 0 < len(vendor) <= 255 for vendor in value)
            ):
                raise ValueError(f"{name}: a list of at most {MAX_VENDORS} vendor ids")
            return tuple(value)
    return value


@lru_cache(maxsize=256)
def zone(name: str) -> tzinfo | None:
    """The zone of this name, `None` if there is none."""
    offset = fullmatch(r"([+-])([01][0-9]):([0-5][0-9])", name, ASCII)
    if offset is not None:
        minutes = int(offset[2]) * 60 + int(offset[3])
        return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
