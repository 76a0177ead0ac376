"""The journal: everything that arrived while one flush was on its way becomes the next flush.

One flush is in flight at a time. An idle journal writes at once, a busy one writes ever larger batches, so the cost
of a message falls as the load rises. `write` returns when the entry's outcome is known; only then may an answer leave
(ARCHITECTURE.md, promise 5).

When the database is away, entries are held for `hold_seconds` and then answered with `Unavailable`, while the journal
keeps trying. A flush whose outcome is unknown is repeated, unchanged and under the same id, before anything else.
"""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from ocpp_gateway.operations.decision import Committed, Overtaken, Quarantined, StaleEpoch, Unavailable
from ocpp_gateway.operations.tasks import end
from ocpp_gateway.storage.journal.batch import Batch, Item, restate, starts_of, weight
from ocpp_gateway.storage.journal.checks import find_problem
from ocpp_gateway.storage.journal.command_rows import COMMANDS
from ocpp_gateway.storage.journal.flushing import (
    Away,
    Collision,
    CommandsMoved,
    CommittedAlready,
    FlushRows,
    Refusal,
    RowsMissing,
    RowsRefused,
    StaleStations,
    StartsKnown,
)
from ocpp_gateway.storage.journal.measurements import JournalMeasurements
from ocpp_gateway.storage.journal.queue import LARGE_ITEM, WaitingEntries
from ocpp_gateway.storage.journal.rows import quarantine_rows, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from uuid import UUID

    from ocpp_gateway.operations.decision import Entry, Outcome
    from ocpp_gateway.operations.ports import Clock, NewId, Watched
    from ocpp_gateway.storage.journal.flushing import Flusher, KnownStart

_log = structlog.get_logger(__name__)

HOLD_SECONDS = 20.0
"""How long an entry waits for a database that is away (reliability F01)."""
COLLISIONS = 5
UNEXPLAINED = 3
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 2.0

_UNBUILDABLE = (ValueError, OverflowError, TypeError, AttributeError)
"""What a value that fits no column raises while rows are built (UnicodeError is a ValueError)."""


class GroupCommitJournal:
    """`Journal` over a `Flusher`. `start` it on the event loop it belongs to, `close` it at the end."""

    def __init__(
        self,
        flusher: Flusher,
        *,
        clock: Clock,
        new_id: NewId,
        on_committed: Callable[[int], None] | None = None,
        on_flush: Callable[[int, float], None] | None = None,
        watched: Watched | None = None,
        hold_seconds: float = HOLD_SECONDS,
        waiting: WaitingEntries | None = None,
        measurements: JournalMeasurements | None = None,
        check_values: bool = True,
    ) -> None:
        """`on_committed(position)` is told that the log has grown, `on_flush(messages, seconds)` of every commit.

        `watched` learns of whose frames were stored while somebody watches. `check_values=False` leaves all
        checks to the database.
        """
        self._flusher = flusher
        self._clock = clock
        self._new_id = new_id
        self._on_committed = on_committed
        self._on_flush = on_flush
        self._watched = watched
        self._hold = hold_seconds
        self._waiting = waiting or WaitingEntries()
        self.measurements = measurements or JournalMeasurements()
        self._check_values = check_values
        self._work = asyncio.Event()
        self._room = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._task: asyncio.Task[None] | None = None
        self._pause = FIRST_PAUSE
        self._in_hand: Sequence[Item] = ()
        self.away_since: float | None = None
        """When the database was lost, on the event loop's clock; `None` while it answers."""

    # -- the port ----------------------------------------------------------------------------------------------

    @property
    def load(self) -> float:
        """How full the bounded queue is, 0…1."""
        return self._waiting.load

    async def write(self, entry: Entry) -> Outcome:
        """Commit the entry together with whatever else is waiting. A station's entries are written one by one."""
        loop = asyncio.get_running_loop()
        item = Item(
            entry=entry, rows=[], decided=loop.create_future(), taken_at=loop.time(), size=weight(entry)
        )
        if item.size <= LARGE_ITEM:
            self._build(item)
        else:
            await asyncio.to_thread(self._build, item)  # beside the event loop (reliability F31)
        if not self._is_open:
            return self._count(Unavailable("the journal is closed"))
        while not self._waiting.offer(item):
            if item.size <= LARGE_ITEM or not await self._room_before(item.taken_at + self._hold):
                return self._count(Unavailable("the journal is full"))
        self._idle.clear()
        self._work.set()
        return await item.decided

    async def _room_before(self, deadline: float) -> bool:
        """Wait until something is decided and there may be room for a large entry; `False`: do not wait any longer."""
        self._room.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout_at(deadline):
                await self._room.wait()
                return self._is_open
        return False

    @property
    def _is_open(self) -> bool:
        return self._task is not None and not self._task.done()

    async def drain(self) -> None:
        """Return when everything taken so far is decided."""
        await self._idle.wait()

    # -- life --------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to write."""
        self._task = asyncio.get_running_loop().create_task(self._run(), name="journal")

    async def close(self) -> None:
        """Stop. What is undecided is answered with `Unavailable`; call `drain` before to let it finish."""
        if self._task is not None:
            await end(self._task)
        self._expire(float("inf"), "the journal is closed", self._in_hand)
        self._room.set()
        await self._flusher.close()

    async def _run(self) -> None:
        while True:
            await self._work.wait()
            self._work.clear()
            while self._waiting.ready:
                items = self._waiting.take()
                self._in_hand = items
                try:
                    await self._write_all(items)
                except Exception:  # noqa: BLE001 - see the next lines
                    # A defect of ours must not leave every station without answers; these get none, for certain.
                    _log.exception("journal_defect")
                    self._decide(items, Unavailable("internal error"))
                self._in_hand = ()

    # -- one batch and what becomes of it -----------------------------------------------------------------------

    async def _write_all(self, items: list[Item]) -> None:
        """Write a batch; what a refusal leaves of it comes back in pieces and is written before anything else."""
        batches = [self._batch(items)]
        while batches:
            batch = batches.pop()
            pieces = [_undecided(piece) for piece in await self._attempt(batch)]
            batches.extend(self._batch(piece) for piece in reversed(pieces) if piece)

    async def _attempt(self, batch: Batch) -> Iterable[list[Item]]:
        """Write one batch until its outcome is known; return what has to be written anew."""
        collisions = 0
        while batch.items:
            try:
                positions = await self._flush(batch)
            except Away as away:
                verdict = await self._wait_for_database(batch, away)
                if verdict is not None:
                    return self._refused(batch, verdict)
            except CommittedAlready:
                if await self._was_committed(batch):
                    return ()
            except Collision as collision:
                batch.in_doubt = False
                collisions += 1
                self.measurements.retried += 1
                if collisions > COLLISIONS:
                    await self._wait_for_database(batch, Away(str(collision), in_doubt=False))
                else:
                    await asyncio.sleep(random.uniform(0, 0.005 * 2**collisions))  # noqa: S311 - jitter, no secret
            except Refusal as refusal:
                self._returned(batch)
                return self._mended(batch, refusal)
            else:
                self._returned(batch)
                self._committed(batch, positions)
                return ()
        return ()

    async def _flush(self, batch: Batch) -> Sequence[int]:
        loop = asyncio.get_running_loop()
        began = loop.time()
        together, rare = batch.rows()
        rows = FlushRows(batch.id, self._clock(), together, commands=batch.commands(), rare=rare)
        positions = await self._flusher.flush(rows)
        seconds = loop.time() - began
        self.measurements.flushed(len(batch.items), seconds)
        if self._on_flush is not None:
            self._on_flush(len(batch.items), seconds)
        return positions

    def _returned(self, batch: Batch) -> None:
        """The database answered: it is there, and this batch's earlier attempts are known to be rolled back."""
        batch.in_doubt = False
        self._pause = FIRST_PAUSE
        if self.away_since is not None:
            _log.info("database_back", seconds=round(asyncio.get_running_loop().time() - self.away_since, 1))
            self.away_since = None

    def _committed(self, batch: Batch, positions: Sequence[int]) -> None:
        last: dict[int, int] = {}
        for item, position in zip(batch.announcing, positions, strict=True):
            last[id(item)] = position
        for item in batch.items:
            self._decide([item], _outcome(item, last.get(id(item))))
        if positions:
            self._announce(max(positions))
        if self._watched:
            self._watched.stored([item.entry.station_id for item in batch.items])

    async def _was_committed(self, batch: Batch) -> bool:
        """An attempt in doubt had succeeded: find out where its events stand, then tell."""
        ids = [event.id for item in batch.items if item.refused is None for event in item.entry.events]
        try:
            positions = await self._flusher.positions(ids) if ids else {}
        except Away as away:
            await self._wait_for_database(batch, away)
            return False
        self._returned(batch)
        self.measurements.committed_already += 1
        for item in batch.items:
            found = [positions[event.id] for event in item.entry.events if event.id in positions]
            self._decide([item], _outcome(item, max(found, default=None)))
        if positions:
            self._announce(max(positions.values()))
        return True

    # -- refusals ----------------------------------------------------------------------------------------------

    def _mended(self, batch: Batch, refusal: Refusal) -> Iterable[list[Item]]:
        """Take out or rewrite the culprits; everything else is written again in a batch of its own."""
        match refusal:
            case StaleStations(stations=stations):
                stale = [item for item in batch.items if item.entry.station_id in stations]
                self.measurements.stale += len(stale)
                self._decide(stale, StaleEpoch())
            case StartsKnown(known=known):
                for item in batch.items:
                    for proposed in starts_of(item):
                        if proposed in known:
                            self._restate(item, proposed, known[proposed])
            case RowsMissing(rows=missing):
                for item in batch.items:
                    if any(row[0] in missing for _, row in item.rows):
                        self._refuse(item, "a transaction to end is not stored", None)
            case CommandsMoved(commands=moved):
                self._decide(_about(batch, moved), Overtaken())
            case RowsRefused():
                return self._refused(batch, refusal)
            case _:
                raise refusal
        return (batch.items,)

    def _restate(self, item: Item, proposed: UUID, known: KnownStart) -> None:
        """A start that is stored already is answered with the id that is stored."""
        if item.restated:
            self._refuse(item, "a restated start is stored under yet another id", None)
            return
        item.restated = True
        self.measurements.restated += 1
        try:
            item.entry = restate(item.entry, proposed, known)
        except ValueError as error:
            self._refuse(item, str(error), None)
        else:
            self._build(item)

    def _refused(self, batch: Batch, refusal: RowsRefused) -> Iterable[list[Item]]:
        """Quarantine the culprit if it stands alone, else look for it in halves."""
        if len(batch.items) > 1:
            self.measurements.split += 1
            return batch.halves()
        (item,) = batch.items
        if item.alone:
            self._refuse(item, refusal.reason, refusal.sqlstate)
        # A verdict is asked for twice: a partition that is attached at this moment refuses what fits a moment later.
        item.alone = True
        return (batch.items,)

    def _refuse(self, item: Item, reason: str, sqlstate: str | None) -> None:
        """From now on only the raw frame of this entry is written, to `quarantine`; if even that fails, give up."""
        if item.refused is not None:
            _log.error("quarantine_refused", station_id=str(item.entry.station_id), reason=reason)
            self._decide([item], Unavailable(f"quarantine failed: {reason}"))
            return
        item.refused = reason
        item.rows = quarantine_rows(item.entry, self._new_id(), reason, sqlstate, self._clock())
        self.measurements.quarantined += 1
        _log.error("entry_refused", station_id=str(item.entry.station_id), reason=reason, sqlstate=sqlstate)

    def _build(self, item: Item) -> None:
        """Make the rows; an entry with an impossible value goes to quarantine without asking the database."""
        try:
            item.rows = rows_of(item.entry)
        except _UNBUILDABLE as error:
            self._refuse(item, f"{type(error).__name__}: {error}", None)
            return
        problem = find_problem(item.rows) if self._check_values else None
        if problem is not None:
            self._refuse(item, problem, None)

    # -- outages -----------------------------------------------------------------------------------------------

    async def _wait_for_database(self, batch: Batch, away: Away) -> RowsRefused | None:
        """Pause before the next attempt, letting go of what was held too long.

        Returns a verdict when the database is there but fails at these rows again and again.
        """
        loop = asyncio.get_running_loop()
        batch.in_doubt = batch.in_doubt or away.in_doubt
        batch.unexplained += away.unexplained
        if batch.unexplained >= UNEXPLAINED:
            return RowsRefused(away.reason, None)
        if self.away_since is None:
            self.away_since = loop.time()
            self.measurements.outages += 1
            _log.warning("database_away", reason=away.reason, in_doubt=away.in_doubt)
        until = loop.time() + random.uniform(self._pause / 2, self._pause)  # noqa: S311 - jitter, no secret
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        while (now := loop.time()) < until:
            self._expire(now - self._hold, f"the database is away: {away.reason}", batch.items)
            await asyncio.sleep(min(until - now, self._hold / 4, 0.25))
        self._expire(loop.time() - self._hold, f"the database is away: {away.reason}", batch.items)
        if not batch.in_doubt:
            batch.items = _undecided(batch.items)
        return None

    def _expire(self, taken_before: float, reason: str, in_hand: Iterable[Item]) -> None:
        """Answer with `Unavailable` what was taken before a moment. What is in hand may stay in its batch."""
        self._decide([item for item in in_hand if item.taken_at < taken_before], Unavailable(reason))
        while expired := self._waiting.take_older_than(taken_before):
            self._decide(expired, Unavailable(reason))

    # -- outcomes ----------------------------------------------------------------------------------------------

    def _decide(self, items: Iterable[Item], outcome: Outcome) -> None:
        """Tell whoever waits, once. Nobody waits any more if a connection is gone."""
        for item in items:
            if item.settled:
                continue
            item.settled = True
            self._count(outcome)
            self._waiting.decided(item)
            self._room.set()
            if not item.decided.done():
                item.decided.set_result(outcome)
        if self._waiting.messages == 0:
            self._idle.set()

    def _count(self, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Unavailable):
            self.measurements.unavailable += 1
        return outcome

    def _announce(self, position: int) -> None:
        if self._on_committed is None:
            return
        try:
            self._on_committed(position)
        except Exception:  # noqa: BLE001 - see the next line
            # A hint that is lost costs latency, never an event; the commit stands.
            _log.exception("hint_failed")

    def _batch(self, items: list[Item]) -> Batch:
        return Batch(id=self._new_id(), items=items)


def _about(batch: Batch, commands: frozenset[UUID]) -> list[Item]:
    return [
        item
        for item in batch.items
        if any(number == COMMANDS and row[0] in commands for number, row in item.rows)
    ]


def _undecided(items: Iterable[Item]) -> list[Item]:
    return [item for item in items if not item.settled]


def _outcome(item: Item, position: int | None) -> Outcome:
    if item.refused is not None:
        return Quarantined(item.refused)
    return Committed(item.entry, position)
