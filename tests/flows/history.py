"""Stations that remember what was acknowledged, and the comparison of their memory with the database.

Each station repeats a message under a new message id until it is answered, as real ones do after a lost connection.
What it saw answered must be in the database exactly once; what it never sent must not be there at all.
"""

from __future__ import annotations

import asyncio
import json
import random
import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import websockets

BEGIN = datetime(2026, 3, 1, 8, 0, 0, tzinfo=UTC)
GONE = (OSError, websockets.WebSocketException, asyncio.IncompleteReadError, TimeoutError)
ANSWER_SECONDS = 30.0
BACK_OFF_SECONDS = 0.05
"""A station's own pause before it connects again; no test waits for its end."""


class Acknowledgements:
    """Counts answers over all stations; a fault waits until so many have been given."""

    def __init__(self) -> None:
        self.count = 0
        self._changed = asyncio.Condition()

    async def add(self) -> None:
        async with self._changed:
            self.count += 1
            self._changed.notify_all()

    async def reach(self, count: int) -> None:
        async with asyncio.timeout(60), self._changed:
            await self._changed.wait_for(lambda: self.count >= count)


@dataclass
class Charge:
    """One charge as its station lived it."""

    tag: str
    meter_start: int
    start: str
    transaction_id: int | None = None
    meter_stop: int | None = None
    readings: list[str] = field(default_factory=list)


class RememberingStation:
    """Charges on one connector until told to stop, whatever happens to the gateway."""

    def __init__(
        self,
        name: str,
        seed: int,
        up: asyncio.Event,
        acknowledged: Acknowledgements,
        *,
        first_minute: int = 0,
    ) -> None:
        self.name = name
        self.charges: list[Charge] = []
        self.connections = 0
        self._random = random.Random(seed)
        self._up = up
        self._acknowledged = acknowledged
        self._socket: Any = None
        self._url = ""
        self._minute = first_minute
        self._meter = 1000

    async def live(self, url: str, enough: asyncio.Event) -> None:
        """Boot, charge, and finish the running charge when it is enough."""
        self._url = url
        await self._say("BootNotification", {"chargePointVendor": "Voltaic", "chargePointModel": "V2"})
        while not enough.is_set():
            await self._charge(enough)
        await self._socket.close()

    async def _charge(self, enough: asyncio.Event) -> None:
        charge = Charge(tag="TAG-1", meter_start=self._meter, start=self._now())
        self.charges.append(charge)
        answer = await self._say(
            "StartTransaction",
            {
                "connectorId": 1,
                "idTag": charge.tag,
                "meterStart": charge.meter_start,
                "timestamp": charge.start,
            },
        )
        charge.transaction_id = answer["transactionId"]
        for _ in range(self._random.randint(1, 6)):
            await self._measure(charge)
            if enough.is_set():
                break
        self._meter += self._random.randint(0, 300)
        await self._say(
            "StopTransaction",
            {"transactionId": charge.transaction_id, "meterStop": self._meter, "timestamp": self._now()},
        )
        charge.meter_stop = self._meter

    async def _measure(self, charge: Charge) -> None:
        self._meter += self._random.randint(1, 500)
        at = self._now()
        await self._say(
            "MeterValues",
            {
                "connectorId": 1,
                "transactionId": charge.transaction_id,
                "meterValue": [
                    {"timestamp": at, "sampledValue": [{"value": str(self._meter), "unit": "Wh"}]}
                ],
            },
        )
        charge.readings.append(at)

    def _now(self) -> str:
        self._minute += 1
        return (BEGIN + timedelta(minutes=self._minute)).isoformat().replace("+00:00", "Z")

    async def _say(self, action: str, payload: dict[str, Any]) -> Any:
        """Send until answered."""
        while True:
            await self._up.wait()
            try:
                if self._socket is None:
                    self._socket = await websockets.connect(
                        f"{self._url}/{self.name}", subprotocols=[websockets.Subprotocol("ocpp1.6")]
                    )
                    self.connections += 1
                answer = await self._once(action, payload)
            except GONE:
                self._socket = None
                await asyncio.sleep(BACK_OFF_SECONDS)
                continue
            await self._acknowledged.add()
            return answer

    async def _once(self, action: str, payload: dict[str, Any]) -> Any:
        message_id = str(uuid4())
        await self._socket.send(json.dumps([2, message_id, action, payload]))
        async with asyncio.timeout(ANSWER_SECONDS):
            while True:
                frame = json.loads(await self._socket.recv())
                if frame[0] == 2:
                    await self._socket.send(json.dumps([4, frame[1], "NotSupported", "", {}]))
                elif frame[1] == message_id:
                    assert frame[0] == 3, frame
                    return frame[2]


async def read_table(database_url: str, statement: str) -> list[tuple[Any, ...]]:
    """Rows of the database behind the gateway's back."""
    if database_url.startswith("sqlite"):
        with sqlite3.connect(database_url.removeprefix("sqlite:///")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return list(connection.execute(statement))
    connection = await asyncpg.connect(database_url)
    try:
        return [tuple(row) for row in await connection.fetch(statement)]
    finally:
        await connection.close()


async def assert_stored_exactly_once(database_url: str, stations: list[RememberingStation]) -> int:
    """Compare every station's memory with the tables; the number of facts compared."""
    transactions = await read_table(
        database_url,
        "SELECT s.ocpp_id, t.transaction_id, t.status, t.total_kwh FROM transactions t"
        " JOIN stations s ON s.id = t.station_id",
    )
    readings = await read_table(
        database_url,
        "SELECT s.ocpp_id, t.transaction_id, count(*), count(DISTINCT m.sampled_at) FROM meter_values m"
        " JOIN stations s ON s.id = m.station_id JOIN transactions t ON t.id = m.transaction_id"
        " GROUP BY s.ocpp_id, t.transaction_id",
    )
    scale = 1000 if database_url.startswith("sqlite") else 1  # SQLite holds scaled integers
    stored = {(name, tid): (status, total) for name, tid, status, total in transactions}
    measured = {(name, tid): (rows, moments) for name, tid, rows, moments in readings}
    assert len(stored) == len(transactions), "an id was given twice"
    facts = 0
    for station in stations:
        for charge in station.charges:
            key = (station.name, str(charge.transaction_id))
            status, total = stored.pop(key)
            assert charge.meter_stop is not None
            assert status == "completed", key
            assert float(total) / scale == (charge.meter_stop - charge.meter_start) / 1000, key
            expected = len(charge.readings)
            assert measured.pop(key, (0, 0)) == (expected, expected), key
            facts += 2 + expected
    assert stored == {}, "transactions that no station began"
    assert measured == {}, "readings that no station sent"
    return facts
