from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from bench.mix import ROUND, StationScript, WrongAnswer, shares, stamp
from ocpp_gateway.ocpp.catalogue import ACTIONS_16
from ocpp_gateway.ocpp.codec import Direction, check
from ocpp_gateway.ocpp.versions import OcppVersion

RIGHT: dict[str, dict[str, Any]] = {
    "BootNotification": {"status": "Accepted", "currentTime": "2026-11-23T00:00:00Z", "interval": 300},
    "Heartbeat": {"currentTime": "2026-11-23T00:00:00Z"},
    "StatusNotification": {},
    "MeterValues": {},
    "StopTransaction": {"idTagInfo": {"status": "Accepted"}},
}


def answer(action: str, number: int) -> dict[str, Any]:
    return RIGHT.get(action, {"idTagInfo": {"status": "Accepted"}, "transactionId": number})


def test_the_mix_has_the_shares_that_the_figures_are_defined_for() -> None:
    assert shares() == {
        "BootNotification": 0.05,
        "StatusNotification": 0.20,
        "StartTransaction": 0.05,
        "MeterValues": 0.60,
        "Heartbeat": 0.05,
        "StopTransaction": 0.05,
    }


def test_two_rounds_are_valid_messages_in_an_order_that_makes_sense() -> None:
    script = StationScript("BENCH-00001")
    counts: Counter[str] = Counter()
    transaction = 0
    for number in range(2 * len(ROUND)):
        action, text = script.next()
        counts[action] += 1
        assert check(OcppVersion.V16, ACTIONS_16[action], Direction.REQUEST, text.encode()) == []
        payload = json.loads(text)
        if action == "MeterValues":
            assert payload["transactionId"] == transaction > 0
            assert len(payload["meterValue"][0]["sampledValue"]) == 5
        if action == "StopTransaction":
            assert payload["transactionId"] == transaction
            assert payload["meterStop"] > script.start_meter
        if action == "StartTransaction":
            transaction = 1000 + number
            script.accept(action, answer(action, transaction))
        else:
            script.accept(action, answer(action, 0))
    assert counts["MeterValues"] == 24
    assert counts["StartTransaction"] == counts["StopTransaction"] == 2


def test_no_two_messages_of_a_station_have_the_same_time() -> None:
    script = StationScript("BENCH-00001")
    times = [script.now() for _ in range(500)]
    assert sorted(set(times)) == times


def test_times_are_written_with_milliseconds() -> None:
    assert stamp(1_790_000_000.25) == "2026-09-21T14:13:20.250Z"


@pytest.mark.parametrize(
    ("action", "wrong"),
    [
        ("BootNotification", {"status": "Pending", "currentTime": "2026-11-23T00:00:00Z", "interval": 300}),
        ("Heartbeat", {}),
        ("StatusNotification", {"status": "Accepted"}),
        ("MeterValues", []),
        ("StartTransaction", {"idTagInfo": {"status": "Invalid"}, "transactionId": 5}),
        ("StartTransaction", {"idTagInfo": {"status": "Accepted"}, "transactionId": 0}),
        ("StopTransaction", {"idTagInfo": {"status": "Blocked"}}),
    ],
)
def test_wrong_answers_are_noticed(action: str, wrong: Any) -> None:
    with pytest.raises(WrongAnswer):
        StationScript("BENCH-00001").accept(action, wrong)


def test_a_transaction_id_that_comes_twice_is_noticed() -> None:
    script = StationScript("BENCH-00001")
    script.accept("StartTransaction", answer("StartTransaction", 5))
    with pytest.raises(WrongAnswer):
        script.accept("StartTransaction", answer("StartTransaction", 5))
