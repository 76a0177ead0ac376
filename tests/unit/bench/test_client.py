from __future__ import annotations

import asyncio

import pytest
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from bench import load
from bench.client import LeanClient, frame, handshake_request
from bench.load import Load, password_of


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_frames_are_masked_and_carry_their_length(size: int) -> None:
    reader = StreamReader()
    reader.feed_data(frame(0x1, b"x" * size))
    parsing = Frame.parse(reader.read_exact, mask=True)
    with pytest.raises(StopIteration) as done:
        next(parsing)
    assert done.value.value.opcode is Opcode.TEXT
    assert done.value.value.data == b"x" * size


def test_the_handshake_names_identity_subprotocol_and_password() -> None:
    text = handshake_request("ws://127.0.0.1:9000/ocpp", "BENCH-00001", password_of("BENCH-00001")).decode()
    assert text.startswith("GET /ocpp/BENCH-00001 HTTP/1.1\r\n")
    assert "Sec-WebSocket-Protocol: ocpp1.6\r\n" in text
    assert "Authorization: Basic " in text


@pytest.mark.anyio
async def test_an_answer_to_another_call_counts_as_wrong() -> None:
    station = load.Station(Load("ws://127.0.0.1:1", "BENCH"), "BENCH-00001")
    station.load.stations.append(station)
    station.fire(station.load.clock())
    station.on_text(b'[3,"another",{}]')
    assert station.load.result.wrong == 1
    assert station.load.result.acknowledged.total() == 0


@pytest.mark.anyio
async def test_the_client_puts_frames_together_from_any_pieces() -> None:
    texts: list[bytes] = []
    lost: list[str] = []
    client = LeanClient(b"", texts.append, lost.append)
    stream = b"HTTP/1.1 101 Switching Protocols\r\n\r\n" + b"\x81\x02hi" + b"\x81\x7e\x00\x80" + b"y" * 128
    stream += b"\x88\x02\x03\xe9"
    for start in range(0, len(stream), 3):
        client.data_received(stream[start : start + 3])
    assert await asyncio.wait_for(client.opened, 1) == 101
    assert texts == [b"hi", b"y" * 128]
    assert lost[0].startswith("closed by the server: 1001")
