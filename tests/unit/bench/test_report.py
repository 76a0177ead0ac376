from __future__ import annotations

import json
from collections import Counter

import pytest

from bench import __main__ as command
from bench import measures, report
from bench.load import PhaseResult
from bench.plan import FULL, QUICK
from bench.processes import BenchError, Phase
from bench.systems import must_hold


def test_missing_rows_end_the_benchmark() -> None:
    rows = {"ocpp_logs": 8, "meter_values": 2, "transactions": 1}
    must_hold({"MeterValues": 2, "StartTransaction": 1, "Heartbeat": 1}, rows, "it")
    with pytest.raises(BenchError, match="meter_values"):
        must_hold({"MeterValues": 3, "Heartbeat": 1}, rows, "it")


def test_the_table_shows_ratios_of_figures_from_one_run() -> None:
    spread = measures.Spread.of([1.0, 2.0, 4.0])
    assert (spread.median, spread.low, spread.high) == (2.0, 1.0, 4.0)
    ours = measures.Messages(spread, spread, spread, spread, 10.0, spread, spread, 5.0, 100)
    slow = measures.Spread.of([20.0])
    theirs = measures.Messages(measures.Spread.of([0.5]), slow, slow, spread, 10.0, slow, slow, 5.0, 100)
    results = report.Results(messages={report.GATEWAY: ours, report.NAIVE: theirs})
    ratios = {row.figure: row.ratio for row in report.rows(results)}
    assert ratios["server CPU per durable message"] == "10.0× less"
    assert ratios["durable messages per second"] == "4.0×"
    assert "| server CPU per durable message |" in report.markdown(results)
    assert json.loads(results.as_json())["messages"][report.GATEWAY]["rate"]["median"] == 2.0


def test_a_phase_counts_messages_per_second_and_the_generators_share() -> None:
    result = PhaseResult(seconds=2.0, acknowledged=Counter({"Heartbeat": 10}), cpu_seconds=0.5)
    phase = Phase(result.report(), 1.0, 1.0)
    assert (phase.messages, phase.rate, phase.generator_share) == (10, 5.0, 0.25)


def test_the_quick_plan_is_the_smaller_one() -> None:
    assert QUICK.closed_seconds * QUICK.repeats < FULL.closed_seconds * FULL.repeats
    assert callable(command.main)
