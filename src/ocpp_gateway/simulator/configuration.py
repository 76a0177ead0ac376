"""The configuration keys of a station (OCPP 1.6, 9; ocpp.md 1.11) and the rules of reading and changing them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ocpp_gateway.ocpp.v16.messages import ConfigurationKey
from ocpp_gateway.simulator.samples import ENERGY, supported

if TYPE_CHECKING:
    from ocpp_gateway.simulator.models import StationModel

ChangeStatus = Literal["Accepted", "Rejected", "RebootRequired", "NotSupported"]
Check = Callable[[str], bool]

FEATURE_PROFILES = "Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,RemoteTrigger"
MAX_LIST_ITEMS = 20
_HEX_KEY = re.compile(r"(?:[0-9a-fA-F]{2}){16,20}")


def _flag(value: str) -> bool:
    return value.casefold() in {"true", "false"}


def _number(low: int, high: int) -> Check:
    def check(value: str) -> bool:
        return value.strip().isdecimal() and low <= int(value) <= high

    return check


def _measurands(value: str) -> bool:
    items = _split(value)
    return len(items) <= MAX_LIST_ITEMS and all(map(supported, items))


def _rotations(value: str) -> bool:
    form = re.compile(r"\d+\.(?:NotApplicable|Unknown|RST|RTS|SRT|STR|TRS|TSR)")
    return all(form.fullmatch(item) for item in _split(value))


def _text(limit: int) -> Check:
    return lambda value: len(value) <= limit


def _split(value: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in value.split(",") if item.strip())


@dataclass(slots=True)
class Key:
    """One key. Without `check` it is read-only; `write_only` is never shown; `reboot`: counts from the next boot."""

    name: str
    value: str
    check: Check | None = None
    write_only: bool = False
    reboot: bool = False
    staged: str | None = None


_SECONDS = _number(0, 86_400)


def _standard_keys(model: StationModel, connectors: int, sample_interval: int) -> list[Key]:
    sampled = [ENERGY, "Power.Active.Import", "Current.Import", "Voltage"]
    if model.direct_current:
        sampled += ["SoC", "Temperature"]
    return [
        Key("AllowOfflineTxForUnknownId", "true", _flag),
        Key("AuthorizationCacheEnabled", "true", _flag),
        Key("AuthorizeRemoteTxRequests", "false", _flag),
        Key("BlinkRepeat", "3", _number(0, 100)),
        Key("ClockAlignedDataInterval", "0", _SECONDS),
        Key("ConnectionTimeOut", "60", _SECONDS),
        Key("ConnectorPhaseRotation", ",".join(f"{n}.RST" for n in range(connectors + 1)), _rotations),
        Key("ConnectorPhaseRotationMaxLength", str(connectors + 1)),
        Key("GetConfigurationMaxKeys", "100"),
        Key("HeartbeatInterval", "300", _number(1, 86_400)),
        Key("LightIntensity", "80", _number(0, 100)),
        Key("LocalAuthorizeOffline", "true", _flag),
        Key("LocalPreAuthorize", "false", _flag),
        Key("MaxEnergyOnInvalidId", "0", _number(0, 100_000)),
        Key("MessageTimeout", "30", _number(1, 600)),
        Key("MeterValuesAlignedData", ENERGY, _measurands),
        Key("MeterValuesAlignedDataMaxLength", str(MAX_LIST_ITEMS)),
        Key("MeterValuesSampledData", ",".join(sampled), _measurands),
        Key("MeterValuesSampledDataMaxLength", str(MAX_LIST_ITEMS)),
        Key("MeterValueSampleInterval", str(sample_interval), _SECONDS),
        Key("MinimumStatusDuration", "0", _SECONDS),
        Key("NumberOfConnectors", str(connectors)),
        Key("ResetRetries", "1", _number(0, 10)),
        Key("StopTransactionOnEVSideDisconnect", "true", _flag),
        Key("StopTransactionOnInvalidId", "true", _flag),
        Key("StopTransactionMaxMeterValues", "50"),
        Key("StopTxnAlignedData", "", _measurands),
        Key("StopTxnAlignedDataMaxLength", str(MAX_LIST_ITEMS)),
        Key("StopTxnSampledData", ENERGY, _measurands),
        Key("StopTxnSampledDataMaxLength", str(MAX_LIST_ITEMS)),
        Key("SupportedFeatureProfiles", FEATURE_PROFILES),
        Key("SupportedFeatureProfilesMaxLength", str(len(FEATURE_PROFILES.split(",")))),
        Key("TransactionMessageAttempts", "3", _number(1, 20)),
        Key("TransactionMessageRetryInterval", "10", _number(0, 3_600)),
        Key(
            "UnlockConnectorOnEVSideDisconnect",
            "false" if model.cable_attached else "true",
            None if model.cable_attached else _flag,
        ),
        Key("WebSocketPingInterval", "60", _SECONDS, reboot=True),
        Key("LocalAuthListEnabled", "true", _flag),
        Key("LocalAuthListMaxLength", "1000"),
        Key("SendLocalListMaxLength", "200"),
        Key("ReserveConnectorZeroSupported", "true"),
        Key("ChargeProfileMaxStackLevel", "10"),
        Key("ChargingScheduleAllowedChargingRateUnit", "Current,Power"),
        Key("ChargingScheduleMaxPeriods", "24"),
        Key("ConnectorSwitch3to1PhaseSupported", "false"),
        Key("MaxChargingProfilesInstalled", "20"),
        Key("SupportedFileTransferProtocols", "HTTP,HTTPS,FTP,FTPS"),
        Key("AdditionalRootCertificateCheck", "false"),
        Key("AuthorizationKey", "", lambda value: _HEX_KEY.fullmatch(value) is not None, write_only=True),
        Key("CertificateSignedMaxChainSize", "10000"),
        Key("CertificateStoreMaxLength", "20"),
        Key("CpoName", "", _text(255)),
        Key("SecurityProfile", "0", _number(0, 3)),
    ]


class Configuration:
    """All keys of one station; names are compared without regard to case (CiString)."""

    def __init__(self, model: StationModel, connectors: int, sample_interval: int) -> None:
        self._keys = {key.name.casefold(): key for key in _standard_keys(model, connectors, sample_interval)}

    def text(self, name: str) -> str:
        """The value as text. Raises `KeyError` for a key that no station here has."""
        return self._keys[name.casefold()].value

    def number(self, name: str) -> int:
        """The value as a whole number."""
        return int(self.text(name))

    def flag(self, name: str) -> bool:
        """The value as true or false."""
        return self.text(name).casefold() == "true"

    def items(self, name: str) -> tuple[str, ...]:
        """The items of a list value, blanks around them removed."""
        return _split(self.text(name))

    def set(self, name: str, value: str) -> None:
        """Set a value from inside the station, whatever outsiders may do."""
        self._keys[name.casefold()].value = value

    def read(self, names: Iterable[str] | None) -> tuple[tuple[ConfigurationKey, ...], tuple[str, ...]]:
        """GetConfiguration: the known keys asked for (all, if none is named) and the unknown names."""
        wanted = list(names or ())
        if not wanted:
            return tuple(map(_shown, self._keys.values())), ()
        known, unknown = [], []
        for name in wanted:
            key = self._keys.get(name.casefold())
            if key is None:
                unknown.append(name)
            else:
                known.append(_shown(key))
        return tuple(known), tuple(unknown)

    def change(self, name: str, value: str) -> ChangeStatus:
        """ChangeConfiguration: unknown keys are NotSupported, read-only ones and bad values Rejected."""
        key = self._keys.get(name.casefold())
        if key is None:
            return "NotSupported"
        if key.check is None or not key.check(value):
            return "Rejected"
        if key.name == "SecurityProfile" and not self._may_raise_to(int(value)):
            return "Rejected"
        if key.reboot:
            key.staged = value
            return "RebootRequired"
        key.value = value
        return "Accepted"

    def boot(self) -> None:
        """Values that waited for a boot count from here."""
        for key in self._keys.values():
            if key.staged is not None:
                key.value, key.staged = key.staged, None

    def _may_raise_to(self, profile: int) -> bool:
        """A profile may only rise, and these stations know one step: to Basic authentication, once they have a key."""
        present = self.number("SecurityProfile")
        return profile == present or (present == 0 and profile == 1 and bool(self.text("AuthorizationKey")))


def _shown(key: Key) -> ConfigurationKey:
    return ConfigurationKey(
        key=key.name, readonly=key.check is None, value=None if key.write_only else key.value
    )
