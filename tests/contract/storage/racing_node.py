"""A node of its own process that takes stations over again and again and writes until it is fenced.

Arguments: database URL, name, rounds, then station ids. Prints one JSON object: for each take-over the epoch and what
the hot state showed, and every acknowledged message.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from uuid_utils.compat import uuid7

from ocpp_gateway.operations.decision import Committed, Entry, LoggedFrame, Priority, StaleEpoch
from ocpp_gateway.storage.engine import Database
from ocpp_gateway.storage.journal import GroupCommitJournal, open_journal
from ocpp_gateway.storage.leases import StoredLeases
from ocpp_gateway.storage.opening import open_database
from ocpp_gateway.storage.tables import ocpp_logs


def now() -> datetime:
    return datetime.now(UTC)


class RacingNode:
    """Owner, for a while, of each of its stations."""

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._leases = StoredLeases(database, node_id=name, clock=now)
        self._journal: GroupCommitJournal = open_journal(database, clock=now, new_id=uuid7)
        self._chance = random.Random(name)
        self.takeovers: list[tuple[str, int, int]] = []
        self.acknowledged: list[str] = []

    async def race(self, station_id: UUID, rounds: int) -> None:
        for _ in range(rounds):
            station = await self._leases.claim(station_id)
            if station is None:
                raise LookupError("the station is gone")
            self.takeovers.append(
                (str(station_id), station.epoch, await self._rows_before(station_id, station.epoch))
            )
            for number in range(self._chance.randint(1, 6)):
                message_id = f"{station_id}/{station.epoch}/{number}"
                outcome = await self._journal.write(_entry(station_id, station.epoch, message_id))
                if isinstance(outcome, StaleEpoch):
                    break
                if not isinstance(outcome, Committed):
                    raise TypeError(f"unexpected outcome {outcome}")
                self.acknowledged.append(message_id)

    async def close(self) -> None:
        await self._journal.close()

    async def _rows_before(self, station_id: UUID, epoch: int) -> int:
        """How many rows of earlier owners the take-over finds: read after the claim, like the hot state."""
        query = select(ocpp_logs.c.message_id).where(ocpp_logs.c.station_id == station_id)
        async with self._database.read() as connection:
            messages = (await connection.execute(query)).scalars()
        return sum(int(message.split("/")[1]) < epoch for message in messages)


def _entry(station_id: UUID, epoch: int, message_id: str) -> Entry:
    frame = LoggedFrame(
        id=uuid7(),
        direction="in",
        message_type="Call",
        action="Heartbeat",
        message_id=message_id,
        connector_id=None,
        connector_number=None,
        payload=b"{}",
        raw=None,
        timestamp=now(),
    )
    return Entry(station_id=station_id, epoch=epoch, priority=Priority.TELEMETRY, frames=(frame,))


async def main(url: str, name: str, rounds: int, stations: list[UUID]) -> None:
    database = await open_database(url)
    node = RacingNode(database, name)
    await asyncio.gather(*(node.race(station, rounds) for station in stations))
    await node.close()
    await database.close()
    print(json.dumps({"takeovers": node.takeovers, "acknowledged": node.acknowledged}))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), [UUID(word) for word in sys.argv[4:]]))
