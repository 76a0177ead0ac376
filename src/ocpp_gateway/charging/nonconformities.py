"""Non-conformities: how often a station departed from which rule, as its owner counts it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

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
