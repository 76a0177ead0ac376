"""Status reports, ChangeAvailability and UnlockConnector (OCPP 1.6, 4.9, 5.2, 5.18)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ocpp_gateway.ocpp.v16.messages import (
    ChangeAvailabilityRequest,
    ChangeAvailabilityResponse,
    StatusNotificationRequest,
    UnlockConnectorRequest,
    UnlockConnectorResponse,
)
from ocpp_gateway.simulator import transactions, visits
from ocpp_gateway.simulator.outbox import Failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocpp_gateway.simulator.connector import Connector
    from ocpp_gateway.simulator.station import Station


def status_of(station: Station, connector: Connector) -> str:
    """A connector's status now."""
    reserved = station.reservations.on(connector.number) is not None
    return connector.status(station_operative=station.operative, reserved=reserved)


def report(station: Station, now: float) -> None:
    """Queue a StatusNotification for everything that has changed since the last report."""
    if not station.online or not station.registration.accepted:
        return
    present = ("Available" if station.operative else "Unavailable", "NoError")
    if station.reported != present:
        station.reported = present
        _notify(station, 0, present, now, forget=partial(setattr, station, "reported", None))
    for connector in station.connectors.values():
        present = (status_of(station, connector), connector.error_code)
        if connector.reported != present:
            connector.reported = present
            _notify(
                station,
                connector.number,
                present,
                now,
                forget=partial(setattr, connector, "reported", None),
            )


def notify_on_demand(station: Station, number: int | None, now: float) -> None:
    """TriggerMessage(StatusNotification): one connector, or connector 0 and all of them."""
    if number in {None, 0}:
        present = ("Available" if station.operative else "Unavailable", "NoError")
        _notify(station, 0, present, now, triggered=True)
    for connector in station.connectors.values():
        if number in {None, connector.number}:
            present = (status_of(station, connector), connector.error_code)
            _notify(station, connector.number, present, now, triggered=True)


def _notify(
    station: Station,
    number: int,
    present: tuple[str, str],
    now: float,
    *,
    triggered: bool = False,
    forget: Callable[[], None] | None = None,
) -> None:
    request = StatusNotificationRequest(
        connector_id=number, error_code=present[1], status=present[0], timestamp=station.stamp(now)
    )

    def failed(why: Failure, _when: float) -> None:
        # A refusal will not get better by repeating; after a lost connection the next report tells it again.
        if forget is not None and why is not Failure.REFUSED:
            forget()

    station.say("StatusNotification", lambda: request, now, triggered=triggered, on_failure=failed)


def change_availability(
    station: Station, request: ChangeAvailabilityRequest, now: float
) -> ChangeAvailabilityResponse:
    """ChangeAvailability: Scheduled while a transaction runs, persistent over reboots."""
    number, operative = request.connector_id, request.type == "Operative"
    if number != 0 and number not in station.connectors:
        return ChangeAvailabilityResponse(status="Rejected")
    concerned = [c for c in station.connectors.values() if number in {0, c.number}]
    busy = [c for c in concerned if c.transaction is not None]
    if operative or not busy:
        if number == 0:
            station.operative = operative
            station.whole_inoperative_when_free = False
        for connector in concerned:
            if number != 0:
                connector.operative = operative
                connector.inoperative_when_free = False
            _after_change(station, connector)
        station.agenda.at(now, station.settle)
        return ChangeAvailabilityResponse(status="Accepted")
    if number == 0:
        station.whole_inoperative_when_free = True
    else:
        station.connectors[number].inoperative_when_free = True
    station.agenda.at(now, lambda when: apply_scheduled(station, when))
    return ChangeAvailabilityResponse(status="Scheduled")


def apply_scheduled(station: Station, now: float) -> None:
    """A transaction has ended: what was scheduled takes effect, at its connector and at the station."""
    for connector in station.connectors.values():
        if connector.inoperative_when_free and connector.transaction is None:
            connector.inoperative_when_free = False
            connector.operative = False
            _after_change(station, connector)
    if station.whole_inoperative_when_free and all(
        c.transaction is None for c in station.connectors.values()
    ):
        station.whole_inoperative_when_free = False
        station.operative = False
        for connector in station.connectors.values():
            _after_change(station, connector)
    station.settle(now)


def forget(station: Station) -> None:
    """Some makers lose over a reboot what they should keep (OCPP 1.6, 5.2): everything is in service again."""
    station.operative = True
    station.whole_inoperative_when_free = False
    for connector in station.connectors.values():
        connector.operative = True
        connector.inoperative_when_free = False


def _after_change(station: Station, connector: Connector) -> None:
    """An unavailable connector keeps no reservation, and a waiting driver drives on."""
    if connector.operative and station.operative:
        return
    station.reservations.drop_connector(connector.number)
    if connector.visit is not None and connector.transaction is None and not connector.visit.charged:
        connector.visit = None


def unlock_connector(
    station: Station, request: UnlockConnectorRequest, now: float
) -> UnlockConnectorResponse:
    """UnlockConnector: a running transaction ends with reason UnlockCommand; an unknown connector is NotSupported."""
    connector = station.connectors.get(request.connector_id)
    if connector is None or station.model.cable_attached:
        return UnlockConnectorResponse(status="NotSupported")
    if connector.transaction is not None:
        station.agenda.at(now, lambda when: _unlocked(station, connector, when))
    elif connector.visit is not None:
        visits.leave(station, connector, now)
    return UnlockConnectorResponse(status="Unlocked")


def _unlocked(station: Station, connector: Connector, now: float) -> None:
    if connector.transaction is not None:
        transactions.stop(station, connector, now, "UnlockCommand")
