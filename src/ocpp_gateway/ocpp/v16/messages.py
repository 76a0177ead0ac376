"""Typed messages of OCPP 1.6, written by `scripts/generate_messages.py` from the official schemas.

Attributes are the schema's properties in snake_case; an absent optional property is `None`. Times stay text
(`timestamps` reads them, stations bend them). Words that the central system sends are closed (`Literal`); words that
a station sends are `str` to the reader, because lenient decoding keeps a word that the specification does not know,
and closed only to the decoder. Lengths and ranges are checked while decoding, not when an object is built by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias

from msgspec import Meta, Struct

MAX_INTEGER: Final = 9_007_199_254_740_991
"""Largest whole number in a message: the schemas give no range, JSON readers agree up to ±(2^53-1)."""

Integer: TypeAlias = Annotated[int, Meta(ge=-9_007_199_254_740_991, le=9_007_199_254_740_991)]
Text20: TypeAlias = Annotated[str, Meta(max_length=20)]
Text25: TypeAlias = Annotated[str, Meta(max_length=25)]
Text40: TypeAlias = Annotated[str, Meta(max_length=40)]
Text50: TypeAlias = Annotated[str, Meta(max_length=50)]
Text128: TypeAlias = Annotated[str, Meta(max_length=128)]
Text255: TypeAlias = Annotated[str, Meta(max_length=255)]
Text500: TypeAlias = Annotated[str, Meta(max_length=500)]
Text512: TypeAlias = Annotated[str, Meta(max_length=512)]
Text800: TypeAlias = Annotated[str, Meta(max_length=800)]
Text5500: TypeAlias = Annotated[str, Meta(max_length=5500)]
Text10000: TypeAlias = Annotated[str, Meta(max_length=10000)]

AuthorizationStatus: TypeAlias = Literal["Accepted", "Blocked", "Expired", "Invalid", "ConcurrentTx"]
RegistrationStatus: TypeAlias = Literal["Accepted", "Pending", "Rejected"]
AvailabilityType: TypeAlias = Literal["Inoperative", "Operative"]
ChargingProfilePurpose: TypeAlias = Literal["ChargePointMaxProfile", "TxDefaultProfile", "TxProfile"]
ChargingProfileKind: TypeAlias = Literal["Absolute", "Recurring", "Relative"]
RecurrencyKind: TypeAlias = Literal["Daily", "Weekly"]
ResetType: TypeAlias = Literal["Hard", "Soft"]
UpdateType: TypeAlias = Literal["Differential", "Full"]
RequestedChargingRateUnit: TypeAlias = Literal["A", "W"]
MessageTrigger: TypeAlias = Literal[
    "BootNotification",
    "DiagnosticsStatusNotification",
    "FirmwareStatusNotification",
    "Heartbeat",
    "MeterValues",
    "StatusNotification",
]
GenericStatus: TypeAlias = Literal["Accepted", "Rejected"]
CertificateUse: TypeAlias = Literal["CentralSystemRootCertificate", "ManufacturerRootCertificate"]
ExtendedMessageTrigger: TypeAlias = Literal[
    "BootNotification",
    "LogStatusNotification",
    "FirmwareStatusNotification",
    "Heartbeat",
    "MeterValues",
    "SignChargePointCertificate",
    "StatusNotification",
]
LogType: TypeAlias = Literal["DiagnosticsLog", "SecurityLog"]

if TYPE_CHECKING:
    ReadingContext: TypeAlias = str
    ValueFormat: TypeAlias = str
    Measurand: TypeAlias = str
    Phase: TypeAlias = str
    Location: TypeAlias = str
    UnitOfMeasure: TypeAlias = str
    ChargePointErrorCode: TypeAlias = str
    ChargePointStatus: TypeAlias = str
    Reason: TypeAlias = str
    DataTransferStatus: TypeAlias = str
    AvailabilityStatus: TypeAlias = str
    ConfigurationStatus: TypeAlias = str
    ClearCacheStatus: TypeAlias = str
    ChargingRateUnit: TypeAlias = str
    RemoteStartStopStatus: TypeAlias = str
    ResetStatus: TypeAlias = str
    UnlockStatus: TypeAlias = str
    DiagnosticsStatus: TypeAlias = str
    FirmwareStatus: TypeAlias = str
    UpdateStatus: TypeAlias = str
    ReservationStatus: TypeAlias = str
    CancelReservationStatus: TypeAlias = str
    ChargingProfileStatus: TypeAlias = str
    ClearChargingProfileStatus: TypeAlias = str
    GetCompositeScheduleStatus: TypeAlias = str
    TriggerMessageStatus: TypeAlias = str
    UploadLogStatus: TypeAlias = str
    SignedFirmwareStatus: TypeAlias = str
    CertificateSignedStatus: TypeAlias = str
    InstallCertificateStatus: TypeAlias = str
    GetInstalledCertificateStatus: TypeAlias = str
    HashAlgorithm: TypeAlias = str
    DeleteCertificateStatus: TypeAlias = str
    LogStatus: TypeAlias = str
    UpdateFirmwareStatus: TypeAlias = str
else:
    ReadingContext: TypeAlias = Literal[
        "Interruption.Begin",
        "Interruption.End",
        "Sample.Clock",
        "Sample.Periodic",
        "Transaction.Begin",
        "Transaction.End",
        "Trigger",
        "Other",
    ]
    ValueFormat: TypeAlias = Literal["Raw", "SignedData"]
    Measurand: TypeAlias = Literal[
        "Energy.Active.Export.Register",
        "Energy.Active.Import.Register",
        "Energy.Reactive.Export.Register",
        "Energy.Reactive.Import.Register",
        "Energy.Active.Export.Interval",
        "Energy.Active.Import.Interval",
        "Energy.Reactive.Export.Interval",
        "Energy.Reactive.Import.Interval",
        "Power.Active.Export",
        "Power.Active.Import",
        "Power.Offered",
        "Power.Reactive.Export",
        "Power.Reactive.Import",
        "Power.Factor",
        "Current.Import",
        "Current.Export",
        "Current.Offered",
        "Voltage",
        "Frequency",
        "Temperature",
        "SoC",
        "RPM",
    ]
    Phase: TypeAlias = Literal["L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "L1-L2", "L2-L3", "L3-L1"]
    Location: TypeAlias = Literal["Cable", "EV", "Inlet", "Outlet", "Body"]
    UnitOfMeasure: TypeAlias = Literal[
        "Wh",
        "kWh",
        "varh",
        "kvarh",
        "W",
        "kW",
        "VA",
        "kVA",
        "var",
        "kvar",
        "A",
        "V",
        "K",
        "Celcius",
        "Celsius",
        "Fahrenheit",
        "Percent",
    ]
    ChargePointErrorCode: TypeAlias = Literal[
        "ConnectorLockFailure",
        "EVCommunicationError",
        "GroundFailure",
        "HighTemperature",
        "InternalError",
        "LocalListConflict",
        "NoError",
        "OtherError",
        "OverCurrentFailure",
        "PowerMeterFailure",
        "PowerSwitchFailure",
        "ReaderFailure",
        "ResetFailure",
        "UnderVoltage",
        "OverVoltage",
        "WeakSignal",
    ]
    ChargePointStatus: TypeAlias = Literal[
        "Available",
        "Preparing",
        "Charging",
        "SuspendedEVSE",
        "SuspendedEV",
        "Finishing",
        "Reserved",
        "Unavailable",
        "Faulted",
    ]
    Reason: TypeAlias = Literal[
        "EmergencyStop",
        "EVDisconnected",
        "HardReset",
        "Local",
        "Other",
        "PowerLoss",
        "Reboot",
        "Remote",
        "SoftReset",
        "UnlockCommand",
        "DeAuthorized",
    ]
    DataTransferStatus: TypeAlias = Literal["Accepted", "Rejected", "UnknownMessageId", "UnknownVendorId"]
    AvailabilityStatus: TypeAlias = Literal["Accepted", "Rejected", "Scheduled"]
    ConfigurationStatus: TypeAlias = Literal["Accepted", "Rejected", "RebootRequired", "NotSupported"]
    ClearCacheStatus: TypeAlias = Literal["Accepted", "Rejected"]
    ChargingRateUnit: TypeAlias = Literal["A", "W"]
    RemoteStartStopStatus: TypeAlias = Literal["Accepted", "Rejected"]
    ResetStatus: TypeAlias = Literal["Accepted", "Rejected"]
    UnlockStatus: TypeAlias = Literal["Unlocked", "UnlockFailed", "NotSupported"]
    DiagnosticsStatus: TypeAlias = Literal["Idle", "Uploaded", "UploadFailed", "Uploading"]
    FirmwareStatus: TypeAlias = Literal[
        "Downloaded",
        "DownloadFailed",
        "Downloading",
        "Idle",
        "InstallationFailed",
        "Installing",
        "Installed",
    ]
    UpdateStatus: TypeAlias = Literal["Accepted", "Failed", "NotSupported", "VersionMismatch"]
    ReservationStatus: TypeAlias = Literal["Accepted", "Faulted", "Occupied", "Rejected", "Unavailable"]
    CancelReservationStatus: TypeAlias = Literal["Accepted", "Rejected"]
    ChargingProfileStatus: TypeAlias = Literal["Accepted", "Rejected", "NotSupported"]
    ClearChargingProfileStatus: TypeAlias = Literal["Accepted", "Unknown"]
    GetCompositeScheduleStatus: TypeAlias = Literal["Accepted", "Rejected"]
    TriggerMessageStatus: TypeAlias = Literal["Accepted", "Rejected", "NotImplemented"]
    UploadLogStatus: TypeAlias = Literal[
        "BadMessage",
        "Idle",
        "NotSupportedOperation",
        "PermissionDenied",
        "Uploaded",
        "UploadFailure",
        "Uploading",
    ]
    SignedFirmwareStatus: TypeAlias = Literal[
        "Downloaded",
        "DownloadFailed",
        "Downloading",
        "DownloadScheduled",
        "DownloadPaused",
        "Idle",
        "InstallationFailed",
        "Installing",
        "Installed",
        "InstallRebooting",
        "InstallScheduled",
        "InstallVerificationFailed",
        "InvalidSignature",
        "SignatureVerified",
    ]
    CertificateSignedStatus: TypeAlias = Literal["Accepted", "Rejected"]
    InstallCertificateStatus: TypeAlias = Literal["Accepted", "Failed", "Rejected"]
    GetInstalledCertificateStatus: TypeAlias = Literal["Accepted", "NotFound"]
    HashAlgorithm: TypeAlias = Literal["SHA256", "SHA384", "SHA512"]
    DeleteCertificateStatus: TypeAlias = Literal["Accepted", "Failed", "NotFound"]
    LogStatus: TypeAlias = Literal["Accepted", "Rejected", "AcceptedCanceled"]
    UpdateFirmwareStatus: TypeAlias = Literal[
        "Accepted",
        "Rejected",
        "AcceptedCanceled",
        "InvalidCertificate",
        "RevokedCertificate",
    ]


class Message(Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True, rename="camel"):
    """What all payloads and their parts have in common: values that never change, absent means left out."""


class AuthorizeRequest(Message, frozen=True, kw_only=True):
    """The payload of a Authorize request."""

    id_tag: Text20


class IdTagInfo(Message, frozen=True, kw_only=True):
    """The `idTagInfo` of a Authorize response."""

    status: AuthorizationStatus
    expiry_date: str | None = None
    parent_id_tag: Text20 | None = None


class AuthorizeResponse(Message, frozen=True, kw_only=True):
    """The payload of a Authorize response."""

    id_tag_info: IdTagInfo


class BootNotificationRequest(Message, frozen=True, kw_only=True):
    """The payload of a BootNotification request."""

    charge_point_vendor: Text20
    charge_point_model: Text20
    charge_point_serial_number: Text25 | None = None
    charge_box_serial_number: Text25 | None = None
    firmware_version: Text50 | None = None
    iccid: Text20 | None = None
    imsi: Text20 | None = None
    meter_type: Text25 | None = None
    meter_serial_number: Text25 | None = None


class BootNotificationResponse(Message, frozen=True, kw_only=True):
    """The payload of a BootNotification response."""

    status: RegistrationStatus
    current_time: str
    interval: Integer


class HeartbeatRequest(Message, frozen=True, kw_only=True):
    """The payload of a Heartbeat request."""


class HeartbeatResponse(Message, frozen=True, kw_only=True):
    """The payload of a Heartbeat response."""

    current_time: str


class SampledValue(Message, frozen=True, kw_only=True):
    """The `sampledValue` of `meterValue` of a MeterValues request."""

    value: str
    context: ReadingContext | None = None
    format: ValueFormat | None = None
    measurand: Measurand | None = None
    phase: Phase | None = None
    location: Location | None = None
    unit: UnitOfMeasure | None = None


class MeterValue(Message, frozen=True, kw_only=True):
    """The `meterValue` of a MeterValues request."""

    timestamp: str
    sampled_value: tuple[SampledValue, ...]


class MeterValuesRequest(Message, frozen=True, kw_only=True):
    """The payload of a MeterValues request."""

    connector_id: Integer
    meter_value: tuple[MeterValue, ...]
    transaction_id: Integer | None = None


class MeterValuesResponse(Message, frozen=True, kw_only=True):
    """The payload of a MeterValues response."""


class StartTransactionRequest(Message, frozen=True, kw_only=True):
    """The payload of a StartTransaction request."""

    connector_id: Integer
    id_tag: Text20
    meter_start: Integer
    timestamp: str
    reservation_id: Integer | None = None


class StartTransactionResponse(Message, frozen=True, kw_only=True):
    """The payload of a StartTransaction response."""

    id_tag_info: IdTagInfo
    transaction_id: Integer


class StatusNotificationRequest(Message, frozen=True, kw_only=True):
    """The payload of a StatusNotification request."""

    connector_id: Integer
    error_code: ChargePointErrorCode
    status: ChargePointStatus
    info: Text50 | None = None
    timestamp: str | None = None
    vendor_id: Text255 | None = None
    vendor_error_code: Text50 | None = None


class StatusNotificationResponse(Message, frozen=True, kw_only=True):
    """The payload of a StatusNotification response."""


class StopTransactionRequest(Message, frozen=True, kw_only=True):
    """The payload of a StopTransaction request."""

    meter_stop: Integer
    timestamp: str
    transaction_id: Integer
    id_tag: Text20 | None = None
    reason: Reason | None = None
    transaction_data: tuple[MeterValue, ...] | None = None


class StopTransactionResponse(Message, frozen=True, kw_only=True):
    """The payload of a StopTransaction response."""

    id_tag_info: IdTagInfo | None = None


class DataTransferRequest(Message, frozen=True, kw_only=True):
    """The payload of a DataTransfer request."""

    vendor_id: Text255
    message_id: Text50 | None = None
    data: str | None = None


class DataTransferResponse(Message, frozen=True, kw_only=True):
    """The payload of a DataTransfer response."""

    status: DataTransferStatus
    data: str | None = None


class ChangeAvailabilityRequest(Message, frozen=True, kw_only=True):
    """The payload of a ChangeAvailability request."""

    connector_id: Integer
    type: AvailabilityType


class ChangeAvailabilityResponse(Message, frozen=True, kw_only=True):
    """The payload of a ChangeAvailability response."""

    status: AvailabilityStatus


class ChangeConfigurationRequest(Message, frozen=True, kw_only=True):
    """The payload of a ChangeConfiguration request."""

    key: Text50
    value: Text500


class ChangeConfigurationResponse(Message, frozen=True, kw_only=True):
    """The payload of a ChangeConfiguration response."""

    status: ConfigurationStatus


class ClearCacheRequest(Message, frozen=True, kw_only=True):
    """The payload of a ClearCache request."""


class ClearCacheResponse(Message, frozen=True, kw_only=True):
    """The payload of a ClearCache response."""

    status: ClearCacheStatus


class GetConfigurationRequest(Message, frozen=True, kw_only=True):
    """The payload of a GetConfiguration request."""

    key: tuple[Text50, ...] | None = None


class ConfigurationKey(Message, frozen=True, kw_only=True):
    """The `configurationKey` of a GetConfiguration response."""

    key: Text50
    readonly: bool
    value: Text500 | None = None


class GetConfigurationResponse(Message, frozen=True, kw_only=True):
    """The payload of a GetConfiguration response."""

    configuration_key: tuple[ConfigurationKey, ...] | None = None
    unknown_key: tuple[Text50, ...] | None = None


class ChargingSchedulePeriod(Message, frozen=True, kw_only=True):
    """The `chargingSchedulePeriod` of `chargingSchedule` of `chargingProfile` of a RemoteStartTransaction request."""

    start_period: Integer
    limit: float
    number_phases: Integer | None = None


class ChargingSchedule(Message, frozen=True, kw_only=True):
    """The `chargingSchedule` of `chargingProfile` of a RemoteStartTransaction request."""

    charging_rate_unit: ChargingRateUnit
    charging_schedule_period: tuple[ChargingSchedulePeriod, ...]
    duration: Integer | None = None
    start_schedule: str | None = None
    min_charging_rate: float | None = None


class ChargingProfile(Message, frozen=True, kw_only=True):
    """The `chargingProfile` of a RemoteStartTransaction request."""

    charging_profile_id: Integer
    stack_level: Integer
    charging_profile_purpose: ChargingProfilePurpose
    charging_profile_kind: ChargingProfileKind
    charging_schedule: ChargingSchedule
    transaction_id: Integer | None = None
    recurrency_kind: RecurrencyKind | None = None
    valid_from: str | None = None
    valid_to: str | None = None


class RemoteStartTransactionRequest(Message, frozen=True, kw_only=True):
    """The payload of a RemoteStartTransaction request."""

    id_tag: Text20
    connector_id: Integer | None = None
    charging_profile: ChargingProfile | None = None


class RemoteStartTransactionResponse(Message, frozen=True, kw_only=True):
    """The payload of a RemoteStartTransaction response."""

    status: RemoteStartStopStatus


class RemoteStopTransactionRequest(Message, frozen=True, kw_only=True):
    """The payload of a RemoteStopTransaction request."""

    transaction_id: Integer


class RemoteStopTransactionResponse(Message, frozen=True, kw_only=True):
    """The payload of a RemoteStopTransaction response."""

    status: RemoteStartStopStatus


class ResetRequest(Message, frozen=True, kw_only=True):
    """The payload of a Reset request."""

    type: ResetType


class ResetResponse(Message, frozen=True, kw_only=True):
    """The payload of a Reset response."""

    status: ResetStatus


class UnlockConnectorRequest(Message, frozen=True, kw_only=True):
    """The payload of a UnlockConnector request."""

    connector_id: Integer


class UnlockConnectorResponse(Message, frozen=True, kw_only=True):
    """The payload of a UnlockConnector response."""

    status: UnlockStatus


class DiagnosticsStatusNotificationRequest(Message, frozen=True, kw_only=True):
    """The payload of a DiagnosticsStatusNotification request."""

    status: DiagnosticsStatus


class DiagnosticsStatusNotificationResponse(Message, frozen=True, kw_only=True):
    """The payload of a DiagnosticsStatusNotification response."""


class FirmwareStatusNotificationRequest(Message, frozen=True, kw_only=True):
    """The payload of a FirmwareStatusNotification request."""

    status: FirmwareStatus


class FirmwareStatusNotificationResponse(Message, frozen=True, kw_only=True):
    """The payload of a FirmwareStatusNotification response."""


class GetDiagnosticsRequest(Message, frozen=True, kw_only=True):
    """The payload of a GetDiagnostics request."""

    location: str
    retries: Integer | None = None
    retry_interval: Integer | None = None
    start_time: str | None = None
    stop_time: str | None = None


class GetDiagnosticsResponse(Message, frozen=True, kw_only=True):
    """The payload of a GetDiagnostics response."""

    file_name: Text255 | None = None


class UpdateFirmwareRequest(Message, frozen=True, kw_only=True):
    """The payload of a UpdateFirmware request."""

    location: str
    retrieve_date: str
    retries: Integer | None = None
    retry_interval: Integer | None = None


class UpdateFirmwareResponse(Message, frozen=True, kw_only=True):
    """The payload of a UpdateFirmware response."""


class GetLocalListVersionRequest(Message, frozen=True, kw_only=True):
    """The payload of a GetLocalListVersion request."""


class GetLocalListVersionResponse(Message, frozen=True, kw_only=True):
    """The payload of a GetLocalListVersion response."""

    list_version: Integer


class AuthorizationData(Message, frozen=True, kw_only=True):
    """The `localAuthorizationList` of a SendLocalList request."""

    id_tag: Text20
    id_tag_info: IdTagInfo | None = None


class SendLocalListRequest(Message, frozen=True, kw_only=True):
    """The payload of a SendLocalList request."""

    list_version: Integer
    update_type: UpdateType
    local_authorization_list: tuple[AuthorizationData, ...] | None = None


class SendLocalListResponse(Message, frozen=True, kw_only=True):
    """The payload of a SendLocalList response."""

    status: UpdateStatus


class ReserveNowRequest(Message, frozen=True, kw_only=True):
    """The payload of a ReserveNow request."""

    connector_id: Integer
    expiry_date: str
    id_tag: Text20
    reservation_id: Integer
    parent_id_tag: Text20 | None = None


class ReserveNowResponse(Message, frozen=True, kw_only=True):
    """The payload of a ReserveNow response."""

    status: ReservationStatus


class CancelReservationRequest(Message, frozen=True, kw_only=True):
    """The payload of a CancelReservation request."""

    reservation_id: Integer


class CancelReservationResponse(Message, frozen=True, kw_only=True):
    """The payload of a CancelReservation response."""

    status: CancelReservationStatus


class SetChargingProfileRequest(Message, frozen=True, kw_only=True):
    """The payload of a SetChargingProfile request."""

    connector_id: Integer
    cs_charging_profiles: ChargingProfile


class SetChargingProfileResponse(Message, frozen=True, kw_only=True):
    """The payload of a SetChargingProfile response."""

    status: ChargingProfileStatus


class ClearChargingProfileRequest(Message, frozen=True, kw_only=True):
    """The payload of a ClearChargingProfile request."""

    id: Integer | None = None
    connector_id: Integer | None = None
    charging_profile_purpose: ChargingProfilePurpose | None = None
    stack_level: Integer | None = None


class ClearChargingProfileResponse(Message, frozen=True, kw_only=True):
    """The payload of a ClearChargingProfile response."""

    status: ClearChargingProfileStatus


class GetCompositeScheduleRequest(Message, frozen=True, kw_only=True):
    """The payload of a GetCompositeSchedule request."""

    connector_id: Integer
    duration: Integer
    charging_rate_unit: RequestedChargingRateUnit | None = None


class GetCompositeScheduleResponse(Message, frozen=True, kw_only=True):
    """The payload of a GetCompositeSchedule response."""

    status: GetCompositeScheduleStatus
    connector_id: Integer | None = None
    schedule_start: str | None = None
    charging_schedule: ChargingSchedule | None = None


class TriggerMessageRequest(Message, frozen=True, kw_only=True):
    """The payload of a TriggerMessage request."""

    requested_message: MessageTrigger
    connector_id: Integer | None = None


class TriggerMessageResponse(Message, frozen=True, kw_only=True):
    """The payload of a TriggerMessage response."""

    status: TriggerMessageStatus


class SecurityEventNotificationRequest(Message, frozen=True, kw_only=True):
    """The payload of a SecurityEventNotification request."""

    type: Text50
    timestamp: str
    tech_info: Text255 | None = None


class SecurityEventNotificationResponse(Message, frozen=True, kw_only=True):
    """The payload of a SecurityEventNotification response."""


class SignCertificateRequest(Message, frozen=True, kw_only=True):
    """The payload of a SignCertificate request."""

    csr: Text5500


class SignCertificateResponse(Message, frozen=True, kw_only=True):
    """The payload of a SignCertificate response."""

    status: GenericStatus


class LogStatusNotificationRequest(Message, frozen=True, kw_only=True):
    """The payload of a LogStatusNotification request."""

    status: UploadLogStatus
    request_id: Integer | None = None


class LogStatusNotificationResponse(Message, frozen=True, kw_only=True):
    """The payload of a LogStatusNotification response."""


class SignedFirmwareStatusNotificationRequest(Message, frozen=True, kw_only=True):
    """The payload of a SignedFirmwareStatusNotification request."""

    status: SignedFirmwareStatus
    request_id: Integer | None = None


class SignedFirmwareStatusNotificationResponse(Message, frozen=True, kw_only=True):
    """The payload of a SignedFirmwareStatusNotification response."""


class CertificateSignedRequest(Message, frozen=True, kw_only=True):
    """The payload of a CertificateSigned request."""

    certificate_chain: Text10000


class CertificateSignedResponse(Message, frozen=True, kw_only=True):
    """The payload of a CertificateSigned response."""

    status: CertificateSignedStatus


class InstallCertificateRequest(Message, frozen=True, kw_only=True):
    """The payload of a InstallCertificate request."""

    certificate_type: CertificateUse
    certificate: Text5500


class InstallCertificateResponse(Message, frozen=True, kw_only=True):
    """The payload of a InstallCertificate response."""

    status: InstallCertificateStatus


class GetInstalledCertificateIdsRequest(Message, frozen=True, kw_only=True):
    """The payload of a GetInstalledCertificateIds request."""

    certificate_type: CertificateUse


class CertificateHashData(Message, frozen=True, kw_only=True):
    """The `certificateHashData` of a GetInstalledCertificateIds response."""

    hash_algorithm: HashAlgorithm
    issuer_name_hash: Text128
    issuer_key_hash: Text128
    serial_number: Text40


class GetInstalledCertificateIdsResponse(Message, frozen=True, kw_only=True):
    """The payload of a GetInstalledCertificateIds response."""

    status: GetInstalledCertificateStatus
    certificate_hash_data: Annotated[tuple[CertificateHashData, ...], Meta(min_length=1)] | None = None


class DeleteCertificateRequest(Message, frozen=True, kw_only=True):
    """The payload of a DeleteCertificate request."""

    certificate_hash_data: CertificateHashData


class DeleteCertificateResponse(Message, frozen=True, kw_only=True):
    """The payload of a DeleteCertificate response."""

    status: DeleteCertificateStatus


class ExtendedTriggerMessageRequest(Message, frozen=True, kw_only=True):
    """The payload of a ExtendedTriggerMessage request."""

    requested_message: ExtendedMessageTrigger
    connector_id: Integer | None = None


class ExtendedTriggerMessageResponse(Message, frozen=True, kw_only=True):
    """The payload of a ExtendedTriggerMessage response."""

    status: TriggerMessageStatus


class LogParameters(Message, frozen=True, kw_only=True):
    """The `log` of a GetLog request."""

    remote_location: Text512
    oldest_timestamp: str | None = None
    latest_timestamp: str | None = None


class GetLogRequest(Message, frozen=True, kw_only=True):
    """The payload of a GetLog request."""

    log: LogParameters
    log_type: LogType
    request_id: Integer
    retries: Integer | None = None
    retry_interval: Integer | None = None


class GetLogResponse(Message, frozen=True, kw_only=True):
    """The payload of a GetLog response."""

    status: LogStatus
    filename: Text255 | None = None


class Firmware(Message, frozen=True, kw_only=True):
    """The `firmware` of a SignedUpdateFirmware request."""

    location: Text512
    retrieve_date_time: str
    signing_certificate: Text5500
    signature: Text800
    install_date_time: str | None = None


class SignedUpdateFirmwareRequest(Message, frozen=True, kw_only=True):
    """The payload of a SignedUpdateFirmware request."""

    request_id: Integer
    firmware: Firmware
    retries: Integer | None = None
    retry_interval: Integer | None = None


class SignedUpdateFirmwareResponse(Message, frozen=True, kw_only=True):
    """The payload of a SignedUpdateFirmware response."""

    status: UpdateFirmwareStatus


REQUESTS: Final[Mapping[str, type[Message]]] = MappingProxyType(
    {
        "Authorize": AuthorizeRequest,
        "BootNotification": BootNotificationRequest,
        "Heartbeat": HeartbeatRequest,
        "MeterValues": MeterValuesRequest,
        "StartTransaction": StartTransactionRequest,
        "StatusNotification": StatusNotificationRequest,
        "StopTransaction": StopTransactionRequest,
        "DataTransfer": DataTransferRequest,
        "ChangeAvailability": ChangeAvailabilityRequest,
        "ChangeConfiguration": ChangeConfigurationRequest,
        "ClearCache": ClearCacheRequest,
        "GetConfiguration": GetConfigurationRequest,
        "RemoteStartTransaction": RemoteStartTransactionRequest,
        "RemoteStopTransaction": RemoteStopTransactionRequest,
        "Reset": ResetRequest,
        "UnlockConnector": UnlockConnectorRequest,
        "DiagnosticsStatusNotification": DiagnosticsStatusNotificationRequest,
        "FirmwareStatusNotification": FirmwareStatusNotificationRequest,
        "GetDiagnostics": GetDiagnosticsRequest,
        "UpdateFirmware": UpdateFirmwareRequest,
        "GetLocalListVersion": GetLocalListVersionRequest,
        "SendLocalList": SendLocalListRequest,
        "ReserveNow": ReserveNowRequest,
        "CancelReservation": CancelReservationRequest,
        "SetChargingProfile": SetChargingProfileRequest,
        "ClearChargingProfile": ClearChargingProfileRequest,
        "GetCompositeSchedule": GetCompositeScheduleRequest,
        "TriggerMessage": TriggerMessageRequest,
        "SecurityEventNotification": SecurityEventNotificationRequest,
        "SignCertificate": SignCertificateRequest,
        "LogStatusNotification": LogStatusNotificationRequest,
        "SignedFirmwareStatusNotification": SignedFirmwareStatusNotificationRequest,
        "CertificateSigned": CertificateSignedRequest,
        "InstallCertificate": InstallCertificateRequest,
        "GetInstalledCertificateIds": GetInstalledCertificateIdsRequest,
        "DeleteCertificate": DeleteCertificateRequest,
        "ExtendedTriggerMessage": ExtendedTriggerMessageRequest,
        "GetLog": GetLogRequest,
        "SignedUpdateFirmware": SignedUpdateFirmwareRequest,
    }
)


RESPONSES: Final[Mapping[str, type[Message]]] = MappingProxyType(
    {
        "Authorize": AuthorizeResponse,
        "BootNotification": BootNotificationResponse,
        "Heartbeat": HeartbeatResponse,
        "MeterValues": MeterValuesResponse,
        "StartTransaction": StartTransactionResponse,
        "StatusNotification": StatusNotificationResponse,
        "StopTransaction": StopTransactionResponse,
        "DataTransfer": DataTransferResponse,
        "ChangeAvailability": ChangeAvailabilityResponse,
        "ChangeConfiguration": ChangeConfigurationResponse,
        "ClearCache": ClearCacheResponse,
        "GetConfiguration": GetConfigurationResponse,
        "RemoteStartTransaction": RemoteStartTransactionResponse,
        "RemoteStopTransaction": RemoteStopTransactionResponse,
        "Reset": ResetResponse,
        "UnlockConnector": UnlockConnectorResponse,
        "DiagnosticsStatusNotification": DiagnosticsStatusNotificationResponse,
        "FirmwareStatusNotification": FirmwareStatusNotificationResponse,
        "GetDiagnostics": GetDiagnosticsResponse,
        "UpdateFirmware": UpdateFirmwareResponse,
        "GetLocalListVersion": GetLocalListVersionResponse,
        "SendLocalList": SendLocalListResponse,
        "ReserveNow": ReserveNowResponse,
        "CancelReservation": CancelReservationResponse,
        "SetChargingProfile": SetChargingProfileResponse,
        "ClearChargingProfile": ClearChargingProfileResponse,
        "GetCompositeSchedule": GetCompositeScheduleResponse,
        "TriggerMessage": TriggerMessageResponse,
        "SecurityEventNotification": SecurityEventNotificationResponse,
        "SignCertificate": SignCertificateResponse,
        "LogStatusNotification": LogStatusNotificationResponse,
        "SignedFirmwareStatusNotification": SignedFirmwareStatusNotificationResponse,
        "CertificateSigned": CertificateSignedResponse,
        "InstallCertificate": InstallCertificateResponse,
        "GetInstalledCertificateIds": GetInstalledCertificateIdsResponse,
        "DeleteCertificate": DeleteCertificateResponse,
        "ExtendedTriggerMessage": ExtendedTriggerMessageResponse,
        "GetLog": GetLogResponse,
        "SignedUpdateFirmware": SignedUpdateFirmwareResponse,
    }
)
