"""Counting how a station departs from the specification: seldom rows, one event for the first time of each rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ocpp_gateway.charging.changes import NonconformityCount
from ocpp_gateway.charging.events import EventType
from ocpp_gateway.charging.nonconformities import STORE_INTERVAL, Nonconformity
from ocpp_gateway.charging.stations import Station
from ocpp_gateway.operations.announcements import announce
from ocpp_gateway.operations.decision import Decision
from ocpp_gateway.operations.ports import NewId


@dataclass(frozen=True, slots=True)
class Departure:
    """One rule in one message: how often, its meaning for people, and a short word about the last place."""

    rule: str
    times: int
    meaning: str
    excerpt: str


def count(
    station: Station, departures: Iterable[Departure], frame: UUID | None, new_id: NewId, now: datetime
) -> Decision[None]:
    """The changes and events of one message. `frame` is its row in the message log."""
    changes = []
    events = []
    for departure in departures:
        known = station.nonconformities.get(departure.rule)
        changes.append(
            NonconformityCount(
                rule=departure.rule,
                count=(known.count if known else 0) + departure.times,
                first_at=known.first_at if known else now,
                last_at=now,
                last_log=frame,
                last_excerpt=departure.excerpt,
                at=now,
                due=known is None or _due(known, now),
                added=departure.times,
            )
        )
        if known is None:
            events.append(
                announce(
                    EventType.STATION_NONCONFORMITY,
                    station,
                    now,
                    new_id,
                    rule=departure.rule,
                    meaning=departure.meaning,
                    excerpt=departure.excerpt,
                    log=None if frame is None else str(frame),
                )
            )
    return Decision(None, tuple(changes), tuple(events))


def unstored(station: Station, now: datetime, *, everything: bool = False) -> tuple[NonconformityCount, ...]:
    """Rows for what was only counted in memory: those whose minute is over, or everything at the end."""
    return tuple(
        NonconformityCount(
            rule=known.rule,
            count=known.count,
            first_at=known.first_at,
            last_at=known.last_at,
            last_log=known.last_log,
            last_excerpt=known.last_excerpt,
            at=now,
            due=True,
            added=0,
        )
        for known in station.nonconformities.values()
        if known.unstored and (everything or _due(known, now))
    )


def _due(known: Nonconformity, now: datetime) -> bool:
    return known.stored_at is None or now - known.stored_at >= STORE_INTERVAL
