"""What becomes of commands whose time is over or whose sender is gone (reliability F24).

A command that was sent by an owner who is no owner any more may have been executed: it is `timed_out`, never sent
again. Every node sweeps; each move compares and sets, so nobody needs to know who else does.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ocpp_gateway.charging.commands import Command, CommandStatus, EffectState
from ocpp_gateway.operations.command_events import command_updated
from ocpp_gateway.operations.commands import CommandStore
from ocpp_gateway.operations.ports import NewId

GRACE = timedelta(seconds=10)
"""How long the owner has to say itself that an answer did not come."""
BATCH = 500


async def sweep(store: CommandStore, new_id: NewId, now: datetime) -> int:
    """Move what is overdue; the number of commands."""
    moved = 0
    for before, epoch in await store.overdue(now, BATCH):
        after = fate(before, epoch, now)
        if after is not None and await store.move(before, after, command_updated(after, now, new_id)):
            moved += 1
    return moved


def fate(command: Command, lease_epoch: int | None, now: datetime) -> Command | None:
    """What an overdue command becomes; `None`: it is not overdue."""
    if command.status is CommandStatus.QUEUED:
        if command.expires_at is None or now < command.expires_at:
            return None
        return command.ended(CommandStatus.EXPIRED, now, error="not sent before its deadline")
    if command.status is CommandStatus.SENT and command.sent_at is not None:
        if command.epoch != lease_epoch:
            text = "the connection it was sent on is gone; it may have been executed"
            return command.ended(CommandStatus.TIMED_OUT, now, error=text)
        if now >= command.sent_at + timedelta(seconds=command.timeout_seconds) + GRACE:
            return command.ended(CommandStatus.TIMED_OUT, now, error="no answer in time")
    waits = command.effect_state is EffectState.WAITING and command.effect_until is not None
    if waits and command.final and command.effect_until is not None and now >= command.effect_until:
        return command.effect_missed()
    return None
