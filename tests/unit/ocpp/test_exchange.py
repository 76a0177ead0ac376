"""One conversation: both directions, every bound, late and stray answers (fault cases D34, D38, D40 to D42)."""

from __future__ import annotations

import json

import pytest

from ocpp_gateway.ocpp.errors import ErrorCode, RpcError
from ocpp_gateway.ocpp.exchange import (
    REMEMBERED,
    Answered,
    CallArrived,
    Exchange,
    ExchangeBusy,
    ExchangeClosed,
    LateAnswer,
    NotPending,
    Refused,
    Rejected,
    Stray,
)
from ocpp_gateway.ocpp.frames import Call, Validation
from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.versions import OcppVersion

HEARTBEAT = '[2,"s1","Heartbeat",{}]'


@pytest.fixture
def exchange() -> Exchange:
    return Exchange(OcppVersion.V16)


def arrived(exchange: Exchange, text: str = HEARTBEAT) -> Call:
    received = exchange.receive(text, 0.0)
    assert isinstance(received, CallArrived)
    return received.call


# --- the station asks --------------------------------------------------------------------------------------


def test_a_call_of_the_station_is_accepted_with_its_own_id(exchange: Exchange) -> None:
    call = arrived(exchange)
    assert exchange.pending == 1
    assert exchange.accept(call, b'{"currentTime":"2024-01-01T00:00:00Z"}') == (
        '[3,"s1",{"currentTime":"2024-01-01T00:00:00Z"}]'
    )
    assert exchange.pending == 0


@pytest.mark.parametrize("identity", ["7", '"7"', '""', '"\\u0041"'])
def test_the_answer_echoes_the_id_to_the_byte(exchange: Exchange, identity: str) -> None:
    call = arrived(exchange, f'[2,{identity},"Heartbeat",{{}}]')
    assert exchange.accept(call, b"{}") == f"[3,{identity},{{}}]"


def test_a_refusal_is_spelled_for_16(exchange: Exchange) -> None:
    error = RpcError(ErrorCode.OCCURRENCE_CONSTRAINT, "twice", {"path": "$"})
    text = exchange.refuse(arrived(exchange), error)
    assert text == '[4,"s1","OccurenceConstraintViolation","twice",{"path":"$"}]'


def test_a_refusal_is_spelled_for_201() -> None:
    exchange = Exchange(OcppVersion.V201)
    text = exchange.refuse(arrived(exchange), RpcError(ErrorCode.FORMATION_VIOLATION))
    assert text == '[4,"s1","FormatViolation","",{}]'


def test_a_call_is_answered_once(exchange: Exchange) -> None:
    call = arrived(exchange)
    exchange.accept(call, b"{}")
    with pytest.raises(NotPending):
        exchange.accept(call, b"{}")
    with pytest.raises(NotPending):
        exchange.refuse(call, RpcError(ErrorCode.INTERNAL_ERROR))


def test_a_call_of_another_conversation_is_not_answered_here(exchange: Exchange) -> None:
    other = Exchange(OcppVersion.V16)
    with pytest.raises(NotPending):
        exchange.accept(arrived(other), b"{}")


def test_calls_with_the_same_id_and_text_are_answered_each_for_itself(exchange: Exchange) -> None:
    """D34: the id is no key, stations reuse it (Q29)."""
    first, second = arrived(exchange), arrived(exchange)
    assert exchange.pending == 2
    assert exchange.accept(second, b"{}") == exchange.accept(first, b"{}")
    with pytest.raises(NotPending):
        exchange.accept(first, b"{}")


def test_answering_twice_never_answers_an_equal_call_in_its_place(exchange: Exchange) -> None:
    first, second = arrived(exchange), arrived(exchange)
    assert first == second
    exchange.accept(first, b"{}")
    with pytest.raises(NotPending):
        exchange.accept(first, b"{}")
    assert exchange.pending == 1
    exchange.accept(second, b"{}")


def test_500_pipelined_calls_are_all_answered_in_order_while_the_reader_keeps_the_bound() -> None:
    """D41: the reader pauses while the exchange is full and goes on when there is room."""
    exchange = Exchange(OcppVersion.V16, max_pending=64)
    frames = [f'[2,"{number}","Heartbeat",{{}}]' for number in range(500)]
    waiting: list[Call] = []
    answers: list[str] = []
    while frames or waiting:
        while frames and not exchange.full:
            waiting.append(arrived(exchange, frames.pop(0)))
        assert exchange.pending <= 64
        answers.append(exchange.accept(waiting.pop(0), b"{}"))
    assert answers == [f'[3,"{number}",{{}}]' for number in range(500)]


def test_a_reader_that_does_not_pause_loses_the_connection_but_no_message_is_answered_wrongly() -> None:
    exchange = Exchange(OcppVersion.V16, max_pending=2)
    calls = [arrived(exchange), arrived(exchange)]
    assert exchange.full
    received = exchange.receive(HEARTBEAT, 0.0)
    assert isinstance(received, Rejected)
    assert (received.reply, received.close) == (None, True)
    assert exchange.pending == 2
    exchange.accept(calls[0], b"{}")
    assert not exchange.full


# --- we ask ------------------------------------------------------------------------------------------------


def test_a_result_is_matched_to_the_outstanding_call(exchange: Exchange) -> None:
    assert exchange.call("g1", "Reset", b'{"type":"Soft"}', 10.0, 30.0) == '[2,"g1","Reset",{"type":"Soft"}]'
    asked = exchange.outstanding
    assert asked is not None
    assert (asked.message_id, asked.action, asked.sent_at, asked.deadline) == ("g1", "Reset", 10.0, 40.0)
    assert exchange.receive('[3,"g1",{"status":"Accepted"}]', 11.0) == Answered(
        asked, b'{"status":"Accepted"}'
    )
    assert exchange.outstanding is None


def test_an_error_is_matched_to_the_outstanding_call(exchange: Exchange) -> None:
    exchange.call("g1", "Reset", b"{}", 0.0, 30.0)
    received = exchange.receive('[4,"g1","FormatViolation","bad",{"a":1}]', 1.0)
    assert isinstance(received, Refused)
    assert (received.code, received.description, received.details) == ("FormatViolation", "bad", b'{"a":1}')
    assert exchange.outstanding is None


@pytest.mark.parametrize(("validation", "payload"), [(Validation.LENIENT, b"{}"), (Validation.STRICT, b"")])
def test_a_result_without_payload_still_ends_the_wait(validation: Validation, payload: bytes) -> None:
    exchange = Exchange(OcppVersion.V16, validation)
    exchange.call("g1", "Reset", b"{}", 0.0, 30.0)
    received = exchange.receive('[3,"g1"]', 1.0)
    assert isinstance(received, Answered)
    assert received.payload == payload


def test_one_call_is_outstanding_at_most(exchange: Exchange) -> None:
    exchange.call("g1", "Reset", b"{}", 0.0, 30.0)
    with pytest.raises(ExchangeBusy):
        exchange.call("g2", "Reset", b"{}", 1.0, 30.0)
    assert exchange.outstanding is not None
    assert exchange.outstanding.message_id == "g1"


def test_ids_of_ours_have_at_most_36_characters(exchange: Exchange) -> None:
    with pytest.raises(ValueError, match="36"):
        exchange.call("x" * 37, "Reset", b"{}", 0.0, 30.0)
    assert exchange.outstanding is None


def test_both_directions_are_independent(exchange: Exchange) -> None:
    """D42: the station asks while our CALL waits, and answers ours only after its own is answered."""
    exchange.call("g1", "Reset", b"{}", 0.0, 30.0)
    call = arrived(exchange, '[2,"g1","Heartbeat",{}]')
    assert exchange.accept(call, b"{}") == '[3,"g1",{}]'
    assert exchange.outstanding is not None
    assert isinstance(exchange.receive('[3,"g1",{"status":"Accepted"}]', 1.0), Answered)


# --- late, stray and second answers (D38) ------------------------------------------------------------------


def test_a_deadline_frees_the_slot_and_the_late_answer_is_recognised_once(exchange: Exchange) -> None:
    exchange.call("g1", "Reset", b"{}", 0.0, 30.0)
    assert exchange.expire(29.9) is None
    expired = exchange.expire(30.0)
    assert expired is not None
    assert expired.message_id == "g1"
    assert exchange.expire(31.0) is None
    exchange.call("g2", "ClearCache", b"{}", 31.0, 30.0)
    late = exchange.receive('[3,"g1",{"status":"Accepted"}]', 32.0)
    assert isinstance(late, LateAnswer)
    assert late.outstanding == expired
    assert exchange.outstanding is not None
    assert exchange.outstanding.message_id == "g2"
    assert isinstance(exchange.receive('[3,"g1",{"status":"Accepted"}]', 32.0), Stray)


def test_an_answer_after_its_deadline_is_late_even_if_nobody_called_expire(exchange: Exchange) -> None:
    exchange.call("g1", "Reset", b"{}", 0.0, 30.0)
    assert isinstance(exchange.receive('[3,"g1",{}]', 30.0), LateAnswer)
    assert exchange.outstanding is None


@pytest.mark.parametrize("text", ['[3,"nobody",{}]', '[4,"nobody","GenericError","",{}]'])
def test_an_answer_to_nothing_is_stray_and_changes_nothing(exchange: Exchange, text: str) -> None:
    assert isinstance(exchange.receive(text, 0.0), Stray)
    exchange.call("g1", "Reset", b"{}", 0.0, 30.0)
    assert isinstance(exchange.receive(text, 0.0), Stray)
    assert exchange.outstanding is not None


def test_a_second_answer_is_stray(exchange: Exchange) -> None:
    exchange.call("g1", "Reset", b"{}", 0.0, 30.0)
    assert isinstance(exchange.receive('[3,"g1",{}]', 1.0), Answered)
    assert isinstance(exchange.receive('[3,"g1",{}]', 1.0), Stray)
    assert isinstance(exchange.receive('[4,"g1","GenericError","",{}]', 1.0), Stray)


def test_only_the_last_few_expired_calls_are_remembered(exchange: Exchange) -> None:
    for number in range(REMEMBERED + 1):
        exchange.call(f"g{number}", "Reset", b"{}", number, 1.0)
        assert exchange.expire(number + 1.0) is not None
    assert isinstance(exchange.receive('[3,"g0",{}]', 99.0), Stray)
    assert isinstance(exchange.receive('[3,"g1",{}]', 99.0), LateAnswer)


def test_an_id_is_not_used_again_while_its_late_answer_may_come(exchange: Exchange) -> None:
    exchange.call("g1", "Reset", b"{}", 0.0, 1.0)
    exchange.expire(1.0)
    with pytest.raises(ValueError, match="timed out"):
        exchange.call("g1", "ClearCache", b"{}", 2.0, 30.0)


def test_many_strays_leave_nothing_behind(exchange: Exchange) -> None:
    """S08, a sample: counted, not kept."""
    for number in range(10_000):
        exchange.receive(f'[3,"{number}",{{}}]', 0.0)
    assert exchange.counters.strays == 10_000
    assert exchange.pending == len(exchange._expired) == 0
    exchange.call("g1", "Reset", b"{}", 0.0, 30.0)
    assert isinstance(exchange.receive('[3,"g1",{}]', 1.0), Answered)


# --- frames that are none ----------------------------------------------------------------------------------


def test_a_broken_call_is_answered_if_its_id_is_readable(exchange: Exchange) -> None:
    received = exchange.receive('[2,"s1","StopTransaction",{"meterStop":12', 0.0)
    assert isinstance(received, Rejected)
    assert received.reply is not None
    assert json.loads(received.reply)[:3] == [4, "s1", "FormationViolation"]
    assert received.action == "StopTransaction"
    assert not received.close
    assert exchange.pending == 0


@pytest.mark.parametrize(
    "text", ["", "x", "{}", "[]", '[9,"a"]', "[2]", '[3,{"a":1},{}]', '[4,[],"GenericError"]']
)
def test_what_cannot_be_answered_is_counted(exchange: Exchange, text: str) -> None:
    received = exchange.receive(text, 0.0)
    assert isinstance(received, Rejected)
    assert (received.reply, received.close) == (None, False)
    assert exchange.counters.rejected == 1


def test_an_answer_is_never_answered_with_an_error(exchange: Exchange) -> None:
    for text in ('[3,"a",', "[3,7,[1]]", '[4,"a",', "[3,null,{}]", "[4]"):
        received = exchange.receive(text, 0.0)
        assert getattr(received, "reply", None) is None


def test_a_strict_conversation_ends_after_too_many_bad_frames_a_lenient_one_never() -> None:
    strict = Exchange(OcppVersion.V16, Validation.STRICT, bad_frames_limit=3)
    lenient = Exchange(OcppVersion.V16, Validation.LENIENT, bad_frames_limit=3)
    for exchange, expected in ((strict, [False, False, True]), (lenient, [False, False, False])):
        closes = []
        for _ in range(3):
            received = exchange.receive("x", 0.0)
            assert isinstance(received, Rejected)
            closes.append(received.close)
        assert closes == expected


def test_everything_is_counted(exchange: Exchange) -> None:
    arrived(exchange, '[2,7,"Heartbeat",null]')
    exchange.call("g1", "Reset", b"{}", 0.0, 1.0)
    exchange.expire(1.0)
    exchange.receive('[3,"g1",{}]', 1.0)
    exchange.receive('[3,"g1",{}]', 1.0)
    exchange.call("g2", "Reset", b"{}", 1.0, 1.0)
    exchange.receive('[3,"g2",{}]', 1.5)
    exchange.receive("x", 2.0)
    counters = exchange.counters
    assert (counters.calls, counters.answers, counters.expired) == (1, 1, 1)
    assert (counters.late, counters.strays, counters.rejected, counters.violations) == (1, 1, 1, 2)


def test_violations_of_the_frame_come_with_it(exchange: Exchange) -> None:
    assert [violation.rule for violation in arrived(exchange, '[2,7,"Heartbeat",{}]').violations] == [
        Rule.MESSAGE_ID
    ]
    exchange.call("g1", "Reset", b"{}", 0.0, 1.0)
    answered = exchange.receive('[3,"g1",null]', 0.5)
    assert isinstance(answered, Answered)
    assert [violation.rule for violation in answered.violations] == [Rule.NULL_PAYLOAD]


# --- the end -----------------------------------------------------------------------------------------------


def test_close_gives_back_the_outstanding_call_and_ends_everything(exchange: Exchange) -> None:
    call = arrived(exchange)
    exchange.call("g1", "Reset", b"{}", 0.0, 30.0)
    left = exchange.close()
    assert left is not None
    assert left.message_id == "g1"
    assert exchange.close() is None
    assert (exchange.closed, exchange.pending, exchange.outstanding) == (True, 0, None)
    with pytest.raises(ExchangeClosed):
        exchange.accept(call, b"{}")
    with pytest.raises(ExchangeClosed):
        exchange.refuse(call, RpcError(ErrorCode.INTERNAL_ERROR))
    with pytest.raises(ExchangeClosed):
        exchange.call("g2", "Reset", b"{}", 0.0, 30.0)
    with pytest.raises(ExchangeClosed):
        exchange.receive(HEARTBEAT, 0.0)
    assert exchange.expire(99.0) is None


# --- answers with another id (Q30) -------------------------------------------------------------------------


def asked(exchange: Exchange, *, timeout: float = 10.0) -> Exchange:
    exchange.any_answer_id = True
    exchange.call("ours", "Reset", b'{"type":"Soft"}', 0.0, timeout)
    return exchange


def test_an_answer_with_another_id_that_fits_the_open_call_is_taken_where_the_model_needs_it(
    exchange: Exchange,
) -> None:
    received = asked(exchange).receive('[3,"theirs",{"status":"Accepted"}]', 1.0)
    assert isinstance(received, Answered)
    assert (received.outstanding.message_id, received.payload) == ("ours", b'{"status":"Accepted"}')
    assert [violation.rule for violation in received.violations] == [Rule.OTHER_ANSWER_ID]
    assert exchange.outstanding is None


@pytest.mark.parametrize(
    "text",
    [
        '[3,"theirs",{}]',
        '[3,"theirs",{"status":"Unlocked"}]',
        '[3,"theirs",{"status":"Accepted","x":1}]',
        '[4,"theirs","InternalError","",{}]',
    ],
)
def test_an_answer_with_another_id_that_does_not_fit_is_a_stray(exchange: Exchange, text: str) -> None:
    assert isinstance(asked(exchange).receive(text, 1.0), Stray)
    assert exchange.outstanding is not None


def test_no_answer_with_another_id_is_taken_by_the_rule_or_for_nothing(exchange: Exchange) -> None:
    text = '[3,"theirs",{"status":"Accepted"}]'
    exchange.any_answer_id = True
    assert isinstance(exchange.receive(text, 1.0), Stray)
    asked(exchange).any_answer_id = False
    assert isinstance(exchange.receive(text, 1.0), Stray)


def test_a_late_answer_is_not_taken_for_the_next_call(exchange: Exchange) -> None:
    asked(exchange, timeout=1.0)
    exchange.expire(2.0)
    exchange.call("second", "Reset", b'{"type":"Hard"}', 2.0, 10.0)
    assert isinstance(exchange.receive('[3,"ours",{"status":"Accepted"}]', 3.0), LateAnswer)
    assert exchange.outstanding is not None
