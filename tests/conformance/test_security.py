"""OCTT cases of the security whitepaper: who may connect, and how a key and a profile are changed."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from websockets.exceptions import InvalidMessage, InvalidStatus
from websockets.typing import Subprotocol

from ocpp_gateway.wire.tls import MODERN_SUITES
from tests.conformance.central_system import CentralSystem
from tests.flows.gateway_process import GatewayProcess
from tests.flows.obeying_station import ObeyingStation
from tests.raw_socket import KEY, basic, open_raw, upgrade
from tests.tls_house import NAME, Identity, ServerFiles, StationAuthority, line

pytestmark = pytest.mark.anyio

DEADLINE = 15.0
NEW_KEY = "ffeeddccbbaa99887766554433221100ffeeddcc"
REQUIRED_SUITES = (
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "AES128-GCM-SHA256",
    "AES256-GCM-SHA384",
)
"""What a central system must offer for profiles 2 and 3 (ocpp.md 2.5)."""


PROFILES = {"CP-083": 2, "CP-086": 2, "CP-087": 3}
"""The stations of the TLS cases, one each, and their security profiles."""


class Secured:
    """A gateway whose station port speaks TLS and asks for client certificates, and its stations."""

    central: CentralSystem

    def __init__(self, folder: Path) -> None:
        self.files = ServerFiles(folder)
        self.authority = StationAuthority()
        self.files.client_ca.write_bytes(self.authority.pem)
        self.folder = folder
        self.settings = {
            "STATION_TLS_CERT": ",".join(map(str, self.files.certificates)),
            "STATION_TLS_KEY": ",".join(map(str, self.files.keys)),
            "STATION_TLS_CLIENT_CA": str(self.files.client_ca),
            "STATION_TLS_POLICY": "compatible",
            "REGISTRATION": "closed",
        }

    @property
    def port(self) -> int:
        return self.central.gateway.station_port

    def certificate(self, name: str) -> Identity:
        return self.authority.issue(self.folder, name)

    def station(
        self,
        identity: str,
        *,
        certificate: Identity | None = None,
        key: str | None = KEY,
        boots: bool = True,
    ) -> ObeyingStation:
        return ObeyingStation(
            f"wss://127.0.0.1:{self.port}/ocpp",
            identity,
            boots=boots,
            password=None if key is None else bytes.fromhex(key),
            ssl=self.files.client(identity=certificate),
            server_hostname=NAME,
            proxy=None,
        )


@pytest.fixture(scope="module")
async def secured(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Secured]:
    secured = Secured(tmp_path_factory.mktemp("secured"))
    with GatewayProcess(**secured.settings) as gateway:
        secured.central = CentralSystem(gateway, stations=0, booted=0)
        for identity, profile in PROFILES.items():
            station = {"ocpp_id": identity, "security_profile": profile}
            await secured.central.give("/stations", station | ({} if profile == 3 else {"password": KEY}))
        yield secured
        await secured.central.close()


async def status_of(connecting: Any) -> int:
    """The HTTP status with which a connection is answered; 101 if it is let in."""
    try:
        async with connecting:
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def with_key(central: CentralSystem, identity: str, key: str, *, boots: bool = False) -> ObeyingStation:
    password = bytes.fromhex(key)
    return ObeyingStation(central.gateway.station_url, identity, boots=boots, password=password, proxy=None)


async def test_tc_085_basic_authentication(central: CentralSystem) -> None:
    identity = central.identity()
    for headers in (
        {"drop": ("Authorization",)},
        {"Authorization": basic(identity.encode(), b"wrong")},
        {"Authorization": basic(b"SOMEBODY", bytes.fromhex(KEY))},
        {"Authorization": "Bearer abc"},
    ):
        raw = await open_raw(central.gateway.station_port)
        raw.send(upgrade(f"/ocpp/{identity}", identity, **headers))
        assert (await raw.response()).status == 401, headers
        await raw.close()
    async with central.station(identity, boots=True) as station:
        assert "currentTime" in await station.call("Heartbeat", {})


async def test_tc_086_tls_with_a_server_certificate(secured: Secured) -> None:
    port = secured.port
    async with AsyncExitStack() as stack:
        for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
            old = secured.files.client(suites="ALL:@SECLEVEL=0")
            with pytest.warns(DeprecationWarning, match="TLSv1"):
                old.minimum_version = old.maximum_version = version
            with pytest.raises((ssl.SSLError, ConnectionError)):
                async with line(port, old):
                    pass
        for suite in (*REQUIRED_SUITES, *MODERN_SUITES):
            async with line(port, secured.files.client(suites=f"{suite}:@SECLEVEL=2")) as there:
                assert (there.suite, there.version) == (suite, "TLSv1.2")
                certificate = x509.load_der_x509_certificate(there.server)
            (name,) = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
            names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
            assert (name.value, names.get_values_for_type(x509.DNSName)) == (NAME, [NAME])
            assert certificate.serial_number > 0
            key = certificate.public_key()
            if isinstance(key, ec.EllipticCurvePublicKey):
                assert key.key_size >= 224
            else:
                assert isinstance(key, rsa.RSAPublicKey)
                assert key.key_size >= 2048
        station = await stack.enter_async_context(secured.station("CP-086"))
        assert "currentTime" in await station.call("Heartbeat", {})
        wrong = secured.station("CP-086", key=NEW_KEY)
        assert await status_of(wrong) == 401


async def test_tc_087_tls_with_a_client_certificate(secured: Secured) -> None:
    own, other = (secured.certificate(name) for name in ("CP-087", "CP-086"))
    foreign = StationAuthority("Another CA").issue(secured.folder, "CP-087")
    async with AsyncExitStack() as stack:
        station = await stack.enter_async_context(secured.station("CP-087", certificate=own, key=None))
        assert "currentTime" in await station.call("Heartbeat", {})
        assert await status_of(secured.station("CP-087", key=None)) == 401
        assert await status_of(secured.station("CP-087")) == 401
        assert await status_of(secured.station("CP-087", certificate=other, key=None)) == 401
        with pytest.raises((ssl.SSLError, ConnectionError, InvalidMessage)):
            await status_of(secured.station("CP-087", certificate=foreign, key=None))
        assert "currentTime" in await station.call("Heartbeat", {})


async def test_tc_088_subprotocol(central: CentralSystem) -> None:
    identity = central.identity()

    async def offered(names: str) -> tuple[int, str | None]:
        raw = await open_raw(central.gateway.station_port)
        raw.send(upgrade(f"/ocpp/{identity}", identity, Sec_WebSocket_Protocol=names))
        response = await raw.response()
        await raw.close()
        return response.status, response.subprotocol

    assert await offered("ocpp0.1, soap") == (400, None)
    assert await offered("ocpp0.1, ocpp1.6, soap") == (101, "ocpp1.6")
    names = [Subprotocol("soap"), Subprotocol("ocpp1.6")]
    url = central.gateway.station_url
    async with ObeyingStation(
        url, identity, subprotocols=names, password=bytes.fromhex(KEY), proxy=None
    ) as station:
        assert "currentTime" in await station.call("Heartbeat", {})


async def change(central: CentralSystem, station: ObeyingStation, key: str, value: str, answer: str) -> str:
    """ChangeConfiguration through the API, which the station answers so; the command's final state."""
    wanted = {"key": key, "value": value}
    command = await central.command(station, "ChangeConfiguration", wanted)
    assert await station.obey("ChangeConfiguration", {"status": answer}) == wanted
    status, response = await central.outcome(command)
    assert response == {"status": answer}
    return status


async def test_tc_073_update_of_the_password(central: CentralSystem) -> None:
    station = await central.booted()
    assert 32 <= len(NEW_KEY) <= 40
    assert await change(central, station, "AuthorizationKey", NEW_KEY, "Accepted") == "accepted"
    async with AsyncExitStack() as stack:
        again = await stack.enter_async_context(with_key(central, station.identity, NEW_KEY, boots=True))
        assert "currentTime" in await again.call("Heartbeat", {})
        assert await status_of(with_key(central, station.identity, KEY)) == 401
        assert "currentTime" in await again.call("Heartbeat", {})


async def test_tc_073_a_password_that_the_station_declines_opens_no_door(central: CentralSystem) -> None:
    station = await central.booted()
    assert await change(central, station, "AuthorizationKey", NEW_KEY, "Rejected") == "rejected"
    assert await status_of(with_key(central, station.identity, NEW_KEY)) == 401
    async with with_key(central, station.identity, KEY) as again:
        assert "currentTime" in await again.call("Heartbeat", {})


async def test_tc_083_raise_of_the_security_profile(secured: Secured) -> None:
    own = secured.certificate("CP-083")
    central = secured.central
    async with AsyncExitStack() as stack:
        station = await stack.enter_async_context(secured.station("CP-083"))
        assert await change(central, station, "SecurityProfile", "3", "Accepted") == "accepted"
        reset = (await central.give("/stations/CP-083/reset", {"type": "Hard"}))["id"]
        assert await station.obey("Reset", {"status": "Accepted"}) == {"type": "Hard"}
        again = await stack.enter_async_context(secured.station("CP-083", certificate=own, key=None))
        assert await central.effect(reset) == ("seen", "boot")
        assert "currentTime" in await again.call("Heartbeat", {})
        assert (await central.get("/stations/CP-083"))["security_profile"] == 3
        assert await status_of(secured.station("CP-083")) == 401
        assert "currentTime" in await again.call("Heartbeat", {})
