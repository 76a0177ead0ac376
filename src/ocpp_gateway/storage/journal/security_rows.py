"""Rows for what the security extension reports: two of the rare sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocpp_gateway.charging.security import ProgressReport, SecurityEvent
from ocpp_gateway.storage.journal.specification import ALL_SECTIONS, PROGRESS_REPORTS, SECURITY_EVENTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from ocpp_gateway.storage.journal.checks import Row

_EVENTS, _REPORTS = ALL_SECTIONS.index(SECURITY_EVENTS), ALL_SECTIONS.index(PROGRESS_REPORTS)


def _security_event(station_id: UUID, change: SecurityEvent) -> tuple[int, Row]:
    return _EVENTS, (
        change.id,
        station_id,
        change.type,
        change.at,
        change.received_at,
        change.tech_info,
        change.critical,
        change.origin,
    )


def _progress_report(station_id: UUID, change: ProgressReport) -> tuple[int, Row]:
    return _REPORTS, (station_id, change.kind, change.request_id, change.status, change.reported_at)


BUILDERS: dict[type, Callable[[UUID, Any], tuple[int, Row]]] = {
    SecurityEvent: _security_event,
    ProgressReport: _progress_report,
}
