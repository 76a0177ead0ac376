"""A station that talks to a real conversation over a real journal on SQLite, without a socket."""

from __future__ import annotations

import itertools
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from uuid_utils.compat import uuid7

from ocpp_gateway.charging.stations import Registration, Station
from ocpp_gateway.ocpp.exchange import CallArrived, Exchange, Rejected
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.ocpp.violations import Validation
from ocpp_gateway.operations.reads import Policy, Reads
from ocpp_gateway.storage import tables
from ocpp_gateway.storage.credentials import StoredCredentials
from ocpp_gateway.storage.enrolment import StoredEnrolment
from ocpp_gateway.storage.journal import GroupCommitJournal, open_journal
from ocpp_gateway.storage.leases import StoredLeases
from ocpp_gateway.storage.lookups import StoredMeterLookup, StoredTransactionLookup
from ocpp_gateway.storage.tokens import StoredTokens
from ocpp_gateway.storage.transaction_ids import StoredTransactionIds
from ocpp_gateway.translation.conversation import Conversation
from ocpp_gateway.translation.peer import Desk, Peer, Reply
from tests.unit.operations.ledger import NOON

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ocpp_gateway.operations.ports import Clock, Journal
    from ocpp_gateway.storage.engine import Database

BOOT = {"chargePointVendor": "Voltaic", "chargePointModel": "M1"}


def desk_on(database: Database, journal: Journal, clock: Clock) -> Desk:
    """What the conversations of a node share, on a real database."""
    return Desk(
        journal=journal,
        ownership=StoredLeases(database, node_id="n", clock=clock),
        enrolment=StoredEnrolment(database, new_id=uuid7),
        credentials=StoredCredentials(database),
        reads=Reads(
            tokens=StoredTokens(database, clock=monotonic),
            transactions=StoredTransactionLookup(database),
            meters=StoredMeterLookup(database),
            transaction_ids=StoredTransactionIds(database, b"k" * 32),
            new_id=uuid7,
            policy=Policy(),
        ),
        enrol_as=Registration.ACCEPTED,
    )


def peer_on(
    exchange: Exchange,
    identity: str,
    station: Station | None,
    now: datetime,
    validation: Validation = Validation.LENIENT,
) -> Peer:
    """One connection of a station, or of a stranger that will be one."""
    return Peer(
        connection_id=uuid7(),
        identity=identity,
        version=OcppVersion.V16,
        remote_address="127.0.0.1",
        validation=validation,
        exchange=exchange,
        connected_at=now,
        station=station,
    )


@dataclass
class SpokenStation:
    """One connection of one station; `now` is its and our clock."""

    database: Database
    journal: GroupCommitJournal
    validation: Validation
    identity: str = "CP-1"
    now: datetime = NOON
    asked: int = 0
    _ids: Any = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.desk = desk_on(self.database, self.journal, lambda: self.now)
        self.connect(None)

    def connect(self, station: Station | None) -> None:
        exchange = Exchange(OcppVersion.V16, self.validation, bad_frames_limit=1_000_000_000)
        self.peer = peer_on(exchange, self.identity, station, self.now, self.validation)
        self.conversation = Conversation(self.desk, self.peer)

    async def reconnect(self) -> None:
        """A new connection of the same station, which takes over."""
        assert self.peer.station is not None
        self.connect(await self.desk.ownership.claim(self.peer.station.id))
        await self.conversation.opened(self.now)

    async def hear(self, data: str | bytes) -> Reply:
        """One WebSocket message, whatever it is, and what is to be sent for it."""
        received = self.peer.exchange.receive(data, 0.0)
        if isinstance(received, CallArrived):
            return await self.conversation.answer(received.call, self.now)
        if isinstance(received, Rejected):
            return await self.conversation.unreadable(data, received, self.now)
        return Reply()

    async def say(self, action: str, payload: Any) -> list[Any]:
        """One CALL and the frame that answers it."""
        self.asked += 1
        self.now += timedelta(milliseconds=1)
        message_id = f"m{next(self._ids)}"
        reply = await self.hear(json.dumps([2, message_id, action, payload]))
        assert reply.close is None, reply.close
        assert reply.text is not None
        answer: list[Any] = json.loads(reply.text)
        assert answer[1] == message_id
        return answer

    async def rows(self, table: Any) -> list[dict[str, Any]]:
        """All rows of a table, of whatever station, in the order of their ids."""
        async with self.database.read() as connection:
            found = await connection.execute(select(table).order_by(table.c.id))
            return [dict(row) for row in found.mappings()]

    async def count(self, table: Any) -> int:
        async with self.database.read() as connection:
            found = await connection.execute(select(func.count()).select_from(table))
            return int(found.scalar())

    async def frames(self) -> int:
        return await self.count(tables.ocpp_logs)


@asynccontextmanager
async def spoken_station(
    database: Database, validation: Validation = Validation.LENIENT, **journal_options: Any
) -> AsyncIterator[SpokenStation]:
    """A station that has booted."""
    moments = itertools.count()
    journal = open_journal(
        database,
        clock=lambda: NOON + timedelta(microseconds=next(moments)),
        new_id=uuid7,
        **journal_options,
    )
    station = SpokenStation(database, journal, validation)
    try:
        assert (await station.say("BootNotification", BOOT))[2]["status"] == "Accepted"
        yield station
    finally:
        await journal.close()
