from __future__ import annotations

import json
from typing import Any

import pytest

from ocpp_gateway.ocpp.catalogue import ACTIONS_16, Sender
from ocpp_gateway.ocpp.errors import ErrorCode, RpcError
from ocpp_gateway.simulator.models import MODELS
from ocpp_gateway.simulator.responder import ANSWERS, respond
from tests.unit.simulator.play import AC, DC, NOON, CentralSystem, booted
from tests.unit.simulator.requests_16 import PROFILE, REQUESTS, charging, moment


def test_every_action_that_a_central_system_can_send_is_answered() -> None:
    sendable = {name for name, action in ACTIONS_16.items() if action.sender is not Sender.STATION}
    assert len(sendable) == 26
    assert set(ANSWERS) == sendable == set(REQUESTS)


@pytest.mark.parametrize("action", sorted(REQUESTS))
@pytest.mark.parametrize("model", [AC, DC], ids=["AC", "DC"])
@pytest.mark.parametrize("busy", [False, True], ids=["free", "charging"])
def test_the_official_schema_accepts_each_answer_and_all_that_follows(
    action: str, model: Any, busy: bool
) -> None:
    system = booted(model)
    if busy:
        charging(system)
    system.ask(action, **REQUESTS[action])
    system.pass_time(300)  # what the station sends meanwhile is checked against the schemas too


@pytest.mark.parametrize(
    ("name", "payload", "code"),
    [
        ("FlyToTheMoon", b"{}", ErrorCode.NOT_IMPLEMENTED),
        ("BootNotification", b"{}", ErrorCode.NOT_SUPPORTED),
        ("Reset", b"[]", ErrorCode.FORMATION_VIOLATION),
        ("UnlockConnector", b"{}", ErrorCode.PROTOCOL_ERROR),
    ],
)
def test_what_cannot_be_answered_becomes_the_right_error(name: str, payload: bytes, code: ErrorCode) -> None:
    with pytest.raises(RpcError) as raised:
        respond(booted().station, name, payload, NOON)
    assert raised.value.code is code


def test_configuration_read_only_unknown_bad_and_good_values_are_told_apart() -> None:
    system = booted()

    def change(key: str, value: str) -> str:
        return str(system.ask("ChangeConfiguration", key=key, value=value)["status"])

    assert change("NumberOfConnectors", "9") == "Rejected"
    assert change("NoSuchKey", "1") == "NotSupported"
    assert change("HeartbeatInterval", "soon") == "Rejected"
    assert change("heartbeatinterval", "77") == "Accepted"
    assert change("WebSocketPingInterval", "10") == "RebootRequired"
    assert change("MeterValuesSampledData", "Energy.Active.Import.Register,RPM") == "Rejected"
    assert change("AuthorizationKey", "not hex") == "Rejected"
    assert change("SecurityProfile", "1") == "Rejected"
    assert change("AuthorizationKey", "00" * 20) == "Accepted"
    assert change("SecurityProfile", "1") == "Accepted"
    assert change("SecurityProfile", "0") == "Rejected"
    answer = system.ask(
        "GetConfiguration", key=["HeartbeatInterval", "WebSocketPingInterval", "AuthorizationKey", "Nope"]
    )
    assert answer == {
        "configurationKey": [
            {"key": "HeartbeatInterval", "readonly": False, "value": "77"},
            {"key": "WebSocketPingInterval", "readonly": False, "value": "60"},
            {"key": "AuthorizationKey", "readonly": False},
        ],
        "unknownKey": ["Nope"],
    }


def test_get_configuration_without_keys_lists_all() -> None:
    keys = {k["key"]: k for k in booted().ask("GetConfiguration")["configurationKey"]}
    assert keys["NumberOfConnectors"] == {"key": "NumberOfConnectors", "readonly": True, "value": "2"}
    assert len(keys) > 45


def test_availability_is_scheduled_while_a_transaction_runs_and_takes_effect_afterwards() -> None:
    system = booted()
    transaction = charging(system)
    assert system.ask("ChangeAvailability", connectorId=1, type="Inoperative") == {"status": "Scheduled"}
    system.pass_time(5)
    assert system.statuses(1)[-1] == "Charging"
    system.ask("RemoteStopTransaction", transactionId=transaction)
    system.pass_time(120)
    assert system.statuses(1)[-1] == "Unavailable"
    assert system.ask("ChangeAvailability", connectorId=1, type="Operative") == {"status": "Accepted"}
    system.pass_time(1)
    assert system.statuses(1)[-1] == "Available"


def test_the_whole_station_becomes_unavailable_when_its_last_transaction_ends() -> None:
    system = booted()
    transaction = charging(system)
    assert system.ask("ChangeAvailability", connectorId=0, type="Inoperative") == {"status": "Scheduled"}
    system.pass_time(1)
    assert system.statuses(0) == ["Available"]
    system.ask("RemoteStopTransaction", transactionId=transaction)
    system.pass_time(120)
    assert (system.statuses(0)[-1], system.statuses(1)[-1], system.statuses(2)[-1]) == ("Unavailable",) * 3
    assert system.ask("ChangeAvailability", connectorId=9, type="Inoperative") == {"status": "Rejected"}


def test_a_station_that_was_put_back_into_service_meanwhile_stays_there() -> None:
    system = booted()
    transaction = charging(system)
    system.ask("ChangeAvailability", connectorId=0, type="Inoperative")
    assert system.ask("ChangeAvailability", connectorId=0, type="Operative") == {"status": "Accepted"}
    system.ask("RemoteStopTransaction", transactionId=transaction)
    system.pass_time(120)
    assert (system.statuses(0)[-1], system.statuses(1)[-1]) == ("Available", "Available")


def test_a_connector_keeps_what_was_scheduled_for_it_beside_its_station() -> None:
    system = booted()
    transaction = charging(system)
    system.ask("ChangeAvailability", connectorId=1, type="Inoperative")
    system.ask("ChangeAvailability", connectorId=0, type="Inoperative")
    system.ask("RemoteStopTransaction", transactionId=transaction)
    system.pass_time(120)
    assert system.ask("ChangeAvailability", connectorId=0, type="Operative") == {"status": "Accepted"}
    system.pass_time(1)
    assert [system.statuses(number)[-1] for number in (0, 1, 2)] == ["Available", "Unavailable", "Available"]


def test_availability_outlasts_a_reboot_but_not_with_every_maker() -> None:
    forgetful = next(model for model in MODELS if model.forgets_availability)
    for model, after in ((AC, "Unavailable"), (forgetful, "Available")):
        system = booted(model)
        for number in (0, 1):
            system.ask("ChangeAvailability", connectorId=number, type="Inoperative")
        system.pass_time(1)
        assert [system.statuses(number)[-1] for number in (0, 1)] == ["Unavailable"] * 2
        system.disconnect()
        system.station.reboot(system.now)
        system.sent.clear()
        system.connect()
        assert [system.statuses(number)[-1] for number in (0, 1)] == [after] * 2


def test_remote_start_leads_to_a_transaction_with_its_tag_and_profile() -> None:
    system = booted()
    profile = PROFILE | {"chargingProfilePurpose": "TxProfile", "chargingProfileKind": "Relative"}
    profile["chargingSchedule"] = {
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 8.0, "numberPhases": 1}],
    }
    answer = system.ask("RemoteStartTransaction", connectorId=2, idTag="APP-7", chargingProfile=profile)
    assert answer == {"status": "Accepted"}
    system.pass_time(60)
    start = system.told("StartTransaction")[0]
    assert (start["connectorId"], start["idTag"]) == (2, "APP-7")
    assert system.told("Authorize") == []
    outlet = system.station.connectors[2].outlet
    assert outlet.power_w <= 8.0 * 230
    assert system.ask("RemoteStartTransaction", connectorId=2, idTag="APP-8") == {"status": "Rejected"}


def test_remote_start_asks_first_when_configured_so() -> None:
    system = booted()
    system.ask("ChangeConfiguration", key="AuthorizeRemoteTxRequests", value="true")
    system.ask("RemoteStartTransaction", connectorId=1, idTag="APP-7")
    system.pass_time(60)
    assert system.told("Authorize") == [{"idTag": "APP-7"}]


def test_remote_stop_ends_only_a_transaction_that_runs_here() -> None:
    system = booted()
    transaction = charging(system)
    assert system.ask("RemoteStopTransaction", transactionId=transaction + 1) == {"status": "Rejected"}
    assert system.ask("RemoteStopTransaction", transactionId=transaction) == {"status": "Accepted"}
    assert system.told("StopTransaction") == []  # the answer comes first
    system.pass_time(1)
    assert system.told("StopTransaction")[0]["reason"] == "Remote"


@pytest.mark.parametrize(("kind", "reason"), [("Soft", "SoftReset"), ("Hard", "HardReset")])
def test_reset_stops_transactions_closes_and_boots_again(kind: str, reason: str) -> None:
    system = booted()
    charging(system)
    assert system.ask("Reset", type=kind) == {"status": "Accepted"}
    assert not system.station.wants_to_close(system.now)
    system.pass_time(1)
    assert system.told("StopTransaction")[0]["reason"] == reason
    assert system.station.wants_to_close(system.now)
    system.disconnect()
    system.station.reboot(system.now)
    assert not system.station.wants_to_close(system.now)
    system.connect()
    assert len(system.told("BootNotification")) == 2
    system.pass_time(60)
    assert system.statuses(1)[-1] == "Available"


def test_settings_that_need_a_reboot_count_after_it() -> None:
    system = booted()
    system.ask("ChangeConfiguration", key="WebSocketPingInterval", value="10")
    assert system.station.configuration.number("WebSocketPingInterval") == 60
    system.station.reboot(system.now)
    assert system.station.configuration.number("WebSocketPingInterval") == 10


def test_unlock_ends_a_running_transaction_and_is_not_supported_with_fixed_cables() -> None:
    system = booted()
    charging(system)
    assert system.ask("UnlockConnector", connectorId=1) == {"status": "Unlocked"}
    system.pass_time(1)
    assert system.told("StopTransaction")[0]["reason"] == "UnlockCommand"
    assert system.ask("UnlockConnector", connectorId=9) == {"status": "NotSupported"}
    assert booted(DC).ask("UnlockConnector", connectorId=1) == {"status": "NotSupported"}


@pytest.mark.parametrize(
    ("requested", "follows"),
    [
        ("Heartbeat", ["Heartbeat"]),
        ("StatusNotification", ["StatusNotification"] * 3),
        ("MeterValues", ["MeterValues"] * 2),
        ("DiagnosticsStatusNotification", ["DiagnosticsStatusNotification"]),
        ("FirmwareStatusNotification", ["FirmwareStatusNotification"]),
    ],
)
def test_a_triggered_message_follows_the_answer(requested: str, follows: list[str]) -> None:
    system = booted()
    system.sent.clear()
    assert system.ask("TriggerMessage", requestedMessage=requested) == {"status": "Accepted"}
    assert system.sent == []
    system.settle()
    assert [s.action for s in system.sent] == follows


def test_a_trigger_for_one_connector_concerns_that_one_only() -> None:
    system = booted()
    system.sent.clear()
    system.ask("TriggerMessage", requestedMessage="StatusNotification", connectorId=2)
    system.settle()
    assert [p["connectorId"] for p in system.told("StatusNotification")] == [2]
    assert system.ask("TriggerMessage", requestedMessage="Heartbeat", connectorId=7) == {"status": "Rejected"}
    assert system.ask("TriggerMessage", requestedMessage="BootNotification") == {"status": "Rejected"}


def test_the_local_list_follows_full_and_differential_updates_by_version() -> None:
    system = booted()
    accepted = {"idTagInfo": {"status": "Accepted"}}

    def send(version: int, kind: str, *entries: dict[str, Any]) -> str:
        answer = system.ask(
            "SendLocalList", listVersion=version, updateType=kind, localAuthorizationList=list(entries)
        )
        return str(answer["status"])

    assert system.ask("GetLocalListVersion") == {"listVersion": 0}
    assert send(3, "Full", {"idTag": "A"} | accepted, {"idTag": "B"} | accepted) == "Accepted"
    assert send(3, "Differential", {"idTag": "C"} | accepted) == "VersionMismatch"
    assert send(4, "Differential", {"idTag": "a"}, {"idTag": "C"} | accepted) == "Accepted"
    assert set(system.station.tags.local_list) == {"b", "c"}
    assert send(5, "Full", {"idTag": "D"}) == "Failed"
    assert send(5, "Full", {"idTag": "D"} | accepted, {"idTag": "d"} | accepted) == "Failed"
    assert system.ask("GetLocalListVersion") == {"listVersion": 4}
    assert send(9, "Full") == "Accepted"
    assert system.ask("GetLocalListVersion") == {"listVersion": 0}


def test_a_reservation_keeps_the_connector_for_its_tag_and_is_named_by_the_start() -> None:
    system = booted()
    reserve = REQUESTS["ReserveNow"]
    assert system.ask("ReserveNow", **reserve) == {"status": "Accepted"}
    system.settle()
    assert system.statuses(1)[-1] == "Reserved"
    assert system.ask("ReserveNow", **reserve | {"reservationId": 2}) == {"status": "Occupied"}
    assert system.ask("RemoteStartTransaction", connectorId=1, idTag="STRANGER") == {"status": "Rejected"}
    assert system.ask("RemoteStartTransaction", connectorId=1, idTag="tag-0001") == {"status": "Accepted"}
    system.pass_time(60)
    assert system.told("StartTransaction")[0]["reservationId"] == 1
    assert system.ask("CancelReservation", reservationId=1) == {"status": "Rejected"}


def test_a_reservation_ends_by_itself_and_by_cancel() -> None:
    system = booted()
    system.ask("ReserveNow", **REQUESTS["ReserveNow"])
    system.pass_time(601)
    assert system.statuses(1)[-2:] == ["Reserved", "Available"]
    system.ask("ReserveNow", **REQUESTS["ReserveNow"] | {"expiryDate": moment(2000)})
    assert system.ask("CancelReservation", reservationId=1) == {"status": "Accepted"}
    assert system.ask("ReserveNow", **REQUESTS["ReserveNow"] | {"expiryDate": moment(-5)}) == {
        "status": "Rejected"
    }
    system.ask("ChangeAvailability", connectorId=1, type="Inoperative")
    late = REQUESTS["ReserveNow"] | {"expiryDate": moment(2000)}
    assert system.ask("ReserveNow", **late) == {"status": "Unavailable"}
    assert system.ask("ReserveNow", **late | {"connectorId": 0}) == {"status": "Accepted"}


def test_data_transfer_knows_only_its_maker() -> None:
    system = booted()
    assert system.ask("DataTransfer", vendorId="Nobody", messageId="Echo") == {"status": "UnknownVendorId"}
    assert system.ask("DataTransfer", vendorId=AC.vendor, messageId="Sing") == {"status": "UnknownMessageId"}
    assert system.ask("DataTransfer", vendorId=AC.vendor, messageId="Echo", data="x") == {
        "status": "Accepted",
        "data": "x",
    }


def test_clear_cache_forgets_and_is_rejected_without_a_cache() -> None:
    system = booted()
    charging(system)
    assert system.station.tags.known("TAG-0001", system.now) is not None
    assert system.ask("ClearCache") == {"status": "Accepted"}
    assert system.station.tags.known("TAG-0001", system.now) is None
    system.ask("ChangeConfiguration", key="AuthorizationCacheEnabled", value="false")
    assert system.ask("ClearCache") == {"status": "Rejected"}


def test_a_pending_station_refuses_remote_starts() -> None:
    system = CentralSystem(booted().station)
    system.station.registration.reboot()
    assert system.ask("RemoteStartTransaction", idTag="APP-1") == {"status": "Rejected"}


def test_requests_of_the_table_are_valid_by_the_schema() -> None:
    from ocpp_gateway.ocpp.codec import Direction, check
    from ocpp_gateway.ocpp.versions import OcppVersion

    for action, request in REQUESTS.items():
        payload = json.dumps(request).encode()
        assert check(OcppVersion.V16, ACTIONS_16[action], Direction.REQUEST, payload) == [], action
