"""The life of a command: what may follow what, one final state exactly once, and which answers say yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ocpp_gateway.charging.commands import (
    ANSWERED,
    FINAL,
    NEXT,
    Command,
    CommandPriority,
    CommandStatus,
    EffectKind,
    EffectState,
    Expectation,
    WrongTurn,
    answer_status,
)

NOON = datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC)
STARTED = Expectation(kind=EffectKind.STARTED, connector=1, id_tag_folded="tag-1")


def command(expectation: Expectation | None = None, expires_at: datetime | None = None) -> Command:
    return Command(
        id=UUID(int=1),
        station_id=UUID(int=7),
        station="CP-1",
        action="Reset",
        payload="{}",
        status=CommandStatus.QUEUED,
        priority=CommandPriority.CONTROL,
        when_offline="fail",
        force=False,
        timeout_seconds=30.0,
        requested_by="admin@example.org",
        requested_at=NOON,
        expires_at=expires_at,
        expectation=expectation,
    )


@pytest.mark.parametrize(
    "word", [None, "Accepted", "Scheduled", "RebootRequired", "Unlocked", "AcceptedCanceled"]
)
def test_these_answers_say_yes(word: str | None) -> None:
    assert answer_status(word) is CommandStatus.ACCEPTED


@pytest.mark.parametrize("word", ["Rejected", "NotSupported", "UnlockFailed", "Failed", "accepted", 1, ""])
def test_any_other_answer_says_no(word: object) -> None:
    assert answer_status(word) is CommandStatus.REJECTED


def test_after_its_deadline_it_is_not_sent() -> None:
    queued = command(expires_at=NOON)
    with pytest.raises(WrongTurn):
        queued.sent("m1", 1, NOON)
    assert queued.sent("m1", 1, NOON - timedelta(microseconds=1)).status is CommandStatus.SENT


def test_an_answer_that_says_no_ends_the_waiting_for_an_effect() -> None:
    sent = command(STARTED).sent("m1", 1, NOON)
    assert sent.effect_state is EffectState.WAITING
    assert sent.ended(CommandStatus.REJECTED, NOON).effect_state is EffectState.NONE
    assert sent.ended(CommandStatus.FAILED, NOON).effect_state is EffectState.NONE


def test_an_answer_that_never_came_leaves_the_effect_open() -> None:
    lost = command(STARTED).sent("m1", 1, NOON).ended(CommandStatus.TIMED_OUT, NOON)
    assert lost.effect_seen("started", NOON).effect_state is EffectState.SEEN
    assert lost.effect_missed().effect_state is EffectState.NOT_SEEN
    assert lost.answered_at is None


def test_an_expectation_survives_its_storage() -> None:
    for wanted in (
        STARTED,
        Expectation(kind=EffectKind.ENDED, transaction_id="4711"),
        Expectation(kind=EffectKind.STATUS, connector=0, operative=False),
        Expectation(kind=EffectKind.MESSAGE, message="Heartbeat"),
    ):
        assert Expectation.from_json(wanted.as_json()) == wanted


class LifeOfACommand(RuleBasedStateMachine):
    """Whatever is tried in whatever order: one frame, one final state, and nothing moves a final state."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.command = command(STARTED, expires_at=NOON + timedelta(seconds=5))
        self.frames = 0
        self.finals: list[CommandStatus] = []

    @rule(seconds=st.integers(0, 3))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def send(self) -> None:
        may = self.command.may_be_sent(self.now)
        try:
            self.command = self.command.sent("m1", 1, self.now)
        except WrongTurn:
            assert not may
        else:
            assert may
            self.frames += 1

    @rule(status=st.sampled_from(list(CommandStatus)))
    def end(self, status: CommandStatus) -> None:
        before = self.command.status
        try:
            self.command = self.command.ended(status, self.now)
        except WrongTurn:
            assert status not in FINAL or status not in NEXT.get(before, ())
        else:
            self.finals.append(status)
            assert (self.command.answered_at is not None) == (status in ANSWERED and self.frames == 1)

    @rule()
    def answer_late(self) -> None:
        before = self.command
        try:
            self.command = self.command.answered_late("{}")
        except WrongTurn:
            assert before.status is not CommandStatus.TIMED_OUT
        else:
            assert replace(self.command, late_response=before.late_response) == before

    @precondition(lambda self: self.command.effect_state is EffectState.WAITING)
    @rule(seen=st.booleans())
    def effect(self, seen: bool) -> None:
        status = self.command.status
        self.command = self.command.effect_seen("started", self.now) if seen else self.command.effect_missed()
        assert self.command.status is status

    @invariant()
    def one_final_state(self) -> None:
        assert len(self.finals) <= 1
        assert self.command.final == bool(self.finals)
        if self.finals:
            assert self.command.status is self.finals[0]

    @invariant()
    def one_frame_and_never_late(self) -> None:
        assert self.frames <= 1
        if self.command.sent_at is not None and self.command.expires_at is not None:
            assert self.command.sent_at < self.command.expires_at

    @invariant()
    def an_effect_is_awaited_only_of_what_was_sent(self) -> None:
        if self.frames == 0:
            assert self.command.effect_state is EffectState.NONE


TestLifeOfACommand = LifeOfACommand.TestCase
