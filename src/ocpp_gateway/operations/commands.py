"""Commands as people and programs give them: request, look, wait, cancel.

A command is stored, with its entry in the audit and its event, in one database transaction; then a hint on the bus
tells the node that holds the station's connection. What a lost hint costs is a second, never a command.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from ocpp_gateway.charging.commands import (
    FINAL,
    Command,
    CommandPriority,
    CommandStatus,
    Expectation,
    WhenOffline,
)
from ocpp_gateway.charging.events import Event
from ocpp_gateway.operations.actions import ActionView
from ocpp_gateway.operations.audit import Actor, AuditEntry
from ocpp_gateway.operations.command_deeds import command_deed
from ocpp_gateway.operations.command_events import COMMANDS_TOPIC, command_updated
from ocpp_gateway.operations.configuration import WantedValue
from ocpp_gateway.operations.hints import EVENTS_TOPIC
from ocpp_gateway.operations.ports import Bus, NewId
from ocpp_gateway.operations.queries import IdKey, Page, StationView, Visibility
from ocpp_gateway.operations.refusals import Conflict, Invalid, KeyReused, NotFound
from ocpp_gateway.operations.repeated_requests import KEY_LIFETIME
from ocpp_gateway.operations.sealing import Sealer

DEFAULT_TIMEOUT = 30.0
"""Seconds a station has to answer."""
LONGEST_TIMEOUT = 600.0
QUEUED_FOR = timedelta(hours=24)
"""How long a command waits for an offline station when no deadline was given."""
LONGEST_DEADLINE = timedelta(days=365)
SECRETS = "command-secrets"
"""Purpose of the key that seals payloads with secrets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What somebody wants a station to be told. `payload` goes out with its members in the given order."""

    action: str
    payload: dict[str, Any]
    when_offline: WhenOffline = "fail"
    timeout_seconds: float = DEFAULT_TIMEOUT
    expires_at: datetime | None = None
    force: bool = False
    made: frozenset[str] = frozenset()
    """Members of the payload that the gateway makes anew for every request: a repeated one has others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An order in the words of the station's version. `shown` is `payload` with its secrets masked."""

    action: str
    payload: bytes
    shown: str
    priority: CommandPriority
    expectation: Expectation | None
    wanted: WantedValue | None = None
    """The configuration value that the order sets, if that may be kept: a secret is sent only."""


class CommandWords(Protocol):
    """The vocabulary of one version of OCPP, as far as giving commands needs it."""

    def prepare(self, action: str, payload: dict[str, Any], *, force: bool) -> Prepared:
        """Check an order. Raises `Invalid`, or `FieldsRefused` with each member of the payload that does not fit the
        schema; with `force` only for what cannot be sent at all.
        """
        ...

    def actions(self) -> Sequence[ActionView]:
        """Every action that can be given, by name."""
        ...

    def id_tags(self, payload: Mapping[str, Any]) -> list[str]:
        """Every id tag that a payload names, at any depth."""
        ...

    def start(self, connector: int, id_tag: str) -> tuple[str, dict[str, Any]]:
        """Start a transaction: action and payload."""
        ...

    def stop(self, transaction_id: str) -> tuple[str, dict[str, Any]]:
        """Stop a transaction."""
        ...

    def unlock(self, connector: int) -> tuple[str, dict[str, Any]]:
        """Unlock a connector."""
        ...

    def availability(self, connector: int, *, operative: bool) -> tuple[str, dict[str, Any]]:
        """Take a connector, or with 0 the whole station, out of service or back."""
        ...

    def clear_cache(self) -> tuple[str, dict[str, Any]]:
        """Have the station forget whom it let charge."""
        ...

    def read_configuration(self, keys: Sequence[str]) -> tuple[str, dict[str, Any]]:
        """Ask for configuration keys; for all of them if none is named."""
        ...

    def change_configuration(self, key: str, value: str) -> tuple[str, dict[str, Any]]:
        """Change a configuration key."""
        ...

    def reset(self, kind: str) -> tuple[str, dict[str, Any]]:
        """Restart the station."""
        ...

    def trigger(self, message: str, connector: int | None) -> tuple[str, dict[str, Any]]:
        """Have the station send a message."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandFilter:
    """`station` is an identity, also of an archived station."""

    station: str | None = None
    action: str | None = None
    status: CommandStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCommand:
    """What is stored beside the command itself: the sealed payload and how a repeated request is recognised."""

    command: Command
    secret: str | None
    principal: UUID | None
    idempotency_key: str | None
    body_hash: bytes
    wanted: WantedValue | None = None
    """A configuration value that somebody wants and that this command carries."""


class CommandStore(Protocol):
    """Storage of commands. May raise `StorageUnavailable`. Every write is one transaction with its event."""

    async def insert(
        self, new: NewCommand, forget_before: datetime, event: Event, audit: Sequence[AuditEntry]
    ) -> Command | None:
        """Add a command, or return the one that this principal's key made since `forget_before`.

        `None` if that one had another body.
        """
        ...

    async def find(self, command: UUID, visible: Visibility) -> Command | None:
        """One command."""
        ...

    async def page(
        self, wanted: CommandFilter, visible: Visibility, *, limit: int, after: IdKey | None = None
    ) -> Page[Command, IdKey]:
        """Commands, newest first."""
        ...

    async def move(
        self, before: Command, after: Command, event: Event, audit: Sequence[AuditEntry] = ()
    ) -> bool:
        """Write a new state if the stored one is still that of `before`."""
        ...

    async def overdue(self, now: datetime, limit: int) -> Sequence[tuple[Command, int | None]]:
        """Commands that wait for a deadline, or were sent by whom is not the owner any more; with the lease's epoch."""
        ...

    async def next_queued(self, station_id: UUID) -> tuple[Command, str | None] | None:
        """The queued command of a station whose turn it is, with its sealed payload."""
        ...

    async def queued_stations(self) -> Sequence[UUID]:
        """Stations that have queued commands, wherever they are connected."""
        ...


class Watchers:
    """Who waits for a command to become final; told by whoever follows the event log."""

    def __init__(self) -> None:
        self._waiting: dict[UUID, set[asyncio.Future[None]]] = {}

    def tell(self, event: Event) -> None:
        """A command has moved."""
        if event.data.get("status") not in FINAL:
            return
        for waiting in self._waiting.pop(UUID(event.data["command"]), ()):
            if not waiting.done():
                waiting.set_result(None)

    def register(self, command: UUID) -> asyncio.Future[None]:
        """A future that is resolved when the command is final."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(command, set()).add(future)
        return future

    def forget(self, command: UUID, future: asyncio.Future[None]) -> None:
        """Nobody waits for this any more."""
        waiting = self._waiting.get(command)
        if waiting is not None:
            waiting.discard(future)
            if not waiting:
                del self._waiting[command]


class Commands:
    """What can be done with commands. Stations are given as they are seen by the caller."""

    def __init__(
        self,
        store: CommandStore,
        words: CommandWords,
        sealer: Sealer,
        bus: Bus,
        watchers: Watchers,
        *,
        new_id: NewId,
    ) -> None:
        self.words = words
        self._store = store
        self._sealer = sealer
        self._bus = bus
        self._watchers = watchers
        self._new_id = new_id

    async def request(
        self,
        station: StationView,
        order: Order,
        by: Actor,
        *,
        now: datetime,
        idempotency_key: str | None = None,
    ) -> Command:
        """Store a command and tell the station's node. Raises `Invalid` or `KeyReused`.

        The same key within 24 hours returns the command that it made, whatever became of it.
        """
        new = self.made(station, order, by, now=now, idempotency_key=idempotency_key)
        command = new.command
        stored = await self._store.insert(
            new,
            now - KEY_LIFETIME,
            command_updated(command, now, self._new_id),
            [command_deed("requested", command, by=by, now=now, new_id=self._new_id)],
        )
        if stored is None:
            raise KeyReused
        if stored.id == command.id:
            await self._bus.publish(EVENTS_TOPIC, b"")
            if not command.final:
                await self._bus.publish(COMMANDS_TOPIC, station.id.bytes)
        return stored

    def made(
        self,
        station: StationView,
        order: Order,
        by: Actor,
        *,
        now: datetime,
        idempotency_key: str | None = None,
    ) -> NewCommand:
        """A command that whoever calls stores, in a transaction of their own. Raises `Invalid`."""
        prepared = self.words.prepare(order.action, order.payload, force=order.force)
        given = self._command(station, order, prepared, by, now)
        command = at_once(given, station.ocpp_version, now, online=station.online)
        sealed = prepared.shown.encode() != prepared.payload and not command.final
        return NewCommand(
            command=command,
            secret=self._sealer.seal(prepared.payload, command.id.bytes) if sealed else None,
            principal=by.id,
            idempotency_key=idempotency_key,
            body_hash=_hash(station, order),
            wanted=prepared.wanted,
        )

    def _command(
        self, station: StationView, order: Order, prepared: Prepared, by: Actor, now: datetime
    ) -> Command:
        if not 0 < order.timeout_seconds <= LONGEST_TIMEOUT:
            raise Invalid("timeout_seconds", f"A station is given up to {LONGEST_TIMEOUT:.0f} seconds.")
        expires_at = order.expires_at
        if expires_at is None:
            waits = timedelta(seconds=order.timeout_seconds) if order.when_offline == "fail" else QUEUED_FOR
            expires_at = now + waits
        if not now < expires_at <= now + LONGEST_DEADLINE:
            raise Invalid("expires_at", "The deadline lies in the future, at most a year from now.")
        return Command(
            id=self._new_id(),
            station_id=station.id,
            station=station.ocpp_id,
            action=prepared.action,
            payload=prepared.shown,
            status=CommandStatus.QUEUED,
            priority=prepared.priority,
            when_offline=order.when_offline,
            force=order.force,
            timeout_seconds=order.timeout_seconds,
            requested_by=by.name,
            requested_at=now,
            expires_at=expires_at,
            expectation=prepared.expectation,
        )

    async def find(self, command: UUID, visible: Visibility) -> Command:
        """One command. Raises `NotFound`."""
        found = await self._store.find(command, visible)
        if found is None:
            raise NotFound("command", str(command))
        return found

    async def page(
        self, wanted: CommandFilter, visible: Visibility, *, limit: int, after: IdKey | None = None
    ) -> Page[Command, IdKey]:
        """Commands, newest first."""
        return await self._store.page(wanted, visible, limit=limit, after=after)

    async def wait(self, command: Command, seconds: float, visible: Visibility) -> Command:
        """The command once it is final, or as it stands when the time is over."""
        if command.final:
            return command
        future = self._watchers.register(command.id)
        try:
            command = await self.find(command.id, visible)
            if command.final:
                return command
            await asyncio.wait([future], timeout=seconds)
        finally:
            self._watchers.forget(command.id, future)
        return await self.find(command.id, visible)

    async def cancel(self, command: UUID, visible: Visibility, *, by: Actor, now: datetime) -> Command:
        """Take a command back that has not been sent. Raises `NotFound`, or `Conflict` if it is too late."""
        found = await self.find(command, visible)
        if found.status is CommandStatus.CANCELLED:
            return found
        if found.status is CommandStatus.QUEUED:
            cancelled = found.ended(CommandStatus.CANCELLED, now)
            event = command_updated(cancelled, now, self._new_id)
            deed = command_deed("cancelled", cancelled, by=by, now=now, new_id=self._new_id)
            if await self._store.move(found, cancelled, event, [deed]):
                await self._bus.publish(EVENTS_TOPIC, b"")
                return cancelled
        raise Conflict("not-queued", "Only a command that has not been sent can be cancelled.")


def at_once(command: Command, ocpp_version: str | None, now: datetime, *, online: bool) -> Command:
    """Some orders can only fail: nobody is there, or who is there speaks another language."""
    if ocpp_version not in {None, "1.6"}:
        text = f"unsupported: OCPP {ocpp_version} cannot be spoken with commands yet"
        return command.ended(CommandStatus.FAILED, now, error=text)
    if not online and command.when_offline == "fail":
        return command.ended(CommandStatus.FAILED, now, error="the station is offline")
    return command


def _hash(station: StationView, order: Order) -> bytes:
    """What must be equal for two requests to be the same."""
    parts = [
        station.id.hex,
        order.action,
        {name: value for name, value in order.payload.items() if name not in order.made},
        order.when_offline,
        order.timeout_seconds,
        None if order.expires_at is None else order.expires_at.isoformat(),
        order.force,
    ]
    return hashlib.sha256(json.dumps(parts).encode()).digest()
