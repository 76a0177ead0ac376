"""Charging stations and their connectors, as the node that owns a station keeps them in memory.

This is the *hot state* of a station: everything that decides the answer to its next message without reading the
database. It is loaded when the station's lease is taken over and moves on only after a commit, by `Station.apply`.
Truth stays in the database; nobody but the owner reads these objects.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from ocpp_gateway.charging.commands import AwaitedEffect
from ocpp_gateway.charging.nonconformities import Nonconformity
from ocpp_gateway.charging.quirks import NO_OVERRIDES, STANDARD, Quirks


class Registration(StrEnum):
    """Whether a station may take part: nobody decided yet, let in, or turned away."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class ConnectorStatus(StrEnum):
    """The nine states of OCPP 1.6 and `UNKNOWN`, which holds from boot until the first report."""

    AVAILABLE = "Available"
    PREPARING = "Preparing"
    CHARGING = "Charging"
    SUSPENDED_EV = "SuspendedEV"
    SUSPENDED_EVSE = "SuspendedEVSE"
    FINISHING = "Finishing"
    RESERVED = "Reserved"
    UNAVAILABLE = "Unavailable"
    FAULTED = "Faulted"
    UNKNOWN = "Unknown"


MAX_CONNECTORS = 100
"""Every number of a station that is used as a size is clamped (attack S22); no real station has more connectors."""


@dataclass(slots=True)
class OpenTransaction:
    """A transaction that has started and not ended, as its connector remembers it.

    `transaction_id` is the integer the station was told (1.6), written out; `start_meter` is in Wh; `start_key`
    identifies the StartTransaction by content, so that a repeated one is recognised.
    """

    id: UUID
    transaction_id: str
    connector_number: int
    id_tag: str
    start_time: datetime
    start_meter: float | None
    """Wh; `None` when neither the station nor its connector's last reading told it."""
    start_key: bytes
    id_tag_status: str = "Accepted"
    estimated: tuple[str, ...] = ()
    """Which fields of the start had to be assumed; they stay so when it ends."""
    told_at: datetime | None = field(default=None, compare=False)
    """When `transaction.updated` last told of it; in memory only."""


@dataclass(slots=True)
class Connector:
    """One connector; number 0 is the station itself (OCPP 1.6, 1.1). Energy in Wh, power in W, state of charge in %.

    `last_sample_at` and `last_start_at` are the newest station timestamps seen: a message that is newer than both is
    new for certain and needs no look-up; only older ones can be repetitions of something stored.
    """

    id: UUID
    number: int
    status: ConnectorStatus = ConnectorStatus.UNKNOWN
    error_code: str = "NoError"
    info: str | None = None
    vendor_error_code: str | None = None
    last_status_change: datetime | None = None
    meter_value: float | None = None
    power_w: float | None = None
    soc_percent: float | None = None
    last_sample_at: datetime | None = None
    last_start_at: datetime | None = None
    blocked: bool = False
    transaction: OpenTransaction | None = None


class CommittedChange(Protocol):
    """What moves hot state on; each kind stands in `changes`, `command_changes` and their neighbours."""

    def apply_to(self, station: Station) -> None:
        """Move the station on by this change."""
        ...


@dataclass(slots=True)
class Station:
    """A charging station whose lease this node holds with `epoch`."""

    id: UUID
    ocpp_id: str
    epoch: int
    registration: Registration
    group: str | None = None
    vendor: str | None = None
    model: str | None = None
    firmware_version: str | None = None
    connectors: dict[int, Connector] = field(default_factory=dict)
    last_boot_at: datetime | None = None
    last_heartbeat: datetime | None = None
    last_message_at: datetime | None = None
    seen_stored_at: datetime | None = None
    """When `last_heartbeat` and `last_message_at` were last written; they are stored at most once a minute."""
    last_stop_key: bytes | None = None
    validation: str | None = None
    """`strict` or `lenient` where somebody decided so for this station; `None`: as the listener is."""
    quirk_overrides: Mapping[str, Any] = field(default_factory=lambda: NO_OVERRIDES)
    """What somebody decided for this station, over the profile of its model."""
    quirks: Quirks = STANDARD
    """What holds now: profile and overrides together."""
    clock_skew: tuple[int, int] = (0, 0)
    """By how many whole hours its last live times were off, and how many of them in a row (quirk Q40)."""
    nonconformities: dict[str, Nonconformity] = field(default_factory=dict)
    """By rule."""
    awaited_effects: dict[UUID, AwaitedEffect] = field(default_factory=dict)
    """Commands that were sent and whose effect has not been seen, by id; nearly always empty."""

    def apply(self, change: CommittedChange) -> None:
        """Move on by one committed change. Called after the commit, never before."""
        change.apply_to(self)

    def open_transactions(self) -> list[OpenTransaction]:
        """All running transactions, in the order of their connectors."""
        return [c.transaction for _, c in sorted(self.connectors.items()) if c.transaction is not None]
