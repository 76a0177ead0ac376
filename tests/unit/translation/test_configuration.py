"""Every answer about configuration is remembered, whoever asked; secrets are not (ocpp.md 1.4, 1.11, family 76)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ocpp_gateway.charging.configuration import ConfigurationReport
from ocpp_gateway.operations.configuration import equal_values
from tests.unit.operations.ledger import station
from tests.unit.translation.test_conversation import BOOT, Phone, Talk
from tests.unit.translation.test_errands import errand_for, hear, send

pytestmark = pytest.mark.anyio


def told(talk: Talk) -> dict[str, tuple[str | None, bool, bool]]:
    return {
        change.key: (change.value, change.readonly, change.known)
        for change in talk.journal.entries[-1].changes
        if isinstance(change, ConfigurationReport)
    }


async def asked(
    action: str, payload: dict[str, Any], answer: Any, *, late: bool = False
) -> dict[str, tuple[str | None, bool, bool]]:
    talk = Talk(station())
    await send(talk, errand_for(talk, action, payload))
    if late:
        talk.exchange.expire(100.0)
    await hear(talk, json.dumps([3, "g1", answer]), 101.0 if late else 1.0)
    return told(talk)


@pytest.mark.parametrize("late", [False, True])
async def test_listed_keys_are_remembered_also_those_that_the_station_does_not_have(late: bool) -> None:
    answer = {
        "configurationKey": [
            {"key": "HeartbeatInterval", "readonly": False, "value": "300"},
            {"key": "NumberOfConnectors", "readonly": True, "value": "2"},
            {"key": "BlinkRepeat", "readonly": False},
        ],
        "unknownKey": ["Nonsense", "heartbeatinterval"],
    }
    assert await asked("GetConfiguration", {}, answer, late=late) == {
        "BlinkRepeat": (None, False, True),
        "HeartbeatInterval": ("300", False, True),
        "Nonsense": (None, False, False),
        "NumberOfConnectors": ("2", True, True),
    }


async def test_b76_a_thousand_keys_unknown_keys_only_and_nothing_at_all() -> None:
    many = [{"key": f"Key{n}", "readonly": False, "value": "x" * 600} for n in range(1000)]
    found = await asked("GetConfiguration", {}, {"configurationKey": many})
    assert len(found) == 1000
    assert found["Key7"] == ("x" * 600, False, True)
    only = await asked("GetConfiguration", {"key": ["A"]}, {"unknownKey": ["A"]})
    assert only == {"A": (None, False, False)}
    assert await asked("GetConfiguration", {"key": ["A"]}, {}) == {}


@pytest.mark.parametrize(
    ("status", "remembered"),
    [("Accepted", {"HeartbeatInterval": ("60", False, True)}), ("RebootRequired", {}), ("Rejected", {})],
)
async def test_an_accepted_change_is_remembered_and_one_that_waits_for_a_boot_is_not(
    status: str, remembered: dict[str, Any]
) -> None:
    payload = {"key": "HeartbeatInterval", "value": "60"}
    assert await asked("ChangeConfiguration", payload, {"status": status}) == remembered


async def test_a_secret_is_remembered_as_a_key_without_its_value() -> None:
    secret = "c0ffee" * 6
    listed = {"configurationKey": [{"key": "AuthorizationKey", "readonly": False, "value": secret}]}
    assert await asked("GetConfiguration", {}, listed) == {"AuthorizationKey": (None, False, True)}
    payload = {"key": "authorizationkey", "value": secret}
    assert await asked("ChangeConfiguration", payload, {"status": "Accepted"}) == {
        "authorizationkey": (None, False, True)
    }
    url = {"configurationKey": [{"key": "Url", "readonly": False, "value": "ftp://u:pw@example.org"}]}
    assert await asked("GetConfiguration", {}, url) == {"Url": ("ftp://***@example.org", False, True)}


async def test_what_the_gateway_asks_after_a_boot_is_remembered_too() -> None:
    talk = Talk(station())
    reply = await talk.say("BootNotification", BOOT)
    assert reply.follow_up is not None
    listed = {"configurationKey": [{"key": "NumberOfConnectors", "readonly": True, "value": "2"}]}
    await reply.follow_up.run(Phone(talk, json.dumps(listed).encode()))
    assert told(talk) == {"NumberOfConnectors": ("2", True, True)}


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("true", "True", True),
        ("A,B", "A, B ", True),
        ("A,B", "B,A", False),
        ("a", "A", False),
        ("60", "60", True),
        ("60", "61", False),
    ],
)
def test_values_are_compared_as_stations_write_them(one: str, other: str, equal: bool) -> None:
    assert equal_values(one, other) is equal
