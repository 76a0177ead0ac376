"""Storing a station that nobody provisioned, when it sends its first BootNotification."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.charging.stations import Registration
from ocpp_gateway.storage import events
from ocpp_gateway.storage.tables import connectors, stations

if TYPE_CHECKING:
    from datetime import datetime

    from ocpp_gateway.operations.certificates import ClientCertificate
    from ocpp_gateway.operations.ports import NewId
    from ocpp_gateway.storage.engine import Connection, Database


class StoredEnrolment:
    """`Enrolment` on the tables."""

    def __init__(self, database: Database, *, new_id: NewId) -> None:
        self._database = database
        self._new_id = new_id

    async def enrol(
        self,
        *,
        ocpp_id: str,
        registration: Registration,
        presented_hash: str | None,
        remote_address: str | None,
        now: datetime,
        secure: bool = False,
        presented_certificate: ClientCertificate | None = None,
    ) -> UUID:
        """Insert the station with connector row 0, or return the id of the living one under this identity.

        Two connections of one stranger may boot at the same moment: one inserts, the other finds it.
        """
        known = await self._find(ocpp_id)
        if known is not None:
            return known
        try:
            async with self._database.begin() as connection:
                return await self._insert(
                    connection,
                    ocpp_id,
                    registration,
                    now,
                    presented_hash=presented_hash,
                    # What it shows on its first day is what it is held to until somebody decides otherwise.
                    security_profile=0 if presented_hash is None else 2 if secure else 1,
                    presented_certificate=presented_certificate.stored() if presented_certificate else None,
                    remote_address=remote_address,
                )
        except IntegrityError:
            known = await self._find(ocpp_id)
            if known is None:
                raise
            return known

    async def pending_count(self) -> int:
        """How many living stations wait for a decision."""
        query = select(func.count()).where(
            stations.c.registration == Registration.PENDING.value, stations.c.archived_at.is_(None)
        )
        async with self._database.read() as connection:
            return int((await connection.execute(query)).scalar())

    async def _find(self, ocpp_id: str) -> UUID | None:
        query = select(stations.c.id).where(
            stations.c.ocpp_id_folded == ocpp_id.casefold(), stations.c.archived_at.is_(None)
        )
        async with self._database.read() as connection:
            found: UUID | None = (await connection.execute(query)).scalar()
        return found

    async def _insert(
        self,
        connection: Connection,
        ocpp_id: str,
        registration: Registration,
        now: datetime,
        **claims: Any,
    ) -> UUID:
        station_id = self._new_id()
        await connection.execute(
            insert(stations).values(
                id=station_id,
                ocpp_id=ocpp_id,
                ocpp_id_folded=ocpp_id.casefold(),
                registration=registration.value,
                created_at=now,
                updated_at=now,
                **claims,
            )
        )
        await connection.execute(
            insert(connectors).values(
                id=self._new_id(), station_id=station_id, connector_number=0, created_at=now, updated_at=now
            )
        )
        enrolled = Event(
            id=self._new_id(),
            type=EventType.STATION_ADMINISTERED,
            time=now,
            station_id=station_id,
            station=ocpp_id,
            connector=None,
            data={"station": ocpp_id, "change": "enrolled", "registration": registration.value},
        )
        await events.append(connection, [enrolled], now)
        return station_id
