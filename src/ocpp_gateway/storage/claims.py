"""Idempotency-Keys in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from ocpp_gateway.operations.repeated_requests import Claim, InProgress
from ocpp_gateway.storage.claim_table import idempotency_claims

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ocpp_gateway.storage.engine import Connection, Database

_TABLE = idempotency_claims.c


class StoredClaims:
    """`ClaimStore` on the table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, wanted: Claim, forgotten_before: datetime, abandoned_before: datetime) -> Claim:
        """Store the claim, or return the one that holds this key (the unique constraint decides who was first)."""
        own = and_(_TABLE.principal == wanted.principal, _TABLE.key == wanted.key)
        abandoned = and_(_TABLE.done.is_(False), _TABLE.claimed_at < abandoned_before)
        give_way = delete(idempotency_claims).where(own, or_(_TABLE.claimed_at < forgotten_before, abandoned))
        values = {column.name: getattr(wanted, column.name) for column in idempotency_claims.columns}
        try:
            async with self._database.begin() as connection:
                await connection.execute(give_way)
                await connection.execute(insert(idempotency_claims), values)
        except IntegrityError:
            async with self._database.read() as connection:
                row = (await connection.execute(select(idempotency_claims).where(own))).first()
            if row is None:  # released between our insert and our look: the client tries again
                raise InProgress from None
            return Claim(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
        return wanted

    async def keep(self, claim: UUID, answer: str) -> None:
        """Mark it done, with its answer."""
        change = update(idempotency_claims).where(_TABLE.id == claim).values(done=True, answer=answer)
        async with self._database.begin() as connection:
            await connection.execute(change)

    async def release(self, claim: UUID) -> None:
        """Forget it unless its change is committed."""
        async with self._database.begin() as connection:
            await connection.execute(
                delete(idempotency_claims).where(_TABLE.id == claim, _TABLE.done.is_(False))
            )


async def mark_done(connection: Connection, claim: UUID) -> None:
    """In the transaction of the change. Raises `InProgress` if another request has taken the key over meanwhile."""
    change = update(idempotency_claims).where(_TABLE.id == claim).values(done=True)
    if (await connection.execute(change)).rowcount == 0:
        raise InProgress
