"""What a node tells about itself, read from its parts when somebody asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocpp_gateway.operations.system import Addresses, ThisNode

if TYPE_CHECKING:
    from ocpp_gateway.assembly.node import Node


@dataclass(frozen=True, slots=True)
class AccountOfNode:
    """`operations.system.NodeAccount` of a running node."""

    node: Node

    @property
    def addresses(self) -> Addresses:
        """Where it is reached. The station port is the one that was taken: settings may ask for any free one."""
        settings = self.node.settings
        taken = settings.model_copy(update={"station_port": self.node.stations.port})
        return Addresses(
            station_url=taken.station_url,
            station_url_configured=bool(settings.public_station_url),
            http_url=settings.http_url,
            http_url_configured=bool(settings.public_http_url),
        )

    @property
    def registration(self) -> str:
        """What happens to a station that nobody added."""
        return self.node.settings.registration

    def now(self) -> ThisNode:
        """Its figures of this moment."""
        node = self.node
        return ThisNode(
            id=node.settings.node_id,
            accepting=node.stations.accepting,
            draining=node.draining,
            connections=len(node.stations.connections),
            known_stations=len(node.book),
            journal_load=node.journal.load,
            journal_outages=node.journal.measurements.outages,
            feed_subscribers=node.feeds.counters.subscribers,
            feed_lag_seconds=node.feeds.engine.lag_seconds,
            refused_handshakes=node.stations.counters.handshakes_refused,
            redis=bool(node.bus.counters.connected) if node.settings.redis_url else None,
        )
