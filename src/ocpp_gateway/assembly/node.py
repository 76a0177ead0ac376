"""One running node: every part made and wired to the others, started in order, ended in reverse order.

This is the only place that chooses SQLite or PostgreSQL, memory or Redis. Nothing below it knows the settings.
"""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog
from uuid_utils.compat import uuid7

from ocpp_gateway import __version__
from ocpp_gateway.api.application import create_app
from ocpp_gateway.assembly.background import periodically, running
from ocpp_gateway.assembly.banner import announce_ready
from ocpp_gateway.assembly.database import opened
from ocpp_gateway.assembly.failure import GatewayError, explained
from ocpp_gateway.assembly.http import HttpListener
from ocpp_gateway.assembly.metrics import CounterCollector, DepartureCollector
from ocpp_gateway.assembly.root_secret import derived_keys
from ocpp_gateway.assembly.station_tls import (
    LOOK_SECONDS,
    open_tls,
    reload_if_changed,
    reload_tls,
    warn_of_expiry,
)
from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.charging.stations import Registration
from ocpp_gateway.cluster.memory import MemoryBus
from ocpp_gateway.operations.accounts import Accounts
from ocpp_gateway.operations.admission import Admission
from ocpp_gateway.operations.commands import SECRETS, Commands, Watchers
from ocpp_gateway.operations.credential_changes import CredentialChanges
from ocpp_gateway.operations.credentials import CredentialBook
from ocpp_gateway.operations.figures import RecentFigures
from ocpp_gateway.operations.following import EVENTS_TOPIC, LogFollower
from ocpp_gateway.operations.id_tag_administration import IdTagAdministration
from ocpp_gateway.operations.passwords import SlowHashes, StationPasswords
from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.operations.provisioning import Provisioning
from ocpp_gateway.operations.reads import Policy, Reads
from ocpp_gateway.operations.sealing import Sealer
from ocpp_gateway.operations.sign_ins import SignIns
from ocpp_gateway.storage.accounts import StoredPeople, StoredSignIns
from ocpp_gateway.storage.commands import StoredCommands
from ocpp_gateway.storage.credential_changes import StoredCredentialChanges
from ocpp_gateway.storage.credentials import StoredCredentials
from ocpp_gateway.storage.enrolment import StoredEnrolment
from ocpp_gateway.storage.events import StoredEventLog
from ocpp_gateway.storage.id_tags import StoredIdTags
from ocpp_gateway.storage.journal import open_journal
from ocpp_gateway.storage.leases import StoredLeases
from ocpp_gateway.storage.lookups import StoredMeterLookup, StoredTransactionLookup
from ocpp_gateway.storage.nodes import Nodes
from ocpp_gateway.storage.queries.connectors import StoredConnectorQueries
from ocpp_gateway.storage.queries.id_tags import StoredIdTagQueries
from ocpp_gateway.storage.queries.logs import StoredLogQueries
from ocpp_gateway.storage.queries.nonconformities import StoredNonconformityQueries
from ocpp_gateway.storage.queries.overview import StoredFigureQueries
from ocpp_gateway.storage.queries.refused_handshakes import StoredRefusalQueries
from ocpp_gateway.storage.queries.stations import StoredStationQueries
from ocpp_gateway.storage.queries.transactions import StoredTransactionQueries
from ocpp_gateway.storage.refused_handshakes import StoredRefusals
from ocpp_gateway.storage.retention import Retention
from ocpp_gateway.storage.station_tuning import StoredStationTuning
from ocpp_gateway.storage.stations import StoredStations
from ocpp_gateway.storage.tokens import StoredTokens
from ocpp_gateway.storage.transaction_ids import StoredTransactionIds
from ocpp_gateway.telemetry import new_registry
from ocpp_gateway.translation.command_runner import CommandRunner
from ocpp_gateway.translation.conversation import Conversation
from ocpp_gateway.translation.peer import Desk
from ocpp_gateway.translation.v16.commands import Words16
from ocpp_gateway.wire.limits import WireLimits
from ocpp_gateway.wire.server import ListenerAddress, StationServer

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

    from ocpp_gateway.cluster.redis import RedisBus
    from ocpp_gateway.operations.keys import DerivedKeys
    from ocpp_gateway.settings import Settings
    from ocpp_gateway.storage.engine import Database
    from ocpp_gateway.storage.journal import GroupCommitJournal

_log = structlog.get_logger(__name__)

ENROL_AS = {"pending": Registration.PENDING, "open": Registration.ACCEPTED, "closed": None}
CLOSE_ARCHIVED = (1008, "this station may not connect any more")
RETENTION_SECONDS = 3600.0
REFUSALS_SECONDS = 2.0
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
        self.tokens = StoredTokens(database, clock=monotonic)
        self.tuning = StoredStationTuning(database)
        self.departures: Counter[str] = Counter()
        """Departures of stations from the specification, by rule."""
        self.event_log = StoredEventLog(database)
        self.journal: GroupCommitJournal = open_journal(
            database, clock=now, new_id=uuid7, on_committed=self._tell_of_events
        )
        self.ownership = StoredLeases(database, node_id=settings.node_id, clock=now)
        self.credential_changes = CredentialChanges(
            StoredCredentialChanges(database), self.passwords, bus, new_id=uuid7
        )
        self.refusals = StoredRefusals(database, new_id=uuid7)
        self.stations = self._station_server()
        self.stored_commands = StoredCommands(database)
        self.command_watchers = Watchers()
        self.command_sealer = Sealer(keys, SECRETS)
        self.command_runner = CommandRunner(
            self.stored_commands,
            self.journal,
            self.command_sealer,
            bus,
            self.stations.connections.find,
            clock=now,
            new_id=uuid7,
        )
        self.follower = LogFollower(
            self.event_log,
            bus,
            {
                EventType.STATION_ADMINISTERED: self._station_administered,
                EventType.ID_TAG_ADMINISTERED: self._id_tag_administered,
                EventType.COMMAND_UPDATED: self._command_updated,
            },
        )
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

    def api(self) -> Any:
        """The HTTP application (ASGI) over this node's parts."""
        database, bus = self.database, self.bus
        people = StoredPeople(database)
        return create_app(
            version=__version__,
            clock=now,
            keys=self.keys,
            stations_read=StoredStationQueries(database),
            connectors_read=StoredConnectorQueries(database),
            transactions_read=StoredTransactionQueries(database),
            logs_read=StoredLogQueries(database),
            refusals_read=StoredRefusalQueries(database),
            id_tags_read=StoredIdTagQueries(database),
            nonconformities_read=StoredNonconformityQueries(database),
            figures_read=RecentFigures(StoredFigureQueries(database), monotonic),
            provisioning=Provisioning(
                StoredStations(database, new_id=uuid7),
                self.passwords,
                bus,
                new_id=uuid7,
                open_registration=self.settings.registration == "open",
            ),
            id_tag_administration=IdTagAdministration(StoredIdTags(database), bus, new_id=uuid7),
            commands=Commands(
                self.stored_commands,
                Words16(),
                self.command_sealer,
                bus,
                self.command_watchers,
                new_id=uuid7,
            ),
            sign_ins=SignIns(people, StoredSignIns(database), self.hashes, new_id=uuid7),
            readiness={"database": self._database_problem, "stations": self._station_problem},
            metrics=self._metrics(),
            secure_cookies=self.settings.public_http_url.startswith("https://"),
        )

    def _metrics(self) -> CollectorRegistry:
        registry = new_registry()
        collector = CounterCollector(
            {"wire": self.stations.counters, "journal": self.journal.measurements, "bus": self.bus.counters},
            {
                "journal_load": ("How full the journal's queue is, 0 to 1", lambda: self.journal.load),
                "known_stations": ("Stations that may connect", lambda: len(self.book)),
                "pending_stations": ("Stations that wait for a decision", lambda: self.book.pending),
            },
            present=PRESENT,
        )
        registry.register(collector)
        registry.register(DepartureCollector(self.departures))
        return registry

    async def prune(self) -> None:
        """Make the partitions of the next days and remove what is too old."""
        await self.retention.prepare(now())
        pruned = await self.retention.prune(now())
        if pruned.partitions or any(pruned.rows.values()):
            _log.info("retention", partitions=pruned.partitions, rows=pruned.rows)

    async def store_refusals(self) -> None:
        """Write the refused handshakes of the last moment, for operators."""
        await self.stations.refused.flush(self.refusals)

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

    # -- readiness -------------------------------------------------------------------------------------------------

    async def _database_problem(self) -> str | None:
        try:
            await self.database.ping()
        except StorageUnavailable as away:
            return f"does not answer: {away}"
        return None

    async def _station_problem(self) -> str | None:
        if self.draining:
            return "the node is draining"
        return None if self.stations.accepting else "no new station can come in"

    # -- following the log -----------------------------------------------------------------------------------------

    def _tell_of_events(self, position: int) -> None:  # noqa: ARG002 - the hint only says "look"
        task = asyncio.get_running_loop().create_task(self.bus.publish(EVENTS_TOPIC, b""))
        self._hints.add(task)
        task.add_done_callback(self._hints.discard)

    async def _station_administered(self, event: Event) -> None:
        if event.station_id is None:
            return
        await self.book.refresh(event.station_id)
        await self._apply_registration(event.station_id)

    async def _apply_registration(self, station_id: UUID) -> None:
        """Tell the open connection what people decided; who may not connect any more is closed."""
        connection = self.stations.connections.find(station_id)
        if connection is None or connection.peer.station is None:
            return
        credential = await self.credentials.one(station_id)
        if credential is None or credential.registration is Registration.REJECTED:
            self.stations.connections.close_station(station_id, *CLOSE_ARCHIVED)
        elif credential.registration is not Registration.ACCEPTED:
            connection.peer.station.registration = credential.registration
        # An acceptance is learnt by the conversation with the station's next message: it knows what was presented.
        tuning = await self.tuning.one(station_id)
        if tuning is not None:
            connection.peer.station.validation = tuning.validation
            connection.peer.station.quirk_overrides = tuning.quirks

    async def _command_updated(self, event: Event) -> None:
        self.command_watchers.tell(event)

    async def _id_tag_administered(self, event: Event) -> None:  # noqa: ARG002 - aliases may lead from anywhere
        self.tokens.forget()


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
        job = periodically(RETENTION_SECONDS, node.prune, "retention")
        await stack.enter_async_context(running(job, "retention"))
        for seconds, work, name in (
            (REFUSALS_SECONDS, node.store_refusals, "refused-handshakes"),
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


async def run_node(settings: Settings, *, migrate: bool) -> None:
    """Serve until SIGINT or SIGTERM, then drain: SIGTERM spreads the closing of sockets, SIGINT does not."""
    stop: asyncio.Future[signal.Signals] = asyncio.get_running_loop().create_future()
    _on_signals(stop)
    async with open_node(settings, migrate=migrate) as node:
        with explained():
            admin = await node.accounts.ensure_admin(
                settings.admin_email or None, settings.admin_password.get_secret_value() or None, now()
            )
        http = HttpListener(node.api(), settings.http_host, settings.http_port)
        with _address("HTTP", settings.http_host, settings.http_port):
            http_port = await http.start()
        try:
            with _address("STATION", settings.station_host, settings.station_port):
                await node.stations.start()
            if node.tls is not None:
                asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, node.reload_certificates)
            try:
                announce_ready(settings, station_port=node.stations.port, http_port=http_port, admin=admin)
                reason = await stop
                await _drain(node, settings.drain_seconds if reason is signal.SIGTERM else 0)
            finally:
                await node.stations.stop()
        finally:
            await http.stop()
        await node.journal.drain()
        with suppress(StorageUnavailable):
            await node.store_refusals()
        with suppress(StorageUnavailable):  # then the others find out by themselves
            await node.nodes.stop()


async def _drain(node: Node, seconds: float) -> None:
    """Not ready, no new sockets, outstanding calls finish, sockets close over time; a second signal hurries."""
    node.draining = True
    hurry: asyncio.Future[signal.Signals] = asyncio.get_running_loop().create_future()
    _on_signals(hurry)
    _log.info("draining", connections=len(node.stations.connections), seconds=seconds)
    drained = asyncio.ensure_future(node.stations.drain(seconds))
    awaited: set[asyncio.Future[Any]] = {drained, hurry}
    await asyncio.wait(awaited, return_when=asyncio.FIRST_COMPLETED)
    if not drained.done():
        drained.cancel()
        await asyncio.wait({drained})


def _on_signals(told: asyncio.Future[signal.Signals]) -> None:
    def tell(which: signal.Signals) -> None:
        if not told.done():
            told.set_result(which)

    for which in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(which, tell, which)


@contextmanager
def _address(name: str, host: str, port: int) -> Iterator[None]:
    """Say which listener it was that could not have its address."""
    try:
        yield
    except OSError as error:
        setting = f"OCPP_GATEWAY_{name}_PORT"
        raise GatewayError(
            f"{host}:{port} cannot be had ({error.strerror}); is a gateway running already? Otherwise set {setting}"
        ) from error
