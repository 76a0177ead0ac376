"""The present state, in bounded pages: a fleet of 100,000 stations is never one message, nor one query.

Each page is a keyset page of its own; the feed has fixed its cursor before the first one is read, so whatever changes
meanwhile comes as an event after the snapshot.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocpp_gateway.feeds.grants import CONNECTORS_READ, STATIONS_READ, Grant
from ocpp_gateway.operations.provisioning import fold_identity
from ocpp_gateway.operations.queries import (
    ConnectorFilter,
    ConnectorView,
    StationFilter,
    StationView,
    Visibility,
)

if TYPE_CHECKING:
    from ocpp_gateway.operations.queries import ConnectorKey as ConnectorPlace
    from ocpp_gateway.operations.queries import ConnectorQueries, IdKey, StationQueries

ROWS = 500
"""Rows of one message."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one page, each a JSON text."""

    stations: list[bytes]
    connectors: list[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshots:
    """Reads the state of stations and connectors; how a row looks is for the API to say."""

    stations: StationQueries
    connectors: ConnectorQueries
    show_station: Callable[[StationView], bytes]
    show_connector: Callable[[ConnectorView], bytes]

    async def pages(
        self, grant_now: Callable[[], Grant], wanted: frozenset[str] | None
    ) -> AsyncIterator[Rows]:
        """Every row in sight of the stations that are wanted (folded identities), under the rights of each moment."""
        async for views in self._stations(grant_now, wanted):
            yield Rows([self.show_station(view) for view in views], [])
        async for found in self._connectors(grant_now, wanted):
            yield Rows([], [self.show_connector(view) for view in found])

    async def _stations(
        self, grant_now: Callable[[], Grant], wanted: frozenset[str] | None
    ) -> AsyncIterator[list[StationView]]:
        after: IdKey | None = None
        while STATIONS_READ in (grant := grant_now()).permissions:
            page = await self.stations.page(
                StationFilter(), _narrowed(grant, wanted), limit=ROWS, after=after
            )
            views = [v for v in page.items if wanted is None or fold_identity(v.ocpp_id) in wanted]
            if views:
                yield views
            after = page.next_key
            if after is None:
                return

    async def _connectors(
        self, grant_now: Callable[[], Grant], wanted: frozenset[str] | None
    ) -> AsyncIterator[list[ConnectorView]]:
        after: ConnectorPlace | None = None
        while CONNECTORS_READ in (grant := grant_now()).permissions:
            page = await self.connectors.page(
                ConnectorFilter(), _narrowed(grant, wanted), limit=ROWS, after=after
            )
            views = [v for v in page.items if wanted is None or fold_identity(v.station) in wanted]
            if views:
                yield views
            after = page.next_key
            if after is None:
                return


def _narrowed(grant: Grant, wanted: frozenset[str] | None) -> Visibility:
    """Let the database look for the wanted stations only; a narrower grant is left to say what is in sight."""
    if wanted is None or not grant.visible.all_stations:
        return grant.visible
    return Visibility(all_stations=False, ocpp_ids=wanted)
