"""Times by the book and as stations bend them (fault family E46, quirk Q38)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.timestamps import format_timestamp, parse_timestamp
from tests.unit.ocpp.payloads import times

TEN = datetime(2024, 1, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-01-01T10:00:00Z", TEN),
        ("2024-01-01T12:00:00+02:00", TEN),
        ("2024-01-01T10:00:00-00:00", TEN),
        ("2024-01-01T10:00:00.5Z", TEN.replace(microsecond=500_000)),
        ("2024-01-01T10:00:00.123456789Z", TEN.replace(microsecond=123_456)),
        ("2024-01-01T10:00:00.000000000000000000Z", TEN),
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC)),
        ("2017-01-01T00:59:60+01:00", datetime(2017, 1, 1, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
        ("1970-01-01T00:00:00Z", datetime(1970, 1, 1, tzinfo=UTC)),
        ("2106-02-07T06:28:16Z", datetime(2106, 2, 7, 6, 28, 16, tzinfo=UTC)),
        ("9999-12-31T23:59:59Z", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_rfc_3339_is_read_without_a_note(text: str, moment: datetime) -> None:
    assert parse_timestamp(text) == (moment, None)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-01-01T10:00:00", TEN),
        ("2024-01-01 10:00:00Z", TEN),
        ("2024-01-01 10:00:00", TEN),
        ("2024-01-01t10:00:00z", TEN),
        ("2024-01-01T12:00:00+02", TEN),
        ("2024-01-01T12:00:00+0200", TEN),
        ("2024-01-01T10:00:00 UTC", TEN),
        ("2024-01-01T10:00Z", TEN),
        ("2024-1-1T10:00:00Z", TEN),
        ("2024-01-01T10:00:00,25Z", TEN.replace(microsecond=250_000)),
        ("2024-01-01T10:00:00.123456789012", TEN.replace(microsecond=123_456)),
        (" 2024-01-01T10:00:00Z\t", TEN),
        ("2023-12-31T24:00:00Z", datetime(2024, 1, 1, tzinfo=UTC)),
        ("2024-01-01T09:59:60Z", TEN),
        ("2016-12-31T23:58:60Z", datetime(2016, 12, 31, 23, 59, tzinfo=UTC)),
        ("1704103200", TEN),
        ("1704103200123", TEN.replace(microsecond=123_000)),
    ],
)
def test_bent_times_are_read_and_noted(text: str, moment: datetime) -> None:
    read, violation = parse_timestamp(text, "$.timestamp")
    assert read == moment
    assert violation is not None
    assert (violation.rule, violation.where) == (Rule.TIME_FORMAT, "$.timestamp")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "now",
        "Mon Jan  1 10:00:00 2024",
        "01.01.2024 10:00",
        "2024-01-01",
        "2024-02-30T00:00:00Z",
        "2024-01-01T25:00:00Z",
        "2024-01-01T10:60:00Z",
        "2024-01-01T10:00:00+99:00",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "9999-12-31T24:00:00Z",
        "222222017-01-01T00:00:00Z",
        "2024-W01-1T10:00:00Z",
        "２０２４-01-01T10:00:00Z",
        "1",
        "x" * 10_000,
    ],
)
def test_what_is_no_time_is_none_and_noted_briefly(text: str) -> None:
    read, violation = parse_timestamp(text)
    assert read is None
    assert violation is not None
    assert violation.rule == Rule.TIME_UNREADABLE
    assert len(violation.detail) <= 80


def test_a_time_without_zone_is_taken_in_the_stations_zone() -> None:
    berlin = timezone(timedelta(hours=1))
    assert parse_timestamp("2024-01-01T11:00:00", zone=berlin)[0] == TEN
    assert parse_timestamp("2024-01-01T10:00:00Z", zone=berlin)[0] == TEN


@given(times())
def test_every_rfc_3339_text_is_read_as_the_standard_library_reads_it(text: str) -> None:
    read, violation = parse_timestamp(text)
    assert violation is None
    assert read == datetime.fromisoformat(text)
    assert read is not None
    assert read.tzinfo is UTC


@given(st.one_of(st.text(), st.from_regex(r"[0-9]{1,5}-[0-9]{2}-[0-9]{2}.[0-9]{2}:[0-9]{2}.{0,12}")))
def test_no_text_makes_the_reader_raise_and_an_unread_one_is_always_noted(text: str) -> None:
    read, violation = parse_timestamp(text)
    assert read is not None or violation is not None
    assert read is None or read.tzinfo is UTC


@given(st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29)), st.integers(-840, 840))
def test_written_times_are_utc_with_at_most_three_digits_and_read_back(moment: datetime, offset: int) -> None:
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=offset)))
    text = format_timestamp(aware)
    assert re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{3})?Z", text)
    assert not text.endswith(".000Z")
    read, violation = parse_timestamp(text)
    assert violation is None
    assert read is not None
    assert timedelta(0) <= aware - read < timedelta(milliseconds=1)


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        format_timestamp(datetime(2024, 1, 1))
