"""A key that a station was told and repeats without its name is masked in everything that is stored (S14)."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from ocpp_gateway.charging.changes import ConnectorUpdate
from ocpp_gateway.ocpp.exchange import Rejected
from ocpp_gateway.operations.credential_changes import MOST_OFFERED
from tests.unit.operations.ledger import NOON
from tests.unit.translation.test_conversation import answer_of
from tests.unit.translation.test_rotations import Rotating

pytestmark = pytest.mark.anyio

KEY = "c0ffee11" * 5
TEXTS = [KEY, KEY.upper(), f"the key is {KEY} now", f'{{"deep":["{KEY}"]}}']


def stored(house: Rotating) -> str:
    """Everything that the journal was given, answers of ours aside."""
    entries = [dataclasses.replace(entry, answer=None) for entry in house.talk.journal.entries]
    return repr(entries).casefold()


async def told(key: str = KEY) -> Rotating:
    house = Rotating()
    await house.says(await house.change("AuthorizationKey", key), "Accepted")
    return house


@pytest.mark.parametrize("text", TEXTS)
async def test_it_is_masked_in_rows_events_and_frames_of_what_the_station_says(text: str) -> None:
    house = await told()
    status = {"connectorId": 1, "errorCode": "OtherError", "status": "Faulted", "info": text[:50]}
    for action, payload in (
        ("StatusNotification", status | {"vendorErrorCode": KEY}),
        ("DataTransfer", {"vendorId": "V", "data": text}),
        ("SecurityEventNotification", {"type": "X", "timestamp": "2026-05-04T12:00:00Z", "techInfo": text}),
    ):
        await house.talk.say(action, payload)
    assert len(house.talk.journal.entries) >= 5
    assert KEY not in stored(house)
    update = next(
        change
        for entry in house.talk.journal.entries
        for change in entry.changes
        if isinstance(change, ConnectorUpdate)
    )
    assert update.vendor_error_code == "***"
    assert update.status == "Faulted", "nothing else has changed"


@pytest.mark.parametrize("text", TEXTS)
async def test_it_is_masked_in_its_answers_and_in_frames_that_are_none(text: str) -> None:
    house = Rotating()
    message_id = await house.change("AuthorizationKey", KEY)
    frame = json.dumps([3, message_id, {"status": "Accepted", "note": text}])
    received = house.talk.exchange.receive(frame, 1.0)
    await house.talk.conversation.answered(received, NOON)  # type: ignore[arg-type]
    noise = f"no frame: {text}"
    rejected = house.talk.exchange.receive(noise, 2.0)
    assert isinstance(rejected, Rejected)
    await house.talk.conversation.unreadable(noise, rejected, NOON)
    assert KEY not in stored(house)
    assert house.offers.keys[0][1], "the answer counted all the same"


async def test_the_last_keys_are_known_and_a_connection_that_was_told_none_changes_nothing() -> None:
    house = await told()
    keys = [f"{number:040x}" for number in range(MOST_OFFERED)]
    for key in keys:
        await house.says(await house.change("AuthorizationKey", key), "Accepted")
    await house.talk.say("DataTransfer", {"vendorId": "V", "data": " ".join([*keys, KEY])})
    assert not any(key in stored(house) for key in keys)
    assert KEY in stored(house), "only so many are kept in memory"
    other = Rotating()
    await other.talk.say("DataTransfer", {"vendorId": "V", "data": KEY})
    assert KEY in stored(other)
    assert other.talk.peer.known_secrets is None


@pytest.mark.parametrize("word", ["Charging", "1", "TAG-1"])
async def test_what_is_too_short_for_a_key_is_looked_for_nowhere(word: str) -> None:
    house = Rotating()
    await house.change("AuthorizationKey", word)
    assert house.talk.peer.known_secrets is None


async def test_the_charge_of_a_station_that_was_told_a_key_is_recorded_as_ever() -> None:
    house = await told()
    start: dict[str, Any] = {
        "connectorId": 1,
        "idTag": "TAG-1",
        "meterStart": 1000,
        "timestamp": "2026-05-04T12:00:00Z",
    }
    number = answer_of(await house.talk.say("StartTransaction", start))[2]["transactionId"]
    stop = {"transactionId": number, "meterStop": 2000, "timestamp": "2026-05-04T13:00:00Z"}
    assert answer_of(await house.talk.say("StopTransaction", stop))[0] == 3
    assert house.station.connectors[1].transaction is None
