"""Tags are compared without case; clocks are judged, never trusted (ocpp.md 1.2, 2.14, Q38-Q41, Q52)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ocpp_gateway.charging.times import station_time
from ocpp_gateway.charging.tokens import Token, TokenStatus, authorize, fold
from ocpp_gateway.charging.transactions import energy, names_a_transaction
from tests.unit.operations.ledger import NOON


def test_tags_fold() -> None:
    assert fold(" AbC-1 ") == fold("aBc-1")


@pytest.mark.parametrize(
    "status", [TokenStatus.ACCEPTED, TokenStatus.BLOCKED, TokenStatus.INVALID, TokenStatus.EXPIRED]
)
def test_a_tag_is_answered_with_its_status_and_parent(status: TokenStatus) -> None:
    decided = authorize(Token(id_tag="A", status=status, parent="P"), NOON, unknown_accepted=False)
    assert (decided.status, decided.parent) == (status, "P")


def test_an_expiry_in_the_past_is_expired_and_only_that() -> None:
    past, future = NOON - timedelta(seconds=1), NOON + timedelta(seconds=1)
    assert (
        authorize(
            Token(id_tag="A", status=TokenStatus.ACCEPTED, expiry=past), NOON, unknown_accepted=False
        ).status
        is TokenStatus.EXPIRED
    )
    assert (
        authorize(
            Token(id_tag="A", status=TokenStatus.ACCEPTED, expiry=future), NOON, unknown_accepted=False
        ).status
        is TokenStatus.ACCEPTED
    )
    assert (
        authorize(
            Token(id_tag="A", status=TokenStatus.BLOCKED, expiry=past), NOON, unknown_accepted=False
        ).status
        is TokenStatus.BLOCKED
    )


def test_unknown_tags_follow_the_policy() -> None:
    assert authorize(None, NOON, unknown_accepted=False).status is TokenStatus.INVALID
    assert authorize(None, NOON, unknown_accepted=True).status is TokenStatus.ACCEPTED


@pytest.mark.parametrize(
    "moment",
    [None, datetime(1970, 1, 1, tzinfo=UTC), datetime(2106, 1, 1, tzinfo=UTC), NOON + timedelta(days=2)],
)
def test_an_implausible_time_gives_way_to_the_receipt_time(moment: datetime | None) -> None:
    judged = station_time(moment, "as sent", NOON)
    assert (judged.effective, judged.plausible, judged.raw) == (NOON, False, "as sent")


def test_an_old_but_possible_time_is_the_stations_own() -> None:
    last_month = NOON - timedelta(days=30)
    assert station_time(last_month, "", NOON).effective == last_month


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1", True), ("4711", True), ("0", False), ("-1", False), (None, False), ("x", False)],
)
def test_ids_start_at_one(text: str | None, expected: bool) -> None:
    assert names_a_transaction(text) is expected


@pytest.mark.parametrize(
    ("start", "stop", "last", "total"),
    [
        (1000, 1500, None, 500),
        (1000, 1000, None, 0),
        (1000, 0, 1300, 300),
        (1000, -1, None, 0),
        (1000, 10, 900, 0),
    ],
)
def test_energy_is_never_negative(start: float, stop: float, last: float | None, total: float) -> None:
    assert energy(start, stop, last).total_wh == total
