"""Client certificates at the station port: bound to their station, refused in every other case (family B, 19, 20)."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ocpp_gateway.operations.certificates import CertificateBinding
from ocpp_gateway.operations.refused_handshakes import RefusalReason
from ocpp_gateway.wire.tls import MODERN_SUITES
from tests.flows.houses import on_uvloop
from tests.station_house import KEY, StationHouse, basic, beat, upgrade
from tests.tls_clients import RAW_KEY, reason_of, wss
from tests.tls_house import Identity, ServerFiles, StationAuthority, line

pytestmark = pytest.mark.anyio

anyio_backend = on_uvloop()


@pytest.fixture
def server_files(tmp_path: Path) -> ServerFiles:
    return ServerFiles(tmp_path)


class Mutual:
    """A house that asks for client certificates; CP-1 is bound to one, CP-2 is known by its identity in it."""

    def __init__(self, files: ServerFiles, house: StationHouse, stations: StationAuthority) -> None:
        self.files = files
        self.house = house
        self.stations = stations
        self.one = stations.issue(files.folder, "CP-1")
        self.two = stations.issue(files.folder, "CP-2")

    async def prepare(self) -> None:
        await self.house.provision("CP-1", None, security_profile=3, certificate=self.pinned(self.one))
        await self.house.provision("CP-2", None, security_profile=3)

    def pinned(self, identity: Identity) -> CertificateBinding:
        return CertificateBinding(
            issuer=self.stations.name.rfc4514_string(), fingerprints=(identity.fingerprint,)
        )

    async def connects(self, identity: str, certificate: Identity) -> None:
        context = self.files.client(identity=certificate)
        async with wss(self.house, identity, context, password=False) as station:
            await beat(station)

    async def refused(
        self, identity: str, certificate: Identity | None, *, headers: dict[str, str] | None = None
    ) -> RefusalReason:
        """That this certificate opens no door, in TLS 1.2 and in TLS 1.3; the reason that operators see."""
        reasons = set()
        for suites in (None, MODERN_SUITES[0]):
            before = self.house.server.refused.counts.total()
            context = self.files.client(identity=certificate, suites=suites)
            request = upgrade(f"/ocpp/{identity}", identity, drop=("Authorization",), **(headers or {}))
            try:
                async with line(self.house.port, context) as there:
                    answer = await there.ask(request)
                    assert answer.startswith(b"HTTP/1.1 401"), answer
            except (ssl.SSLError, ConnectionError, asyncio.IncompleteReadError):
                pass  # the handshake itself was refused
            reasons.add(await reason_of(self.house, before + 1))
        assert identity not in self.house.diary.opened
        assert len(reasons) == 1
        return reasons.pop()


@pytest.fixture
async def mutual(server_files: ServerFiles) -> AsyncIterator[Mutual]:
    stations = StationAuthority()
    server_files.client_ca.write_bytes(stations.pem)
    async with StationHouse(tls=server_files.tls(client_ca=True)) as house:
        made = Mutual(server_files, house, stations)
        await made.prepare()
        yield made


async def test_a_station_s_own_certificate_is_its_key(mutual: Mutual) -> None:
    await mutual.connects("CP-1", mutual.one)
    await mutual.connects("CP-2", mutual.two)


async def test_b20_an_expired_certificate_ends_the_handshake(mutual: Mutual) -> None:
    expired = mutual.stations.issue(mutual.files.folder, "CP-2", expired=True)
    assert await mutual.refused("CP-2", expired) is RefusalReason.CLIENT_CERTIFICATE_INVALID
    assert mutual.house.server.refused.latest()[0].detail == "certificate has expired"


async def test_b20_a_certificate_of_a_wrong_authority_ends_the_handshake(mutual: Mutual) -> None:
    """Even one that bears the right names."""
    stranger = StationAuthority().issue(mutual.files.folder, "CP-2")
    assert await mutual.refused("CP-2", stranger) is RefusalReason.CLIENT_CERTIFICATE_INVALID


async def test_b20_a_self_signed_certificate_ends_the_handshake(mutual: Mutual) -> None:
    own = mutual.stations.issue(mutual.files.folder, "CP-2", self_signed=True)
    assert await mutual.refused("CP-2", own) is RefusalReason.CLIENT_CERTIFICATE_INVALID


async def test_b20_another_station_s_certificate_opens_no_door(mutual: Mutual) -> None:
    assert await mutual.refused("CP-2", mutual.one) is RefusalReason.CERTIFICATE_OF_ANOTHER
    assert await mutual.refused("CP-1", mutual.two) is RefusalReason.CERTIFICATE_OF_ANOTHER
    detail = mutual.house.server.refused.latest()[0].detail
    assert detail is not None
    assert mutual.two.fingerprint in detail


async def test_b20_with_a_pin_another_certificate_of_the_same_name_opens_no_door(mutual: Mutual) -> None:
    again = mutual.stations.issue(mutual.files.folder, "CP-1")
    assert await mutual.refused("CP-1", again) is RefusalReason.CERTIFICATE_OF_ANOTHER


async def test_b20_a_revoked_certificate_ends_the_handshake_from_the_next_reload(mutual: Mutual) -> None:
    await mutual.connects("CP-2", mutual.two)
    mutual.house.diary.opened.clear()
    revoked = mutual.stations.revocation_list(mutual.two)
    mutual.files.client_ca.write_bytes(mutual.stations.pem + revoked)
    tls = mutual.house.server._tls
    assert tls is not None
    assert tls.changed
    tls.reload()
    assert await mutual.refused("CP-2", mutual.two) is RefusalReason.CLIENT_CERTIFICATE_INVALID
    assert mutual.house.server.refused.latest()[0].detail == "certificate revoked"
    await mutual.connects("CP-1", mutual.one)


async def test_b19_a_profile_3_station_without_certificate_gets_401(mutual: Mutual) -> None:
    assert await mutual.refused("CP-1", None) is RefusalReason.NO_CLIENT_CERTIFICATE


async def test_b19_a_profile_3_station_with_a_right_password_only_gets_401(mutual: Mutual) -> None:
    await mutual.house.provision("CP-1", KEY, security_profile=3, certificate=mutual.pinned(mutual.one))
    right = {"Authorization": basic(b"CP-1", RAW_KEY)}
    context = mutual.files.client()
    async with line(mutual.house.port, context) as there:
        assert (await there.ask(upgrade("/ocpp/CP-1", **right))).startswith(b"HTTP/1.1 401")
    assert await reason_of(mutual.house) is RefusalReason.NO_CLIENT_CERTIFICATE


async def test_profiles_1_and_2_share_the_port_and_need_no_certificate(mutual: Mutual) -> None:
    for profile in (1, 2):
        await mutual.house.provision("CP-1", KEY, security_profile=profile)
        for certificate in (None, mutual.two):
            context = mutual.files.client(identity=certificate)
            async with wss(mutual.house, "CP-1", context) as station:
                await beat(station)


async def test_a_stranger_s_certificate_is_kept_for_the_operator(server_files: ServerFiles) -> None:
    stations = StationAuthority()
    server_files.client_ca.write_bytes(stations.pem)
    shown = stations.issue(server_files.folder, "NEW-1")
    async with StationHouse(tls=server_files.tls(client_ca=True), policy="pending") as house:
        context = server_files.client(identity=shown)
        async with wss(house, "NEW-1", context, password=False) as station:
            await beat(station)
            (stranger,) = [c for c in house.server.connections if c.peer.identity == "NEW-1"]
            presented = stranger.peer.presented_certificate
            assert presented is not None
            assert (presented.names, presented.fingerprint) == (("NEW-1",), shown.fingerprint)
            assert stranger.peer.secure
