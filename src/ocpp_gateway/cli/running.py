"""How a subcommand gets what it works with: settings, logs, and the operations on the configured database."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ocpp_gateway.imports import importing

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ocpp_gateway.assembly import Administration
    from ocpp_gateway.settings import Settings

Config = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="TOML file with settings; OCPP_GATEWAY_… variables win."),
]


debug_asked: ContextVar[bool] = ContextVar("debug_asked", default=False)


def new_group(help_text: str) -> typer.Typer:
    """A group of subcommands."""
    # Plain help: the coloured one costs 0.2 s of imports at every --help.
    return typer.Typer(help=help_text, no_args_is_help=True, rich_markup_mode=None, add_completion=False)


def configure_logs() -> None:
    """Set the logs up as `--debug` says."""
    from ocpp_gateway import telemetry

    telemetry.configure(debug=debug_asked.get())


def effective_settings(config: Path | None) -> Settings:
    """Read the settings; unknown variables are warned of."""
    import structlog

    from ocpp_gateway import settings

    configure_logs()
    loaded = settings.load(config)
    for name in settings.unknown_variables():
        structlog.get_logger(__name__).warning("unknown variable in the environment", name=name)
    return loaded


def administer(config: Path | None, run: Callable[[Administration], Awaitable[None]]) -> None:
    """Call with the operations on the configured database."""
    settings = effective_settings(config)
    with importing():
        from ocpp_gateway import assembly

    async def within() -> None:
        async with assembly.administration(settings) as administration:
            await run(administration)

    asyncio.run(within())
