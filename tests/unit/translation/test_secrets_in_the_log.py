"""What a station lists of its configuration is kept, its key is not (S14); else the message log equals the wire."""

from __future__ import annotations

import json

import pytest

from tests.unit.operations.ledger import station
from tests.unit.translation.test_conversation import BOOT, Phone, Talk

pytestmark = pytest.mark.anyio

CANARY = "c0ffee" * 6
OTHER = {"key": "NumberOfConnectors", "readonly": True, "value": "2"}


async def logged_answer(payload: str) -> bytes:
    """The row of the message log for a station's answer to GetConfiguration."""
    talk = Talk(station())
    reply = await talk.say("BootNotification", BOOT)
    assert reply.follow_up is not None
    await reply.follow_up.run(Phone(talk, payload.encode()))
    return talk.journal.entries[-1].frames[0].payload or b""


@pytest.mark.parametrize("key", ["AuthorizationKey", "authorizationkey", " AuthorizationKey "])
@pytest.mark.parametrize(
    ("list_name", "value_name"), [("configurationKey", "value"), ("ConfigurationKey", "Value")]
)
async def test_an_authorization_key_that_a_station_reveals_is_masked(
    key: str, list_name: str, value_name: str
) -> None:
    secret = {"key": key, "readonly": False, value_name: CANARY}
    row = await logged_answer(json.dumps({list_name: [OTHER, secret]}))
    assert CANARY.encode() not in row
    assert json.loads(row) == {list_name: [OTHER, {**secret, value_name: "***"}]}


@pytest.mark.parametrize(
    "payload",
    [
        '{"configurationKey": [ {"key":"AuthorizationKey","readonly":false} ] }',
        '{"configurationKey":[{"key":"NumberOfConnectors","readonly":true,"value":"2"}],"unknownKey":[]}',
        '{"unknownKey":["AuthorizationKey"]}',
        '{"configurationKey":{"AuthorizationKey":1}}',
        '{"configurationKey":[null,1,"AuthorizationKey",{"key":null}]}',
    ],
)
async def test_an_answer_without_a_secret_is_kept_byte_for_byte(payload: str) -> None:
    assert await logged_answer(payload) == payload.encode()
