"""How a task ends that nobody but its owner ends."""

from __future__ import annotations

import asyncio
from typing import Any, Final

_AGAIN_SECONDS: Final = 1.0


async def end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks and wait until each has ended, however it ends; what they raise stays in them.

    Asks again whoever goes on: before Python 3.12 `asyncio.wait_for` swallows a cancellation that comes together with
    the result, and libraries (redis among them) write and read in it. The task would then never hear that it ends.
    """
    remaining = set(tasks)
    while remaining:
        for task in remaining:
            task.cancel()
        _, remaining = await asyncio.wait(remaining, timeout=_AGAIN_SECONDS)
    for task in tasks:
        if not task.cancelled():
            task.exception()  # seen: the loop must not report it as forgotten
