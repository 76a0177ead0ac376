"""Rows for what stations report of their configuration: one of the rare sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocpp_gateway.charging.configuration import ConfigurationReport
from ocpp_gateway.storage.journal.specification import ALL_SECTIONS, CONFIGURATION

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from ocpp_gateway.storage.journal.checks import Row

_CONFIGURATION = ALL_SECTIONS.index(CONFIGURATION)


def _report(station_id: UUID, change: ConfigurationReport) -> tuple[int, Row]:
    return _CONFIGURATION, (
        station_id,
        change.key_folded,
        change.key,
        change.value,
        change.readonly,
        change.known,
        change.reported_at,
    )


BUILDERS: dict[type, Callable[[UUID, Any], tuple[int, Row]]] = {ConfigurationReport: _report}
