"""Commands: something a station is told, with a life of its own.

```
queued ─→ sent ─→ accepted | rejected | failed | timed_out
   └────→ failed | expired | cancelled
```

A command reaches exactly one final state, exactly once. What a station answers too late is kept beside the final state
and changes nothing. `sent` is stored before the frame is written, so a command that was interrupted after it may have
been executed: it becomes `timed_out` and is never sent again (reliability F24).

The effect is another matter than the answer: a station that accepted a start may never start, and one whose answer
was lost may have done what it was told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any, Literal
from uuid import UUID


class CommandStatus(StrEnum):
    """Where a command stands; everything but `QUEUED` and `SENT` is final."""

    QUEUED = "queued"
    SENT = "sent"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


NEXT: dict[CommandStatus, frozenset[CommandStatus]] = {
    CommandStatus.QUEUED: frozenset(
        {CommandStatus.SENT, CommandStatus.FAILED, CommandStatus.EXPIRED, CommandStatus.CANCELLED}
    ),
    CommandStatus.SENT: frozenset(
        {CommandStatus.ACCEPTED, CommandStatus.REJECTED, CommandStatus.FAILED, CommandStatus.TIMED_OUT}
    ),
}
"""What may follow what. A final state has no row here."""
FINAL = frozenset(CommandStatus) - frozenset(NEXT)
ANSWERED = frozenset({CommandStatus.ACCEPTED, CommandStatus.REJECTED, CommandStatus.FAILED})
"""The states an answer of the station leads to."""

ACCEPTING = frozenset({"Accepted", "Scheduled", "RebootRequired", "Unlocked", "AcceptedCanceled"})
"""Answer states that mean yes (INTERFACE.md section 4)."""


class CommandPriority(IntEnum):
    """Which of a station's queued commands goes first: stopping a charge waits for nobody's reading."""

    STOP = 0
    CONTROL = 1
    READ = 2


class EffectState(StrEnum):
    """Whether the station did what it was told, as far as its own messages show it."""

    NONE = "none"
    """Nothing to wait for: the action shows no effect, or the command never got that far."""
    WAITING = "waiting"
    SEEN = "seen"
    NOT_SEEN = "not_seen"


class EffectKind(StrEnum):
    """What shows that a command took effect; the names are those of the resource's `effect.event`."""

    STARTED = "started"
    ENDED = "ended"
    STATUS = "status"
    BOOT = "boot"
    MESSAGE = "message"


EFFECT_WINDOWS: dict[EffectKind, timedelta] = {
    EffectKind.STARTED: timedelta(minutes=10),
    EffectKind.ENDED: timedelta(minutes=10),
    EffectKind.STATUS: timedelta(hours=24),
    EffectKind.BOOT: timedelta(minutes=15),
    EffectKind.MESSAGE: timedelta(minutes=2),
}
"""How long an effect is waited for. `Scheduled` availability takes effect only when the running charge ends."""

WhenOffline = Literal["fail", "queue"]


class WrongTurn(ValueError):
    """A state that cannot follow the one the command is in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What the station's messages will show if the command takes effect. Members that do not apply are `None`."""

    kind: EffectKind
    connector: int | None = None
    """`None` or 0: any connector, or the station itself."""
    id_tag_folded: str | None = None
    transaction_id: str | None = None
    operative: bool | None = None
    message: str | None = None
    """The action that a trigger asks for."""

    def as_json(self) -> dict[str, Any]:
        """What is stored of it."""
        members = {
            "kind": self.kind.value,
            "connector": self.connector,
            "id_tag_folded": self.id_tag_folded,
            "transaction_id": self.transaction_id,
            "operative": self.operative,
            "message": self.message,
        }
        return {name: value for name, value in members.items() if value is not None}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Expectation:
        """Read back what `as_json` has written."""
        return cls(**{**stored, "kind": EffectKind(stored["kind"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedEffect:
    """A command of a station whose effect has not been seen yet: hot state of the station's owner."""

    id: UUID
    action: str
    status: CommandStatus
    expectation: Expectation
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command as it is stored and shown. `payload`, `response` and `late_response` are JSON texts, secrets masked.

    `timeout_seconds` is the time the station has to answer, from the moment of sending; after `expires_at` the command
    is not sent any more (`None`: it waits for as long as it takes).
    """

    id: UUID
    station_id: UUID
    station: str
    action: str
    payload: str
    status: CommandStatus
    priority: CommandPriority
    when_offline: WhenOffline
    force: bool
    timeout_seconds: float
    requested_by: str | None
    requested_at: datetime
    expires_at: datetime | None
    epoch: int | None = None
    message_id: str | None = None
    sent_at: datetime | None = None
    answered_at: datetime | None = None
    response: str | None = None
    late_response: str | None = None
    error: str | None = None
    expectation: Expectation | None = None
    effect_state: EffectState = EffectState.NONE
    effect_event: str | None = None
    effect_at: datetime | None = None
    effect_until: datetime | None = None

    @property
    def final(self) -> bool:
        """Whether nothing can change its status any more."""
        return self.status in FINAL

    def may_be_sent(self, now: datetime) -> bool:
        """Whether its deadline has not passed."""
        return self.status is CommandStatus.QUEUED and (self.expires_at is None or now < self.expires_at)

    def sent(self, message_id: str, epoch: int, now: datetime) -> Command:
        """The frame is about to be written. Raises `WrongTurn`, also after the deadline."""
        if not self.may_be_sent(now):
            raise WrongTurn(f"a {self.status} command cannot be sent now")
        awaited = self.expectation
        return replace(
            self,
            status=CommandStatus.SENT,
            message_id=message_id,
            epoch=epoch,
            sent_at=now,
            effect_state=EffectState.NONE if awaited is None else EffectState.WAITING,
            effect_until=None if awaited is None else now + EFFECT_WINDOWS[awaited.kind],
        )

    def ended(
        self,
        status: CommandStatus,
        now: datetime,
        *,
        response: str | None = None,
        error: str | None = None,
    ) -> Command:
        """One of the final states. Raises `WrongTurn` if it cannot follow, above all after another final one.

        An answer that says no ends the waiting for an effect; an answer that never came does not.
        """
        if status not in FINAL or status not in NEXT.get(self.status, ()):
            raise WrongTurn(f"{self.status} cannot become {status}")
        answered = self.status is CommandStatus.SENT and status in ANSWERED
        still = self.effect_state
        if still is EffectState.WAITING and status in {CommandStatus.REJECTED, CommandStatus.FAILED}:
            still = EffectState.NONE
        return replace(
            self,
            status=status,
            answered_at=now if answered else None,
            response=response,
            error=error,
            effect_state=still,
        )

    def answered_late(self, response: str) -> Command:
        """An answer after the final state: kept, the first one of several."""
        if self.status is not CommandStatus.TIMED_OUT:
            raise WrongTurn(f"a {self.status} command has no late answer")
        return self if self.late_response is not None else replace(self, late_response=response)

    def effect_seen(self, event: str, at: datetime) -> Command:
        """The station's own message shows the effect. Raises `WrongTurn` unless it is waited for."""
        if self.effect_state is not EffectState.WAITING:
            raise WrongTurn("no effect is waited for")
        return replace(self, effect_state=EffectState.SEEN, effect_event=event, effect_at=at)

    def effect_missed(self) -> Command:
        """The window has passed. Raises `WrongTurn` unless an effect is waited for."""
        if self.effect_state is not EffectState.WAITING:
            raise WrongTurn("no effect is waited for")
        return replace(self, effect_state=EffectState.NOT_SEEN)


def answer_status(status: object) -> CommandStatus:
    """What the `status` member of an answer means; an answer without one says yes."""
    return CommandStatus.ACCEPTED if status is None or status in ACCEPTING else CommandStatus.REJECTED
