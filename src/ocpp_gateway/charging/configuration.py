"""What a station has said about one of its configuration keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ocpp_gateway.charging.stations import Station


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigurationReport:
    """One key of one station: the reported half of its row. `value` is `None` for a key without one, or a secret one.

    `known` is false for a key that the station says it does not have.
    """

    key: str
    key_folded: str
    value: str | None
    readonly: bool
    known: bool
    reported_at: datetime

    def apply_to(self, station: Station) -> None:
        """No decision depends on it."""
