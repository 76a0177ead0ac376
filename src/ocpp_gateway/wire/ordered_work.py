"""What a connection has to do, one job after the other, in a task that lives only while there are jobs.

An idle connection has no task. The jobs of one connection never overlap, so a CALL sees the effects of the one before.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

Job = Callable[[], Coroutine[Any, Any, None]]


class WorkOwner(Protocol):
    """Who wants the work done."""

    def job_failed(self, error: Exception) -> None:
        """A job raised something; the next one follows."""
        ...

    def job_done(self) -> None:
        """A job is finished, well or not."""
        ...


class OrderedWork:
    """A short queue of jobs. Its bound is the caller's: it asks for the length before it puts."""

    __slots__ = ("_jobs", "_owner", "_running", "_task")

    def __init__(self, owner: WorkOwner) -> None:
        self._owner = owner
        self._jobs: list[Job] = []
        self._running = False
        self._task: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        """How many jobs wait; the one that runs is not counted."""
        return len(self._jobs)

    @property
    def busy(self) -> bool:
        """Whether a job runs or waits."""
        return self._running or bool(self._jobs)

    def put(self, job: Job) -> None:
        """Do this after everything that waits."""
        self._jobs.append(job)
        self._start()

    def put_first(self, job: Job) -> None:
        """Do this before everything that waits."""
        self._jobs.insert(0, job)
        self._start()

    def forget_waiting(self) -> None:
        """Drop what waits; the job that runs is finished."""
        self._jobs.clear()

    def cancel(self) -> None:
        """End the running job as well: the process is going down and has waited long enough."""
        self._jobs.clear()
        if self._task is not None:
            self._task.cancel()

    def _start(self) -> None:
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        try:
            while self._jobs:
                job = self._jobs.pop(0)
                self._running = True
                try:
                    await job()
                except Exception as error:  # noqa: BLE001 - handed to the owner, who ends the connection
                    self._owner.job_failed(error)
                self._running = False
                self._owner.job_done()
        finally:
            self._running = False
            self._task = None
