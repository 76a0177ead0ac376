"""A connector: what is plugged in, what runs, and the status that follows from it (OCPP 1.6, 4.9)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ocpp_gateway.ocpp.v16.messages import ChargingProfile, MeterValue
    from ocpp_gateway.simulator.outlet import Outlet
    from ocpp_gateway.simulator.vehicles import Vehicle

NEVER = float("inf")


class Step(Enum):
    """Where a visit is."""

    PLUGGED = "the vehicle is plugged in, nobody has shown a tag"
    AUTHORIZING = "the central system is being asked"
    CHARGING = "a transaction runs"
    LEAVING = "done, the plug is still in"


@dataclass(slots=True, kw_only=True)
class Visit:
    """A driver with a vehicle at a connector. `due` is when the next step happens by itself (POSIX seconds)."""

    vehicle: Vehicle
    id_tag: str
    step: Step = Step.PLUGGED
    due: float = NEVER
    leaves_at: float = NEVER
    """The driver comes back then, whether or not the vehicle is full."""
    patience: float = 600.0
    """Simulated seconds between the vehicle being full and the driver's return."""
    remote: bool = False
    profile: ChargingProfile | None = None
    charged: bool = False


@dataclass(slots=True, kw_only=True)
class Transaction:
    """One transaction. Meters in whole Wh, times in POSIX seconds of the station's clock.

    `transaction_id` is `None` until the central system has answered the start, and -1 if that answer will never come
    (errata 3.18).
    """

    number: int
    id_tag: str
    meter_start: int
    started_at: float
    transaction_id: int | None = None
    held: bool = False
    """No energy may flow: the tag was refused, but the transaction goes on (StopTransactionOnInvalidId false)."""
    data: list[MeterValue] = field(default_factory=list)
    """What StopTransaction will carry as transactionData."""

    @property
    def known_id(self) -> int:
        """The id to put into messages."""
        return -1 if self.transaction_id is None else self.transaction_id


@dataclass(slots=True, kw_only=True)
class Connector:
    """One connector of a station."""

    number: int
    outlet: Outlet
    next_visit_at: float = NEVER
    error_code: str = "NoError"
    operative: bool = True
    inoperative_when_free: bool = False
    visit: Visit | None = None
    transaction: Transaction | None = None
    sample_at: float = NEVER
    reported: tuple[str, str] | None = None
    """Status and error code that the central system has been told."""
    parked_by_limit: bool = False
    """The charging limit is too low to charge at all."""

    @property
    def charging_since(self) -> float | None:
        """When the running transaction began."""
        return self.transaction.started_at if self.transaction is not None else None

    def status(self, *, station_operative: bool, reserved: bool) -> str:
        """The status that follows from the facts."""
        if self.error_code != "NoError":
            return "Faulted"
        if self.transaction is not None:
            return self._status_in_transaction(self.transaction)
        if not self.operative or not station_operative:
            return "Unavailable"
        if self.visit is not None:
            ends = self.visit.step is Step.LEAVING and self.visit.charged
            return "Finishing" if ends else "Preparing"
        return "Reserved" if reserved else "Available"

    def _status_in_transaction(self, transaction: Transaction) -> str:
        # Where both sides pause, SuspendedEVSE wins.
        if transaction.held or self.parked_by_limit:
            return "SuspendedEVSE"
        full = self.visit is not None and self.visit.vehicle.wanted_w(60.0) <= 0.0
        return "SuspendedEV" if full else "Charging"
