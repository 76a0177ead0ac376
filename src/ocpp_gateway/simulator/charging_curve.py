"""How much power a vehicle takes, by state of charge: what makes a simulated charge look like a real one.

AC: the on-board charger draws its rated power and tapers over the last per cent. DC: a short ramp while the vehicle
negotiates, a plateau, a long decline from about half full, a crawl above 90 per cent.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Protocol

AC_TAPER_FROM = 0.96
AC_TAPER_FLOOR = 0.15
DC_RAMP_SECONDS = 20.0
DC_SHAPE: tuple[tuple[float, float], ...] = (
    (0.00, 0.80),
    (0.05, 0.95),
    (0.10, 1.00),
    (0.35, 1.00),
    (0.50, 0.88),
    (0.65, 0.68),
    (0.80, 0.45),
    (0.90, 0.24),
    (0.97, 0.10),
    (1.00, 0.04),
)
"""Points (state of charge, share of peak power), joined by straight lines."""


class ChargingCurve(Protocol):
    """Power that a vehicle would take if nothing else limited it."""

    def power_w(self, soc: float, since_start: float) -> float:
        """Watts at this state of charge (0…1), `since_start` seconds after energy began to flow."""
        ...


@dataclass(frozen=True, slots=True)
class AlternatingCurrent:
    """An on-board charger of `rated_w` watts on `phases` phases."""

    rated_w: float
    phases: int

    def power_w(self, soc: float, since_start: float) -> float:  # noqa: ARG002 - AC needs no negotiation
        """Rated power until nearly full, then a straight line down."""
        if soc <= AC_TAPER_FROM:
            return self.rated_w
        left = max(0.0, 1.0 - soc) / (1.0 - AC_TAPER_FROM)
        return self.rated_w * (AC_TAPER_FLOOR + (1.0 - AC_TAPER_FLOOR) * left)


@dataclass(frozen=True, slots=True)
class DirectCurrent:
    """A pack that takes at most `peak_w` watts."""

    peak_w: float

    def power_w(self, soc: float, since_start: float) -> float:
        """The curve's share of peak power, ramped up over the first seconds."""
        ramp = min(1.0, max(0.0, since_start) / DC_RAMP_SECONDS)
        return self.peak_w * share_of_peak(soc) * ramp


def share_of_peak(soc: float) -> float:
    """Interpolate `DC_SHAPE`; 0…1."""
    after = bisect_right(DC_SHAPE, (soc, 2.0))
    if after == 0:
        return DC_SHAPE[0][1]
    if after == len(DC_SHAPE):
        return DC_SHAPE[-1][1]
    (left, low), (right, high) = DC_SHAPE[after - 1], DC_SHAPE[after]
    return low + (high - low) * (soc - left) / (right - left)
