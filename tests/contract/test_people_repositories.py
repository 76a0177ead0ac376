"""Id tags, people and their sign-ins, on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, update

from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.charging.tokens import TokenStatus, fold
from ocpp_gateway.operations.accounts import Role, User
from ocpp_gateway.operations.id_tag_administration import IdTagRecord
from ocpp_gateway.operations.sign_ins import RefreshToken, hash_token
from ocpp_gateway.storage.accounts import StoredPeople, StoredSignIns
from ocpp_gateway.storage.id_tags import StoredIdTags
from ocpp_gateway.storage.people_tables import refresh_tokens, users
from ocpp_gateway.storage.tables import events
from tests.rows import START, Ids

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

HOUR = timedelta(hours=1)


def tag(new_id: Ids, **members: Any) -> IdTagRecord:
    values: dict[str, Any] = {
        "id": new_id(),
        "id_tag": "Tag-1",
        "status": TokenStatus.ACCEPTED,
        "expiry": START + HOUR,
        "parent": "FLEET",
        "group": "fleet-7",
        "note": "Ada",
        "version": 1,
    }
    return IdTagRecord(**(values | members))


def happened(new_id: Ids) -> list[Event]:
    return [
        Event(
            id=new_id(),
            type=EventType.ID_TAG_ADMINISTERED,
            time=START,
            station_id=None,
            station=None,
            connector=None,
            data={"change": "tested"},
        )
    ]


async def test_a_tag_is_inserted_once_edited_by_compare_and_set_and_deleted(database: Database) -> None:
    new_id = Ids()
    store = StoredIdTags(database)
    before = tag(new_id)
    both = [before, tag(new_id, id_tag="TAG-1")]
    inserted = await asyncio.gather(
        *(store.insert(one, fold(one.id_tag), START, happened(new_id), []) for one in both)
    )
    assert sorted(inserted) == [False, True]
    before = both[inserted.index(True)]
    assert await store.find("tag-1") == before

    edits = [
        replace(before, status=TokenStatus.BLOCKED, expiry=None),
        replace(before, parent=None, group=None, note=None),
    ]
    outcomes = await asyncio.gather(
        *(store.update(before, edit, START, happened(new_id), []) for edit in edits)
    )
    assert sorted(outcomes) == [False, True]
    after = replace(edits[outcomes.index(True)], version=2)
    assert await store.find("tag-1") == after

    assert await store.delete(after, START, happened(new_id), [])
    assert not await store.delete(after, START, happened(new_id), [])
    assert await store.find("tag-1") is None
    async with database.read() as connection:
        written = await connection.execute(select(func.count()).select_from(events))
    assert written.scalar() == 3  # one for each write that happened, none for those that did not


async def test_a_name_given_by_two_at_once_is_given_once(database: Database) -> None:
    """Names live in two tables: whoever comes second is refused, whichever of them it is."""
    new_id = Ids()
    store = StoredIdTags(database)
    wanted = [
        tag(new_id, id_tag="A", aliases=("Shared",)),
        tag(new_id, id_tag="B", aliases=("SHARED",)),
        tag(new_id, id_tag="shared"),
    ]
    inserted = await asyncio.gather(
        *(store.insert(one, fold(one.id_tag), START, happened(new_id), []) for one in wanted)
    )
    assert sorted(inserted) == [False, False, True]
    owners = await store.owners(["shared"])
    assert owners["shared"] == wanted[inserted.index(True)]


async def test_many_tags_are_written_together_or_not_at_all(database: Database) -> None:
    new_id = Ids()
    store = StoredIdTags(database)
    first, second = tag(new_id, id_tag="A", aliases=("A2",)), tag(new_id, id_tag="B")
    assert await store.write_all([first, second], [], START, happened(new_id), [])
    renamed = replace(first, aliases=("A3",))
    assert not await store.write_all(
        [tag(new_id, id_tag="C")],
        [(renamed, renamed), (replace(second, version=9), second)],
        START,
        happened(new_id),
        [],
    )
    assert await store.find("c") is None
    assert await store.find("a") == first
    third = tag(new_id, id_tag="A2-new", aliases=("A2",))
    assert not await store.write_all([third], [], START, happened(new_id), [])
    assert await store.write_all([], [(first, renamed)], START, happened(new_id), [])
    assert await store.write_all([third], [], START, happened(new_id), [])


def person(new_id: Ids, **members: Any) -> User:
    values: dict[str, Any] = {
        "id": new_id(),
        "name": "Ada",
        "email": "Ada@Example.com",
        "role": Role.OPERATOR,
        "disabled_at": None,
        "created_at": START,
        "updated_at": START,
    }
    return User(**(values | members))


async def test_people_are_found_by_their_folded_address(database: Database) -> None:
    new_id = Ids()
    store = StoredPeople(database)
    assert not await store.any()
    ada = person(new_id)
    assert await store.insert(ada, "ada@example.com", "$argon2id$1", [])
    assert not await store.insert(person(new_id), "ada@example.com", "$argon2id$2", [])
    bob = person(new_id, name="Bob", email="bob@example.com", role=Role.ADMIN)
    assert await store.insert(bob, "bob@example.com", "$argon2id$3", [])
    assert await store.any()
    assert await store.find("ada@example.com") == (ada, "$argon2id$1")
    assert await store.find("Ada@Example.com") is None
    assert await store.all() == [bob, ada]
    await store.set_password(ada.id, "$argon2id$4", START + HOUR, [])
    assert await store.find("ada@example.com") == (replace(ada, updated_at=START + HOUR), "$argon2id$4")
    # A service user has no password: it cannot sign in.
    async with database.begin() as connection:
        await connection.execute(update(users).where(users.c.id == ada.id).values(password_hash=None))
    assert await store.find("ada@example.com") is None


def token(new_id: Ids, user: User, text: str, **members: Any) -> RefreshToken:
    values: dict[str, Any] = {
        "id": new_id(),
        "user_id": user.id,
        "token_hash": hash_token(text),
        "family": new_id(),
        "expires_at": START + HOUR,
        "created_at": START,
    }
    return RefreshToken(**(values | members))


async def signed_in(database: Database) -> tuple[Ids, StoredSignIns, User, RefreshToken]:
    new_id = Ids()
    user = person(new_id)
    await StoredPeople(database).insert(user, "ada@example.com", "$argon2id$1", [])
    first = token(new_id, user, "first")
    store = StoredSignIns(database)
    await store.begin(first, [])
    return new_id, store, user, first


async def test_a_refresh_token_is_rotated_once_even_if_two_try_at_the_same_time(database: Database) -> None:
    new_id, store, user, first = await signed_in(database)
    assert await store.find(hash_token("first")) == first
    assert await store.find(hash_token("other")) is None
    successors = [token(new_id, user, text, family=first.family) for text in ("second", "third")]
    outcomes = await asyncio.gather(*(store.rotate(first, one, START) for one in successors))
    assert sorted(outcomes) == [False, True]
    assert await store.find(hash_token("first")) == replace(first, used_at=START)
    found = [await store.find(one.token_hash) for one in successors]
    assert [one is not None for one in found] == outcomes


async def test_standing_ends_with_revocation_expiry_or_the_account(database: Database) -> None:
    new_id, store, user, first = await signed_in(database)
    assert await store.standing(user.id, first.family, START) == user
    assert await store.standing(user.id, new_id(), START) is None
    assert await store.standing(new_id(), first.family, START) is None
    assert await store.standing(user.id, first.family, START + HOUR) is None
    async with database.begin() as connection:
        await connection.execute(update(users).values(disabled_at=START))
    assert await store.standing(user.id, first.family, START) is None
    async with database.begin() as connection:
        await connection.execute(update(users).values(disabled_at=None))
    await store.revoke(first.family, START, [])
    assert await store.standing(user.id, first.family, START) is None
    assert not await store.rotate(first, token(new_id, user, "late", family=first.family), START)


async def test_a_new_password_revokes_everything_and_a_new_sign_in_forgets_what_expired(
    database: Database,
) -> None:
    new_id, store, user, first = await signed_in(database)
    await StoredPeople(database).set_password(user.id, "$argon2id$2", START, [])
    assert await store.find(hash_token("first")) == replace(first, revoked_at=START)
    later = START + HOUR
    await store.begin(token(new_id, user, "second", created_at=later, expires_at=later + HOUR), [])
    assert await store.find(hash_token("first")) is None
    async with database.read() as connection:
        assert (await connection.execute(select(func.count()).select_from(refresh_tokens))).scalar() == 1
