"""Jobs on both databases: every station gets its command once, whoever runs, races or dies."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from ocpp_gateway.charging.jobs import Job, JobStatus, ResultStatus
from ocpp_gateway.operations.audit import Actor, ActorKind
from ocpp_gateway.operations.blocking import Blocking
from ocpp_gateway.operations.commands import SECRETS, Commands, Order, Watchers
from ocpp_gateway.operations.job_runner import JobRunner
from ocpp_gateway.operations.jobs import SECRETS as JOB_SECRETS
from ocpp_gateway.operations.jobs import Chosen, CountDiffers, Jobs, NewJob, UnknownStations, order_for
from ocpp_gateway.operations.keys import DerivedKeys
from ocpp_gateway.operations.queries import StationFilter, Visibility
from ocpp_gateway.operations.refusals import Conflict, Invalid
from ocpp_gateway.operations.sealing import Sealer
from ocpp_gateway.storage.audit_table import audit
from ocpp_gateway.storage.blocks import StoredBlocks
from ocpp_gateway.storage.command_table import commands
from ocpp_gateway.storage.commands import StoredCommands
from ocpp_gateway.storage.configuration_table import configuration
from ocpp_gateway.storage.job_table import job_stations, jobs
from ocpp_gateway.storage.jobs import StoredJobs
from ocpp_gateway.storage.tables import events, stations
from ocpp_gateway.translation.v16.commands import Words16
from tests.rows import Clock, Ids, Rows

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

ADA = Actor(kind=ActorKind.USER, id=UUID(int=7), name="ada@example.org", address="192.0.2.7")
RESET = Order(action="Reset", payload={"type": "Soft"})


@dataclass
class Bus:
    published: list[str] = field(default_factory=list)

    async def publish(self, topic: str, message: bytes) -> None:
        self.published.append(topic)

    def subscribe(self, topic: str) -> Any:
        raise NotImplementedError


class House:
    """Stations, jobs, and as many runners as a test wants."""

    def __init__(self, database: Database) -> None:
        self.clock, self.new_id, self.bus = Clock(), Ids(), Bus()
        self.rows = Rows(database, self.clock, self.new_id)
        self.database = database
        self.keys = DerivedKeys("a secret of thirty-two characters")
        self.store = StoredJobs(database)
        self.sealer = Sealer(self.keys, JOB_SECRETS)
        self.commands = Commands(
            StoredCommands(database),
            Words16(),
            Sealer(self.keys, SECRETS),
            self.bus,
            Watchers(),
            new_id=self.new_id,
        )
        self.blocks = StoredBlocks(database)
        self.blocking = Blocking(self.blocks, Words16(), self.bus, new_id=self.new_id)
        self.jobs = Jobs(self.store, Words16(), self.sealer, self.bus, new_id=self.new_id)
        self.runner = self.another_runner("a")

    def another_runner(self, node_id: str) -> JobRunner:
        return JobRunner(
            self.store,
            self.commands,
            self.blocking,
            self.sealer,
            self.bus,
            node_id=node_id,
            clock=self.clock,
            new_id=self.new_id,
        )

    async def stations(self, count: int, **columns: Any) -> None:
        for number in range(count):
            await self.rows.station(f"CP-{number}", **columns)

    async def job(self, *, order: Order = RESET, concurrency: int = 2, **chosen: Any) -> Job:
        if not {"filter", "ocpp_ids"} & chosen.keys():
            chosen |= {"filter": StationFilter()}
        stop, wanted = chosen.pop("stop_after_failures", None), chosen.pop("wanted", None)
        if wanted is not None:
            order = order_for(Words16(), wanted)
        new = NewJob(
            order=order,
            chosen=Chosen(**chosen),
            wanted=wanted,
            concurrency=concurrency,
            stop_after_failures=stop,
        )
        return await self.jobs.create(new, ADA, now=self.clock.now)

    async def now(self, job: Job) -> Job:
        return await self.jobs.find(job.id, None)

    async def turn(self) -> bool:
        return await self.runner.turn(self.clock.now)

    async def answer(self, status: str = "accepted", limit: int = 1000) -> int:
        """The stations answer what they were sent: the oldest commands first."""
        open_ones = (
            select(commands.c.id).where(commands.c.status == "queued").order_by(commands.c.id).limit(limit)
        )
        async with self.database.begin() as connection:
            ids = (await connection.execute(open_ones)).scalars()
            change = update(commands).where(commands.c.id.in_(ids)).values(status=status)
            await connection.execute(change)
        return len(ids)

    async def finished(self, job: Job, status: str = "accepted") -> Job:
        for _ in range(100):
            await self.turn()
            if (await self.now(job)).ended:
                return await self.now(job)
            await self.answer(status)
        raise AssertionError("the job does not end")

    async def count(self, table: Any) -> int:
        async with self.database.read() as connection:
            return int((await connection.execute(select(func.count()).select_from(table))).scalar())

    async def commands_by_station(self) -> list[int]:
        query = select(func.count()).select_from(commands).group_by(commands.c.station_id)
        async with self.database.read() as connection:
            return (await connection.execute(query)).scalars()


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


async def test_a_job_gives_every_station_one_command_a_few_at_a_time(house: House) -> None:
    await house.stations(5)
    job = await house.job(concurrency=2)
    assert (job.total, job.counts) == (5, {ResultStatus.WAITING: 5})
    assert await house.turn()
    assert (await house.now(job)).counts == {ResultStatus.WAITING: 3, ResultStatus.RUNNING: 2}
    assert not await house.turn()  # no place is free
    assert await house.answer(limit=1) == 1
    await house.turn()
    assert (await house.now(job)).counts == {
        ResultStatus.WAITING: 2,
        ResultStatus.RUNNING: 2,
        ResultStatus.ACCEPTED: 1,
    }
    ended = await house.finished(job)
    assert (ended.status, ended.counts) == (JobStatus.COMPLETED, {ResultStatus.ACCEPTED: 5})
    assert ended.finished_at == house.clock.now
    assert await house.commands_by_station() == [1] * 5
    assert await house.count(audit) == 6  # the job, and who told each station
    results = await house.jobs.results(job.id, None, ResultStatus.ACCEPTED, limit=3)
    assert [result.station for result in results.items] == ["CP-0", "CP-1", "CP-2"]
    rest = await house.jobs.results(job.id, None, None, limit=3, after=results.next_key)
    assert [result.station for result in rest.items] == ["CP-3", "CP-4"]


async def test_runners_that_race_give_no_station_two_commands(house: House) -> None:
    await house.stations(12)
    job = await house.job(concurrency=3)
    runners = [house.another_runner(name) for name in "bcd"]
    for _ in range(100):
        await asyncio.gather(*(runner.turn(house.clock.now) for runner in runners))
        house.clock.advance(timedelta(seconds=11))  # the lease is over: all of them try
        current = await house.now(job)
        assert current.counts.get(ResultStatus.RUNNING, 0) <= 3
        if current.ended:
            break
        await house.answer()
    assert (await house.now(job)).counts == {ResultStatus.ACCEPTED: 12}
    assert await house.commands_by_station() == [1] * 12


async def test_a_runner_leaves_a_job_to_the_one_that_has_it_until_that_one_is_gone(house: House) -> None:
    await house.stations(2)
    job = await house.job(concurrency=1)
    await house.turn()
    await house.answer()
    other = house.another_runner("b")
    assert not await other.turn(house.clock.now)
    house.clock.advance(timedelta(seconds=11))
    assert await other.turn(house.clock.now)
    assert (await house.now(job)).runner == "b"


async def test_who_is_offline_fails_at_once_or_waits_without_taking_a_place(house: House) -> None:
    await house.stations(3, online=False)
    failed = await house.finished(await house.job(concurrency=1))
    assert failed.counts == {ResultStatus.FAILED: 3}
    queue = Order(action="Reset", payload={"type": "Soft"}, when_offline="queue")
    job = await house.job(order=queue, concurrency=1)
    for _ in range(4):
        await house.turn()
    assert (await house.now(job)).counts == {ResultStatus.QUEUED: 3}
    await house.answer(limit=2)
    house.clock.advance(timedelta(seconds=11))
    await house.turn()
    assert (await house.now(job)).counts == {ResultStatus.QUEUED: 1, ResultStatus.ACCEPTED: 2}


async def test_many_stations_are_fixed_and_cancelled_in_bites(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ocpp_gateway.storage.jobs.BITE", 2)
    monkeypatch.setattr("ocpp_gateway.operations.job_runner.MOST_DROPPED", 3)
    await house.stations(4)
    assert (await house.job()).total == 4  # a number of whole bites
    await house.rows.station("CP-4")
    job = await house.job(concurrency=1)
    assert job.total == 5
    await house.jobs.cancel(job.id, None, ADA, now=house.clock.now)
    await house.turn()
    assert (await house.now(job)).counts == {ResultStatus.WAITING: 2, ResultStatus.CANCELLED: 3}
    await house.turn()
    assert (await house.now(job)).status is JobStatus.CANCELLED


async def test_too_many_failures_stop_the_job(house: House) -> None:
    await house.stations(6)
    job = await house.job(concurrency=2, filter=StationFilter(), stop_after_failures=1)
    await house.turn()
    await house.answer("rejected", limit=1)
    await house.turn()
    assert (await house.now(job)).status is JobStatus.STOPPING
    ended = await house.finished(job)
    assert ended.status is JobStatus.STOPPED
    assert ended.counts == {ResultStatus.REJECTED: 1, ResultStatus.CANCELLED: 5}
    assert await house.count(commands) == 2  # the second one had not been sent and was taken back


async def test_a_cancelled_job_takes_back_what_has_not_been_sent(house: House) -> None:
    await house.stations(5)
    job = await house.job(concurrency=2)
    await house.turn()
    async with house.database.begin() as connection:
        first = select(commands.c.id).order_by(commands.c.id).limit(1).scalar_subquery()
        await connection.execute(update(commands).where(commands.c.id == first).values(status="sent"))
    cancelled = await house.jobs.cancel(job.id, None, ADA, now=house.clock.now)
    assert cancelled.status is JobStatus.CANCELLING
    assert (await house.jobs.cancel(job.id, None, ADA, now=house.clock.now)).version == cancelled.version
    while await house.turn():
        pass
    assert (await house.now(job)).counts == {ResultStatus.RUNNING: 1, ResultStatus.CANCELLED: 4}
    async with house.database.begin() as connection:
        await connection.execute(
            update(commands).where(commands.c.status == "sent").values(status="accepted")
        )
    await house.turn()
    ended = await house.now(job)
    assert (ended.status, ended.counts[ResultStatus.ACCEPTED]) == (JobStatus.CANCELLED, 1)


async def test_the_failed_ones_are_taken_up_again_by_a_job_that_names_its_parent(house: House) -> None:
    await house.stations(4)
    job = await house.job(concurrency=4)
    with pytest.raises(Conflict, match="not ended"):
        await house.jobs.retry(job.id, None, Visibility(), ADA, now=house.clock.now)
    await house.turn()
    await house.answer("timed_out", limit=1)
    await house.answer("rejected", limit=1)
    await house.answer()
    await house.turn()
    again = await house.jobs.retry(job.id, None, Visibility(), ADA, now=house.clock.now)
    assert (again.parent, again.total, again.payload) == (job.id, 2, job.payload)
    done = await house.finished(again)
    assert done.counts == {ResultStatus.ACCEPTED: 2}
    assert sorted(await house.commands_by_station()) == [1, 1, 2, 2]
    with pytest.raises(Invalid, match="no such station"):
        await house.jobs.retry(again.id, None, Visibility(), ADA, now=house.clock.now)
    with pytest.raises(Conflict, match="already"):
        await house.jobs.cancel(job.id, None, ADA, now=house.clock.now)


async def test_a_job_for_other_stations_than_meant_leaves_nothing(house: House) -> None:
    await house.stations(3, group_name="site-a")
    await house.rows.station("CP-9", group_name="site-b")
    site_a = Visibility(all_stations=False, groups=frozenset({"site-a"}))
    with pytest.raises(CountDiffers, match="3 stations"):
        await house.job(filter=StationFilter(group="site-a"), expected=2)
    with pytest.raises(UnknownStations, match="CP-9"):
        await house.job(ocpp_ids=("cp-1", "CP-9"), visible=site_a)
    with pytest.raises(Invalid, match="no such station"):
        await house.job(filter=StationFilter(group="nowhere"))
    assert [await house.count(table) for table in (jobs, job_stations, audit, events)] == [0, 0, 0, 0]
    assert (await house.job(filter=StationFilter(), visible=site_a, expected=3)).total == 3
    assert (await house.job(ocpp_ids=("cp-1", "CP-1", "CP-2"))).total == 2


async def test_stations_that_are_archived_meanwhile_are_failures(house: House) -> None:
    await house.stations(2)
    job = await house.job()
    async with house.database.begin() as connection:
        gone = update(stations).where(stations.c.ocpp_id == "CP-0").values(archived_at=house.clock.now)
        await connection.execute(gone)
    await house.rows.station("CP-0")  # another one under the same identity
    ended = await house.finished(job)
    assert ended.counts == {ResultStatus.FAILED: 1, ResultStatus.ACCEPTED: 1}
    assert await house.count(commands) == 1


async def test_a_secret_payload_is_sealed_and_forgotten_at_the_end(house: House) -> None:
    await house.stations(2)
    secret = {"key": "AuthorizationKey", "value": "AABBCCDDEEFF00112233"}
    job = await house.job(order=Order(action="ChangeConfiguration", payload=secret), concurrency=1)
    await house.turn()
    async with house.database.read() as connection:
        everything = str((await connection.execute(select(jobs))).all())
        everything += str((await connection.execute(select(events))).all())
        everything += str((await connection.execute(select(audit))).all())
        sealed = (await connection.execute(select(commands.c.secret))).scalar()
    assert secret["value"] not in everything
    assert sealed is not None
    ended = await house.finished(job)
    assert ended.counts == {ResultStatus.ACCEPTED: 2}
    assert await house.store.secret(job.id) is None
    with pytest.raises(Conflict, match="forgotten"):
        await house.jobs.retry(job.id, None, Visibility(), ADA, now=house.clock.now)


async def test_a_value_that_is_set_at_many_stations_is_wanted_of_each(house: House) -> None:
    await house.stations(3)
    change = {"key": "HeartbeatInterval", "value": "60"}
    job = await house.job(order=Order(action="ChangeConfiguration", payload=change), concurrency=3)
    await house.turn()
    async with house.database.read() as connection:
        kept = (await connection.execute(select(configuration).order_by(configuration.c.station_id))).all()
        given = (await connection.execute(select(commands.c.id).order_by(commands.c.station_id))).scalars()
    assert [(row.key, row.wanted, row.wanted_by) for row in kept] == [
        ("HeartbeatInterval", "60", ADA.name)
    ] * 3
    assert [row.wanted_command for row in kept] == given
    assert (await house.finished(job)).counts == {ResultStatus.ACCEPTED: 3}


async def test_the_progress_is_in_the_event_log(house: House) -> None:
    await house.stations(1)
    job = await house.job()
    await house.finished(job)
    query = select(events.c.data).where(events.c.type == "job.updated").order_by(events.c.position)
    async with house.database.read() as connection:
        told = (await connection.execute(query)).scalars()
    assert [data["status"] for data in told] == ["running", "running", "completed"]
    assert [data["counts"] for data in told] == [{"waiting": 1}, {"running": 1}, {"accepted": 1}]
    assert {data["job"] for data in told} == {str(job.id)}


async def test_one_that_may_not_see_all_stations_finds_their_own_jobs(house: House) -> None:
    await house.stations(1)
    job = await house.job()
    assert (await house.jobs.page(ADA.id, limit=5)).items[0].id == job.id
    assert (await house.jobs.page(UUID(int=8), limit=5)).items == []
    assert await house.store.find(job.id, UUID(int=8)) is None
