"""The gateway's side of one Connection: a CALL comes in, a decision is committed, only then the answer leaves.

One `Conversation` belongs to one socket. It knows frames and messages, never the socket: `wire` feeds it and sends
what it returns. Everything it writes goes through the journal under the station's epoch, so a conversation whose
station has moved on can change nothing (promise: fencing, not checking).
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import structlog

from ocpp_gateway.charging.changes import Change, StationUpdate
from ocpp_gateway.charging.stations import Registration, Station
from ocpp_gateway.ocpp.codec import encode
from ocpp_gateway.ocpp.errors import ErrorCode, RpcError
from ocpp_gateway.ocpp.exchange import Answered, LateAnswer, Refused, Rejected
from ocpp_gateway.ocpp.frames import Call, Validation
from ocpp_gateway.operations import availability, nonconformities
from ocpp_gateway.operations.decision import (
    Decision,
    Entry,
    Outcome,
    Priority,
    Quarantined,
    Unavailable,
)
from ocpp_gateway.operations.effects import effects_seen
from ocpp_gateway.operations.ports import StationCredential, StorageUnavailable
from ocpp_gateway.operations.security import report_take_overs
from ocpp_gateway.translation import traffic
from ocpp_gateway.translation.errands import Errand
from ocpp_gateway.translation.handled import Handled, Handler
from ocpp_gateway.translation.own_calls import OwnCalls
from ocpp_gateway.translation.peer import Caller, CallTimedOut, ConnectionClosed, Desk, FollowUp, Peer, Reply
from ocpp_gateway.translation.quirks import other_version, tune
from ocpp_gateway.translation.v16 import configuration
from ocpp_gateway.translation.v16.table import HANDLERS, action_name, no_handler, spelling
from ocpp_gateway.translation.writing import CLOSE_AWAY, Writing, internal_error

_log = structlog.get_logger(__name__)

SEEN_INTERVAL = timedelta(minutes=1)
"""`last_heartbeat` and `last_message_at` are stored at most this often: rewriting the same rows with every message is
ruinous while an old snapshot is open (docs/explanation/journal)."""
LARGE_PAYLOAD = 65_536
"""Bytes. A longer payload is decoded beside the event loop: repairing one of 1 MiB takes a second (fault F31)."""
CLOSE_REGISTERED = (1008, "this identity is registered: connect again")
CLOSE_UNREADABLE = (1008, "too many frames that are not OCPP")


class Conversation:
    """Handles the frames of one connection. Its methods are never awaited at the same time: a CALL sees the effects of
    the one before (the socket's side runs them as ordered work), and the journal has one undecided entry a station.
    """

    __slots__ = (
        "_asked_connectors",
        "_desk",
        "_listener_validation",
        "_own_calls",
        "_tuned",
        "_writing",
        "peer",
    )

    def __init__(self, desk: Desk, peer: Peer) -> None:
        self.peer = peer
        self._desk = desk
        self._asked_connectors = False
        self._listener_validation = peer.validation
        self._tuned: tuple[Any, ...] = ()
        self._writing = Writing(desk, peer)
        self._own_calls = OwnCalls(desk, peer, self._writing)

    async def opened(self, now: datetime) -> Reply:
        """Store that the station is connected. A stranger has nothing to store it on yet."""
        station = self.peer.station
        if station is None:
            return Reply()
        self._tune(station)
        return self._writing.settle(await self._writing.presence(station, now))

    async def closed(self, code: int, reason: str, now: datetime) -> None:
        """Store that the station is gone and when it was last heard; fenced, so a late goodbye changes nothing."""
        station = self.peer.station
        if station is None:
            return
        decision = availability.disconnected(station, code, reason, self._desk.reads, now)
        counted = nonconformities.unstored(station, now, everything=True)
        decision = Decision(None, (*decision.changes, *counted), decision.events)
        outcome = await self._writing.write(station, decision, (), Priority.STATUS)
        if isinstance(outcome, Unavailable):
            _log.warning("disconnect_not_stored", station=station.ocpp_id, reason=outcome.reason)

    async def answer(self, call: Call, received_at: datetime) -> Reply:
        """Decide one inbound CALL, commit, and return the frame that answers it."""
        try:
            action = action_name(call.action, self.peer.validation)
            if self.peer.station is None:
                ended = await self._enrol(action, received_at)
                if ended is not None:
                    return ended
            station = self.peer.station
            if station is None:
                return Reply(text=self._refusal(call, _not_accepted()))
            station.last_message_at = received_at
            self._tune(station)
            if station.registration is not Registration.ACCEPTED:
                ended = await self._look_again(station)
                if ended is not None:
                    return ended
            return await self._answer(station, call, action, received_at)
        except StorageUnavailable as away:
            _log.warning("storage_away", station=self.peer.identity, reason=str(away))
            return Reply(close=CLOSE_AWAY)

    async def take_overs_held(self, now: datetime) -> Reply:
        """Store that this connection keeps its place against newcomers."""
        station = self.peer.station
        if station is None:
            return Reply()
        decision = report_take_overs(station, self._desk.reads.new_id, now)
        return self._writing.settle(await self._writing.write(station, decision, (), Priority.STATUS))

    async def unreadable(self, data: str | bytes, rejected: Rejected, received_at: datetime) -> Reply:
        """Keep a frame that is none (with the CALLERROR it gets, if its id could be read) as evidence."""
        station = self.peer.station
        reply = Reply(text=rejected.reply)
        if station is not None:
            station.last_message_at = received_at
            frames = traffic.unreadable_frame(data, rejected, self._desk.reads.new_id, received_at)
            violations = traffic.unreadable_violations(rejected)
            outcome = await self._writing.write(
                station, Decision(None), frames, Priority.TELEMETRY, violations
            )
            settled = self._writing.settle(outcome)
            if settled.close is not None:
                return settled
        if rejected.close:
            reply.close = CLOSE_UNREADABLE
        return reply

    async def sending(
        self, message_id: str, action: str, payload: bytes, now: datetime, errand: Errand | None = None
    ) -> bool:
        """Commit that a CALL of ours is sent, before its frame is written; see `OwnCalls.sending`."""
        return await self._own_calls.sending(message_id, action, payload, now, errand)

    async def answered(self, result: Answered | Refused | LateAnswer, received_at: datetime) -> Reply:
        """Store the station's answer to a CALL of ours; see `OwnCalls.answered`."""
        return await self._own_calls.answered(result, received_at)

    # -- one CALL ------------------------------------------------------------------------------------------------

    async def _enrol(self, action: str, now: datetime) -> Reply | None:
        """A stranger exists from its first BootNotification on; before, nothing it says counts.

        Returns a reply if the connection ends here: the identity was registered after this stranger had been let in
        without credentials, so it has to come in again through the handshake; or its arrival could not be stored.
        """
        desk = self._desk
        if desk.enrol_as is None or action != "BootNotification":
            return None
        station_id = await desk.enrolment.enrol(
            ocpp_id=self.peer.identity,
            registration=desk.enrol_as,
            presented_hash=self.peer.presented_hash,
            remote_address=self.peer.remote_address,
            now=now,
            secure=self.peer.secure,
            presented_certificate=self.peer.presented_certificate,
        )
        known = await desk.credentials.one(station_id)
        if known is not None and not self._is_mine(known):
            return Reply(close=CLOSE_REGISTERED)
        station = await desk.ownership.claim(station_id)
        if station is None:
            return None
        self.peer.station = station
        self._tune(station)
        arrived = self._writing.settle(await self._writing.presence(station, now))
        return None if arrived.close is None else arrived

    def _is_mine(self, known: StationCredential) -> bool:
        """Whether a row under this identity is what enrolling this stranger makes (a twin connection was faster)."""
        return (
            known.ocpp_id == self.peer.identity
            and known.key_hash is None
            and known.registration is self._desk.enrol_as
        )

    def _tune(self, station: Station) -> None:
        """Work out validation and quirks when anything that they depend on has moved."""
        now = (
            station.vendor,
            station.model,
            station.firmware_version,
            station.validation,
            station.quirk_overrides,
        )
        if now == self._tuned:
            return
        self._tuned = now
        tune(station)
        validation = Validation(station.validation) if station.validation else self._listener_validation
        self.peer.validation = validation
        self.peer.exchange.read_as(validation)
        self.peer.exchange.any_answer_id = station.quirks.any_answer_id

    async def _look_again(self, station: Station) -> Reply | None:
        """A station that waits is told of its approval with the next message, not with the next poll of the log.

        Whoever waits here without having shown the password that counts now has to come in again through the
        handshake: a stranger who holds the identity at that moment must not be let in by another one's password.
        """
        current = await self._desk.credentials.one(station.id)
        if current is None:
            return None
        accepted = current.registration is Registration.ACCEPTED
        if accepted and current.key_hash is not None and current.key_hash != self.peer.presented_hash:
            return Reply(close=CLOSE_REGISTERED)
        station.registration = current.registration
        return None

    async def _answer(self, station: Station, call: Call, action: str, now: datetime) -> Reply:
        try:
            handled = await self._handle(station, HANDLERS.get(action), call, now)
        except RpcError as error:
            return await self._refuse(station, call, action, error, now)
        except StorageUnavailable:
            raise
        except Exception:  # noqa: BLE001 - see below
            # A defect of ours must not cost the station its record or the connection its life: it is logged with
            # its traceback for us, and answered with the one error that says so.
            _log.exception("handler_failed", station=station.ocpp_id, action=call.action)
            return await self._refuse(station, call, action, internal_error(), now)
        entry = self._entry(station, call, action, handled, now)
        outcome = await self._desk.journal.write(entry)
        if isinstance(outcome, Quarantined):
            outcome = await self._write_quarantined(station, entry, outcome, now)
        reply = self._writing.settle(outcome, call)
        if reply.close is None and handled.boot_accepted:
            reply.follow_up = self._discovery(station)
        return reply

    async def _handle(self, station: Station, handler: Handler | None, call: Call, now: datetime) -> Handled:
        """Gate, decode, translate, decide."""
        if station.registration is not Registration.ACCEPTED and (
            handler is None or not handler.before_acceptance
        ):
            raise _not_accepted()
        if handler is None:
            raise no_handler(call.action, self.peer.validation)
        if len(call.payload) <= LARGE_PAYLOAD:
            decoded = handler.decode(call.payload, self.peer.validation)
        else:
            decoded = await asyncio.to_thread(handler.decode, call.payload, self.peer.validation)
        handled = await handler.run(station, decoded.message, self._desk.reads, now)
        before = (*call.violations, *spelling(call.action, handler.action), *decoded.violations)
        told = {(violation.rule, violation.where) for violation in before}
        own = (violation for violation in handled.violations if (violation.rule, violation.where) not in told)
        handled.violations = (*before, *own)
        return handled

    async def _refuse(
        self, station: Station, call: Call, action: str, error: RpcError, now: datetime
    ) -> Reply:
        """A CALLERROR is logged like any answer and waits for its flush like any answer."""
        violations = (*call.violations, *other_version(action, call))
        frames = traffic.refused_call(
            call, error, self.peer.version, action, violations, self._desk.reads.new_id, now
        )
        outcome = await self._writing.write(station, Decision(None), frames, Priority.TELEMETRY, violations)
        reply = self._writing.settle(outcome)
        if reply.close is None:
            reply.text = self._refusal(call, error)
        return reply

    def _refusal(self, call: Call, error: RpcError) -> str:
        return self.peer.exchange.refuse(call, error)

    def _entry(self, station: Station, call: Call, action: str, handled: Handled, now: datetime) -> Entry:
        """The whole of one answered CALL: rows, events, both frames."""
        payload = encode(handled.response)
        restated = handled.restated
        frames = traffic.answered_call(call, payload, handled, station, action, self._desk.reads.new_id, now)
        counted = self._writing.count(station, handled.violations, frames[0], now)
        changes, events = effects_seen(
            station, action, handled.connector, handled.decision.changes, now, self._desk.reads.new_id
        )
        entry = Entry(
            station_id=station.id,
            epoch=station.epoch,
            priority=handled.priority,
            changes=(
                *self._with_seen(station, (*handled.decision.changes, *changes), now),
                *counted.changes,
            ),
            events=(*handled.decision.events, *events, *counted.events),
            frames=frames,
            answer=payload.decode(),
            restated=None
            if restated is None
            else lambda transaction_id: self._entry(station, call, action, restated(transaction_id), now),
        )
        return self._writing.concealed(entry)

    async def _write_quarantined(
        self, station: Station, entry: Entry, outcome: Quarantined, now: datetime
    ) -> Outcome:
        """The rows were refused and stand in quarantine: answer normally, a start gets an unmatched record."""
        _log.error("entry_quarantined", station=station.ocpp_id, reason=outcome.reason)
        fallback = Entry(
            station_id=entry.station_id,
            epoch=entry.epoch,
            priority=entry.priority,
            changes=traffic.unmatched_starts(entry.changes, self._desk.reads.new_id, now),
            answer=entry.answer,
        )
        return await self._desk.journal.write(fallback)

    def _discovery(self, station: Station) -> FollowUp | None:
        """After an accepted boot: ask for the number of connectors, once per connection (quirk Q18)."""
        if self._asked_connectors:
            return None
        self._asked_connectors = True

        async def ask(caller: Caller) -> None:
            try:
                await caller.call(
                    configuration.GET_CONFIGURATION, configuration.ASK_NUMBER_OF_CONNECTORS, timeout=30.0
                )
            except (CallTimedOut, ConnectionClosed) as failure:
                _log.info("connectors_not_counted", station=station.ocpp_id, reason=type(failure).__name__)

        return FollowUp(self._desk.quiet_seconds, ask)

    def _with_seen(self, station: Station, changes: tuple[Change, ...], now: datetime) -> tuple[Change, ...]:
        """Add the sign of life when the stored one is older than a minute."""
        stored = station.seen_stored_at
        if stored is not None and now - stored < SEEN_INTERVAL:
            return changes
        seen = StationUpdate(last_message_at=now, last_heartbeat=station.last_heartbeat)
        return (*changes, seen, *nonconformities.unstored(station, now))


def _not_accepted() -> RpcError:
    """J16-E 3.10: a CALL before the station is accepted is a security error."""
    return RpcError(ErrorCode.SECURITY_ERROR, "not accepted yet: send BootNotification and wait for Accepted")
