"""When a silent station is pinged, and when it is given up."""

from __future__ import annotations

import pytest

from ocpp_gateway.wire.liveness import Patience, Step, next_step

PATIENCE = Patience(ping_interval=60.0, silence=900.0)


def test_the_silence_that_ends_a_connection_is_the_longer_of_both_measures() -> None:
    assert Patience.derive(heartbeat_interval=300, ping_interval=60).silence == 900
    assert Patience.derive(heartbeat_interval=10, ping_interval=60).silence == 180
    assert Patience.derive(heartbeat_interval=10, ping_interval=60, missed_pings=5).silence == 300


@pytest.mark.parametrize(
    ("heard", "asked", "now", "step"),
    [
        (100.0, 100.0, 100.0, Step(ping=False, close=False, look_again_at=160.0)),
        (100.0, 100.0, 159.9, Step(ping=False, close=False, look_again_at=160.0)),
        (100.0, 100.0, 160.0, Step(ping=True, close=False, look_again_at=220.0)),
        (100.0, 160.0, 170.0, Step(ping=False, close=False, look_again_at=220.0)),
        (165.0, 160.0, 170.0, Step(ping=False, close=False, look_again_at=225.0)),
        (100.0, 940.0, 999.0, Step(ping=False, close=False, look_again_at=1000.0)),
        (100.0, 900.0, 990.0, Step(ping=True, close=False, look_again_at=1000.0)),
        (100.0, 990.0, 1000.0, Step(ping=False, close=True, look_again_at=1000.0)),
    ],
)
def test_what_to_do_now_and_when_to_look_again(heard: float, asked: float, now: float, step: Step) -> None:
    assert next_step(heard, asked, now, PATIENCE) == step


def test_without_pings_only_silence_counts() -> None:
    patience = Patience(ping_interval=0.0, silence=900.0)
    assert next_step(0.0, 0.0, 500.0, patience) == Step(ping=False, close=False, look_again_at=900.0)
    assert next_step(0.0, 0.0, 900.0, patience).close
