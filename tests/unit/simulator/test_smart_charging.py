from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from ocpp_gateway.simulator import visits
from tests.unit.simulator.play import AC, DC, NOON, CentralSystem, booted

PHASE_W = 230.0


def moment(seconds: float) -> str:
    return datetime.fromtimestamp(NOON + seconds, UTC).isoformat().replace("+00:00", "Z")


def profile(
    number: int = 1,
    purpose: str = "TxDefaultProfile",
    periods: tuple[tuple[int, float], ...] = ((0, 6000.0),),
    *,
    level: int = 0,
    kind: str = "Absolute",
    unit: str = "W",
    start: float | None = 0,
    duration: int | None = None,
    **more: Any,
) -> dict[str, Any]:
    schedule: dict[str, Any] = {
        "chargingRateUnit": unit,
        "chargingSchedulePeriod": [{"startPeriod": s, "limit": limit} for s, limit in periods],
    }
    if start is not None and kind != "Relative":
        schedule["startSchedule"] = moment(start)
    if duration is not None:
        schedule["duration"] = duration
    return {
        "chargingProfileId": number,
        "stackLevel": level,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": kind,
        "chargingSchedule": schedule,
    } | more


def install(system: CentralSystem, connector: int, content: dict[str, Any]) -> str:
    return str(system.ask("SetChargingProfile", connectorId=connector, csChargingProfiles=content)["status"])


def composite(
    system: CentralSystem, connector: int, duration: int, unit: str = "W"
) -> list[tuple[int, float]]:
    answer = system.ask(
        "GetCompositeSchedule", connectorId=connector, duration=duration, chargingRateUnit=unit
    )
    assert answer["status"] == "Accepted"
    assert "startSchedule" not in answer["chargingSchedule"]
    return [(p["startPeriod"], p["limit"]) for p in answer["chargingSchedule"]["chargingSchedulePeriod"]]


def charge(system: CentralSystem, number: int = 1) -> None:
    visits.arrive(system.station, system.station.connectors[number], "TAG-0001", system.now)
    system.pass_time(20)


def test_without_profiles_the_hardware_is_the_limit() -> None:
    system = booted()
    assert composite(system, 1, 3600) == [(0, 22_000.0)]
    assert composite(system, 0, 3600) == [(0, 44_000.0)]


def test_periods_follow_each_other_and_end_with_the_duration() -> None:
    system = booted()
    content = profile(periods=((0, 7000.0), (600, 5000.0)), duration=1200)
    assert install(system, 1, content) == "Accepted"
    assert composite(system, 1, 3600) == [(0, 7000.0), (600, 5000.0), (1200, 22_000.0)]


def test_the_highest_stack_level_rules_and_falls_back_when_it_is_over() -> None:
    system = booted()
    install(system, 1, profile(1, level=0))
    install(system, 1, profile(2, level=5, periods=((0, 9000.0),), duration=300))
    assert composite(system, 1, 900) == [(0, 9000.0), (300, 6000.0)]


def test_the_default_of_a_connector_goes_before_that_of_the_station() -> None:
    system = booted()
    install(system, 0, profile(1, level=9))
    install(system, 2, profile(2, periods=((0, 4500.0),)))
    assert composite(system, 1, 60) == [(0, 6000.0)]
    assert composite(system, 2, 60) == [(0, 4500.0)]


def test_the_station_total_limits_every_connector() -> None:
    system = booted()
    assert install(system, 0, profile(1, "ChargePointMaxProfile", ((0, 10_000.0),))) == "Accepted"
    assert composite(system, 0, 60) == [(0, 10_000.0)]
    assert composite(system, 1, 60) == [(0, 10_000.0)]
    charge(system, 1)
    charge(system, 2)
    system.pass_time(60)
    powers = [c.outlet.power_w for c in system.station.connectors.values()]
    assert 0 < sum(powers) <= 10_000.0


def test_amperes_are_per_phase() -> None:
    system = booted()
    install(system, 1, profile(unit="A", periods=((0, 10.0),)))
    assert composite(system, 1, 60) == [(0, 10.0 * PHASE_W * 3)]
    assert composite(system, 1, 60, unit="A") == [(0, 10.0)]


def test_a_daily_profile_comes_back_every_day() -> None:
    system = booted()
    content = profile(
        kind="Recurring", recurrencyKind="Daily", start=-86_400 * 3, periods=((0, 6000.0), (3600, 8000.0))
    )
    assert install(system, 1, content) == "Accepted"
    assert composite(system, 1, 86_400 + 7200) == [
        (0, 6000.0),
        (3600, 8000.0),
        (86_400, 6000.0),
        (90_000, 8000.0),
    ]


def test_validity_bounds_are_respected() -> None:
    system = booted()
    install(system, 1, profile(validFrom=moment(100), validTo=moment(200)))
    assert composite(system, 1, 300) == [(0, 22_000.0), (100, 6000.0), (200, 22_000.0)]


def test_a_limit_slows_a_running_charge_and_too_little_suspends_it() -> None:
    system = booted(DC)
    charge(system)
    system.pass_time(60)
    before = system.station.connectors[1].outlet.power_w
    install(system, 1, profile(periods=((0, 10_000.0), (120, 0.0))))
    system.pass_time(15)
    assert 0 < system.station.connectors[1].outlet.power_w <= 10_000.0 < before
    system.pass_time(120)
    assert system.statuses(1)[-1] == "SuspendedEVSE"


def test_a_transaction_profile_needs_its_transaction_and_ends_with_it() -> None:
    system = booted()
    assert install(system, 1, profile(purpose="TxProfile")) == "Rejected"
    charge(system)
    assert install(system, 1, profile(purpose="TxProfile", transactionId=999)) == "Rejected"
    assert install(system, 1, profile(purpose="TxProfile", transactionId=101)) == "Accepted"
    assert composite(system, 1, 60) == [(0, 6000.0)]
    system.ask("RemoteStopTransaction", transactionId=101)
    system.pass_time(1)
    assert len(system.station.profiles) == 0


@pytest.mark.parametrize(
    ("connector", "content"),
    [
        (1, profile(purpose="ChargePointMaxProfile")),
        (9, profile()),
        (1, profile(level=99)),
        (1, profile(periods=((10, 6000.0),))),
        (1, profile(kind="Recurring")),
    ],
)
def test_profiles_that_make_no_sense_are_rejected(connector: int, content: dict[str, Any]) -> None:
    assert install(booted(), connector, content) == "Rejected"


def test_clearing_combines_its_fields_and_an_id_stands_alone() -> None:
    system = booted()
    install(system, 1, profile(1, level=0))
    install(system, 1, profile(2, level=1))
    install(system, 2, profile(3, level=1))
    assert system.ask("ClearChargingProfile", connectorId=1, stackLevel=7) == {"status": "Unknown"}
    assert system.ask("ClearChargingProfile", connectorId=1, stackLevel=1) == {"status": "Accepted"}
    assert system.ask("ClearChargingProfile", id=3, connectorId=1) == {"status": "Accepted"}
    assert len(system.station.profiles) == 1
    assert system.ask("ClearChargingProfile") == {"status": "Accepted"}
    assert system.ask("ClearChargingProfile") == {"status": "Unknown"}


def test_the_same_id_or_the_same_place_replaces() -> None:
    system = booted()
    install(system, 1, profile(1))
    install(system, 1, profile(2, periods=((0, 7000.0),)))
    install(system, 2, profile(2, periods=((0, 8000.0),)))
    assert len(system.station.profiles) == 1
    assert composite(system, 2, 60) == [(0, 8000.0)]


def test_a_composite_of_nothing_is_rejected() -> None:
    system = booted(AC)
    assert system.ask("GetCompositeSchedule", connectorId=9, duration=60) == {"status": "Rejected"}
