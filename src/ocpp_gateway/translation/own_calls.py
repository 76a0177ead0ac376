"""The gateway's own CALLs on one Connection: stored before they are sent, and what the station answers.

One that belongs to a command is its `Errand`: the same flush moves the command on.
"""

from __future__ import annotations

from datetime import datetime

import structlog

from ocpp_gateway.charging.commands import CommandStatus
from ocpp_gateway.charging.stations import Station
from ocpp_gateway.ocpp.exchange import Answered, LateAnswer, Refused
from ocpp_gateway.operations import discovery
from ocpp_gateway.operations.decision import (
    Committed,
    Decision,
    LoggedFrame,
    Overtaken,
    Priority,
    Quarantined,
)
from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.translation import traffic
from ocpp_gateway.translation.errands import CallWithdrawn, Errand, remember
from ocpp_gateway.translation.known_secrets import SHORTEST, KnownSecrets
from ocpp_gateway.translation.peer import Desk, Peer, Reply
from ocpp_gateway.translation.v16 import configuration
from ocpp_gateway.translation.v16.credentials import asked_change
from ocpp_gateway.translation.writing import CLOSE_AWAY, Writing

_log = structlog.get_logger(__name__)


class OwnCalls:
    """What is written for CALLs that we send on one connection. Used like its `Conversation`: one method at a time."""

    __slots__ = ("_desk", "_errands", "_peer", "_writing")

    def __init__(self, desk: Desk, peer: Peer, writing: Writing) -> None:
        self._desk = desk
        self._peer = peer
        self._writing = writing
        self._errands: dict[str, Errand] | None = None

    async def sending(
        self, message_id: str, action: str, payload: bytes, now: datetime, errand: Errand | None = None
    ) -> bool:
        """Commit that a CALL of ours is sent, before its frame is written; `False`: do not send, close.

        Raises `CallWithdrawn` if the command it belongs to may not be sent any more.
        """
        station = self._peer.station
        if station is None:
            return False
        self._remember_key(action, payload)
        frame = traffic.outgoing_call(message_id, action, payload, self._desk.reads.new_id, now)
        if errand is None:
            outcome = await self._writing.write(station, Decision(None), (frame,), Priority.STATUS)
            return isinstance(outcome, Committed)
        try:
            return await self._sending_errand(station, message_id, frame, errand, now)
        except CallWithdrawn:
            if errand.rotation is not None:
                await errand.rotation.not_sent(station, now)
            raise
        except StorageUnavailable as away:
            _log.warning("storage_away", station=self._peer.identity, reason=str(away))
            return False

    def _remember_key(self, action: str, payload: bytes) -> None:
        """A key that the station is told now is one that it may repeat."""
        asked = asked_change(action, payload)
        if asked is None or asked.key is None or len(asked.key) < SHORTEST:
            return
        if self._peer.known_secrets is None:
            self._peer.known_secrets = KnownSecrets(asked.key)
        else:
            self._peer.known_secrets.add(asked.key)

    async def _sending_errand(
        self, station: Station, message_id: str, frame: LoggedFrame, errand: Errand, now: datetime
    ) -> bool:
        decision = errand.sending(station, message_id, now)
        if errand.rotation is not None:
            await errand.rotation.offer(station, now)
        outcome = await self._writing.write(station, decision, (frame,), Priority.STATUS)
        if isinstance(outcome, Overtaken):
            raise CallWithdrawn("its command is not queued any more")
        if isinstance(outcome, Quarantined):
            raise CallWithdrawn("the database refuses it", refused=True)
        if isinstance(outcome, Committed):
            errand.command = decision.answer
            self._errands = remember(self._errands, message_id, errand)
            self._writing.settle(outcome)
        return isinstance(outcome, Committed)

    async def answered(self, result: Answered | Refused | LateAnswer, received_at: datetime) -> Reply:
        """Store the station's answer to a CALL of ours, with whatever it tells us."""
        station = self._peer.station
        if station is None:
            return Reply()
        station.last_message_at = received_at
        violations = traffic.answer_violations(result)
        frame = traffic.incoming_answer(result, violations, self._desk.reads.new_id, received_at)
        errand = None if self._errands is None else self._errands.get(result.outstanding.message_id)
        if errand is not None:
            try:
                return await self._answered_errand(station, errand, result, frame, received_at)
            except StorageUnavailable as away:
                _log.warning("storage_away", station=self._peer.identity, reason=str(away))
                return Reply(close=CLOSE_AWAY)
        decision: Decision[None] = Decision(None)
        if isinstance(result, Answered) and result.outstanding.action == configuration.GET_CONFIGURATION:
            number = configuration.number_of_connectors(result.payload)
            counted = discovery.connectors_counted(station, number, self._desk.reads, received_at)
            told = configuration.reports(result, received_at)
            decision = Decision(None, (*counted.changes, *told), counted.events)
        return self._writing.settle(
            await self._writing.write(station, decision, (frame,), Priority.STATUS, violations)
        )

    async def _answered_errand(
        self,
        station: Station,
        errand: Errand,
        result: Answered | Refused | LateAnswer,
        frame: LoggedFrame,
        received_at: datetime,
    ) -> Reply:
        """Store what the answer makes of its command; whoever declared it timed out before has the last word."""
        if errand.rotation is not None:
            await errand.rotation.answered(station, result, received_at)
        if not isinstance(result, LateAnswer) and errand.command.status is CommandStatus.SENT:
            decision = errand.answered(station, result, received_at)
            outcome = await self._writing.write(station, decision, (frame,), Priority.STATUS)
            if not isinstance(outcome, Overtaken):
                if isinstance(outcome, Committed):
                    errand.command = decision.answer
                return self._writing.settle(outcome)
        late = errand.answered_late(result, received_at)
        return self._writing.settle(await self._writing.write(station, late, (frame,), Priority.STATUS))
