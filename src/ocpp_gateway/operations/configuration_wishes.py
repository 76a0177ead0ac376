"""Taking back a wanted value: nobody wants it any more, and a command that still waits with it is not sent.

What the station has been told already stays as it is; only telling it something else changes that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ocpp_gateway.charging.commands import Command, CommandStatus
from ocpp_gateway.charging.events import Event
from ocpp_gateway.operations.audit import Actor, AuditEntry, SubjectKind, audited
from ocpp_gateway.operations.command_events import command_updated
from ocpp_gateway.operations.editions import EDIT_ATTEMPTS
from ocpp_gateway.operations.hints import EVENTS_TOPIC
from ocpp_gateway.operations.ports import Bus, NewId
from ocpp_gateway.operations.queries import StationView
from ocpp_gateway.operations.refusals import Changed, NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A wanted value as it is stored: `key` as it is written, and the command that carries it, while there is one."""

    station_id: UUID
    key: str
    key_folded: str
    command_id: UUID
    command: Command | None


class WishStore(Protocol):
    """Storage of wanted values. May raise `StorageUnavailable`."""

    async def find(self, station_id: UUID, key_folded: str) -> Wish | None:
        """The wish for one key of a station."""
        ...

    async def remove(
        self, wish: Wish, cancelled: Command | None, events: Sequence[Event], audit: Sequence[AuditEntry]
    ) -> bool:
        """Forget the wish and write its command as cancelled, if one is given: one transaction, with audit and events.

        `False`, and nothing is written, if the wish is another one now or the command is no longer queued.
        """
        ...


class ConfigurationWishes:
    """What people no longer want."""

    def __init__(self, store: WishStore, bus: Bus, *, new_id: NewId) -> None:
        self._store = store
        self._bus = bus
        self._new_id = new_id

    async def remove(self, station: StationView, key: str, *, by: Actor, now: datetime) -> None:
        """Take a wish back. Raises `NotFound`, or `Changed` while others change it all the time."""
        for _ in range(EDIT_ATTEMPTS):
            wish = await self._store.find(station.id, key.casefold())
            if wish is None:
                raise NotFound("wanted value of", key)
            queued = wish.command is not None and wish.command.status is CommandStatus.QUEUED
            cancelled = wish.command.ended(CommandStatus.CANCELLED, now) if wish.command and queued else None
            events = [] if cancelled is None else [command_updated(cancelled, now, self._new_id)]
            if await self._store.remove(wish, cancelled, events, [self._deed(station, wish, by, now)]):
                if events:
                    await self._bus.publish(EVENTS_TOPIC, b"")
                return
        raise Changed("wanted value of", key)

    def _deed(self, station: StationView, wish: Wish, by: Actor, now: datetime) -> AuditEntry:
        """The value itself stands in the entry of the command, its secrets masked."""
        return audited(
            by,
            "wish_removed",
            SubjectKind.STATION,
            station.ocpp_id,
            now=now,
            new_id=self._new_id,
            station_id=station.id,
            before={"key": wish.key, "command": str(wish.command_id)},
        )
