"""Curves of the fleet out of its samples."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import false, func, select, true

from ocpp_gateway.operations.fleet_history import MINUTE, FleetPoint, step_of
from ocpp_gateway.storage.fleet_sample_table import fleet_samples

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row

    from ocpp_gateway.operations.queries import Visibility
    from ocpp_gateway.storage.engine import Database

_SAMPLE = fleet_samples.c
_SUMS = ("power_w", "stations", "online", "connectors", "charging", "faulted")


class StoredFleetHistoryQueries:
    """`FleetHistoryQueries` on the table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def history(self, visible: Visibility, *, begin: datetime, end: datetime) -> tuple[FleetPoint, ...]:
        """The points from `begin` up to `end`, the oldest first."""
        step = step_of(end - begin)
        sums = [func.sum(_SAMPLE[name]).label(name) for name in _SUMS]
        query = (
            select(_SAMPLE.at, *sums)
            .where(_SAMPLE.at >= begin, _SAMPLE.at < end, _seen(visible))
            .group_by(_SAMPLE.at)
            .order_by(_SAMPLE.at)
        )
        if step > MINUTE:
            query = query.where(_SAMPLE.coarse)
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        seconds = int(step.total_seconds())

        def beginning(row: Row[Any]) -> int:
            return int(row.at.timestamp()) // seconds * seconds

        return tuple(_point(at, list(samples)) for at, samples in groupby(rows, beginning))


def _seen(visible: Visibility) -> ColumnElement[bool]:
    """Stations without a group are in the empty one, which nobody is granted."""
    if visible.all_stations:
        return true()
    return _SAMPLE.group_name.in_(sorted(visible.groups)) if visible.groups else false()


def _point(at: int, samples: list[Row[Any]]) -> FleetPoint:
    last = samples[-1]
    return FleetPoint(
        at=datetime.fromtimestamp(at, UTC),
        power_w=round(sum(float(row.power_w) for row in samples) / len(samples), 3),
        stations=last.stations,
        online=last.online,
        connectors=last.connectors,
        charging=last.charging,
        faulted=last.faulted,
    )
