"""What a node does when the event log tells of a change that somebody else has committed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.charging.stations import Registration

if TYPE_CHECKING:
    from ocpp_gateway.assembly.node import Node
    from ocpp_gateway.operations.following import React

CLOSE_ARCHIVED = (1008, "this station may not connect any more")


class Reactions:
    """The reactions of one node, by kind of event."""

    def __init__(self, node: Node) -> None:
        self._node = node

    @property
    def by_type(self) -> Mapping[EventType, React]:
        """What to call for which event; for all others nothing."""
        return {
            EventType.STATION_ADMINISTERED: self._station_administered,
            EventType.ID_TAG_ADMINISTERED: self._id_tag_administered,
            EventType.COMMAND_UPDATED: self._command_updated,
            EventType.JOB_UPDATED: self._job_updated,
        }

    async def _station_administered(self, event: Event) -> None:
        if event.station_id is None:
            return
        await self._node.station_changed(event.station_id)
        await self._apply_registration(event.station_id)

    async def _apply_registration(self, station_id: UUID) -> None:
        """Tell the open connection what people decided; who may not connect any more is closed."""
        connection = self._node.stations.connections.find(station_id)
        if connection is None or connection.peer.station is None:
            return
        credential = await self._node.credentials.one(station_id)
        if credential is None or credential.registration is Registration.REJECTED:
            self._node.stations.connections.close_station(station_id, *CLOSE_ARCHIVED)
        elif credential.registration is not Registration.ACCEPTED:
            connection.peer.station.registration = credential.registration
        # An acceptance is learnt by the conversation with the station's next message: it knows what was presented.
        tuning = await self._node.tuning.one(station_id)
        if tuning is not None:
            connection.peer.station.validation = tuning.validation
            connection.peer.station.quirk_overrides = tuning.quirks

    async def _command_updated(self, event: Event) -> None:
        self._node.command_watchers.tell(event)
        self._node.job_runner.wake()

    async def _job_updated(self, event: Event) -> None:  # noqa: ARG002 - which job it was is looked up anyway
        self._node.job_runner.wake()

    async def _id_tag_administered(self, event: Event) -> None:  # noqa: ARG002 - aliases may lead from anywhere
        self._node.tokens.forget()
