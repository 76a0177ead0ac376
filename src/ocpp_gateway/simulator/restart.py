"""Closing the connection on purpose: to boot again (Reset, firmware updates), or to come back with another key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocpp_gateway.simulator import transactions

if TYPE_CHECKING:
    from ocpp_gateway.simulator.station import Station

SOFT_RESET_GRACE_SECONDS = 10.0
"""How long a soft reset waits for its StopTransactions to be answered."""
ANSWER_FIRST_SECONDS = 0.2
"""The answer leaves before the connection closes."""


@dataclass(frozen=True, slots=True)
class Restart:
    """A restart that was asked for: close the connection from `not_before` on, at `deadline` whatever is unsent."""

    not_before: float
    deadline: float


def begin_restart(station: Station, now: float, *, hard: bool) -> None:
    """End what runs and ask for the connection to be closed."""
    for connector in station.connectors.values():
        transactions.stop(station, connector, now, "HardReset" if hard else "SoftReset")
    grace = 0.0 if hard else SOFT_RESET_GRACE_SECONDS
    station.restart = Restart(now + ANSWER_FIRST_SECONDS, now + ANSWER_FIRST_SECONDS + grace)


def begin_reconnect(station: Station, now: float) -> None:
    """Close the connection and open another one; charging goes on (ocpp.md section 3, TC_073)."""
    station.reconnect_at = now + ANSWER_FIRST_SECONDS
