"""One job at a time, in order, in a task that lives only while there are jobs."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from ocpp_gateway.wire.ordered_work import OrderedWork

pytestmark = pytest.mark.anyio


class Owner:
    def __init__(self) -> None:
        self.failed: list[Exception] = []
        self.done = 0
        self.idle = asyncio.Event()
        self.work = OrderedWork(self)

    def job_failed(self, error: Exception) -> None:
        self.failed.append(error)

    def job_done(self) -> None:
        self.done += 1
        if not self.work.busy:
            self.idle.set()


async def test_jobs_never_overlap_and_keep_their_order() -> None:
    owner, log = Owner(), list[str]()

    async def job(name: str) -> None:
        log.append(f"{name} begins")
        await asyncio.sleep(0)
        log.append(f"{name} ends")

    for name in ("a", "b"):
        owner.work.put(partial(job, name))
    owner.work.put_first(partial(job, "first"))
    assert owner.work.busy
    await owner.idle.wait()
    assert log == [f"{name} {what}" for name in ("first", "a", "b") for what in ("begins", "ends")]
    await asyncio.sleep(0)
    assert owner.work._task is None
    assert not owner.work.busy


async def test_a_failing_job_is_told_and_the_next_one_follows() -> None:
    owner, ran = Owner(), list[str]()

    async def broken() -> None:
        raise ValueError("broken")

    async def sound() -> None:
        ran.append("sound")

    owner.work.put(broken)
    owner.work.put(sound)
    await owner.idle.wait()
    assert [str(error) for error in owner.failed] == ["broken"]
    assert ran == ["sound"]
    assert owner.done == 2


async def test_a_job_put_while_the_last_one_ends_runs_in_the_same_task() -> None:
    owner, ran = Owner(), list[asyncio.Task[None] | None]()

    async def job() -> None:
        ran.append(asyncio.current_task())

    original = owner.job_done

    def job_done() -> None:
        if len(ran) == 1:
            owner.work.put(job)
        original()

    owner.job_done = job_done  # type: ignore[method-assign]
    owner.work.put(job)
    await owner.idle.wait()
    assert len(ran) == 2
    assert ran[0] is ran[1]


async def test_what_waits_can_be_forgotten_and_what_runs_is_finished() -> None:
    owner, ran, gate = Owner(), list[str](), asyncio.Event()

    async def running() -> None:
        await gate.wait()
        ran.append("running")

    async def waiting() -> None:
        ran.append("waiting")

    owner.work.put(running)
    await asyncio.sleep(0)
    owner.work.put(waiting)
    assert len(owner.work) == 1
    owner.work.forget_waiting()
    gate.set()
    await owner.idle.wait()
    assert ran == ["running"]


async def test_cancelling_ends_the_running_job_too() -> None:
    owner = Owner()

    async def endless() -> None:
        await asyncio.Event().wait()

    owner.work.put(endless)
    await asyncio.sleep(0)
    task = owner.work._task
    assert task is not None
    owner.work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not owner.work.busy
