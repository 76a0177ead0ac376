"""Bad credentials and registration policies (ocpp.md section 5, family B, cases 14 to 17), through a real socket."""

from __future__ import annotations

import base64
import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from ocpp_gateway.charging.stations import Registration
from ocpp_gateway.operations.refused_handshakes import RefusalReason
from tests.flows.houses import a_house, on_uvloop, reasons
from tests.raw_socket import KEY, HttpResponse, basic, upgrade
from tests.station_house import LIMITS, NOON, ManualClock, StationHouse, beat, unharmed

pytestmark = pytest.mark.anyio

RAW_KEY = bytes.fromhex(KEY)


anyio_backend = on_uvloop()
house = a_house()


async def ask(house: StationHouse, identity: str, authorization: str | None) -> HttpResponse:
    raw = await house.raw()
    if authorization is None:
        raw.send(upgrade(f"/ocpp/{identity}", drop=("Authorization",)))
    else:
        raw.send(upgrade(f"/ocpp/{identity}", Authorization=authorization))
    return await raw.response()


def encoded(octets: bytes) -> str:
    return "Basic " + base64.b64encode(octets).decode()


@pytest.mark.parametrize(
    ("authorization", "reason"),
    [
        (None, RefusalReason.NO_CREDENTIALS),
        ("", RefusalReason.MALFORMED_CREDENTIALS),
        ("Basic", RefusalReason.MALFORMED_CREDENTIALS),
        ("Bearer " + base64.b64encode(b"CP-1:x").decode(), RefusalReason.MALFORMED_CREDENTIALS),
        ("Digest username=CP-1", RefusalReason.MALFORMED_CREDENTIALS),
        ("Basic not*base64", RefusalReason.MALFORMED_CREDENTIALS),
        ("Basic " + "é" * 8, RefusalReason.MALFORMED_CREDENTIALS),
        (encoded(b"CP-1"), RefusalReason.MALFORMED_CREDENTIALS),
        (encoded(b""), RefusalReason.MALFORMED_CREDENTIALS),
        (encoded(b"CP-1:"), RefusalReason.WRONG_PASSWORD),
        (encoded(b":" + RAW_KEY), RefusalReason.USER_IS_NOT_IDENTITY),
        (encoded(b"CP-2:" + RAW_KEY), RefusalReason.USER_IS_NOT_IDENTITY),
        (encoded(b"cp-1:" + RAW_KEY), RefusalReason.USER_IS_NOT_IDENTITY),
        (encoded(b"CP-1:" + RAW_KEY + b"\x00"), RefusalReason.WRONG_PASSWORD),
        (encoded(b"CP-1:" + RAW_KEY[:-1]), RefusalReason.WRONG_PASSWORD),
        (encoded(b"CP-1:" + KEY[:-2].encode()), RefusalReason.WRONG_PASSWORD),
        (encoded(b"CP-1:" + b"x" * 5000), RefusalReason.WRONG_PASSWORD),
    ],
)
async def test_b14_b15_credentials_that_are_not_right_are_refused_before_the_upgrade(
    house: StationHouse, authorization: str | None, reason: RefusalReason
) -> None:
    response = await ask(house, "CP-1", authorization)
    assert (response.status, response.headers["www-authenticate"]) == (401, 'Basic realm="ocpp"')
    assert reasons(house) == [reason]
    assert "CP-1" not in house.diary.opened


async def test_b14_two_authorization_headers_are_refused(house: StationHouse) -> None:
    raw = await house.raw()
    raw.send(upgrade("/ocpp/CP-1", extra=(("Authorization", basic(b"CP-1", b"other")),)))
    assert (await raw.response()).status == 401


@pytest.mark.parametrize("scheme", ["Basic", "basic", "BASIC"])
async def test_b14_the_scheme_is_compared_without_case(house: StationHouse, scheme: str) -> None:
    right = encoded(b"CP-1:" + RAW_KEY).split(" ")[1]
    assert (await ask(house, "CP-1", f"{scheme} {right}")).status == 101


async def test_b15_another_station_s_right_credentials_open_no_other_door(house: StationHouse) -> None:
    await house.provision("CP-2", "ff" * 20)
    assert (await ask(house, "CP-1", basic(b"CP-2", b"\xff" * 20))).status == 401
    assert (await ask(house, "CP-1", basic(b"CP-1", b"\xff" * 20))).status == 401
    assert (await ask(house, "CP-2", basic(b"CP-2", b"\xff" * 20))).status == 101


@pytest.mark.parametrize(
    "key",
    [
        bytes.fromhex("003a00ff3aff0000fffe0a0d003a00ff3aff0000"),
        b":" * 20,
        b"\x00" * 20,
        b"\xff" * 16,
        bytes(range(0x30, 0x44)),
    ],
    ids=["mixed", "colons", "zeros", "16 bytes", "digits"],
)
async def test_b16_a_binary_key_is_right_byte_for_byte(house: StationHouse, key: bytes) -> None:
    await house.provision("CP-2", key.hex())
    async with house.connect("CP-2", password=key) as station:
        await beat(station)
    wrong = bytes([key[0] ^ 1]) + key[1:]
    assert (await ask(house, "CP-2", basic(b"CP-2", wrong))).status == 401


@pytest.mark.parametrize("spell", [str.lower, str.upper])
async def test_b17_the_key_as_hex_text_is_accepted(house: StationHouse, spell: type[str]) -> None:
    key = "0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d"
    await house.provision("CP-2", key)
    async with house.connect("CP-2", password=spell(key).encode()) as station:
        await beat(station)


async def test_b17_a_plain_text_password_is_right_as_text_and_as_its_hex_digits(house: StationHouse) -> None:
    await house.provision("CP-2", "plain-text-pass!")
    for shown in (b"plain-text-pass!", b"plain-text-pass!".hex().encode(), b"plain-text-pass!"):
        async with house.connect("CP-2", password=shown) as station:
            await beat(station)
    assert (await ask(house, "CP-2", basic(b"CP-2", b"plain-text-pass?"))).status == 401


async def test_an_unknown_identity_and_a_wrong_password_look_the_same_under_closed() -> None:
    async with unharmed(StationHouse(clock=ManualClock())) as house:
        answers = [
            await ask(house, "NOBODY", basic(b"NOBODY", RAW_KEY)),
            await ask(house, "NOBODY", None),
            await ask(house, "CP-1", basic(b"CP-1", b"wrong")),
            await ask(house, "CP-1", None),
            await ask(house, "cp-1", basic(b"cp-1", RAW_KEY)),
        ]
        assert all(answer == answers[0] for answer in answers)
        assert set(reasons(house)) == {
            RefusalReason.UNKNOWN_STATION,
            RefusalReason.WRONG_PASSWORD,
            RefusalReason.NO_CREDENTIALS,
        }


async def test_a_refusal_for_credentials_leaves_at_a_fixed_time_after_the_request() -> None:
    clock = ManualClock()
    async with unharmed(StationHouse(clock=clock, limits=replace(LIMITS, refusal_seconds=0.5))) as house:
        for identity in ("NOBODY", "CP-1"):
            raw = await house.raw()
            raw.send(upgrade(f"/ocpp/{identity}", Authorization=basic(identity.encode(), b"wrong")))
            before = house.server.refused.counts.total()
            await house.until(lambda known=before: house.server.refused.counts.total() > known)  # type: ignore[misc]
            assert house.server.counters.handshakes_pending == 1
            house.pass_time(1.0)
            assert (await raw.response()).status == 401


async def test_a_rejected_station_is_refused_like_a_wrong_password(house: StationHouse) -> None:
    await house.provision("CP-2", KEY, registration=Registration.REJECTED)
    assert (await ask(house, "CP-2", basic(b"CP-2", RAW_KEY))).status == 401
    assert reasons(house) == [RefusalReason.REJECTED_STATION]


async def test_a_station_of_profile_two_is_refused_on_a_plain_connection(house: StationHouse) -> None:
    await house.provision("CP-2", KEY, security_profile=2)
    assert (await ask(house, "CP-2", basic(b"CP-2", RAW_KEY))).status == 401
    assert reasons(house) == [RefusalReason.BELOW_SECURITY_PROFILE]


async def test_an_archived_station_is_refused(house: StationHouse) -> None:
    house.leases.archived.add(house.station_id("CP-2"))
    assert (await ask(house, "CP-2", basic(b"CP-2", RAW_KEY))).status == 401
    assert reasons(house) == [RefusalReason.ARCHIVED_STATION]


async def test_while_the_database_is_away_handshakes_get_503_with_a_time_to_return(
    house: StationHouse,
) -> None:
    house.leases.away = True
    response = await ask(house, "CP-1", basic(b"CP-1", RAW_KEY))
    assert (response.status, response.headers["retry-after"]) == (503, "30")
    assert reasons(house) == [RefusalReason.STORAGE_AWAY]
    assert (await ask(house, "CP-1", basic(b"CP-1", b"wrong"))).status == 401
    house.leases.away = False


async def test_an_exception_without_password_ends_at_its_time() -> None:
    clock = ManualClock()
    async with unharmed(StationHouse(clock=clock)) as house:
        await house.provision("CP-2", None, unauthenticated_until=NOON + timedelta(seconds=60))
        raw = await house.raw()
        raw.send(upgrade("/ocpp/CP-2", drop=("Authorization",)))
        assert (await raw.response()).status == 101
        await raw.close()
        await house.until(lambda: len(house.server.connections) == 1)
        clock.now += 61
        assert (await ask(house, "CP-2", None)).status == 401


@pytest.mark.parametrize(
    ("policy", "registration", "status"),
    [
        ("closed", Registration.ACCEPTED, 401),
        ("closed", Registration.PENDING, 401),
        ("pending", Registration.ACCEPTED, 401),
        ("pending", Registration.PENDING, 101),
        ("open", Registration.ACCEPTED, 101),
        ("open", Registration.REJECTED, 401),
    ],
)
async def test_who_has_no_password_gets_in_only_while_nobody_decided_or_in_a_laboratory(
    policy: str, registration: Registration, status: int
) -> None:
    async with unharmed(StationHouse(policy=policy)) as house:  # type: ignore[arg-type]
        await house.provision("CP-2", None, registration=registration)
        assert (await ask(house, "CP-2", None)).status == status


@pytest.mark.parametrize("policy", ["pending", "open"])
async def test_a_station_that_has_credentials_is_never_admitted_without_them(policy: str) -> None:
    async with unharmed(StationHouse(policy=policy)) as house:  # type: ignore[arg-type]
        assert (await ask(house, "CP-1", None)).status == 401
        assert (await ask(house, "CP-1", basic(b"CP-1", b"wrong"))).status == 401
        assert (await ask(house, "cp-1", None)).status == 401
        assert reasons(house)[0] is RefusalReason.IDENTITY_DIFFERS_IN_CASE
        assert (await ask(house, "NEW", None)).status == 101
        assert (await ask(house, "NEW:2", None)).status == 404


async def test_what_a_stranger_shows_is_kept_as_a_hash_that_later_lets_it_in() -> None:
    async with unharmed(StationHouse(policy="pending")) as house:
        raw = await house.raw()
        raw.send(upgrade("/ocpp/NEW", Authorization=basic(b"NEW", b"own secret")))
        assert (await raw.response()).status == 101
        stranger = house.server.connections.find("NEW")
        assert stranger is not None
        shown = stranger.peer.presented_hash
        assert shown is not None
        assert shown.startswith("hmac-sha256$")
        await raw.close()
        await house.provision("NEW", None, key_hash=shown)
        assert (await ask(house, "NEW", basic(b"NEW", b"own secret"))).status == 101
        assert (await ask(house, "NEW", basic(b"NEW", b"other secret"))).status == 401


async def test_no_password_ever_reaches_a_log_even_at_debug_level(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = b"a-canary-in-the-mine"
    caplog.set_level(logging.DEBUG)
    async with unharmed(StationHouse()) as house:
        await house.provision("CP-2", secret.decode())
        async with house.connect("CP-2", password=secret) as station:
            await beat(station)
        for identity in ("CP-2", "NOBODY"):
            await ask(house, identity, basic(identity.encode(), secret + b"!"))
        remembered = repr(house.server.refused.latest()) + repr(house.diary)
    ours = [record for record in caplog.records if not record.name.startswith("websockets.client")]
    written = remembered + "".join(record.getMessage() for record in ours) + "".join(capsys.readouterr())
    for spelling in (secret.decode(), secret.hex(), base64.b64encode(b"CP-2:" + secret).decode()):
        assert spelling not in written
    assert "handshake_refused" in written
