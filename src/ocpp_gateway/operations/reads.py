"""What operations may read and draw while they decide, in one bundle that the assembly fills."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ocpp_gateway.operations.ports import MeterLookup, NewId, Tokens, TransactionIds, TransactionLookup


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the operator chose."""

    heartbeat_interval: int = 300
    """Seconds between heartbeats, told to an accepted station."""
    pending_interval: int = 30
    """Seconds that a pending or rejected station is told to wait before it boots again."""
    accept_unknown_tags: bool = False
    repeat_window: timedelta = timedelta(hours=48)
    """How far back meter values are recognised as repetitions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """The ports a decision may await; none of them writes."""

    tokens: Tokens
    transactions: TransactionLookup
    meters: MeterLookup
    transaction_ids: TransactionIds
    new_id: NewId
    policy: Policy
