"""The audit on both databases: written with the change or not at all, and found along an index."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from ocpp_gateway.operations.audit import Actor, ActorKind, AuditEntry, SubjectKind, audited
from ocpp_gateway.operations.audit_queries import AuditFilter, AuditKey, AuditView
from ocpp_gateway.operations.credential_changes import CredentialChanges
from ocpp_gateway.operations.keys import DerivedKeys
from ocpp_gateway.operations.passwords import SlowHashes, StationPasswords
from ocpp_gateway.operations.queries import EVERYTHING, Visibility
from ocpp_gateway.storage import audit as audit_log
from ocpp_gateway.storage.accounts import StoredPeople, StoredSignIns
from ocpp_gateway.storage.audit_table import audit
from ocpp_gateway.storage.credential_changes import StoredCredentialChanges
from ocpp_gateway.storage.id_tags import StoredIdTags
from ocpp_gateway.storage.queries.audit import StoredAuditQueries
from ocpp_gateway.storage.stations import StoredStations
from tests.contract.test_people_repositories import happened as tag_happened
from tests.contract.test_people_repositories import person, tag, token
from tests.contract.test_station_repositories import happened, record
from tests.rows import START, Clock, Ids, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

ADA = Actor(kind=ActorKind.USER, id=UUID(int=7), name="Ada@example.org", address="192.0.2.7")
HOUR = timedelta(hours=1)


@pytest.fixture
def rows(database: Database) -> Rows:
    return Rows(database, Clock(), Ids())


@pytest.fixture
def passwords() -> Iterator[StationPasswords]:
    hashes = SlowHashes(time_cost=1, memory_kib=8)
    yield StationPasswords(DerivedKeys("a secret of thirty-two characters"), hashes)
    hashes.close()


class Bus:
    async def publish(self, topic: str, message: bytes) -> None:
        """Nobody listens."""

    def subscribe(self, topic: str) -> Any:
        raise NotImplementedError


def entry(rows: Rows, what: str = "edited", **members: Any) -> AuditEntry:
    values: dict[str, Any] = {"actor": ADA, "kind": SubjectKind.STATION, "subject": "CP-1", "now": START}
    values |= members
    actor, kind, subject = values.pop("actor"), values.pop("kind"), values.pop("subject")
    return audited(actor, what, kind, subject, new_id=rows.new_id, **values)


async def written(rows: Rows) -> list[Any]:
    async with rows.database.read() as connection:
        return list((await connection.execute(select(audit).order_by(audit.c.id))).all())


async def test_a_change_and_its_entry_are_one_transaction(rows: Rows) -> None:
    store = StoredStations(rows.database, new_id=rows.new_id)
    first, second = record(rows), record(rows)
    assert await store.insert(first, "cp-1", START, happened(rows, first), [entry(rows, "created")])
    assert not await store.insert(second, "cp-1", START, happened(rows, second), [entry(rows, "created")])
    stale = replace(first, version=9)
    assert await store.archive(stale, START, happened(rows, stale), [entry(rows)]) == "changed"
    assert not await store.update(
        stale, replace(stale, name="late"), START, happened(rows, stale), [entry(rows)]
    )
    assert [row.action for row in await written(rows)] == ["station.created"]
    broken = entry(rows, before={"name": float("nan")})
    with pytest.raises(StatementError, match="not JSON compliant"):
        await store.archive(first, START, happened(rows, first), [broken])
    assert await store.find("cp-1") == first


async def test_of_a_table_of_tags_every_tag_has_its_entry_or_none(rows: Rows) -> None:
    store = StoredIdTags(rows.database)
    tags = [tag(rows.new_id, id_tag="A"), tag(rows.new_id, id_tag="B")]
    deeds = [entry(rows, "imported", kind=SubjectKind.ID_TAG, subject=one.id_tag) for one in tags]
    assert await store.write_all(tags, [], START, tag_happened(rows.new_id), deeds)
    assert not await store.write_all(
        [tag(rows.new_id, id_tag="C"), tag(rows.new_id, id_tag="a")],
        [],
        START,
        tag_happened(rows.new_id),
        [entry(rows, "imported", kind=SubjectKind.ID_TAG, subject="C")],
    )
    assert not await store.delete(
        tag(rows.new_id), START, tag_happened(rows.new_id), [entry(rows, "deleted")]
    )
    assert [row.subject for row in await written(rows)] == ["A", "B"]


async def test_a_sign_in_that_two_end_at_once_is_ended_once(rows: Rows) -> None:
    user = person(rows.new_id)
    await StoredPeople(rows.database).insert(user, "ada@example.com", "$argon2id$1", [])
    store = StoredSignIns(rows.database)
    signed_in = token(rows.new_id, user, "first")
    await store.begin(signed_in, [entry(rows, "signed_in", kind=SubjectKind.USER)])
    await asyncio.gather(
        *(
            store.revoke(signed_in.family, START, [entry(rows, "signed_out", kind=SubjectKind.USER)])
            for _ in range(3)
        )
    )
    assert [row.action for row in await written(rows)] == ["user.signed_in", "user.signed_out"]


async def test_a_key_that_a_station_begins_to_use_is_the_gateways_deed(
    rows: Rows, passwords: StationPasswords
) -> None:
    station = await rows.station("CP-1", security_profile=1, key_hash="hmac-sha256$k$00")
    changes = CredentialChanges(StoredCredentialChanges(rows.database), passwords, Bus(), new_id=rows.new_id)
    assert await changes.offer_profile(station, "CP-1", 2, START)
    assert await changes.settle(station, "CP-1", key_hash=None, profile=2, now=START)
    assert not await changes.settle(station, "CP-1", key_hash=None, profile=2, now=START)
    assert [(row.actor_kind, row.action, row.after, row.station_id) for row in await written(rows)] == [
        ("gateway", "station.profile_offered", {"security_profile": 2}, station),
        ("gateway", "station.profile_raised", {"security_profile": 2}, station),
    ]


async def walked(
    rows: Rows, wanted: AuditFilter, visible: Visibility = EVERYTHING, limit: int = 2
) -> list[AuditView]:
    queries = StoredAuditQueries(rows.database)
    found: list[AuditView] = []
    key: AuditKey | None = None
    while True:
        page = await queries.page(wanted, visible, limit=limit, after=key)
        found += page.items
        key = page.next_key
        if key is None:
            return found


async def test_the_audit_is_walked_newest_first_and_filtered(rows: Rows) -> None:
    here = await rows.station("CP-1", group_name="site-a")
    there = await rows.station("CP-2", group_name="site-b")
    key = Actor(kind=ActorKind.KEY, id=UUID(int=8), name="billing")
    deeds = [
        entry(rows, "created", station_id=here, after={"name": "Garage"}),
        entry(rows, "edited", station_id=there, subject="CP-2", actor=key, now=START + HOUR),
        entry(rows, "edited", kind=SubjectKind.ID_TAG, subject="TAG", now=START + HOUR),
        entry(rows, "edited", station_id=here, now=START + 2 * HOUR),
    ]
    async with rows.database.begin() as connection:
        await audit_log.append(connection, deeds)

    async def found(visible: Visibility = EVERYTHING, **wanted: Any) -> list[int]:
        views = await walked(rows, AuditFilter(**wanted), visible)
        return [[deed.id for deed in deeds].index(view.id) for view in views]

    assert await found() == [3, 2, 1, 0]
    assert await found(station="cp-1") == [3, 0]
    assert await found(actor="ADA@example.org") == [3, 2, 0]
    assert await found(actor="billing", action="station.edited") == [1]
    assert await found(action="station") == []
    assert await found(subject="cp-2") == [1]
    assert await found(since=START + HOUR, until=START + 2 * HOUR) == [2, 1]
    assert await found(Visibility(all_stations=False, groups=frozenset({"site-a"}))) == [3, 0]
    assert await found(Visibility(all_stations=False)) == []
    (oldest,) = (view for view in await walked(rows, AuditFilter()) if view.id == deeds[0].id)
    assert (oldest.actor_kind, oldest.actor, oldest.actor_id) == (ActorKind.USER, ADA.name, ADA.id)
    assert (oldest.station, oldest.subject, oldest.remote_address) == ("CP-1", "CP-1", "192.0.2.7")
    assert (oldest.before, oldest.after) == (None, {"name": "Garage"})
