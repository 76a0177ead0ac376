"""Writing what people want of a station's configuration: with the command that carries it, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ocpp_gateway.storage.configuration_table import configuration

if TYPE_CHECKING:
    from uuid import UUID

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


async def wished(connection: Connection, station_id: UUID, key_folded: str) -> tuple[str, UUID] | None:
    """The key as it is written and the command that carries its wanted value; `None` if nobody wants one."""
    query = select(configuration.c.key, configuration.c.wanted_command).where(
        configuration.c.station_id == station_id,
        configuration.c.key_folded == key_folded,
        configuration.c.wanted.is_not(None),
    )
    row = (await connection.execute(query)).first()
    return None if row is None else (row.key, row.wanted_command)


async def want_no_more(connection: Connection, station_id: UUID, key_folded: str, command: UUID) -> bool:
    """Empty the wanted half of a key, if it is still that of this command; a key that was only wanted goes."""
    still = (
        configuration.c.station_id == station_id,
        configuration.c.key_folded == key_folded,
        configuration.c.wanted_command == command,
    )
    gone = delete(configuration).where(*still, configuration.c.reported_at.is_(None))
    if (await connection.execute(gone)).rowcount:
        return True
    nothing = dict.fromkeys(("wanted", "wanted_at", "wanted_by", "wanted_command"))
    return (await connection.execute(update(configuration).where(*still).values(**nothing))).rowcount > 0
