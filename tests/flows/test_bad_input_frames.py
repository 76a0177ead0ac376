"""Bad WebSocket frames (ocpp.md section 5, family C), through a real socket."""

from __future__ import annotations

import asyncio
import gc
import json
import struct
import tracemalloc
from dataclasses import replace

import pytest
from websockets.frames import Opcode

from ocpp_gateway.ocpp.violations import Validation
from ocpp_gateway.wire.handshake import HandshakeRules
from tests.flows.houses import a_house, answered, built, on_both_loops
from tests.raw_socket import call_text, frame, text_frame, upgrade
from tests.station_house import LIMITS, ManualClock, StationHouse

pytestmark = pytest.mark.anyio

STRICT = HandshakeRules(validation=Validation.STRICT)
HEARTBEAT = call_text("1", "Heartbeat")


anyio_backend = on_both_loops()
house = a_house()


# -- C23: text and binary --------------------------------------------------------------------------------------------


async def test_c23_json_in_a_binary_frame_is_answered_leniently(house: StationHouse) -> None:
    raw = await house.raw_station()
    raw.send(frame(Opcode.BINARY, HEARTBEAT.encode()))
    assert await answered(raw)
    assert house.server.counters.binary_messages == 1


async def test_c23_a_strict_listener_closes_on_a_binary_frame() -> None:
    async with built(rules=STRICT) as house:
        raw = await house.raw_station()
        raw.send(text_frame(HEARTBEAT) + frame(Opcode.BINARY, HEARTBEAT.encode()))
        assert await raw.close_code() == 1003
        await raw.ended()


async def test_c23_bytes_that_are_no_text_in_a_binary_frame_are_counted_and_ignored(
    house: StationHouse,
) -> None:
    raw = await house.raw_station()
    raw.send(frame(Opcode.BINARY, b"\xff\xfe\x00") + text_frame(HEARTBEAT))
    assert await answered(raw)
    assert house.server.counters.rejected_frames == 1


@pytest.mark.parametrize("text", [b"\xff", b'[2,"1","Heart\xc3\x28",{}]', b"\xed\xa0\x80", b"\xf0\x9f"])
async def test_c23_text_that_is_not_utf8_ends_the_connection_with_1007(
    house: StationHouse, text: bytes
) -> None:
    raw = await house.raw_station()
    raw.send(frame(Opcode.TEXT, text) + text_frame(HEARTBEAT))
    assert await raw.close_code() == 1007
    await raw.ended()
    assert house.server.counters.invalid_text == 1
    assert ("CP-1", "Heartbeat") not in house.diary.calls


async def test_c23_a_character_split_over_two_fragments_is_one_character(house: StationHouse) -> None:
    text = call_text("1", "Heartbeat", {"x": "ü"}).replace("\\u00fc", "ü").encode()
    cut = text.index(b"\xc3") + 1
    raw = await house.raw_station()
    raw.send(frame(Opcode.TEXT, text[:cut], fin=False) + frame(Opcode.CONT, text[cut:]))
    assert await answered(raw)


# -- C24: frames that RFC 6455 forbids -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bad",
    [
        frame(Opcode.TEXT, HEARTBEAT.encode(), mask=None),
        frame(0x3, b"x"),
        frame(0x7, b"x"),
        frame(0xB, b"x"),
        frame(0xF, b""),
        frame(Opcode.TEXT, HEARTBEAT.encode(), rsv=4),
        frame(Opcode.TEXT, HEARTBEAT.encode(), rsv=2),
        frame(Opcode.TEXT, HEARTBEAT.encode(), rsv=1),
        frame(Opcode.PING, b"x" * 126),
        frame(Opcode.PING, b"x", fin=False),
        frame(Opcode.CLOSE, b"", fin=False),
        frame(Opcode.CONT, b"x"),
        frame(Opcode.TEXT, b"[", fin=False) + text_frame(HEARTBEAT),
    ],
    ids=[
        "unmasked",
        "opcode 3",
        "opcode 7",
        "opcode B",
        "opcode F",
        "RSV1",
        "RSV2",
        "RSV3",
        "long ping",
        "split ping",
        "split close",
        "continuation of nothing",
        "text within a text",
    ],
)
async def test_c24_a_forbidden_frame_ends_the_connection_with_1002(house: StationHouse, bad: bytes) -> None:
    raw = await house.raw_station()
    raw.send(bad)
    assert await raw.close_code() == 1002
    seen = house.server.counters.bytes_received
    raw.send(text_frame(HEARTBEAT) + bad)
    await house.until(lambda: house.server.counters.bytes_received > seen)
    await raw.ended()
    assert house.server.counters.protocol_errors == 1
    assert ("CP-1", "Heartbeat") not in house.diary.calls
    await house.until(lambda: any(entry[:2] == ("CP-1", 1002) for entry in house.diary.closed))


async def test_c24_calls_before_a_forbidden_frame_are_facts_and_reach_the_gateway(
    house: StationHouse,
) -> None:
    raw = await house.raw_station()
    raw.send(text_frame(call_text("7", "StopTransaction")) + frame(0x3, b"x"))
    assert await raw.close_code() == 1002
    await house.until(lambda: ("CP-1", "StopTransaction") in house.diary.calls)


async def test_c24_compression_is_not_negotiated_and_a_compressed_frame_is_an_error(
    house: StationHouse,
) -> None:
    raw = await house.raw()
    raw.send(upgrade("/ocpp/CP-1", Sec_WebSocket_Extensions="permessage-deflate; client_max_window_bits"))
    response = await raw.response()
    assert response.status == 101
    assert "sec-websocket-extensions" not in response.headers
    raw.send(frame(Opcode.TEXT, b"\xaaV*.I,)-V\xb2R*(\xca", rsv=4))
    assert await raw.close_code() == 1002


# -- C25: fragments --------------------------------------------------------------------------------------------------


async def test_c25_a_call_in_a_thousand_fragments_with_pings_between_is_one_call(house: StationHouse) -> None:
    raw = await house.raw_station()
    text = call_text("1", "Heartbeat", {"x": "y" * 3000}).encode()
    size = len(text) // 999
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    for number, piece in enumerate(pieces):
        opcode = Opcode.TEXT if number == 0 else Opcode.CONT
        raw.send(
            frame(opcode, piece, fin=number == len(pieces) - 1) + frame(Opcode.PING, str(number).encode())
        )
    assert len(pieces) >= 999
    pongs = [await raw.frame() for _ in range(len(pieces) - 1)]
    assert pongs == [(Opcode.PONG, str(number).encode()) for number in range(len(pieces) - 1)]
    last = [await raw.frame(), await raw.frame()]
    assert (Opcode.PONG, str(len(pieces) - 1).encode()) in last
    assert any(opcode == Opcode.TEXT and json.loads(payload)[:2] == [3, "1"] for opcode, payload in last)


async def test_c25_empty_fragments_without_end_weigh_nothing(house: StationHouse) -> None:
    raw = await house.raw_station()
    raw.send(frame(Opcode.TEXT, b"[", fin=False))
    await raw.flush()
    gc.collect()
    tracemalloc.start()
    try:
        for _ in range(20):
            raw.send(frame(Opcode.CONT, b"", fin=False) * 1000 + frame(Opcode.PING, b"?"))
            await raw.flush()
            assert await raw.frame() == (Opcode.PONG, b"?")
        gc.collect()
        grown, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert grown < 200_000


async def test_c25_a_fragment_that_is_never_finished_ends_with_its_connection(house: StationHouse) -> None:
    raw = await house.raw_station()
    raw.send(frame(Opcode.TEXT, b"[2,", fin=False) + frame(Opcode.PING, b"?"))
    assert await raw.frame() == (Opcode.PONG, b"?")
    raw.send(frame(Opcode.CLOSE, struct.pack("!H", 1000)))
    await raw.ended()


async def test_c25_all_fragments_together_are_bound_by_the_message_size() -> None:
    async with built(limits=replace(LIMITS, message_bytes=1000)) as house:
        raw = await house.raw_station()
        raw.send(frame(Opcode.TEXT, b"x" * 600, fin=False) + frame(Opcode.CONT, b"x" * 600))
        assert await raw.close_code() == 1009
        assert house.server.counters.messages_too_big == 1


# -- C26: pings and pongs --------------------------------------------------------------------------------------------


async def test_c26_a_flood_of_pings_is_answered(house: StationHouse) -> None:
    raw = await house.raw_station()
    for start in range(0, 20_000, 1000):
        raw.send(b"".join(frame(Opcode.PING, str(number).encode()) for number in range(start, start + 1000)))
        for number in range(start, start + 1000):
            assert await raw.frame() == (Opcode.PONG, str(number).encode())


@pytest.mark.parametrize("payload", [b"", b"\x00", b"x" * 125])
async def test_c26_a_ping_is_answered_with_its_own_payload(house: StationHouse, payload: bytes) -> None:
    raw = await house.raw_station()
    raw.send(frame(Opcode.PING, payload))
    assert await raw.frame() == (Opcode.PONG, payload)


async def test_c26_a_pong_that_nobody_asked_for_changes_nothing(house: StationHouse) -> None:
    raw = await house.raw_station()
    raw.send(frame(Opcode.PONG, b"unasked") * 100 + text_frame(HEARTBEAT))
    assert await answered(raw)


async def test_c26_a_station_that_never_sends_a_pong_lives_as_long_as_it_talks() -> None:
    clock = ManualClock()
    async with built(clock=clock) as house:
        raw = await house.raw_station()
        witness = house.server.connections.find(house.station_id("WITNESS"))
        assert witness is not None
        for number in range(40):
            house.pass_time(59.0)
            raw.send(text_frame(call_text(str(number), "Heartbeat")))
            assert await answered(raw, str(number))
            witness.last_heard = clock.now
        house.pass_time(70.0)
        assert await raw.frame() == (Opcode.PING, b"")


# -- C27: sizes ------------------------------------------------------------------------------------------------------


def _call_of(size: int) -> str:
    empty = call_text("1", "DataTransfer", {"vendorId": ""})
    return call_text("1", "DataTransfer", {"vendorId": "v" * (size - len(empty))})


@pytest.mark.parametrize(("size", "code"), [(65_535, None), (65_536, None), (65_537, 1009)])
async def test_c27_the_limit_is_met_to_the_byte(size: int, code: int | None) -> None:
    async with built(limits=replace(LIMITS, message_bytes=65_536)) as house:
        raw = await house.raw_station()
        text = _call_of(size)
        assert len(text) == size
        raw.send(text_frame(text))
        if code is None:
            assert await answered(raw)
        else:
            assert await raw.close_code() == code


async def test_c27_a_message_of_one_mebibyte_is_taken_by_default(house: StationHouse) -> None:
    raw = await house.raw_station()
    raw.send(text_frame(_call_of(1_048_576)))
    assert await answered(raw)


@pytest.mark.parametrize("announced", [1_048_577, 100 * 2**20, 2**63 - 1])
async def test_c27_a_message_that_announces_too_much_is_refused_before_it_comes(
    house: StationHouse, announced: int
) -> None:
    raw = await house.raw_station()
    raw.send(frame(Opcode.TEXT, b"x" * 100, length=announced))
    assert await raw.close_code() == 1009
    await raw.ended()


async def test_c27_a_hundred_mebibytes_that_are_really_sent_are_not_kept(house: StationHouse) -> None:
    raw = await house.raw_station()
    gc.collect()
    tracemalloc.start()
    try:
        code = asyncio.ensure_future(raw.close_code())
        raw.send(frame(Opcode.TEXT, b"", length=100 * 2**20))
        block = b"x" * 2**18
        try:
            for _ in range(400):
                raw.send(block)
                await raw.flush()
        except ConnectionError:
            pass  # the gateway waits for the rest only so long
        assert await code == 1009
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 * 2**20
