"""The exchange against a small model: every answer matched once, never to the wrong call, all bounds held."""

from __future__ import annotations

import json

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ocpp_gateway.ocpp.errors import ErrorCode, RpcError
from ocpp_gateway.ocpp.exchange import (
    REMEMBERED,
    Answered,
    CallArrived,
    Exchange,
    ExchangeBusy,
    LateAnswer,
    NotPending,
    Refused,
    Rejected,
    Stray,
)
from ocpp_gateway.ocpp.frames import Call, Validation
from ocpp_gateway.ocpp.versions import OcppVersion

MAX_PENDING = 4
IDS = st.sampled_from(["a", "b", "c", ""])


class Conversation(RuleBasedStateMachine):
    """Time only moves on; ids collide on purpose, in both directions."""

    def __init__(self) -> None:
        super().__init__()
        self.exchange = Exchange(OcppVersion.V16, Validation.LENIENT, max_pending=MAX_PENDING)
        self.now = 0.0
        self.number = 0
        self.waiting: list[Call] = []
        self.done: list[Call] = []
        self.asked: tuple[str, float] | None = None
        self.past: list[str] = []

    def pass_deadline(self) -> None:
        if self.asked is not None and self.now >= self.asked[1]:
            self.past = [*self.past, self.asked[0]][-REMEMBERED:]
            self.asked = None

    @rule(seconds=st.sampled_from([0.0, 0.5, 1.0, 5.0]))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @rule(identity=IDS)
    def station_asks(self, identity: str) -> None:
        self.number += 1
        payload = f'{{"n":{self.number}}}'
        received = self.exchange.receive(f'[2,"{identity}","Heartbeat",{payload}]', self.now)
        if len(self.waiting) == MAX_PENDING:
            assert isinstance(received, Rejected)
            assert received.close
        else:
            assert isinstance(received, CallArrived)
            assert received.call.payload.decode() == payload
            self.waiting.append(received.call)

    @precondition(lambda self: self.waiting)
    @rule(place=st.integers(0, MAX_PENDING - 1), accept=st.booleans())
    def we_answer(self, place: int, accept: bool) -> None:
        call = self.waiting.pop(place % len(self.waiting))
        if accept:
            frame = json.loads(self.exchange.accept(call, call.payload))
            assert frame == [3, call.message_id, json.loads(call.payload)]
        else:
            frame = json.loads(self.exchange.refuse(call, RpcError(ErrorCode.NOT_SUPPORTED, "no")))
            assert frame == [4, call.message_id, "NotSupported", "no", {}]
        self.done.append(call)

    @precondition(lambda self: self.done)
    @rule()
    def we_answer_again(self) -> None:
        with pytest.raises(NotPending):
            self.exchange.accept(self.done[-1], b"{}")

    @rule(identity=IDS, timeout=st.sampled_from([0.5, 1.0, 10.0]))
    def we_ask(self, identity: str, timeout: float) -> None:
        if self.asked is not None:
            with pytest.raises(ExchangeBusy):
                self.exchange.call(identity, "Reset", b"{}", self.now, timeout)
        elif identity in self.past:
            with pytest.raises(ValueError, match="timed out"):
                self.exchange.call(identity, "Reset", b"{}", self.now, timeout)
        else:
            assert json.loads(self.exchange.call(identity, "Reset", b"{}", self.now, timeout)) == [
                2,
                identity,
                "Reset",
                {},
            ]
            self.asked = (identity, self.now + timeout)

    @rule()
    def the_clock_is_looked_at(self) -> None:
        due = self.asked is not None and self.now >= self.asked[1]
        expired = self.exchange.expire(self.now)
        assert (expired is not None) == due
        if expired is not None:
            assert self.asked is not None
            assert expired.message_id == self.asked[0]
        self.pass_deadline()

    @rule(identity=IDS, error=st.booleans())
    def station_answers(self, identity: str, error: bool) -> None:
        text = (
            f'[4,"{identity}","GenericError","x",{{}}]'
            if error
            else f'[3,"{identity}",{{"for":"{identity}"}}]'
        )
        received = self.exchange.receive(text, self.now)
        self.pass_deadline()
        if self.asked is not None and self.asked[0] == identity:
            assert isinstance(received, Refused if error else Answered)
            assert received.outstanding.message_id == identity
            self.asked = None
        elif identity in self.past:
            assert isinstance(received, LateAnswer)
            assert received.outstanding.message_id == received.frame.message_id == identity
            self.past.remove(identity)
        else:
            assert isinstance(received, Stray)

    @rule(text=st.sampled_from(["x", "[]", '[2,"a"', "[3]", '[9,"a",{}]', '[2,"a",{}]']))
    def station_talks_nonsense(self, text: str) -> None:
        received = self.exchange.receive(text, self.now)
        assert isinstance(received, Rejected)
        assert not received.close

    @invariant()
    def bounds_hold(self) -> None:
        assert self.exchange.pending == len(self.waiting) <= MAX_PENDING
        assert self.exchange.full == (len(self.waiting) == MAX_PENDING)
        assert len(self.exchange._expired) == len(self.past) <= REMEMBERED
        outstanding = self.exchange.outstanding
        assert (outstanding and outstanding.message_id) == (self.asked and self.asked[0])


Conversation.TestCase.settings = settings(stateful_step_count=60)
TestConversation = Conversation.TestCase
