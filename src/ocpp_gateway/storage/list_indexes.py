"""The indexes of the lists that people and programs read; those that the journal needs stand with their tables.

What changes with every message (times, readings, the states of connectors, who is online) is in no index: a change of
an indexed column makes PostgreSQL write a new entry into every index of the table, one of any other column into none.
Which list uses which index, and what each costs, was measured: docs/explanation/list-queries.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Index, text

if TYPE_CHECKING:
    from sqlalchemy import Column, Table


def index_lists(stations: Table, connectors: Table, transactions: Table, id_tags: Table) -> None:
    """Declare the indexes on their tables."""
    s, t = stations.c, transactions.c
    living = "archived_at IS NULL"
    # These two find archived stations too: their transactions and messages stay.
    Index("ix_stations_identity", s.ocpp_id_folded)
    Index("ix_stations_group", s.group_name, s.id)
    _partial("ix_stations_status", living, s.status, s.id)
    _partial("ix_stations_vendor", living, s.vendor, s.model, s.id)
    _partial("ix_stations_model", living, s.model, s.id)
    _partial("ix_stations_waiting", f"{living} AND registration <> 'accepted'", s.registration, s.id)
    _partial("ix_stations_place", f"{living} AND map_x IS NOT NULL", s.map_x, s.map_y)
    _partial("ix_connectors_blocked", "blocked", connectors.c.station_id)
    Index("ix_transactions_station", t.station_id, t.id)
    Index("ix_transactions_id_tag", t.id_tag_folded, t.id)
    Index("ix_transactions_start_time", t.start_time, t.id)
    unfinished = "status <> 'completed'"
    _partial("ix_transactions_not_completed", unfinished, t.status, t.id)
    _partial("ix_transactions_not_completed_start", unfinished, t.status, t.start_time, t.id)
    Index("ix_id_tags_group", id_tags.c.group_name, id_tags.c.id)


def _partial(name: str, condition: str, *columns: Column[object]) -> None:
    Index(name, *columns, postgresql_where=text(condition), sqlite_where=text(condition))
