"""Bad RPC frames (ocpp.md section 5, family D, 31 to 37), through a real socket of the whole gateway.

After every case the same connection still exchanges CALLs, a witness noticed nothing, and the station can come back.
"""

from __future__ import annotations

import gc
import json
import tracemalloc
from collections.abc import AsyncIterator
from typing import Any

import pytest
from websockets.frames import Opcode

from tests.flows.houses import a_gateway_house, a_witness, on_uvloop
from tests.gateway_house import BOOT, GatewayHouse, exchange, first_reply, reply
from tests.raw_socket import RawSocket, call_text, frame, text_frame

pytestmark = pytest.mark.anyio

IGNORED = None
BEAT = '[2,"a","Heartbeat",{}]'
STOP = '[2,"a","StopTransaction",{"meterStop":%s,"timestamp":"2026-05-04T12:00:00Z","transactionId":1}]'


anyio_backend = on_uvloop()
house = a_gateway_house("rpc")
witness = a_witness()


@pytest.fixture
async def raw(house: GatewayHouse, witness: RawSocket) -> AsyncIterator[RawSocket]:
    raw = await house.station()
    yield raw
    await exchange(raw)
    await raw.close()
    await house.unharmed(witness)


def _outcome(answer: Any) -> Any:
    """3 for a CALLRESULT, the code of a CALLERROR, `None` for silence."""
    if answer is None:
        return IGNORED
    if answer[0] == 4:
        assert isinstance(answer[3], str)
        assert isinstance(answer[4], dict)
        return answer[2]
    return 3


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("", IGNORED),
        ("null", IGNORED),
        ("{}", IGNORED),
        ('""', IGNORED),
        ("[]", IGNORED),
        ("[2]", IGNORED),
        ('[2,"a"]', "FormationViolation"),
        ('[2,"a","Heartbeat"]', 3),
        ('[2,"a","Heartbeat",{},{}]', 3),
    ],
)
async def test_d31_a_frame_with_too_few_or_too_many_parts(raw: RawSocket, text: str, outcome: Any) -> None:
    assert _outcome(await first_reply(raw, text)) == outcome


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [('"2"', 3), ("2.0", 3)]
    + [(kind, IGNORED) for kind in ("-1", "5", "6", "99", "true", "null", "[2]", "2e0")],
)
async def test_d32_a_message_type_that_is_no_plain_number(raw: RawSocket, kind: str, outcome: Any) -> None:
    assert _outcome(await first_reply(raw, f'[{kind},"a","Heartbeat",{{}}]')) == outcome


@pytest.mark.parametrize(
    "message_id",
    [
        7,
        -1,
        1.5,
        "",
        " ",
        "a" * 36,
        "a" * 37,
        "a" * 255,
        "😀",
        "a\u0000b",
        "\u001b[31m",
        "\u202e",
        '"]',
        "\\",
    ],
)
async def test_d33_an_unusual_id_is_echoed_in_its_own_type(raw: RawSocket, message_id: Any) -> None:
    assert (await first_reply(raw, json.dumps([2, message_id, "Heartbeat", {}])))[:2] == [3, message_id]


@pytest.mark.parametrize(
    ("message_id", "outcome"),
    [("null", "FormationViolation"), ("{}", IGNORED), ("[1]", IGNORED), ('"' + "a" * 10_000 + '"', IGNORED)],
)
async def test_d33_an_id_that_is_no_id(raw: RawSocket, message_id: str, outcome: Any) -> None:
    assert _outcome(await first_reply(raw, f'[2,{message_id},"Heartbeat",{{}}]')) == outcome


async def test_d34_a_repeated_call_is_answered_again_and_another_one_with_its_id_by_its_content(
    raw: RawSocket,
) -> None:
    start = {"connectorId": 1, "idTag": "TAG", "meterStart": 5, "timestamp": "2026-05-04T12:00:00Z"}
    first = await first_reply(raw, call_text("same", "StartTransaction", start))
    again = await first_reply(raw, call_text("same", "StartTransaction", start))
    other = await first_reply(raw, call_text("same", "StartTransaction", {**start, "meterStart": 9}))
    assert first == again
    assert other[2]["transactionId"] != first[2]["transactionId"]
    assert "currentTime" in (await first_reply(raw, call_text("same", "Heartbeat")))[2]


async def test_d34_the_same_id_while_the_first_is_being_processed_is_answered_as_often_as_asked(
    raw: RawSocket,
) -> None:
    raw.send(text_frame(call_text("twin", "Heartbeat")) * 2)
    assert [(await reply(raw, "twin"))[0] for _ in range(2)] == [3, 3]


@pytest.mark.parametrize(
    ("action", "outcome"),
    [
        ("NoSuchAction", "NotImplemented"),
        ("RemoteStartTransaction", "NotSupported"),
        ("Reset", "NotSupported"),
        ("TransactionEvent", "NotImplemented"),
        ("/Heartbeat", "NotImplemented"),
        ("heartbeat", 3),
        ("HEARTBEAT", 3),
        ("", "NotImplemented"),
        ("Heartbeat\u0000", "NotImplemented"),
        ("x" * 100_000, "FormationViolation"),
    ],
)
async def test_d35_an_action_that_is_not_the_station_s_to_send(
    raw: RawSocket, action: str, outcome: Any
) -> None:
    assert _outcome(await first_reply(raw, json.dumps([2, "a", action, {}]))) == outcome


async def test_d35_an_action_that_is_no_text(raw: RawSocket) -> None:
    assert _outcome(await first_reply(raw, '[2,"a",5,{}]')) == "FormationViolation"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ('[2,"a","Heartbeat",null]', 3),
        ('[2,"a","Heartbeat",[]]', "FormationViolation"),
        ('[2,"a","Heartbeat","x"]', "FormationViolation"),
        ('[2,"a","Heartbeat",5]', "FormationViolation"),
        ('[2,"a","DataTransfer",{"vendorId":"v","data":"x","data":"y"}]', 3),
        ('[2,"a","Heartbeat",' + "[" * 10_000 + "]" * 10_000 + "]", "FormationViolation"),
        ('[2,"a","Heartbeat",' + '{"a":' * 10_000 + "1" + "}" * 10_000 + "]", "FormationViolation"),
        ('[2,"a","Heartbeat",' + "[" * 500_000, "FormationViolation"),
        ("[" * 1_000_000, IGNORED),
        (STOP % ("1" + "0" * 400), 3),
        (STOP % "NaN", "FormationViolation"),
        (STOP % "Infinity", "FormationViolation"),
        (STOP % "1e999", "FormationViolation"),
        (STOP % "-0", 3),
        (STOP % "9223372036854775808", 3),
    ],
)
async def test_d36_a_payload_of_the_wrong_shape_or_size(raw: RawSocket, text: str, outcome: Any) -> None:
    assert _outcome(await first_reply(raw, text)) == outcome


async def test_d36_tens_of_thousands_of_members_are_read_and_left_aside(raw: RawSocket) -> None:
    members = ",".join(f'"k{number}":1' for number in range(60_000))
    assert (await first_reply(raw, f'[2,"a","DataTransfer",{{"vendorId":"v",{members}}}]'))[0] == 3


async def test_d36_hostile_payloads_leave_no_memory_behind(raw: RawSocket) -> None:
    hostile = ["[" * 200_000, '{"a":' * 100_000, STOP % ("9" * 100_000), '"' + "\\ud800" * 50_000]
    for text in hostile:
        await first_reply(raw, text)
    gc.collect()
    tracemalloc.start()
    try:
        for _ in range(10):
            for text in hostile:
                await first_reply(raw, text)
        gc.collect()
        left, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert left < 1_000_000
    assert peak < 20_000_000


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("\ufeff" + BEAT, 3),
        (BEAT + "\x00", 3),
        (BEAT + "\x00" * 100, 3),
        (BEAT + "garbage", 3),
        (BEAT + '[2,"b","Heartbeat",{}]', 3),
        (f" \r\n\t{BEAT} ", 3),
        ('[2,"a","Heartbeat",{},]', 3),
        ('[2,"a","Heartbeat",{"x":1,}]', 3),
        ("[2,'a','Heartbeat',{}]", IGNORED),
        ('[2,"a",/*c*/"Heartbeat",{}]', "FormationViolation"),
        ('[2,"a","DataTransfer",{"vendorId":"\\ud800"}]', 3),
        ('[2,"a","DataTransfer",{"vendorId":"a\\u0000b"}]', 3),
        ('[2,"a","DataTransfer",{"vendorId":"a\nb"}]', "FormationViolation"),
    ],
)
async def test_d37_text_that_is_not_quite_json(raw: RawSocket, text: str, outcome: Any) -> None:
    assert _outcome(await first_reply(raw, text)) == outcome


@pytest.mark.parametrize(
    "text",
    [
        '[3,"nobody",{}]',
        '[3,"nobody"]',
        '[3,"nobody",null]',
        "[3]",
        '[4,"x","GenericError","",{}]',
        '[4,"x","E"]',
        '[4,"x","E","d",{},1]',
        '[4,"x","E","d","text"]',
        '[4,"x","E","d",null]',
        "[4]",
        '[4,"x","FormatViolation","",{}]',
    ],
)
async def test_d38_d39_an_answer_that_nobody_waits_for_is_counted_and_never_answered(
    raw: RawSocket, text: str
) -> None:
    assert await first_reply(raw, text) is None


async def test_d38_a_hundred_thousand_stray_answers_leave_no_memory_behind(raw: RawSocket) -> None:
    flood = text_frame('[3,"nobody",{}]') * 1000
    raw.send(flood)
    await exchange(raw)
    gc.collect()
    tracemalloc.start()
    try:
        for _ in range(20):
            raw.send(flood)
            await exchange(raw)
        gc.collect()
        left, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert left < 500_000


async def test_d41_five_hundred_pipelined_calls_are_all_answered_in_order(raw: RawSocket) -> None:
    raw.send(b"".join(text_frame(call_text(str(number), "Heartbeat")) for number in range(500)))
    answers = []
    while len(answers) < 500:
        message = await raw.message()
        if message[0] == 3:
            answers.append(message[1])
    assert answers == [str(number) for number in range(500)]


async def test_d41_bad_frames_among_pipelined_calls_change_no_order(raw: RawSocket) -> None:
    mixed = [
        call_text("1", "Heartbeat"),
        '[2,"2"]',
        "nonsense",
        call_text("3", "NoSuch"),
        call_text("4", "Heartbeat"),
    ]
    raw.send(b"".join(text_frame(text) for text in mixed))
    answers = []
    while len(answers) < 4:
        message = await raw.message()
        if message[0] != 2:
            answers.append(message[1])
    assert answers == ["1", "2", "3", "4"]


async def test_a_binary_boot_and_a_fragmented_boot_are_boots(house: GatewayHouse, witness: RawSocket) -> None:
    text = call_text("b", "BootNotification", BOOT).encode()
    raw = await house.station("CP-7", booted=False)
    raw.send(frame(Opcode.BINARY, text))
    assert (await reply(raw, "b"))[2]["status"] == "Accepted"
    raw.send(frame(Opcode.TEXT, text[:9], fin=False) + frame(Opcode.PING) + frame(Opcode.CONT, text[9:]))
    assert (await raw.frame())[0] == Opcode.PONG
    assert (await reply(raw, "b"))[2]["status"] == "Accepted"
    await house.unharmed(witness)
