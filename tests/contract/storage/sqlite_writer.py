"""A process that writes to a SQLite file as fast as it can and prints every acknowledged message, until it is killed.

Arguments: database URL, number of the first message, then `station:connector` ids.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
from uuid import UUID

from ocpp_gateway.operations.decision import Committed
from ocpp_gateway.storage.opening import open_database
from tests.contract.storage.fleet import TestStation, full_entry, journal_on


async def main(url: str, first: int, stations: list[TestStation]) -> None:
    database = await open_database(url)
    journal = journal_on(database)

    async def write(station: TestStation) -> None:
        station.messages = itertools.count(first)
        while True:
            made = full_entry(station)
            outcome = await journal.write(made)
            if not isinstance(outcome, Committed):
                raise TypeError(f"unexpected outcome {outcome}")
            print(made.frames[0].message_id, flush=True)

    await asyncio.gather(*(write(station) for station in stations))


if __name__ == "__main__":
    pairs = [word.split(":") for word in sys.argv[3:]]
    fleet = [TestStation(UUID(one), f"CP-{n}", UUID(other), number=n) for n, (one, other) in enumerate(pairs)]
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), fleet))
