from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ocpp_gateway.ocpp.catalogue import ACTIONS_16, Sender
from ocpp_gateway.ocpp.errors import ErrorCode, RpcError
from ocpp_gateway.simulator import visits
from ocpp_gateway.simulator.responder import ANSWERS, respond
from tests.unit.simulator.play import AC, DC, NOON, CentralSystem, booted


def moment(seconds: float) -> str:
    return datetime.fromtimestamp(NOON + seconds, UTC).isoformat().replace("+00:00", "Z")


def charging(system: CentralSystem, number: int = 1) -> int:
    visits.arrive(system.station, system.station.connectors[number], "TAG-0001", system.now)
    system.pass_time(20)
    transaction = system.station.connectors[number].transaction
    assert transaction is not None
    assert transaction.transaction_id is not None
    return transaction.transaction_id


def certificate(name: str = "Root") -> tuple[ec.EllipticCurvePrivateKey, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(0x0ABC)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    return key, built.public_bytes(serialization.Encoding.PEM).decode()


PROFILE: dict[str, Any] = {
    "chargingProfileId": 1,
    "stackLevel": 0,
    "chargingProfilePurpose": "TxDefaultProfile",
    "chargingProfileKind": "Absolute",
    "chargingSchedule": {
        "chargingRateUnit": "W",
        "startSchedule": moment(-60),
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 6000.0}],
    },
}
_, ROOT = certificate()
HASH = {"hashAlgorithm": "SHA256", "issuerNameHash": "ab", "issuerKeyHash": "cd", "serialNumber": "1"}

REQUESTS: dict[str, dict[str, Any]] = {
    "CancelReservation": {"reservationId": 1},
    "CertificateSigned": {"certificateChain": ROOT},
    "ChangeAvailability": {"connectorId": 1, "type": "Inoperative"},
    "ChangeConfiguration": {"key": "HeartbeatInterval", "value": "60"},
    "ClearCache": {},
    "ClearChargingProfile": {},
    "DataTransfer": {"vendorId": "Nobody"},
    "DeleteCertificate": {"certificateHashData": HASH},
    "ExtendedTriggerMessage": {"requestedMessage": "Heartbeat"},
    "GetCompositeSchedule": {"connectorId": 1, "duration": 3600},
    "GetConfiguration": {},
    "GetDiagnostics": {"location": "https://files.example.com/upload"},
    "GetInstalledCertificateIds": {"certificateType": "CentralSystemRootCertificate"},
    "GetLocalListVersion": {},
    "GetLog": {
        "log": {"remoteLocation": "https://files.example.com"},
        "logType": "SecurityLog",
        "requestId": 1,
    },
    "InstallCertificate": {"certificateType": "CentralSystemRootCertificate", "certificate": ROOT},
    "RemoteStartTransaction": {"idTag": "TAG-0001"},
    "RemoteStopTransaction": {"transactionId": 1},
    "ReserveNow": {"connectorId": 1, "expiryDate": moment(600), "idTag": "TAG-0001", "reservationId": 1},
    "Reset": {"type": "Soft"},
    "SendLocalList": {"listVersion": 1, "updateType": "Full"},
    "SetChargingProfile": {"connectorId": 1, "csChargingProfiles": PROFILE},
    "SignedUpdateFirmware": {
        "requestId": 1,
        "firmware": {
            "location": "https://files.example.com/f.bin",
            "retrieveDateTime": moment(0),
            "signingCertificate": ROOT,
            "signature": "AAAA",
        },
    },
    "TriggerMessage": {"requestedMessage": "StatusNotification"},
    "UnlockConnector": {"connectorId": 1},
    "UpdateFirmware": {"location": "https://files.example.com/f.bin", "retrieveDate": moment(0)},
}


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


def test_the_extended_trigger_makes_a_signing_request_and_the_signed_firmware_status() -> None:
    system = booted()
    system.ask("ChangeConfiguration", key="CpoName", value="Example Operator")
    assert (
        system.ask("ExtendedTriggerMessage", requestedMessage="SignChargePointCertificate")["status"]
        == "Accepted"
    )
    system.ask("ExtendedTriggerMessage", requestedMessage="FirmwareStatusNotification")
    system.ask("ExtendedTriggerMessage", requestedMessage="LogStatusNotification")
    system.settle()
    request = x509.load_pem_x509_csr(system.told("SignCertificate")[0]["csr"].encode())
    assert request.is_signature_valid
    assert request.subject.rfc4514_string() == "O=Example Operator,CN=CP-0001"
    assert system.told("SignedFirmwareStatusNotification") == [{"status": "Idle"}]
    assert system.told("LogStatusNotification") == [{"status": "Idle"}]


def test_only_a_certificate_for_the_requested_key_is_taken() -> None:
    system = booted()
    system.ask("ExtendedTriggerMessage", requestedMessage="SignChargePointCertificate")
    system.settle()
    assert system.ask("CertificateSigned", certificateChain=ROOT) == {"status": "Rejected"}
    system.settle()
    assert system.told("SecurityEventNotification")[0]["type"] == "InvalidChargePointCertificate"
    request = x509.load_pem_x509_csr(system.told("SignCertificate")[0]["csr"].encode())
    authority, _ = certificate("Authority")
    signed = (
        x509.CertificateBuilder()
        .subject_name(request.subject)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority")]))
        .public_key(request.public_key())
        .serial_number(5)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
        .sign(authority, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
        .decode()
    )
    assert system.ask("CertificateSigned", certificateChain=signed) == {"status": "Accepted"}


def test_certificates_are_installed_listed_and_deleted_by_their_hash() -> None:
    system = booted()
    use = {"certificateType": "ManufacturerRootCertificate"}
    assert system.ask("GetInstalledCertificateIds", **use) == {"status": "NotFound"}
    assert system.ask("InstallCertificate", certificate=ROOT, **use) == {"status": "Accepted"}
    assert system.ask("InstallCertificate", certificate="no certificate", **use) == {"status": "Rejected"}
    (found,) = system.ask("GetInstalledCertificateIds", **use)["certificateHashData"]
    assert found["serialNumber"] == "abc"
    assert len(found["issuerNameHash"]) == 64
    other = found | {"serialNumber": "abd"}
    assert system.ask("DeleteCertificate", certificateHashData=other) == {"status": "NotFound"}
    shouted = found | {"issuerKeyHash": found["issuerKeyHash"].upper(), "serialNumber": "0ABC"}
    assert system.ask("DeleteCertificate", certificateHashData=shouted) == {"status": "Accepted"}
    assert system.ask("GetInstalledCertificateIds", **use) == {"status": "NotFound"}


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


def test_firmware_updates_tell_their_story_and_boot_with_the_new_version() -> None:
    system = booted()
    system.ask("UpdateFirmware", **REQUESTS["UpdateFirmware"] | {"retrieveDate": moment(100)})
    system.pass_time(99)
    assert system.told("FirmwareStatusNotification") == []
    system.pass_time(80)
    assert [p["status"] for p in system.told("FirmwareStatusNotification")] == [
        "Downloading",
        "Downloaded",
        "Installing",
    ]
    assert system.station.wants_to_close(system.now)
    system.disconnect()
    system.station.reboot(system.now)
    system.connect()
    system.pass_time(5)
    assert system.told("FirmwareStatusNotification")[-1] == {"status": "Installed"}
    assert system.told("BootNotification")[-1]["firmwareVersion"] == AC.next_firmware


def test_firmware_is_not_installed_while_somebody_charges() -> None:
    system = booted()
    transaction = charging(system)
    system.ask("UpdateFirmware", **REQUESTS["UpdateFirmware"])
    system.pass_time(300)
    assert "Installing" not in [p["status"] for p in system.told("FirmwareStatusNotification")]
    system.ask("RemoteStopTransaction", transactionId=transaction)
    system.pass_time(60)
    assert system.told("FirmwareStatusNotification")[-1] == {"status": "Installing"}


def test_a_download_from_nowhere_fails() -> None:
    system = booted()
    system.ask("UpdateFirmware", location="nowhere", retrieveDate=moment(0))
    system.pass_time(60)
    assert [p["status"] for p in system.told("FirmwareStatusNotification")] == [
        "Downloading",
        "DownloadFailed",
    ]


def test_signed_firmware_needs_a_certificate_and_names_its_request() -> None:
    system = booted()
    request = REQUESTS["SignedUpdateFirmware"]
    bad = request | {"firmware": request["firmware"] | {"signingCertificate": "nonsense"}}
    assert system.ask("SignedUpdateFirmware", **bad) == {"status": "InvalidCertificate"}
    assert system.ask("SignedUpdateFirmware", **request | {"requestId": 8}) == {"status": "Accepted"}
    system.pass_time(5)
    assert system.ask("SignedUpdateFirmware", **request | {"requestId": 9}) == {"status": "AcceptedCanceled"}
    system.pass_time(110)
    told = system.told("SignedFirmwareStatusNotification")
    assert told[0] == {"status": "Downloading", "requestId": 8}
    assert [p["status"] for p in told[1:]] == [
        "Downloading",
        "Downloaded",
        "SignatureVerified",
        "Installing",
        "InstallRebooting",
    ]
    assert {p["requestId"] for p in told[1:]} == {9}


def test_diagnostics_and_logs_are_uploaded_with_their_statuses() -> None:
    system = booted()
    assert system.ask("GetDiagnostics", **REQUESTS["GetDiagnostics"])["fileName"].endswith(".zip")
    assert system.ask("GetLog", **REQUESTS["GetLog"])["status"] == "Accepted"
    system.pass_time(5)
    assert system.ask("GetLog", **REQUESTS["GetLog"] | {"requestId": 2})["status"] == "AcceptedCanceled"
    system.pass_time(60)
    assert [p["status"] for p in system.told("DiagnosticsStatusNotification")] == ["Uploading", "Uploaded"]
    assert system.told("LogStatusNotification") == [
        {"status": "Uploading", "requestId": 1},
        {"status": "Uploading", "requestId": 2},
        {"status": "Uploaded", "requestId": 2},
    ]


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


def test_moments_are_what_they_seem() -> None:
    assert datetime.fromisoformat(moment(60)) - datetime.fromisoformat(moment(0)) == timedelta(minutes=1)
