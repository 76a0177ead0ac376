"""What people decide about stations: the part of the rows that the API writes, never the journal."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import exists, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from ocpp_gateway.charging.stations import Registration
from ocpp_gateway.operations.provisioning import StationRecord
from ocpp_gateway.operations.station_map import point_of
from ocpp_gateway.storage import audit as audit_log
from ocpp_gateway.storage import events as event_log
from ocpp_gateway.storage.leases import NOBODY
from ocpp_gateway.storage.tables import connectors, leases, stations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row

    from ocpp_gateway.charging.events import Event
    from ocpp_gateway.operations.audit import AuditEntry
    from ocpp_gateway.operations.ports import NewId
    from ocpp_gateway.storage.engine import Connection, Database

_OTHER_NAMES = {"group": "group_name", "raised_profiles": "raised_profile"}
_COLUMNS = {
    field.name: stations.c[_OTHER_NAMES.get(field.name, field.name)] for field in fields(StationRecord)
}


class _Refused(Exception):
    """Leaves a transaction, so that it is rolled back."""

    def __init__(self, why: Literal["charging", "changed"]) -> None:
        super().__init__(why)
        self.why: Literal["charging", "changed"] = why


class StoredStations:
    """`StationStore` on the tables."""

    def __init__(self, database: Database, *, new_id: NewId) -> None:
        self._database = database
        self._new_id = new_id

    async def find(self, ocpp_id_folded: str) -> StationRecord | None:
        """A living station."""
        query = select(*_COLUMNS.values()).where(
            stations.c.ocpp_id_folded == ocpp_id_folded, stations.c.archived_at.is_(None)
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else _record(row)

    async def insert(
        self,
        station: StationRecord,
        ocpp_id_folded: str,
        now: datetime,
        events: Sequence[Event],
        audit: Sequence[AuditEntry],
    ) -> bool:
        """Add a station and its connector 0; `False` if the identity is taken (the index on living ones decides)."""
        values = _values(station, _COLUMNS)
        written = {"created_at": now, "updated_at": now}
        connector = {"id": self._new_id(), "station_id": station.id, "connector_number": 0}
        try:
            async with self._database.begin() as connection:
                await connection.execute(
                    insert(stations), {**values, "ocpp_id_folded": ocpp_id_folded, **written}
                )
                await connection.execute(insert(connectors), {**connector, **written})
                await audit_log.append(connection, audit)
                await event_log.append(connection, events, now)
        except IntegrityError:
            # Nothing else can be violated: ids are new, and what the checks hold was made from enumerations.
            return False
        return True

    async def update(
        self,
        before: StationRecord,
        after: StationRecord,
        now: datetime,
        events: Sequence[Event],
        audit: Sequence[AuditEntry],
    ) -> bool:
        """Write what differs: a column that nobody edited may have moved on meanwhile (`presented_hash`)."""
        edited = [name for name in _COLUMNS if getattr(before, name) != getattr(after, name)]
        change = (
            update(stations)
            .where(*_unchanged(before))
            .values(**_values(after, edited), version=before.version + 1, updated_at=now)
        )
        async with self._database.begin() as connection:
            if (await connection.execute(change)).rowcount == 0:
                return False
            await audit_log.append(connection, audit)
            await event_log.append(connection, events, now)
        return True

    async def archive(
        self, station: StationRecord, now: datetime, events: Sequence[Event], audit: Sequence[AuditEntry]
    ) -> Literal["archived", "charging", "changed"]:
        """End the station's life unless a transaction runs.

        Its lease is taken first: from then on the node that holds the connection can commit nothing for it, so no
        transaction can begin between the look at the connectors and the end.
        """
        try:
            async with self._database.begin() as connection:
                await self._archive(connection, station, now)
                await audit_log.append(connection, audit)
                await event_log.append(connection, events, now)
        except _Refused as refused:
            return refused.why
        return "archived"

    @staticmethod
    async def _archive(connection: Connection, station: StationRecord, now: datetime) -> None:
        await _fence(connection, station, now)
        of_it = connectors.c.station_id == station.id
        charging = select(exists().where(of_it, connectors.c.transaction_id.is_not(None)))
        if (await connection.execute(charging)).scalar():
            raise _Refused("charging")
        change = (
            update(stations)
            .where(*_unchanged(station))
            .values(archived_at=now, updated_at=now, online=False, version=station.version + 1)
        )
        if (await connection.execute(change)).rowcount == 0:
            raise _Refused("changed")


async def _fence(connection: Connection, station: StationRecord, now: datetime) -> None:
    """Take the lease away from whoever has it, or before anybody gets it.

    A claim that comes meanwhile waits for us and then finds no living station. Locks are taken in the order of a flush
    of the journal: lease, then station, then the log.
    """
    insert_lease = postgresql.insert if connection.dialect_name == "postgresql" else sqlite.insert
    nobodys = insert_lease(leases).values(station_id=station.id, epoch=1, node_id=NOBODY, claimed_at=now)
    await connection.execute(
        nobodys.on_conflict_do_update(
            index_elements=[leases.c.station_id], set_={"epoch": leases.c.epoch + 1, "node_id": NOBODY}
        )
    )


def _unchanged(station: StationRecord) -> tuple[Any, ...]:
    return (
        stations.c.id == station.id,
        stations.c.version == station.version,
        stations.c.archived_at.is_(None),
    )


def _values(station: StationRecord, names: Sequence[str] | dict[str, Any]) -> dict[str, Any]:
    """Columns by their names in the table."""
    values = {_COLUMNS[name].name: getattr(station, name) for name in names}
    if "registration" in values:
        values["registration"] = station.registration.value
    if "quirks" in values:
        values["quirks"] = dict(station.quirks)
    if "location" in values:
        values["map_x"], values["map_y"] = point_of(station.location) or (None, None)
    return values


def _record(row: Row[Any]) -> StationRecord:
    members = dict(zip(_COLUMNS, row, strict=True))
    members["registration"] = Registration(members["registration"])
    return StationRecord(**members)
