"""Commands in the words of OCPP 1.6, and their secrets."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway.charging.commands import CommandPriority, CommandStatus, EffectKind
from ocpp_gateway.ocpp.schemas import Direction, official_schema
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.operations.keys import DerivedKeys
from ocpp_gateway.operations.refusals import Invalid
from ocpp_gateway.operations.sealing import CannotOpen, Sealer
from ocpp_gateway.translation.masking import mask
from ocpp_gateway.translation.v16.action_facts import ACTION_FACTS
from ocpp_gateway.translation.v16.commands import ACTIONS, NOT_WHILE_PENDING, Words16, verdict
from tests.unit.ocpp.payloads import valid_payloads

WORDS = Words16()


def test_there_are_26_actions_to_give() -> None:
    assert len(ACTIONS) == 26


def test_every_action_is_offered_with_what_is_known_of_it() -> None:
    offered = {view.action: view for view in WORDS.actions()}
    assert set(offered) == ACTIONS == set(ACTION_FACTS)
    assert list(offered) == sorted(offered)
    for name, view in offered.items():
        assert view.payload_schema == official_schema(OcppVersion.V16, name, Direction.REQUEST)
        assert view.description.endswith("."), name
        assert view.while_pending is (name not in NOT_WHILE_PENDING)
        awaited = WORDS.prepare(name, {}, force=True).expectation
        assert view.effect is (awaited.kind if awaited else None)
    assert offered["Reset"].destructive
    assert offered["RemoteStartTransaction"].needs_online
    assert not offered["RemoteStopTransaction"].bulk


@given(st.data())
def test_every_payload_of_the_schema_can_be_given(data: st.DataObject) -> None:
    action = data.draw(st.sampled_from(sorted(ACTIONS)))
    payload = data.draw(valid_payloads(action, "request"))
    prepared = WORDS.prepare(action, payload, force=False)
    assert json.loads(prepared.payload) == payload
    assert prepared.action == action


def test_stops_go_first_and_questions_last() -> None:
    def priority(action: str) -> CommandPriority:
        return WORDS.prepare(action, {}, force=True).priority

    assert priority("RemoteStopTransaction") is CommandPriority.STOP
    assert priority("RemoteStartTransaction") is CommandPriority.CONTROL
    assert priority("GetConfiguration") is CommandPriority.READ


@pytest.mark.parametrize(
    ("action", "payload", "kind"),
    [
        ("RemoteStartTransaction", {"idTag": "T"}, EffectKind.STARTED),
        ("RemoteStopTransaction", {"transactionId": 1}, EffectKind.ENDED),
        ("ChangeAvailability", {"connectorId": 1, "type": "Operative"}, EffectKind.STATUS),
        ("Reset", {"type": "Soft"}, EffectKind.BOOT),
        ("TriggerMessage", {"requestedMessage": "Heartbeat"}, EffectKind.MESSAGE),
        ("ClearCache", {}, None),
    ],
)
def test_every_action_knows_what_shows_its_effect(
    action: str, payload: dict[str, Any], kind: EffectKind | None
) -> None:
    expected = WORDS.prepare(action, payload, force=False).expectation
    assert (expected.kind if expected else None) is kind


def test_values_that_are_wrong_on_purpose_break_nothing() -> None:
    for action in sorted(ACTIONS):
        for payload in ({}, {"connectorId": "x", "idTag": 1, "transactionId": None, "requestedMessage": []}):
            assert WORDS.prepare(action, payload, force=True).payload


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\0"])
def test_what_is_no_json_cannot_be_forced(value: Any) -> None:
    with pytest.raises(Invalid):
        WORDS.prepare("Reset", {"type": value}, force=True)


@pytest.mark.parametrize(
    ("action", "payload", "status"),
    [
        ("Reset", b'{"status":"Accepted"}', CommandStatus.ACCEPTED),
        ("ChangeAvailability", b'{"status":"Scheduled"}', CommandStatus.ACCEPTED),
        ("ChangeConfiguration", b'{"status":"RebootRequired"}', CommandStatus.ACCEPTED),
        ("UnlockConnector", b'{"status":"Unlocked"}', CommandStatus.ACCEPTED),
        ("UnlockConnector", b'{"status":"UnlockFailed"}', CommandStatus.REJECTED),
        ("SignedUpdateFirmware", b'{"status":"AcceptedCanceled"}', CommandStatus.ACCEPTED),
        ("GetLog", b'{"status":"AcceptedCanceled"}', CommandStatus.ACCEPTED),
        ("SendLocalList", b'{"status":"VersionMismatch"}', CommandStatus.REJECTED),
        ("GetConfiguration", b"{}", CommandStatus.ACCEPTED),
        ("UpdateFirmware", b"", CommandStatus.ACCEPTED),
        ("Reset", b"[]", CommandStatus.FAILED),
    ],
)
def test_what_an_answer_means(action: str, payload: bytes, status: CommandStatus) -> None:
    assert verdict(action, payload)[0] is status
    assert (verdict(action, payload)[1] is not None) == (status is CommandStatus.FAILED)


def entry(key: str, value: str) -> dict[str, Any]:
    return {"key": key, "value": value}


@pytest.mark.parametrize(
    ("payload", "wanted"),
    [
        (entry("HeartbeatInterval", "60"), ("HeartbeatInterval", "heartbeatinterval", "60")),
        (entry(" HeartbeatInterval ", ""), ("HeartbeatInterval", "heartbeatinterval", "")),
        (entry("AuthorizationKey", "AABBCCDDEEFF00112233"), None),
        (entry("LogServer", "ftp://u:p@h"), None),
        (entry("K" * 51, "1"), None),
        (entry("Key", "v" * 501), None),
        ({"key": "Key", "value": 5}, None),
        ({}, None),
    ],
)
def test_a_value_that_is_set_is_wanted_unless_it_is_a_secret_or_no_value(payload: Any, wanted: Any) -> None:
    found = WORDS.prepare("ChangeConfiguration", payload, force=True).wanted
    assert (None if found is None else (found.key, found.key_folded, found.value)) == wanted


@pytest.mark.parametrize(
    ("action", "payload", "shown"),
    [
        ("ChangeConfiguration", entry("AuthorizationKey", "s"), entry("AuthorizationKey", "***")),
        (
            "ChangeConfiguration",
            {"value": "s", "key": "authorizationKEY "},
            {"value": "***", "key": "authorizationKEY "},
        ),
        ("ChangeConfiguration", entry("HeartbeatInterval", "1"), entry("HeartbeatInterval", "1")),
        (
            "GetConfiguration",
            {"configurationKey": [entry("AuthorizationKey", "s"), entry("A", "1")]},
            {"configurationKey": [entry("AuthorizationKey", "***"), entry("A", "1")]},
        ),
        ("UpdateFirmware", {"location": "https://u:p@h/f"}, {"location": "https://***@h/f"}),
        ("UpdateFirmware", {"location": "https://h/f?mail=a@b"}, {"location": "https://h/f?mail=a@b"}),
        ("DataTransfer", {"vendorId": "a@b"}, {"vendorId": "a@b"}),
    ],
)
def test_secrets_are_masked_and_nothing_else(action: str, payload: Any, shown: Any) -> None:
    text = json.dumps(payload).encode()
    masked = mask(action, text)
    assert list(json.loads(masked).items()) == list(shown.items())
    assert (masked == text) == (payload == shown)


def test_what_is_no_json_is_masked_too() -> None:
    assert mask("UpdateFirmware", b"ftp://u:p@h {") == b"ftp://***@h {"


def test_a_sealed_text_opens_with_its_key_and_its_context_only() -> None:
    keys = DerivedKeys("first secret of the installation")
    sealer = Sealer(keys, "command-secrets")
    sealed = sealer.seal(b"plain", b"row 1")
    assert sealer.open(sealed, b"row 1") == b"plain"
    rotated = DerivedKeys("second secret of the installation", "first secret of the installation")
    assert Sealer(rotated, "command-secrets").open(sealed, b"row 1") == b"plain"
    for other, context in (
        (sealer, b"row 2"),
        (Sealer(DerivedKeys("another secret altogether"), "command-secrets"), b"row 1"),
        (Sealer(keys, "another purpose"), b"row 1"),
    ):
        with pytest.raises(CannotOpen):
            other.open(sealed, context)
    with pytest.raises(CannotOpen):
        sealer.open(sealed[:-4] + "AAA=", b"row 1")
