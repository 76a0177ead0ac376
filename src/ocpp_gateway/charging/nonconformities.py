"""Non-conformities: how often a station departed from which rule, as its owner counts it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from ocpp_gateway.charging.stations import Station

STORE_INTERVAL = timedelta(minutes=1)
"""The row of one rule is stored at most this often: a station that bends every frame costs no row per message."""


@dataclass(slots=True)
class Nonconformity:
    """One rule of one station in hot state. `stored_at` is `None` until the first row; `unstored` counts since then."""

    rule: str
    count: int
    first_at: datetime
    last_at: datetime
    last_log: UUID | None
    last_excerpt: str
    stored_at: datetime | None = None
    unstored: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NonconformityCount:
    """The count of one rule after a message. Only a `due` one is a row; the others move hot state alone.

    `count` is the total since the first time, so that a repeated flush counts nothing twice.
    """

    rule: str
    count: int
    first_at: datetime
    last_at: datetime
    last_log: UUID | None
    last_excerpt: str
    at: datetime
    due: bool
    added: int
    """How many of them this message brought."""

    def apply_to(self, station: Station) -> None:
        """Remember the total, and whether it is in the database."""
        known = station.nonconformities.get(self.rule)
        unstored = 0 if self.due else self.count - (known.count - known.unstored if known else 0)
        station.nonconformities[self.rule] = Nonconformity(
            rule=self.rule,
            count=self.count,
            first_at=self.first_at,
            last_at=self.last_at,
            last_log=self.last_log,
            last_excerpt=self.last_excerpt,
            stored_at=self.at if self.due else known.stored_at if known else None,
            unstored=unstored,
        )
