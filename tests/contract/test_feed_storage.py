"""What the live feed keeps in the database: tickets that work once, and the state of the event log as a whole."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text
from uuid_utils.compat import uuid7

from ocpp_gateway.charging.events import Event, EventType, LogState
from ocpp_gateway.feeds.cursors import Cursor, CursorGone
from ocpp_gateway.operations.accounts import Role, User
from ocpp_gateway.operations.feed_tickets import LIFETIME, FeedTickets
from ocpp_gateway.operations.sign_ins import RefreshToken
from ocpp_gateway.storage.accounts import StoredPeople, StoredSignIns
from ocpp_gateway.storage.events import StoredEventLog, append
from ocpp_gateway.storage.feed_tables import feed_tickets
from ocpp_gateway.storage.feed_tickets import StoredFeedTickets
from ocpp_gateway.storage.retention import Retention
from tests.rows import START

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

ORIGIN = "https://gateway.example"


async def person(database: Database, name: str = "ann") -> UUID:
    user = User(
        id=uuid7(),
        name=name,
        email=f"{name}@example.org",
        role=Role.VIEWER,
        disabled_at=None,
        created_at=START,
        updated_at=START,
    )
    await StoredPeople(database).insert(user, user.email, "hash", [])
    return user.id


def fact(time: datetime = START) -> Event:
    return Event(
        id=uuid7(),
        type=EventType.STATION_CONNECTED,
        time=time,
        station_id=None,
        station="CP-1",
        connector=None,
        data={"station": "CP-1"},
    )


async def test_a_ticket_works_once_whoever_tries(database: Database) -> None:
    user, family = await person(database), uuid7()
    tickets = FeedTickets(StoredFeedTickets(database))
    secret = await tickets.issue(user, family, ORIGIN, START)
    found = await asyncio.gather(*(tickets.redeem(secret, ORIGIN, START) for _ in range(5)))
    used = [ticket for ticket in found if ticket is not None]
    assert [(ticket.user_id, ticket.family) for ticket in used] == [(user, family)]


async def test_a_ticket_serves_its_origin_and_its_time_only(database: Database) -> None:
    user = await person(database)
    tickets = FeedTickets(StoredFeedTickets(database))
    foreign, late, unknown = [await tickets.issue(user, uuid7(), ORIGIN, START) for _ in range(3)]
    assert await tickets.redeem(foreign, "https://evil.example", START) is None
    assert await tickets.redeem(foreign, ORIGIN, START) is None, "the attempt has used it up"
    assert await tickets.redeem(late, ORIGIN, START + LIFETIME) is None
    assert await tickets.redeem(unknown + "x", ORIGIN, START) is None
    assert await tickets.redeem("\ud800" * 9, ORIGIN, START) is None
    assert await tickets.redeem("x" * 5000, ORIGIN, START) is None


async def test_only_the_hash_of_a_ticket_is_stored_and_expired_ones_are_forgotten(database: Database) -> None:
    user = await person(database)
    tickets = FeedTickets(StoredFeedTickets(database))
    secret = await tickets.issue(user, uuid7(), ORIGIN, START)
    async with database.read() as connection:
        row = (await connection.execute(select(feed_tickets))).one()
    assert secret.encode() not in row.ticket_hash
    assert len(row.ticket_hash) == 32
    await tickets.issue(user, uuid7(), ORIGIN, START + LIFETIME)
    async with database.read() as connection:
        rows = (await connection.execute(select(feed_tickets))).all()
    assert [kept.expires_at for kept in rows] == [START + 2 * LIFETIME]
    retention = Retention(database, log_days=1, meter_days=1, event_days=1)
    pruned = await retention.prune(START + 2 * LIFETIME)
    assert pruned.rows["feed_tickets"] == 1


async def test_the_state_of_the_log_is_its_generation_its_head_and_what_was_removed(
    database: Database,
) -> None:
    log = StoredEventLog(database)
    empty = await log.state()
    assert empty == LogState(empty.generation, 0, 0)
    days = [START, START + timedelta(days=1), START + timedelta(days=5)]
    positions = []
    for day in days:
        async with database.begin() as connection:
            positions.append(await append(connection, [fact(day)], day))
    assert await log.state() == LogState(empty.generation, 0, positions[-1])
    await Retention(database, log_days=9, meter_days=9, event_days=2).prune(days[-1])
    assert await log.state() == LogState(empty.generation, positions[1], positions[-1])
    assert [stored.position for stored in await log.after(0, 10)] == positions[2:]


async def test_another_generation_of_the_log_has_another_name(database: Database) -> None:
    log = StoredEventLog(database)
    before = await log.state()
    async with database.begin() as connection:  # as docs/howto/follow-the-feed.md tells after a restore
        await connection.execute(text("UPDATE event_log SET generation = 'restored-1'"))
    after = await log.state()
    assert after == LogState("restored-1", before.pruned_through, before.head)
    cursor = Cursor(before.generation, before.head)
    with pytest.raises(CursorGone):
        cursor.check(after)
    assert Cursor.read(str(Cursor(after.generation, 7))) == Cursor("restored-1", 7)


async def test_the_standing_of_many_is_read_at_once(database: Database) -> None:
    store = StoredSignIns(database)
    people = [await person(database, name) for name in ("ann", "bob")]
    pairs = []
    for number, user in enumerate(people):
        family = uuid7()
        token = RefreshToken(
            id=uuid7(),
            user_id=user,
            token_hash=bytes([number]) * 32,
            family=family,
            expires_at=START + timedelta(days=1),
            created_at=START,
        )
        await store.begin(token, [])
        pairs.append((user, family))
    foreign = (people[0], pairs[1][1])
    found = await store.standings([*pairs, foreign, (uuid7(), uuid7())], START)
    assert {pair: user.id for pair, user in found.items()} == {pair: pair[0] for pair in pairs}
    await store.revoke(pairs[0][1], START, [])
    assert set(await store.standings(pairs, START)) == {pairs[1]}
    assert await store.standings([], START) == {}
    assert await store.standings(pairs, START + timedelta(days=1)) == {}
