"""Settings become a running gateway: the only room that knows all others.

`node` makes and wires the parts of one node, `application` its HTTP side, `reactions` what it does when the event log
grows; `serving` runs it all. `administration` serves the commands that change people and stations, `checks` looks at an
installation from outside.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable
from typing import TYPE_CHECKING, TypeVar

from ocpp_gateway.assembly.administration import Administration, administration
from ocpp_gateway.assembly.checks import check_all
from ocpp_gateway.assembly.failure import GatewayError, explained
from ocpp_gateway.imports import importing

if TYPE_CHECKING:
    from ocpp_gateway.settings import Settings

__all__ = ["Administration", "GatewayError", "administration", "check", "migrate", "serve"]

T = TypeVar("T")


def serve(settings: Settings, *, migrate: bool) -> None:
    """Run a node until SIGINT or SIGTERM. Raises `GatewayError` with one line for people when it cannot start."""
    with importing():
        from ocpp_gateway.assembly.serving import run_node

    _run(run_node(settings, migrate=migrate))


def migrate(settings: Settings) -> None:
    """Bring the database schema to this version. Raises `GatewayError`."""
    from ocpp_gateway.storage import migrations

    with explained():
        _run(migrations.migrate(settings.database_url))


def check(settings: Settings) -> list[tuple[str, bool, str]]:
    """Look at database, ports and clock: name, whether all is well, and a sentence in plain words."""
    return _run(check_all(settings))


def _run(work: Awaitable[T]) -> T:
    async def awaited() -> T:
        return await work

    if sys.platform == "win32":
        return asyncio.run(awaited())
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(awaited())
