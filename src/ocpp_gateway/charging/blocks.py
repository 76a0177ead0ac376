"""Blocks: a connector, or a whole station, that people have taken out of service; and how far that has got.

What is *wanted* (`blocked`) is one thing, what the station was *told* (the last command that carried it) and what it
*reports* are others. The state that is shown follows from the three and is stored nowhere, so it cannot be out of date.

Availability that was changed outlasts a reboot (OCPP 1.6, 5.2), but many stations forget it. `next_step` decides when
the gateway tells a station again; it is bounded, because a station that cannot be blocked must not be told for ever.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum
from uuid import UUID

from ocpp_gateway.charging.commands import FINAL, CommandStatus
from ocpp_gateway.charging.stations import ConnectorStatus

SAY_NOTHING = frozenset({ConnectorStatus.UNKNOWN, ConnectorStatus.FAULTED})
"""States that tell neither that a connector is in operation nor that it is not."""
BUSY = frozenset(
    {
        ConnectorStatus.PREPARING,
        ConnectorStatus.CHARGING,
        ConnectorStatus.SUSPENDED_EV,
        ConnectorStatus.SUSPENDED_EVSE,
        ConnectorStatus.FINISHING,
    }
)
"""States in which `Scheduled` is still on its way."""
LOST = frozenset({CommandStatus.TIMED_OUT, CommandStatus.EXPIRED, CommandStatus.CANCELLED})
"""The station may never have heard of it."""

PAUSES = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
"""How long after the command before a station is told again: the first time, the second, the third."""
WINDOW = timedelta(hours=1)
"""A station is told again `len(PAUSES)` times in so long, counted from the first of them."""
SETTLING = timedelta(seconds=5)
"""What a station says at once after it connected, booted or changed its state may be followed by a correction."""
UNREPORTED = timedelta(seconds=30)
"""A station that reports nothing of a connector so long after its boot does not report it at all."""
LONGEST_ANSWER = 65_536
"""Characters; nobody's `Scheduled` is longer."""
LONGEST_SETTLING = timedelta(minutes=1)
"""A connector whose meter speaks every second never comes to rest."""


class BlockState(StrEnum):
    """How far a block, or lifting it, has got."""

    NONE = "none"
    """Not blocked."""
    PENDING = "pending"
    """Wanted, and the station does not show it (yet): not told, not answered, or answered and not done."""
    SCHEDULED = "scheduled"
    """The station will do it when the running charge ends."""
    IN_EFFECT = "in_effect"
    """The station reports that it is out of service."""
    REJECTED = "rejected"
    """The station said no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The last command that carried what is wanted.

    `asked_at` is when it was sent, or given if it was never sent; `seen_at` is when the station's messages showed that
    it did as it was told.
    """

    status: CommandStatus
    scheduled: bool = False
    asked_at: datetime
    answered_at: datetime | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is wanted of one connector (0: the station itself), since when and by whom."""

    blocked: bool
    told: Told | None = None
    command: UUID | None = None
    by: str | None = None
    at: datetime | None = None

    def state(self, status: ConnectorStatus, booted_at: datetime | None) -> BlockState:
        """How far it has got, if `status` is what is reported of the connector."""
        told = self.told
        if told is None:
            if not self.blocked:
                return BlockState.NONE
            return BlockState.IN_EFFECT if status is ConnectorStatus.UNAVAILABLE else BlockState.PENDING
        if told.status is CommandStatus.QUEUED:
            return BlockState.PENDING
        return _state_of_block(told, status, booted_at) if self.blocked else _state_of_lifting(told, status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The block of a connector together with that of its station."""

    blocked: bool
    state: BlockState
    by: str | None
    at: datetime | None
    command: UUID | None


def is_scheduled(response: str | None) -> bool:
    """Whether an answer (a JSON text) says that it will be done when the running charge ends."""
    if response is None or len(response) > LONGEST_ANSWER:
        return False
    try:
        answer = json.loads(response)
    except ValueError:
        return False
    return isinstance(answer, dict) and answer.get("status") == "Scheduled"


def _state_of_block(told: Told, status: ConnectorStatus, booted_at: datetime | None) -> BlockState:
    remembered = told.seen_at is not None and status in SAY_NOTHING and not _after(booted_at, told.seen_at)
    if status is ConnectorStatus.UNAVAILABLE or remembered:
        return BlockState.IN_EFFECT
    if told.status in {CommandStatus.REJECTED, CommandStatus.FAILED}:
        return BlockState.REJECTED
    return BlockState.SCHEDULED if _still_scheduled(told, booted_at) else BlockState.PENDING


def _state_of_lifting(told: Told, status: ConnectorStatus) -> BlockState:
    if told.status is CommandStatus.SENT:
        return BlockState.PENDING
    if told.seen_at is not None or operates(status):
        return BlockState.NONE
    if told.status in {CommandStatus.REJECTED, CommandStatus.FAILED}:
        return BlockState.REJECTED
    return BlockState.PENDING


def _still_scheduled(told: Told, booted_at: datetime | None) -> bool:
    """Whether the station's promise to do it after the running charge can still be counted on."""
    accepted = told.status is CommandStatus.ACCEPTED and told.scheduled and told.seen_at is None
    return accepted and not _after(booted_at, told.answered_at)


def _after(moment: datetime | None, other: datetime | None) -> bool:
    return moment is not None and (other is None or moment > other)


def operates(status: ConnectorStatus) -> bool | None:
    """Whether a connector that reports this is in operation; `None`: it does not tell."""
    return None if status in SAY_NOTHING else status is not ConnectorStatus.UNAVAILABLE


def shown(
    own: Wanted,
    whole: Wanted,
    status: ConnectorStatus,
    whole_status: ConnectorStatus,
    booted_at: datetime | None,
) -> Shown:
    """What is shown of a connector whose own state is `own` and whose station's is `whole`.

    It is blocked if either is; its own block comes first, and if either is in effect, the connector is out of service.
    """
    states = own.state(status, booted_at), _whole_state(whole, status, whole_status, booted_at)
    chosen, state = (own, states[0]) if own.blocked or not whole.blocked else (whole, states[1])
    if own.blocked and whole.blocked and states[1] is BlockState.IN_EFFECT:
        state = BlockState.IN_EFFECT
    if not (own.blocked or whole.blocked) and state is BlockState.NONE:
        chosen, state = whole, states[1]
    return Shown(
        blocked=chosen.blocked,
        state=state,
        by=chosen.by if chosen.blocked else None,
        at=chosen.at if chosen.blocked else None,
        command=chosen.command if chosen.blocked or state is not BlockState.NONE else None,
    )


def _whole_state(
    whole: Wanted, status: ConnectorStatus, whole_status: ConnectorStatus, booted_at: datetime | None
) -> BlockState:
    """A station shows at connector 0 or at its connectors that it is out of service; some only at one of them."""
    at_station = whole.state(whole_status, booted_at)
    at_connector = whole.state(status, booted_at)
    best = BlockState.IN_EFFECT if whole.blocked else BlockState.NONE
    return best if best in {at_station, at_connector} else at_connector


# -- telling a station again -----------------------------------------------------------------------------------------


class Step(Enum):
    """What the gateway does about a station that does not show what is wanted."""

    WAIT = "wait"
    ASK = "ask"
    REST = "rest"
    """It has been told often enough; people have to look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of one connector (0: the station itself) that is wanted in or out of service.

    `asked_status` is what it reported when it was last told; `others` are the states of the station's connectors if
    this is connector 0; `asks` is how often it was told again since `asks_since`. Times are the gateway's own.
    """

    blocked: bool
    told: Told
    status: ConnectorStatus
    asked_status: ConnectorStatus
    reported_at: datetime
    booted_at: datetime | None
    connected_at: datetime | None
    others: Sequence[ConnectorStatus] = ()
    asks: int = 0
    asks_since: datetime | None = None

    def asks_so_far(self, now: datetime) -> int:
        """How often it was told again in this window; a new one begins only when the station has said something."""
        over = self.asks_since is None or now - self.asks_since >= WINDOW
        return 0 if over and (self.asks_since is None or self._heard_of()) else self.asks

    def next_step(self, now: datetime) -> Step:
        """Whether to tell it again now."""
        if self.told.status not in FINAL or not (self._heard_of() or self.told.status in LOST):
            return Step.WAIT
        if now < self._settled_at() or not self._contradicts(now):
            return Step.WAIT
        asks = self.asks_so_far(now)
        if asks >= len(PAUSES):
            return Step.REST if asks == len(PAUSES) else Step.WAIT
        return Step.ASK if now >= self.told.asked_at + PAUSES[asks] else Step.WAIT

    def _heard_of(self) -> bool:
        """Whether the station has said or done anything since it was told, or had done as it was told."""
        told = self.told
        return (
            told.seen_at is not None
            or self.status is not self.asked_status
            or _after(self.booted_at, told.asked_at)
            or _after(self.connected_at, told.asked_at)
        )

    def _settled_at(self) -> datetime:
        reported = self.reported_at
        if self.status in BUSY:
            reported = min(reported, self.told.asked_at + LONGEST_SETTLING)
        moments = (reported, self.told.answered_at, self.booted_at, self.connected_at)
        return max(moment for moment in moments if moment is not None) + SETTLING

    def _contradicts(self, now: datetime) -> bool:
        """Whether the station shows the opposite of what is wanted."""
        if not self.blocked:
            # Others than we take connectors out of service too: only what was never heard is said again.
            return self.told.status in LOST and self.status is ConnectorStatus.UNAVAILABLE
        if self.status is ConnectorStatus.UNAVAILABLE:
            return False
        if self.others and all(operates(status) is False for status in self.others):
            return False
        states = (self.status, *self.others)
        if _still_scheduled(self.told, self.booted_at) and any(status in BUSY for status in states):
            return False
        return any(self._shows_operation(status, now) for status in states)

    def _shows_operation(self, status: ConnectorStatus, now: datetime) -> bool:
        if status is ConnectorStatus.UNKNOWN:
            booted_at = self.booted_at
            return (
                booted_at is not None
                and _after(booted_at, self.told.asked_at)
                and now >= booted_at + UNREPORTED
            )
        return operates(status) is True
