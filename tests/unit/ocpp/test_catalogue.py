from __future__ import annotations

import pytest

from ocpp_gateway.ocpp.catalogue import ACTIONS_16, Profile, Sender, case_violation, find, resolve
from ocpp_gateway.ocpp.errors import ErrorCode, RpcError
from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.ocpp.violations import Validation
from tests.unit.ocpp.payloads import ACTIONS, raw_schema

V16 = OcppVersion.V16
LENIENT, STRICT = Validation.LENIENT, Validation.STRICT


def test_the_catalogue_has_exactly_the_actions_of_the_official_schemas() -> None:
    assert sorted(ACTIONS_16) == list(ACTIONS)
    assert len(ACTIONS_16) == 39
    assert len([action for action in ACTIONS_16.values() if action.profile is Profile.SECURITY]) == 11


def test_a_central_system_has_to_answer_14_actions_and_can_send_26() -> None:
    senders = [action.sender for action in ACTIONS_16.values()]
    assert len([sender for sender in senders if sender is not Sender.CENTRAL_SYSTEM]) == 14
    assert len([sender for sender in senders if sender is not Sender.STATION]) == 26


@pytest.mark.parametrize("name", ACTIONS)
def test_required_fields_are_those_of_the_schema(name: str) -> None:
    assert ACTIONS_16[name].required_fields == set(raw_schema(name, "request").get("required", ()))


@pytest.mark.parametrize("name", ["bootnotification", "BOOTNOTIFICATION", "bootNotification"])
def test_a_wrong_case_is_understood_leniently_and_noted(name: str) -> None:
    assert find(V16, name, STRICT) is None
    action = find(V16, name, LENIENT)
    assert action is ACTIONS_16["BootNotification"]
    violation = case_violation(action, name)
    assert violation is not None
    assert violation.rule == Rule.ACTION_CASE


def test_a_proper_name_is_no_violation() -> None:
    action = find(V16, "Heartbeat", STRICT)
    assert action is not None
    assert case_violation(action, "Heartbeat") is None


@pytest.mark.parametrize("validation", list(Validation))
@pytest.mark.parametrize(
    "name", ["", "/Heartbeat", "TransactionEvent", "Heart beat", "HeartbeatResponse", "X" * 64]
)
def test_an_unknown_action_is_not_implemented(name: str, validation: Validation) -> None:
    """D35: also the actions of 2.0.1 and the SOAP style."""
    with pytest.raises(RpcError) as refusal:
        resolve(V16, name, Sender.STATION, validation)
    assert refusal.value.code is ErrorCode.NOT_IMPLEMENTED


@pytest.mark.parametrize("validation", list(Validation))
@pytest.mark.parametrize(
    ("name", "sender"),
    [
        ("Reset", Sender.STATION),
        ("RemoteStartTransaction", Sender.STATION),
        ("BootNotification", Sender.CENTRAL_SYSTEM),
    ],
)
def test_an_action_in_the_wrong_direction_is_not_supported(
    name: str, sender: Sender, validation: Validation
) -> None:
    with pytest.raises(RpcError) as refusal:
        resolve(V16, name, sender, validation)
    assert refusal.value.code is ErrorCode.NOT_SUPPORTED


@pytest.mark.parametrize("sender", [Sender.STATION, Sender.CENTRAL_SYSTEM])
def test_data_transfer_goes_both_ways(sender: Sender) -> None:
    assert resolve(V16, "DataTransfer", sender, STRICT) is ACTIONS_16["DataTransfer"]


def test_versions_without_a_catalogue_know_no_action() -> None:
    assert find(OcppVersion.V201, "Heartbeat", LENIENT) is None
