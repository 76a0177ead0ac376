"""The power side of a connector: what flows, what the meter counts, what its instruments show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from ocpp_gateway.simulator.vehicles import Vehicle

MAINS_VOLTAGE = 230.0
MINIMUM_AMPERES = 6.0
"""IEC 61851: an AC vehicle cannot charge below this; a lower limit pauses it."""
STEP_SECONDS = 10.0
"""Longest step of integration: the curve is taken as constant that long."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the instruments show at one moment. Phase values are per phase in use (one value, without phase, on DC)."""

    energy_wh: int
    power_w: float
    voltages: tuple[float, ...]
    currents: tuple[float, ...]
    offered_w: float
    soc_percent: float | None
    temperature_c: float


class Outlet:
    """One connector's power electronics and its meter.

    `max_power_w` and `phases` (0 = DC) are the hardware's; the register is a lifetime counter in Wh that never
    decreases and is read as whole Wh, so that stop minus start is exact.
    """

    def __init__(self, *, max_power_w: float, phases: int, register_wh: float, random: Random) -> None:
        self.max_power_w = max_power_w
        self.phases = phases
        self._register_wh = register_wh
        self._random = random
        self.power_w = 0.0
        self.limit_w = max_power_w
        self._flowing_seconds = 0.0

    @property
    def register_wh(self) -> int:
        """The meter's reading in whole Wh."""
        return int(self._register_wh)

    @property
    def direct_current(self) -> bool:
        """Whether this is a DC connector."""
        return self.phases == 0

    def begin(self) -> None:
        """A new charge: DC vehicles negotiate again."""
        self._flowing_seconds = 0.0

    def halt(self) -> None:
        """Open the contactor."""
        self.power_w = 0.0

    def allowed_w(self, vehicle: Vehicle, limit_w: float) -> float:
        """What may flow into this vehicle under a limit; 0 when the limit is too low to charge at all."""
        allowed = min(self.max_power_w, limit_w)
        if not self.direct_current and allowed < MINIMUM_AMPERES * MAINS_VOLTAGE * vehicle.phases:
            return 0.0
        return max(0.0, allowed)

    def charge(self, vehicle: Vehicle, limit_w: float, seconds: float) -> None:
        """Let energy flow for a time; the vehicle, the hardware and the limit each have a say."""
        self.limit_w = min(self.max_power_w, limit_w)
        allowed = self.allowed_w(vehicle, limit_w)
        left = seconds
        while left > 0.0:
            step = min(left, STEP_SECONDS)
            left -= step
            self._flowing_seconds += step
            self.power_w = min(allowed, vehicle.wanted_w(self._flowing_seconds))
            if self.power_w <= 0.0:
                break
            fits = vehicle.battery.headroom_wh(vehicle.target_soc) / vehicle.efficiency
            energy = min(self.power_w * step / 3600.0, fits)
            vehicle.battery.absorb(energy * vehicle.efficiency)
            self._register_wh += energy
        self.power_w = min(allowed, vehicle.wanted_w(self._flowing_seconds))

    def reading(self, vehicle: Vehicle | None) -> Reading:
        """Read all instruments."""
        wobble = self._random.uniform(-0.4, 0.4)
        if self.direct_current:
            voltage = vehicle.battery.voltage if vehicle is not None and self.power_w > 0 else 0.0
            voltages: tuple[float, ...] = (voltage,)
            currents: tuple[float, ...] = (self.power_w / voltage if voltage else 0.0,)
        else:
            lines = max(1, self.phases)
            used = vehicle.phases if vehicle is not None else 0
            voltages = tuple(MAINS_VOLTAGE + wobble + 0.3 * line for line in range(lines))
            currents = tuple(
                self.power_w / used / MAINS_VOLTAGE if line < used else 0.0 for line in range(lines)
            )
        soc = vehicle.battery.soc_percent if vehicle is not None and self.direct_current else None
        return Reading(
            energy_wh=self.register_wh,
            power_w=self.power_w,
            voltages=voltages,
            currents=currents,
            offered_w=self.limit_w,
            soc_percent=soc,
            temperature_c=24.0 + 22.0 * self.power_w / self.max_power_w + wobble,
        )
