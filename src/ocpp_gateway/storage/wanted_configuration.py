"""Writing what people want of a station's configuration, in the transaction of the command that carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite

from ocpp_gateway.storage.configuration_table import configuration

if TYPE_CHECKING:
    from ocpp_gateway.charging.commands import Command
    from ocpp_gateway.operations.configuration import WantedValue
    from ocpp_gateway.storage.engine import Connection


async def want(connection: Connection, wanted: WantedValue, command: Command) -> None:
    """Add or replace the wanted half of a key; the reported one belongs to the journal."""
    values = {
        "wanted": wanted.value,
        "wanted_at": command.requested_at,
        "wanted_by": command.requested_by,
        "wanted_command": command.id,
    }
    dialect = sqlite if connection.dialect_name == "sqlite" else postgresql
    statement = dialect.insert(configuration).values(
        station_id=command.station_id, key_folded=wanted.key_folded, key=wanted.key, **values
    )
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["station_id", "key_folded"], set_=values)
    )
