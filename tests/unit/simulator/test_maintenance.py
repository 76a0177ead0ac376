from __future__ import annotations

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from tests.unit.simulator.play import AC, booted
from tests.unit.simulator.requests_16 import REQUESTS, ROOT, certificate, charging, moment


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
