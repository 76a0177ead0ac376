from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.api.gateway import START

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio


async def ids(api: Gateway, query: str = "") -> list[str]:
    answer = await api.get(f"/logs?{query}")
    assert answer.status_code == 200, answer.text
    return [item["message_id"] for item in answer.json()["items"]]


async def test_the_main_shape_of_a_log_row(api: Gateway) -> None:
    station = await api.station("CP-1")
    row = await api.log(
        station,
        connector_number=1,
        action="MeterValues",
        message_id="m-1",
        payload='{"connectorId":1,"z":[1.50,"ä"]}',
        violations='[{"rule":"Q26-null-payload","where":"$","detail":"null"}]',
    )
    answer = await api.get("/logs")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["items"] == [
        {
            "id": str(row),
            "station": "CP-1",
            "connector": 1,
            "direction": "in",
            "message_type": "Call",
            "action": "MeterValues",
            "message_id": "m-1",
            "payload": {"connectorId": 1, "z": [1.5, "ä"]},
            "raw": None,
            "timestamp": "2026-11-23T08:00:00.250Z",
            "violations": [{"rule": "Q26-null-payload", "where": "$", "detail": "null"}],
        }
    ]
    assert '{"connectorId":1,"z":[1.50,"ä"]}' in answer.text  # the text as it was, not one like it


@pytest.mark.parametrize(
    "payload",
    [
        '{"a":1e400}',
        '{"a":"\\u0000"}',
        '{"a":"\\ud800"}',
        '{"a":18446744073709551617}',
        '{"a":1,"a":2}',
        "[]",
        '"text"',
        "null",
    ],
)
async def test_whatever_a_station_sent_can_be_shown(api: Gateway, payload: str) -> None:
    station = await api.station("CP-1")
    await api.log(station, payload=payload)
    answer = await api.get("/logs")
    assert answer.status_code == 200
    assert f'"payload":{payload}' in answer.text
    json.loads(answer.text)


async def test_a_frame_that_is_not_json_is_shown_as_text(api: Gateway) -> None:
    station = await api.station("CP-1")
    await api.log(station, payload=None, raw=b'[2,"\x00\xff<b>')
    item = (await api.get("/logs")).json()["items"][0]
    assert (item["payload"], item["raw"], item["violations"]) == (None, '[2,"\x00\ufffd<b>', [])


async def test_without_a_word_it_is_the_last_24_hours_newest_first(api: Gateway) -> None:
    station = await api.station("CP-1")
    for hours in (0, 1, 24, 25):
        await api.log(station, message_id=str(hours), timestamp=START - timedelta(hours=hours))
    assert await ids(api) == ["0", "1", "24"]
    api.clock.advance(timedelta(hours=1))
    assert await ids(api) == ["0", "1"]
    assert await ids(api, "from=2026-11-22T07:00:00Z") == ["0", "1", "24", "25"]
    assert await ids(api, "to=2026-11-23T07:30:00Z") == ["1", "24"]
    assert await ids(api, "from=2026-11-22T08:00:00Z&to=2026-11-23T08:00:00Z") == ["1", "24"]


async def test_an_empty_span_is_refused(api: Gateway) -> None:
    answer = await api.get("/logs?from=2026-11-23T08:00:00Z&to=2026-11-23T08:00:00Z")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "from"


async def test_a_walk_keeps_the_span_it_began_with(api: Gateway) -> None:
    station = await api.station("CP-1")
    for minutes in range(6):
        at = START - timedelta(hours=24) + timedelta(minutes=minutes)
        await api.log(station, message_id=str(minutes), timestamp=at)
    page = (await api.get("/logs?limit=3")).json()
    walked = [item["message_id"] for item in page["items"]]
    api.clock.advance(timedelta(minutes=10))  # by now all of them are older than 24 hours
    await api.log(station, message_id="new", timestamp=api.clock.now)
    page = (await api.get(f"/logs?limit=10&cursor={page['next_cursor']}")).json()
    walked += [item["message_id"] for item in page["items"]]
    assert walked == ["5", "4", "3", "2", "1", "0"]
    assert page["next_cursor"] is None


async def test_frames_of_one_moment_are_all_walked(api: Gateway) -> None:
    station = await api.station("CP-1")
    for number in range(7):
        await api.log(station, message_id=str(number))
    walked: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await api.get(f"/logs?limit=2{cursor}")).json()
        walked += [item["message_id"] for item in page["items"]]
        cursor = f"&cursor={page['next_cursor']}" if page["next_cursor"] else None
    assert walked == list("6543210")


async def test_a_call_and_its_answer_are_found_by_their_id(api: Gateway) -> None:
    station = await api.station("CP-1")
    await api.log(station, message_id="7f3c")
    await api.log(station, message_id="7f3c", direction="out", message_type="CallResult")
    await api.log(station, message_id="7f3d")
    found = (await api.get("/logs?station=CP-1&message_id=7f3c")).json()["items"]
    assert {item["message_type"] for item in found} == {"Call", "CallResult"}


async def test_the_list_is_filtered(api: Gateway) -> None:
    one, two = await api.station("CP-1"), await api.station("CP-2")
    await api.log(one, message_id="1", action="BootNotification")
    await api.log(one, message_id="2", action="BootNotification", message_type="CallResult", direction="out")
    await api.log(two, message_id="3", action="Heartbeat")
    assert await ids(api, "station=cp-1") == ["2", "1"]
    assert await ids(api, "action=Heartbeat") == ["3"]
    assert await ids(api, "message_type=CallResult") == ["2"]
    assert await ids(api, "direction=in") == ["3", "1"]
    assert await ids(api, "station=CP-1&direction=in") == ["1"]
    assert await ids(api, "station=nobody") == []
    assert (await api.get("/logs?direction=sideways")).status_code == 422


async def test_a_text_is_searched_in_the_payload_and_means_itself(api: Gateway) -> None:
    station = await api.station("CP-1")
    await api.log(station, message_id="1", payload='{"idTag":"ABC-100%"}')
    await api.log(station, message_id="2", payload='{"idTag":"abc_200"}')
    await api.log(station, message_id="3", payload=None, raw=b"ABC")
    assert await ids(api, "text=abc") == ["2", "1"]
    assert await ids(api, "text=100%25") == ["1"]
    assert await ids(api, "text=c_2") == ["2"]
    assert await ids(api, "text=%25") == ["1"]
    assert await ids(api, "text=%5C") == []


async def test_a_search_looks_at_a_bounded_number_of_rows_a_page_and_goes_on(api: Gateway) -> None:
    """The page looks at five rows (see `gateway`)."""
    station = await api.station("CP-1")
    for number in range(23):
        payload: dict[str, Any] = {"wanted": True} if number in {0, 7, 8, 21} else {}
        at = START - timedelta(seconds=23 - number)
        await api.log(station, message_id=str(number), payload=json.dumps(payload), timestamp=at)
    pages: list[list[str]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await api.get(f"/logs?text=wanted&limit=1{cursor}")).json()
        pages.append([item["message_id"] for item in page["items"]])
        cursor = f"&cursor={page['next_cursor']}" if page["next_cursor"] else None
    assert [message for page in pages for message in page] == ["21", "8", "7", "0"]
    assert [] in pages  # a page without a find is not the end
    assert len(pages) <= 23 // 5 + 1 + 4


async def test_hostile_rows_do_not_break_the_page(api: Gateway) -> None:
    station = await api.station("CP-1")
    hostile = "</script>\u2028\x1b[2J\x00"
    await api.log(station, action=hostile, message_id=hostile, payload=json.dumps({"a": hostile}))
    item = (await api.get("/logs")).json()["items"][0]
    assert (item["action"], item["message_id"], item["payload"]["a"]) == (hostile, hostile, hostile)
