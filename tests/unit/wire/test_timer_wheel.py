"""The timer wheel: never early, late by at most one tick, whatever the clock does."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway.wire.timer_wheel import TimerWheel


class Clock:
    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now


def test_a_timer_runs_when_its_deadline_has_passed_and_not_before() -> None:
    clock, ran = Clock(), list[float]()
    wheel = TimerWheel(clock, tick=0.25)
    wheel.after(1.0, lambda: ran.append(clock.now))
    for moment in (50.5, 50.99):
        wheel.advance(moment)
    assert ran == []
    clock.now = 51.25
    assert wheel.advance() == 1
    assert ran == [51.25]
    assert len(wheel) == 0


def test_a_cancelled_timer_never_runs() -> None:
    clock = Clock()
    wheel = TimerWheel(clock)
    timer = wheel.after(1.0, lambda: pytest.fail("ran"))
    timer.cancel()
    assert not timer.active
    assert wheel.advance(1000.0) == 0


def test_a_callback_that_returns_a_deadline_runs_again_then() -> None:
    clock, ran = Clock(), list[float]()
    wheel = TimerWheel(clock, tick=1.0)

    def again() -> float | None:
        ran.append(clock.now)
        return clock.now + 10.0 if len(ran) < 3 else None

    wheel.at(60.0, again)
    while clock.now < 120.0:
        clock.now += 1.0
        wheel.advance()
    assert ran == [60.0, 70.0, 80.0]


def test_a_timer_cancelled_by_its_own_callback_does_not_run_again() -> None:
    clock = Clock()
    wheel = TimerWheel(clock)
    runs = []

    def once() -> float:
        runs.append(1)
        timer.cancel()
        return clock.now + 1.0

    timer = wheel.after(1.0, once)
    for moment in range(51, 60):
        clock.now = float(moment)
        wheel.advance()
    assert runs == [1]


def test_a_failing_callback_stops_no_other_one() -> None:
    clock, ran = Clock(), list[str]()
    wheel = TimerWheel(clock)

    def broken() -> None:
        raise ZeroDivisionError

    wheel.after(1.0, broken)
    wheel.after(1.0, lambda: ran.append("other"))
    assert wheel.advance(60.0) == 2
    assert ran == ["other"]
    assert len(wheel) == 0


def test_after_a_long_pause_everything_that_is_due_runs_once() -> None:
    clock, ran = Clock(), list[int]()
    wheel = TimerWheel(clock, tick=0.25, slots=16)
    for number in range(100):
        wheel.after(number, lambda number=number: ran.append(number))  # type: ignore[misc]
    clock.now += 50.0
    wheel.advance()
    assert sorted(ran) == list(range(51))
    clock.now += 1_000_000.0
    wheel.advance()
    assert sorted(ran) == list(range(100))


def test_a_clock_that_goes_back_runs_nothing_and_loses_nothing() -> None:
    clock, ran = Clock(), list[int]()
    wheel = TimerWheel(clock)
    wheel.after(5.0, lambda: ran.append(1))
    assert wheel.advance(20.0) == 0
    assert wheel.advance(56.0) == 1


@given(
    deadlines=st.lists(st.floats(min_value=0.0, max_value=300.0), max_size=40),
    steps=st.lists(st.floats(min_value=0.01, max_value=90.0), max_size=60),
)
def test_never_early_and_late_by_at_most_one_tick_and_one_step(
    deadlines: list[float], steps: list[float]
) -> None:
    clock = Clock()
    wheel = TimerWheel(clock, tick=0.25, slots=32)
    ran: dict[int, float] = {}
    for number, seconds in enumerate(deadlines):
        wheel.after(seconds, lambda number=number: ran.setdefault(number, clock.now) and None)  # type: ignore[misc]
    previous = clock.now
    for step in steps:
        clock.now += step
        wheel.advance()
        for number, seconds in enumerate(deadlines):
            deadline = 50.0 + seconds
            if number in ran:
                assert ran[number] >= deadline
            if deadline + wheel.tick <= clock.now:
                assert number in ran
            if number in ran and ran[number] == clock.now:
                assert deadline + wheel.tick > previous
        previous = clock.now


@pytest.mark.anyio
async def test_an_event_loop_drives_it_only_while_there_is_something_to_wait_for() -> None:
    loop = asyncio.get_running_loop()
    wheel = TimerWheel(loop.time, tick=0.01)
    wheel.drive(loop)
    assert wheel._handle is None
    done = asyncio.Event()
    wheel.after(0.02, done.set)
    await asyncio.wait_for(done.wait(), 5.0)
    assert wheel._handle is None
    wheel.after(1000.0, done.clear)
    assert wheel._handle is not None
    wheel.stop()
    assert wheel._handle is None
