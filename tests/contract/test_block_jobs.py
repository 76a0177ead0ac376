"""Jobs that want stations blocked or not: what a single block does, for many, kept by the gateway like any other."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, update

from ocpp_gateway.charging.blocks import BlockState
from ocpp_gateway.charging.jobs import Job, JobStatus, ResultStatus, WantedState
from ocpp_gateway.operations.block_keeper import BlockKeeper
from ocpp_gateway.operations.queries import EVERYTHING, StationView, Visibility
from ocpp_gateway.storage.audit_table import audit
from ocpp_gateway.storage.command_table import commands
from ocpp_gateway.storage.queries.connectors import StoredConnectorQueries
from ocpp_gateway.storage.queries.stations import StoredStationQueries
from ocpp_gateway.storage.tables import connectors, stations
from ocpp_gateway.translation.v16.commands import Words16
from tests.contract.test_jobs import ADA, House

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

BLOCKED, UNBLOCKED = WantedState.BLOCKED, WantedState.UNBLOCKED
OUT, BACK = '{"connectorId":0,"type":"Inoperative"}', '{"connectorId":0,"type":"Operative"}'


class Yard(House):
    """A house whose stations can be blocked."""

    async def view(self, name: str) -> StationView:
        found = await StoredStationQueries(self.database).find(name, EVERYTHING)
        assert found is not None
        return found

    async def shown(self, name: str) -> tuple[bool, BlockState]:
        found = await StoredConnectorQueries(self.database).find(name, 0, EVERYTHING)
        assert found is not None
        return found.blocked, found.block_state

    async def told(self, name: str) -> list[tuple[str, str]]:
        """Every command of a station, oldest first."""
        query = select(commands.c.payload, commands.c.status).join(
            stations, stations.c.id == commands.c.station_id
        )
        async with self.database.read() as connection:
            rows = await connection.execute(query.where(stations.c.ocpp_id == name).order_by(commands.c.id))
        return [(row.payload, row.status) for row in rows]

    async def deeds(self) -> list[tuple[str, str, Any]]:
        async with self.database.read() as connection:
            rows = await connection.execute(select(audit).order_by(audit.c.id))
        return [(row.action, row.subject, row.after) for row in rows]

    async def results(self, job: Job) -> dict[str, ResultStatus]:
        page = await self.jobs.results(job.id, None, None, limit=100)
        return {result.station: result.status for result in page.items}

    async def turns(self) -> None:
        self.clock.advance(timedelta(seconds=11))
        while await self.turn():
            self.clock.advance(timedelta(seconds=11))


@pytest.fixture
def yard(database: Database) -> Yard:
    return Yard(database)


async def test_every_station_is_blocked_once_and_its_command_is_its_result(yard: Yard) -> None:
    await yard.stations(3)
    job = await yard.job(wanted=BLOCKED, concurrency=2)
    assert (job.action, job.payload, job.when_offline, job.expires_at) == (
        "ChangeAvailability",
        OUT,
        "queue",
        None,
    )
    ended = await yard.finished(job)
    assert (ended.wanted, ended.status, ended.counts) == (
        BLOCKED,
        JobStatus.COMPLETED,
        {ResultStatus.ACCEPTED: 3},
    )
    for name in ("CP-0", "CP-1", "CP-2"):
        assert await yard.shown(name) == (True, BlockState.PENDING)  # it said yes; it has not shown it
        assert await yard.told(name) == [(OUT, "accepted")]
    first, *others = await yard.deeds()
    assert (first[0], first[2]["wanted"]) == ("job.created", "blocked")
    assert sorted(others) == [
        ("connector.blocked", f"CP-{n}/0", {"blocked": True, "job": str(job.id)}) for n in range(3)
    ]
    lifted = await yard.finished(await yard.job(wanted=UNBLOCKED))
    assert lifted.counts == {ResultStatus.ACCEPTED: 3}
    assert (await yard.shown("CP-0"))[0] is False


async def test_a_station_that_forgets_it_is_told_again_by_the_keeper(yard: Yard) -> None:
    await yard.stations(1)
    await yard.finished(await yard.job(wanted=BLOCKED))
    async with yard.database.begin() as connection:
        yard.clock.advance(timedelta(seconds=5))
        shown = update(connectors).values(status="Available", updated_at=yard.clock.now)
        await connection.execute(shown)
        booted = update(stations).values(last_boot_at=yard.clock.now, connected_at=yard.clock.now)
        await connection.execute(booted)
    yard.clock.advance(timedelta(minutes=1))
    keeper = BlockKeeper(yard.blocks, Words16(), yard.bus, clock=yard.clock, new_id=yard.new_id)
    assert await keeper.look() == 1
    assert await yard.told("CP-0") == [(OUT, "accepted"), (OUT, "queued")]


async def test_runners_that_race_and_a_turn_that_is_lost_block_a_station_once(yard: Yard) -> None:
    await yard.stations(1)
    job = await yard.job(wanted=BLOCKED)
    wrote = yard.store.advance

    async def dies(*given: Any, **more: Any) -> bool:
        raise ConnectionError("the node is gone")

    yard.store.advance = dies  # type: ignore[method-assign]
    await yard.turn()
    assert await yard.told("CP-0") == [(OUT, "queued")], "it died between the block and its result"
    assert await yard.results(job) == {"CP-0": ResultStatus.WAITING}
    yard.store.advance = wrote  # type: ignore[method-assign]
    ended = await yard.finished(job)
    assert (ended.counts, await yard.told("CP-0")) == ({ResultStatus.ACCEPTED: 1}, [(OUT, "accepted")])


async def test_what_is_wanted_already_is_not_told_twice_and_what_failed_is(yard: Yard) -> None:
    await yard.stations(3)
    now = yard.clock.now
    for name in ("CP-0", "CP-1"):
        await yard.blocking.block(await yard.view(name), 0, ADA, now=now)
    async with yard.database.begin() as connection:
        cp0 = select(stations.c.id).where(stations.c.ocpp_id == "CP-0").scalar_subquery()
        await connection.execute(update(commands).values(status="accepted"))
        await connection.execute(
            update(commands).where(commands.c.station_id == cp0).values(status="rejected")
        )
    job = await yard.job(wanted=BLOCKED, concurrency=3)
    await yard.turn()
    assert await yard.results(job) == {
        "CP-0": ResultStatus.RUNNING,
        "CP-1": ResultStatus.ACCEPTED,
        "CP-2": ResultStatus.RUNNING,
    }
    await yard.answer("rejected")
    await yard.turns()
    refused = await yard.now(job)
    assert refused.counts == {ResultStatus.ACCEPTED: 1, ResultStatus.REJECTED: 2}
    again = await yard.jobs.retry(job.id, None, Visibility(), ADA, now=yard.clock.now)
    assert (again.wanted, again.total) == (BLOCKED, 2)
    assert (await yard.finished(again)).counts == {ResultStatus.ACCEPTED: 2}
    assert [status for _, status in await yard.told("CP-0")] == ["rejected", "rejected", "accepted"]
    assert [status for _, status in await yard.told("CP-1")] == ["accepted"]


async def test_cancelling_takes_back_the_blocks_of_the_job_that_no_station_was_told_of(yard: Yard) -> None:
    await yard.stations(3, online=False)
    await yard.blocking.block(await yard.view("CP-0"), 0, ADA, now=yard.clock.now)  # somebody's own, before
    job = await yard.job(wanted=BLOCKED, concurrency=1)
    await yard.turns()
    assert (await yard.now(job)).counts == {ResultStatus.QUEUED: 3}, "who is away takes no place"
    async with yard.database.begin() as connection:
        cp1 = select(stations.c.id).where(stations.c.ocpp_id == "CP-1").scalar_subquery()
        sent = update(commands).where(commands.c.station_id == cp1).values(status="sent")
        await connection.execute(sent)
    await yard.jobs.cancel(job.id, None, ADA, now=yard.clock.now)
    await yard.turns()
    assert await yard.results(job) == {
        "CP-0": ResultStatus.CANCELLED,
        "CP-1": ResultStatus.QUEUED,
        "CP-2": ResultStatus.CANCELLED,
    }
    assert await yard.told("CP-0") == [(OUT, "queued")], "it was wanted before the job"
    assert (await yard.shown("CP-0"))[0] is True
    assert await yard.told("CP-2") == [(OUT, "cancelled"), (BACK, "queued")]
    assert (await yard.shown("CP-2"))[0] is False
    assert ("connector.unblocked", "CP-2/0", {"blocked": False, "job": str(job.id)}) in await yard.deeds()
    async with yard.database.begin() as connection:
        await connection.execute(
            update(commands).where(commands.c.status == "sent").values(status="accepted")
        )
    await yard.turns()
    ended = await yard.now(job)
    assert (ended.status, ended.counts[ResultStatus.ACCEPTED]) == (JobStatus.CANCELLED, 1)
    assert (await yard.shown("CP-1"))[0] is True


async def test_what_somebody_decided_after_the_job_is_not_taken_back(yard: Yard) -> None:
    await yard.stations(1, online=False)
    job = await yard.job(wanted=BLOCKED)
    await yard.turns()
    for blocked in (False, True):
        await yard.blocking.block(await yard.view("CP-0"), 0, ADA, now=yard.clock.now, blocked=blocked)
    await yard.jobs.cancel(job.id, None, ADA, now=yard.clock.now)
    await yard.turns()
    assert (await yard.now(job)).status is JobStatus.CANCELLED
    assert (await yard.shown("CP-0"))[0] is True
    assert [status for _, status in await yard.told("CP-0")] == ["cancelled", "cancelled", "queued"]
