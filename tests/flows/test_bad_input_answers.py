"""Answers to our own CALLs, right and wrong (ocpp.md section 5, family D 38 to 42 and I 74), through a real socket."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from ocpp_gateway.ocpp.exchange import Answered, LateAnswer, Refused
from ocpp_gateway.translation.peer import Caller, CallTimedOut, ConnectionClosed, FollowUp, Reply
from ocpp_gateway.wire.connection import Connection
from ocpp_gateway.wire.outgoing_calls import CallQueueFull
from tests.flows.houses import a_house, on_uvloop
from tests.raw_socket import RawSocket, call_text, text_frame
from tests.station_house import ManualClock, StationHouse

pytestmark = pytest.mark.anyio

anyio_backend = on_uvloop()
house = a_house(clock=ManualClock)


def connection_of(house: StationHouse, identity: str = "CP-1") -> Connection:
    connection = house.server.connections.find(house.station_id(identity))
    assert connection is not None
    return connection


def ask(house: StationHouse, action: str = "GetConfiguration", timeout: float = 30.0) -> asyncio.Future[Any]:
    return asyncio.ensure_future(connection_of(house).call(action, b'{"key":["K"]}', timeout=timeout))


async def heard(raw: RawSocket) -> tuple[str, str]:
    """Id and action of the next CALL of the gateway."""
    kind, message_id, action, payload = await raw.message()
    assert (kind, payload) == (2, {"key": ["K"]})
    return message_id, action


def say(raw: RawSocket, *parts: Any) -> None:
    raw.send(text_frame(json.dumps(parts)))


async def test_a_call_is_answered_and_its_answer_is_stored_before_it_is_handed_on(
    house: StationHouse,
) -> None:
    raw = await house.raw_station()
    call = ask(house)
    message_id, action = await heard(raw)
    say(raw, 3, message_id, {"configurationKey": []})
    answer = await call
    assert isinstance(answer, Answered)
    assert (answer.outstanding.action, json.loads(answer.payload)) == (action, {"configurationKey": []})
    assert house.diary.answers == [answer]


async def test_a_refused_call_tells_code_and_description(house: StationHouse) -> None:
    raw = await house.raw_station()
    call = ask(house)
    message_id, _ = await heard(raw)
    say(raw, 4, message_id, "NotSupported", "no such thing", {})
    answer = await call
    assert isinstance(answer, Refused)
    assert (answer.code, answer.description) == ("NotSupported", "no such thing")


async def test_the_message_ids_of_our_calls_are_short_and_never_repeat(house: StationHouse) -> None:
    raw = await house.raw_station()
    seen = set()
    for _ in range(5):
        call = ask(house)
        message_id, _ = await heard(raw)
        say(raw, 3, message_id, {})
        await call
        assert len(message_id) <= 36
        seen.add(message_id)
    assert len(seen) == 5


async def test_d38_an_answer_to_another_id_leaves_the_call_waiting(house: StationHouse) -> None:
    raw = await house.raw_station()
    call = ask(house)
    message_id, _ = await heard(raw)
    say(raw, 3, "another", {})
    say(raw, 3, message_id + " ", {})
    say(raw, 3, message_id, {"right": True})
    assert json.loads((await call).payload) == {"right": True}
    assert house.server.counters.stray_answers == 2


async def test_d38_a_second_answer_to_the_same_id_changes_nothing(house: StationHouse) -> None:
    raw = await house.raw_station()
    call = ask(house)
    message_id, _ = await heard(raw)
    say(raw, 3, message_id, {"first": 1})
    say(raw, 3, message_id, {"second": 2})
    say(raw, 4, message_id, "InternalError", "", {})
    assert json.loads((await call).payload) == {"first": 1}
    await house.until(lambda: house.server.counters.stray_answers == 2)


async def test_d38_an_answer_after_its_deadline_is_stored_as_late_and_never_matched_to_the_next_call(
    house: StationHouse,
) -> None:
    raw = await house.raw_station()
    first = ask(house, timeout=5.0)
    first_id, _ = await heard(raw)
    house.pass_time(6.0)
    with pytest.raises(CallTimedOut):
        await first
    second = ask(house)
    second_id, _ = await heard(raw)
    say(raw, 3, first_id, {"late": True})
    await house.until(lambda: house.server.counters.late_answers == 1)
    assert not second.done()
    say(raw, 3, second_id, {"right": True})
    assert json.loads((await second).payload) == {"right": True}
    late, right = house.diary.answers
    assert isinstance(late, LateAnswer)
    assert late.outstanding.message_id == first_id
    assert isinstance(right, Answered)


async def test_d38_an_answer_for_a_call_of_the_previous_connection_is_a_stray(house: StationHouse) -> None:
    raw = await house.raw_station()
    call = ask(house)
    message_id, _ = await heard(raw)
    await raw.close()
    with pytest.raises(ConnectionClosed):
        await call
    again = await house.raw_station()
    say(again, 3, message_id, {})
    await house.until(lambda: house.server.counters.stray_answers == 1)


async def test_d38_an_answer_before_the_call_was_sent_is_a_stray(house: StationHouse) -> None:
    raw = await house.raw_station()
    house.gates["CP-1"] = gate = asyncio.Event()
    raw.send(text_frame(call_text("1", "Heartbeat")))
    await house.until(lambda: ("CP-1", "Heartbeat") in house.diary.calls)
    call = ask(house)
    say(raw, 3, "guessed", {})
    await house.until(lambda: house.server.counters.stray_answers == 1)
    gate.set()
    assert (await raw.message())[:2] == [3, "1"]
    message_id, _ = await heard(raw)
    say(raw, 3, message_id, {})
    assert isinstance(await call, Answered)


@pytest.mark.parametrize(
    "parts",
    [
        ["X"],
        ["X", "d"],
        ["X", "d", {}, 1],
        ["X", "d", "text"],
        ["X", "d", None],
        ["NoSuchCode", "", {}],
        ["OccurenceConstraintViolation", "", {}],
        ["OccurrenceConstraintViolation", "", {}],
        ["FormatViolation", "", {}],
    ],
)
async def test_d39_a_bent_callerror_still_refuses_the_call(house: StationHouse, parts: list[Any]) -> None:
    raw = await house.raw_station()
    call = ask(house)
    message_id, _ = await heard(raw)
    say(raw, 4, message_id, *parts)
    answer = await call
    assert isinstance(answer, Refused)
    assert answer.code == parts[0]


@pytest.mark.parametrize("parts", [[None], [], [{}, "extra"]])
async def test_d40_a_bent_callresult_still_answers_the_call(house: StationHouse, parts: list[Any]) -> None:
    raw = await house.raw_station()
    call = ask(house)
    message_id, _ = await heard(raw)
    say(raw, 3, message_id, *parts)
    answer = await call
    assert isinstance(answer, Answered)
    assert answer.payload == b"{}"


async def test_d42_a_station_that_answers_only_after_its_own_call_is_answered_is_no_deadlock(
    house: StationHouse,
) -> None:
    raw = await house.raw_station()
    call = ask(house)
    message_id, _ = await heard(raw)
    raw.send(text_frame(call_text("mine", "Heartbeat")))
    assert (await raw.message())[:2] == [3, "mine"]
    say(raw, 3, message_id, {})
    assert isinstance(await call, Answered)


async def test_d42_a_call_of_ours_from_within_the_station_s_exchange_is_no_deadlock(
    house: StationHouse,
) -> None:
    answers: list[Any] = []

    async def ask_back(caller: Caller) -> None:
        answers.append(await caller.call("GetConfiguration", b'{"key":["K"]}', timeout=30.0))

    async def boot(conversation: Any, call: Any) -> Reply:
        text = conversation.peer.exchange.accept(call, b"{}")
        return Reply(text=text, follow_up=FollowUp(2.0, ask_back))

    house.script["BootNotification"] = boot
    raw = await house.raw_station()
    raw.send(text_frame(call_text("1", "BootNotification")))
    assert (await raw.message())[:2] == [3, "1"]
    house.pass_time(1.5)
    assert house.server.counters.calls_sent == 0
    house.pass_time(1.0)
    message_id, _ = await heard(raw)
    raw.send(text_frame(call_text("2", "Heartbeat")))
    assert (await raw.message())[:2] == [3, "2"]
    say(raw, 3, message_id, {})
    await house.until(lambda: len(answers) == 1)


async def test_i74_only_one_call_is_on_the_wire_and_the_others_follow_in_order(house: StationHouse) -> None:
    raw = await house.raw_station()
    calls = [ask(house, action) for action in ("A", "B", "C")]
    for expected in ("A", "B", "C"):
        message_id, action = await heard(raw)
        assert action == expected
        raw.send(text_frame(call_text("between", "Heartbeat")))
        assert (await raw.message())[:2] == [3, "between"]  # nothing else was on the wire
        say(raw, 3, message_id, {})
    assert all(isinstance(answer, Answered) for answer in await asyncio.gather(*calls))


async def test_i74_a_call_whose_time_is_up_in_the_queue_is_never_sent(house: StationHouse) -> None:
    raw = await house.raw_station()
    first, second = ask(house, "A"), ask(house, "B", timeout=5.0)
    message_id, _ = await heard(raw)
    house.pass_time(6.0)
    with pytest.raises(CallTimedOut):
        await second
    say(raw, 3, message_id, {})
    await first
    third = ask(house, "C")
    message_id, action = await heard(raw)
    assert action == "C"
    say(raw, 3, message_id, {})
    await third


async def test_i74_beyond_the_queue_a_call_is_refused_at_once(house: StationHouse) -> None:
    raw = await house.raw_station()
    limit = house.server.limits.outgoing_calls
    calls = [ask(house, str(number)) for number in range(limit + 1)]
    await heard(raw)
    with pytest.raises(CallQueueFull):
        await ask(house)
    await raw.close()
    for call in calls:
        with pytest.raises(ConnectionClosed):
            await call


async def test_i74_no_answer_frees_the_slot_for_the_next_call(house: StationHouse) -> None:
    raw = await house.raw_station()
    first = ask(house, "A", timeout=5.0)
    second = ask(house, "B", timeout=60.0)
    assert (await heard(raw))[1] == "A"
    house.pass_time(6.0)
    with pytest.raises(CallTimedOut):
        await first
    message_id, action = await heard(raw)
    assert action == "B"
    say(raw, 3, message_id, {})
    await second


async def test_i74_somebody_who_gives_up_waiting_leaves_the_slot_to_its_deadline(house: StationHouse) -> None:
    raw = await house.raw_station()
    first, queued = ask(house, "A", timeout=5.0), ask(house, "B")
    await heard(raw)
    queued.cancel()
    first.cancel()
    third = ask(house, "C")
    house.pass_time(6.0)
    message_id, action = await heard(raw)
    assert action == "C"
    say(raw, 3, message_id, {})
    await third


async def test_a_call_that_could_not_be_stored_is_not_sent_and_ends_the_connection(
    house: StationHouse,
) -> None:
    raw = await house.raw_station()
    house.may_send = False
    call = ask(house)
    assert await raw.close_code() == 1013
    with pytest.raises(ConnectionClosed):
        await call
    house.may_send = True


async def test_a_call_whose_time_is_up_while_it_is_being_stored_is_never_sent(house: StationHouse) -> None:
    raw = await house.raw_station()
    house.storing.clear()
    call = ask(house, "Reset", timeout=5.0)
    await house.until(lambda: house.diary.sending == ["Reset"])
    house.pass_time(6.0)
    with pytest.raises(CallTimedOut):
        await call
    house.storing.set()
    raw.send(text_frame(call_text("1", "Heartbeat")))
    assert (await raw.message())[:2] == [3, "1"]
    assert house.server.counters.calls_sent == 0


async def test_an_answer_that_came_in_time_counts_however_long_it_takes_to_store(house: StationHouse) -> None:
    raw = await house.raw_station()
    call = ask(house, timeout=5.0)
    message_id, _ = await heard(raw)
    house.storing.clear()
    received = house.server.counters.bytes_received
    say(raw, 3, message_id, {})
    await house.until(lambda: house.server.counters.bytes_received > received)
    house.pass_time(60.0)
    assert not call.done()
    house.storing.set()
    assert isinstance(await call, Answered)
    assert house.server.counters.calls_timed_out == 0
