"""Figures of the whole fleet: the overview that people keep open, and the counts beside the filters of stations.

They are counted when they are asked for and shared for a moment (`RecentFigures`), so a hundred open dashboards cost
the database as much as one. Energy in kWh, power in W, all times aware UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol
from uuid import UUID

from ocpp_gateway.operations.queries import StationFilter, Visibility
from ocpp_gateway.operations.recent_answers import RecentAnswers
from ocpp_gateway.operations.station_map import MapView, MapWanted

AttentionKind = Literal[
    "offline_while_charging",
    "connector_faulted",
    "station_faulted",
    "block_rejected",
    "station_offline",
    "messages_quarantined",
    "station_pending",
    "rules_departed",
]
"""What needs attention, in this order: what hurts drivers most comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionItem:
    """One thing to look after. `count` is of charges left running, of messages or of departures, by kind."""

    kind: AttentionKind
    station_id: UUID
    station: str
    group: str | None
    connector: int | None
    since: datetime | None
    count: int
    detail: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StationFigures:
    """Living stations. `faulted` are online and say so of themselves (connector 0)."""

    total: int
    online: int
    offline: int
    faulted: int
    pending: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorFigures:
    """Connectors of living stations. `by_status` is as last reported, also of stations that are offline.

    `charging` and `faulted` count only those whose station is online.
    """

    total: int
    available: int
    charging: int
    faulted: int
    blocked: int
    by_status: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """Charges that started within one hour, and their energy so far."""

    begin: datetime
    started: int
    energy_kwh: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewView:
    """The fleet at one moment. What counts as today are the charges that started since `day_start`."""

    as_of: datetime
    day_start: datetime
    power_w: float
    energy_today_kwh: float
    transactions_today: int
    transactions_running: int
    stations: StationFigures
    connectors: ConnectorFigures
    hours: tuple[Hour, ...]
    attention: tuple[AttentionItem, ...]
    attention_counts: Mapping[AttentionKind, int]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a filter, and how many stations the other filters leave for it."""

    value: str | bool | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetsView:
    """Counts for each filter of stations, the largest first; `counted_all` is false if there were too many to count."""

    as_of: datetime
    counted_all: bool
    total: int
    status: tuple[FacetValue, ...]
    registration: tuple[FacetValue, ...]
    online: tuple[FacetValue, ...]
    group: tuple[FacetValue, ...]
    vendor: tuple[FacetValue, ...]
    model: tuple[FacetValue, ...]


class FigureQueries(Protocol):
    """Figures of what somebody may see."""

    def overview(
        self, visible: Visibility, *, now: datetime, day_start: datetime
    ) -> Coroutine[Any, Any, OverviewView]:
        """The fleet now."""
        ...

    def facets(
        self, wanted: StationFilter, visible: Visibility, *, now: datetime
    ) -> Coroutine[Any, Any, FacetsView]:
        """Counts of stations by the values of each filter."""
        ...

    def map(self, wanted: MapWanted, visible: Visibility, *, now: datetime) -> Coroutine[Any, Any, MapView]:
        """The stations that have a place, by the cells of a grid."""
        ...


OVERVIEW_SECONDS = 1.0
MAP_SECONDS = 1.0
FACET_SECONDS = 5.0
"""How long an answer is shared, at least; one that took long is shared for longer. Facets only help to choose a
filter."""


class RecentFigures:
    """`FigureQueries` whose answers are shared for a moment by all who may see the same."""

    def __init__(self, figures: FigureQueries, elapsed: Callable[[], float]) -> None:
        """`elapsed` is a clock in seconds that never goes back."""
        self._figures = figures
        self._overviews: RecentAnswers[tuple[Visibility, datetime], OverviewView] = RecentAnswers(
            OVERVIEW_SECONDS, elapsed
        )
        self._facets: RecentAnswers[tuple[StationFilter, Visibility], FacetsView] = RecentAnswers(
            FACET_SECONDS, elapsed
        )
        self._maps: RecentAnswers[tuple[MapWanted, Visibility], MapView] = RecentAnswers(MAP_SECONDS, elapsed)

    async def overview(self, visible: Visibility, *, now: datetime, day_start: datetime) -> OverviewView:
        """The fleet, as it was a moment ago: `as_of` says when."""
        return await self._overviews.get(
            (visible, day_start), lambda: self._figures.overview(visible, now=now, day_start=day_start)
        )

    async def facets(self, wanted: StationFilter, visible: Visibility, *, now: datetime) -> FacetsView:
        """The counts, as they were a moment ago: `as_of` says when."""
        return await self._facets.get(
            (wanted, visible), lambda: self._figures.facets(wanted, visible, now=now)
        )

    async def map(self, wanted: MapWanted, visible: Visibility, *, now: datetime) -> MapView:
        """The map, as it was a moment ago: `as_of` says when. Who looks at the same cells shares an answer."""
        return await self._maps.get((wanted, visible), lambda: self._figures.map(wanted, visible, now=now))
