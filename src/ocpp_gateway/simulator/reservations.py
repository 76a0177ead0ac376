"""Reservations (OCPP 1.6, 5.13 and 5.2): one connector, or any, kept for a tag until a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocpp_gateway.ocpp.timestamps import parse_timestamp
from ocpp_gateway.ocpp.v16.messages import (
    CancelReservationRequest,
    CancelReservationResponse,
    ReserveNowRequest,
    ReserveNowResponse,
)

if TYPE_CHECKING:
    from ocpp_gateway.simulator.connector import Connector
    from ocpp_gateway.simulator.station import Station


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """Who may use what until when (POSIX seconds). Connector 0 means any one."""

    id: int
    connector: int
    id_tag: str
    parent: str | None
    expires_at: float

    def admits(self, id_tag: str, parent: str | None) -> bool:
        """Whether this tag, or its group, is the one expected."""
        if self.id_tag.casefold() == id_tag.casefold():
            return True
        return self.parent is not None and parent is not None and self.parent.casefold() == parent.casefold()


class Reservations:
    """The reservations of one station, by id."""

    def __init__(self) -> None:
        self._by_id: dict[int, Reservation] = {}

    def put(self, reservation: Reservation) -> None:
        """Keep it; the same id replaces the earlier one."""
        self._by_id[reservation.id] = reservation

    def remove(self, reservation_id: int) -> bool:
        """Forget it; False if it is unknown."""
        return self._by_id.pop(reservation_id, None) is not None

    def expire(self, now: float) -> bool:
        """Drop what has run out; True if anything has."""
        over = [r.id for r in self._by_id.values() if r.expires_at <= now]
        for reservation_id in over:
            del self._by_id[reservation_id]
        return bool(over)

    def next_expiry(self) -> float | None:
        """When the next one runs out."""
        return min((r.expires_at for r in self._by_id.values()), default=None)

    def on(self, connector: int) -> Reservation | None:
        """The reservation of exactly this connector."""
        return next((r for r in self._by_id.values() if r.connector == connector), None)

    def for_use(self, connector: int, id_tag: str, parent: str | None) -> Reservation | None:
        """The reservation that this tag would use up at this connector."""
        for number in (connector, 0):
            for reservation in self._by_id.values():
                if reservation.connector == number and reservation.admits(id_tag, parent):
                    return reservation
        return None

    def drop_connector(self, connector: int) -> None:
        """A connector went Faulted or Unavailable: its reservation ends."""
        for reservation in [r for r in self._by_id.values() if r.connector == connector]:
            del self._by_id[reservation.id]


def reserve_now(station: Station, request: ReserveNowRequest, now: float) -> ReserveNowResponse:
    """ReserveNow."""
    expiry, _ = parse_timestamp(request.expiry_date)
    if expiry is None or expiry.timestamp() <= now:
        return ReserveNowResponse(status="Rejected")
    if request.connector_id == 0:
        candidates = list(station.connectors.values())
    elif request.connector_id in station.connectors:
        candidates = [station.connectors[request.connector_id]]
    else:
        return ReserveNowResponse(status="Rejected")
    obstacles = [_obstacle(station, connector, request.reservation_id) for connector in candidates]
    if all(obstacles):
        return ReserveNowResponse(status=obstacles[0] or "Rejected")
    station.reservations.put(
        Reservation(
            id=request.reservation_id,
            connector=request.connector_id,
            id_tag=request.id_tag,
            parent=request.parent_id_tag,
            expires_at=expiry.timestamp(),
        )
    )
    station.settle(now)
    return ReserveNowResponse(status="Accepted")


def _obstacle(station: Station, connector: Connector, reservation_id: int) -> str | None:
    """Why this connector cannot be reserved, in the words of the answer."""
    if connector.error_code != "NoError":
        return "Faulted"
    if not station.operative or not connector.operative:
        return "Unavailable"
    held = station.reservations.on(connector.number)
    if connector.visit is not None or (held is not None and held.id != reservation_id):
        return "Occupied"
    return None


def cancel_reservation(
    station: Station, request: CancelReservationRequest, now: float
) -> CancelReservationResponse:
    """CancelReservation: Rejected means that it is unknown here."""
    if not station.reservations.remove(request.reservation_id):
        return CancelReservationResponse(status="Rejected")
    station.settle(now)
    return CancelReservationResponse(status="Accepted")
