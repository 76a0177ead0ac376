"""What secure connections keep in the database, on both of them: offered credentials, bindings, refused handshakes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import select

from ocpp_gateway.charging.stations import Registration
from ocpp_gateway.operations.audit import COMMAND_LINE
from ocpp_gateway.operations.certificates import CertificateBinding, ClientCertificate
from ocpp_gateway.operations.credential_changes import CredentialChanges
from ocpp_gateway.operations.keys import DerivedKeys
from ocpp_gateway.operations.passwords import SlowHashes, StationPasswords
from ocpp_gateway.operations.ports import StationCredential, StorageUnavailable
from ocpp_gateway.operations.provisioning import Credential, Provisioning
from ocpp_gateway.operations.queries import EVERYTHING, RefusalFilter, RefusedHandshakeView, Visibility
from ocpp_gateway.operations.refusals import Conflict, Invalid
from ocpp_gateway.operations.refused_handshakes import RefusalReason, RefusedHandshakes
from ocpp_gateway.storage.credential_changes import StoredCredentialChanges
from ocpp_gateway.storage.credentials import StoredCredentials
from ocpp_gateway.storage.enrolment import StoredEnrolment
from ocpp_gateway.storage.queries.refused_handshakes import StoredRefusalQueries
from ocpp_gateway.storage.refused_handshakes import StoredRefusals
from ocpp_gateway.storage.retention import Retention
from ocpp_gateway.storage.stations import StoredStations
from ocpp_gateway.storage.tables import events, stations
from tests.rows import START, Clock, Ids, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocpp_gateway.operations.refused_handshakes import RefusedHandshake
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

SHOWN = ClientCertificate(
    names=("CP-1",),
    subject="CN=CP-1",
    issuer="CN=CA",
    fingerprint="ab" * 32,
    not_after=START + timedelta(days=9),
)


class Bus:
    def __init__(self) -> None:
        self.published: list[str] = []

    async def publish(self, topic: str, message: bytes) -> None:
        self.published.append(topic)

    def subscribe(self, topic: str) -> Any:
        raise NotImplementedError


@pytest.fixture
def rows(database: Database) -> Rows:
    return Rows(database, Clock(), Ids())


@pytest.fixture
def passwords() -> Iterator[StationPasswords]:
    slow = SlowHashes(time_cost=1, memory_kib=8)
    yield StationPasswords(DerivedKeys("a secret of thirty-two characters"), slow)
    slow.close()


@pytest.fixture
def changes(rows: Rows, passwords: StationPasswords) -> CredentialChanges:
    return CredentialChanges(StoredCredentialChanges(rows.database), passwords, Bus(), new_id=rows.new_id)


@pytest.fixture
def provisioning(rows: Rows, passwords: StationPasswords) -> Provisioning:
    return Provisioning(
        StoredStations(rows.database, new_id=rows.new_id), passwords, Bus(), new_id=rows.new_id
    )


async def credential(rows: Rows, station: UUID) -> StationCredential:
    found = await StoredCredentials(rows.database).one(station)
    assert found is not None
    return found


async def told(rows: Rows) -> list[str]:
    async with rows.database.read() as connection:
        found = await connection.execute(select(events.c.data).order_by(events.c.position))
        return [row.data["change"] for row in found.all()]


async def version(rows: Rows, station: UUID) -> int:
    async with rows.database.read() as connection:
        return int(
            (await connection.execute(select(stations.c.version).where(stations.c.id == station))).scalar()
        )


# -- offered keys and profiles ---------------------------------------------------------------------------------------


async def hashes(changes: CredentialChanges, digits: str) -> tuple[str, ...]:
    return await changes.hashes("CP-1", digits * 20)


def offered(found: StationCredential) -> list[tuple[str, bool]]:
    return [(offer.key_hashes[0], offer.accepted) for offer in found.offered_keys]


async def test_an_offered_key_stands_beside_the_old_one_until_it_is_used(
    rows: Rows, changes: CredentialChanges
) -> None:
    station = await rows.station("CP-1", key_hash="hmac-sha256$k$old", security_profile=1)
    (new,) = await hashes(changes, "22")
    assert await changes.offer_key(station, "CP-1", (new,), START)
    assert not await changes.offer_key(station, "CP-1", (new,), START)
    beside = await credential(rows, station)
    assert (beside.key_hash, offered(beside)) == ("hmac-sha256$k$old", [(new, False)])
    assert await changes.accept_key(station, "CP-1", (new,), START)
    assert offered(await credential(rows, station)) == [(new, True)]
    assert await changes.settle(station, "CP-1", key_hash=new, profile=None, now=START)
    settled = await credential(rows, station)
    assert (settled.key_hash, settled.offered_keys) == (new, ())
    assert not await changes.settle(station, "CP-1", key_hash=new, profile=None, now=START)
    assert not await changes.accept_key(
        station, "CP-1", (new,), START
    )  # its answer was stored after it was used
    assert await told(rows) == ["key_offered", "key_accepted", "key_used"]
    assert await version(rows, station) == 4


async def test_a_declined_key_is_gone_and_cannot_be_settled(rows: Rows, changes: CredentialChanges) -> None:
    station = await rows.station("CP-1", key_hash="hmac-sha256$k$old", security_profile=1)
    (new,) = await hashes(changes, "22")
    await changes.offer_key(station, "CP-1", (new,), START)
    assert await changes.withdraw_key(station, "CP-1", (new,), START)
    assert not await changes.withdraw_key(station, "CP-1", (new,), START)
    assert not await changes.settle(station, "CP-1", key_hash=new, profile=None, now=START)
    kept = await credential(rows, station)
    assert (kept.key_hash, kept.offered_keys) == ("hmac-sha256$k$old", ())


async def test_a_second_change_that_is_declined_leaves_the_first_one_as_it_was(
    rows: Rows, changes: CredentialChanges
) -> None:
    station = await rows.station("CP-1", key_hash="hmac-sha256$k$old", security_profile=1)
    first, second = await hashes(changes, "22"), await hashes(changes, "33")
    await changes.offer_key(station, "CP-1", first, START)
    await changes.offer_key(station, "CP-1", second, START)
    await changes.withdraw_key(station, "CP-1", second, START)
    assert offered(await credential(rows, station)) == [(first[0], False)]
    await changes.accept_key(station, "CP-1", first, START)  # its answer was late
    assert offered(await credential(rows, station)) == [(first[0], True)]


async def test_an_answer_after_the_old_key_was_used_again_offers_the_new_one_again(
    rows: Rows, changes: CredentialChanges
) -> None:
    station = await rows.station("CP-1", key_hash="hmac-sha256$k$old", security_profile=1)
    new = await hashes(changes, "22")
    await changes.offer_key(station, "CP-1", new, START)
    assert await changes.settle(station, "CP-1", key_hash="hmac-sha256$k$old", profile=None, now=START)
    assert offered(await credential(rows, station)) == []
    assert await changes.accept_key(station, "CP-1", new, START)
    assert offered(await credential(rows, station)) == [(new[0], True)]


async def test_a_profile_is_only_offered_upwards(rows: Rows, changes: CredentialChanges) -> None:
    station = await rows.station("CP-1", security_profile=2)
    assert not await changes.offer_profile(station, "CP-1", 2, START)
    assert not await changes.offer_profile(station, "CP-1", 1, START)
    for nonsense in (0, 4):
        with pytest.raises(Invalid):
            await changes.offer_profile(station, "CP-1", nonsense, START)
    assert await changes.offer_profile(station, "CP-1", 3, START)
    offered = await credential(rows, station)
    assert (offered.security_profile, offered.raised_profiles) == (2, (3,))
    assert not await changes.settle(station, "CP-1", key_hash=None, profile=2, now=START)
    assert await changes.settle(station, "CP-1", key_hash=None, profile=3, now=START)
    raised = await credential(rows, station)
    assert (raised.security_profile, raised.raised_profiles) == (3, ())
    assert await told(rows) == ["profile_offered", "profile_raised"]


async def test_a_declined_profile_is_gone(rows: Rows, changes: CredentialChanges) -> None:
    station = await rows.station("CP-1", security_profile=1)
    await changes.offer_profile(station, "CP-1", 2, START)
    assert not await changes.withdraw_profile(station, "CP-1", 3, START)
    assert await changes.withdraw_profile(station, "CP-1", 2, START)
    assert (await credential(rows, station)).raised_profiles == ()


async def test_a_declined_profile_leaves_an_earlier_one_that_the_station_has_not_used_yet(
    rows: Rows, changes: CredentialChanges
) -> None:
    station = await rows.station("CP-1", security_profile=1)
    await changes.offer_profile(station, "CP-1", 2, START)  # accepted; it will come with it after its restart
    await changes.offer_profile(station, "CP-1", 3, START)
    await changes.withdraw_profile(station, "CP-1", 3, START)
    assert await changes.settle(station, "CP-1", key_hash=None, profile=2, now=START)
    assert (await credential(rows, station)).security_profile == 2


async def test_a_station_may_come_on_the_lower_of_two_offered_profiles_and_on_the_higher_one_later(
    rows: Rows, changes: CredentialChanges
) -> None:
    station = await rows.station("CP-1", security_profile=1)
    await changes.offer_profile(station, "CP-1", 3, START)
    await changes.offer_profile(station, "CP-1", 2, START)
    assert await changes.settle(station, "CP-1", key_hash=None, profile=2, now=START)
    assert await changes.settle(station, "CP-1", key_hash=None, profile=3, now=START)
    assert (await credential(rows, station)).security_profile == 3
    assert not await changes.settle(station, "CP-1", key_hash=None, profile=2, now=START)


async def test_nothing_happens_to_an_archived_station(rows: Rows, changes: CredentialChanges) -> None:
    station = await rows.station("CP-1", security_profile=1, archived_at=START)
    assert not await changes.offer_key(station, "CP-1", await hashes(changes, "22"), START)
    assert await told(rows) == []


async def test_what_a_person_sets_wins_over_what_was_offered(
    rows: Rows, changes: CredentialChanges, provisioning: Provisioning
) -> None:
    station = await rows.station("CP-1", key_hash="hmac-sha256$k$old", security_profile=2)
    await changes.offer_profile(station, "CP-1", 3, START)
    await changes.offer_key(station, "CP-1", await hashes(changes, "22"), START)
    await provisioning.edit("CP-1", {"security_profile": 1}, by=COMMAND_LINE, now=START)
    await provisioning.set_password("CP-1", "33" * 20, by=COMMAND_LINE, now=START)
    now = await credential(rows, station)
    assert (now.security_profile, now.raised_profiles, now.offered_keys) == (1, (), ())


# -- certificates ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("presented_hash", "secure", "profile"),
    [(None, False, 0), (None, True, 0), ("hmac-sha256$k$1", False, 1), ("hmac-sha256$k$1", True, 2)],
)
async def test_a_stranger_is_stored_on_the_level_it_came_with(
    rows: Rows, presented_hash: str | None, secure: bool, profile: int
) -> None:
    enrolment = StoredEnrolment(rows.database, new_id=rows.new_id)
    station = await enrolment.enrol(
        ocpp_id="CP-1",
        registration=Registration.PENDING,
        presented_hash=presented_hash,
        remote_address="192.0.2.1",
        now=START,
        secure=secure,
    )
    assert (await credential(rows, station)).security_profile == profile


async def test_approving_binds_the_certificate_that_was_presented(
    rows: Rows, provisioning: Provisioning
) -> None:
    enrolment = StoredEnrolment(rows.database, new_id=rows.new_id)
    station = await enrolment.enrol(
        ocpp_id="CP-1",
        registration=Registration.PENDING,
        presented_hash=None,
        remote_address="192.0.2.1",
        now=START,
        secure=True,
        presented_certificate=SHOWN,
    )
    with pytest.raises(Conflict) as needed:
        await provisioning.approve("CP-1", None, by=COMMAND_LINE, now=START)
    assert needed.value.choices == ("issue", "none", "certificate")
    await provisioning.approve("CP-1", Credential.CERTIFICATE, by=COMMAND_LINE, now=START)
    bound = await credential(rows, station)
    assert (bound.registration, bound.security_profile) == (Registration.ACCEPTED, 3)
    assert bound.certificate == CertificateBinding(
        name="CP-1", issuer="CN=CA", fingerprints=(SHOWN.fingerprint,)
    )
    assert not bound.certificate.fits(replace(SHOWN, fingerprint="cd" * 32), "CP-1")


async def test_there_is_nothing_to_bind_if_no_certificate_was_presented(
    rows: Rows, provisioning: Provisioning
) -> None:
    await rows.station("CP-1", registration="pending")
    with pytest.raises(Conflict, match="has presented no client certificate"):
        await provisioning.approve("CP-1", Credential.CERTIFICATE, by=COMMAND_LINE, now=START)


# -- refused handshakes ----------------------------------------------------------------------------------------------


async def shown(rows: Rows, visible: Visibility = EVERYTHING, **wanted: Any) -> list[RefusedHandshakeView]:
    page = await StoredRefusalQueries(rows.database).page(RefusalFilter(**wanted), visible, limit=500)
    return page.items


async def test_equal_refusals_of_one_moment_are_one_row_that_counts_them(rows: Rows) -> None:
    refused = RefusedHandshakes(rows.clock)
    store = StoredRefusals(rows.database, new_id=rows.new_id)
    for _ in range(3):
        refused.record("192.0.2.1", "CP-1", 401, RefusalReason.WRONG_PASSWORD)
        rows.clock.advance(timedelta(seconds=1))
    refused.record("192.0.2.1", None, 0, RefusalReason.TLS_FAILED, "no shared cipher")
    assert await refused.flush(store) == 2
    assert await refused.flush(store) == 0
    newest, older = await shown(rows)
    assert (newest.reason, newest.status, newest.identity, newest.detail, newest.times) == (
        "tls_failed",
        0,
        None,
        "no shared cipher",
        1,
    )
    assert (older.reason, older.times, older.at) == ("wrong_password", 3, START + timedelta(seconds=2))


async def test_the_list_is_filtered_paged_and_only_for_who_may_see_all(rows: Rows) -> None:
    refused = RefusedHandshakes(rows.clock)
    for n in range(5):
        refused.record(f"192.0.2.{n}", "CP-1" if n % 2 else "cp-2", 401, RefusalReason.WRONG_PASSWORD)
    await refused.flush(StoredRefusals(rows.database, new_id=rows.new_id))
    assert [view.remote_address for view in await shown(rows, identity="cp-1")] == ["192.0.2.3", "192.0.2.1"]
    assert len(await shown(rows, remote_address="192.0.2.4", reason="wrong_password")) == 1
    assert await shown(rows, reason="gone") == []
    assert await shown(rows, Visibility(all_stations=False, ocpp_ids=frozenset({"CP-1"}))) == []
    queries, walked, after = StoredRefusalQueries(rows.database), [], None
    while True:
        page = await queries.page(RefusalFilter(), EVERYTHING, limit=2, after=after)
        walked += [view.remote_address for view in page.items]
        after = page.next_key
        if after is None:
            break
    assert walked == [f"192.0.2.{n}" for n in (4, 3, 2, 1, 0)]


async def test_the_table_is_bounded(rows: Rows) -> None:
    store = StoredRefusals(rows.database, new_id=rows.new_id, kept=10, check_every=1)
    refused = RefusedHandshakes(rows.clock)
    for n in range(35):
        refused.record("192.0.2.1", f"CP-{n}", 401, RefusalReason.UNKNOWN_STATION)
        await refused.flush(store)
    assert [view.identity for view in await shown(rows)] == [f"CP-{n}" for n in range(34, 24, -1)]


async def test_old_refusals_go_with_the_message_log(rows: Rows) -> None:
    refused = RefusedHandshakes(rows.clock)
    store = StoredRefusals(rows.database, new_id=rows.new_id)
    for day in range(3):
        refused.record("192.0.2.1", f"CP-{day}", 401, RefusalReason.UNKNOWN_STATION)
        await refused.flush(store)
        rows.clock.advance(timedelta(days=20))
    retention = Retention(rows.database, log_days=30, meter_days=400, event_days=7)
    await retention.prune(rows.clock.now)
    assert [view.identity for view in await shown(rows)] == ["CP-2"]


class Away:
    async def add(self, refusals: Sequence[RefusedHandshake]) -> None:
        raise StorageUnavailable("scripted")


async def test_while_the_database_is_away_refusals_wait_in_bounds(rows: Rows) -> None:
    refused = RefusedHandshakes(rows.clock, unwritten_limit=3)
    for n in range(5):
        refused.record("192.0.2.1", f"CP-{n}", 401, RefusalReason.UNKNOWN_STATION)
    with pytest.raises(StorageUnavailable):
        await refused.flush(Away())
    refused.record("192.0.2.1", "CP-0", 401, RefusalReason.UNKNOWN_STATION)
    assert await refused.flush(StoredRefusals(rows.database, new_id=rows.new_id)) == 3
    assert {view.identity: view.times for view in await shown(rows)} == {"CP-0": 2, "CP-1": 1, "CP-2": 1}
    assert refused.lost == 2
