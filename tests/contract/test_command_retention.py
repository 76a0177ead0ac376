"""Old commands and jobs go; what is open, awaited or referred to stays, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from ocpp_gateway.charging.jobs import ResultStatus
from ocpp_gateway.operations.commands import Order
from ocpp_gateway.operations.queries import EVERYTHING
from ocpp_gateway.storage.command_table import commands
from ocpp_gateway.storage.job_table import job_stations, jobs
from ocpp_gateway.storage.queries.stations import StoredStationQueries
from ocpp_gateway.storage.retention import Retention
from tests.contract.test_jobs import ADA, House

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

KEPT = timedelta(days=30)


@pytest.fixture
async def house(database: Database) -> House:
    made = House(database)
    await made.stations(3)
    return made


async def command(house: House, **columns: Any) -> UUID:
    station = await StoredStationQueries(house.database).find("CP-0", EVERYTHING)
    assert station is not None
    made = await house.commands.request(
        station, Order(action="ClearCache", payload={}), ADA, now=house.clock.now
    )
    async with house.database.begin() as connection:
        values = {"status": "accepted"} | columns
        await connection.execute(update(commands).where(commands.c.id == made.id).values(**values))
    return made.id


async def prune(house: House, bite: int = 2) -> dict[str, int]:
    keeper = Retention(house.database, log_days=30, meter_days=30, event_days=30, bite=bite)
    await keeper.prepare(house.clock.now)
    rows = (await keeper.prune(house.clock.now)).rows
    return {name: rows[name] for name in ("jobs", "commands")}


async def left(house: House) -> set[UUID]:
    async with house.database.read() as connection:
        return set((await connection.execute(select(commands.c.id))).scalars())


async def test_final_commands_go_after_their_time(house: House) -> None:
    for _ in range(5):
        await command(house)
    open_one = await command(house, status="sent")
    awaited = await command(house, effect_state="waiting")
    house.clock.advance(KEPT / 2)
    young = await command(house)
    house.clock.advance(KEPT / 2 + timedelta(seconds=1))
    assert await prune(house) == {"jobs": 0, "commands": 5}
    assert await left(house) == {open_one, awaited, young}
    assert await prune(house) == {"jobs": 0, "commands": 0}


async def test_a_job_that_runs_keeps_its_commands_and_one_that_ended_lets_them_go(house: House) -> None:
    job = await house.job(concurrency=2)
    await house.turn()
    await house.answer()
    house.clock.advance(2 * KEPT)
    assert await prune(house) == {"jobs": 0, "commands": 0}
    ended = await house.finished(job)
    assert ended.counts == {ResultStatus.ACCEPTED: 3}
    house.clock.advance(KEPT / 2)
    assert await prune(house) == {"jobs": 0, "commands": 0}
    house.clock.advance(KEPT)
    assert await prune(house) == {"jobs": 1, "commands": 3}
    assert [await house.count(table) for table in (jobs, job_stations, commands)] == [0, 0, 0]
