"""Counts of stations by the values of each filter: one pass over the stations, whatever the number of filters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, literal, literal_column, select, union_all

from ocpp_gateway.operations.figures import FacetsView, FacetValue
from ocpp_gateway.storage.queries.keyset import seen_by
from ocpp_gateway.storage.queries.stations import conditions, narrowed
from ocpp_gateway.storage.tables import stations

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import CTE, ColumnElement, Label, Select

    from ocpp_gateway.operations.queries import StationFilter, Visibility
    from ocpp_gateway.storage.engine import Database
    from ocpp_gateway.storage.queries.station_names import StationNames

COUNTED_STATIONS = 250_000
"""More are not counted: the cost of one answer is bounded."""
MOST_VALUES = 100
"""Of each filter the values with the most stations."""
FACETS = ("status", "registration", "online", "group", "vendor", "model")
_COLUMNS = {name: "group_name" if name == "group" else name for name in FACETS}


async def count_facets(
    database: Database,
    wanted: StationFilter,
    visible: Visibility,
    now: datetime,
    *,
    most: int = COUNTED_STATIONS,
    names: StationNames | None = None,
) -> FacetsView:
    """Count for each filter what all the other filters leave, so that another value can be chosen in its place."""
    kinds = _kinds(wanted, visible, most, await narrowed(wanted, names))
    parts = [_facet(kinds, name, wanted) for name in FACETS]
    nothing: Label[Any] = literal_column("NULL").label("value")
    stations_in = func.sum(kinds.c.stations).label("stations")
    total: Select[Any] = select(literal("total").label("facet"), nothing, stations_in)
    counted: Select[Any] = select(literal("counted").label("facet"), nothing, stations_in)
    total = total.where(*_others(kinds, wanted, without=None))
    async with database.read() as connection:
        rows = await connection.execute(union_all(total, counted, *parts))
    found: dict[str, list[FacetValue]] = {name: [] for name in FACETS}
    sums = {"total": 0, "counted": 0}
    for row in rows:
        if row.facet in sums:
            sums[row.facet] = int(row.stations or 0)
        else:
            shown = row.value == "true" if row.facet == "online" else row.value
            found[row.facet].append(FacetValue(shown, int(row.stations)))
    return FacetsView(
        as_of=now,
        counted_all=sums["counted"] < most,
        total=sums["total"],
        **{name: tuple(sorted(values, key=_largest_first)) for name, values in found.items()},
    )


def _kinds(wanted: StationFilter, visible: Visibility, most: int, narrower: list[ColumnElement[bool]]) -> CTE:
    """How many stations have the same values everywhere. Only what is no facet (the text) is filtered here."""
    text_alone = replace(
        wanted, **dict.fromkeys(("status", "registration", "online", "group", "vendor", "model"))
    )
    columns = [stations.c[name] for name in _COLUMNS.values()]
    few = (
        select(*columns)
        .where(stations.c.archived_at.is_(None), seen_by(visible), *conditions(text_alone), *narrower)
        .limit(most)
        .subquery("few")
    )
    grouped = [few.c[name] for name in _COLUMNS.values()]
    return select(*grouped, func.count().label("stations")).group_by(*grouped).cte("kinds")


def _facet(kinds: CTE, name: str, wanted: StationFilter) -> Select[Any]:
    column = kinds.c[_COLUMNS[name]]
    value = _as_text(column) if name == "online" else column
    counted = func.sum(kinds.c.stations)
    largest = (
        select(literal(name).label("facet"), value.label("value"), counted.label("stations"))
        .where(*_others(kinds, wanted, without=name))
        .group_by(column)
        .order_by(counted.desc(), column)
        .limit(MOST_VALUES)
        .subquery()
    )
    return select(largest)


def _as_text(column: ColumnElement[bool]) -> ColumnElement[str]:
    return case((column, literal("true")), else_=literal("false"))


def _others(kinds: CTE, wanted: StationFilter, *, without: str | None) -> list[ColumnElement[bool]]:
    chosen = {
        "status": wanted.status.value if wanted.status is not None else None,
        "registration": wanted.registration.value if wanted.registration is not None else None,
        "online": wanted.online,
        "group": wanted.group,
        "vendor": wanted.vendor,
        "model": wanted.model,
    }
    return [
        kinds.c[_COLUMNS[name]] == value
        for name, value in chosen.items()
        if value is not None and name != without
    ]


def _largest_first(value: FacetValue) -> tuple[int, str]:
    return -value.count, str(value.value)
