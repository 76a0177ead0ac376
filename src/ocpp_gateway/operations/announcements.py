"""The events a station's own facts become, in the words and shapes of the live feed (docs: the live feed)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.charging.stations import Station
from ocpp_gateway.operations.ports import NewId


def rfc3339(moment: datetime | None) -> str | None:
    """UTC with `Z` and milliseconds, as everywhere in the API."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def kilowatt_hours(watt_hours: float) -> float:
    """Energy as people read it, at most three decimals."""
    return round(watt_hours / 1000.0, 3)


def announce(
    kind: EventType,
    station: Station,
    now: datetime,
    new_id: NewId,
    *,
    connector: int | None = None,
    **data: Any,
) -> Event:
    """One event of a station, its identity and connector included in the data."""
    content: dict[str, Any] = {"station": station.ocpp_id}
    if connector is not None:
        content["connector"] = connector
    content.update(data)
    return Event(
        id=new_id(),
        type=kind,
        time=now,
        station_id=station.id,
        station=station.ocpp_id,
        connector=connector,
        data=content,
    )
