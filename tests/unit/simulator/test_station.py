from __future__ import annotations

from itertools import pairwise

import pytest

from ocpp_gateway.simulator import visits
from tests.unit.simulator.play import AC, DC, NOON, CentralSystem, booted, new_station


def start_charging(system: CentralSystem, number: int = 1, tag: str = "TAG-0001") -> None:
    visits.arrive(system.station, system.station.connectors[number], tag, system.now)
    system.pass_time(20)
    assert system.station.connectors[number].transaction is not None


def test_an_accepted_boot_is_followed_by_a_status_of_the_station_and_each_connector() -> None:
    system = booted(connectors=3)
    assert [s.action for s in system.sent] == ["BootNotification", *["StatusNotification"] * 4]
    assert [(p["connectorId"], p["status"]) for p in system.told("StatusNotification")] == [
        (0, "Available"),
        (1, "Available"),
        (2, "Available"),
        (3, "Available"),
    ]


@pytest.mark.parametrize("status", ["Pending", "Rejected"])
def test_until_it_is_accepted_a_station_only_boots_and_keeps_the_interval(status: str) -> None:
    system = CentralSystem(new_station(charging=1.0))
    system.script["BootNotification"] = {
        "status": status,
        "currentTime": "2026-09-21T14:13:20Z",
        "interval": 40,
    }
    system.connect()
    system.pass_time(200)
    assert {s.action for s in system.sent} == {"BootNotification"}
    gaps = [b.at - a.at for a, b in pairwise(system.sent)]
    assert 3 <= len(gaps) <= 5
    assert all(gap >= 40 for gap in gaps)


def test_a_pending_station_that_reconnects_does_not_boot_before_its_interval_is_over() -> None:
    system = CentralSystem(new_station())
    system.script["BootNotification"] = {
        "status": "Pending",
        "currentTime": "2026-09-21T14:13:20Z",
        "interval": 100,
    }
    system.connect()
    system.disconnect()
    system.pass_time(10)
    system.connect()
    assert len(system.told("BootNotification")) == 1
    system.pass_time(110)
    assert len(system.told("BootNotification")) == 2


def test_a_boot_without_answer_is_repeated() -> None:
    system = CentralSystem(new_station())
    system.script["BootNotification"] = None
    system.connect()
    assert len(system.told("BootNotification")) == 1
    system.script.clear()
    system.pass_time(61)
    assert system.station.registration.accepted


def test_heartbeats_come_at_the_interval_of_the_boot_answer() -> None:
    system = CentralSystem(new_station())
    system.script["BootNotification"] = {
        "status": "Accepted",
        "currentTime": "2026-09-21T14:13:20Z",
        "interval": 30,
    }
    system.connect()
    system.pass_time(301)
    beats = [s.at for s in system.sent if s.action == "Heartbeat"]
    assert len(beats) == 10
    assert all(b - a == pytest.approx(30) for a, b in pairwise(beats))


def test_a_reconnected_station_does_not_boot_again_and_reports_only_what_has_changed() -> None:
    system = booted()
    system.disconnect()
    system.sent.clear()
    system.ask("ChangeAvailability", connectorId=2, type="Inoperative")
    system.pass_time(5)
    assert system.sent == []
    system.connect()
    assert [(s.action, s.payload["connectorId"]) for s in system.sent] == [("StatusNotification", 2)]
    assert system.statuses(2) == ["Unavailable"]


def test_a_security_error_makes_the_station_boot_again() -> None:
    system = booted()
    system.script["Heartbeat"] = "SecurityError"
    system.ask("TriggerMessage", requestedMessage="Heartbeat")
    system.pass_time(6)
    assert len(system.told("BootNotification")) == 2


def test_the_clock_follows_a_central_system_that_is_far_away_in_time() -> None:
    system = CentralSystem(new_station())
    system.script["BootNotification"] = {
        "status": "Accepted",
        "currentTime": "2030-01-01T00:00:00Z",
        "interval": 300,
    }
    system.connect()
    assert system.told("StatusNotification")[0]["timestamp"].startswith("2030-01-01T00:00:0")


@pytest.mark.parametrize("model", [AC, DC])
def test_a_visit_goes_from_preparing_over_charging_and_finishing_back_to_available(model: object) -> None:
    system = booted(model, sample_interval=60)  # type: ignore[arg-type]
    start_charging(system)
    system.pass_time(4 * 3600)
    actions = [s.action for s in system.sent if s.payload.get("connectorId", 1) == 1]
    assert actions[actions.index("Authorize") :][:3] == [
        "Authorize",
        "StartTransaction",
        "StatusNotification",
    ]
    statuses = system.statuses(1)
    assert statuses[:3] == ["Available", "Preparing", "Charging"]
    assert statuses[-2:] == ["Finishing", "Available"]
    stop = system.told("StopTransaction")[0]
    start = system.told("StartTransaction")[0]
    assert stop["meterStop"] > start["meterStart"]
    assert stop["transactionId"] == 101
    assert stop["reason"] in {"Local", "EVDisconnected"}


def test_meter_values_carry_the_transaction_and_a_register_that_never_falls() -> None:
    system = booted(DC, sample_interval=30)
    start_charging(system)
    system.pass_time(600)
    values = system.told("MeterValues")
    assert len(values) == 20
    assert {v["transactionId"] for v in values} == {101}
    energies = [
        int(sample["value"])
        for value in values
        for sample in value["meterValue"][0]["sampledValue"]
        if sample["measurand"] == "Energy.Active.Import.Register"
    ]
    assert energies == sorted(energies)
    assert energies[-1] > energies[0]


def test_transaction_data_begins_and_ends_with_the_meter_of_start_and_stop() -> None:
    system = booted(sample_interval=60)
    start_charging(system)
    system.pass_time(6 * 3600)
    stop, start = system.told("StopTransaction")[0], system.told("StartTransaction")[0]
    samples = [value["sampledValue"][0] for value in stop["transactionData"]]
    assert (samples[0]["context"], samples[-1]["context"]) == ("Transaction.Begin", "Transaction.End")
    assert int(samples[0]["value"]) == start["meterStart"]
    assert int(samples[-1]["value"]) == stop["meterStop"]
    assert len(samples) <= 50


def test_the_ledger_equals_the_sum_of_what_was_sent_and_acknowledged() -> None:
    system = booted(charging=0.9, speed=20.0)
    system.pass_time(1800)
    starts = {p["timestamp"]: p for p in system.told("StartTransaction")}
    stops = system.told("StopTransaction")
    assert len(stops) > 5
    ledger = system.station.ledger
    assert ledger.started == len(starts)
    assert ledger.ends_acknowledged == len(stops)
    by_id = dict(zip(range(101, 101 + len(starts)), starts.values(), strict=True))
    total = sum(s["meterStop"] - by_id[s["transactionId"]]["meterStart"] for s in stops)
    assert ledger.ends_acknowledged_wh == total
    assert ledger.ended_wh == total


def test_a_refused_tag_starts_nothing() -> None:
    system = booted()
    system.script["Authorize"] = {"idTagInfo": {"status": "Blocked"}}
    visits.arrive(system.station, system.station.connectors[1], "TAG-0001", system.now)
    system.pass_time(120)
    assert system.told("StartTransaction") == []
    assert system.statuses(1) == ["Available", "Preparing", "Available"]


def test_a_start_that_is_answered_invalid_is_stopped_as_deauthorized() -> None:
    system = booted()
    system.script["StartTransaction"] = {"idTagInfo": {"status": "Invalid"}, "transactionId": 7}
    visits.arrive(system.station, system.station.connectors[1], "TAG-0001", system.now)
    system.pass_time(30)
    stop = system.told("StopTransaction")[0]
    assert (stop["reason"], stop["transactionId"]) == ("DeAuthorized", 7)


def test_without_stop_on_invalid_id_the_transaction_goes_on_without_energy() -> None:
    system = booted()
    assert system.ask("ChangeConfiguration", key="StopTransactionOnInvalidId", value="false") == {
        "status": "Accepted"
    }
    system.script["StartTransaction"] = {"idTagInfo": {"status": "Expired"}, "transactionId": 7}
    visits.arrive(system.station, system.station.connectors[1], "TAG-0001", system.now)
    system.pass_time(300)
    connector = system.station.connectors[1]
    assert connector.transaction is not None
    assert connector.outlet.power_w == 0
    assert system.statuses(1)[-1] == "SuspendedEVSE"


def test_offline_a_tag_of_the_cache_may_charge_and_everything_is_told_in_order_afterwards() -> None:
    system = booted(sample_interval=60)
    start_charging(system)
    system.pass_time(4 * 3600)
    assert system.station.connectors[1].visit is None
    system.disconnect()
    system.sent.clear()
    visits.arrive(system.station, system.station.connectors[1], "tag-0001", system.now)
    system.pass_time(6 * 3600)
    assert system.sent == []
    assert system.station.ledger.ended == 2
    system.connect()
    told = [s for s in system.sent if s.action in {"StartTransaction", "MeterValues", "StopTransaction"}]
    assert told[0].action == "StartTransaction"
    assert told[-1].action == "StopTransaction"
    assert told[-1].payload["transactionId"] == 102
    times = [s.payload.get("timestamp") or s.payload["meterValue"][0]["timestamp"] for s in told]
    assert times == sorted(times)


def test_offline_an_unknown_tag_charges_only_where_that_is_allowed() -> None:
    system = booted()
    system.ask("ChangeConfiguration", key="AllowOfflineTxForUnknownId", value="false")
    system.disconnect()
    visits.arrive(system.station, system.station.connectors[1], "TAG-0009", system.now)
    system.pass_time(60)
    assert system.station.ledger.started == 0


def test_messages_of_a_transaction_whose_start_was_lost_carry_minus_one() -> None:
    system = booted()
    system.script["StartTransaction"] = "InternalError"
    start_charging(system)
    system.pass_time(4 * 3600)
    assert len(system.told("StartTransaction")) == 3
    assert {v["transactionId"] for v in system.told("MeterValues")} == {-1}
    assert system.told("StopTransaction")[0]["transactionId"] == -1


def test_speed_makes_charging_faster_but_leaves_timestamps_true() -> None:
    slow, fast = booted(DC, seed=3), booted(DC, seed=3, speed=10.0)
    for system in (slow, fast):
        visits.arrive(system.station, system.station.connectors[1], "TAG-0001", system.now)
    slow.pass_time(300)
    fast.pass_time(30)
    energy = [
        s.station.connectors[1].outlet.register_wh - s.told("StartTransaction")[0]["meterStart"]
        for s in (slow, fast)
    ]
    assert energy[1] == pytest.approx(energy[0], rel=0.1)
    assert fast.station.stamp(NOON) == slow.station.stamp(NOON)


def test_clock_aligned_values_come_on_the_clock() -> None:
    system = booted()
    assert (
        system.ask("ChangeConfiguration", key="ClockAlignedDataInterval", value="900")["status"] == "Accepted"
    )
    system.pass_time(3600)
    values = system.told("MeterValues")
    assert len(values) == 8  # four slots, two connectors
    stamps = {v["meterValue"][0]["timestamp"][14:] for v in values}
    assert stamps <= {"00:00Z", "15:00Z", "30:00Z", "45:00Z"}
    assert {s["context"] for v in values for s in v["meterValue"][0]["sampledValue"]} == {"Sample.Clock"}


def test_a_busy_day_never_breaks_the_rule_of_one_outstanding_call() -> None:
    system = CentralSystem(new_station(DC, charging=0.8, speed=30.0, faults=0.3))
    system.connect()
    system.pass_time(3600)
    assert system.station.outbox.sent is None
    assert len(system.told("StopTransaction")) > 20
    assert "Faulted" in system.statuses(1) + system.statuses(2)
