"""The vehicles that come to charge, drawn from a mixed but plausible car park."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocpp_gateway.simulator.battery import Battery
from ocpp_gateway.simulator.charging_curve import AlternatingCurrent, DirectCurrent

if TYPE_CHECKING:
    from random import Random

    from ocpp_gateway.simulator.charging_curve import ChargingCurve


@dataclass(frozen=True, slots=True)
class VehicleType:
    """One kind of vehicle: usable Wh, pack voltage, on-board charger (W, phases), DC peak (W; 0 = AC only)."""

    capacity_wh: float
    nominal_voltage: float
    ac_w: float
    ac_phases: int
    dc_peak_w: float


VEHICLE_TYPES: tuple[VehicleType, ...] = (
    VehicleType(12_000, 350, 3_700, 1, 0),  # plug-in hybrid
    VehicleType(24_000, 330, 7_400, 1, 50_000),
    VehicleType(45_000, 360, 11_000, 3, 85_000),
    VehicleType(58_000, 400, 11_000, 3, 125_000),
    VehicleType(52_000, 400, 22_000, 3, 130_000),
    VehicleType(77_000, 400, 11_000, 3, 170_000),
    VehicleType(84_000, 700, 11_000, 3, 240_000),
    VehicleType(100_000, 800, 22_000, 3, 300_000),
)


@dataclass(slots=True)
class Vehicle:
    """A vehicle at a connector: its battery, its curve for this connector, when it has had enough.

    `phases` is 0 on DC. `efficiency` is the share of metered energy that reaches the battery.
    """

    battery: Battery
    curve: ChargingCurve
    phases: int
    target_soc: float
    efficiency: float

    def wanted_w(self, since_start: float) -> float:
        """Watts the vehicle would take now; 0 once its target is reached."""
        if self.battery.headroom_wh(self.target_soc) <= 0.0:
            return 0.0
        return self.curve.power_w(self.battery.soc, since_start)


def arriving(random: Random, *, direct_current: bool, phases: int) -> Vehicle:
    """A vehicle that can use this connector (DC, or AC with 1 or 3 phases), somewhat empty."""
    usable = [t for t in VEHICLE_TYPES if t.dc_peak_w > 0] if direct_current else list(VEHICLE_TYPES)
    kind = random.choice(usable)
    battery = Battery(kind.capacity_wh, random.uniform(0.08, 0.62), kind.nominal_voltage)
    if direct_current:
        target = random.choice((0.8, 0.8, 0.85, 0.9))
        return Vehicle(battery, DirectCurrent(kind.dc_peak_w), 0, target, 0.95)
    used = min(kind.ac_phases, phases)
    curve = AlternatingCurrent(kind.ac_w * used / kind.ac_phases, used)
    return Vehicle(battery, curve, used, random.choice((0.8, 1.0, 1.0)), 0.90)
