"""Bytes in, whole messages out; and no bytes that break it."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Opcode

from ocpp_gateway.wire.framing import Framing, forbid_library_debug
from tests.raw_socket import frame, text_frame


def test_messages_come_out_whole_and_in_order_however_the_bytes_are_cut() -> None:
    stream = (
        text_frame("one") + frame(Opcode.TEXT, b"t", fin=False) + frame(Opcode.CONT, b"wo") + text_frame("")
    )
    stream += frame(Opcode.BINARY, b"\x00\xff") + text_frame("x" * 70_000)
    for size in (1, 2, 7, 1000, len(stream)):
        framing = Framing(100_000)
        messages: list[str | bytes] = []
        for start in range(0, len(stream), size):
            messages += framing.feed(stream[start : start + size])
        assert messages == ["one", "two", "", b"\x00\xff", "x" * 70_000]


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_no_bytes_raise(pieces: list[bytes]) -> None:
    framing = Framing(1000)
    for piece in pieces:
        framing.feed(piece)
        framing.take_output()
        if framing.failure is not None:
            assert not framing.is_open
    framing.feed_eof()
    framing.take_output()
    assert not framing.is_open


@given(
    st.lists(st.tuples(st.sampled_from(list(range(16))), st.binary(max_size=130), st.booleans()), max_size=12)
)
def test_no_sequence_of_frames_raises(frames: list[tuple[int, bytes, bool]]) -> None:
    framing = Framing(300)
    for opcode, payload, fin in frames:
        for message in framing.feed(frame(opcode, payload, fin=fin)):
            assert len(message) <= 300
        framing.take_output()


def test_after_a_failure_nothing_more_comes_out() -> None:
    framing = Framing(1000)
    assert framing.feed(text_frame("a") + frame(Opcode.TEXT, b"\xff") + text_frame("b")) == ["a"]
    assert framing.failure == 1007
    assert framing.feed(text_frame("c")) == []
    output, ends = framing.take_output()
    assert output.startswith(b"\x88")
    assert ends


def test_who_closed_and_why_is_remembered() -> None:
    framing = Framing(1000)
    framing.feed(frame(Opcode.CLOSE, b"\x03\xe9bye"))
    assert framing.close_received == (1001, "bye")
    assert framing.failure is None
    ours = Framing(1000)
    ours.close(1012, "the gateway restarts")
    assert ours.close_sent == (1012, "the gateway restarts")
    assert not ours.is_open


@pytest.mark.parametrize("reason", ["x" * 500, "ü" * 100, "€" * 41 + "ab"])
def test_a_close_reason_is_cut_to_what_fits_at_a_character(reason: str) -> None:
    framing = Framing(1000)
    framing.close(1008, reason)
    output, _ = framing.take_output()
    assert len(output) <= 2 + 125
    sent = framing.close_sent
    assert sent is not None
    assert reason.startswith(sent[1])


def test_the_library_may_not_write_debug_records_even_if_everything_else_does() -> None:
    loggers = [logging.getLogger(name) for name in ("websockets", "websockets.server", "websockets.client")]
    levels = [logger.level for logger in loggers]
    root = logging.getLogger()
    before = root.level
    try:
        root.setLevel(logging.DEBUG)
        loggers[1].setLevel(logging.DEBUG)
        forbid_library_debug()
        assert not any(logger.isEnabledFor(logging.DEBUG) for logger in loggers)
    finally:
        root.setLevel(before)
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
