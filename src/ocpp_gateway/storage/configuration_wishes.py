"""Wanted values that are taken back, each with the command that still waits with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocpp_gateway.operations.configuration_wishes import Wish
from ocpp_gateway.storage import audit as audit_log
from ocpp_gateway.storage import events as event_log
from ocpp_gateway.storage.command_table import commands
from ocpp_gateway.storage.commands import cancel_queued, command_of, select_commands
from ocpp_gateway.storage.wanted_configuration import want_no_more, wished

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from ocpp_gateway.charging.commands import Command
    from ocpp_gateway.charging.events import Event
    from ocpp_gateway.operations.audit import AuditEntry
    from ocpp_gateway.storage.engine import Connection, Database


class _Overtaken(Exception):
    """Leaves a transaction, so that it is rolled back."""


class StoredWishes:
    """`WishStore` on the tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, station_id: UUID, key_folded: str) -> Wish | None:
        """The wish for one key of a station, with its command."""
        async with self._database.read() as connection:
            found = await wished(connection, station_id, key_folded)
            if found is None:
                return None
            key, command = found
            row = (await connection.execute(select_commands().where(commands.c.id == command))).first()
        return Wish(
            station_id=station_id,
            key=key,
            key_folded=key_folded,
            command_id=command,
            command=None if row is None else command_of(row),
        )

    async def remove(
        self, wish: Wish, cancelled: Command | None, events: Sequence[Event], audit: Sequence[AuditEntry]
    ) -> bool:
        """Forget the wish and cancel its command; `False` if either has moved on."""
        try:
            async with self._database.begin() as connection:
                await self._remove(connection, wish, cancelled)
                await audit_log.append(connection, audit)
                if events:
                    await event_log.append(connection, events, events[0].time)
        except _Overtaken:
            return False
        return True

    @staticmethod
    async def _remove(connection: Connection, wish: Wish, cancelled: Command | None) -> None:
        if not await want_no_more(connection, wish.station_id, wish.key_folded, wish.command_id):
            raise _Overtaken
        if cancelled is not None and not await cancel_queued(connection, cancelled):
            raise _Overtaken
