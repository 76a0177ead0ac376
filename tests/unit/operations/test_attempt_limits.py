"""Brute force: what is counted, against whom, and who is never locked out by it (attack S02)."""

from __future__ import annotations

import pytest

from ocpp_gateway.operations.attempt_limits import AttemptLimits, AttemptRates, Rate, source_of

RATES = AttemptRates(identity=Rate(3, 1.0), address=Rate(5, 1.0), everybody=Rate(8, 1.0), remembered=4)


def allowed(limits: AttemptLimits, identity: str, address: str, moment: float = 1000.0) -> bool:
    return limits.begin(identity, address, moment).allowed


def test_an_identity_has_its_burst_and_then_its_rate() -> None:
    limits = AttemptLimits(RATES)
    assert [allowed(limits, "CP-1", f"192.0.2.{n}") for n in range(4)] == [True, True, True, False]
    refused = limits.begin("CP-1", "192.0.2.9", 1000.0)
    assert refused.retry_after == 1
    assert allowed(limits, "CP-1", "192.0.2.9", 1001.0)
    assert not allowed(limits, "CP-1", "192.0.2.9", 1001.0)


def test_the_defaults_check_ten_guesses_a_minute_at_one_identity() -> None:
    limits = AttemptLimits()
    tries = [allowed(limits, "CP-1", f"192.0.2.{n % 200}", 1000.0 + n / 100) for n in range(6000)]
    assert 10 <= sum(tries) <= 20  # the burst, and one minute of refilling


def test_an_address_is_limited_over_all_identities() -> None:
    limits = AttemptLimits(RATES)
    assert sum(allowed(limits, f"CP-{n}", "192.0.2.1") for n in range(20)) == 5


def test_all_together_are_limited_over_all_addresses() -> None:
    limits = AttemptLimits(RATES)
    assert sum(allowed(limits, f"CP-{n}", f"192.0.2.{n}") for n in range(20)) == 8


def test_what_was_right_does_not_count() -> None:
    limits = AttemptLimits(RATES)
    for _ in range(50):
        attempt = limits.begin("CP-1", "192.0.2.1", 1000.0)
        assert attempt.allowed
        limits.undo(attempt)


def test_a_proven_pair_is_out_of_the_reach_of_others() -> None:
    limits = AttemptLimits(RATES)
    limits.succeeded(limits.begin("CP-1", "192.0.2.1", 1000.0))
    for n in range(50):
        limits.begin("CP-1", f"198.51.100.{n}", 1000.0)
        limits.begin(f"X-{n}", "192.0.2.1", 1000.0)
    assert not allowed(limits, "CP-1", "198.51.100.99")
    assert [allowed(limits, "CP-1", "192.0.2.1") for _ in range(4)] == [True, True, True, False]


def test_refused_tries_do_not_push_the_end_away() -> None:
    limits = AttemptLimits(RATES)
    for _ in range(1000):
        limits.begin("CP-1", "192.0.2.1", 1000.0)
    assert limits.begin("CP-1", "192.0.2.1", 1000.0).retry_after == 1


def test_a_clock_that_was_set_back_locks_nobody_out_for_longer_than_a_bucket() -> None:
    limits = AttemptLimits(RATES)
    for n in range(3):
        limits.begin("CP-1", f"192.0.2.{n}", 1_000_000.0)
    assert limits.begin("CP-1", "192.0.2.9", 1000.0).retry_after <= 1
    assert allowed(limits, "CP-1", "192.0.2.9", 1001.0)


def test_memory_is_bounded_and_forgetting_is_no_way_around_the_address() -> None:
    limits = AttemptLimits(RATES)
    for n in range(1000):
        limits.begin(f"CP-{n}", "192.0.2.1", 1000.0)
    assert len(limits._identity._full_at) <= 4
    assert not allowed(limits, "CP-0", "192.0.2.1")


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "unknown"),
    ],
)
def test_whom_an_address_stands_for(address: str, source: str) -> None:
    assert source_of(address) == source
