"""Storing a station that nobody provisioned, when it sends its first BootNotification."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.charging.stations import Registration
from ocpp_gateway.storage import events
from ocpp_gateway.storage.shared_work import SharedWork
from ocpp_gateway.storage.tables import connectors, stations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocpp_gateway.operations.ports import NewId
    from ocpp_gateway.storage.engine import Connection, Database


BATCH = 100


@dataclass(frozen=True, slots=True)
class _Newcomer:
    ocpp_id: str
    registration: Registration
    presented_hash: str | None
    remote_address: str | None
    now: datetime


class StoredEnrolment:
    """`Enrolment` on the tables."""

    def __init__(self, database: Database, *, new_id: NewId) -> None:
        self._database = database
        self._new_id = new_id
        self._enrolling: SharedWork[_Newcomer, UUID] = SharedWork(self._enrol, most=BATCH, name="enrolment")

    async def enrol(
        self,
        *,
        ocpp_id: str,
        registration: Registration,
        presented_hash: str | None,
        remote_address: str | None,
        now: datetime,
    ) -> UUID:
        """Insert the station with connector row 0, or return the id of the living one under this identity.

        Two connections of one stranger may boot at the same moment: one inserts, the other finds it. After a power cut
        a whole district boots at once: those who come while one transaction runs share the next one.
        """
        return await self._enrolling.ask(
            _Newcomer(ocpp_id, registration, presented_hash, remote_address, now)
        )

    async def pending_count(self) -> int:
        """How many living stations wait for a decision."""
        query = select(func.count()).where(
            stations.c.registration == Registration.PENDING.value, stations.c.archived_at.is_(None)
        )
        async with self._database.read() as connection:
            return int((await connection.execute(query)).scalar())

    async def _enrol(self, newcomers: Sequence[_Newcomer]) -> dict[_Newcomer, UUID]:
        """All of them in one transaction; one by one if another node was faster with one of them."""
        try:
            return await self._enrol_together(newcomers)
        except IntegrityError:
            enrolled: dict[_Newcomer, UUID] = {}
            for newcomer in newcomers:
                try:
                    enrolled |= await self._enrol_together([newcomer])
                except IntegrityError:  # between our look and our insert; now it is there
                    enrolled |= await self._enrol_together([newcomer])
            return enrolled

    async def _enrol_together(self, newcomers: Sequence[_Newcomer]) -> dict[_Newcomer, UUID]:
        folded = {newcomer: newcomer.ocpp_id.casefold() for newcomer in newcomers}
        query = select(stations.c.ocpp_id_folded, stations.c.id).where(
            stations.c.ocpp_id_folded.in_(set(folded.values())), stations.c.archived_at.is_(None)
        )
        async with self._database.begin() as connection:
            known = {row.ocpp_id_folded: row.id for row in await connection.execute(query)}
            fresh: dict[str, _Newcomer] = {}
            for newcomer, name in folded.items():
                if name not in known:
                    fresh.setdefault(name, newcomer)
            for name in fresh:
                known[name] = self._new_id()
            if fresh:
                await self._insert(connection, {known[name]: newcomer for name, newcomer in fresh.items()})
        return {newcomer: known[name] for newcomer, name in folded.items()}

    async def _insert(self, connection: Connection, fresh: Mapping[UUID, _Newcomer]) -> None:
        await connection.execute(
            insert(stations),
            [
                {
                    "id": station_id,
                    "ocpp_id": one.ocpp_id,
                    "ocpp_id_folded": one.ocpp_id.casefold(),
                    "registration": one.registration.value,
                    "security_profile": 0 if one.presented_hash is None else 1,
                    "presented_hash": one.presented_hash,
                    "remote_address": one.remote_address,
                    "created_at": one.now,
                    "updated_at": one.now,
                }
                for station_id, one in fresh.items()
            ],
        )
        await connection.execute(
            insert(connectors),
            [
                {
                    "id": self._new_id(),
                    "station_id": station_id,
                    "connector_number": 0,
                    "created_at": one.now,
                    "updated_at": one.now,
                }
                for station_id, one in fresh.items()
            ],
        )
        enrolled = [self._event(station_id, one) for station_id, one in fresh.items()]
        await events.append(connection, enrolled, enrolled[-1].time)

    def _event(self, station_id: UUID, one: _Newcomer) -> Event:
        return Event(
            id=self._new_id(),
            type=EventType.STATION_ADMINISTERED,
            time=one.now,
            station_id=station_id,
            station=one.ocpp_id,
            connector=None,
            data={"station": one.ocpp_id, "change": "enrolled", "registration": one.registration.value},
        )
