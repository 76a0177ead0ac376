"""Which model of station has which quirks (ocpp.md 4), and what holds for one station.

One row per family of models, with the public report that shows the behaviour; rows lower down win. What somebody
decided for a single station (`stations.quirks`) wins over all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from ocpp_gateway.charging.quirks import STANDARD, Quirks, adjusted
from ocpp_gateway.charging.stations import Station
from ocpp_gateway.ocpp.frames import Call
from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.violations import Violation

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Patterns that have to match the whole of what a BootNotification said, case aside, and what follows."""

    name: str
    vendor: str
    quirks: Mapping[str, Any]
    model: str = ".*"
    firmware: str = ".*"

    def fits(self, vendor: str, model: str, firmware: str) -> bool:
        """Whether a station is one of these."""
        told = ((self.vendor, vendor), (self.model, model), (self.firmware, firmware))
        return all(re.fullmatch(pattern, text, re.IGNORECASE | re.DOTALL) for pattern, text in told)


PROFILES: tuple[Profile, ...] = (
    # Pings end its connections (lbbrhzn/ocpp#211); its answers carry ids of its own (mobilityhouse/ocpp#297).
    Profile(name="EN+", vendor=r"en\s*(\+|plus).*", quirks={"ping": False, "any_answer_id": True}),
    # GetConfiguration without keys crashes or restarts it (evcc-io/evcc#15533).
    Profile(name="ABB Terra", vendor=r"abb.*", model=r".*terra.*", quirks={"named_configuration": True}),
)


def profile_quirks(
    vendor: str | None, model: str | None, firmware: str | None, profiles: tuple[Profile, ...] = PROFILES
) -> Quirks:
    """What is known of a model."""
    quirks = STANDARD
    for profile in profiles:
        if profile.fits(vendor or "", model or "", firmware or ""):
            quirks = adjusted(quirks, profile.quirks)
    return quirks


def profiles_of(vendor: str | None, model: str | None, firmware: str | None) -> list[str]:
    """The names of the profiles that a station fits."""
    return [profile.name for profile in PROFILES if profile.fits(vendor or "", model or "", firmware or "")]


def quirks_of(
    vendor: str | None, model: str | None, firmware: str | None, overrides: Mapping[str, Any]
) -> Quirks:
    """What holds for a station. Overrides that this version does not understand are left out, and logged."""
    quirks = profile_quirks(vendor, model, firmware)
    if not overrides:
        return quirks
    try:
        return adjusted(quirks, overrides)
    except ValueError as error:
        _log.warning("quirks_not_understood", reason=str(error))
        return quirks


def tune(station: Station) -> None:
    """Work out the quirks of a station anew: after its boot, and after somebody has decided something."""
    station.quirks = quirks_of(
        station.vendor, station.model, station.firmware_version, station.quirk_overrides
    )


def other_version(action: str, call: Call) -> tuple[Violation, ...]:
    """What to record of a refused boot that has the shape of OCPP 2 (quirk Q2)."""
    if action != "BootNotification" or b'"chargingStation"' not in call.payload:
        return ()
    return (Violation(Rule.OTHER_VERSION, "$.chargingStation", "a BootNotification of OCPP 2"),)
