"""One running node: every part made and wired to the others, started in order, ended in reverse order.

This is the only place that chooses SQLite or PostgreSQL, memory or Redis. Nothing below it knows the settings.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING

import structlog
from uuid_utils.compat import uuid7

from ocpp_gateway.assembly.background import periodically, running
from ocpp_gateway.assembly.database import opened
from ocpp_gateway.assembly.failure import explained
from ocpp_gateway.assembly.live_feed import live_feed
from ocpp_gateway.assembly.reactions import Reactions
from ocpp_gateway.assembly.root_secret import derived_keys
from ocpp_gateway.assembly.station_tls import (
    LOOK_SECONDS,
    open_tls,
    reload_if_changed,
    reload_tls,
    warn_of_expiry,
)
from ocpp_gateway.charging.stations import Registration
from ocpp_gateway.cluster.memory import MemoryBus
from ocpp_gateway.operations.accounts import Accounts
from ocpp_gateway.operations.admission import Admission
from ocpp_gateway.operations.block_keeper import BlockKeeper
from ocpp_gateway.operations.blocking import Blocking
from ocpp_gateway.operations.commands import SECRETS, Commands, Watchers
from ocpp_gateway.operations.credential_changes import CredentialChanges
from ocpp_gateway.operations.credentials import CredentialBook
from ocpp_gateway.operations.following import LogFollower
from ocpp_gateway.operations.hints import EVENTS_TOPIC
from ocpp_gateway.operations.job_runner import JobRunner
from ocpp_gateway.operations.jobs import SECRETS as JOB_SECRETS
from ocpp_gateway.operations.passwords import SlowHashes, StationPasswords
from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.operations.reads import Policy, Reads
from ocpp_gateway.operations.refusal_writer import RefusalWriter
from ocpp_gateway.operations.sealing import Sealer
from ocpp_gateway.operations.take_overs import TakeOvers
from ocpp_gateway.operations.watching import WatchedStations
from ocpp_gateway.storage.accounts import StoredPeople
from ocpp_gateway.storage.blocks import StoredBlocks
from ocpp_gateway.storage.commands import StoredCommands
from ocpp_gateway.storage.credential_changes import StoredCredentialChanges
from ocpp_gateway.storage.credentials import StoredCredentials
from ocpp_gateway.storage.enrolment import StoredEnrolment
from ocpp_gateway.storage.events import StoredEventLog
from ocpp_gateway.storage.fleet_samples import StoredFleetSamples
from ocpp_gateway.storage.jobs import StoredJobs
from ocpp_gateway.storage.journal import open_journal
from ocpp_gateway.storage.leases import StoredLeases
from ocpp_gateway.storage.lookups import StoredMeterLookup, StoredTransactionLookup
from ocpp_gateway.storage.nodes import Nodes
from ocpp_gateway.storage.queries.station_names import StationNames
from ocpp_gateway.storage.refused_handshakes import StoredRefusals
from ocpp_gateway.storage.retention import Retention
from ocpp_gateway.storage.station_tuning import StoredStationTuning
from ocpp_gateway.storage.tokens import StoredTokens
from ocpp_gateway.storage.transaction_ids import StoredTransactionIds
from ocpp_gateway.translation.command_runner import CommandRunner
from ocpp_gateway.translation.conversation import Conversation
from ocpp_gateway.translation.peer import Desk
from ocpp_gateway.translation.v16.commands import Words16
from ocpp_gateway.wire.limits import WireLimits
from ocpp_gateway.wire.server import ListenerAddress, StationServer

if TYPE_CHECKING:
    from uuid import UUID

    from ocpp_gateway.cluster.redis import RedisBus
    from ocpp_gateway.operations.keys import DerivedKeys
    from ocpp_gateway.settings import Settings
    from ocpp_gateway.storage.engine import Database
    from ocpp_gateway.storage.journal import GroupCommitJournal

_log = structlog.get_logger(__name__)

ENROL_AS = {"pending": Registration.PENDING, "open": Registration.ACCEPTED, "closed": None}
CLOSE_ARCHIVED = (1008, "this station may not connect any more")
RETENTION_SECONDS = 3600.0
SAMPLE_SECONDS = 20.0
"""How often a node looks whether this minute's sample of the fleet is taken."""
BLOCKS_SECONDS = 2.0
EXPIRY_SECONDS = 86_400.0
PRESENT = frozenset({"handshakes_pending", "connections", "connected"})
"""Counters that say how it is now; all others only grow."""


def now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


class Node:
    """The parts of one process. Made by `open_node`; everything is public for the assembly's own modules."""

    def __init__(
        self, settings: Settings, database: Database, keys: DerivedKeys, bus: MemoryBus | RedisBus
    ) -> None:
        self.settings = settings
        self.tls = open_tls(settings)  # first: nothing has to be undone when the files are wrong
        self.database = database
        self.keys = keys
        self.bus = bus
        self.hashes = SlowHashes()
        self.draining = False
        self._hints: set[asyncio.Task[None]] = set()
        self.passwords = StationPasswords(keys, self.hashes)
        self.credentials = StoredCredentials(database)
        self.book = CredentialBook(self.credentials)
        self.names = StationNames(database)
        self.tokens = StoredTokens(database, clock=monotonic)
        self.tuning = StoredStationTuning(database)
        self.departures: Counter[str] = Counter()
        """Departures of stations from the specification, by rule."""
        self.event_log = StoredEventLog(database)
        self.watched = WatchedStations(bus, monotonic=monotonic)
        self.journal: GroupCommitJournal = open_journal(
            database, clock=now, new_id=uuid7, on_committed=self._tell_of_events, watched=self.watched
        )
        self.take_overs = TakeOvers(bus, lambda: self.stations.connections)
        self.ownership = StoredLeases(
            database, node_id=settings.node_id, clock=now, on_taken=self.take_overs.tell
        )
        self.credential_changes = CredentialChanges(
            StoredCredentialChanges(database),
            self.passwords,
            bus,
            new_id=uuid7,
            refresh=self.book.refresh,
        )
        self.stations = self._station_server()
        self.refusals = RefusalWriter(self.stations.refused, StoredRefusals(database, new_id=uuid7), bus)
        self.stored_commands = StoredCommands(database)
        self.command_watchers = Watchers()
        self.command_sealer = Sealer(keys, SECRETS)
        self.command_runner = CommandRunner(
            self.stored_commands,
            self.journal,
            self.command_sealer,
            bus,
            self.stations.connections.find,
            self.credential_changes,
            clock=now,
            new_id=uuid7,
        )
        self.commands = Commands(
            self.stored_commands,
            Words16(),
            self.command_sealer,
            bus,
            self.command_watchers,
            new_id=uuid7,
        )
        self.blocking = Blocking(StoredBlocks(database), Words16(), bus, new_id=uuid7)
        self.stored_jobs = StoredJobs(database)
        self.job_sealer = Sealer(keys, JOB_SECRETS)
        self.job_runner = JobRunner(
            self.stored_jobs,
            self.commands,
            self.blocking,
            self.job_sealer,
            bus,
            node_id=settings.node_id,
            clock=now,
            new_id=uuid7,
        )
        self.block_keeper = BlockKeeper(StoredBlocks(database), Words16(), bus, clock=now, new_id=uuid7)
        self.follower = LogFollower(
            self.event_log,
            bus,
            Reactions(self).by_type,
        )
        self.feeds = live_feed(database, self.event_log, bus, self.hashes, keys, clock=now, new_id=uuid7)
        self.accounts = Accounts(StoredPeople(database), self.hashes, new_id=uuid7)
        self.nodes = Nodes(
            database,
            settings.node_id,
            clock=now,
            monotonic=monotonic,
            new_id=uuid7,
            on_committed=self._tell_of_events,
            held=self.stations.connections.held,
        )
        self.fleet_samples = StoredFleetSamples(database)
        self.retention = Retention(
            database,
            log_days=settings.log_retention_days,
            meter_days=settings.meter_retention_days,
            event_days=settings.event_retention_days,
        )

    def _station_server(self) -> StationServer:
        settings = self.settings
        desk = Desk(
            journal=self.journal,
            ownership=self.ownership,
            enrolment=StoredEnrolment(self.database, new_id=uuid7),
            credentials=self.credentials,
            reads=self._reads(),
            enrol_as=ENROL_AS[settings.registration],
            departures=self.departures,
        )
        return StationServer(
            address=ListenerAddress(host=settings.station_host, port=settings.station_port),
            admission=Admission(
                self.book,
                self.passwords,
                settings.registration,
                unknown_response=settings.unknown_station_response,
                changes=self.credential_changes,
            ),
            ownership=self.ownership,
            conversations=lambda peer: Conversation(desk, peer),
            journal_load=lambda: self.journal.load,
            wall=now,
            new_id=uuid7,
            tls=self.tls,
            limits=WireLimits(
                message_bytes=settings.station_message_limit, heartbeat_interval=settings.heartbeat_interval
            ),
        )

    def _reads(self) -> Reads:
        _, number_key = self.keys.purpose("transaction-ids")
        return Reads(
            tokens=self.tokens,
            transactions=StoredTransactionLookup(self.database),
            meters=StoredMeterLookup(self.database),
            transaction_ids=StoredTransactionIds(self.database, number_key),
            new_id=uuid7,
            policy=Policy(
                heartbeat_interval=self.settings.heartbeat_interval,
                accept_unknown_tags=self.settings.unknown_id_tags == "accept",
            ),
        )

    async def sample_fleet(self) -> None:
        """Take this minute's sample of the fleet."""
        await self.fleet_samples.take(now())

    async def prune(self) -> None:
        """Make the partitions of the next days and remove what is too old."""
        await self.retention.prepare(now())
        pruned = await self.retention.prune(now())
        if pruned.partitions or any(pruned.rows.values()):
            _log.info("retention", partitions=pruned.partitions, rows=pruned.rows)

    def reload_certificates(self) -> None:
        """Take the TLS files as they are now (SIGHUP)."""
        if self.tls is not None:
            reload_tls(self.tls)

    async def watch_certificates(self) -> None:
        """Take the TLS files into use if they have changed."""
        if self.tls is not None:
            await reload_if_changed(self.tls)

    async def look_at_expiry(self) -> None:
        """Warn of certificates that end soon."""
        await asyncio.to_thread(warn_of_expiry, self.settings)

    async def station_changed(self, station_id: UUID) -> None:
        """Forget what is held of a station that people changed, or that came in. Raises `StorageUnavailable`."""
        self.names.changed(station_id)
        await self.book.refresh(station_id)

    # -- readiness -------------------------------------------------------------------------------------------------

    async def database_problem(self) -> str | None:
        """Why the database is not ready, if it is not."""
        try:
            await self.database.ping()
        except StorageUnavailable as away:
            return f"does not answer: {away}"
        return None

    async def station_problem(self) -> str | None:
        """Why stations cannot come in, if they cannot."""
        if self.draining:
            return "the node is draining"
        return None if self.stations.accepting else "no new station can come in"

    # -- following the log -----------------------------------------------------------------------------------------

    def _tell_of_events(self, position: int) -> None:  # noqa: ARG002 - the hint only says "look"
        task = asyncio.get_running_loop().create_task(self.bus.publish(EVENTS_TOPIC, b""))
        self._hints.add(task)
        task.add_done_callback(self._hints.discard)


@asynccontextmanager
async def open_node(settings: Settings, *, migrate: bool) -> AsyncIterator[Node]:
    """A node that follows the log and keeps its lease, not yet listening; everything is closed at the end."""
    async with AsyncExitStack() as stack:
        database = await opened(settings, migrate=migrate, exclusive=True)
        stack.push_async_callback(database.close)
        bus = _bus(settings)
        await bus.start()
        stack.push_async_callback(bus.close)
        node = Node(settings, database, derived_keys(settings), bus)
        stack.callback(node.hashes.close)
        stack.push_async_callback(node.journal.close)
        with explained():
            await node.retention.prepare(now())
            await node.nodes.register()
            await node.follower.begin()
            await node.book.load()
        await stack.enter_async_context(running(node.follower.run(), "event-log-follower"))
        await stack.enter_async_context(running(node.nodes.run(), "node-lease"))
        await stack.enter_async_context(running(node.command_runner.run(), "commands"))
        await stack.enter_async_context(running(node.job_runner.run(), "jobs"))
        await stack.enter_async_context(running(node.watched.run(), "watched-stations"))
        await stack.enter_async_context(running(node.take_overs.run(), "take-overs"))
        await stack.enter_async_context(running(node.feeds.run(), "feeds"))
        await stack.enter_async_context(running(node.refusals.run(), "refused-handshakes"))
        await stack.enter_async_context(running(node.names.run(), "station-names"))
        job = periodically(RETENTION_SECONDS, node.prune, "retention")
        await stack.enter_async_context(running(job, "retention"))
        for seconds, work, name in (
            (BLOCKS_SECONDS, node.block_keeper.look, "blocks"),
            (SAMPLE_SECONDS, node.sample_fleet, "fleet-samples"),
            (LOOK_SECONDS, node.watch_certificates, "tls-files"),
            (EXPIRY_SECONDS, node.look_at_expiry, "tls-expiry"),
        ):
            await stack.enter_async_context(running(periodically(seconds, work, name), name))
        await node.look_at_expiry()
        yield node


def _bus(settings: Settings) -> MemoryBus | RedisBus:
    if not settings.redis_url:
        return MemoryBus()
    from ocpp_gateway.cluster.redis import (
        RedisBus,
    )  # a third of a second that one process alone need not wait

    return RedisBus(settings.redis_url)
