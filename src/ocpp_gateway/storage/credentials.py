"""What admission keeps in memory of every living station, read from the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ocpp_gateway.charging.stations import Registration
from ocpp_gateway.operations.certificates import CertificateBinding
from ocpp_gateway.operations.ports import StationCredential
from ocpp_gateway.storage.credential_changes import offered_keys
from ocpp_gateway.storage.shared_work import SharedWork
from ocpp_gateway.storage.tables import stations

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from uuid import UUID

    from sqlalchemy import Row

    from ocpp_gateway.storage.engine import Database

PAGE = 5000
BATCH = 500

_QUERY = select(
    stations.c.id,
    stations.c.ocpp_id,
    stations.c.registration,
    stations.c.security_profile,
    stations.c.key_hash,
    stations.c.presented_hash,
    stations.c.unauthenticated_until,
    stations.c.certificate,
    stations.c.offered_keys,
    stations.c.raised_profile,
).where(stations.c.archived_at.is_(None))


class StoredCredentials:
    """`CredentialSource` on the table."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reading: SharedWork[UUID, StationCredential | None] = SharedWork(
            self._read, most=BATCH, name="credentials"
        )

    async def all(self) -> AsyncIterator[StationCredential]:
        """Every living station, page by page: a hundred thousand of them hold no transaction open."""
        last: UUID | None = None
        while True:
            query = _QUERY.order_by(stations.c.id).limit(PAGE)
            if last is not None:
                query = query.where(stations.c.id > last)
            async with self._database.read() as connection:
                rows = (await connection.execute(query)).all()
            for row in rows:
                yield _credential(row)
            if len(rows) < PAGE:
                return
            last = rows[-1].id

    async def one(self, station_id: UUID) -> StationCredential | None:
        """One station, or `None` if it is archived or gone. Who asks meanwhile shares the next query."""
        return await self._reading.ask(station_id)

    async def _read(self, station_ids: Sequence[UUID]) -> dict[UUID, StationCredential | None]:
        found: dict[UUID, StationCredential | None] = dict.fromkeys(station_ids)
        async with self._database.read() as connection:
            for row in await connection.execute(_QUERY.where(stations.c.id.in_(station_ids))):
                found[row.id] = _credential(row)
        return found


def _credential(row: Row[Any]) -> StationCredential:
    return StationCredential(
        station_id=row.id,
        ocpp_id=row.ocpp_id,
        registration=Registration(row.registration),
        security_profile=row.security_profile,
        key_hash=row.key_hash,
        presented_hash=row.presented_hash,
        unauthenticated_until=row.unauthenticated_until,
        certificate=CertificateBinding.read(row.certificate),
        offered_keys=offered_keys(row.offered_keys),
        raised_profiles=row.raised_profile,
    )
