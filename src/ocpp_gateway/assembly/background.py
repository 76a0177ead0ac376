"""Jobs beside the requests: they live as long as the node, and outlast a database that is away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog

from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.operations.tasks import end

_log = structlog.get_logger(__name__)


@asynccontextmanager
async def running(work: Coroutine[Any, Any, None], name: str) -> AsyncIterator[None]:
    """Run a coroutine beside the block and cancel it at the end; what it raised of its own is raised here."""
    task = asyncio.create_task(work, name=name)
    try:
        yield
    finally:
        await end(task)
        if not task.cancelled():
            task.result()


async def periodically(seconds: float, job: Callable[[], Awaitable[object]], name: str) -> None:
    """Do a job again and again, `seconds` after its end. A failure is logged and tried again like any other time."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await job()
        except StorageUnavailable as away:
            _log.warning("job_postponed", job=name, reason=str(away))
        except Exception:  # noqa: BLE001 - a job that fails once must not stop for ever
            _log.exception("job_failed", job=name)
