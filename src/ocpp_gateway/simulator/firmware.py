"""Firmware, diagnostics and log transfers: the series of status messages that each makes (ocpp.md 1.5, 1.10).

No file is moved: these stations have no disk. A location without a scheme fails as a real transfer would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cryptography import x509

from ocpp_gateway.ocpp.timestamps import parse_timestamp
from ocpp_gateway.ocpp.v16.messages import (
    DiagnosticsStatusNotificationRequest,
    FirmwareStatusNotificationRequest,
    GetDiagnosticsRequest,
    GetDiagnosticsResponse,
    GetLogRequest,
    GetLogResponse,
    LogStatusNotificationRequest,
    SignedFirmwareStatusNotificationRequest,
    SignedUpdateFirmwareRequest,
    SignedUpdateFirmwareResponse,
    UpdateFirmwareRequest,
    UpdateFirmwareResponse,
)
from ocpp_gateway.simulator.restart import begin_restart

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ocpp_gateway.simulator.station import Station

TRANSFER_SECONDS = 20.0
INSTALL_SECONDS = 15.0


class Maintenance:
    """What runs, and what was last told about it."""

    def __init__(self) -> None:
        self.firmware_status = "Idle"
        self.diagnostics_status = "Idle"
        self.log_status = "Idle"
        self.log_request: int | None = None
        self.firmware_request: int | None = None
        self._update = 0
        self._log = 0
        self._installed_after_reboot = False

    # --- telling

    def tell_firmware(self, station: Station, now: float, *, signed: bool) -> None:
        """FirmwareStatusNotification, or its signed form; what is over is Idle."""
        status = self.firmware_status
        if signed:
            request_id = None if status == "Idle" else self.firmware_request
            report = SignedFirmwareStatusNotificationRequest(status=status, request_id=request_id)
            station.say("SignedFirmwareStatusNotification", lambda: report, now, triggered=True)
        else:
            plain = FirmwareStatusNotificationRequest(status=status)
            station.say("FirmwareStatusNotification", lambda: plain, now, triggered=True)

    def tell_diagnostics(self, station: Station, now: float) -> None:
        """DiagnosticsStatusNotification."""
        report = DiagnosticsStatusNotificationRequest(status=self.diagnostics_status)
        station.say("DiagnosticsStatusNotification", lambda: report, now, triggered=True)

    def tell_log(self, station: Station, now: float) -> None:
        """LogStatusNotification; the request id is left out only for Idle."""
        request_id = None if self.log_status == "Idle" else self.log_request
        report = LogStatusNotificationRequest(status=self.log_status, request_id=request_id)
        station.say("LogStatusNotification", lambda: report, now, triggered=True)

    # --- firmware

    def update(self, station: Station, begin: float, statuses: Sequence[str], request: int | None) -> None:
        """Walk through the states of an update; the next update replaces it. The last state leads to a restart."""
        self._update += 1
        self.firmware_request = request
        number = self._update

        def step(index: int) -> Callable[[float], None]:
            def run(now: float) -> None:
                if number != self._update:
                    return
                status = statuses[index]
                if status == "Installing" and _charging(station):
                    station.agenda.at(now + station.seconds(INSTALL_SECONDS), run)
                    return
                self.firmware_status = status
                self.tell_firmware(station, now, signed=request is not None)
                if index + 1 < len(statuses):
                    station.agenda.at(now + station.seconds(TRANSFER_SECONDS), step(index + 1))
                elif status in {"Installing", "InstallRebooting"}:
                    station.agenda.at(now + station.seconds(INSTALL_SECONDS), self._restart(station))
                else:
                    self.firmware_status = "Idle"

            return run

        station.agenda.at(begin, step(0))

    def _restart(self, station: Station) -> Callable[[float], None]:
        def run(now: float) -> None:
            self._installed_after_reboot = True
            station.firmware = station.model.next_firmware
            begin_restart(station, now, hard=False)

        return run

    def after_reboot(self, station: Station, now: float) -> None:
        """The new firmware runs: say so once the station is accepted again."""
        if self._installed_after_reboot:
            self._installed_after_reboot = False
            self.firmware_status = "Installed"
            self._tell_installed(station, now)

    def _tell_installed(self, station: Station, now: float) -> None:
        if not (station.online and station.registration.accepted):
            station.agenda.at(now + 1.0, lambda when: self._tell_installed(station, when))
            return
        self.tell_firmware(station, now, signed=self.firmware_request is not None)
        self.firmware_status = "Idle"

    # --- uploads

    def upload_diagnostics(self, station: Station, now: float, *, works: bool) -> None:
        """Uploading, then Uploaded or UploadFailed."""

        def tell(status: str) -> Callable[[float], None]:
            def run(when: float) -> None:
                self.diagnostics_status = status
                self.tell_diagnostics(station, when)
                if status != "Uploading":
                    self.diagnostics_status = "Idle"

            return run

        station.agenda.at(now, tell("Uploading"))
        end = now + station.seconds(TRANSFER_SECONDS)
        station.agenda.at(end, tell("Uploaded" if works else "UploadFailed"))

    def upload_log(self, station: Station, request_id: int, now: float, *, works: bool) -> bool:
        """Start an upload; True if it cancels one that was running."""
        cancels = self.log_status == "Uploading"
        self._log += 1
        number = self._log
        self.log_request = request_id
        self.log_status = "Uploading"

        def tell(status: str) -> Callable[[float], None]:
            def run(when: float) -> None:
                if number != self._log:
                    return
                self.log_status = status
                self.tell_log(station, when)
                if status != "Uploading":
                    self.log_status = "Idle"

            return run

        station.agenda.at(now, tell("Uploading"))
        end = now + station.seconds(TRANSFER_SECONDS)
        station.agenda.at(end, tell("Uploaded" if works else "UploadFailure"))
        return cancels


def _charging(station: Station) -> bool:
    return any(c.transaction is not None for c in station.connectors.values())


def _reachable(location: str) -> bool:
    """Whether a location could be reached at all: a known scheme and a host."""
    parts = urlsplit(location)
    return parts.scheme.casefold() in {"http", "https", "ftp", "ftps"} and bool(parts.hostname)


def _moment(text: str | None, now: float) -> float:
    moment = parse_timestamp(text)[0] if text is not None else None
    return now if moment is None else max(now, moment.timestamp())


def update_firmware(station: Station, request: UpdateFirmwareRequest, now: float) -> UpdateFirmwareResponse:
    """UpdateFirmware: the answer is empty, the story follows."""
    works = ("Downloading", "Downloaded", "Installing")
    statuses = works if _reachable(request.location) else ("Downloading", "DownloadFailed")
    station.maintenance.update(station, _moment(request.retrieve_date, now), statuses, None)
    return UpdateFirmwareResponse()


def signed_update_firmware(
    station: Station, request: SignedUpdateFirmwareRequest, now: float
) -> SignedUpdateFirmwareResponse:
    """SignedUpdateFirmware: a signing certificate that is none is refused; a running update is cancelled."""
    try:
        x509.load_pem_x509_certificate(request.firmware.signing_certificate.encode())
    except ValueError:
        station.security_event("InvalidFirmwareSigningCertificate", now)
        return SignedUpdateFirmwareResponse(status="InvalidCertificate")
    cancels = station.maintenance.firmware_status not in {"Idle", "Installed"}
    works = ("Downloading", "Downloaded", "SignatureVerified", "Installing", "InstallRebooting")
    statuses = works if _reachable(request.firmware.location) else ("Downloading", "DownloadFailed")
    begin = _moment(request.firmware.retrieve_date_time, now)
    station.maintenance.update(station, begin, statuses, request.request_id)
    return SignedUpdateFirmwareResponse(status="AcceptedCanceled" if cancels else "Accepted")


def get_diagnostics(station: Station, request: GetDiagnosticsRequest, now: float) -> GetDiagnosticsResponse:
    """GetDiagnostics."""
    station.maintenance.upload_diagnostics(station, now, works=_reachable(request.location))
    return GetDiagnosticsResponse(file_name=f"diagnostics-{station.serial_number}.zip")


def get_log(station: Station, request: GetLogRequest, now: float) -> GetLogResponse:
    """GetLog."""
    works = _reachable(request.log.remote_location)
    cancels = station.maintenance.upload_log(station, request.request_id, now, works=works)
    kind = "security" if request.log_type == "SecurityLog" else "diagnostics"
    return GetLogResponse(
        status="AcceptedCanceled" if cancels else "Accepted", filename=f"{kind}-{station.serial_number}.log"
    )
