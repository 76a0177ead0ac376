"""Events: facts in the past tense, with a position in the log once they are committed.

The public types are those of the live feed. Types that start with `internal.` tell the nodes about changes made
through the API (the owner of a station follows the log); feeds never show them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class EventType(StrEnum):
    """Every kind of event the log can hold."""

    STATION_CONNECTED = "station.connected"
    STATION_DISCONNECTED = "station.disconnected"
    STATION_BOOTED = "station.booted"
    CONNECTOR_STATUS_CHANGED = "connector.status_changed"
    CONNECTOR_BLOCKED = "connector.blocked"
    CONNECTOR_UNBLOCKED = "connector.unblocked"
    METER_VALUES = "meter.values"
    TRANSACTION_STARTED = "transaction.started"
    TRANSACTION_UPDATED = "transaction.updated"
    TRANSACTION_ENDED = "transaction.ended"
    COMMAND_UPDATED = "command.updated"
    JOB_UPDATED = "job.updated"
    SECURITY_EVENT = "security.event"
    STATION_NONCONFORMITY = "station.nonconformity"
    STATION_ADMINISTERED = "internal.station_administered"
    """Registration, group, name or credentials of a station changed: reload them."""
    ID_TAG_ADMINISTERED = "internal.id_tag_administered"
    """An id tag was made, changed or removed: forget what is cached of it."""


@dataclass(frozen=True, slots=True)
class LogState:
    """The event log as a whole: which life of it this is, up to where events were removed, and its newest position.

    A restore of the database begins another generation: positions are given again, so a cursor names both.
    """

    generation: str
    pruned_through: int
    head: int


@dataclass(slots=True, kw_only=True)
class Event:
    """One fact. `data` is plain JSON, already in the words of the public feed; it never holds a secret."""

    id: UUID
    type: EventType
    time: datetime
    station_id: UUID | None
    station: str | None
    connector: int | None
    data: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """An event that has been committed, with its position: strictly increasing in commit order, gaps are normal."""

    position: int
    event: Event
