"""The standard configuration keys of OCPP 1.6, its errata and the security extension (ocpp.md 1.10 and 1.11).

What a value may be is the station's affair; what kind of value a key has is the specification's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class KeyKind(StrEnum):
    """What the text of a value spells."""

    BOOLEAN = "boolean"
    """`true` or `false`, the case of no matter."""
    INTEGER = "integer"
    LIST = "list"
    """Words joined by commas; blanks around them mean nothing."""
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class StandardKey:
    """A key that the specification names. `unit` is that of the number, if it has one."""

    name: str
    kind: KeyKind
    unit: str | None = None
    readable: bool = True
    """False: a station takes it and never tells it."""


_BOOLEAN, _INTEGER, _LIST, _TEXT = KeyKind.BOOLEAN, KeyKind.INTEGER, KeyKind.LIST, KeyKind.TEXT

KEYS: tuple[StandardKey, ...] = (
    StandardKey("AllowOfflineTxForUnknownId", _BOOLEAN),
    StandardKey("AuthorizationCacheEnabled", _BOOLEAN),
    StandardKey("AuthorizeRemoteTxRequests", _BOOLEAN),
    StandardKey("BlinkRepeat", _INTEGER),
    StandardKey("ClockAlignedDataInterval", _INTEGER, "s"),
    StandardKey("ConnectionTimeOut", _INTEGER, "s"),
    StandardKey("ConnectorPhaseRotation", _LIST),
    StandardKey("ConnectorPhaseRotationMaxLength", _INTEGER),
    StandardKey("GetConfigurationMaxKeys", _INTEGER),
    StandardKey("HeartbeatInterval", _INTEGER, "s"),
    StandardKey("LightIntensity", _INTEGER, "%"),
    StandardKey("LocalAuthorizeOffline", _BOOLEAN),
    StandardKey("LocalPreAuthorize", _BOOLEAN),
    StandardKey("MaxEnergyOnInvalidId", _INTEGER, "Wh"),
    StandardKey("MessageTimeout", _INTEGER, "s"),
    StandardKey("MeterValuesAlignedData", _LIST),
    StandardKey("MeterValuesAlignedDataMaxLength", _INTEGER),
    StandardKey("MeterValuesSampledData", _LIST),
    StandardKey("MeterValuesSampledDataMaxLength", _INTEGER),
    StandardKey("MeterValueSampleInterval", _INTEGER, "s"),
    StandardKey("MinimumStatusDuration", _INTEGER, "s"),
    StandardKey("NumberOfConnectors", _INTEGER),
    StandardKey("ResetRetries", _INTEGER),
    StandardKey("StopTransactionOnEVSideDisconnect", _BOOLEAN),
    StandardKey("StopTransactionOnInvalidId", _BOOLEAN),
    StandardKey("StopTransactionMaxMeterValues", _INTEGER),
    StandardKey("StopTxnAlignedData", _LIST),
    StandardKey("StopTxnAlignedDataMaxLength", _INTEGER),
    StandardKey("StopTxnSampledData", _LIST),
    StandardKey("StopTxnSampledDataMaxLength", _INTEGER),
    StandardKey("SupportedFeatureProfiles", _LIST),
    StandardKey("SupportedFeatureProfilesMaxLength", _INTEGER),
    StandardKey("TransactionMessageAttempts", _INTEGER),
    StandardKey("TransactionMessageRetryInterval", _INTEGER, "s"),
    StandardKey("UnlockConnectorOnEVSideDisconnect", _BOOLEAN),
    StandardKey("WebSocketPingInterval", _INTEGER, "s"),
    StandardKey("LocalAuthListEnabled", _BOOLEAN),
    StandardKey("LocalAuthListMaxLength", _INTEGER),
    StandardKey("SendLocalListMaxLength", _INTEGER),
    StandardKey("ReserveConnectorZeroSupported", _BOOLEAN),
    StandardKey("ChargeProfileMaxStackLevel", _INTEGER),
    StandardKey("ChargingScheduleAllowedChargingRateUnit", _LIST),
    StandardKey("ChargingScheduleMaxPeriods", _INTEGER),
    StandardKey("ConnectorSwitch3to1PhaseSupported", _BOOLEAN),
    StandardKey("MaxChargingProfilesInstalled", _INTEGER),
    StandardKey("SupportedFileTransferProtocols", _LIST),
    StandardKey("AdditionalRootCertificateCheck", _BOOLEAN),
    StandardKey("AuthorizationKey", _TEXT, readable=False),
    StandardKey("CertificateSignedMaxChainSize", _INTEGER),
    StandardKey("CertificateStoreMaxLength", _INTEGER),
    StandardKey("CpoName", _TEXT),
    StandardKey("SecurityProfile", _INTEGER),
)

_BY_NAME: Mapping[str, StandardKey] = {key.name.casefold(): key for key in KEYS}


def standard_key(name: str) -> StandardKey | None:
    """The key with this name, upper and lower case aside; `None`: the vendor's own."""
    return _BY_NAME.get(name.strip().casefold())
