"""Connections that end badly, fall silent or do not read (ocpp.md section 5, C 28 to 30), through a real socket."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from dataclasses import replace

import pytest
from websockets.frames import Opcode

from ocpp_gateway.ocpp.frames import Call
from ocpp_gateway.translation.peer import CallTimedOut, ConnectionClosed, Reply
from tests.flows.houses import a_house, answered, built, on_both_loops
from tests.raw_socket import RawSocket, call_text, frame, text_frame
from tests.station_house import LIMITS, ManualClock, ScriptedConversation, StationHouse, beat

pytestmark = pytest.mark.anyio

HEARTBEAT = call_text("1", "Heartbeat")


anyio_backend = on_both_loops()
house = a_house()


# -- C28: ends -------------------------------------------------------------------------------------------------------


async def test_c28_a_reset_in_the_middle_of_a_frame_is_an_end_like_any_other(house: StationHouse) -> None:
    raw = await house.raw_station()
    raw.send(frame(Opcode.TEXT, HEARTBEAT.encode())[:10])
    await raw.flush()
    await house.until(lambda: house.server.counters.bytes_received > 0)
    raw.reset()
    await house.until(lambda: any(entry[:2] == ("CP-1", 1006) for entry in house.diary.closed))


async def test_c28_a_close_without_a_code_is_answered_without_a_code(house: StationHouse) -> None:
    raw = await house.raw_station()
    raw.send(frame(Opcode.CLOSE))
    assert await raw.frame() == (Opcode.CLOSE, b"")
    await raw.ended()
    await house.until(lambda: ("CP-1", 1005, "") in house.diary.closed)


@pytest.mark.parametrize(
    "payload",
    [
        b"\x03",
        struct.pack("!H", 999),
        struct.pack("!H", 1004),
        struct.pack("!H", 1005),
        struct.pack("!H", 1006),
        struct.pack("!H", 1015),
        struct.pack("!H", 2999),
        struct.pack("!H", 5000),
        struct.pack("!H", 65535),
    ],
)
async def test_c28_an_invalid_close_code_is_a_protocol_error(house: StationHouse, payload: bytes) -> None:
    raw = await house.raw_station()
    raw.send(frame(Opcode.CLOSE, payload))
    assert await raw.close_code() == 1002


async def test_c28_a_close_reason_of_a_thousand_bytes_is_a_protocol_error(house: StationHouse) -> None:
    raw = await house.raw_station()
    raw.send(frame(Opcode.CLOSE, struct.pack("!H", 1000) + b"r" * 1000))
    assert await raw.close_code() == 1002


async def test_c28_a_close_reason_that_is_not_utf8_ends_with_1007(house: StationHouse) -> None:
    raw = await house.raw_station()
    raw.send(frame(Opcode.CLOSE, struct.pack("!H", 1000) + b"\xff"))
    assert await raw.close_code() == 1007


async def test_c28_a_peer_that_never_answers_our_close_is_dropped() -> None:
    clock = ManualClock()
    async with built(clock=clock) as house:
        raw = await house.raw_station()
        assert house.server.connections.close_station(house.station_id("CP-1"), 1001, "going away")
        assert await raw.close_code() == 1001
        raw.send(frame(Opcode.PING, b"still here") * 10)
        house.pass_time(4.5)
        assert len(house.server.connections) == 2
        house.pass_time(1.0)
        await raw.ended()
        await house.until(lambda: ("CP-1", 1001, "going away") in house.diary.closed)


async def test_c28_a_half_close_without_a_close_frame_is_an_end(house: StationHouse) -> None:
    raw = await house.raw_station()
    raw.writer.write_eof()
    await raw.ended()
    await house.until(lambda: any(entry[:2] == ("CP-1", 1006) for entry in house.diary.closed))


# -- C29: half-open --------------------------------------------------------------------------------------------------


async def test_c29_a_half_open_connection_is_pinged_found_by_silence_and_its_calls_fail() -> None:
    clock = ManualClock()
    async with built(clock=clock) as house:
        raw = await house.raw_station()
        connection = house.server.connections.find(house.station_id("CP-1"))
        witness = house.server.connections.find(house.station_id("WITNESS"))
        assert connection is not None
        assert witness is not None
        house.pass_time(60.25)
        assert await raw.frame() == (Opcode.PING, b"")
        call = asyncio.ensure_future(connection.call("GetConfiguration", b"{}", timeout=30.0))
        assert json.loads((await raw.frame())[1])[2] == "GetConfiguration"
        house.pass_time(31.0)
        with pytest.raises(CallTimedOut):
            await call
        last = asyncio.ensure_future(connection.call("GetConfiguration", b"{}", timeout=10_000.0))
        await house.until(lambda: house.server.counters.calls_sent == 2)
        witness.last_heard = clock.now + 900
        house.pass_time(900.0 - 91.25 - 1.0)
        assert house.server.counters.silent_closed == 0
        house.pass_time(1.5)
        assert house.server.counters.silent_closed == 1
        with pytest.raises(ConnectionClosed):
            await last
        await house.until(lambda: any(entry[:2] == ("CP-1", 1006) for entry in house.diary.closed))
        assert house.server.connections.find(house.station_id("CP-1")) is None


# -- C30: slow senders, slow readers ---------------------------------------------------------------------------------


async def test_c30_a_call_that_comes_one_byte_a_second_is_answered() -> None:
    clock = ManualClock()
    async with built(clock=clock) as house:
        raw = await house.raw_station()
        witness = house.server.connections.find(house.station_id("WITNESS"))
        assert witness is not None
        for byte in text_frame(call_text("1", "Heartbeat", {"x": "y" * 1200})):
            seen = house.server.counters.bytes_received
            raw.send(bytes([byte]))
            await house.until(lambda seen=seen: house.server.counters.bytes_received > seen)  # type: ignore[misc]
            house.pass_time(1.0, step=1.0)
            witness.last_heard = clock.now
        assert await answered(raw)


async def _big_answer(conversation: ScriptedConversation, call: Call) -> Reply:
    payload = b'{"data":"' + b"d" * 100_000 + b'"}'
    return Reply(text=conversation.peer.exchange.accept(call, payload))


async def _never_reading(house: StationHouse) -> RawSocket:
    raw = await house.raw_station()
    raw.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.writer.transport.pause_reading()  # type: ignore[attr-defined]
    return raw


async def test_c30_a_peer_that_never_reads_is_cut_off_when_its_buffer_is_full() -> None:
    async with built(limits=replace(LIMITS, write_buffer_bytes=300_000)) as house:
        house.script["DataTransfer"] = _big_answer
        raw = await _never_reading(house)
        for number in range(500):
            raw.send(text_frame(call_text(str(number), "DataTransfer")))
        await house.until(lambda: house.server.counters.slow_readers == 1)
        await house.until(lambda: any(entry[:2] == ("CP-1", 1006) for entry in house.diary.closed))
        answered_calls = house.server.counters.calls_answered
        assert answered_calls < 150


async def test_c30_a_peer_that_stops_reading_is_not_read_from_and_cut_off_after_a_while() -> None:
    clock = ManualClock()
    async with built(clock=clock, limits=replace(LIMITS, write_buffer_bytes=10**9, inbound_calls=4)) as house:
        house.script["DataTransfer"] = _big_answer
        raw = await _never_reading(house)
        for number in range(500):
            raw.send(text_frame(call_text(str(number), "DataTransfer")))
        connection = house.server.connections.find(house.station_id("CP-1"))
        assert connection is not None
        await house.until(lambda: connection._write_paused and not connection.talk.busy)
        taken = house.server.counters.calls_received
        assert taken < 200
        house.pass_time(29.0)
        assert house.server.counters.slow_readers == 0
        assert house.server.counters.calls_received == taken
        house.pass_time(2.0)
        assert house.server.counters.slow_readers == 1
        await house.until(lambda: len(house.server.connections) == 1)


async def test_c30_a_flood_of_pings_from_a_peer_that_never_reads_is_held_and_cut_off() -> None:
    clock = ManualClock()
    async with built(clock=clock) as house:
        raw = await _never_reading(house)
        connection = house.server.connections.find(house.station_id("CP-1"))
        assert connection is not None
        flood = frame(Opcode.PING, b"x" * 125) * 1000
        while not connection._reading_paused:
            raw.send(flood)
            await asyncio.sleep(0)
        assert connection._transport.get_write_buffer_size() < 200_000
        async with house.connect("CP-2") as other:
            await beat(other)
        house.pass_time(31.0)
        assert house.server.counters.slow_readers == 1
