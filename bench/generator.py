"""The load generator's process: takes one command a line on stdin (JSON), answers each with one line on stdout.

Started by `bench.processes.Generator`; it runs on a core of its own when there are two.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import uvloop

from bench.load import Load, finish_phase, own_cpu_seconds


async def _obey(load: Load, order: dict[str, Any]) -> None:
    match order["do"]:
        case "connect":
            await load.connect(order["stations"])
        case "disconnect":
            load.disconnect()
        case "steps":
            await load.steps(order["count"])
        case "spread":
            await load.spread()
        case "closed":
            await load.closed_loop(order["seconds"])
        case "open":
            await load.open_loop(order["rate"], order["seconds"])
        case "handshakes":
            await load.handshakes(order["seconds"], order["in_flight"], order["identities"])
        case unknown:
            raise ValueError(f"unknown order {unknown!r}")


async def _main() -> None:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    first = json.loads(await reader.readline())
    load = Load(first["url"], first["prefix"], passwords=first["passwords"])
    while line := await reader.readline():
        begin, cpu = load.clock(), own_cpu_seconds()
        await _obey(load, json.loads(line))
        print(json.dumps(finish_phase(load, begin, cpu).report()), flush=True)


if __name__ == "__main__":
    uvloop.run(_main())
