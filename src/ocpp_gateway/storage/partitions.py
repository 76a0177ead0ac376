"""Daily partitions of the two large tables on PostgreSQL: made ahead, dropped whole (performance.md, reliability F30).

A partition is attached, not created in place: that takes a lock which lets the journal go on. Every lock is waited
for briefly; whoever does not get it tries again at the next round.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text

from ocpp_gateway.storage.tables import meter_values, ocpp_logs

if TYPE_CHECKING:
    from sqlalchemy import Column, Table

    from ocpp_gateway.storage.engine import Connection, Database

PARTITIONED: dict[str, Column[datetime]] = {
    ocpp_logs.name: ocpp_logs.c.timestamp,
    meter_values.name: meter_values.c.received_at,
}
"""Tables and the receipt time they are partitioned by."""

DAYS_AHEAD = 3
DDL_LOCK = 0x6F67_7770_6172
"""Key of the advisory lock ("ogwpar"): one node at a time works on partitions."""
LOCK_LIMIT = "1s"


async def make_ahead(database: Database, today: date, *, days: int = DAYS_AHEAD) -> list[str]:
    """Make the partitions from today to `days` ahead that are missing; return their names."""
    made = []
    for table in PARTITIONED:
        for offset in range(days + 1):
            day = today + timedelta(days=offset)
            async with database.begin() as connection:
                await _limit_locks(connection)
                if day not in await partition_days(connection, table):
                    await _attach(connection, table, day)
                    made.append(name_of(table, day))
    return made


async def drop_before(database: Database, table: str, oldest_kept: date) -> list[str]:
    """Drop the partitions of earlier days; return their names."""
    async with database.read() as connection:
        days = [day for day in await partition_days(connection, table) if day < oldest_kept]
    dropped = []
    for day in sorted(days):
        async with database.begin() as connection:
            await _limit_locks(connection)
            await connection.execute(text(f"DROP TABLE IF EXISTS {name_of(table, day)}"))
        dropped.append(name_of(table, day))
    return dropped


async def partition_days(connection: Connection, table: str) -> set[date]:
    """Return the days for which a table has a partition of its own."""
    children = (
        select(func.format("%s", text("child.relname")))
        .select_from(text("pg_inherits JOIN pg_class child ON child.oid = inhrelid"))
        .where(text("inhparent = to_regclass(:parent)").bindparams(parent=table))
    )
    names = (await connection.execute(children)).scalars()
    prefix = f"{table}_"
    return {
        datetime.strptime(name.removeprefix(prefix), "%Y%m%d").replace(tzinfo=UTC).date()
        for name in names
        if name.removeprefix(prefix).isdigit()
    }


def name_of(table: str, day: date) -> str:
    """Return the name of a day's partition."""
    return f"{table}_{day:%Y%m%d}"


def default_of(table: Table | str) -> str:
    """Return the name of the partition that takes what no day's partition takes."""
    return f"{table}_default"


async def _limit_locks(connection: Connection) -> None:
    await connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_LIMIT}'"))
    await connection.execute(select(func.pg_advisory_xact_lock(DDL_LOCK)))


async def _attach(connection: Connection, table: str, day: date) -> None:
    """Rows of that day that already lie in the default partition move, or the partition could not be attached."""
    partition, default = name_of(table, day), default_of(table)
    first, after = f"'{day} 00:00:00+00'", f"'{day + timedelta(days=1)} 00:00:00+00'"
    column = PARTITIONED[table].name
    own = f"{column} >= {first} AND {column} < {after}"
    for statement in (
        f"CREATE TABLE {partition} (LIKE {table} INCLUDING ALL, CHECK ({column} IS NOT NULL AND {own}))",
        f"LOCK TABLE {default} IN ACCESS EXCLUSIVE MODE",
        f"WITH moved AS (DELETE FROM {default} WHERE {own} RETURNING *) INSERT INTO {partition} SELECT * FROM moved",
        f"ALTER TABLE {table} ATTACH PARTITION {partition} FOR VALUES FROM ({first}) TO ({after})",
    ):
        await connection.execute(text(statement))
