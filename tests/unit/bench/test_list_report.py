from __future__ import annotations

import pytest

from bench.list_report import Plan, Results, Timing, markdown
from bench.list_rows import FULL, scaled


def test_a_timing_sums_up_its_repeats() -> None:
    timing = Timing.of("x", [number / 1000 for number in range(1, 101)], cpu_seconds=0.2)
    assert (timing.p50, timing.p95, timing.slowest) == (50.5, pytest.approx(95.05), 100.0)
    assert timing.cpu == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("p95", "note", "verdict"),
    [(49.9, "", "held"), (50.0, "", "**missed**"), (900.0, "a search", "a search")],
)
def test_a_list_is_held_against_the_target_and_a_search_is_not(p95: float, note: str, verdict: str) -> None:
    assert Timing("x", 1.0, p95, 99.0, note).verdict == verdict


def test_the_page_has_every_figure_and_every_plan() -> None:
    results = Results(
        size=FULL,
        timings=[Timing("stations: newest", 1.23, 4.56, 7.89, cpu=0.96)],
        over_http=[Timing("GET /logs", 2.0, 3.0, 60.0)],
        plans={"stations: newest": [Plan("SELECT 1", "Result  (cost=0)")]},
        bytes_of={"ocpp_logs": 9_876_000_000},
    )
    page = markdown(results)
    assert "| stations: newest | 1.0 | 1.2 | 4.6 | 7.9 | held |" in page
    assert "| GET /logs |  | 2.0 | 3.0 | 60.0 | held |" in page
    assert "`ocpp_logs` 9.88 GB" in page
    assert "```sql\nSELECT 1\n```" in page
    assert "```text\nResult  (cost=0)\n```" in page


def test_a_share_of_the_fleet_keeps_its_proportions() -> None:
    assert scaled(1.0) == FULL
    tenth = scaled(0.1)
    assert (tenth.stations, tenth.connectors, tenth.transactions, tenth.logs) == (
        10_000,
        20_000,
        500_000,
        2_000_000,
    )
