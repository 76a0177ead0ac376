"""How rows look in the feed: as in the lists of the API, where the same things are asked for."""

from __future__ import annotations

from pydantic import BaseModel

from ocpp_gateway.api import connectors, logs
from ocpp_gateway.api.fields import Moment
from ocpp_gateway.charging.stations import ConnectorStatus, Registration
from ocpp_gateway.operations.queries import ConnectorView, LogView, StationView


class StationRow(BaseModel):
    """The part of a station that events keep up to date; names and values as in `GET /stations`."""

    ocpp_id: str
    name: str | None
    group: str | None
    registration: Registration
    online: bool
    status: ConnectorStatus
    vendor: str | None
    model: str | None
    connected_at: Moment | None
    last_message_at: Moment | None


def show_station(view: StationView) -> bytes:
    """A row of `stations` in a snapshot."""
    row = StationRow(**{name: getattr(view, name) for name in StationRow.model_fields})
    return row.model_dump_json().encode()


def show_connector(view: ConnectorView) -> bytes:
    """A row of `connectors` in a snapshot: an item of `GET /connectors`."""
    return connectors.shown(view).model_dump_json().encode()


def show_message(view: LogView) -> bytes:
    """The data of an `ocpp.message`: an item of `GET /logs`."""
    return logs.entry(view)
