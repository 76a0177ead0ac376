"""TLS of the station port through real sockets (ocpp.md section 5, family B, cases 19 to 22)."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import warnings
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from ocpp_gateway.charging.stations import Registration
from ocpp_gateway.operations.refused_handshakes import RefusalReason
from ocpp_gateway.wire.tls import MODERN_SUITES, STATIC_RSA_SUITES, TlsPolicy, TlsProblem
from tests.flows.houses import on_uvloop
from tests.renegotiation import RenegotiatingClient
from tests.station_house import KEY, LIMITS, StationHouse, basic, beat, upgrade
from tests.tls_clients import reason_of, wss
from tests.tls_house import ServerFiles, line

pytestmark = pytest.mark.anyio

anyio_backend = on_uvloop()


@pytest.fixture
def server_files(tmp_path: Path) -> ServerFiles:
    return ServerFiles(tmp_path)


@pytest.fixture
async def house(server_files: ServerFiles) -> AsyncIterator[StationHouse]:
    async with StationHouse(tls=server_files.tls()) as house:
        yield house


# -- versions, suites, names -----------------------------------------------------------------------------------------


async def test_a_station_talks_over_tls_and_closes_in_good_order(
    house: StationHouse, server_files: ServerFiles
) -> None:
    async with wss(house, "CP-1", server_files.client()) as station:
        await beat(station)
    await house.until(lambda: bool(house.diary.closed))
    assert house.diary.closed == [("CP-1", 1000, "")]


@pytest.mark.parametrize("policy", ["modern", "compatible"])
@pytest.mark.parametrize("suite", MODERN_SUITES + STATIC_RSA_SUITES)
async def test_b20_each_suite_alone(server_files: ServerFiles, policy: TlsPolicy, suite: str) -> None:
    async with StationHouse(tls=server_files.tls(policy)) as house:
        client = server_files.client(suites=f"{suite}:@SECLEVEL=2")
        if policy == "modern" and suite in STATIC_RSA_SUITES:
            with pytest.raises((ssl.SSLError, ConnectionError)):
                async with line(house.port, client):
                    pass
            assert await reason_of(house) is RefusalReason.TLS_FAILED
            return
        async with line(house.port, client) as there:
            assert (there.suite, there.version) == (suite, "TLSv1.2")
            assert (await there.ask(upgrade("/ocpp/CP-1"))).startswith(b"HTTP/1.1 101")


def _everything_before_tls_1_3() -> list[str]:
    """Every suite that the client's library knows, weak and broken ones included."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_ciphers("ALL:COMPLEMENTOFALL:@SECLEVEL=0")
    return [suite["name"] for suite in context.get_ciphers() if suite["protocol"] != "TLSv1.3"]


@pytest.mark.parametrize("policy", ["modern", "compatible"])
async def test_s8_a_scan_of_every_known_suite_finds_the_policy_s_and_no_other(
    server_files: ServerFiles, policy: TlsPolicy
) -> None:
    everything = _everything_before_tls_1_3()
    assert len(everything) > 60
    limits = replace(LIMITS, unaccepted_per_address=1000)
    found = set()
    async with StationHouse(tls=server_files.tls(policy), limits=limits) as house:
        for suite in everything:
            client = server_files.client(suites=f"{suite}:@SECLEVEL=0")
            with contextlib.suppress(ssl.SSLError, ConnectionError):
                async with line(house.port, client) as there:
                    found.add(there.suite)
    assert found == set(MODERN_SUITES if policy == "modern" else MODERN_SUITES + STATIC_RSA_SUITES)


async def test_tls_1_3_is_spoken_with_the_ec_certificate(
    house: StationHouse, server_files: ServerFiles
) -> None:
    async with line(house.port, server_files.client()) as there:
        assert there.version == "TLSv1.3"
        key = x509.load_der_x509_certificate(there.server).public_key()
        assert isinstance(key, ec.EllipticCurvePublicKey)


@pytest.mark.parametrize(
    ("suites", "kind"),
    [
        ("ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256", ec.EllipticCurvePublicKey),
        ("ECDHE-RSA-AES128-GCM-SHA256", rsa.RSAPublicKey),
    ],
)
async def test_ecdsa_is_preferred_and_rsa_is_there_for_who_has_nothing_else(
    house: StationHouse, server_files: ServerFiles, suites: str, kind: type
) -> None:
    async with line(house.port, server_files.client(suites=suites)) as there:
        assert isinstance(x509.load_der_x509_certificate(there.server).public_key(), kind)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
async def test_b20_old_versions_are_refused(
    house: StationHouse, server_files: ServerFiles, version: ssl.TLSVersion
) -> None:
    client = server_files.client()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        client.minimum_version = client.maximum_version = version
    client.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.raises((ssl.SSLError, ConnectionError)):
        async with line(house.port, client):
            pass
    assert await reason_of(house) is RefusalReason.TLS_FAILED


@pytest.mark.parametrize("name", [None, "somebody.else.example"])
async def test_b20_no_or_an_unknown_server_name_is_served_like_any_other(
    house: StationHouse, server_files: ServerFiles, name: str | None
) -> None:
    client = server_files.client()
    client.check_hostname = False
    async with line(house.port, client, server_hostname=name or "") as there:
        assert (await there.ask(upgrade("/ocpp/CP-1"))).startswith(b"HTTP/1.1 101")


async def test_no_session_tickets_and_no_compression(house: StationHouse, server_files: ServerFiles) -> None:
    async with line(house.port, server_files.client()) as there:
        await there.ask(upgrade("/ocpp/CP-1"))
        tls = there.writer.get_extra_info("ssl_object")
        assert tls.compression() is None
        assert not tls.session.has_ticket


async def test_renegotiation_is_refused(house: StationHouse) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    client = RenegotiatingClient(reader, writer)
    async with asyncio.timeout(10):
        assert await client.handshake() is None
        assert await client.renegotiate() == "no renegotiation"
    writer.close()


# -- bad handshakes --------------------------------------------------------------------------------------------------


async def test_plain_http_on_a_tls_port_is_refused_and_named(house: StationHouse) -> None:
    raw = await house.raw()
    raw.send(upgrade("/ocpp/CP-1"))
    await raw.ended()
    assert await reason_of(house) is RefusalReason.NOT_TLS
    assert house.diary.opened == []


@pytest.mark.parametrize("cut", [0, 1, 5, 60, 200])
async def test_b21_a_client_that_goes_in_mid_handshake_leaves_nothing(
    house: StationHouse, server_files: ServerFiles, cut: int
) -> None:
    outgoing = ssl.MemoryBIO()
    hello = server_files.client().wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname="gateway.test")
    with contextlib.suppress(ssl.SSLWantReadError):
        hello.do_handshake()
    raw = await house.raw()
    raw.send(outgoing.read()[:cut])
    await raw.flush()
    await raw.close()
    assert await reason_of(house) in {RefusalReason.GONE, RefusalReason.TLS_FAILED}
    await house.until(lambda: house.server.counters.handshakes_pending == 0)
    async with wss(house, "CP-1", server_files.client()) as station:
        await beat(station)


async def test_b21_noise_inside_the_handshake_is_refused(house: StationHouse) -> None:
    raw = await house.raw()
    raw.send(b"\x16\x03\x01\x00\x20" + b"\xff" * 32)
    await raw.ended()
    assert await reason_of(house) is RefusalReason.TLS_FAILED


async def test_a_silent_tls_client_loses_its_place_in_time(server_files: ServerFiles) -> None:
    async with StationHouse(tls=server_files.tls(), limits=replace(LIMITS, tls_seconds=0.2)) as house:
        raw = await house.raw()
        await raw.ended()
        assert await reason_of(house) is RefusalReason.TLS_TIMED_OUT
        await house.until(lambda: house.server.counters.handshakes_pending == 0)


async def test_pending_tls_handshakes_are_bounded(server_files: ServerFiles) -> None:
    limits = replace(LIMITS, pending_handshakes=3)
    async with StationHouse(tls=server_files.tls(), limits=limits) as house:
        silent = [await house.raw() for _ in range(3)]
        await house.until(lambda: house.server.counters.handshakes_pending == 3)
        more = await house.raw()
        await more.ended()
        assert await reason_of(house) is RefusalReason.TOO_MANY_PENDING
        await silent[0].close()
        await house.until(lambda: house.server.counters.handshakes_pending == 2)
        async with wss(house, "CP-1", server_files.client()) as station:
            await beat(station)


async def test_the_end_of_the_listener_does_not_wait_for_tls_handshakes(server_files: ServerFiles) -> None:
    limits = replace(LIMITS, tls_seconds=3600.0)
    async with StationHouse(tls=server_files.tls(), limits=limits) as house:
        await house.raw()
        await house.until(lambda: house.server.counters.handshakes_pending == 1)
        await asyncio.wait_for(house.server.stop(), 5)
        assert house.server.counters.handshakes_pending == 0


# -- certificates change while stations are connected ----------------------------------------------------------------


async def test_a_renewed_certificate_counts_for_new_connections_and_drops_none(
    server_files: ServerFiles,
) -> None:
    tls = server_files.tls()
    async with StationHouse(tls=tls) as house:
        async with (
            wss(house, "CP-1", server_files.client()) as station,
            line(house.port, server_files.client()) as before,
        ):
            assert not tls.changed
            server_files.renew()
            assert tls.changed
            tls.reload()
            assert not tls.changed
            async with line(house.port, server_files.client()) as after:
                assert after.server != before.server
            await beat(station, "still there")
        assert house.server.counters.take_overs == 0


async def test_half_of_a_renewal_changes_nothing(server_files: ServerFiles) -> None:
    tls = server_files.tls()
    old_key = server_files.keys[0].read_bytes()
    server_files.renew()
    new_key = server_files.keys[0].read_bytes()
    server_files.keys[0].write_bytes(old_key)
    context = tls.context
    with pytest.raises(TlsProblem, match=r"ec\.pem with .*ec\.key: key values mismatch"):
        tls.reload()
    assert tls.context is context
    assert tls.changed
    server_files.keys[0].write_bytes(new_key)
    tls.reload()
    assert tls.context is not context


# -- profiles --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", [2, 3])
async def test_b19_a_station_is_refused_below_its_profile(profile: int) -> None:
    """Without TLS a right password is not enough for profile 2, and nothing is for profile 3."""
    async with StationHouse() as house:
        await house.provision("CP-1", KEY, security_profile=profile)
        raw = await house.raw()
        raw.send(upgrade("/ocpp/CP-1"))
        assert (await raw.response()).status == 401
        assert await reason_of(house) is RefusalReason.BELOW_SECURITY_PROFILE


# -- what an attacker sees -------------------------------------------------------------------------------------------


async def test_s3_unknown_stations_and_wrong_passwords_look_the_same_over_tls(
    house: StationHouse, server_files: ServerFiles
) -> None:
    await house.provision("CP-3", None, security_profile=3)
    answers = []
    for identity in ("CP-1", "NOBODY", "CP-3"):
        for attempt in range(12):
            async with line(house.port, server_files.client()) as there:
                wrong = {"Authorization": basic(identity.encode(), b"wrong")}
                answer = await there.ask(upgrade(f"/ocpp/{identity}", **wrong))
            answers.append((attempt, _without_date_and_wait(answer)))
    for attempt in range(12):
        assert len({answer for n, answer in answers if n == attempt}) == 1
    statuses = {answer.split(b" ")[1] for _, answer in answers}
    assert statuses == {b"401", b"429"}


def _without_date_and_wait(answer: bytes) -> bytes:
    lines = answer.split(b"\r\n")
    return b"\r\n".join(line for line in lines if not line.startswith((b"Date:", b"Retry-After:")))


def test_the_suites_that_the_listener_names_are_the_policy_s(server_files: ServerFiles) -> None:
    """What the library will offer, as it says itself; TLS 1.3 has suites of its own, all with forward secrecy."""
    for policy, suites in (("modern", MODERN_SUITES), ("compatible", MODERN_SUITES + STATIC_RSA_SUITES)):
        offered = server_files.tls(policy).context.get_ciphers()
        assert [s["name"] for s in offered if s["protocol"] == "TLSv1.2"] == list(suites)
        assert {s["name"] for s in offered if s["protocol"] != "TLSv1.2"} == {
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_AES_128_GCM_SHA256",
        }


async def test_who_knocks_in_the_moment_after_an_approval_is_judged_by_it(server_files: ServerFiles) -> None:
    """The claim reads a newer registration than admission knew: the credential is read again before the 101."""
    async with StationHouse(tls=server_files.tls(), policy="pending") as house:
        pending = await house.provision("CP-1", None, registration=Registration.PENDING)
        approved = replace(
            pending,
            registration=Registration.ACCEPTED,
            key_hash=await house.passwords.hash("CP-1", KEY),
        )
        house.source.rows[pending.station_id] = house.leases.names[pending.station_id] = approved
        wrong = {"Authorization": basic(b"CP-1", b"\xff" * 20)}
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        async with line(house.port, context) as there:
            assert (await there.ask(upgrade("/ocpp/CP-1", **wrong))).startswith(b"HTTP/1.1 401")
        assert await reason_of(house) is RefusalReason.WRONG_PASSWORD
        async with wss(house, "CP-1", context) as station:
            await beat(station)
