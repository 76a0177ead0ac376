"""A database in memory for the tests of operations: it takes decisions as the journal does, and answers the look-ups.

It keeps the same keys as the tables, so that a second row for the same fact fails here as it would there.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from ocpp_gateway.charging.changes import (
    ConnectorUpdate,
    MeterRecord,
    StationUpdate,
    TransactionEnd,
    TransactionStart,
    UnmatchedTransaction,
)
from ocpp_gateway.charging.events import Event
from ocpp_gateway.charging.stations import Connector, Registration, Station
from ocpp_gateway.charging.tokens import Token, fold
from ocpp_gateway.operations.decision import Decision
from ocpp_gateway.operations.ports import RunningTransaction, StoredTransaction
from ocpp_gateway.operations.reads import Policy, Reads

NOON = datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC)


class Ledger:
    """Rows by table, and the ports that read them."""

    def __init__(self, tokens: Sequence[Token] = ()) -> None:
        self.connectors: dict[int, ConnectorUpdate] = {}
        self.transactions: dict[UUID, StoredTransaction] = {}
        self.totals: dict[UUID, float] = {}
        self.meter_rows: list[MeterRecord] = []
        self.station_updates: list[StationUpdate] = []
        self.events: list[Event] = []
        self.lookups = 0
        self.elsewhere: list[RunningTransaction] = []
        """Transactions of the tag at hand that run at other stations."""
        self._tokens = {fold(t.id_tag): t for t in tokens}
        self._ids = itertools.count(1)
        self._numbers = itertools.count(100)

    def reads(self, **policy: Any) -> Reads:
        return Reads(
            tokens=self,
            transactions=self,
            meters=self,
            transaction_ids=self,
            new_id=lambda: UUID(int=next(self._ids)),
            policy=Policy(**policy),
        )

    def commit(self, station: Station, decision: Decision[Any]) -> Any:
        """Store what was decided, then move the hot state: the journal's order."""
        for change in decision.changes:
            self._store(change)
            station.apply(change)
        self.events.extend(decision.events)
        return decision.answer

    def reload(self, station: Station) -> Station:
        """The hot state as a new owner of the lease would load it."""
        fresh = Station(
            id=station.id, ocpp_id=station.ocpp_id, epoch=station.epoch + 1, registration=station.registration
        )
        for row in self.connectors.values():
            fresh.connectors[row.number] = connector = Connector(id=row.id, number=row.number)
            row.apply_to(fresh)
            if row.transaction is not None:
                connector.transaction = station.connectors[row.number].transaction
        fresh.last_stop_key = station.last_stop_key
        return fresh

    def _store(self, change: Any) -> None:
        match change:
            case StationUpdate():
                self.station_updates.append(change)
            case ConnectorUpdate():
                self.connectors[change.number] = change
            case TransactionStart():
                twin = [
                    t
                    for t in self.transactions.values()
                    if t.start_key == change.start_key and t.end_time is None
                ]
                assert not twin, "a second row for the same start"
                assert change.transaction_id not in {t.transaction_id for t in self.transactions.values()}
                self.transactions[change.id] = StoredTransaction(
                    id=change.id,
                    transaction_id=change.transaction_id,
                    connector_id=change.connector_id,
                    connector_number=change.connector_number,
                    id_tag=change.id_tag,
                    id_tag_status=change.id_tag_status,
                    status="active",
                    start_time=change.start_time,
                    start_meter=change.start_meter,
                    start_key=change.start_key,
                    end_time=None,
                    end_meter=None,
                    stop_key=None,
                    estimated=change.estimated,
                )
            case TransactionEnd():
                self.totals[change.id] = change.total_wh
                self.transactions[change.id] = replace(
                    self.transactions[change.id],
                    status=change.status,
                    end_time=change.end_time,
                    end_meter=change.end_meter,
                    stop_key=change.stop_key,
                    estimated=change.estimated,
                )
            case UnmatchedTransaction():
                self.transactions[change.id] = StoredTransaction(
                    id=change.id,
                    transaction_id=change.transaction_id,
                    connector_id=None,
                    connector_number=None,
                    id_tag=change.id_tag,
                    id_tag_status=None,
                    status="unmatched",
                    start_time=change.start_time,
                    start_meter=change.start_meter,
                    start_key=None,
                    end_time=change.end_time,
                    end_meter=change.end_meter,
                    stop_key=change.stop_key,
                    estimated=change.estimated,
                )
            case MeterRecord():
                self.meter_rows.append(change)

    # -- ports -----------------------------------------------------------------------------------------------------

    async def find(self, id_tag_folded: str) -> Token | None:
        return self._tokens.get(id_tag_folded)

    async def draw(self) -> int:
        return next(self._numbers)

    async def by_transaction_id(self, station_id: UUID, transaction_id: str) -> StoredTransaction | None:
        self.lookups += 1
        return self._last(
            t
            for t in self.transactions.values()
            if t.transaction_id == transaction_id and (t.status != "unmatched" or t.end_time is None)
        )

    async def by_start_key(self, station_id: UUID, start_key: bytes) -> StoredTransaction | None:
        self.lookups += 1
        return self._last(t for t in self.transactions.values() if t.start_key == start_key)

    async def by_stop_key(self, station_id: UUID, stop_key: bytes) -> StoredTransaction | None:
        self.lookups += 1
        return self._last(t for t in self.transactions.values() if t.stop_key == stop_key)

    async def last_energy(self, transaction: UUID) -> tuple[datetime, float] | None:
        rows = [r for r in self.meter_rows if r.transaction == transaction and r.energy_wh is not None]
        newest = max(rows, key=lambda r: r.sampled_at, default=None)
        return None if newest is None or newest.energy_wh is None else (newest.sampled_at, newest.energy_wh)

    async def running_under(self, id_tags_folded: Sequence[str], limit: int) -> list[RunningTransaction]:
        held = {row.transaction for row in self.connectors.values()}
        own = [
            RunningTransaction(id=t.id, station_id=UUID(int=7), start_key=t.start_key)
            for t in self.transactions.values()
            if t.id in held and t.id_tag_status == "Accepted" and fold(t.id_tag or "") in id_tags_folded
        ]
        return [*self.elsewhere, *own][:limit]

    async def stored_hashes(
        self, station_id: UUID, connector_number: int, hashes: Sequence[int], since: datetime
    ) -> set[int]:
        self.lookups += 1
        return {
            r.content_hash
            for r in self.meter_rows
            if r.connector_number == connector_number and r.content_hash in hashes and r.received_at >= since
        }

    @staticmethod
    def _last(found: Any) -> StoredTransaction | None:
        rows: list[StoredTransaction] = list(found)
        return rows[-1] if rows else None


def station(registration: Registration = Registration.ACCEPTED, connectors: int = 2) -> Station:
    """A station with connectors 0…n, all Unknown."""
    made = Station(id=UUID(int=7), ocpp_id="CP-1", epoch=1, registration=registration)
    for number in range(connectors + 1):
        made.connectors[number] = Connector(id=UUID(int=1000 + number), number=number)
    return made
