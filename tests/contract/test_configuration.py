"""What a station reports and what people want are two halves of one row, each with its own writer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy import delete, update

from ocpp_gateway.charging.commands import CommandStatus
from ocpp_gateway.charging.configuration import ConfigurationReport
from ocpp_gateway.operations.command_events import command_updated
from ocpp_gateway.operations.commands import NewCommand
from ocpp_gateway.operations.configuration import ConfigurationView, WantedState, WantedValue
from ocpp_gateway.operations.decision import Committed, Entry, Priority, StaleEpoch
from ocpp_gateway.operations.queries import EVERYTHING
from ocpp_gateway.storage.command_table import commands
from ocpp_gateway.storage.commands import StoredCommands
from ocpp_gateway.storage.configuration_wishes import StoredWishes
from ocpp_gateway.storage.journal import open_journal
from ocpp_gateway.storage.leases import StoredLeases
from ocpp_gateway.storage.queries.configuration import StoredConfigurationQueries
from ocpp_gateway.storage.tables import stations
from tests.rows import Clock, Ids, Rows
from tests.unit.charging.test_commands import command

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

MINUTE = timedelta(minutes=1)


@pytest.fixture
def rows(database: Database) -> Rows:
    return Rows(database, Clock(), Ids())


async def report(
    rows: Rows, station: UUID, value: str | None, *, key: str = "HeartbeatInterval", epoch: int | None = None
) -> object:
    if epoch is None:
        owned = await StoredLeases(rows.database, node_id="n", clock=rows.clock).claim(station)
        assert owned is not None
        epoch = owned.epoch
    told = ConfigurationReport(
        key=key,
        key_folded=key.casefold(),
        value=value,
        readonly=False,
        known=value is not None,
        reported_at=rows.clock.now,
    )
    journal = open_journal(rows.database, clock=rows.clock, new_id=rows.new_id)
    try:
        return await journal.write(
            Entry(station_id=station, epoch=epoch, priority=Priority.STATUS, changes=(told, told))
        )
    finally:
        await journal.close()


async def want(rows: Rows, station: UUID, value: str, idempotency_key: str | None = None) -> UUID | None:
    made = replace(
        command(),
        id=rows.new_id(),
        station_id=station,
        action="ChangeConfiguration",
        requested_at=rows.clock.now,
        requested_by="ann",
    )
    new = NewCommand(
        command=made,
        secret=None,
        principal=UUID(int=1) if idempotency_key else None,
        idempotency_key=idempotency_key,
        body_hash=value.encode(),
        wanted=WantedValue(key="HeartbeatInterval", key_folded="heartbeatinterval", value=value),
    )
    event = command_updated(made, rows.clock.now, rows.new_id)
    stored = await StoredCommands(rows.database).insert(new, rows.clock.now - timedelta(days=1), event, [])
    return None if stored is None else stored.id


async def answered(rows: Rows, made: UUID | None, status: str, response: str | None = None) -> None:
    change = update(commands).where(commands.c.id == made)
    async with rows.database.begin() as connection:
        await connection.execute(change.values(status=status, response=response, answered_at=rows.clock.now))


async def booted(rows: Rows, station: UUID) -> None:
    async with rows.database.begin() as connection:
        await connection.execute(
            update(stations).where(stations.c.id == station).values(last_boot_at=rows.clock.now)
        )


async def only(rows: Rows, station: UUID) -> ConfigurationView:
    (view,) = await StoredConfigurationQueries(rows.database).of_station(station)
    return view


async def test_reported_and_wanted_values_leave_each_other_alone(rows: Rows) -> None:
    station = await rows.station("CP-1")
    assert isinstance(await report(rows, station, "300"), Committed)
    view = await only(rows, station)
    assert (view.value, view.wanted, view.drift, view.wanted_state) == ("300", None, None, None)
    made = await want(rows, station, "60")
    view = await only(rows, station)
    assert (view.value, view.drift, view.wanted_state) == ("300", True, WantedState.PENDING)
    assert view.wanted is not None
    assert (view.wanted.value, view.wanted.by, view.wanted.command) == ("60", "ann", made)
    await answered(rows, made, "accepted", '{"status":"Accepted"}')
    await report(rows, station, "60")
    view = await only(rows, station)
    assert (view.value, view.drift, view.wanted_state) == ("60", False, WantedState.ACCEPTED)
    await report(rows, station, None)
    assert (await only(rows, station)).drift is None


async def test_a_value_names_the_command_whose_answer_told_it(rows: Rows) -> None:
    station = await rows.station("CP-1")
    made = await want(rows, station, "60")
    await answered(rows, made, "accepted", '{"status":"Accepted"}')
    await report(rows, station, "60")
    view = await only(rows, station)
    assert view.reported_by is not None
    assert (view.reported_by.command, view.reported_by.action) == (made, "ChangeConfiguration")
    assert view.reported_by.by == "ann"
    assert view.wanted is not None
    assert view.wanted.answer == "Accepted"
    rows.clock.advance(MINUTE)
    await report(rows, station, "300")  # nobody's command: the gateway has asked, or it is forgotten
    assert (await only(rows, station)).reported_by is None


async def test_a_wish_is_taken_back_with_its_queued_command_or_not_at_all(rows: Rows) -> None:
    station = await rows.station("CP-1")
    await report(rows, station, "300")
    wishes = StoredWishes(rows.database)
    made = await want(rows, station, "60")
    wish = await wishes.find(station, "heartbeatinterval")
    assert wish is not None
    assert wish.command is not None
    assert (wish.key, wish.command_id) == ("HeartbeatInterval", made)
    cancelled = wish.command.ended(CommandStatus.CANCELLED, rows.clock.now)
    await answered(rows, made, "sent")
    assert await wishes.remove(wish, cancelled, [], []) is False
    assert await wishes.find(station, "heartbeatinterval") is not None  # rolled back as a whole
    await answered(rows, made, "queued")
    assert await wishes.remove(wish, cancelled, [], []) is True
    stored = await StoredCommands(rows.database).find(wish.command_id, EVERYTHING)
    assert stored is not None
    assert stored.status is CommandStatus.CANCELLED
    assert (await only(rows, station)).wanted is None
    assert await wishes.find(station, "heartbeatinterval") is None


async def test_a_newer_wish_is_not_taken_back_by_who_saw_the_older_one(rows: Rows) -> None:
    station = await rows.station("CP-1")
    wishes = StoredWishes(rows.database)
    await want(rows, station, "60")
    old = await wishes.find(station, "heartbeatinterval")
    assert old is not None
    await want(rows, station, "90")
    assert await wishes.remove(old, None, [], []) is False
    newer = await wishes.find(station, "heartbeatinterval")
    assert newer is not None
    assert await wishes.remove(newer, None, [], []) is True
    assert await StoredConfigurationQueries(rows.database).of_station(station) == []


async def test_a_wish_outlives_its_command(rows: Rows) -> None:
    station = await rows.station("CP-1")
    await report(rows, station, "300")
    made = await want(rows, station, "60")
    await answered(rows, made, "accepted", '{"status":"Accepted"}')
    async with rows.database.begin() as connection:
        await connection.execute(delete(commands).where(commands.c.id == made))
    view = await only(rows, station)
    assert view.wanted is not None
    assert (view.wanted.value, view.wanted_state, view.drift) == ("60", WantedState.UNKNOWN, True)
    wish = await StoredWishes(rows.database).find(station, "heartbeatinterval")
    assert wish is not None
    assert wish.command is None
    assert await StoredWishes(rows.database).remove(wish, None, [], []) is True


async def test_what_was_only_ever_wanted_is_shown_without_a_value(rows: Rows) -> None:
    station = await rows.station("CP-1")
    await want(rows, station, "60")
    view = await only(rows, station)
    assert (view.key, view.known, view.reported_at, view.drift) == ("HeartbeatInterval", None, None, None)


async def test_a_stale_owner_reports_nothing(rows: Rows) -> None:
    station = await rows.station("CP-1")
    await report(rows, station, "300")
    assert isinstance(await report(rows, station, "1", epoch=99), StaleEpoch)
    assert (await only(rows, station)).value == "300"


async def test_a_request_whose_key_was_used_for_another_body_wants_nothing(rows: Rows) -> None:
    station = await rows.station("CP-1")
    await want(rows, station, "60", "order-1")
    assert await want(rows, station, "90", "order-1") is None
    view = await only(rows, station)
    assert view.wanted is not None
    assert view.wanted.value == "60"


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("queued", WantedState.PENDING),
        ("sent", WantedState.PENDING),
        ("rejected", WantedState.REFUSED),
        ("failed", WantedState.FAILED),
        ("expired", WantedState.FAILED),
        ("cancelled", WantedState.FAILED),
        ("timed_out", WantedState.UNKNOWN),
    ],
)
async def test_a_wish_is_what_became_of_its_command(rows: Rows, status: str, state: WantedState) -> None:
    station = await rows.station("CP-1")
    await answered(rows, await want(rows, station, "60"), status)
    assert (await only(rows, station)).wanted_state is state


async def test_b75_a_change_that_needs_a_boot_is_pending_until_then_and_unknown_until_it_is_read(
    rows: Rows,
) -> None:
    station = await rows.station("CP-1")
    await report(rows, station, "300")
    rows.clock.advance(MINUTE)
    await answered(rows, await want(rows, station, "60"), "accepted", '{"status":"RebootRequired"}')
    view = await only(rows, station)
    assert (view.wanted_state, view.drift) == (WantedState.REBOOT_REQUIRED, True)
    rows.clock.advance(MINUTE)
    await booted(rows, station)
    view = await only(rows, station)
    assert (view.wanted_state, view.drift) == (WantedState.ACCEPTED, None)
    rows.clock.advance(MINUTE)
    await report(rows, station, "60")
    assert (await only(rows, station)).drift is False
