"""One conversation with one station, without socket, task or clock.

The two directions are independent (OCPP-J 1.6 section 4.1.1): a CALL of ours that waits for its answer never keeps the
station's CALLs from being read, and the other way round. Of ours at most one is outstanding; of the station's at most
`max_pending` are unanswered, and the reader pauses while the exchange is `full`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import msgspec

from ocpp_gateway.ocpp.catalogue import find
from ocpp_gateway.ocpp.codec import Direction, check
from ocpp_gateway.ocpp.errors import RpcError, spell
from ocpp_gateway.ocpp.frames import (
    MAX_ID,
    Call,
    CallError,
    CallResult,
    Unreadable,
    encode_call,
    encode_error,
    encode_result,
    parse,
)
from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.ocpp.violations import Validation, Violation, clip

REMEMBERED: Final = 8
"""How many timed-out CALLs are kept so that a late answer can be matched."""


class ExchangeBusy(RuntimeError):
    """A CALL of ours is outstanding; the next one has to wait."""


class ExchangeClosed(RuntimeError):
    """The conversation is over; nothing is sent any more."""


class NotPending(RuntimeError):
    """This CALL was answered already, or it never belonged to this conversation."""


class Outstanding(msgspec.Struct, frozen=True, gc=False):
    """A CALL of ours that waits for its answer. Times are those given to `call`, in seconds of one monotonic clock."""

    message_id: str
    action: str
    payload: bytes
    sent_at: float
    deadline: float


class CallArrived(msgspec.Struct, frozen=True, gc=False):
    """The station asks; it is answered once, by `accept` or `refuse`."""

    call: Call


class Answered(msgspec.Struct, frozen=True, gc=False):
    """The outstanding CALL has its CALLRESULT. `payload` is raw JSON text, empty if there is none that can be read."""

    outstanding: Outstanding
    payload: bytes
    violations: tuple[Violation, ...] = ()


class Refused(msgspec.Struct, frozen=True, gc=False):
    """The outstanding CALL has its CALLERROR. `code` as received, `details` raw JSON text."""

    outstanding: Outstanding
    code: str
    description: str
    details: bytes
    violations: tuple[Violation, ...] = ()


class LateAnswer(msgspec.Struct, frozen=True, gc=False):
    """An answer to a CALL that has timed out before; it is recorded and changes nothing."""

    outstanding: Outstanding
    frame: CallResult | CallError


class Stray(msgspec.Struct, frozen=True, gc=False):
    """An answer to nothing that was asked, or a second answer; counted and dropped."""

    frame: CallResult | CallError


class Rejected(msgspec.Struct, frozen=True, gc=False):
    """No frame. `reply` is the CALLERROR to send, if one is due; with `close` the connection ends (code 1008).

    `action` is set if a broken CALL still showed it: a lost StartTransaction or StopTransaction is worth an alert.
    """

    reply: str | None
    reason: str
    close: bool
    violations: tuple[Violation, ...] = ()
    action: str | None = None


Received = CallArrived | Answered | Refused | LateAnswer | Stray | Rejected


@dataclass(slots=True)
class Counters:
    """What has happened in one conversation, as plain numbers."""

    calls: int = 0
    answers: int = 0
    expired: int = 0
    late: int = 0
    strays: int = 0
    rejected: int = 0
    violations: int = 0


class Exchange:
    """The state of one conversation: what we wait for, what the station waits for, and what went wrong."""

    __slots__ = (
        "_bad_frames_limit",
        "_closed",
        "_expired",
        "_max_pending",
        "_pending",
        "_validation",
        "_version",
        "any_answer_id",
        "counters",
        "outstanding",
    )

    outstanding: Outstanding | None
    """The CALL of ours that waits for its answer."""

    def __init__(
        self,
        version: OcppVersion,
        validation: Validation = Validation.LENIENT,
        *,
        max_pending: int = 64,
        bad_frames_limit: int = 50,
    ) -> None:
        """Begin a conversation in one version; a strict one ends after `bad_frames_limit` unreadable frames."""
        self._version = version
        self._validation = validation
        self._max_pending = max_pending
        self._bad_frames_limit = bad_frames_limit
        # A list and a tuple, not a dict and a deque: most of 100,000 connections have nothing in them.
        self._pending: list[Call] = []
        self._expired: tuple[Outstanding, ...] = ()
        self._closed = False
        self.outstanding = None
        self.any_answer_id = False
        """Take an answer with another id for the only open CALL if it fits its schema (Q30)."""
        self.counters = Counters()

    @property
    def pending(self) -> int:
        """How many CALLs of the station are not answered yet."""
        return len(self._pending)

    @property
    def full(self) -> bool:
        """Whether the reader has to pause: TCP slows the station down, no error does (Q37)."""
        return len(self._pending) >= self._max_pending

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed

    def receive(self, data: str | bytes, now: float) -> Received:
        """Take one WebSocket message. Never raises for what the station sent; `ExchangeClosed` after `close`.

        An answer counts as late as soon as `now` has passed the deadline, whether or not `expire` was called before.
        """
        self._refuse_closed()
        frame = parse(data, self._validation)
        self.counters.violations += len(frame.violations)
        if isinstance(frame, Call):
            return self._take_call(frame)
        if isinstance(frame, Unreadable):
            return self._reject(frame)
        return self._match(frame, now)

    def _take_call(self, call: Call) -> CallArrived | Rejected:
        if self.full:
            # The reader was told to pause. Closing keeps the message in the station's queue; answering would lose it.
            self.counters.rejected += 1
            return Rejected(None, "more unanswered CALLs than are allowed", close=True, action=call.action)
        self._pending.append(call)
        self.counters.calls += 1
        return CallArrived(call)

    def _reject(self, frame: Unreadable) -> Rejected:
        self.counters.rejected += 1
        close = self._validation is Validation.STRICT and self.counters.rejected >= self._bad_frames_limit
        reply = None
        if frame.error is not None and frame.id_json is not None:
            reply = encode_error(frame.id_json, spell(frame.error, self._version), frame.reason)
        return Rejected(reply, frame.reason, close, frame.violations, frame.action)

    def _match(self, frame: CallResult | CallError, now: float) -> Answered | Refused | LateAnswer | Stray:
        self.expire(now)
        asked = self.outstanding
        if asked is not None and asked.message_id == frame.message_id:
            self.outstanding = None
            self.counters.answers += 1
            if isinstance(frame, CallResult):
                return Answered(asked, frame.payload, frame.violations)
            return Refused(asked, frame.code, frame.description, frame.details, frame.violations)
        for past in self._expired:
            if past.message_id == frame.message_id:
                self._expired = tuple(other for other in self._expired if other is not past)
                self.counters.late += 1
                return LateAnswer(past, frame)
        if self.any_answer_id and asked is not None and isinstance(frame, CallResult):
            action = find(self._version, asked.action, Validation.STRICT)
            if action is not None and not check(self._version, action, Direction.RESPONSE, frame.payload):
                self.outstanding = None
                self.counters.answers += 1
                bent = Violation(
                    Rule.OTHER_ANSWER_ID, "frame", f"{clip(frame.message_id, 36)} instead of ours"
                )
                return Answered(asked, frame.payload, (*frame.violations, bent))
        self.counters.strays += 1
        return Stray(frame)

    def read_as(self, validation: Validation) -> None:
        """Read what comes from now on strictly or leniently."""
        self._validation = validation

    def call(self, message_id: str, action: str, payload: bytes, now: float, timeout: float) -> str:
        """Ask the station; returns the frame's text. The answer has `timeout` seconds from `now` on.

        Raises `ExchangeBusy` while a CALL is outstanding (call `expire` first), `ExchangeClosed` after `close`, and
        `ValueError` for an id that is too long or that a remembered CALL has: its late answer must not be mistaken.
        """
        self._refuse_closed()
        if self.outstanding is not None:
            raise ExchangeBusy("a CALL is outstanding")
        if len(message_id) > MAX_ID:
            raise ValueError("a message id of more than 36 characters")
        if any(past.message_id == message_id for past in self._expired):
            raise ValueError("the message id of a CALL that has timed out")
        text = encode_call(message_id, action, payload)
        self.outstanding = Outstanding(message_id, action, payload, now, now + timeout)
        return text

    def expire(self, now: float) -> Outstanding | None:
        """The outstanding CALL, if its deadline has passed: the slot is free and a late answer will be recognised."""
        asked = self.outstanding
        if asked is None or now < asked.deadline:
            return None
        self.outstanding = None
        self._expired = (*self._expired, asked)[-REMEMBERED:]
        self.counters.expired += 1
        return asked

    def accept(self, call: Call, payload: bytes) -> str:
        """The CALLRESULT text for a pending CALL. Raises `NotPending` after its answer, `ExchangeClosed` at the end."""
        self._settle(call)
        return encode_result(call.id_json, payload)

    def refuse(self, call: Call, error: RpcError) -> str:
        """The CALLERROR text for a pending CALL, spelled for the version. Raises as `accept`."""
        self._settle(call)
        details = msgspec.json.encode(error.details)
        return encode_error(call.id_json, spell(error.code, self._version), error.description, details)

    def close(self) -> Outstanding | None:
        """End the conversation; returns the CALL that will not be answered any more. Repeating it does nothing."""
        self._closed = True
        self._pending.clear()
        self._expired = ()
        asked, self.outstanding = self.outstanding, None
        return asked

    def _settle(self, call: Call) -> None:
        self._refuse_closed()
        # By identity: stations use the same id and even the same text twice (Q29), and each is answered once.
        for place, pending in enumerate(self._pending):
            if pending is call:
                del self._pending[place]
                return
        raise NotPending("this CALL is not waiting for an answer")

    def _refuse_closed(self) -> None:
        if self._closed:
            raise ExchangeClosed("the conversation is over")
