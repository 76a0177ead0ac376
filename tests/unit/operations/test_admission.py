"""Who may connect. The sockets' side of the same rules is in tests/flows/test_bad_input_authentication.py."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from ocpp_gateway.charging.stations import Registration
from ocpp_gateway.operations.admission import (
    Admission,
    Admitted,
    BasicCredentials,
    Handshake,
    Refused,
    RegistrationPolicy,
    StrangerLimits,
)
from ocpp_gateway.operations.credentials import CredentialBook
from ocpp_gateway.operations.keys import DerivedKeys
from ocpp_gateway.operations.passwords import SlowHashes, StationPasswords
from ocpp_gateway.operations.ports import StationCredential
from ocpp_gateway.operations.refused_handshakes import RefusalReason, RefusedHandshakes

pytestmark = pytest.mark.anyio

NOON = datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC)
KEY = "00112233445566778899aabbccddeeff00112233"
RIGHT = BasicCredentials(b"CP-1", bytes.fromhex(KEY))
WRONG = BasicCredentials(b"CP-1", b"wrong")
POLICIES: tuple[RegistrationPolicy, ...] = ("pending", "open", "closed")


class Rows:
    def __init__(self) -> None:
        self.rows: list[StationCredential] = []

    async def all(self) -> AsyncIterator[StationCredential]:
        for row in self.rows:
            yield row

    async def one(self, station_id: UUID) -> StationCredential | None:
        return next((row for row in self.rows if row.station_id == station_id), None)


class Gate:
    """Admission with one known station and everything around it."""

    def __init__(self, hashes: SlowHashes) -> None:
        self.passwords = StationPasswords(DerivedKeys("the secret of this test"), hashes)
        self.rows = Rows()
        self.book = CredentialBook(self.rows)
        self.told: list[RefusalReason] = []

    async def know(self, password: str | None = KEY, **fields: object) -> None:
        made = StationCredential(
            station_id=UUID(int=1),
            ocpp_id="CP-1",
            registration=Registration.ACCEPTED,
            security_profile=1,
            key_hash=None if password is None else await self.passwords.hash("CP-1", password),
            presented_hash=None,
            unauthenticated_until=None,
        )
        self.rows.rows = [replace(made, **fields)]  # type: ignore[arg-type]
        await self.book.load()

    def admission(self, policy: RegistrationPolicy = "closed", **options: object) -> Admission:
        return Admission(
            self.book,
            self.passwords,
            policy,
            on_wrong_credentials=lambda _, reason: self.told.append(reason),
            **options,  # type: ignore[arg-type]
        )

    async def ask(
        self, policy: RegistrationPolicy = "closed", identity: str = "CP-1", **fields: object
    ) -> Admitted | Refused:
        handshake = Handshake(identity=identity, remote_address="192.0.2.1", **fields)  # type: ignore[arg-type]
        return await self.admission(policy).admit(handshake, NOON)


@pytest.fixture
def gate() -> Iterator[Gate]:
    hashes = SlowHashes(time_cost=1, memory_kib=8, queue_limit=1)
    yield Gate(hashes)
    hashes.close()


def why(verdict: Admitted | Refused) -> tuple[int, RefusalReason]:
    assert isinstance(verdict, Refused)
    return verdict.status, verdict.reason


@pytest.mark.parametrize("policy", POLICIES)
async def test_the_right_password_lets_in_under_every_policy(gate: Gate, policy: RegistrationPolicy) -> None:
    await gate.know()
    verdict = await gate.ask(policy, credentials=RIGHT)
    assert isinstance(verdict, Admitted)
    assert (verdict.authenticated, verdict.form, verdict.presented_hash) == (True, "raw", None)
    assert verdict.credential is not None
    as_text = await gate.ask(policy, credentials=BasicCredentials(b"CP-1", KEY.encode()))
    assert isinstance(as_text, Admitted)
    assert as_text.form == "hex"


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"credentials": WRONG}, RefusalReason.WRONG_PASSWORD),
        ({}, RefusalReason.NO_CREDENTIALS),
        ({"malformed_credentials": True}, RefusalReason.MALFORMED_CREDENTIALS),
        ({"credentials": BasicCredentials(b"CP-2", RIGHT.password)}, RefusalReason.USER_IS_NOT_IDENTITY),
        ({"credentials": BasicCredentials(b"", RIGHT.password)}, RefusalReason.USER_IS_NOT_IDENTITY),
    ],
)
async def test_a_station_that_has_credentials_is_never_admitted_without_them(
    gate: Gate, policy: RegistrationPolicy, fields: dict[str, object], reason: RefusalReason
) -> None:
    exceptions: list[dict[str, object]] = [
        {},
        {"unauthenticated_until": NOON + timedelta(days=1)},
        {"registration": Registration.PENDING},
    ]
    for exception in exceptions:
        await gate.know(**exception)
        assert why(await gate.ask(policy, **fields)) == (401, reason)
    assert gate.told == [reason] * 3


async def test_a_user_name_that_differs_can_be_tolerated(gate: Gate) -> None:
    await gate.know()
    handshake = Handshake(
        identity="CP-1", remote_address="x", credentials=BasicCredentials(b"", RIGHT.password)
    )
    verdict = await gate.admission(user_must_match=False).admit(handshake, NOON)
    assert isinstance(verdict, Admitted)


@pytest.mark.parametrize(
    ("policy", "fields", "admitted"),
    [
        ("closed", {}, False),
        ("closed", {"registration": Registration.PENDING}, False),
        ("closed", {"unauthenticated_until": NOON + timedelta(seconds=1)}, True),
        ("closed", {"unauthenticated_until": NOON}, False),
        ("pending", {}, False),
        ("pending", {"registration": Registration.PENDING}, True),
        ("open", {}, True),
        ("open", {"registration": Registration.REJECTED}, False),
        ("open", {"security_profile": 2}, False),
    ],
)
async def test_without_a_password_of_its_own_a_station_needs_an_exception(
    gate: Gate, policy: RegistrationPolicy, fields: dict[str, object], admitted: bool
) -> None:
    await gate.know(password=None, **fields)
    verdict = await gate.ask(policy)
    assert isinstance(verdict, Admitted) is admitted
    if isinstance(verdict, Admitted):
        assert not verdict.authenticated
        assert verdict.credential is not None


@pytest.mark.parametrize(
    ("profile", "secure", "admitted"),
    [(1, False, True), (2, False, False), (2, True, True), (3, True, False)],
)
async def test_nobody_connects_below_the_station_s_security_profile(
    gate: Gate, profile: int, secure: bool, admitted: bool
) -> None:
    await gate.know(security_profile=profile)
    verdict = await gate.ask(credentials=RIGHT, secure=secure)
    assert isinstance(verdict, Admitted) is admitted
    if not admitted:
        lacking = RefusalReason.NO_CLIENT_CERTIFICATE if secure else RefusalReason.BELOW_SECURITY_PROFILE
        assert why(verdict) == (401, lacking)


async def test_under_closed_a_stranger_gets_what_a_wrong_password_gets(gate: Gate) -> None:
    await gate.know()
    stranger = await gate.ask(identity="NOBODY", credentials=RIGHT)
    wrong = await gate.ask(credentials=WRONG)
    assert isinstance(stranger, Refused)
    assert isinstance(wrong, Refused)
    assert (stranger.status, stranger.retry_after) == (wrong.status, wrong.retry_after) == (401, None)
    assert stranger.reason is RefusalReason.UNKNOWN_STATION


async def test_by_the_letter_a_stranger_gets_404(gate: Gate) -> None:
    handshake = Handshake(identity="NOBODY", remote_address="x")
    verdict = await gate.admission(unknown_response=404).admit(handshake, NOON)
    assert why(verdict) == (404, RefusalReason.UNKNOWN_STATION)


@pytest.mark.parametrize("policy", ["pending", "open"])
async def test_a_stranger_may_knock_with_any_password_or_none(gate: Gate, policy: RegistrationPolicy) -> None:
    shown = await gate.ask(policy, identity="NEW", credentials=BasicCredentials(b"NEW", b"own"))
    assert isinstance(shown, Admitted)
    assert (shown.credential, shown.authenticated) == (None, False)
    assert shown.presented_hash == gate.passwords.presented("NEW", b"own")
    bare = await gate.ask(policy, identity="NEW", malformed_credentials=True)
    assert isinstance(bare, Admitted)
    assert bare.presented_hash is None


@pytest.mark.parametrize("policy", ["pending", "open"])
async def test_a_stranger_may_not_be_a_station_in_other_letters_nor_have_a_colon(
    gate: Gate, policy: RegistrationPolicy
) -> None:
    await gate.know()
    assert why(await gate.ask(policy, identity="cp-1")) == (401, RefusalReason.IDENTITY_DIFFERS_IN_CASE)
    assert why(await gate.ask(policy, identity="CP:9")) == (404, RefusalReason.IDENTITY_NOT_ALLOWED)


async def test_strangers_are_capped_in_number(gate: Gate) -> None:
    admission = gate.admission("pending", limits=StrangerLimits(connected=3))
    handshake = Handshake(identity="NEW", remote_address="x")
    assert isinstance(await admission.admit(handshake, NOON, strangers=2), Admitted)
    refused = await admission.admit(handshake, NOON, strangers=3)
    assert why(refused) == (503, RefusalReason.STRANGER_LIMIT)


async def test_stations_that_wait_for_a_decision_are_capped_in_number(gate: Gate) -> None:
    await gate.know(registration=Registration.PENDING)
    admission = gate.admission("pending", limits=StrangerLimits(pending=1))
    refused = await admission.admit(Handshake(identity="NEW", remote_address="x"), NOON)
    assert why(refused) == (503, RefusalReason.STRANGER_LIMIT)


async def test_strangers_are_capped_in_rate_and_a_clock_set_back_locks_nobody_out(gate: Gate) -> None:
    admission = gate.admission("pending", limits=StrangerLimits(per_second=2.0, burst=4))

    async def knocks(moment: datetime) -> int:
        let_in = 0
        while isinstance(
            await admission.admit(Handshake(identity="NEW", remote_address="x"), moment), Admitted
        ):
            let_in += 1
        return let_in

    assert await knocks(NOON) == 4
    assert await knocks(NOON + timedelta(seconds=1)) == 2
    assert await knocks(NOON - timedelta(days=1)) == 0
    assert await knocks(NOON - timedelta(days=1) + timedelta(seconds=1)) == 2
    assert await knocks(NOON + timedelta(days=1)) == 4


async def test_in_a_laboratory_no_rate_applies(gate: Gate) -> None:
    admission = gate.admission("open", limits=StrangerLimits(per_second=0.001, burst=1, connected=1))
    for number in range(50):
        verdict = await admission.admit(
            Handshake(identity=f"N{number}", remote_address="x"), NOON, strangers=number
        )
        assert isinstance(verdict, Admitted)


async def test_while_slow_hashes_wait_a_handshake_is_put_off_before_hashing(gate: Gate) -> None:
    await gate.know(password="correct horse")
    busy = asyncio.ensure_future(gate.passwords.slow.hash(b"somebody else"))
    await asyncio.sleep(0)
    verdict = await gate.ask(credentials=BasicCredentials(b"CP-1", b"correct horse"))
    assert verdict == Refused(503, RefusalReason.PASSWORD_CHECKS_BUSY, 5)
    await busy
    assert isinstance(await gate.ask(credentials=BasicCredentials(b"CP-1", b"correct horse")), Admitted)
    again = asyncio.ensure_future(gate.passwords.slow.hash(b"somebody else"))
    await asyncio.sleep(0)
    known = await gate.ask(credentials=BasicCredentials(b"CP-1", b"correct horse"))
    assert isinstance(known, Admitted), "a password that was right before needs no slow hash"
    await again


def test_no_password_is_in_any_representation() -> None:
    handshake = Handshake(
        identity="CP-1", remote_address="x", credentials=BasicCredentials(b"CP-1", b"canary")
    )
    assert "canary" not in repr(handshake)


def test_refused_handshakes_are_kept_newest_first_up_to_a_bound_and_all_are_counted() -> None:
    refused = RefusedHandshakes(lambda: NOON, keep=3, log_limit=2)
    for number in range(5):
        refused.record("192.0.2.1", f"CP-{number}", 401, RefusalReason.WRONG_PASSWORD)
    refused.record("192.0.2.1", None, 404, RefusalReason.BAD_PATH)
    assert [kept.identity for kept in refused.latest()] == [None, "CP-4", "CP-3"]
    assert [kept.identity for kept in refused.latest(limit=1)] == [None]
    assert refused.counts == {RefusalReason.WRONG_PASSWORD: 5, RefusalReason.BAD_PATH: 1}


def test_an_attack_fills_no_log(capsys: pytest.CaptureFixture[str]) -> None:
    moments = [NOON]
    refused = RefusedHandshakes(lambda: moments[-1], log_limit=2)
    for _ in range(100):
        refused.record("192.0.2.1", "CP-1", 401, RefusalReason.WRONG_PASSWORD)
    moments.append(NOON + timedelta(seconds=1))
    refused.record("192.0.2.1", "CP-1", 401, RefusalReason.WRONG_PASSWORD)
    written = capsys.readouterr().out
    assert written.count("handshake_refused ") == 3
    assert "handshakes_refused_unlogged" in written
    assert "98" in written
