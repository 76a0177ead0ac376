"""What an operation returns, and what the journal takes.

An operation returns a `Decision`. The conversation turns it into an `Entry`, adding the frames for the message log
and the station's epoch. `Journal.write` returns after the commit; only then does the answer leave (promise 1).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Generic, Literal, TypeVar
from uuid import UUID

from ocpp_gateway.charging.changes import Change
from ocpp_gateway.charging.events import Event

A = TypeVar("A")


class Priority(IntEnum):
    """Between stations only: under overload the journal sheds the latency of telemetry first, of money last."""

    TRANSACTION = 0
    STATUS = 1
    TELEMETRY = 2


@dataclass(frozen=True, slots=True)
class Decision(Generic[A]):
    """What one message means: the answer in our words, the rows to write, the events that happened.

    `restated` rebuilds the decision for a start that turns out to be stored already under another transaction id.
    """

    answer: A
    changes: tuple[Change, ...] = ()
    events: tuple[Event, ...] = ()
    restated: Callable[[str], Decision[A]] | None = None


@dataclass(slots=True, kw_only=True)
class LoggedFrame:
    """One row of `ocpp_logs`: a frame in either direction, with the action of its CALL also on results.

    `payload` is the JSON text as on the wire, secrets masked. When the frame cannot be stored as JSON faithfully,
    `payload` is `None` and `raw` holds its bytes. `violations` is a JSON text (a list) or `None`.
    """

    id: UUID
    direction: Literal["in", "out"]
    message_type: Literal["Call", "CallResult", "CallError"]
    action: str
    message_id: str
    connector_id: UUID | None
    connector_number: int | None
    payload: bytes | None
    raw: bytes | None
    timestamp: datetime
    violations: bytes | None = None


@dataclass(slots=True, kw_only=True)
class Entry:
    """One unit of the journal: committed whole or not at all, and only while `epoch` is still the station's own.

    `restated(transaction_id)` is set for starts: it rebuilds the whole entry around the id that is stored already.
    `answer` is opaque to the journal: the frame that the conversation sends after the commit.
    """

    station_id: UUID
    epoch: int
    priority: Priority
    changes: Sequence[Change] = ()
    events: Sequence[Event] = ()
    frames: Sequence[LoggedFrame] = ()
    answer: str | None = None
    restated: Callable[[str], Entry] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Committed:
    """On disk. `entry` is what was stored (a restated one perhaps), `position` that of its last event."""

    entry: Entry
    position: int | None


@dataclass(frozen=True, slots=True)
class StaleEpoch:
    """Another connection owns the station by now; nothing was written, nothing may be answered."""


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A command of the entry is not in the state it was decided on any more; nothing was written."""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """The database refuses these rows; the raw frame stands in `quarantine` (committed); answer normally."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unavailable:
    """The database is away, or the journal's queue is full: nothing may be answered."""

    reason: str


Outcome = Committed | StaleEpoch | Overtaken | Quarantined | Unavailable
