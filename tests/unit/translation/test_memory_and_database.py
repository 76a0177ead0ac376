"""Whatever a station says and however commits end: memory equals the database, and a repeated start gets its first id.

A real SQLite file behind real conversations. Messages are drawn at random from a seed: odd connectors, bent times,
unknown ids, impossible numbers, repetitions. Commits fail before or after they happened (journal.md, "Unknown
outcome"); then the station reconnects and says it again, while the old connection may still try to write.
"""

from __future__ import annotations

import json
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select
from uuid_utils.compat import uuid7

from ocpp_gateway.charging.stations import Station
from ocpp_gateway.charging.times import station_time
from ocpp_gateway.charging.tokens import fold
from ocpp_gateway.ocpp.exchange import CallArrived, Exchange
from ocpp_gateway.ocpp.timestamps import parse_timestamp
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.operations.decision import Entry, Outcome, Unavailable
from ocpp_gateway.storage import tables
from ocpp_gateway.storage.journal import GroupCommitJournal, open_journal
from ocpp_gateway.storage.leases import load_stations
from ocpp_gateway.translation.conversation import Conversation
from tests.unit.operations.ledger import NOON
from tests.unit.translation.spoken_station import desk_on, peer_on

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

STEPS = 30
BOOT = ("BootNotification", {"chargePointVendor": "V", "chargePointModel": "M"})
Message = tuple[str, dict[str, Any]]


@dataclass
class FlakyJournal:
    """The real journal; now and then its caller hears of an outage, before the commit or after it."""

    journal: GroupCommitJournal
    luck: random.Random
    load: float = 0.0

    async def write(self, entry: Entry) -> Outcome:
        dice = self.luck.random()
        if dice < 0.08:
            return Unavailable("nothing was sent")
        outcome = await self.journal.write(entry)
        return Unavailable("the answer was lost") if dice < 0.16 else outcome

    async def drain(self) -> None:
        await self.journal.drain()


@dataclass
class Life:
    """One station, its connections, and what it was answered."""

    database: Database
    journal: GroupCommitJournal
    seed: int
    now: datetime = NOON
    told: list[int] = field(default_factory=list)
    ids: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.luck = random.Random(self.seed)
        self.desk = desk_on(self.database, FlakyJournal(self.journal, self.luck), lambda: self.now)
        self.connect(None)

    def connect(self, station: Station | None) -> None:
        self.peer = peer_on(Exchange(OcppVersion.V16), f"CP-{self.seed}", station, self.now)
        self.conversation = Conversation(self.desk, self.peer)

    @property
    def station(self) -> Station:
        assert self.peer.station is not None
        return self.peer.station

    async def reconnect(self) -> None:
        if self.peer.station is None:
            return self.connect(None)
        old = self.conversation
        if self.luck.random() < 0.5:
            await old.closed(1006, "gone", self.now)
        self.connect(await self.desk.ownership.claim(self.station.id))
        await old.closed(1006, "late", self.now)
        reply = await self.conversation.opened(self.now)
        return None if reply.close is None else await self.reconnect()

    async def say(self, action: str, payload: dict[str, Any]) -> Any:
        """Say it until it is answered, as stations do."""
        for _ in range(50):
            received = self.peer.exchange.receive(json.dumps([2, "m", action, payload]), 0.0)
            assert isinstance(received, CallArrived)
            reply = await self.conversation.answer(received.call, self.now)
            if reply.close is None:
                assert reply.text is not None
                return json.loads(reply.text)
            await self.reconnect()
        pytest.fail("never answered")

    async def step(self, action: str, payload: dict[str, Any]) -> None:
        kind, _, answer, *_ = await self.say(action, payload)
        assert (kind, answer) != (4, "InternalError")
        if action == "StartTransaction":
            self.told.append(answer["transactionId"])
            self.remember(payload, answer["transactionId"])

    def remember(self, start: dict[str, Any], transaction_id: int) -> None:
        """The same content is the same start, whenever it comes; an implausible time makes no content."""
        parsed, _ = parse_timestamp(start["timestamp"])
        if not station_time(parsed, start["timestamp"], self.now).plausible:
            return
        content = (start["connectorId"], fold(start["idTag"]), parsed, start["meterStart"])
        assert self.ids.setdefault(content, transaction_id) == transaction_id

    async def check_memory(self) -> None:
        async with self.database.read() as connection:
            loaded = await load_stations(connection, {self.station.id: self.station.epoch})
        assert _without_signs_of_life(loaded[self.station.id]) == _without_signs_of_life(self.station)

    async def check_rows(self) -> None:
        async with self.database.read() as connection:
            rows = await self._rows(connection, tables.transactions)
            connectors = await self._rows(connection, tables.connectors)
            refused = await self._rows(connection, tables.quarantine)
        assert refused == []
        by_id = {row["id"]: row for row in rows}
        for connector in connectors:
            held = connector["transaction_id"]
            if held is not None:
                assert by_id[held]["status"] == "active"
                assert by_id[held]["connector_number"] == connector["connector_number"]
        matched = [row["transaction_id"] for row in rows if row["status"] != "unmatched"]
        assert sorted(matched) == sorted({str(number) for number in self.told})
        assert all(row["total_kwh"] is None or row["total_kwh"] >= 0 for row in rows)

    async def _rows(self, connection: Any, table: Any) -> list[Any]:
        found = await connection.execute(select(table).where(table.c.station_id == self.station.id))
        return [dict(row) for row in found.mappings()]


def _without_signs_of_life(station: Station) -> Station:
    """They, and the counts of departures, are kept in memory for a minute on purpose."""
    return replace(
        station,
        last_heartbeat=None,
        last_message_at=None,
        seen_stored_at=None,
        nonconformities={},
        clock_skew=(0, 0),
    )


def _time(life: Life) -> str:
    luck, around = life.luck, life.now + timedelta(seconds=life.luck.choice([-4000, -60, 0, 60]))
    return luck.choice(
        [
            around.strftime("%Y-%m-%dT%H:%M:%SZ"),
            around.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            around.strftime("%Y-%m-%d %H:%M:%S"),
            "1970-01-01T00:00:00Z",
            "",
            "soon",
        ]
    )


def _value(life: Life) -> dict[str, Any]:
    luck = life.luck
    sample = {
        "value": luck.choice(["1000.1234", "NaN", "1e400", "1e13", "-5", 12.5, str(luck.randint(0, 6000))])
    }
    if luck.random() < 0.6:
        sample["measurand"] = luck.choice(["SoC", "Power.Active.Import", "Voltage", "Nonsense"])
    if luck.random() < 0.3:
        sample["unit"] = luck.choice(["Wh", "kWh", "W", "Percent"])
    return {"timestamp": _time(life), "sampledValue": [sample] * luck.randint(0, 2)}


def _message(life: Life) -> Message:
    luck = life.luck
    connector = luck.choice([0, 1, 1, 1, 2, 2, 100, 101, -1])
    values = [_value(life) for _ in range(luck.randint(0, 3))]
    known = luck.choice([*life.told[-3:], -1, 0, 12345])
    meter = luck.choice([-1, 0, 1000, luck.randint(0, 9000), 2**53 - 1])
    start = {
        "connectorId": connector,
        "idTag": luck.choice(["TAG-1", "tag-1", "", "X" * 30]),
        "meterStart": meter,
        "timestamp": _time(life),
        "reservationId": luck.choice([0, 5, 2**40]),
    }
    stop = {"transactionId": known, "meterStop": meter, "timestamp": _time(life), "transactionData": values}
    status = luck.choice(["Available", "Charging", "Occupied", "Faulted", "nonsense"])
    return luck.choice(
        [
            ("StartTransaction", start),
            ("StartTransaction", start),
            ("StopTransaction", stop),
            ("StopTransaction", stop),
            ("MeterValues", {"connectorId": connector, "transactionId": known, "meterValue": values}),
            ("MeterValues", {"connectorId": connector, "meterValue": values}),
            ("StatusNotification", {"connectorId": connector, "errorCode": "NoError", "status": status}),
            ("Heartbeat", {}),
            BOOT,
        ]
    )


@pytest.fixture
async def journal(sqlite_database: Database) -> AsyncIterator[GroupCommitJournal]:
    moments = count()
    opened = open_journal(
        sqlite_database, clock=lambda: NOON + timedelta(microseconds=next(moments)), new_id=uuid7
    )
    yield opened
    await opened.close()


@pytest.mark.parametrize(
    "seed", [*range(12), *(pytest.param(n, marks=pytest.mark.long) for n in range(12, 500))]
)
async def test_memory_is_the_database_and_starts_are_stored_once(
    seed: int, sqlite_database: Database, journal: GroupCommitJournal
) -> None:
    life = Life(sqlite_database, journal, seed)
    await life.step(*BOOT)
    said: list[Message] = [BOOT]
    for _ in range(STEPS):
        life.now += timedelta(seconds=life.luck.choice([0.001, 1, 30, 400]))
        again = life.luck.random() < 0.35
        said.append(life.luck.choice(said[-6:]) if again else _message(life))
        await life.step(*said[-1])
        await life.check_memory()
    await life.check_rows()
