"""The battery of an electric vehicle, as far as a charging station can tell."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Battery:
    """Energy store: capacity in Wh, state of charge 0…1, nominal pack voltage in V."""

    capacity_wh: float
    soc: float
    nominal_voltage: float

    @property
    def soc_percent(self) -> float:
        """State of charge in per cent, 0…100."""
        return self.soc * 100.0

    @property
    def voltage(self) -> float:
        """Pack voltage under charge: it rises with the state of charge, steeply only at both ends."""
        ends = 0.06 * (self.soc**8) - 0.08 * ((1.0 - self.soc) ** 6)
        return self.nominal_voltage * (0.94 + 0.10 * self.soc + ends)

    def headroom_wh(self, target_soc: float = 1.0) -> float:
        """Energy that still fits until `target_soc`."""
        return max(0.0, (min(target_soc, 1.0) - self.soc) * self.capacity_wh)

    def absorb(self, energy_wh: float) -> None:
        """Take energy in; never more than fits."""
        self.soc = min(1.0, self.soc + energy_wh / self.capacity_wh)
