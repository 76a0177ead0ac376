"""Blocks on both databases: wanted state, command, audit and events are one transaction; the gateway tells again."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from ocpp_gateway.charging.blocks import BlockState
from ocpp_gateway.charging.commands import Command, CommandStatus, EffectState
from ocpp_gateway.operations.announcements import rfc3339
from ocpp_gateway.operations.audit import Actor, ActorKind
from ocpp_gateway.operations.block_keeper import BlockKeeper
from ocpp_gateway.operations.blocking import Blocking
from ocpp_gateway.operations.commands import KeyReused
from ocpp_gateway.operations.queries import EVERYTHING, ConnectorFilter, ConnectorView, StationView
from ocpp_gateway.operations.refusals import NotFound
from ocpp_gateway.storage.audit_table import audit
from ocpp_gateway.storage.blocks import StoredBlocks
from ocpp_gateway.storage.command_table import commands
from ocpp_gateway.storage.queries.connectors import StoredConnectorQueries
from ocpp_gateway.storage.queries.stations import StoredStationQueries
from ocpp_gateway.storage.tables import connectors, events, stations
from ocpp_gateway.translation.v16.commands import Words16
from tests.rows import Clock, Ids, Rows

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

ALICE = Actor(kind=ActorKind.USER, id=UUID(int=98), name="alice@example.org", address="192.0.2.1")
BOB = Actor(kind=ActorKind.KEY, id=UUID(int=99), name="fleet key")


class Bus:
    """Remembers the hints."""

    def __init__(self) -> None:
        self.topics: list[str] = []

    async def publish(self, topic: str, message: bytes) -> None:
        self.topics.append(topic)

    def subscribe(self, topic: str) -> Any:
        raise NotImplementedError


class House:
    """A station with two connectors, what people do with them, and the gateway that looks after it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock, self.new_id, self.bus = Clock(), Ids(), Bus()
        self.rows = Rows(database, self.clock, self.new_id)
        store, words = StoredBlocks(database), Words16()
        self.store = store
        self.blocking = Blocking(store, words, self.bus, new_id=self.new_id)
        self.keeper = BlockKeeper(store, words, self.bus, clock=self.clock, new_id=self.new_id)
        self.station_id = UUID(int=0)
        self.connectors: dict[int, UUID] = {}

    async def build(self) -> None:
        self.station_id = await self.rows.station("CP-1", connected_at=self.clock.now, ocpp_version="1.6")
        for number in (1, 2):
            self.connectors[number] = await self.rows.connector(self.station_id, number, status="Available")

    async def station(self) -> StationView:
        view = await StoredStationQueries(self.database).find("CP-1", EVERYTHING)
        assert view is not None
        return view

    async def shown(self, number: int = 1) -> ConnectorView:
        view = await StoredConnectorQueries(self.database).find("CP-1", number, EVERYTHING)
        assert view is not None
        return view

    async def block(
        self, number: int = 1, by: Actor = ALICE, *, blocked: bool = True, key: str | None = None
    ) -> Command:
        return await self.blocking.block(
            await self.station(), number, by, now=self.clock.now, blocked=blocked, idempotency_key=key
        )

    async def answered(self, command: Command, status: CommandStatus, response: str | None = None) -> None:
        """As the owner's journal leaves it."""
        values = {"status": status.value, "response": response, "sent_at": self.clock.now}
        await self.rows.change(commands, command.id, answered_at=self.clock.now, **values)

    async def obeyed(self, command: Command, number: int = 1) -> None:
        await self.answered(command, CommandStatus.ACCEPTED, '{"status":"Accepted"}')
        seen = {"effect_state": EffectState.SEEN.value, "effect_at": self.clock.now}
        await self.rows.change(commands, command.id, **seen)
        await self.reports("Unavailable", number)

    async def reports(self, status: str, number: int = 1) -> None:
        await self.rows.change(connectors, self.connectors[number], status=status, updated_at=self.clock.now)

    async def boots(self) -> None:
        await self.rows.change(stations, self.station_id, last_boot_at=self.clock.now)
        for number in self.connectors:
            await self.reports("Unknown", number)

    async def all(self, *columns: Any) -> list[Any]:
        async with self.database.read() as connection:
            return (await connection.execute(select(*columns).order_by(columns[0]))).all()

    async def frames(self) -> list[str]:
        """Every command so far, oldest first."""
        return [row.payload for row in await self.all(commands.c.id, commands.c.payload)]


@pytest.fixture
async def house(database: Database) -> House:
    built = House(database)
    await built.build()
    return built


async def test_wanted_state_command_audit_and_events_are_written_at_once(house: House) -> None:
    command = await house.block()
    assert (command.action, command.payload) == (
        "ChangeAvailability",
        '{"connectorId":1,"type":"Inoperative"}',
    )
    assert (command.status, command.when_offline, command.expires_at) == (CommandStatus.QUEUED, "queue", None)
    assert command.requested_by == "alice@example.org"
    view = await house.shown()
    assert (view.blocked, view.block_state, view.available) == (True, BlockState.PENDING, False)
    assert (view.blocked_by, view.blocked_at, view.block_command) == (ALICE.name, house.clock.now, command.id)
    assert [view.blocked for view in (await house.shown(2), await house.station())] == [False, False]
    (deed,) = await house.all(*audit.c)
    assert (deed.action, deed.subject, deed.actor, deed.before, deed.after) == (
        "connector.blocked",
        "CP-1/1",
        ALICE.name,
        {"blocked": False},
        {"blocked": True},
    )
    assert deed.station_id == house.station_id
    told = await house.all(events.c.position, events.c.type, events.c.connector, events.c.data)
    assert [(row.type, row.connector) for row in told] == [
        ("command.updated", None),
        ("connector.blocked", 1),
    ]
    assert told[1].data == {
        "station": "CP-1",
        "connector": 1,
        "blocked": True,
        "block_state": "pending",
        "blocked_by": ALICE.name,
        "blocked_at": rfc3339(house.clock.now),
        "command": str(command.id),
    }
    assert house.bus.topics == ["events", "commands"]


async def test_the_event_carries_what_the_lists_show_from_then_on(house: House) -> None:
    async def told_and_shown(number: int) -> BlockState:
        last = (await house.all(events.c.position, events.c.connector, events.c.data))[-1]
        view = await house.shown(number)
        assert last.connector == number
        assert {name: last.data[name] for name in ("blocked", "block_state", "blocked_by", "blocked_at")} == {
            "blocked": view.blocked,
            "block_state": view.block_state.value,
            "blocked_by": view.blocked_by,
            "blocked_at": rfc3339(view.blocked_at),
        }
        return view.block_state

    await house.block()
    assert await told_and_shown(1) is BlockState.PENDING
    whole = await house.block(0, by=BOB)
    assert await told_and_shown(0) is BlockState.PENDING
    await house.answered(whole, CommandStatus.REJECTED, '{"status":"Rejected"}')
    # Its own block is lifted, that of its station is what is left.
    await house.block(blocked=False)
    assert await told_and_shown(1) is BlockState.REJECTED
    await house.block(0, blocked=False)
    assert await told_and_shown(0) is BlockState.PENDING
    await house.block(2)
    assert await told_and_shown(2) is BlockState.PENDING


async def test_repeating_writes_nothing_and_returns_the_last_command(house: House) -> None:
    first = await house.block()
    assert await house.block(by=BOB) == first
    await house.obeyed(first)
    again = await house.block()
    assert (again.id, again.status) == (first.id, CommandStatus.ACCEPTED)
    assert len(await house.frames()) == len(await house.all(*audit.c)) == 1
    assert len(await house.all(events.c.position)) == 2
    assert (await house.shown()).blocked_by == ALICE.name
    lifted = await house.block(blocked=False)
    assert (await house.block(blocked=False)).id == lifted.id
    assert len(await house.frames()) == 2


async def test_a_block_that_was_not_sent_is_taken_back_in_the_transaction_that_lifts_it(house: House) -> None:
    block = await house.block()
    lifted = await house.block(blocked=False, by=BOB)
    rows = await house.all(commands.c.id, commands.c.status, commands.c.payload)
    assert [(row.id, row.status) for row in rows] == [(block.id, "cancelled"), (lifted.id, "queued")]
    assert rows[1].payload == '{"connectorId":1,"type":"Operative"}'
    told = await house.all(events.c.position, events.c.type, events.c.data)
    assert [(row.type, row.data.get("status")) for row in told[2:]] == [
        ("command.updated", "cancelled"),
        ("command.updated", "queued"),
        ("connector.unblocked", None),
    ]
    view = await house.shown()
    assert (view.blocked, view.blocked_by, view.block_state) == (False, None, BlockState.PENDING)
    assert [row.action for row in await house.all(*audit.c)] == ["connector.blocked", "connector.unblocked"]


async def test_a_block_that_was_sent_meanwhile_stays_sent(house: House) -> None:
    block = await house.block()
    before = await house.store.find(house.station_id, 1)
    assert before is not None
    await house.rows.change(commands, block.id, status="sent", sent_at=house.clock.now)

    async def as_it_was(station_id: UUID, number: int) -> Any:
        return before

    house.store.find = as_it_was  # type: ignore[method-assign]
    await house.block(blocked=False)
    assert [row.status for row in await house.all(commands.c.id, commands.c.status)] == ["sent", "queued"]
    told = await house.all(events.c.position, events.c.data)
    assert "cancelled" not in [row.data.get("status") for row in told]


async def test_two_at_once_make_one_block(house: House) -> None:
    made = await asyncio.gather(*(house.block(by=actor) for actor in (ALICE, BOB, ALICE, BOB)))
    assert len({command.id for command in made}) == 1
    assert len(await house.frames()) == len(await house.all(*audit.c)) == 1
    lifted = await asyncio.gather(*(house.block(blocked=False) for _ in range(4)))
    assert len({command.id for command in lifted}) == 1
    assert len(await house.frames()) == 2


async def test_a_key_returns_what_it_made_whatever_is_wanted_since(house: House) -> None:
    first = await house.block(key="k")
    await house.block(blocked=False)
    assert (await house.block(key="k")).id == first.id
    assert (await house.shown()).blocked is False
    with pytest.raises(KeyReused):
        await house.block(2, key="k")
    assert (await house.block(2, BOB, key="k")).id != first.id
    house.clock.advance(timedelta(days=2))
    assert (await house.block(key="k")).id != first.id


async def test_the_whole_station_leaves_the_flags_of_its_connectors_alone(house: House) -> None:
    await house.block(1)
    whole = await house.block(0, BOB)
    assert whole.payload == '{"connectorId":0,"type":"Inoperative"}'
    assert [(view.blocked, view.blocked_by) for view in (await house.shown(1), await house.shown(2))] == [
        (True, ALICE.name),
        (True, BOB.name),
    ]
    station = await house.station()
    assert (station.blocked, station.block_state, station.blocked_by) == (True, BlockState.PENDING, BOB.name)
    queries = StoredConnectorQueries(house.database)
    listed = await queries.page(ConnectorFilter(blocked=True), EVERYTHING, limit=10)
    assert [view.connector_number for view in listed.items] == [1, 2]
    await house.block(0, blocked=False)
    flags = await house.all(connectors.c.connector_number, connectors.c.blocked)
    assert [row.blocked for row in flags] == [False, True, False]


async def test_a_connector_that_was_never_reported_is_not_there(house: House) -> None:
    with pytest.raises(NotFound):
        await house.block(3)
    assert await house.frames() == []


@pytest.mark.parametrize(
    ("response", "status", "reported", "state"),
    [
        ("Accepted", CommandStatus.ACCEPTED, "Available", BlockState.PENDING),
        ("Accepted", CommandStatus.ACCEPTED, "Unavailable", BlockState.IN_EFFECT),
        ("Scheduled", CommandStatus.ACCEPTED, "Charging", BlockState.SCHEDULED),
        ("Rejected", CommandStatus.REJECTED, "Available", BlockState.REJECTED),
    ],
)
async def test_the_answer_and_the_report_are_told_apart(
    house: House, response: str, status: CommandStatus, reported: str, state: BlockState
) -> None:
    await house.answered(await house.block(), status, f'{{"status":"{response}"}}')
    await house.reports(reported)
    assert (await house.shown()).block_state is state


# -- telling a station again


async def test_a_station_that_forgets_its_block_is_told_again_with_its_name_in_the_audit(
    house: House,
) -> None:
    first = await house.block()
    await house.obeyed(first)
    assert await house.keeper.look() == 0
    house.clock.advance(timedelta(hours=5))
    await house.boots()
    await house.reports("Available")
    assert await house.keeper.look() == 0  # it may still be about to say more
    house.clock.advance(timedelta(seconds=5))
    assert await house.keeper.look() == 1
    assert await house.frames() == ['{"connectorId":1,"type":"Inoperative"}'] * 2
    assert await house.keeper.look() == 0  # the new command is on its way
    view = await house.shown()
    assert (view.block_state, view.blocked_by) == (BlockState.PENDING, ALICE.name)
    assert view.block_command != first.id
    deed = (await house.all(*audit.c))[-1]
    assert (deed.action, deed.actor_kind, deed.after) == (
        "connector.told_again",
        "gateway",
        {"wanted": "blocked", "ask": 1},
    )
    assert (await house.block()).id == view.block_command


async def test_it_is_bounded_and_says_once_that_it_was_in_vain(house: House) -> None:
    command: Command | None = await house.block()
    assert command is not None
    for _ in range(60):
        if command.status is CommandStatus.QUEUED:
            await house.obeyed(command)
            await house.reports("Available")
        house.clock.advance(timedelta(seconds=15))
        await house.keeper.look()
        blockable = await house.store.find(house.station_id, 1)
        assert blockable is not None
        assert blockable.command is not None
        command = blockable.command
    deeds = [row.action for row in await house.all(*audit.c)]
    assert deeds == ["connector.blocked", *["connector.told_again"] * 3, "connector.told_in_vain"]
    assert len(await house.frames()) == 4
    assert (await house.shown()).block_state is BlockState.PENDING


async def test_after_lifting_it_nobody_is_told_to_go_out_of_service(house: House) -> None:
    await house.obeyed(await house.block())
    lifted = await house.block(blocked=False)
    await house.answered(lifted, CommandStatus.ACCEPTED, '{"status":"Accepted"}')
    await house.boots()
    await house.reports("Available")
    house.clock.advance(timedelta(hours=1))
    assert await house.keeper.look() == 0
    assert (await house.shown()).block_state is BlockState.NONE


async def test_nobody_is_told_again_who_is_not_there(house: House) -> None:
    await house.obeyed(await house.block())
    await house.reports("Available")
    await house.rows.change(stations, house.station_id, online=False)
    house.clock.advance(timedelta(minutes=1))
    assert await house.keeper.look() == 0
    await house.rows.change(stations, house.station_id, online=True, archived_at=house.clock.now)
    assert await house.keeper.look() == 0


async def test_the_connectors_of_a_blocked_station_tell_that_it_has_forgotten(house: House) -> None:
    await house.obeyed(await house.block(0), 1)
    await house.reports("Unavailable", 2)
    house.clock.advance(timedelta(minutes=1))
    assert await house.keeper.look() == 0
    await house.reports("Available", 2)
    house.clock.advance(timedelta(seconds=10))
    assert await house.keeper.look() == 1
    assert await house.frames() == ['{"connectorId":0,"type":"Inoperative"}'] * 2


async def test_two_nodes_that_look_at_once_tell_it_once(house: House) -> None:
    await house.obeyed(await house.block())
    await house.reports("Available")
    house.clock.advance(timedelta(minutes=1))
    assert sorted(await asyncio.gather(house.keeper.look(), house.keeper.look())) == [0, 1]
    assert len(await house.frames()) == 2


async def test_whoever_lifts_a_block_is_faster_than_the_gateway(house: House) -> None:
    await house.obeyed(await house.block())
    await house.reports("Available")
    house.clock.advance(timedelta(minutes=1))
    (stale,) = await house.store.unsettled(10)
    await house.block(blocked=False)

    async def as_it_was(limit: int, after: UUID | None = None) -> Any:
        return [stale]

    house.store.unsettled = as_it_was  # type: ignore[method-assign]
    assert await house.keeper.look() == 0
    assert (await house.frames())[1:] == ['{"connectorId":1,"type":"Operative"}']


async def test_every_page_of_what_is_unsettled_is_looked_at(house: House) -> None:
    async with house.database.begin() as connection:
        await connection.execute(update(stations).values(online=True))
    for number in range(3, 8):
        house.connectors[number] = await house.rows.connector(house.station_id, number, status="Available")
    for number in house.connectors:
        await house.obeyed(await house.block(number), number)
        await house.reports("Available", number)
    seen: list[int] = []
    after = None
    while page := await house.store.unsettled(2, after):
        seen += [row.number for row in page]
        after = page[-1].connector_id
    assert sorted(seen) == list(range(1, 8))
