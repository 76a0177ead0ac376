"""The whole gateway behind TLS: a certificate is bound, files change under SIGHUP, refusals are shown."""

from __future__ import annotations

import asyncio
import os
import signal
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from tests.flows.gateway_process import GatewayProcess
from tests.tls_house import DEADLINE, NAME, ServerFiles, StationAuthority

pytestmark = pytest.mark.anyio

BOOT = '[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]'
BEAT = '[2,"2","Heartbeat",{}]'


def settings(files: ServerFiles, **more: str) -> dict[str, str]:
    return {
        "STATION_TLS_CERT": ",".join(map(str, files.certificates)),
        "STATION_TLS_KEY": ",".join(map(str, files.keys)),
        **more,
    }


def station(gateway: GatewayProcess, identity: str, context: ssl.SSLContext) -> connect:
    return connect(
        f"wss://127.0.0.1:{gateway.station_port}/ocpp/{identity}",
        ssl=context,
        server_hostname=NAME,
        subprotocols=[Subprotocol("ocpp1.6")],
        proxy=None,
        open_timeout=DEADLINE,
        close_timeout=DEADLINE,
    )


async def answer(connection: ClientConnection, message: str) -> str:
    async with asyncio.timeout(DEADLINE):
        await connection.send(message)
        return str(await connection.recv())


def certificate_of(connection: ClientConnection) -> bytes:
    shown: bytes = connection.transport.get_extra_info("ssl_object").getpeercert(binary_form=True)
    return shown


async def until(found: Callable[[], Any]) -> Any:
    """Ask the gateway until it says so; it has a deadline."""
    async with asyncio.timeout(DEADLINE):
        while not (result := await asyncio.to_thread(found)):
            continue
        return result


async def test_a_certificate_is_presented_bound_and_from_then_on_the_only_key(tmp_path: Path) -> None:
    files, authority = ServerFiles(tmp_path), StationAuthority()
    files.client_ca.write_bytes(authority.pem)
    shown, other = (authority.issue(tmp_path, "CP-1") for _ in range(2))
    with GatewayProcess(**settings(files, STATION_TLS_CLIENT_CA=str(files.client_ca))) as gateway:
        api = gateway.api()
        async with station(gateway, "CP-1", files.client(identity=shown)) as stranger:
            assert '"Pending"' in await answer(stranger, BOOT)
        presented = api.get("/stations/CP-1")["presented_certificate"]
        assert (presented["names"], presented["fingerprint"]) == (["CP-1"], shown.fingerprint)
        approved = api.post("/stations/CP-1/approve", {"credential": "certificate"})
        assert (approved["security_profile"], approved["registration"]) == (3, "accepted")
        assert approved["certificate"]["fingerprints"] == [shown.fingerprint]

        async def refused(context: ssl.SSLContext) -> bool:
            try:
                async with station(gateway, "CP-1", context) as connection:
                    return '"Accepted"' not in await answer(connection, BOOT)
            except InvalidStatus as status:
                return status.response.status_code == 401

        # At once: nobody becomes the approved station in the moment before the node has heard of the approval.
        for context in (files.client(identity=other), files.client()):
            assert await refused(context)
        assert not await refused(files.client(identity=shown))
        listed = await until(
            lambda: len(found := api.get("/refused-handshakes", station="CP-1")["items"]) >= 2 and found
        )
        reasons = {entry["reason"]: entry for entry in listed}
        assert {"certificate_of_another", "no_client_certificate"} <= reasons.keys()
        assert other.fingerprint in reasons["certificate_of_another"]["detail"]
        assert reasons["no_client_certificate"]["status"] == 401


async def test_sighup_takes_renewed_files_without_dropping_a_station(tmp_path: Path) -> None:
    files = ServerFiles(tmp_path)
    with GatewayProcess(**settings(files, REGISTRATION="open")) as gateway:
        async with station(gateway, "CP-1", files.client()) as connected:
            assert '"Accepted"' in await answer(connected, BOOT)
            before = certificate_of(connected)
            files.renew()
            os.kill(gateway.pid, signal.SIGHUP)
            async with asyncio.timeout(DEADLINE):
                while True:
                    async with station(gateway, "CP-2", files.client()) as newcomer:
                        if certificate_of(newcomer) != before:
                            break
            assert "currentTime" in await answer(connected, BEAT)
            assert certificate_of(connected) == before
        assert gateway.stop() == 0


def test_a_key_that_does_not_fit_stops_the_start_with_one_line(tmp_path: Path) -> None:
    files = ServerFiles(tmp_path)
    wrong = settings(files, STATION_TLS_KEY=",".join(map(str, reversed(files.keys))))
    gateway = GatewayProcess(folder=tmp_path, **wrong)
    with pytest.raises(AssertionError, match=r"STATION_TLS_\*: .*ec\.pem with .*rsa\.key"):
        gateway.start()
    gateway.kill()
