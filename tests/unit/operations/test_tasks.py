"""Tasks end when their owner says so, also those that do not hear it the first time."""

from __future__ import annotations

import asyncio

import pytest

from ocpp_gateway.operations import tasks
from ocpp_gateway.operations.tasks import end

pytestmark = pytest.mark.anyio


async def test_whoever_swallows_a_cancellation_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "_AGAIN_SECONDS", 0.001)
    swallowed = 0

    async def hard_of_hearing() -> None:
        nonlocal swallowed
        while swallowed < 3:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                swallowed += 1
        await asyncio.Event().wait()

    task = asyncio.create_task(hard_of_hearing())
    await asyncio.sleep(0)
    await end(task)
    assert task.cancelled()
    assert swallowed == 3


async def test_a_task_may_end_before_and_with_an_error() -> None:
    async def failing() -> None:
        raise RuntimeError("of its own")

    done, failed = asyncio.create_task(asyncio.sleep(0)), asyncio.create_task(failing())
    await asyncio.sleep(0)
    await end(done, failed)
    assert isinstance(failed.exception(), RuntimeError)


async def test_nothing_to_end_ends_at_once() -> None:
    await end()


async def test_whoever_waits_for_the_end_can_be_cancelled_itself() -> None:
    async def never_ends() -> None:
        while not released:
            try:
                await asyncio.sleep(0)
            except asyncio.CancelledError:
                continue

    released = False
    task = asyncio.create_task(never_ends())
    waiting = asyncio.create_task(end(task))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    released = True
    await task
