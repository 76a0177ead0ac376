from __future__ import annotations

import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway.operations.rate_limits import MemoryRateLimits
from tests.rows import START

pytestmark = pytest.mark.anyio


async def test_a_whole_quota_may_be_used_at_once_and_comes_back_evenly() -> None:
    limits = MemoryRateLimits()
    taken = [await limits.take("k", 6, START) for _ in range(7)]
    assert [one.remaining for one in taken] == [5, 4, 3, 2, 1, 0, 0]
    assert [one.reset_seconds for one in taken] == [10, 20, 30, 40, 50, 60, 60]
    assert [one.retry_seconds for one in taken] == [0, 0, 0, 0, 0, 0, 10]
    assert (await limits.take("k", 6, START + timedelta(seconds=9))).retry_seconds == 1
    assert (await limits.take("k", 6, START + timedelta(seconds=10))).retry_seconds == 0
    assert (await limits.take("k", 6, START + timedelta(seconds=10))).retry_seconds == 10
    assert (await limits.take("k", 6, START + timedelta(hours=1))).remaining == 5


async def test_a_clock_that_is_set_back_locks_nobody_out_for_longer_than_a_window() -> None:
    limits = MemoryRateLimits()
    for _ in range(6):
        await limits.take("k", 6, START + timedelta(days=1))
    refused = await limits.take("k", 6, START)
    assert refused.retry_seconds == 10


async def test_memory_is_bounded() -> None:
    limits = MemoryRateLimits(remembered=10)
    for number in range(1000):
        await limits.take(str(number), 1, START)
    assert len(limits._whole_at) == 10
    assert (await limits.take("999", 1, START)).retry_seconds > 0


@given(
    quota=st.integers(1, 60_000),
    pauses=st.lists(st.integers(0, 90_000_000), min_size=1, max_size=60),
)
async def test_never_more_than_the_quota_beside_what_has_come_back(quota: int, pauses: list[int]) -> None:
    """The model: a bucket of `quota` requests that fills at `quota` a minute. Times in microseconds."""
    limits = MemoryRateLimits()
    now, bucket = START, float(quota)
    for pause in pauses:
        now += timedelta(microseconds=pause)
        bucket = min(float(quota), bucket + quota * pause / 60e6)
        allowance = await limits.take("k", quota, now)
        if allowance.retry_seconds == 0:
            assert bucket >= 1 - 0.01
            bucket -= 1
            assert abs(allowance.remaining - math.floor(max(0.0, bucket))) <= 1
        else:
            assert bucket < 1
            waited = await limits.take("k", quota, now + timedelta(seconds=allowance.retry_seconds))
            assert waited.retry_seconds == 0
            now += timedelta(seconds=allowance.retry_seconds)
            bucket = min(float(quota), bucket + quota * allowance.retry_seconds / 60) - 1
