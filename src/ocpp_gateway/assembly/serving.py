"""Serving: the listeners of a node, from the first address to the last goodbye."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import structlog

from ocpp_gateway.assembly.application import application
from ocpp_gateway.assembly.banner import announce_ready
from ocpp_gateway.assembly.failure import GatewayError, explained
from ocpp_gateway.assembly.http import HttpListener
from ocpp_gateway.assembly.node import Node, now, open_node
from ocpp_gateway.operations.ports import StorageUnavailable

if TYPE_CHECKING:
    from ocpp_gateway.settings import Settings

_log = structlog.get_logger(__name__)


async def run_node(settings: Settings, *, migrate: bool) -> None:
    """Serve until SIGINT or SIGTERM, then drain: SIGTERM spreads the closing of sockets, SIGINT does not."""
    stop: asyncio.Future[signal.Signals] = asyncio.get_running_loop().create_future()
    _on_signals(stop)
    async with open_node(settings, migrate=migrate) as node:
        with explained():
            admin = await node.accounts.ensure_admin(
                settings.admin_email or None, settings.admin_password.get_secret_value() or None, now()
            )
        http = HttpListener(
            application(node),
            settings.http_host,
            settings.http_port,
            [str(network) for network in settings.trusted_proxies],
        )
        with _address("HTTP", settings.http_host, settings.http_port):
            http_port = await http.start()
        try:
            with _address("STATION", settings.station_host, settings.station_port):
                await node.stations.start()
            if node.tls is not None:
                asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, node.reload_certificates)
            try:
                # What a node is made of lives as long as the node: later looks for garbage leave it out.
                gc.collect()
                gc.freeze()
                announce_ready(settings, station_port=node.stations.port, http_port=http_port, admin=admin)
                reason = await stop
                await _drain(node, settings.drain_seconds if reason is signal.SIGTERM else 0)
            finally:
                await node.stations.stop()
        finally:
            await http.stop()
        await node.journal.drain()
        with suppress(StorageUnavailable):
            await node.refusals.write()
        with suppress(StorageUnavailable):  # then the others find out by themselves
            await node.nodes.stop()


async def _drain(node: Node, seconds: float) -> None:
    """Not ready, no new sockets, outstanding calls finish, sockets close over time; a second signal hurries."""
    node.draining = True
    hurry: asyncio.Future[signal.Signals] = asyncio.get_running_loop().create_future()
    _on_signals(hurry)
    _log.info("draining", connections=len(node.stations.connections), seconds=seconds)
    drained = asyncio.ensure_future(node.stations.drain(seconds))
    awaited: set[asyncio.Future[Any]] = {drained, hurry}
    await asyncio.wait(awaited, return_when=asyncio.FIRST_COMPLETED)
    if not drained.done():
        drained.cancel()
        await asyncio.wait({drained})


def _on_signals(told: asyncio.Future[signal.Signals]) -> None:
    def tell(which: signal.Signals) -> None:
        if not told.done():
            told.set_result(which)

    for which in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(which, tell, which)


@contextmanager
def _address(name: str, host: str, port: int) -> Iterator[None]:
    """Say which listener it was that could not have its address."""
    try:
        yield
    except OSError as error:
        setting = f"OCPP_GATEWAY_{name}_PORT"
        raise GatewayError(
            f"{host}:{port} cannot be had ({error.strerror}); is a gateway running already? Otherwise set {setting}"
        ) from error
