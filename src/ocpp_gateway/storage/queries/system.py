"""The installation as the database knows it: nodes, size, and what waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, text

from ocpp_gateway.operations.system import DatabaseView, NodeView, SystemView, TableView, WaitingView
from ocpp_gateway.storage.command_table import commands
from ocpp_gateway.storage.job_table import jobs
from ocpp_gateway.storage.tables import leases, nodes, quarantine, stations

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Connection, Database

TABLES_SHOWN = 20

_POSTGRESQL_TABLES = text(
    """
    SELECT coalesce(parent.relname, own.relname) AS name,
           sum(greatest(own.reltuples, 0))::bigint AS rows,
           sum(pg_total_relation_size(own.oid))::bigint AS bytes
    FROM pg_class own
    LEFT JOIN pg_inherits ON pg_inherits.inhrelid = own.oid
    LEFT JOIN pg_class parent ON parent.oid = pg_inherits.inhparent
    WHERE own.relkind = 'r' AND own.relnamespace = current_schema()::regnamespace
    GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT :most
    """
)
"""Partitions count for the table that they are part of."""
_POSTGRESQL_BYTES = text("SELECT pg_database_size(current_database())")
_SQLITE_BYTES = text("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
"""The size of single tables would need a walk through the whole file (`dbstat`): not for a page that asks often."""
_REVISION = text("SELECT version_num FROM alembic_version")


class StoredSystemQueries:
    """`SystemQueries` on the tables and the catalogue of the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def system(self) -> SystemView:
        """All of it, from one snapshot."""
        async with self._database.read() as connection:
            return SystemView(
                nodes=await _nodes(connection),
                database=await _database(connection),
                waiting=await _waiting(connection),
            )


async def _nodes(connection: Connection) -> tuple[NodeView, ...]:
    held = (
        select(leases.c.node_id, func.count().label("stations"))
        .join(stations, stations.c.id == leases.c.station_id)
        .where(stations.c.online)
        .group_by(leases.c.node_id)
        .subquery()
    )
    query = (
        select(nodes, func.coalesce(held.c.stations, 0).label("stations"))
        .outerjoin(held, held.c.node_id == nodes.c.id)
        .order_by(nodes.c.started_at.desc(), nodes.c.id)
    )
    return tuple(
        NodeView(
            id=row.id,
            started_at=row.started_at,
            renewed_at=row.renewed_at,
            stopped_at=row.stopped_at,
            stations=row.stations,
        )
        for row in await connection.execute(query)
    )


async def _database(connection: Connection) -> DatabaseView:
    postgresql = connection.dialect_name == "postgresql"
    size = await connection.execute(_POSTGRESQL_BYTES if postgresql else _SQLITE_BYTES)
    tables = await connection.execute(_POSTGRESQL_TABLES, {"most": TABLES_SHOWN}) if postgresql else ()
    return DatabaseView(
        kind=connection.dialect_name,
        revision=(await connection.execute(_REVISION)).scalar(),
        bytes=size.scalar(),
        tables=tuple(TableView(name=row.name, rows=row.rows, bytes=row.bytes) for row in tables),
    )


async def _waiting(connection: Connection) -> WaitingView:
    async def number(table: object, *conditions: object) -> int:
        counted = select(func.count()).select_from(table).where(*conditions)  # type: ignore[arg-type]
        return int((await connection.execute(counted)).scalar())

    return WaitingView(
        commands_queued=await number(commands, commands.c.status == "queued"),
        commands_sent=await number(commands, commands.c.status == "sent"),
        jobs_running=await number(jobs, jobs.c.status == "running"),
        messages_quarantined=await number(quarantine),
    )
