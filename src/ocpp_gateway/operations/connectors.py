"""The connectors of a station: finding, making and changing their rows inside a decision."""

from __future__ import annotations

from typing import Any

from ocpp_gateway.charging.changes import ConnectorUpdate
from ocpp_gateway.charging.stations import MAX_CONNECTORS, Connector, Station
from ocpp_gateway.operations.ports import NewId


def is_possible(number: int) -> bool:
    """Whether a station can mean one of its connectors by this number (0 is the station itself)."""
    return 0 <= number <= MAX_CONNECTORS


def known_or_new(station: Station, number: int, new_id: NewId) -> Connector:
    """The connector, or a fresh one that exists only in the decision until `update` of it is committed."""
    return station.connectors.get(number) or Connector(id=new_id(), number=number)


def update(connector: Connector, **changed: Any) -> ConnectorUpdate:
    """The connector's row with some columns changed. `transaction` is the id of the open transaction's row."""
    open_transaction = connector.transaction
    columns: dict[str, Any] = {
        "id": connector.id,
        "number": connector.number,
        "status": connector.status,
        "error_code": connector.error_code,
        "info": connector.info,
        "vendor_error_code": connector.vendor_error_code,
        "last_status_change": connector.last_status_change,
        "meter_value": connector.meter_value,
        "power_w": connector.power_w,
        "soc_percent": connector.soc_percent,
        "last_sample_at": connector.last_sample_at,
        "last_start_at": connector.last_start_at,
        "transaction": open_transaction.id if open_transaction is not None else None,
    }
    columns.update(changed)
    return ConnectorUpdate(**columns)
