"""A command on its way through one connection: the rows that are written when it is sent and when it is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import msgspec

from ocpp_gateway.charging.changes import Change
from ocpp_gateway.charging.command_changes import CommandAnsweredLate, CommandEnded, CommandSent
from ocpp_gateway.charging.commands import Command, CommandStatus, EffectState
from ocpp_gateway.charging.events import Event
from ocpp_gateway.charging.stations import Station
from ocpp_gateway.ocpp.exchange import Answered, LateAnswer, Refused
from ocpp_gateway.ocpp.frames import CallResult
from ocpp_gateway.operations.command_events import command_updated
from ocpp_gateway.operations.decision import Decision
from ocpp_gateway.operations.effects import effect_in_force
from ocpp_gateway.operations.ports import NewId
from ocpp_gateway.translation.masking import mask
from ocpp_gateway.translation.rotations import Rotation
from ocpp_gateway.translation.v16.commands import verdict
from ocpp_gateway.translation.v16.configuration import reports
from ocpp_gateway.translation.words import clean


class CallWithdrawn(Exception):
    """The CALL was not sent: its command was cancelled, or its deadline had passed before its turn came.

    `refused`: the database takes its rows for bad ones, and always will.
    """

    def __init__(self, reason: str, *, refused: bool = False) -> None:
        super().__init__(reason)
        self.refused = refused


REMEMBERED_ERRANDS = 9
"""As many late answers as an exchange can recognise, and the one that is outstanding."""


def remember(errands: dict[str, Errand] | None, message_id: str, errand: Errand) -> dict[str, Errand]:
    """The errands of one connection with one more: it is known whose answer it is, when it comes, or comes late.

    Most connections never have one, so they start with `None`.
    """
    known = {} if errands is None else errands
    known[message_id] = errand
    while len(known) > REMEMBERED_ERRANDS:
        del known[next(iter(known))]
    return known


class Errand:
    """One command while this node brings it to its station. `command` is as it is stored; `rotation` is what it does to
    the station's credentials.
    """

    __slots__ = ("_new_id", "command", "rotation")

    def __init__(self, command: Command, new_id: NewId, rotation: Rotation | None = None) -> None:
        self.command = command
        self.rotation = rotation
        self._new_id = new_id

    def overdue(self, now: datetime) -> bool:
        """Whether its deadline has passed: it is not sent any more, whatever is stored."""
        return self.command.expires_at is not None and now >= self.command.expires_at

    def sending(self, station: Station, message_id: str, now: datetime) -> Decision[Command]:
        """From queued to sent, to be committed before the frame is written. Raises `CallWithdrawn`."""
        if not self.command.may_be_sent(now):
            raise CallWithdrawn("its deadline has passed")
        sent = self.command.sent(message_id, station.epoch, now)
        return Decision(sent, (CommandSent(sent),), (command_updated(sent, now, self._new_id),))

    def answered(self, station: Station, result: Answered | Refused, now: datetime) -> Decision[Command]:
        """From sent to the state that the answer means, and an effect that is in force already."""
        if isinstance(result, Refused):
            reason = _call_error(result.code, result.description)
            return self._ended(station, CommandStatus.FAILED, now, error=reason)
        status, error = verdict(self.command.action, result.payload)
        ended = self._ended(station, status, now, response=self._shown(result.payload), error=error)
        return replace(ended, changes=(*ended.changes, *reports(result, now)))

    def timed_out(self, station: Station, reason: str, now: datetime) -> Decision[Command]:
        """From sent to timed out: it may have been executed, so it is never sent again."""
        return self._ended(station, CommandStatus.TIMED_OUT, now, error=reason)

    def answered_late(self, result: Answered | Refused | LateAnswer, now: datetime) -> Decision[None]:
        """An answer after the final state."""
        said = result.frame if isinstance(result, LateAnswer) else result
        if isinstance(said, Answered | CallResult):
            response = self._shown(said.payload)
        else:
            response = mask("", _encode_error(said.code, said.description)).decode()
        return Decision(None, (CommandAnsweredLate(self.command.id, response), *reports(result, now)))

    def _ended(
        self,
        station: Station,
        status: CommandStatus,
        now: datetime,
        *,
        response: str | None = None,
        error: str | None = None,
    ) -> Decision[Command]:
        ended = self.command.ended(status, now, response=response, error=error)
        changes: list[Change] = [CommandEnded(self.command.status, ended)]
        events: list[Event] = [command_updated(self._with_effect(ended, station, now), now, self._new_id)]
        if status is CommandStatus.ACCEPTED:
            in_force = effect_in_force(station, ended.id, now, self._new_id)
            if in_force is not None:
                change, _ = in_force
                changes.append(change)
                events = [command_updated(ended.effect_seen(change.event, now), now, self._new_id)]
        return Decision(ended, tuple(changes), tuple(events))

    @staticmethod
    def _with_effect(ended: Command, station: Station, now: datetime) -> Command:
        """The effect may have been seen since it was sent: the station's messages do not wait for its answers."""
        gone = ended.id not in station.awaited_effects
        if ended.effect_state is not EffectState.WAITING or not gone or ended.expectation is None:
            return ended
        return ended.effect_seen(ended.expectation.kind.value, now)

    def _shown(self, payload: bytes) -> str:
        return mask(self.command.action, payload or b"{}").decode("utf-8", "replace")


def _call_error(code: str, description: str) -> str:
    return clean(mask("", f"{code}: {description}".rstrip(": ").encode("utf-8", "replace")).decode())


def _encode_error(code: str, description: str) -> bytes:
    return msgspec.json.encode({"errorCode": clean(code), "errorDescription": clean(description)})
