"""The reference for memory and handshakes: the `websockets` asyncio server with nothing behind it.

`python -m bench.idle`, PORT in the environment. It answers the benchmark's messages from a table and stores nothing.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import signal

import msgspec
import uvloop
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

_transaction_ids = itertools.count(1)
_ANSWERS = {
    "BootNotification": '{"currentTime":"2026-01-01T00:00:00Z","interval":300,"status":"Accepted"}',
    "Heartbeat": '{"currentTime":"2026-01-01T00:00:00Z"}',
}


async def _connected(connection: ServerConnection) -> None:
    try:
        async for message in connection:
            _, message_id, action, _ = msgspec.json.decode(message)
            answer = _ANSWERS.get(action, "{}")
            if action == "StartTransaction":
                answer = f'{{"idTagInfo":{{"status":"Accepted"}},"transactionId":{next(_transaction_ids)}}}'
            await connection.send(f'[3,"{message_id}",{answer}]')
    except ConnectionClosed:
        return  # how clients of a load test leave


async def _main() -> None:
    logging.getLogger("websockets.server").setLevel(logging.CRITICAL)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    port = int(os.environ["PORT"])
    async with serve(_connected, "127.0.0.1", port, compression=None, ping_interval=None):
        await stop.wait()


if __name__ == "__main__":
    uvloop.run(_main())
