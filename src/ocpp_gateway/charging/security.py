"""What stations report with the security extension: events worth an operator's look, and how long jobs progress."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

if TYPE_CHECKING:
    from ocpp_gateway.charging.stations import Station

CRITICAL = frozenset(
    {
        "FirmwareUpdated",
        "SettingSystemTime",
        "StartupOfTheDevice",
        "ResetOrReboot",
        "SecurityLogWasCleared",
        "MemoryExhaustion",
        "TamperDetectionActivated",
    }
)
"""The types that a station must push and queue (security whitepaper; ocpp.md 1.10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityEvent:
    """One new row. `type` is any text of up to 50 characters; `at` is the station's own time if it is plausible.

    `origin` tells what a station reported from what the gateway noticed about it.
    """

    id: UUID
    type: str
    at: datetime
    received_at: datetime
    tech_info: str | None
    critical: bool
    origin: Literal["station", "gateway"] = "station"

    def apply_to(self, station: Station) -> None:
        """No decision depends on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressReport:
    """How far the newest job of one kind is: one row for each station and kind.

    `request_id` is the number that the command which began the job gave it; a station that reports because it was
    triggered may leave it out.
    """

    kind: Literal["log", "firmware"]
    request_id: int | None
    status: str
    reported_at: datetime

    def apply_to(self, station: Station) -> None:
        """No decision depends on it."""
