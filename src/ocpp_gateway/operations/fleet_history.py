"""How the fleet has been: a sample each minute, and curves of it for the pages that people keep open.

Samples are kept per group, so that whoever sees one group sees its curve. Power in W, all times aware UTC.
"""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from ocpp_gateway.operations.queries import Visibility

MINUTE = timedelta(minutes=1)
COARSE = timedelta(minutes=5)
"""Each fifth sample is kept for `COARSE_KEPT`, all of them only for `FINE_KEPT`."""
FINE_KEPT = timedelta(hours=26)
COARSE_KEPT = timedelta(days=16)
"""A week can be laid over the week before it."""

LONGEST_FINE = timedelta(hours=3)
LONGEST_COARSE = timedelta(hours=36)
HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetPoint:
    """The fleet within one step that begins `at`: the mean power, and counts as they were at the step's last sample.

    `charging`, `faulted` and the power are those of stations that were online.
    """

    at: datetime
    power_w: float
    stations: int
    online: int
    connectors: int
    charging: int
    faulted: int


class FleetHistoryQueries(Protocol):
    """Curves of what somebody may see."""

    def history(
        self, visible: Visibility, *, begin: datetime, end: datetime
    ) -> Coroutine[Any, Any, tuple[FleetPoint, ...]]:
        """The points from `begin` up to `end` in steps of `step_of` their distance; a step without samples is left out.

        Only groups that are seen as a whole are in it: what is seen one by one was never added up.
        """
        ...


def minute_of(moment: datetime) -> datetime:
    """The full minute in which a moment lies."""
    return moment.replace(second=0, microsecond=0)


def is_coarse(minute: datetime) -> bool:
    """Whether the sample of this minute is one of those that are kept for long."""
    return minute.minute % (COARSE // MINUTE) == 0


def step_of(span: timedelta) -> timedelta:
    """The distance of points in a curve of this length: some hundreds of them, whatever it is."""
    if span <= LONGEST_FINE:
        return MINUTE
    return COARSE if span <= LONGEST_COARSE else HALF_HOUR
