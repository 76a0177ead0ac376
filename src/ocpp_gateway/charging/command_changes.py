"""What the owner of a station's connection writes about its commands.

Each moves the row only from the state it was decided on: whoever was faster (a cancellation, the sweep of what is
overdue) wins, and the loser's change is without effect or, where a frame depends on it (`CommandSent`), refuses the
whole entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ocpp_gateway.charging.commands import AwaitedEffect, CommandStatus, EffectState

if TYPE_CHECKING:
    from ocpp_gateway.charging.commands import Command
    from ocpp_gateway.charging.stations import Station


@dataclass(frozen=True, slots=True)
class CommandSent:
    """From `queued` to `sent`, committed before the frame is written. `command` is what it becomes."""

    command: Command

    def apply_to(self, station: Station) -> None:
        """From now on the effect may be seen, even before the answer (the two directions are independent)."""
        command = self.command
        if command.expectation is None or command.effect_until is None:
            return
        station.awaited_effects[command.id] = AwaitedEffect(
            id=command.id,
            action=command.action,
            status=command.status,
            expectation=command.expectation,
            until=command.effect_until,
        )


@dataclass(frozen=True, slots=True)
class CommandEnded:
    """From `before` to the final state of `command`; an answer that says no ends the waiting for an effect."""

    before: CommandStatus
    command: Command

    def apply_to(self, station: Station) -> None:
        """An awaited effect learns the status, or is not awaited any more."""
        awaited = station.awaited_effects.pop(self.command.id, None)
        if awaited is not None and self.command.effect_state is EffectState.WAITING:
            station.awaited_effects[awaited.id] = AwaitedEffect(
                id=awaited.id,
                action=awaited.action,
                status=self.command.status,
                expectation=awaited.expectation,
                until=awaited.until,
            )


@dataclass(frozen=True, slots=True)
class CommandAnsweredLate:
    """The answer to a command that has timed out. `response` is a JSON text, secrets masked."""

    id: UUID
    response: str

    def apply_to(self, station: Station) -> None:
        """Nothing waits for it any more."""


@dataclass(frozen=True, slots=True)
class CommandEffectSeen:
    """A message of the station shows that the command took effect."""

    id: UUID
    event: str
    at: datetime

    def apply_to(self, station: Station) -> None:
        """It is not awaited any more."""
        station.awaited_effects.pop(self.id, None)
