"""Who is admitted on which security profile, with which key, and how often one may be wrong (ocpp.md 2.2 to 2.5)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from ocpp_gateway.charging.stations import Registration
from ocpp_gateway.operations.admission import Admission, Admitted, BasicCredentials, Handshake, Refused
from ocpp_gateway.operations.attempt_limits import AttemptLimits, AttemptRates, Rate
from ocpp_gateway.operations.certificates import CertificateBinding, ClientCertificate
from ocpp_gateway.operations.credential_changes import CredentialState
from ocpp_gateway.operations.credentials import CredentialBook
from ocpp_gateway.operations.keys import DerivedKeys
from ocpp_gateway.operations.passwords import SlowHashes, StationPasswords
from ocpp_gateway.operations.ports import OfferedKey, StationCredential, StorageUnavailable
from ocpp_gateway.operations.refused_handshakes import RefusalReason

pytestmark = pytest.mark.anyio

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
OLD, NEW = "00" * 20, "11" * 20
WORD, OTHER_WORD = "correct horse", "battery staple"
CERTIFICATE = ClientCertificate(
    names=("CP-1",),
    subject="CN=CP-1",
    issuer="CN=CA",
    fingerprint="ab" * 32,
    not_after=NOON + timedelta(days=1),
)


class Source:
    """The one station there is."""

    def __init__(self, credential: StationCredential) -> None:
        self.row = credential

    async def all(self) -> AsyncIterator[StationCredential]:
        yield self.row

    async def one(self, station_id: UUID) -> StationCredential | None:
        return self.row


class Changes:
    """Settles on the row, as the database does; can be away."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.away = False
        self.settled: list[tuple[str | None, int | None]] = []

    async def settle(
        self, station_id: UUID, ocpp_id: str, *, key_hash: str | None, profile: int | None, now: datetime
    ) -> bool:
        if self.away:
            raise StorageUnavailable("scripted")
        self.settled.append((key_hash, profile))
        row = self.source.row
        state = CredentialState(
            key_hash=row.key_hash,
            offered_keys=row.offered_keys,
            security_profile=row.security_profile,
            raised_profiles=row.raised_profiles,
        )
        if key_hash is not None:
            state = state.used(key_hash)
            self.source.row = replace(row, key_hash=state.key_hash, offered_keys=state.offered_keys)
        if profile is not None:
            state = state.risen(profile)
            self.source.row = replace(
                self.source.row,
                security_profile=state.security_profile,
                raised_profiles=state.raised_profiles,
            )
        return True


class Counting(StationPasswords):
    """Counts what is compared, quick and slow."""

    compared = 0
    hashed = 0

    async def verify(self, key_hash: str, identity: str, password: bytes) -> Any:
        self.compared += 1
        self.hashed += key_hash.startswith("$argon2")
        return await super().verify(key_hash, identity, password)


@pytest.fixture
def passwords() -> Iterator[Counting]:
    slow = SlowHashes(time_cost=1, memory_kib=8)
    yield Counting(DerivedKeys("a secret of thirty-two characters"), slow)
    slow.close()


class Door:
    """An admission in front of one station."""

    def __init__(self, passwords: Counting, source: Source, book: CredentialBook, **options: Any) -> None:
        self.passwords = passwords
        self.source = source
        self.changes = Changes(source)
        self.now = NOON
        options = {"attempts": AttemptLimits(), **options}
        self.admission = Admission(book, passwords, "closed", changes=self.changes, **options)  # type: ignore[arg-type]

    async def knock(
        self, password: str | None = None, identity: str = "CP-1", address: str = "192.0.2.1", **claims: Any
    ) -> Admitted | Refused:
        shown = None
        if password is not None:
            octets = bytes.fromhex(password) if password in {OLD, NEW} else password.encode()
            shown = BasicCredentials(identity.encode(), octets)
        handshake = Handshake(identity=identity, remote_address=address, credentials=shown, **claims)
        return await self.admission.admit(handshake, self.now)

    async def reason(self, *args: Any, **claims: Any) -> RefusalReason | None:
        verdict = await self.knock(*args, **claims)
        return verdict.reason if isinstance(verdict, Refused) else None


async def door(
    passwords: Counting,
    key: str | None,
    offered: str | None = None,
    *,
    accepted: bool = True,
    more: dict[str, Any] | None = None,
    **row: Any,
) -> Door:
    source = Source(
        StationCredential(
            station_id=UUID(int=1),
            ocpp_id="CP-1",
            registration=Registration.ACCEPTED,
            security_profile=row.pop("profile", 1),
            key_hash=await passwords.hash("CP-1", key) if key else None,
            offered_keys=(OfferedKey(await passwords.hashes("CP-1", offered), accepted),) if offered else (),
            presented_hash=None,
            unauthenticated_until=row.pop("unauthenticated_until", None),
            **row,
        )
    )
    book = CredentialBook(source)
    await book.load()
    return Door(passwords, source, book, **(more or {}))


PLAIN: dict[str, Any] = {}
TLS: dict[str, Any] = {"secure": True}
MUTUAL: dict[str, Any] = {"secure": True, "certificate": CERTIFICATE}


@pytest.mark.parametrize(
    ("profile", "claims", "password", "reason"),
    [
        (1, PLAIN, OLD, None),
        (1, TLS, OLD, None),
        (1, MUTUAL, OLD, None),
        (1, MUTUAL, None, RefusalReason.NO_CREDENTIALS),
        (2, PLAIN, OLD, RefusalReason.BELOW_SECURITY_PROFILE),
        (2, TLS, OLD, None),
        (2, TLS, None, RefusalReason.NO_CREDENTIALS),
        (2, MUTUAL, OLD, None),
        (3, PLAIN, OLD, RefusalReason.BELOW_SECURITY_PROFILE),
        (3, TLS, OLD, RefusalReason.NO_CLIENT_CERTIFICATE),
        (3, MUTUAL, None, None),
        (3, MUTUAL, NEW, None),
    ],
)
async def test_the_matrix_of_profiles(
    passwords: Counting,
    profile: int,
    claims: dict[str, Any],
    password: str | None,
    reason: RefusalReason | None,
) -> None:
    station = await door(passwords, OLD, profile=profile)
    assert await station.reason(password, **claims) is reason


async def test_profile_0_needs_an_exception_and_that_ends(passwords: Counting) -> None:
    until = NOON + timedelta(days=30)
    station = await door(passwords, None, profile=0, unauthenticated_until=until)
    assert await station.reason() is None
    station.now = until
    assert await station.reason() is RefusalReason.NO_CREDENTIALS


@pytest.mark.parametrize(
    "binding",
    [
        CertificateBinding(name="SN-4711"),
        CertificateBinding(issuer="CN=Other CA"),
        CertificateBinding(fingerprints=("cd" * 32,)),
    ],
    ids=["name", "issuer", "fingerprint"],
)
async def test_each_part_of_a_binding_must_fit(passwords: Counting, binding: CertificateBinding) -> None:
    station = await door(passwords, None, profile=3, certificate=binding)
    assert await station.reason(**MUTUAL) is RefusalReason.CERTIFICATE_OF_ANOTHER
    other = replace(CERTIFICATE, names=("SN-4711",), issuer="CN=Other CA", fingerprint="cd" * 32)
    fitting = other if binding.name else replace(other, names=("CP-1",))
    assert await station.reason(secure=True, certificate=fitting) is None


async def test_an_expired_or_unreadable_certificate_is_no_proof(passwords: Counting) -> None:
    station = await door(passwords, OLD, profile=3)
    expired = replace(CERTIFICATE, not_after=NOON)
    assert (
        await station.reason(OLD, secure=True, certificate=expired)
        is RefusalReason.CLIENT_CERTIFICATE_INVALID
    )
    assert (
        await station.reason(OLD, secure=True, unreadable_certificate=True)
        is RefusalReason.UNREADABLE_CERTIFICATE
    )


# -- an offered key --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("old", "new"), [(OLD, NEW), (WORD, OTHER_WORD), (OLD, OTHER_WORD), (WORD, NEW)])
async def test_b18_both_keys_are_valid_until_the_station_uses_the_new_one(
    passwords: Counting, old: str, new: str
) -> None:
    station = await door(passwords, old, new)
    assert await station.reason(old) is None
    assert await station.reason(old) is None
    assert station.changes.settled == []
    assert await station.reason(new) is None
    assert len(station.changes.settled) == 1
    assert await station.reason(old) is RefusalReason.WRONG_PASSWORD
    assert await station.reason(new) is None
    assert len(station.changes.settled) == 1


async def test_a_station_without_a_key_gets_one_by_using_it(passwords: Counting) -> None:
    station = await door(passwords, None, NEW, profile=0, unauthenticated_until=NOON + timedelta(days=1))
    assert await station.reason() is None
    assert await station.reason(OLD) is RefusalReason.WRONG_PASSWORD
    assert await station.reason(NEW) is None
    assert await station.reason() is RefusalReason.NO_CREDENTIALS


async def test_while_the_database_is_away_a_new_key_is_asked_to_come_back(passwords: Counting) -> None:
    station = await door(passwords, OLD, NEW)
    station.changes.away = True
    verdict = await station.knock(NEW)
    assert isinstance(verdict, Refused)
    assert (verdict.status, verdict.reason) == (503, RefusalReason.STORAGE_AWAY)
    assert await station.reason(OLD) is None
    station.changes.away = False
    assert await station.reason(NEW) is None


@pytest.mark.parametrize("used", [OLD, NEW])
async def test_b18_without_an_answer_both_keys_are_valid_until_the_station_uses_one(
    passwords: Counting, used: str
) -> None:
    station = await door(passwords, OLD, NEW, accepted=False)
    other = NEW if used == OLD else OLD
    assert await station.reason(used) is None
    assert await station.reason(other) is RefusalReason.WRONG_PASSWORD
    assert await station.reason(used) is None
    assert len(station.changes.settled) == 1


async def test_a_key_that_was_withdrawn_on_its_way_in_is_refused(passwords: Counting) -> None:
    station = await door(passwords, OLD, NEW)
    station.source.row = replace(station.source.row, offered_keys=())  # this node has not heard of it yet
    assert await station.reason(NEW) is RefusalReason.WRONG_PASSWORD
    assert await station.reason(OLD) is None


@pytest.mark.parametrize("shown", ["4142434445464748", "ABCDEFGH"])
async def test_a_short_key_of_hex_digits_is_a_text_or_bytes_as_the_station_reads_it(
    passwords: Counting, shown: str
) -> None:
    station = await door(passwords, OLD, "4142434445464748")
    assert await station.reason(shown) is None
    assert await station.reason(OLD) is RefusalReason.WRONG_PASSWORD


# -- an offered profile ----------------------------------------------------------------------------------------------


async def test_tc083_after_the_first_connection_on_a_raised_profile_the_old_one_is_refused(
    passwords: Counting,
) -> None:
    station = await door(passwords, OLD, profile=1, raised_profiles=(2,))
    assert await station.reason(OLD) is None  # not reconnected yet
    assert await station.reason(NEW, **TLS) is RefusalReason.WRONG_PASSWORD
    assert await station.reason(OLD) is None  # a wrong password has raised nothing
    assert await station.reason(OLD, **TLS) is None
    assert station.changes.settled == [(None, 2)]
    assert await station.reason(OLD) is RefusalReason.BELOW_SECURITY_PROFILE


async def test_of_two_offered_profiles_the_highest_that_the_connection_satisfies_is_in_force(
    passwords: Counting,
) -> None:
    station = await door(passwords, OLD, profile=1, raised_profiles=(2, 3))
    assert await station.reason(OLD) is None  # not reconnected yet
    assert await station.reason(OLD, **TLS) is None
    assert await station.reason(OLD) is RefusalReason.BELOW_SECURITY_PROFILE
    assert await station.reason(**MUTUAL) is None
    assert await station.reason(OLD, **TLS) is RefusalReason.NO_CLIENT_CERTIFICATE
    assert station.changes.settled == [(None, 2), (None, 3)]


async def test_a_raise_to_profile_3_is_done_by_the_fitting_certificate_only(passwords: Counting) -> None:
    station = await door(passwords, OLD, profile=2, raised_profiles=(3,))
    strange = replace(CERTIFICATE, names=("CP-2",))
    assert await station.reason(OLD, secure=True, certificate=strange) is None  # still profile 2: ignored
    assert station.changes.settled == []
    assert await station.reason(**MUTUAL) is None
    assert station.changes.settled == [(None, 3)]
    assert await station.reason(OLD, **TLS) is RefusalReason.NO_CLIENT_CERTIFICATE


async def test_without_a_raise_a_better_connection_changes_nothing(passwords: Counting) -> None:
    station = await door(passwords, OLD, profile=1)
    assert await station.reason(OLD, **MUTUAL) is None
    assert await station.reason(OLD) is None
    assert station.changes.settled == []


# -- brute force -----------------------------------------------------------------------------------------------------


async def test_s02_ten_thousand_guesses_at_a_chosen_password_cost_a_bounded_number_of_slow_hashes(
    passwords: Counting,
) -> None:
    station = await door(passwords, WORD)
    for n in range(10_000):
        station.now = NOON + timedelta(milliseconds=6 * n)  # a minute in all
        verdict = await station.knock(f"guess {n}", address=f"198.51.100.{n % 250}")
        assert isinstance(verdict, Refused)
        assert verdict.status in {401, 429}
    assert passwords.hashed <= 20


async def test_s02_the_station_itself_still_connects_from_where_it_was(passwords: Counting) -> None:
    station = await door(passwords, WORD)
    assert await station.reason(WORD) is None
    for n in range(500):
        await station.knock(f"guess {n}", address="198.51.100.1")
    hashed = passwords.hashed
    assert await station.reason("guess", address="198.51.100.1") is RefusalReason.TOO_MANY_ATTEMPTS
    assert passwords.hashed == hashed
    assert await station.reason(WORD) is None


async def test_s02_a_key_that_cannot_be_guessed_opens_the_door_at_any_time(passwords: Counting) -> None:
    """Behind one address may stand a thousand stations; one of them with a wrong key must not lock the others out."""
    station = await door(passwords, OLD)
    for _ in range(300):
        await station.knock(NEW)
    verdict = await station.knock(NEW)
    assert isinstance(verdict, Refused)
    assert verdict.status == 429
    assert verdict.retry_after is not None
    assert await station.reason(OLD) is None
    assert passwords.hashed == 0


async def test_s02_beyond_the_limit_unknown_and_wrong_look_the_same(passwords: Counting) -> None:
    rates = AttemptRates(identity=Rate(2, 0.1), address=Rate(1000, 1.0), everybody=Rate(1000, 1.0))
    for row in (
        await door(passwords, OLD),
        await door(passwords, WORD),
        await door(passwords, None, profile=3),
    ):
        limited = Door(passwords, row.source, row.admission._book, attempts=AttemptLimits(rates))
        seen = []
        for identity in ("CP-1", "NOBODY"):
            verdicts = [await limited.knock("wrong", identity) for _ in range(4)]
            seen.append([(v.status, v.retry_after) for v in verdicts if isinstance(v, Refused)])
        assert seen[0] == seen[1] == [(401, None), (401, None), (429, 10), (429, 10)]
