"""A batch of entries on its way to the database, and the ways to mend it after a refusal."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ocpp_gateway.charging.changes import ConnectorUpdate, MeterRecord, TransactionEnd, TransactionStart
from ocpp_gateway.storage.journal.command_rows import COMMANDS
from ocpp_gateway.storage.journal.rows import NUMBER, Numbered
from ocpp_gateway.storage.journal.specification import ALL_SECTIONS, EVENTS, SECTIONS, STARTS

if TYPE_CHECKING:
    import asyncio
    from uuid import UUID

    from ocpp_gateway.charging.changes import Change
    from ocpp_gateway.operations.decision import Entry, Outcome
    from ocpp_gateway.storage.journal.checks import Row
    from ocpp_gateway.storage.journal.flushing import KnownStart

_EVENTS = NUMBER[EVENTS.name]
_STARTS = NUMBER[STARTS.name]


@dataclass(slots=True, eq=False)
class Item:
    """An entry that somebody waits for. `refused` is set when only its quarantine row is left to be written."""

    entry: Entry
    rows: list[Numbered]
    decided: asyncio.Future[Outcome]
    taken_at: float
    """When it was taken, on the event loop's clock: the journal holds it for a limited time."""
    size: int
    """Bytes of its frames and samples: what it costs to hold."""
    refused: str | None = None
    restated: bool = False
    alone: bool = False
    """It was refused once already with nobody else in the batch."""
    settled: bool = False


@dataclass(slots=True)
class Batch:
    """Items of different stations under one flush id. A batch that was changed gets another id."""

    id: UUID
    items: list[Item]
    in_doubt: bool = False
    unexplained: int = 0
    announcing: list[Item] = field(default_factory=list)
    """The item that each event belongs to, in the order of the events."""

    def rows(self) -> tuple[list[list[Row]], list[list[Row]]]:
        """Return the rows per section: in the order of stations, so that locks are taken in one order everywhere.

        Only events keep the order of arrival. Those of the rare sections come second, no list at all if there are none.
        """
        rows: list[list[Row]] = [[] for _ in ALL_SECTIONS]
        for item in sorted(self.items, key=_station):
            for number, row in item.rows:
                if number not in {_EVENTS, COMMANDS}:
                    rows[number].append(row)
        self.announcing = []
        for item in self.items:
            for number, row in item.rows:
                if number == _EVENTS:
                    rows[number].append(row)
                    self.announcing.append(item)
        rare = rows[len(SECTIONS) :]
        return rows[: len(SECTIONS)], rare if any(rare) else []

    def commands(self) -> list[Row]:
        """Return the rows of commands, in the order of stations and inside one in that of their making."""
        return [
            row
            for item in sorted(self.items, key=_station)
            for number, row in item.rows
            if number == COMMANDS
        ]

    def halves(self) -> tuple[list[Item], list[Item]]:
        """Split in the middle, to find out where the culprit is."""
        middle = len(self.items) // 2
        return self.items[:middle], self.items[middle:]


def _station(item: Item) -> int:
    return item.entry.station_id.int


def starts_of(item: Item) -> list[UUID]:
    """Return the ids of the rows that an item proposes for starts."""
    return [row[0] for number, row in item.rows if number == _STARTS]


def restate(entry: Entry, proposed: UUID, known: KnownStart) -> Entry:
    """Rebuild a start around the transaction that is stored already; the stored row keeps its id."""
    if entry.restated is None:
        raise ValueError("an entry with a start must say how it is restated")
    again = entry.restated(known.transaction_id)
    new_start = next((c.id for c in again.changes if isinstance(c, TransactionStart)), proposed)
    return replace(again, changes=tuple(_renamed(change, new_start, known.row) for change in again.changes))


def _renamed(change: Change, old: UUID, new: UUID) -> Change:
    match change:
        case TransactionStart(id=found) | TransactionEnd(id=found) if found == old:
            return replace(change, id=new)
        case ConnectorUpdate(transaction=found) | MeterRecord(transaction=found) if found == old:
            return replace(change, transaction=new)
    return change


def weight(entry: Entry) -> int:
    """Return roughly how many bytes an entry holds."""
    size = 500
    for frame in entry.frames:
        size += 300 + len(frame.payload or b"") + len(frame.raw or b"")
    for change in entry.changes:
        size += 300 + (len(change.samples) if isinstance(change, MeterRecord) else 0)
    return size
