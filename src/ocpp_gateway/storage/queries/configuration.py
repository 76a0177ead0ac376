"""The configuration of one station as it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ocpp_gateway.charging.commands import CommandStatus
from ocpp_gateway.operations.configuration import ConfigurationView, Wanted
from ocpp_gateway.storage.command_table import commands
from ocpp_gateway.storage.configuration_table import configuration
from ocpp_gateway.storage.tables import stations

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import RowMapping

    from ocpp_gateway.storage.engine import Database


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
            )
            .join(stations, stations.c.id == configuration.c.station_id)
            .outerjoin(commands, commands.c.id == configuration.c.wanted_command)
            .where(configuration.c.station_id == station_id)
            .order_by(configuration.c.key_folded)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).mappings()
        return [_view(row) for row in rows]


def _view(row: RowMapping) -> ConfigurationView:
    return ConfigurationView(
        key=row["key"],
        value=row["value"],
        readonly=row["readonly"],
        known=row["known"],
        reported_at=row["reported_at"],
        booted_at=row["last_boot_at"],
        wanted=_wanted(row),
    )


def _wanted(row: RowMapping | Any) -> Wanted | None:
    if row["wanted"] is None or row["status"] is None:
        return None
    return Wanted(
        value=row["wanted"],
        at=row["wanted_at"],
        by=row["wanted_by"],
        command=row["wanted_command"],
        status=CommandStatus(row["status"]),
        response=row["response"],
        answered_at=row["answered_at"],
    )
