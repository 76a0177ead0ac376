"""Commands to stations: what the API, the sweep and the sender of commands read and write outside of the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, literal_column, select, update
from sqlalchemy.exc import IntegrityError

from ocpp_gateway.charging.commands import Command, CommandPriority, CommandStatus, EffectState, Expectation
from ocpp_gateway.operations.queries import IdKey, Page, Visibility
from ocpp_gateway.storage import audit as audit_log
from ocpp_gateway.storage import events as event_log
from ocpp_gateway.storage.command_table import commands
from ocpp_gateway.storage.queries.keyset import ids_of, seen_by
from ocpp_gateway.storage.queries.sized import PAGE_OCTETS, cut, cut_page, size_of
from ocpp_gateway.storage.tables import leases, stations
from ocpp_gateway.storage.wanted_configuration import want

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Row, Select

    from ocpp_gateway.charging.events import Event
    from ocpp_gateway.operations.audit import AuditEntry
    from ocpp_gateway.operations.commands import CommandFilter, NewCommand
    from ocpp_gateway.storage.engine import Connection, Database

_AS_THEY_ARE = (
    "id",
    "station_id",
    "action",
    "payload",
    "when_offline",
    "force",
    "timeout_seconds",
    "requested_by",
    "requested_at",
    "expires_at",
    "epoch",
    "message_id",
    "sent_at",
    "answered_at",
    "response",
    "late_response",
    "error",
    "effect_event",
    "effect_at",
    "effect_until",
)
_MOVED = (
    "status",
    "answered_at",
    "response",
    "error",
    "effect_state",
    "effect_event",
    "effect_at",
    "effect_until",
)
"""What a move outside of the journal may change. Sending is the journal's alone."""
_TEXTS = size_of(commands.c.payload, commands.c.response, commands.c.late_response)
"""What a command and its answers weigh; a station's answer may have a MiB."""

_QUEUED = commands.c.status == literal_column("'queued'")
_SENT = commands.c.status == literal_column("'sent'")
_AWAITED = commands.c.effect_state == literal_column("'waiting'")
"""Written out, not bound: a partial index is used only where the condition can be read in the statement."""


class StoredCommands:
    """`CommandStore` on the table."""

    def __init__(self, database: Database, *, page_octets: int = PAGE_OCTETS) -> None:
        self._database = database
        self._page_octets = page_octets

    async def insert(
        self, new: NewCommand, forget_before: datetime, event: Event, audit: Sequence[AuditEntry]
    ) -> Command | None:
        """Add a command, or return the one that this principal's key made; `None` if that had another body."""
        try:
            async with self._database.begin() as connection:
                if new.idempotency_key is not None:
                    await forget_key(connection, new, forget_before)
                await connection.execute(insert(commands), values_of(new))
                if new.wanted is not None:
                    await want(connection, new.wanted, new.command)
                await audit_log.append(connection, audit)
                await event_log.append(connection, [event], new.command.requested_at)
        except IntegrityError:
            if new.idempotency_key is None:
                raise
            return await self._made_before(new)
        return new.command

    async def _made_before(self, new: NewCommand) -> Command | None:
        """The unique key decides who was first; the loser's transaction has left nothing."""
        query = select_commands().where(
            commands.c.principal == new.principal, commands.c.idempotency_key == new.idempotency_key
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).one()
        return command_of(row) if row.body_hash == new.body_hash else None

    async def find(self, command: UUID, visible: Visibility) -> Command | None:
        """One command."""
        query = select_commands().where(commands.c.id == command, seen_by(visible))
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else command_of(row)

    async def page(
        self, wanted: CommandFilter, visible: Visibility, *, limit: int, after: IdKey | None = None
    ) -> Page[Command, IdKey]:
        """Commands, newest first. A page ends with the one whose texts reach `page_octets`."""
        query = select_commands().where(seen_by(visible)).order_by(commands.c.id.desc()).limit(limit + 1)
        if after is not None:
            query = query.where(commands.c.id < after[0])
        if wanted.action is not None:
            query = query.where(commands.c.action == wanted.action)
        if wanted.status is not None:
            query = query.where(commands.c.status == wanted.status.value)
        async with self._database.read() as connection:
            if wanted.station is not None:
                query = query.where(commands.c.station_id.in_(await ids_of(connection, wanted.station)))
            shown = cut(query, _TEXTS, ("id",), self._page_octets)
            rows = await connection.execute(shown)
        return cut_page(rows.all(), limit, command_of, lambda command: (command.id,))

    async def move(
        self, before: Command, after: Command, event: Event, audit: Sequence[AuditEntry] = ()
    ) -> bool:
        """Write a new state if the stored one is still that of `before`; a final one needs its secret no more."""
        changed = {
            name: getattr(after, name) for name in _MOVED if getattr(before, name) != getattr(after, name)
        }
        change = (
            update(commands)
            .where(
                commands.c.id == before.id,
                commands.c.status == before.status.value,
                commands.c.effect_state == before.effect_state.value,
            )
            .values(**changed, version=commands.c.version + 1, **({"secret": None} if after.final else {}))
        )
        async with self._database.begin() as connection:
            if (await connection.execute(change)).rowcount == 0:
                return False
            await audit_log.append(connection, audit)
            await event_log.append(connection, [event], event.time)
        return True

    async def overdue(self, now: datetime, limit: int) -> Sequence[tuple[Command, int | None]]:
        """Queued ones past their deadline, all that are on their way, and effects that were waited for long enough."""
        every = select_commands(leases.c.epoch.label("lease_epoch")).outerjoin(
            leases, leases.c.station_id == commands.c.station_id
        )
        late = (
            every.where(_QUEUED, commands.c.expires_at <= now).order_by(commands.c.expires_at),
            every.where(_SENT).order_by(commands.c.sent_at),
            every.where(_AWAITED, commands.c.effect_until <= now).order_by(commands.c.effect_until),
        )
        found: dict[UUID, tuple[Command, int | None]] = {}
        async with self._database.read() as connection:
            for query in late:
                for row in await connection.execute(query.limit(limit)):
                    found[row.id] = (command_of(row), row.lease_epoch)
        return list(found.values())

    async def next_queued(self, station_id: UUID) -> tuple[Command, str | None] | None:
        """The queued command whose turn it is: stops before reads, then the older one."""
        query = (
            select_commands()
            .where(commands.c.station_id == station_id, _QUEUED)
            .order_by(commands.c.priority, commands.c.id)
            .limit(1)
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else (command_of(row), row.secret)

    async def queued_stations(self) -> Sequence[UUID]:
        """Stations with queued commands, wherever they are connected."""
        query = select(commands.c.station_id).where(_QUEUED).distinct()
        async with self._database.read() as connection:
            return (await connection.execute(query)).scalars()


async def cancel_queued(connection: Connection, cancelled: Command) -> bool:
    """Write a command as cancelled in a transaction of the caller's; `False` if it has left the queue."""
    change = (
        update(commands)
        .where(commands.c.id == cancelled.id, _QUEUED)
        .values(status=cancelled.status.value, secret=None, version=commands.c.version + 1)
    )
    return (await connection.execute(change)).rowcount > 0


async def forget_key(connection: Connection, new: NewCommand, before: datetime) -> None:
    """A key that is older than a day may be used again."""
    await connection.execute(
        update(commands)
        .where(
            commands.c.principal == new.principal,
            commands.c.idempotency_key == new.idempotency_key,
            commands.c.requested_at < before,
        )
        .values(idempotency_key=None)
    )


def select_commands(*more: Any) -> Select[Any]:
    """Commands with the identity of their station, as `command_of` takes them."""
    return select(commands, stations.c.ocpp_id, *more).join(stations, stations.c.id == commands.c.station_id)


def values_of(new: NewCommand) -> dict[str, Any]:
    """The row of a new command."""
    command = new.command
    return {
        **{name: getattr(command, name) for name in _AS_THEY_ARE},
        "status": command.status.value,
        "priority": int(command.priority),
        "effect_state": command.effect_state.value,
        "expectation": None if command.expectation is None else command.expectation.as_json(),
        "secret": new.secret,
        "principal": new.principal,
        "idempotency_key": new.idempotency_key,
        "body_hash": new.body_hash,
    }


def command_of(row: Row[Any]) -> Command:
    """A command out of a row of `select_commands`."""
    columns = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    expectation = columns["expectation"]
    return Command(
        **{name: columns[name] for name in _AS_THEY_ARE},
        station=columns["ocpp_id"],
        status=CommandStatus(columns["status"]),
        priority=CommandPriority(columns["priority"]),
        expectation=None if expectation is None else Expectation.from_json(expectation),
        effect_state=EffectState(columns["effect_state"]),
    )
