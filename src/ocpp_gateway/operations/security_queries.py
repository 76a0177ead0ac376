"""Lists of security events, as people read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ocpp_gateway.operations.queries import IdKey, Page, Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityEventView:
    """One security event. `at` is the station's own time if it is plausible."""

    id: UUID
    station: str
    type: str
    at: datetime
    received_at: datetime
    tech_info: str | None
    critical: bool
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityEventFilter:
    """`station` is compared without regard to case, `type` exactly."""

    station: str | None = None
    critical: bool | None = None
    type: str | None = None


class SecurityEventQueries(Protocol):
    """Security events, newest first."""

    async def page(
        self, wanted: SecurityEventFilter, visible: Visibility, *, limit: int, after: IdKey | None = None
    ) -> Page[SecurityEventView, IdKey]:
        """One page."""
        ...
