"""What is wanted of connectors, written together with the command that carries it, the audit and the events.

Rows are locked in the order of a flush of the journal (commands before connectors), so that neither waits for the
other in a circle.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from ocpp_gateway.charging.blocks import LOST
from ocpp_gateway.charging.commands import FINAL
from ocpp_gateway.charging.stations import ConnectorStatus, Registration
from ocpp_gateway.operations.blocking import Blockable
from ocpp_gateway.storage import audit as audit_log
from ocpp_gateway.storage import events as event_log
from ocpp_gateway.storage.block_table import connector_blocks
from ocpp_gateway.storage.command_table import commands
from ocpp_gateway.storage.commands import command_of, forget_key, select_commands, values_of
from ocpp_gateway.storage.queries.blocks import BlockColumns
from ocpp_gateway.storage.tables import connectors, stations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Row, Select

    from ocpp_gateway.charging.commands import Command
    from ocpp_gateway.operations.audit import AuditEntry
    from ocpp_gateway.operations.blocking import BlockChange
    from ocpp_gateway.storage.engine import Connection, Database

_UNAVAILABLE = ConnectorStatus.UNAVAILABLE.value
_COLUMNS = (
    connectors.c.id,
    connectors.c.station_id,
    connectors.c.connector_number,
    connectors.c.blocked,
    connectors.c.status,
    connectors.c.updated_at,
    stations.c.ocpp_id,
    stations.c.ocpp_version,
    stations.c.online,
    stations.c.last_boot_at,
    stations.c.connected_at,
    connector_blocks.c.command_id,
    connector_blocks.c.asked_status,
    connector_blocks.c.asks,
    connector_blocks.c.asks_since,
)
_whole = connectors.alias("whole_station")
_whole_block = BlockColumns(_whole, "whole")
_WHOLE = _whole_block.joined(
    select(stations.c.status, *_whole_block.columns).join(_whole, _whole.c.station_id == stations.c.id)
).where(_whole.c.connector_number == 0)
"""What is wanted of a station itself, read as the lists of connectors read it."""


class _Overtaken(Exception):
    """Leaves a transaction, so that it is rolled back: the stored state is not that of the decision any more."""


class StoredBlocks:
    """`BlockStore` on the tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, station_id: UUID, number: int) -> Blockable | None:
        """One connector of a living station."""
        query = _living().where(
            connectors.c.station_id == station_id, connectors.c.connector_number == number
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
            found = await _completed(connection, rows)
            if not found:
                return None
            whole = (await connection.execute(_WHOLE.where(_whole.c.station_id == station_id))).first()
        if whole is None:
            return found[0]
        status = ConnectorStatus(whole.status)
        return replace(found[0], whole=_whole_block.wanted(whole), whole_status=status)

    async def made_by(self, principal: UUID, key: str, since: datetime) -> tuple[Command, bytes] | None:
        """The command that a key made since then, with the hash of its request."""
        query = select_commands().where(
            commands.c.principal == principal,
            commands.c.idempotency_key == key,
            commands.c.requested_at >= since,
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else (command_of(row), row.body_hash)

    async def write(self, change: BlockChange, forget_before: datetime) -> bool:
        """Write a change if the stored state is still the one it was decided on."""
        try:
            async with self._database.begin() as connection:
                events = list(change.events)
                if await _withdrawn(connection, change) and change.withdrawal is not None:
                    events.insert(0, change.withdrawal)
                if change.new.idempotency_key is not None:
                    await forget_key(connection, change.new, forget_before)
                await connection.execute(insert(commands), values_of(change.new))
                await _replace(connection, change)
                await audit_log.append(connection, change.audit)
                await event_log.append(connection, events, change.now)
        except _Overtaken:
            return False
        except IntegrityError:
            # Somebody else was the first to block this connector, or to use this key: both are looked up again.
            return False
        return True

    async def rest(self, before: Blockable, asks: int, audit: Sequence[AuditEntry]) -> bool:
        """Keep that the station was told often enough."""
        async with self._database.begin() as connection:
            change = update(connector_blocks).where(*_unchanged(before)).values(asks=asks)
            if (await connection.execute(change)).rowcount == 0:
                return False
            await audit_log.append(connection, audit)
        return True

    async def unsettled(self, limit: int, after: UUID | None = None) -> Sequence[Blockable]:
        """Connectors that do not show what is wanted although their last command is final."""
        query = (
            _living()
            .join(commands, commands.c.id == connector_blocks.c.command_id)
            .where(
                stations.c.online,
                stations.c.registration == Registration.ACCEPTED.value,
                commands.c.status.in_(sorted(status.value for status in FINAL)),
                or_(
                    and_(connectors.c.blocked, connectors.c.status != _UNAVAILABLE),
                    and_(
                        connectors.c.blocked.is_(False),
                        connectors.c.status == _UNAVAILABLE,
                        commands.c.status.in_(sorted(status.value for status in LOST)),
                    ),
                ),
            )
            .order_by(connector_blocks.c.connector_id)
            .limit(limit)
        )
        if after is not None:
            query = query.where(connector_blocks.c.connector_id > after)
        async with self._database.read() as connection:
            return await _completed(connection, (await connection.execute(query)).all())


def _living() -> Select[Any]:
    return (
        select(*_COLUMNS)
        .join(stations, stations.c.id == connectors.c.station_id)
        .outerjoin(connector_blocks, connector_blocks.c.connector_id == connectors.c.id)
        .where(stations.c.archived_at.is_(None))
    )


async def _completed(connection: Connection, rows: Sequence[Row[Any]]) -> list[Blockable]:
    """With their commands, and for connector 0 the states of the others."""
    if not rows:
        return []
    named = {row.command_id for row in rows if row.command_id is not None}
    carried = await connection.execute(select_commands().where(commands.c.id.in_(named)))
    by_id = {row.id: command_of(row) for row in carried}
    whole = {row.station_id for row in rows if row.connector_number == 0}
    states: dict[UUID, list[ConnectorStatus]] = {}
    others = select(connectors.c.station_id, connectors.c.status).where(
        connectors.c.station_id.in_(whole), connectors.c.connector_number > 0
    )
    for row in await connection.execute(others):
        states.setdefault(row.station_id, []).append(ConnectorStatus(row.status))
    return [
        _blockable(
            row,
            by_id.get(row.command_id),
            tuple(states.get(row.station_id, ())) if row.connector_number == 0 else (),
        )
        for row in rows
    ]


def _blockable(row: Row[Any], command: Command | None, others: tuple[ConnectorStatus, ...]) -> Blockable:
    return Blockable(
        connector_id=row.id,
        number=row.connector_number,
        station_id=row.station_id,
        station=row.ocpp_id,
        ocpp_version=row.ocpp_version,
        online=row.online,
        blocked=row.blocked,
        status=ConnectorStatus(row.status),
        reported_at=row.updated_at,
        booted_at=row.last_boot_at,
        connected_at=row.connected_at,
        command_id=row.command_id,
        command=command,
        asked_status=None if row.asked_status is None else ConnectorStatus(row.asked_status),
        asks=row.asks or 0,
        asks_since=row.asks_since,
        others=others,
    )


async def _withdrawn(connection: Connection, change: BlockChange) -> bool:
    """Take the queued command back that is replaced; one that was sent meanwhile stays sent."""
    if change.withdrawn is None:
        return False
    statement = (
        update(commands)
        .where(commands.c.id == change.withdrawn.id, commands.c.status == "queued")
        .values(status=change.withdrawn.status.value, version=commands.c.version + 1)
    )
    return (await connection.execute(statement)).rowcount > 0


async def _replace(connection: Connection, change: BlockChange) -> None:
    """The wanted state and its command, if nobody else has changed them; raises `_Overtaken`."""
    before = change.before
    values: dict[str, Any] = {
        "command_id": change.new.command.id,
        "asked_status": before.status.value,
        "asks": change.asks,
        "asks_since": change.asks_since,
    }
    if change.by is not None:
        values |= {
            "changed_at": change.now,
            "changed_by": change.by.name,
            "changed_by_kind": change.by.kind.value,
            "changed_by_id": change.by.id,
        }
    if before.command_id is None:
        await connection.execute(insert(connector_blocks), {"connector_id": before.connector_id, **values})
    else:
        replaced = update(connector_blocks).where(*_unchanged(before)).values(**values)
        if (await connection.execute(replaced)).rowcount == 0:
            raise _Overtaken
    if before.blocked is not change.blocked:
        flag = update(connectors).where(connectors.c.id == before.connector_id).values(blocked=change.blocked)
        await connection.execute(flag)


def _unchanged(before: Blockable) -> tuple[Any, ...]:
    return (
        connector_blocks.c.connector_id == before.connector_id,
        connector_blocks.c.command_id == before.command_id,
        connector_blocks.c.asks == before.asks,
    )
