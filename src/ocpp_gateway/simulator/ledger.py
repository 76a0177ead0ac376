"""What a station has delivered, to be compared with what the central system has stored, to the watt-hour."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Ledger:
    """Counts and energy of transactions. Energies are sums of meterStop minus meterStart, in whole Wh.

    `acknowledged` means that the answer to StartTransaction or StopTransaction has arrived; the central system may
    have stored more than that (an answer can get lost), never less.
    """

    started: int = 0
    starts_acknowledged: int = 0
    ended: int = 0
    ended_wh: int = 0
    ends_acknowledged: int = 0
    ends_acknowledged_wh: int = 0

    def __add__(self, other: Ledger) -> Ledger:
        """The sum over two stations."""
        return Ledger(
            self.started + other.started,
            self.starts_acknowledged + other.starts_acknowledged,
            self.ended + other.ended,
            self.ended_wh + other.ended_wh,
            self.ends_acknowledged + other.ends_acknowledged,
            self.ends_acknowledged_wh + other.ends_acknowledged_wh,
        )
