"""The book of credentials: exact look-up in memory, kept current station by station."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import pytest

from ocpp_gateway.charging.stations import Registration
from ocpp_gateway.operations.credentials import CredentialBook
from ocpp_gateway.operations.ports import StationCredential, StorageUnavailable

pytestmark = pytest.mark.anyio


def credential(number: int, identity: str, **fields: object) -> StationCredential:
    made = StationCredential(
        station_id=UUID(int=number),
        ocpp_id=identity,
        registration=Registration.ACCEPTED,
        security_profile=1,
        key_hash="hash",
        presented_hash=None,
        unauthenticated_until=None,
    )
    return replace(made, **fields)  # type: ignore[arg-type]


class Source:
    """Rows that a test changes; reads can be held and can fail."""

    def __init__(self, *rows: StationCredential) -> None:
        self.rows = {row.station_id: row for row in rows}
        self.away = False
        self.gates: list[asyncio.Event] = []
        self.before_row: asyncio.Event | None = None

    async def all(self) -> AsyncIterator[StationCredential]:
        for row in list(self.rows.values()):
            if self.away:
                raise StorageUnavailable("scripted")
            yield row
            if self.before_row is not None:
                await self.before_row.wait()

    async def one(self, station_id: UUID) -> StationCredential | None:
        row = self.rows.get(station_id)
        if self.gates:
            await self.gates.pop(0).wait()
        if self.away:
            raise StorageUnavailable("scripted")
        return row


async def test_an_identity_is_found_exactly_as_it_is_registered() -> None:
    book = CredentialBook(Source(credential(1, "CP-1"), credential(2, "CP-2")))
    await book.load()
    found = book.find("CP-1")
    assert found is not None
    assert found.station_id == UUID(int=1)
    assert book.find("cp-1") is None
    assert book.differs_in_case("cp-1")
    assert not book.differs_in_case("CP-1")
    assert not book.differs_in_case("CP-3")
    assert len(book) == 2


async def test_a_station_that_changed_is_read_again() -> None:
    source = Source(credential(1, "CP-1"))
    book = CredentialBook(source)
    await book.load()
    source.rows[UUID(int=1)] = credential(1, "CP-1", key_hash="new", registration=Registration.PENDING)
    await book.refresh(UUID(int=1))
    found = book.find("CP-1")
    assert found is not None
    assert found.key_hash == "new"
    assert book.pending == 1


async def test_an_archived_station_is_forgotten_and_its_identity_is_free_again() -> None:
    source = Source(credential(1, "CP-1", registration=Registration.PENDING))
    book = CredentialBook(source)
    await book.load()
    assert book.pending == 1
    del source.rows[UUID(int=1)]
    source.rows[UUID(int=2)] = credential(2, "CP-1")
    await book.refresh(UUID(int=2))  # the news of the new one may come first
    await book.refresh(UUID(int=1))
    found = book.find("CP-1")
    assert found is not None
    assert found.station_id == UUID(int=2)
    assert (book.pending, len(book)) == (0, 1)
    assert book.differs_in_case("cp-1")


async def test_a_renamed_station_is_found_under_its_new_identity_only() -> None:
    source = Source(credential(1, "CP-1"))
    book = CredentialBook(source)
    await book.load()
    source.rows[UUID(int=1)] = credential(1, "CP-9")
    await book.refresh(UUID(int=1))
    assert book.find("CP-1") is None
    assert book.find("CP-9") is not None
    assert not book.differs_in_case("cp-1")


async def test_a_station_that_is_changed_while_the_book_is_loading_ends_up_current() -> None:
    source = Source(credential(1, "CP-1", key_hash="old"), credential(2, "CP-2"))
    book = CredentialBook(source)
    source.before_row = asyncio.Event()
    loading = asyncio.ensure_future(book.load())
    await asyncio.sleep(0)
    source.rows[UUID(int=1)] = credential(1, "CP-1", key_hash="new")
    await book.refresh(UUID(int=1))
    source.before_row.set()
    await loading
    found = book.find("CP-1")
    assert found is not None
    assert found.key_hash == "new"


async def test_of_two_refreshes_that_overtake_each_other_the_later_one_counts() -> None:
    source = Source(credential(1, "CP-1", key_hash="first"))
    book = CredentialBook(source)
    await book.load()
    slow_gate, quick_gate = asyncio.Event(), asyncio.Event()
    source.gates = [slow_gate, quick_gate]
    slow = asyncio.ensure_future(book.refresh(UUID(int=1)))
    await asyncio.sleep(0)
    source.rows[UUID(int=1)] = credential(1, "CP-1", key_hash="second")
    quick = asyncio.ensure_future(book.refresh(UUID(int=1)))
    await asyncio.sleep(0)
    quick_gate.set()
    await quick
    slow_gate.set()
    await slow
    found = book.find("CP-1")
    assert found is not None
    assert found.key_hash == "second"


async def test_while_the_database_is_away_the_old_book_stays() -> None:
    source = Source(credential(1, "CP-1"))
    book = CredentialBook(source)
    await book.load()
    source.away = True
    with pytest.raises(StorageUnavailable):
        await book.load()
    with pytest.raises(StorageUnavailable):
        await book.refresh(UUID(int=1))
    assert book.find("CP-1") is not None
    source.away = False
    source.rows[UUID(int=1)] = credential(1, "CP-1", key_hash="new")
    await book.refresh(UUID(int=1))
    found = book.find("CP-1")
    assert found is not None
    assert found.key_hash == "new"
