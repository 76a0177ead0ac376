"""Bad handshakes and frames (ocpp.md section 5, A and C) against the whole gateway, database and all.

The single rules are proven with a scripted conversation elsewhere; here one gateway takes everything, one after the
other, and after each attack its witness still charges and the attacked station still comes back.
"""

from __future__ import annotations

import os
import sqlite3
import struct
from contextlib import closing

import psutil
import pytest
from websockets.frames import Opcode

from tests.flows.houses import a_gateway_house, on_uvloop
from tests.gateway_house import GatewayHouse, reply
from tests.raw_socket import RawSocket, call_text, frame, text_frame, upgrade

pytestmark = pytest.mark.anyio

HEARTBEAT = call_text("1", "Heartbeat").encode()

REQUESTS = {
    "plain GET": (b"GET /ocpp/CP-1 HTTP/1.1\r\n\r\n", 426),
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400),
    "wrong version": (upgrade("/ocpp/CP-1", Sec_WebSocket_Version="8"), 426),
    "no key": (upgrade("/ocpp/CP-1", drop=("Sec-WebSocket-Key",)), 400),
    "no path": (upgrade("/"), 404),
    "encoded slash": (upgrade("/ocpp/a%2Fb"), 404),
    "NUL in the identity": (upgrade("/ocpp/a%00b"), 404),
    "traversal": (upgrade("/ocpp/../../etc/passwd"), 404),
    "query": (upgrade("/ocpp/CP-1?password=x"), 404),
    "other subprotocol": (upgrade("/ocpp/CP-8", drop=("Authorization",), Sec_WebSocket_Protocol="soap"), 400),
    "identity in other letters": (upgrade("/ocpp/cp-1", drop=("Authorization",)), 401),
    "identity with a colon": (upgrade("/ocpp/CP:1", drop=("Authorization",)), 404),
    "thousands of headers": (upgrade("/ocpp/CP-1", extra=tuple((f"X-{n}", "y") for n in range(8000))), 431),
    "a header of a mebibyte": (upgrade("/ocpp/CP-1", X_Long="y" * 2**20), 431),
    "a path of a mebibyte": (upgrade("/" + "y" * 2**20), 414),
}

STARTED = (
    "select count(*) from transactions t join stations s on s.id = t.station_id where s.ocpp_id = 'CP-5'"
)

FRAMES = {
    "text that is no UTF-8": (frame(Opcode.TEXT, b"\xff\xfe"), 1007),
    "unmasked": (frame(Opcode.TEXT, HEARTBEAT, mask=None), 1002),
    "reserved opcode": (frame(0x3, b"x"), 1002),
    "reserved bit": (frame(Opcode.TEXT, HEARTBEAT, rsv=4), 1002),
    "long ping": (frame(Opcode.PING, b"x" * 126), 1002),
    "continuation of nothing": (frame(Opcode.CONT, b"x"), 1002),
    "text within a text": (frame(Opcode.TEXT, b"[", fin=False) + text_frame("[]"), 1002),
    "too large": (frame(Opcode.TEXT, b"x", length=1_048_577), 1009),
    "too large by far": (frame(Opcode.TEXT, b"x", length=2**62), 1009),
    "too large in fragments": (
        frame(Opcode.TEXT, b"x" * 600_000, fin=False) + frame(0, b"x" * 600_000),
        1009,
    ),
    "close code of one byte": (frame(Opcode.CLOSE, b"\x03"), 1002),
    "close code that may not be sent": (frame(Opcode.CLOSE, struct.pack("!H", 1006)), 1002),
    "proper close": (frame(Opcode.CLOSE, struct.pack("!H", 1000)), 1000),
}


anyio_backend = on_uvloop()
house = a_gateway_house("whole")


@pytest.fixture(scope="module")
async def witness(house: GatewayHouse) -> RawSocket:
    first = await house.station("CP-1")
    await first.close()
    return await house.station("WITNESS")


async def test_every_bad_request_is_refused_and_harms_nobody(house: GatewayHouse, witness: RawSocket) -> None:
    for name, (request, status) in REQUESTS.items():
        raw = await house.raw()
        raw.send(request)
        assert (await raw.response()).status == status, name
        await raw.close()
        await house.unharmed(witness)


async def test_every_bad_frame_ends_its_connection_and_harms_nobody(
    house: GatewayHouse, witness: RawSocket
) -> None:
    for name, (bad, code) in FRAMES.items():
        raw = await house.station()
        raw.send(bad)
        assert await raw.close_code() == code, name
        await raw.ended()
        await house.unharmed(witness)


async def test_resets_and_half_frames_leave_no_socket_behind(house: GatewayHouse, witness: RawSocket) -> None:
    process = psutil.Process(os.getpid())
    await house.unharmed(witness)
    await house.until(lambda: len(house.node.stations.connections) == 1)
    before = process.num_fds()
    for cut in range(1, 60):
        raw = await house.station()
        raw.send((text_frame(call_text("x", "Heartbeat", {"pad": "p" * 200})) * 2)[: cut * 7])
        await raw.flush()
        raw.reset()
    await house.until(lambda: len(house.node.stations.connections) == 1)
    await house.until(lambda: process.num_fds() <= before + 1)
    await house.unharmed(witness)


async def test_what_a_station_said_before_it_was_cut_off_is_stored(
    house: GatewayHouse, witness: RawSocket
) -> None:
    start = {"connectorId": 1, "idTag": "TAG", "meterStart": 77, "timestamp": "2026-05-04T12:34:56Z"}
    raw = await house.station("CP-5")
    answered = house.node.stations.counters.calls_answered
    raw.send(text_frame(call_text("cut", "StartTransaction", start)) + frame(0x3, b"x"))
    assert await raw.close_code() == 1002
    await raw.ended()
    await house.until(lambda: house.node.stations.counters.calls_answered > answered)
    with closing(sqlite3.connect(house.database)) as database:
        logged = "select count(*) from ocpp_logs where message_id = 'cut' and message_type = 'Call'"
        assert database.execute(logged).fetchone() == (1,)
        assert database.execute(STARTED).fetchone() == (1,)
    again = await house.station("CP-5")
    again.send(text_frame(call_text("again", "StartTransaction", start)))
    assert (await reply(again, "again"))[2]["transactionId"] > 0
    with closing(sqlite3.connect(house.database)) as database:
        assert database.execute(STARTED).fetchone() == (1,)
    await house.unharmed(witness)
