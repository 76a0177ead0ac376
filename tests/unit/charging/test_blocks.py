"""Blocks: what is shown follows from what is wanted, told and reported; telling a station again is bounded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ocpp_gateway.charging.blocks import (
    PAUSES,
    SETTLING,
    UNREPORTED,
    WINDOW,
    BlockState,
    Standing,
    Step,
    Told,
    Wanted,
    is_scheduled,
    shown,
)
from ocpp_gateway.charging.commands import CommandStatus
from ocpp_gateway.charging.stations import ConnectorStatus

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SOON = NOON + timedelta(seconds=1)
LATER = NOON + timedelta(minutes=10)
AVAILABLE, CHARGING = ConnectorStatus.AVAILABLE, ConnectorStatus.CHARGING
UNAVAILABLE, UNKNOWN = ConnectorStatus.UNAVAILABLE, ConnectorStatus.UNKNOWN
FAULTED = ConnectorStatus.FAULTED


def told(status: str, **members: Any) -> Told:
    answered = SOON if status in {"accepted", "rejected", "failed"} else None
    return Told(status=CommandStatus(status), asked_at=NOON, answered_at=answered, **members)


ACCEPTED = told("accepted")
SCHEDULED = told("accepted", scheduled=True)
OBEYED = told("accepted", seen_at=SOON)


@pytest.mark.parametrize(
    ("blocked", "command", "status", "booted", "state"),
    [
        (False, None, AVAILABLE, None, "none"),
        (False, None, UNAVAILABLE, None, "none"),  # somebody else took it out of service
        (True, None, AVAILABLE, None, "pending"),
        (True, None, UNAVAILABLE, None, "in_effect"),
        (True, told("queued"), AVAILABLE, None, "pending"),
        (True, told("queued"), UNAVAILABLE, None, "pending"),  # it has not been told: this is not our block
        (True, told("sent"), AVAILABLE, None, "pending"),
        (True, told("sent"), UNAVAILABLE, None, "in_effect"),  # the report may come before the answer
        (True, ACCEPTED, AVAILABLE, None, "pending"),
        (True, ACCEPTED, UNAVAILABLE, None, "in_effect"),
        (True, SCHEDULED, CHARGING, None, "scheduled"),
        (True, SCHEDULED, AVAILABLE, None, "scheduled"),
        (True, SCHEDULED, UNAVAILABLE, None, "in_effect"),
        (True, SCHEDULED, CHARGING, LATER, "pending"),  # a station that booted may have forgotten its promise
        (True, told("rejected"), AVAILABLE, None, "rejected"),
        (True, told("failed"), AVAILABLE, None, "rejected"),
        (True, told("rejected"), UNAVAILABLE, None, "in_effect"),
        (True, told("timed_out"), AVAILABLE, None, "pending"),
        (True, told("timed_out"), UNAVAILABLE, None, "in_effect"),
        (True, told("cancelled"), AVAILABLE, None, "pending"),
        (True, OBEYED, FAULTED, None, "in_effect"),  # a fault says nothing about it
        (True, OBEYED, UNKNOWN, LATER, "pending"),  # after a boot nobody knows
        (True, OBEYED, AVAILABLE, LATER, "pending"),
        (False, told("queued"), UNAVAILABLE, None, "pending"),
        (False, told("sent"), AVAILABLE, None, "pending"),
        (False, ACCEPTED, UNAVAILABLE, None, "pending"),
        (False, ACCEPTED, UNKNOWN, None, "pending"),
        (False, ACCEPTED, AVAILABLE, None, "none"),
        (False, OBEYED, UNAVAILABLE, None, "none"),  # it was back in service; this is somebody else's doing
        (False, told("rejected"), UNAVAILABLE, None, "rejected"),
        (False, told("timed_out"), UNAVAILABLE, None, "pending"),
        (False, told("timed_out"), CHARGING, None, "none"),
    ],
)
def test_the_state_follows_from_wanted_told_and_reported(
    blocked: bool, command: Told | None, status: ConnectorStatus, booted: datetime | None, state: str
) -> None:
    assert Wanted(blocked=blocked, told=command).state(status, booted) is BlockState(state)


FREE = Wanted(blocked=False)
MINE = Wanted(blocked=True, told=ACCEPTED, by="me", at=NOON)
WHOLE = Wanted(blocked=True, told=ACCEPTED, by="boss", at=SOON)


@pytest.mark.parametrize(
    ("own", "whole", "status", "whole_status", "expected"),
    [
        (FREE, FREE, AVAILABLE, AVAILABLE, (False, "none", None)),
        (MINE, FREE, UNAVAILABLE, AVAILABLE, (True, "in_effect", "me")),
        (FREE, WHOLE, AVAILABLE, AVAILABLE, (True, "pending", "boss")),
        (FREE, WHOLE, AVAILABLE, UNAVAILABLE, (True, "in_effect", "boss")),
        (FREE, WHOLE, UNAVAILABLE, UNKNOWN, (True, "in_effect", "boss")),
        (MINE, WHOLE, AVAILABLE, UNAVAILABLE, (True, "in_effect", "me")),
        (MINE, WHOLE, AVAILABLE, AVAILABLE, (True, "pending", "me")),
        (FREE, Wanted(blocked=False, told=ACCEPTED), UNAVAILABLE, UNAVAILABLE, (False, "pending", None)),
        (Wanted(blocked=False, told=OBEYED), WHOLE, AVAILABLE, AVAILABLE, (True, "pending", "boss")),
    ],
)
def test_a_connector_is_blocked_by_its_own_block_or_its_stations(
    own: Wanted,
    whole: Wanted,
    status: ConnectorStatus,
    whole_status: ConnectorStatus,
    expected: tuple[bool, str, str | None],
) -> None:
    seen = shown(own, whole, status, whole_status, None)
    assert (seen.blocked, seen.state.value, seen.by) == expected
    assert (seen.at is None) == (seen.by is None)


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        ('{"status":"Scheduled"}', True),
        ('{"status":"Accepted"}', False),
        ("[]", False),
        ("null", False),
        ("{", False),
        (None, False),
        ('{"status":"Scheduled"}' + " " * 70_000, False),
    ],
)
def test_only_a_readable_answer_is_a_promise(response: str | None, expected: bool) -> None:
    assert is_scheduled(response) is expected


# -- telling a station again


def standing(**members: Any) -> Standing:
    """A blocked connector that was in effect and is reported as free again."""
    values: dict[str, Any] = {
        "blocked": True,
        "told": OBEYED,
        "status": AVAILABLE,
        "asked_status": AVAILABLE,
        "reported_at": LATER,
        "booted_at": None,
        "connected_at": NOON - timedelta(hours=1),
    }
    return Standing(**(values | members))


def after(moment: datetime) -> datetime:
    return moment + SETTLING


@pytest.mark.parametrize(
    ("members", "step"),
    [
        ({}, Step.ASK),
        ({"status": ConnectorStatus.RESERVED}, Step.ASK),
        ({"status": CHARGING}, Step.ASK),  # somebody charges at a connector that was out of service
        ({"status": UNAVAILABLE}, Step.WAIT),
        ({"status": FAULTED}, Step.WAIT),
        ({"status": UNKNOWN}, Step.WAIT),
        ({"told": told("queued")}, Step.WAIT),
        ({"told": told("sent")}, Step.WAIT),
        ({"told": told("timed_out")}, Step.ASK),
        ({"told": told("cancelled")}, Step.ASK),
        ({"told": ACCEPTED}, Step.WAIT),  # it said yes and nothing since
        ({"told": told("rejected")}, Step.WAIT),  # it said no and nothing has changed since
        ({"told": told("rejected"), "booted_at": SOON + timedelta(minutes=1)}, Step.ASK),
        ({"told": told("rejected"), "connected_at": SOON + timedelta(minutes=1)}, Step.ASK),
        ({"told": told("rejected"), "asked_status": CHARGING}, Step.ASK),
        ({"told": SCHEDULED, "status": CHARGING, "asked_status": CHARGING}, Step.WAIT),
        ({"told": SCHEDULED, "status": ConnectorStatus.FINISHING, "asked_status": CHARGING}, Step.WAIT),
        (
            {"told": SCHEDULED, "asked_status": CHARGING},
            Step.ASK,
        ),  # the charge has ended, the promise is broken
        ({"told": SCHEDULED, "status": CHARGING, "booted_at": SOON + timedelta(minutes=1)}, Step.ASK),
        ({"blocked": False, "told": told("timed_out"), "status": UNAVAILABLE}, Step.ASK),
        ({"blocked": False, "told": told("rejected"), "status": UNAVAILABLE}, Step.WAIT),
        ({"blocked": False, "told": OBEYED, "status": UNAVAILABLE}, Step.WAIT),
        ({"blocked": False, "told": told("timed_out")}, Step.WAIT),
        # connector 0: the station shows it there or at its connectors
        ({"status": UNKNOWN, "others": (UNAVAILABLE, UNAVAILABLE)}, Step.WAIT),
        ({"status": AVAILABLE, "others": (UNAVAILABLE,)}, Step.WAIT),
        ({"status": UNAVAILABLE, "others": (AVAILABLE,)}, Step.WAIT),
        ({"status": UNKNOWN, "others": (UNAVAILABLE, AVAILABLE)}, Step.ASK),
        ({"told": SCHEDULED, "others": (AVAILABLE, CHARGING), "asked_status": UNKNOWN}, Step.WAIT),
    ],
)
def test_a_station_is_told_again_when_it_shows_the_opposite(members: dict[str, Any], step: Step) -> None:
    assert standing(**members).next_step(after(LATER)) is step


def test_what_was_just_said_may_be_corrected() -> None:
    soon = after(LATER) - timedelta(milliseconds=1)
    assert standing().next_step(soon) is Step.WAIT
    assert standing(reported_at=NOON, booted_at=LATER).next_step(soon) is Step.WAIT
    assert standing(reported_at=NOON, connected_at=LATER).next_step(soon) is Step.WAIT
    assert standing(reported_at=NOON, told=replace(OBEYED, answered_at=LATER)).next_step(soon) is Step.WAIT


def test_a_meter_that_never_rests_does_not_keep_a_block_from_being_told_again() -> None:
    assert standing(status=CHARGING, reported_at=LATER).next_step(LATER) is Step.ASK


def test_a_station_that_reports_nothing_after_its_boot_is_told_again() -> None:
    booted = standing(status=UNKNOWN, asked_status=AVAILABLE, booted_at=LATER, reported_at=LATER)
    assert booted.next_step(LATER + UNREPORTED - timedelta(seconds=1)) is Step.WAIT
    assert booted.next_step(LATER + UNREPORTED) is Step.ASK


def test_pauses_grow_and_then_it_rests() -> None:
    now = after(LATER)
    asked = standing(told=replace(OBEYED, asked_at=LATER), asks=1, asks_since=LATER)
    assert asked.next_step(now) is Step.WAIT
    assert asked.next_step(LATER + PAUSES[1]) is Step.ASK
    twice = replace(asked, asks=2)
    assert twice.next_step(LATER + PAUSES[1]) is Step.WAIT
    assert twice.next_step(LATER + PAUSES[2]) is Step.ASK
    assert replace(asked, asks=3).next_step(LATER + PAUSES[2]) is Step.REST
    assert replace(asked, asks=4).next_step(LATER + PAUSES[2]) is Step.WAIT
    assert replace(asked, asks=4).next_step(LATER + WINDOW) is Step.ASK


def test_a_station_that_never_answers_is_not_told_for_ever() -> None:
    silent = standing(told=told("timed_out"), asks=4, asks_since=LATER)
    assert silent.next_step(LATER + 10 * WINDOW) is Step.WAIT
    assert replace(silent, connected_at=LATER + WINDOW).next_step(LATER + 2 * WINDOW) is Step.ASK
