"""Which keys are asked for in one GetConfiguration (ocpp.md 1.11, Q58)."""

from __future__ import annotations

from collections.abc import Sequence

from ocpp_gateway.ocpp.v16.configuration_keys import KEYS
from ocpp_gateway.operations.configuration import ConfigurationView, groups
from ocpp_gateway.operations.queries import StationView
from ocpp_gateway.translation.quirks import quirks_of

STANDARD_KEYS: tuple[str, ...] = tuple(key.name for key in KEYS if key.readable)
"""The readable keys of OCPP 1.6, its errata and the security extension."""


def asked_groups(
    station: StationView, names: Sequence[str], remembered: Sequence[ConfigurationView]
) -> list[list[str]]:
    """One list of keys for each question; an empty one asks for everything.

    A station that does not survive being asked for everything is asked for the standard keys and those it has told
    before, in groups.
    """
    if not names:
        quirks = quirks_of(station.vendor, station.model, station.firmware_version, station.quirks)
        if not quirks.named_configuration:
            return [[]]
        known = {name.casefold() for name in STANDARD_KEYS}
        names = [*STANDARD_KEYS, *(v.key for v in remembered if v.known and v.key.casefold() not in known)]
    return groups(names, remembered)
