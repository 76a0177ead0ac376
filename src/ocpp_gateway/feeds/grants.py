"""What somebody may see of the feed: looked at when an event is delivered, not when it was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from ocpp_gateway.charging.events import EventType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocpp_gateway.operations.queries import Visibility

MESSAGE_TYPE = "ocpp.message"
"""The live message log."""
REFUSED_TYPE = "handshake.refused"
"""Stations were turned away: a hint that `GET /refused-handshakes` has more to show."""
BY_NAME = frozenset({MESSAGE_TYPE, REFUSED_TYPE})
"""Types that are not in the event log, and only for those who ask for them by name."""

STATIONS_READ = "stations:read"
CONNECTORS_READ = "connectors:read"
LOGS_READ = "logs:read"

PERMISSIONS: Mapping[str, str] = MappingProxyType(
    {
        EventType.STATION_CONNECTED.value: STATIONS_READ,
        EventType.STATION_DISCONNECTED.value: STATIONS_READ,
        EventType.STATION_BOOTED.value: STATIONS_READ,
        EventType.CONNECTOR_STATUS_CHANGED.value: CONNECTORS_READ,
        EventType.CONNECTOR_BLOCKED.value: CONNECTORS_READ,
        EventType.CONNECTOR_UNBLOCKED.value: CONNECTORS_READ,
        EventType.METER_VALUES.value: CONNECTORS_READ,
        EventType.TRANSACTION_STARTED.value: "transactions:read",
        EventType.TRANSACTION_UPDATED.value: "transactions:read",
        EventType.TRANSACTION_ENDED.value: "transactions:read",
        EventType.COMMAND_UPDATED.value: "commands:read",
        EventType.JOB_UPDATED.value: "commands:read",
        EventType.SECURITY_EVENT.value: STATIONS_READ,
        EventType.STATION_NONCONFORMITY.value: STATIONS_READ,
        MESSAGE_TYPE: LOGS_READ,
        REFUSED_TYPE: STATIONS_READ,
    }
)
"""The permission each type needs. A type that does not stand here leaves the gateway for nobody."""


@dataclass(frozen=True, slots=True)
class Grant:
    """The permissions (the words of the REST API) and the stations of whoever follows."""

    permissions: frozenset[str]
    visible: Visibility

    @property
    def types(self) -> frozenset[str]:
        """The types that may be seen at all."""
        return frozenset(kind for kind, needed in PERMISSIONS.items() if needed in self.permissions)
