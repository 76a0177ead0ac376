"""Fuzzing of codec and handshake: 10^4 cases in every build, 10^7 with `--long` (`--fuzz-cases` for any other number).

Each target has its share of them. A failure names its seed; `replay(target, seed)` of a debugger is the same case.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from ocpp_gateway.ocpp.catalogue import ACTIONS_16
from ocpp_gateway.ocpp.codec import Decoded, decode_request, decode_response
from ocpp_gateway.ocpp.errors import RpcError
from ocpp_gateway.ocpp.exchange import (
    Answered,
    CallArrived,
    Exchange,
    LateAnswer,
    Refused,
    Rejected,
    Stray,
)
from ocpp_gateway.ocpp.frames import Call, CallError, CallResult, Unreadable, parse
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.ocpp.violations import MAX_RECORDED, Validation
from ocpp_gateway.wire.arrival import Arrival, NoHead
from ocpp_gateway.wire.framing import Framing
from ocpp_gateway.wire.handshake import BadRequest, HandshakeRules, Opening, read_request
from ocpp_gateway.wire.timer_wheel import TimerWheel
from tests.fuzz.endurance import endure
from tests.fuzz.mutations import bend_octets, bent_frame, bent_payload, requests, streams
from tests.station_house import LIMITS, ManualClock
from tests.unit.operations.ledger import station
from tests.unit.translation.test_conversation import Talk

pytestmark = pytest.mark.anyio

V16 = OcppVersion.V16
BOTH_WAYS = list(Validation)
RULES = [HandshakeRules(validation=validation) for validation in Validation]
MESSAGE_BYTES = 4096
CASES, LONG_CASES = 10_000, 10_000_000
SHARES = {"frames": 0.35, "codec": 0.35, "handshake": 0.15, "websocket": 0.13, "conversation": 0.02}


@pytest.fixture
def cases(request: pytest.FixtureRequest) -> Callable[[str], int]:
    """How many cases a target gets."""
    chosen = request.config.getoption("--fuzz-cases")
    total = chosen or (LONG_CASES if request.config.getoption("--long") else CASES)
    return lambda target: max(10, int(total * SHARES[target]))


def fuzz_frames(seed: int) -> None:
    """Bytes as a message, read in both ways, and taken by an exchange that waits for an answer."""
    luck = random.Random(seed)
    data: str | bytes = bent_frame(luck)
    if luck.random() < 0.8:
        data = data.decode(errors=luck.choice(("replace", "ignore", "surrogateescape")))
    for validation in BOTH_WAYS:
        assert isinstance(parse(data, validation), Call | CallResult | CallError | Unreadable)
        exchange = Exchange(V16, validation)
        exchange.call("ours", "Reset", b'{"type":"Soft"}', 0.0, 30.0)
        received = exchange.receive(data, 1.0)
        match received:
            case CallArrived(call=call):
                answer = json.loads(exchange.accept(call, b"{}"))
                assert (answer[0], answer[2], exchange.pending) == (3, {}, 0)
            case Rejected(reply=reply) if reply is not None:
                assert json.loads(reply)[0] == 4
            case Rejected() | Answered() | Refused() | LateAnswer() | Stray():
                pass
            case _:
                raise AssertionError(received)


def fuzz_codec(seed: int) -> None:
    """A payload of any of the 78 messages, read in both ways: a message or an `RpcError`, nothing else."""
    luck = random.Random(seed)
    action, half, octets = bent_payload(luck)
    decode = decode_request if half == "request" else decode_response
    for validation in BOTH_WAYS:
        try:
            decoded: Any = decode(V16, ACTIONS_16[action], octets, validation)
        except RpcError as refusal:
            decoded = refusal
        if isinstance(decoded, RpcError):
            assert len(decoded.description) <= 255
            json.dumps(decoded.details)
        else:
            assert isinstance(decoded, Decoded)
            assert len(decoded.violations) <= MAX_RECORDED + 1


class Nowhere(asyncio.Transport):
    """A transport whose peer is nobody."""

    def pause_reading(self) -> None:
        return

    def resume_reading(self) -> None:
        return

    def is_closing(self) -> bool:
        return False

    def abort(self) -> None:
        return


def fuzz_handshake(seed: int, wheel: TimerWheel) -> None:
    """Bytes of an upgrade request in pieces, through the arrival of a socket, to its meaning."""
    luck = random.Random(seed)
    octets = bend_octets(luck, luck.choice(requests()), requests())
    if luck.random() < 0.1:
        octets = octets.replace(b"CP-1", b"A" * luck.choice((255, 256, 9000)))
    arrival = Arrival(
        wheel, LIMITS, on_answered=lambda: None, on_gone=lambda _: None, may_linger=lambda: False
    )
    arrival.connection_made(Nowhere())
    start = 0
    while start < len(octets) and not arrival.head.done():
        end = start + luck.choice((1, 7, 100, len(octets)))
        arrival.data_received(octets[start:end])
        start = end
    arrival.eof_received()
    head = arrival.head.result()
    if isinstance(head, NoHead):
        assert head.status in {0, 400, 408, 414, 431}
    else:
        for rules in RULES:
            read = read_request(head, rules)
            assert isinstance(read, Opening | BadRequest)
            if isinstance(read, Opening):
                assert read.identity.isprintable()
                assert "/" not in read.identity
                assert len(read.identity) <= 255
            else:
                assert 400 <= read.status < 600
    arrival.connection_lost(None)


def fuzz_websocket(seed: int) -> None:
    """Bytes of an open connection in pieces: whole messages within the limit, or a close of ours."""
    luck = random.Random(seed)
    octets = bend_octets(luck, luck.choice(streams()), streams())
    framing = Framing(MESSAGE_BYTES)
    start = 0
    while start < len(octets):
        end = start + luck.choice((1, 3, 50, len(octets)))
        for message in framing.feed(octets[start:end]):
            assert len(message) <= MESSAGE_BYTES
        framing.take_output()
        start = end
    framing.feed_eof()
    framing.take_output()
    assert not framing.is_open


class Listener:
    """A conversation that is begun anew every thousand frames, so that its ledger does not count as memory."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._talk = Talk(station())

    async def fuzz(self, seed: int) -> None:
        luck = random.Random(seed)
        talk = self._talk
        talk.journal.entries.clear()
        received = talk.exchange.receive(bent_frame(luck), 0.0)
        if isinstance(received, CallArrived):
            reply = await talk.conversation.answer(received.call, talk.peer.connected_at)
            assert reply.text is not None
            answer: list[Any] = json.loads(reply.text)
            assert answer[0] in {3, 4}
            assert answer[2] != "InternalError"
        if (seed + 1) % 1000 == 0:
            self._talk = Talk(station())


@pytest.mark.parametrize(
    ("target", "run"),
    [("frames", fuzz_frames), ("codec", fuzz_codec), ("websocket", fuzz_websocket)],
)
def test_no_octets_break_or_hang_the_protocol_engine_or_stay_in_memory(
    target: str, run: Callable[[int], None], cases: Callable[[str], int]
) -> None:
    endure(target, cases(target), run)


async def test_no_octets_break_or_hang_the_handshake_or_stay_in_memory(cases: Callable[[str], int]) -> None:
    clock = ManualClock()
    wheel = TimerWheel(clock)

    def run(seed: int) -> None:
        fuzz_handshake(seed, wheel)
        clock.now += 1.0
        wheel.advance()

    endure("handshake", cases("handshake"), run)


def test_no_frame_breaks_a_conversation_or_gets_an_internal_error(cases: Callable[[str], int]) -> None:
    with asyncio.Runner() as runner:
        listener = Listener(runner.get_loop())
        endure("conversation", cases("conversation"), lambda seed: runner.run(listener.fuzz(seed)))
