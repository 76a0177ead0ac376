"""Boot, discovery of connectors, status and presence (ocpp.md 2.10, 4.2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ocpp_gateway.charging.changes import StationUpdate
from ocpp_gateway.charging.events import EventType
from ocpp_gateway.charging.stations import ConnectorStatus, Registration
from ocpp_gateway.charging.times import station_time
from ocpp_gateway.operations.availability import (
    StatusReport,
    connected,
    disconnected,
    heartbeat,
    report_status,
)
from ocpp_gateway.operations.boot import Nameplate, register
from ocpp_gateway.operations.discovery import connectors_counted
from tests.unit.operations.ledger import NOON, Ledger, station

PLATE = Nameplate(vendor="Voltaic", model="M1", serial_number="S-1", firmware_version="1.2")


def report(number: int, status: str, error_code: str = "NoError", info: str | None = None) -> StatusReport:
    return StatusReport(
        connector_number=number,
        status=ConnectorStatus(status),
        error_code=error_code,
        info=info,
        vendor_error_code=None,
        at=station_time(NOON, NOON.isoformat(), NOON),
    )


def test_an_accepted_station_is_told_its_heartbeat_interval() -> None:
    ledger, cp = Ledger(), station()
    answer = ledger.commit(cp, register(cp, PLATE, ledger.reads(heartbeat_interval=120), NOON))
    assert (answer.registration, answer.interval, answer.now) == (Registration.ACCEPTED, 120, NOON)
    assert (cp.vendor, cp.model) == ("Voltaic", "M1")


@pytest.mark.parametrize("registration", [Registration.PENDING, Registration.REJECTED])
def test_others_are_told_when_to_boot_again(registration: Registration) -> None:
    ledger, cp = Ledger(), station(registration)
    answer = ledger.commit(cp, register(cp, PLATE, ledger.reads(pending_interval=30), NOON))
    assert (answer.registration, answer.interval) == (registration, 30)


def test_a_boot_makes_connectors_unknown_and_ends_no_charge() -> None:
    ledger, cp = Ledger(), station()
    ledger.commit(cp, report_status(cp, report(1, "Charging"), ledger.reads(), NOON))
    ledger.commit(cp, register(cp, PLATE, ledger.reads(), NOON))
    assert cp.connectors[1].status is ConnectorStatus.UNKNOWN
    changed = [e for e in ledger.events if e.type is EventType.CONNECTOR_STATUS_CHANGED]
    assert changed[-1].data["previous"] == "Charging"


def test_boots_every_few_seconds_reset_nothing_again() -> None:
    ledger, cp = Ledger(), station()
    ledger.commit(cp, register(cp, PLATE, ledger.reads(), NOON))
    ledger.commit(cp, report_status(cp, report(1, "Available"), ledger.reads(), NOON))
    ledger.commit(cp, register(cp, PLATE, ledger.reads(), NOON + timedelta(seconds=10)))
    assert cp.connectors[1].status is ConnectorStatus.AVAILABLE


def test_a_boot_creates_the_row_of_the_station_itself() -> None:
    ledger, cp = Ledger(), station()
    cp.connectors.clear()
    ledger.commit(cp, register(cp, PLATE, ledger.reads(), NOON))
    assert list(ledger.connectors) == [0]


def test_counted_connectors_exist_as_unknown_until_their_first_report() -> None:
    ledger, cp = Ledger(), station(connectors=0)
    ledger.commit(cp, report_status(cp, report(2, "Available"), ledger.reads(), NOON))
    ledger.commit(cp, connectors_counted(cp, 3, ledger.reads(), NOON))
    assert {n: c.status.value for n, c in cp.connectors.items() if n} == {
        1: "Unknown",
        2: "Available",
        3: "Unknown",
    }


@pytest.mark.parametrize("count", [None, 0, -1, 101, 2**31])
def test_a_refusal_or_a_silly_number_changes_nothing(count: int | None) -> None:
    ledger, cp = Ledger(), station(connectors=0)
    assert connectors_counted(cp, count, ledger.reads(), NOON).changes == ()


def test_the_same_report_again_is_no_event() -> None:
    ledger, cp = Ledger(), station()
    ledger.commit(cp, report_status(cp, report(1, "Available"), ledger.reads(), NOON))
    again = report_status(cp, report(1, "Available"), ledger.reads(), NOON + timedelta(hours=1))
    assert (again.changes, again.events) == ((), ())


def test_a_new_error_code_in_the_same_state_is_an_event() -> None:
    ledger, cp = Ledger(), station()
    ledger.commit(cp, report_status(cp, report(1, "Faulted", "GroundFailure"), ledger.reads(), NOON))
    decision = report_status(cp, report(1, "Faulted", "HighTemperature"), ledger.reads(), NOON)
    assert decision.events[0].data["error_code"] == "HighTemperature"


def test_new_info_in_the_same_state_is_kept_without_an_event() -> None:
    ledger, cp = Ledger(), station()
    ledger.commit(cp, report_status(cp, report(1, "Available"), ledger.reads(), NOON))
    decision = report_status(cp, report(1, "Available", info="door open"), ledger.reads(), NOON)
    assert (len(decision.changes), decision.events) == (1, ())


def test_an_unseen_connector_is_created() -> None:
    ledger, cp = Ledger(), station(connectors=0)
    ledger.commit(cp, report_status(cp, report(7, "Available"), ledger.reads(), NOON))
    assert ledger.connectors[7].status is ConnectorStatus.AVAILABLE


@pytest.mark.parametrize("number", [-1, 101, 2**31])
def test_numbers_no_station_can_mean_create_nothing(number: int) -> None:
    ledger, cp = Ledger(), station()
    assert report_status(cp, report(number, "Available"), ledger.reads(), NOON).changes == ()


def test_connector_zero_is_the_status_of_the_station() -> None:
    ledger, cp = Ledger(), station()
    ledger.commit(cp, report_status(cp, report(0, "Faulted", "GroundFailure"), ledger.reads(), NOON))
    assert ledger.station_updates[-1] == StationUpdate(status=ConnectorStatus.FAULTED)


def test_a_station_is_never_charging() -> None:
    ledger, cp = Ledger(), station()
    ledger.commit(cp, report_status(cp, report(0, "Charging"), ledger.reads(), NOON))
    assert cp.connectors[0].status is ConnectorStatus.AVAILABLE


def test_presence_is_stored_with_the_last_signs_of_life() -> None:
    ledger, cp = Ledger(), station()
    decision = connected(cp, remote_address="127.0.0.1", ocpp_version="1.6", reads=ledger.reads(), now=NOON)
    ledger.commit(cp, decision)
    assert heartbeat(cp, NOON + timedelta(seconds=5)).answer == NOON + timedelta(seconds=5)
    ledger.commit(cp, disconnected(cp, 1006, "gone", ledger.reads(), NOON + timedelta(seconds=9)))
    last = ledger.station_updates[-1]
    assert (last.online, last.last_heartbeat) == (False, NOON + timedelta(seconds=5))
    assert [e.type for e in ledger.events] == [EventType.STATION_CONNECTED, EventType.STATION_DISCONNECTED]
