"""Drivers: when they come, what they do, when they leave. The only place where a simulated station is moody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocpp_gateway.ocpp.v16.messages import AuthorizeRequest, AuthorizeResponse
from ocpp_gateway.simulator import transactions
from ocpp_gateway.simulator.connector import NEVER, Connector, Step, Visit
from ocpp_gateway.simulator.vehicles import arriving

if TYPE_CHECKING:
    from ocpp_gateway.simulator.outbox import Failure
    from ocpp_gateway.simulator.station import Station

MEAN_AC_VISIT_SECONDS = 5_400.0
MEAN_DC_VISIT_SECONDS = 1_800.0
FIRST_ARRIVALS_SECONDS = 60.0
"""The connectors that are to charge at once are taken within this simulated time."""
FAULTS = ("GroundFailure", "HighTemperature", "ConnectorLockFailure", "OverVoltage", "ReaderFailure")
RUSHED_SHARE = 0.3
"""Share of drivers who pull the plug without showing their tag again."""


def schedule_first(station: Station, connector: Connector, now: float) -> None:
    """A new station: some connectors are taken at once, the others after an ordinary gap."""
    share = station.behaviour.charging
    if share > 0 and station.random.random() < share:
        connector.next_visit_at = now + station.seconds(station.random.uniform(1.0, FIRST_ARRIVALS_SECONDS))
    else:
        schedule_next(station, connector, now)


def schedule_next(station: Station, connector: Connector, now: float) -> None:
    """The gap until the next driver, so that in the long run the wanted share of connectors is in use."""
    share = min(0.99, station.behaviour.charging)
    if share <= 0:
        connector.next_visit_at = NEVER
        return
    busy = MEAN_DC_VISIT_SECONDS if station.model.direct_current else MEAN_AC_VISIT_SECONDS
    gap = station.random.expovariate(1.0) * busy * (1.0 - share) / share
    connector.next_visit_at = now + station.seconds(max(20.0, gap))


def next_due(connector: Connector) -> float:
    """When `advance` has something to do for this connector."""
    visit = connector.visit
    if visit is None:
        return connector.next_visit_at
    return min(visit.due, visit.leaves_at if visit.step is Step.CHARGING else NEVER)


def advance(station: Station, connector: Connector, now: float) -> None:
    """Whatever this connector's driver does now."""
    visit = connector.visit
    if visit is None:
        if now >= connector.next_visit_at:
            _maybe_arrive(station, connector, now)
        return
    match visit.step:
        case Step.PLUGGED if now >= visit.due:
            authorize(station, connector, visit, now)
        case Step.CHARGING:
            _while_charging(station, connector, visit, now)
        case Step.LEAVING if now >= visit.due:
            connector.visit = None
            schedule_next(station, connector, now)
            if station.random.random() < station.behaviour.faults:
                _break_down(station, connector, now)
        case _:
            return


def _break_down(station: Station, connector: Connector, now: float) -> None:
    """A fault that heals by itself."""
    connector.error_code = station.random.choice(FAULTS)
    station.reservations.drop_connector(connector.number)

    def heal(when: float) -> None:
        connector.error_code = "NoError"
        station.settle(when)

    station.agenda.at(now + station.seconds(station.random.uniform(300.0, 1_800.0)), heal)


def _maybe_arrive(station: Station, connector: Connector, now: float) -> None:
    usable = connector.operative and station.operative and connector.error_code == "NoError"
    reserved = station.reservations.on(connector.number)
    if station.quiet or not usable or station.restart is not None:
        schedule_next(station, connector, now)
        return
    # To a reserved connector only the one comes who has reserved it.
    tag = reserved.id_tag if reserved is not None else station.random.choice(station.behaviour.id_tags)
    arrive(station, connector, tag, now)


def arrive(station: Station, connector: Connector, id_tag: str, now: float) -> Visit:
    """A vehicle is plugged in."""
    random = station.random
    direct_current = station.model.direct_current
    visit = connector.visit = Visit(
        vehicle=arriving(random, direct_current=direct_current, phases=station.model.phases),
        id_tag=id_tag,
        due=now + station.seconds(random.uniform(3.0, 15.0)),
        patience=random.uniform(60.0, 900.0),
    )
    connector.next_visit_at = NEVER
    station.settle(now)
    return visit


def authorize(station: Station, connector: Connector, visit: Visit, now: float) -> None:
    """The driver shows a tag, or a remote start speaks for it (AuthorizeRemoteTxRequests)."""
    configuration = station.configuration
    if visit.remote and not configuration.flag("AuthorizeRemoteTxRequests"):
        _begin(station, connector, visit, now)
        return
    known = station.tags.known(visit.id_tag, now)
    if configuration.flag("LocalPreAuthorize") and known is not None and known.status == "Accepted":
        _begin(station, connector, visit, now)
        return
    visit.step, visit.due = Step.AUTHORIZING, NEVER
    request = AuthorizeRequest(id_tag=visit.id_tag)

    def answered(response: AuthorizeResponse, when: float) -> None:
        station.tags.remember(visit.id_tag, response.id_tag_info)
        _decided(station, connector, visit, when, accepted=response.id_tag_info.status == "Accepted")

    def failed(_why: Failure, when: float) -> None:
        _decided(station, connector, visit, when, accepted=station.tags.allowed_offline(visit.id_tag, when))

    if station.online and station.registration.accepted:
        station.say("Authorize", lambda: request, now, on_answer=answered, on_failure=failed)
    else:
        _decided(station, connector, visit, now, accepted=station.tags.allowed_offline(visit.id_tag, now))


def _decided(station: Station, connector: Connector, visit: Visit, now: float, *, accepted: bool) -> None:
    if connector.visit is not visit or visit.step is not Step.AUTHORIZING:
        return  # unplugged, unlocked or restarted meanwhile
    if accepted and not station.quiet:
        _begin(station, connector, visit, now)
    else:
        leave(station, connector, now)


def _begin(station: Station, connector: Connector, visit: Visit, now: float) -> None:
    low, high = (600.0, 3_000.0) if station.model.direct_current else (1_800.0, 10_800.0)
    visit.leaves_at = now + station.seconds(station.random.uniform(low, high))
    transactions.start(station, connector, now)


def _while_charging(station: Station, connector: Connector, visit: Visit, now: float) -> None:
    full = visit.vehicle.wanted_w(60.0) <= 0.0
    if full and visit.due == NEVER:
        visit.due = now + station.seconds(visit.patience)
    if now < min(visit.due, visit.leaves_at):
        return
    if station.random.random() < RUSHED_SHARE:
        transactions.stop(station, connector, now, "EVDisconnected")
    else:
        transactions.stop(station, connector, now, "Local", visit.id_tag)


def leave(station: Station, connector: Connector, now: float) -> None:
    """The visit is over; unplugging takes a moment."""
    if connector.visit is not None:
        connector.visit.step = Step.LEAVING
        connector.visit.due = now + station.seconds(station.random.uniform(5.0, 40.0))
