"""What stations can be filtered and ordered by: the list, its export and the counts beside the filters share it."""

from __future__ import annotations

from dataclasses import replace

from pydantic import Field

from ocpp_gateway.api.fields import Input, Needle
from ocpp_gateway.api.station_map import Box, read_area
from ocpp_gateway.charging.stations import ConnectorStatus, Registration
from ocpp_gateway.operations.queries import StationFilter, StationSort


class StationFilters(Input):
    """Filters of stations; all that are given must hold."""

    status: ConnectorStatus | None = Field(
        None, description="As the station reports itself (connector 0)", examples=["Faulted"]
    )
    registration: Registration | None = Field(
        None, description="Whether it was let in; `pending` waits for a decision", examples=["pending"]
    )
    group: Needle | None = Field(None, description="Exactly this group", examples=["site-a"])
    q: Needle | None = Field(None, description="Part of identity or name, case aside", examples=["garage"])
    online: bool | None = Field(None, description="Whether it is connected now", examples=[False])
    vendor: Needle | None = Field(None, description="Exactly as it names itself", examples=["ACME"])
    model: Needle | None = Field(None, description="Exactly as it names itself", examples=["Twin 2x22"])

    def filter(self) -> StationFilter:
        """The filter of the query."""
        return StationFilter(
            status=self.status,
            registration=self.registration,
            group=self.group,
            text=self.q,
            online=self.online,
            vendor=self.vendor,
            model=self.model,
        )


class OrderedStations(StationFilters):
    """Filters, a part of the map, and order."""

    connector_status: ConnectorStatus | None = Field(
        None,
        description="Stations with a connector that shows this state; `Unknown` includes those that are offline",
        examples=["Faulted"],
    )
    placed: bool | None = Field(None, description="Whether it has coordinates", examples=[False])
    bbox: Box | None = Field(
        None, description="Within this box: west,south,east,north in degrees", examples=["5.9,47.3,15.0,55.1"]
    )

    sort: StationSort = Field(
        "-created_at",
        description="`-created_at` is newest first, `ocpp_id` by identity; a minus turns an order round. There are no "
        "others: what changes with every message cannot be in an index",
        examples=["ocpp_id"],
    )

    def filter(self) -> StationFilter:
        """The filter of the query."""
        return replace(
            super().filter(),
            shows=self.connector_status,
            placed=self.placed,
            area=None if self.bbox is None else read_area(self.bbox),
        )
