"""What the journal asks of a database: write these rows in one transaction, or say exactly why not.

Two implementations (`postgres`, `sqlite`) behind one port; everything else about the journal is common to both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from ocpp_gateway.storage.journal.checks import Row


class Refusal(Exception):
    """The flush was rolled back, for certain."""


class CommittedAlready(Refusal):
    """A flush with this id is committed: an earlier attempt had succeeded."""


class StaleStations(Refusal):
    """These stations have a newer owner (or no lease at all)."""

    def __init__(self, stations: frozenset[UUID]) -> None:
        super().__init__(f"{len(stations)} stations have a newer owner")
        self.stations = stations


@dataclass(frozen=True, slots=True)
class KnownStart:
    """A start that is stored already: its row and the transaction id that the station was told."""

    row: UUID
    transaction_id: str


class StartsKnown(Refusal):
    """Starts that are stored under another row, by the id of the row that was proposed."""

    def __init__(self, known: dict[UUID, KnownStart]) -> None:
        super().__init__(f"{len(known)} starts are stored already")
        self.known = known


class RowsMissing(Refusal):
    """Rows to update that do not exist."""

    def __init__(self, rows: frozenset[UUID]) -> None:
        super().__init__(f"{len(rows)} rows to update do not exist")
        self.rows = rows


class CommandsMoved(Refusal):
    """Commands that are no longer in the state the decision was made on: somebody else was faster."""

    def __init__(self, commands: frozenset[UUID]) -> None:
        super().__init__(f"{len(commands)} commands have moved on")
        self.commands = commands


class RowsRefused(Refusal):
    """A value is to blame, of one of the rows; nobody knows yet of which."""

    def __init__(self, reason: str, sqlstate: str | None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sqlstate = sqlstate


class Collision(Refusal):
    """A deadlock or serialisation failure (SQLSTATE class 40): the same again, a moment later."""


class Away(Exception):
    """The database cannot be reached or did not answer. `in_doubt`: the flush may be committed all the same.

    `unexplained`: it answers, but with an error that is neither an outage nor a verdict on the rows (a corrupt index, a
    missing function). Seen again and again with the same rows, it is taken for a verdict.
    """

    def __init__(self, reason: str, *, in_doubt: bool, unexplained: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.in_doubt = in_doubt
        self.unexplained = unexplained


@dataclass(frozen=True, slots=True)
class FlushRows:
    """Everything one flush writes. `rows` has one sequence per section, in the order of `SECTIONS`.

    `commands` are written before them, in the same transaction (`command_rows`). `rare` has one for each of
    `RARE_SECTIONS`; it is empty when there is nothing rare.
    """

    id: UUID
    at: datetime
    rows: Sequence[Sequence[Row]]
    rare: Sequence[Sequence[Row]] = ()
    commands: Sequence[Row] = ()


class Flusher(Protocol):
    """Writes flushes, one at a time."""

    async def flush(self, rows: FlushRows) -> Sequence[int]:
        """Commit and return the positions of the events, in the order given. Raises a `Refusal` or `Away`."""
        ...

    async def positions(self, event_ids: Sequence[UUID]) -> dict[UUID, int]:
        """The positions of events that a flush in doubt had committed after all. Raises `Away`."""
        ...

    async def close(self) -> None:
        """Give the connection back."""
        ...
