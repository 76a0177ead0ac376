"""Edits of people and API keys on both databases: races, rules that need the whole table, and lists."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from ocpp_gateway.operations.accounts import Role, User
from ocpp_gateway.operations.api_keys import ApiKey
from ocpp_gateway.operations.audit import GATEWAY, AuditEntry, SubjectKind, audited
from ocpp_gateway.operations.key_permissions import KeyGrant, read_permissions
from ocpp_gateway.operations.people_queries import KeyFilter, KeyView, UserFilter
from ocpp_gateway.storage.accounts import StoredPeople
from ocpp_gateway.storage.api_keys import StoredApiKeys
from ocpp_gateway.storage.audit_table import audit
from ocpp_gateway.storage.queries.people import StoredPeopleQueries
from tests.rows import START, Ids

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

MINUTE = timedelta(minutes=1)


def person(new_id: Ids, email: str = "ada@example.com", role: Role = Role.ADMIN) -> User:
    return User(
        id=new_id(),
        name=email[:3],
        email=email,
        role=role,
        disabled_at=None,
        created_at=START,
        updated_at=START,
    )


def grant(**members: Any) -> KeyGrant:
    return read_permissions({"scopes": ["stations:read"]} | members, frozenset({"Reset"}))


def api_key(new_id: Ids, owner: User, **members: Any) -> ApiKey:
    values: dict[str, Any] = {
        "id": new_id(),
        "user_id": owner.id,
        "name": "billing",
        "hint": "ogw_abc123",
        "grant": grant(),
        "expires_at": START + MINUTE,
        "last_used_at": None,
        "revoked_at": None,
        "created_at": START,
        "version": 1,
    }
    return ApiKey(**(values | members))


def told(new_id: Ids) -> list[AuditEntry]:
    return [audited(GATEWAY, "tested", SubjectKind.USER, "x", now=START, new_id=new_id)]


async def entries(database: Database) -> int:
    async with database.read() as connection:
        return int((await connection.execute(select(func.count()).select_from(audit))).scalar())


async def test_two_administrators_who_demote_each_other_at_once_leave_one(database: Database) -> None:
    new_id = Ids()
    store = StoredPeople(database)
    pair = [person(new_id), person(new_id, "bob@example.com")]
    for user in pair:
        await store.insert(user, user.email, None, [])
    await store.insert(viewer := person(new_id, "v@example.com", Role.VIEWER), "v@example.com", None, [])
    outcomes = await asyncio.gather(
        *(store.update(user, replace(user, role=Role.VIEWER), START, told(new_id)) for user in pair)
    )
    assert sorted(outcomes) == ["last-admin", "written"]
    assert await entries(database) == 1
    left = pair[outcomes.index("last-admin")]
    assert await store.remove(left, told(new_id)) == "last-admin"
    assert await store.update(left, replace(left, disabled_at=START), START, told(new_id)) == "last-admin"
    assert await store.update(left, replace(left, name="Still"), START, told(new_id)) == "written"
    assert await store.remove(viewer, told(new_id)) == "written"
    assert await store.remove(viewer, told(new_id)) == "changed"
    assert await entries(database) == 3


async def test_of_two_edits_of_one_edition_one_is_written(database: Database) -> None:
    new_id = Ids()
    store = StoredPeople(database)
    ada = person(new_id)
    await store.insert(ada, ada.email, "$argon2id$1", [])
    edits = [replace(ada, name=name) for name in ("A", "B")]
    outcomes = await asyncio.gather(*(store.update(ada, edit, START, told(new_id)) for edit in edits))
    assert sorted(outcomes) == ["changed", "written"]
    winner = edits[outcomes.index("written")]
    assert await store.by_id(ada.id) == (replace(winner, version=2), "$argon2id$1")
    assert await store.by_email(ada.email) == replace(winner, version=2)
    assert await store.by_id(new_id()) is None


async def test_a_key_is_found_by_its_hash_with_its_owner_of_now(database: Database) -> None:
    new_id = Ids()
    people, keys = StoredPeople(database), StoredApiKeys(database)
    ada = person(new_id)
    await people.insert(ada, ada.email, None, [])
    grants = grant(
        stations={"ids": ["CP-1"], "groups": ["a"]},
        commands=["Reset"],
        id_tags={"groups": ["g"]},
        fields={"logs": ["raw"]},
        requests_per_minute=7,
    )
    key = api_key(new_id, ada, grant=grants)
    await keys.insert(key, "hash", told(new_id))
    assert await keys.presented("hash") == (key, ada)
    assert await keys.presented("other") is None
    # The rule about the last administrator does not hold for a change of name.
    await people.update(ada, replace(ada, name="Ada"), START, [])
    assert await keys.presented("hash") == (key, replace(ada, name="Ada", version=2))
    edits = [replace(key, name="x", grant=grant(), expires_at=None), replace(key, revoked_at=START)]
    outcomes = await asyncio.gather(*(keys.update(key, edit, START, told(new_id)) for edit in edits))
    assert sorted(outcomes) == [False, True]
    assert await keys.find(key.id) == replace(edits[outcomes.index(True)], version=2)
    assert await keys.find(new_id()) is None
    assert await entries(database) == 2


async def test_of_many_uses_within_a_minute_one_is_written(database: Database) -> None:
    new_id = Ids()
    people, keys = StoredPeople(database), StoredApiKeys(database)
    ada = person(new_id)
    await people.insert(ada, ada.email, None, [])
    key = api_key(new_id, ada)
    await keys.insert(key, "hash", [])
    await keys.note_use(key.id, START, START - MINUTE)
    await keys.note_use(key.id, START + MINUTE / 2, START - MINUTE / 2)
    assert await keys.find(key.id) == replace(key, last_used_at=START)
    await keys.note_use(key.id, START + MINUTE, START)
    assert await keys.find(key.id) == replace(key, last_used_at=START + MINUTE)


async def test_owners_go_after_their_keys(database: Database) -> None:
    new_id = Ids()
    people, keys = StoredPeople(database), StoredApiKeys(database)
    boss, ada = person(new_id, "boss@example.com"), person(new_id)
    for user in (boss, ada):
        await people.insert(user, user.email, None, [])
    key = api_key(new_id, ada)
    await keys.insert(key, "hash", [])
    assert await people.remove(ada, []) == "owns-keys"
    assert await keys.update(key, replace(key, revoked_at=START), START, [])
    assert await people.remove(ada, []) == "written"
    assert await keys.presented("hash") is None


async def test_lists_are_pages_with_filters(database: Database) -> None:
    new_id = Ids()
    people, keys, lists = StoredPeople(database), StoredApiKeys(database), StoredPeopleQueries(database)
    users = [person(new_id, f"u{n}@example.com", Role.VIEWER if n % 2 else Role.ADMIN) for n in range(5)]
    for user in users:
        await people.insert(user, user.email, None, [])
    made = [api_key(new_id, users[n % 2]) for n in range(5)]
    for number, key in enumerate(made):
        await keys.insert(key, str(number), [])
    first = await lists.users(UserFilter(), limit=3)
    rest = await lists.users(UserFilter(), limit=3, after=first.next_key)
    assert first.items + rest.items == users[::-1]
    assert rest.next_key is None
    assert (await lists.users(UserFilter(role=Role.VIEWER), limit=9)).items == [users[3], users[1]]
    assert (await lists.users(UserFilter(text="U2@"), limit=9)).items == [users[2]]
    assert (await lists.users(UserFilter(disabled=True), limit=9)).items == []
    page = await lists.keys(KeyFilter(), limit=3)
    after = await lists.keys(KeyFilter(), limit=3, after=page.next_key)
    assert [view.key for view in page.items + after.items] == made[::-1]
    of_one = await lists.keys(KeyFilter(owner=users[1].id), limit=9)
    assert of_one.items == [KeyView(key, "u1@example.com") for key in (made[3], made[1])]
    assert await lists.key(made[0].id) == KeyView(made[0], "u0@example.com")
    assert await lists.key(new_id()) is None
