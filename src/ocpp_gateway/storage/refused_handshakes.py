"""Refused handshakes, kept for operators: written in batches, bounded in number, pruned with the message log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from ocpp_gateway.operations.provisioning import fold_identity
from ocpp_gateway.storage.tables import refused_handshakes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocpp_gateway.operations.ports import NewId
    from ocpp_gateway.operations.refused_handshakes import RefusedHandshake
    from ocpp_gateway.storage.engine import Connection, Database

KEPT = 100_000
"""Rows. An attack that lasts for days must not fill the disk."""
CHECK_EVERY = 5_000
"""Rows between two looks at how many there are."""


class StoredRefusals:
    """`RefusalStore` on the table."""

    def __init__(
        self, database: Database, *, new_id: NewId, kept: int = KEPT, check_every: int = CHECK_EVERY
    ) -> None:
        self._database = database
        self._new_id = new_id
        self._kept = kept
        self._check_every = check_every
        self._unchecked = check_every  # the first batch of a process looks: it may have been restarted often

    async def add(self, refusals: Sequence[RefusedHandshake]) -> None:
        """Write them, oldest first, in one transaction."""
        rows = [
            {
                "id": self._new_id(),
                "at": refusal.at,
                "remote_address": refusal.remote_address,
                "identity": refusal.identity,
                "identity_folded": None if refusal.identity is None else fold_identity(refusal.identity),
                "status": refusal.status,
                "reason": refusal.reason.value,
                "detail": refusal.detail,
                "times": refusal.times,
            }
            for refusal in refusals
        ]
        if not rows:
            return
        look = self._unchecked + len(rows) >= self._check_every
        async with self._database.begin() as connection:
            for row in rows:
                await connection.execute(insert(refused_handshakes).values(row))
            if look:
                await self._cut(connection)
        self._unchecked = 0 if look else self._unchecked + len(rows)

    async def _cut(self, connection: Connection) -> None:
        """Remove the oldest rows beyond the bound."""
        newest = select(refused_handshakes.c.id).order_by(refused_handshakes.c.id.desc())
        beyond = (await connection.execute(newest.offset(self._kept).limit(1))).scalar()
        if beyond is not None:
            await connection.execute(delete(refused_handshakes).where(refused_handshakes.c.id <= beyond))
