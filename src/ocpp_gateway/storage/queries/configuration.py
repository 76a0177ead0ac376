"""The configuration of one station as it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ocpp_gateway.charging.commands import CommandStatus
from ocpp_gateway.operations.configuration import ConfigurationView, Reporter, Wanted
from ocpp_gateway.storage.command_table import commands
from ocpp_gateway.storage.configuration_table import configuration
from ocpp_gateway.storage.tables import stations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import RowMapping

    from ocpp_gateway.storage.engine import Connection, Database

_TELLING = ("GetConfiguration", "ChangeConfiguration")
_AT_ONCE = 500
"""Moments in one statement: databases bound the number of parameters."""


class StoredConfigurationQueries:
    """`ConfigurationQueries` on the table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_station(self, station_id: UUID) -> list[ConfigurationView]:
        """All keys of one station by name, each with the command that carries its wanted value."""
        query = (
            select(
                configuration,
                stations.c.last_boot_at,
                commands.c.status,
                commands.c.response,
                commands.c.answered_at,
                commands.c.sent_at,
                commands.c.error,
            )
            .join(stations, stations.c.id == configuration.c.station_id)
            .outerjoin(commands, commands.c.id == configuration.c.wanted_command)
            .where(configuration.c.station_id == station_id)
            .order_by(configuration.c.key_folded)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).mappings()
            moments = sorted({row["reported_at"] for row in rows if row["reported_at"] is not None})
            reporters = await _reporters(connection, station_id, moments)
        return [_view(row, reporters) for row in rows]


async def _reporters(
    connection: Connection, station_id: UUID, moments: Sequence[datetime]
) -> dict[datetime, Reporter]:
    """The commands whose answers told something, by the moment: an answer and what it tells are written as one."""
    found: dict[datetime, Reporter] = {}
    for at in range(0, len(moments), _AT_ONCE):
        query = select(
            commands.c.id, commands.c.action, commands.c.requested_by, commands.c.answered_at
        ).where(
            commands.c.station_id == station_id,
            commands.c.action.in_(_TELLING),
            commands.c.answered_at.in_(moments[at : at + _AT_ONCE]),
        )
        for row in (await connection.execute(query)).all():
            found[row.answered_at] = Reporter(command=row.id, action=row.action, by=row.requested_by)
    return found


def _view(row: RowMapping, reporters: Mapping[datetime, Reporter]) -> ConfigurationView:
    return ConfigurationView(
        key=row["key"],
        value=row["value"],
        readonly=row["readonly"],
        known=row["known"],
        reported_at=row["reported_at"],
        booted_at=row["last_boot_at"],
        wanted=_wanted(row),
        reported_by=reporters.get(row["reported_at"]),
    )


def _wanted(row: RowMapping | Any) -> Wanted | None:
    if row["wanted"] is None:
        return None
    return Wanted(
        value=row["wanted"],
        at=row["wanted_at"],
        by=row["wanted_by"],
        command=row["wanted_command"],
        status=None if row["status"] is None else CommandStatus(row["status"]),
        response=row["response"],
        answered_at=row["answered_at"],
        sent_at=row["sent_at"],
        error=row["error"],
    )
