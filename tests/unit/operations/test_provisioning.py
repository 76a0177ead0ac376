"""Rules of provisioning that the routes cannot show: open registration, races, and what identities may look like."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway.charging.stations import Registration
from ocpp_gateway.operations.audit import COMMAND_LINE
from ocpp_gateway.operations.keys import DerivedKeys
from ocpp_gateway.operations.passwords import SlowHashes, StationPasswords
from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.operations.provisioning import Credential, Provisioning, StationRecord, is_identity
from ocpp_gateway.operations.refusals import Changed, Conflict, NotFound
from ocpp_gateway.storage.stations import StoredStations
from tests.rows import START, Clock, Ids, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocpp_gateway.storage.engine import Database


class Bus:
    """Remembers what was published."""

    def __init__(self) -> None:
        self.published: list[str] = []

    async def publish(self, topic: str, message: bytes) -> None:
        self.published.append(topic)

    def subscribe(self, topic: str) -> Any:
        raise NotImplementedError


class BusyStore(StoredStations):
    """A store in which somebody else is faster a number of times."""

    faster = 0

    async def update(self, before: StationRecord, after: StationRecord, *more: Any) -> bool:
        if self.faster > 0:
            self.faster -= 1
            assert await super().update(before, replace(before, name=f"other {self.faster}"), *more)
        return await super().update(before, after, *more)


@pytest.fixture
def hashes() -> Iterator[SlowHashes]:
    made = SlowHashes(time_cost=1, memory_kib=8)
    yield made
    made.close()


@pytest.fixture
def passwords(hashes: SlowHashes) -> StationPasswords:
    return StationPasswords(DerivedKeys("a secret of thirty-two characters"), hashes)


@pytest.fixture
def rows(sqlite_database: Database) -> Rows:
    return Rows(sqlite_database, Clock(), Ids())


@pytest.fixture
def store(rows: Rows) -> BusyStore:
    return BusyStore(rows.database, new_id=rows.new_id)


@pytest.fixture
def provisioning(store: BusyStore, rows: Rows, passwords: StationPasswords) -> Provisioning:
    return Provisioning(store, passwords, Bus(), new_id=rows.new_id)


@pytest.mark.anyio
async def test_under_open_registration_a_station_needs_no_credential(
    store: BusyStore, rows: Rows, passwords: StationPasswords, provisioning: Provisioning
) -> None:
    await rows.station("CP-1", registration="rejected")
    with pytest.raises(Conflict) as refused:
        await provisioning.approve("CP-1", None, by=COMMAND_LINE, now=START)
    assert (refused.value.reason, refused.value.choices) == ("credential-needed", ("issue", "none"))
    opened = Provisioning(store, passwords, Bus(), new_id=rows.new_id, open_registration=True)
    approved = (await opened.approve("CP-1", None, by=COMMAND_LINE, now=START)).record
    assert (approved.registration, approved.unauthenticated_until) == (Registration.ACCEPTED, None)


@pytest.mark.anyio
async def test_an_edit_is_decided_again_on_what_somebody_else_has_written(
    store: BusyStore, rows: Rows, provisioning: Provisioning
) -> None:
    await rows.station("CP-1", presented_hash="hmac-sha256$k$1", registration="pending")
    store.faster = 2
    await provisioning.approve("CP-1", Credential.ADOPT, by=COMMAND_LINE, now=START)
    found = await store.find("cp-1")
    assert found is not None
    assert (found.name, found.registration, found.version) == ("other 0", Registration.ACCEPTED, 4)


@pytest.mark.anyio
async def test_an_edit_gives_up_when_somebody_is_always_faster(
    store: BusyStore, rows: Rows, provisioning: Provisioning
) -> None:
    await rows.station("CP-1")
    store.faster = 100
    with pytest.raises(Changed):
        await provisioning.reject("CP-1", by=COMMAND_LINE, now=START)


@pytest.mark.anyio
async def test_a_precondition_is_checked_against_what_is_stored_at_the_moment_of_writing(
    store: BusyStore, rows: Rows, provisioning: Provisioning
) -> None:
    from ocpp_gateway.operations.editions import edition

    station = await rows.station("CP-1")
    store.faster = 1
    with pytest.raises(Changed):
        await provisioning.edit(
            "CP-1", {"name": "mine"}, by=COMMAND_LINE, now=START, expected=frozenset({edition(station, 1)})
        )
    found = await store.find("cp-1")
    assert found is not None
    assert found.name == "other 0"


@pytest.mark.anyio
async def test_a_password_that_was_set_is_the_one_that_admission_accepts(
    store: BusyStore, rows: Rows, passwords: StationPasswords, provisioning: Provisioning
) -> None:
    """The hash is bound to the identity as it is written, not as it was asked for."""
    await rows.station("Cp-1")
    made = await provisioning.set_password("CP-1", None, by=COMMAND_LINE, now=START)
    assert made.password is not None
    key_hash = made.record.key_hash
    assert key_hash is not None
    assert await passwords.verify(key_hash, "Cp-1", made.password.encode()) is not None
    assert await passwords.verify(key_hash, "Cp-1", bytes.fromhex(made.password)) is not None
    assert await passwords.verify(key_hash, "CP-1", made.password.encode()) is None
    given_by_hand = await provisioning.set_password("cp-1", "given-by-hand", by=COMMAND_LINE, now=START)
    assert given_by_hand.password is None
    assert given_by_hand.record.key_hash is not None
    assert await passwords.verify(given_by_hand.record.key_hash, "Cp-1", b"given-by-hand") == "raw"


@pytest.mark.anyio
async def test_a_presented_password_that_was_adopted_is_accepted_afterwards(
    rows: Rows, passwords: StationPasswords, provisioning: Provisioning
) -> None:
    presented = passwords.presented("CP-1", b"what it showed")
    await rows.station("CP-1", registration="pending", presented_hash=presented)
    record = (await provisioning.approve("CP-1", None, by=COMMAND_LINE, now=START)).record
    assert record.key_hash is not None
    assert await passwords.verify(record.key_hash, "CP-1", b"what it showed") == "raw"


@pytest.mark.anyio
async def test_a_station_that_enrolled_itself_under_a_strange_name_can_be_administered(
    rows: Rows, provisioning: Provisioning
) -> None:
    await rows.station("a:b", registration="pending")
    assert (
        await provisioning.reject("A:B", by=COMMAND_LINE, now=START)
    ).registration is Registration.REJECTED


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["", "nobody", "a\x00", "x" * 300, "\ud800"])
async def test_what_is_not_there_is_not_found(provisioning: Provisioning, name: str) -> None:
    with pytest.raises(NotFound):
        await provisioning.reject(name, by=COMMAND_LINE, now=START)


@given(st.text(max_size=300))
def test_an_identity_fits_into_an_address_and_before_a_colon(text: str) -> None:
    if is_identity(text):
        assert 1 <= len(text) <= 255
        assert not set(text) & set(":/\x00\r\n\t\x7f")
        assert text.encode()  # no half surrogates
        assert text.strip() == text


@pytest.mark.anyio
async def test_every_change_counts_at_this_nodes_next_handshake(
    store: BusyStore, rows: Rows, passwords: StationPasswords
) -> None:
    refreshed: list[Any] = []

    async def refresh(station_id: Any) -> None:
        refreshed.append(station_id)

    here = Provisioning(store, passwords, Bus(), new_id=rows.new_id, refresh=refresh)
    made = await here.create("CP-1", by=COMMAND_LINE, now=START)
    await here.set_password("CP-1", "a long password", by=COMMAND_LINE, now=START)
    await here.reject("CP-1", by=COMMAND_LINE, now=START)
    await here.archive("CP-1", by=COMMAND_LINE, now=START)
    assert refreshed == [made.id] * 4


@pytest.mark.anyio
async def test_a_change_that_is_stored_is_reported_although_the_database_goes_away_behind_it(
    store: BusyStore, rows: Rows, passwords: StationPasswords
) -> None:
    async def refresh(_: Any) -> None:
        raise StorageUnavailable("gone")

    here = Provisioning(store, passwords, Bus(), new_id=rows.new_id, refresh=refresh)
    await here.create("CP-1", by=COMMAND_LINE, now=START)
    assert await store.find("cp-1") is not None
