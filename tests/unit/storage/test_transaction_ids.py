"""Numbers for OCPP 1.6 that are unique for ever and tell nothing about each other."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway.storage.transaction_ids import HIGHEST, Permutation

NUMBERS = st.integers(1, HIGHEST)


@given(NUMBERS, NUMBERS, st.binary(min_size=32, max_size=32))
def test_different_numbers_stay_different_and_in_range(one: int, other: int, key: bytes) -> None:
    permute = Permutation(key)
    assert 1 <= permute(one) <= HIGHEST
    assert (permute(one) == permute(other)) == (one == other)


def test_a_long_run_has_no_double() -> None:
    permute = Permutation(b"key")
    drawn = {permute(number) for number in range(1, 20_001)}
    assert len(drawn) == 20_000


def test_neighbours_are_no_neighbours() -> None:
    """Half of the differences of random numbers are larger than 0.29 of the range; neighbours must look like that."""
    permute = Permutation(b"key")
    numbers = [permute(number) for number in range(1, 2001)]
    steps = sorted(abs(a - b) / HIGHEST for a, b in pairwise(numbers))
    assert 0.25 < steps[len(steps) // 2] < 0.35


def test_another_key_gives_other_numbers() -> None:
    assert [Permutation(b"one")(n) for n in range(1, 20)] != [Permutation(b"two")(n) for n in range(1, 20)]


@pytest.mark.parametrize("number", [0, -1, HIGHEST + 1])
def test_beyond_the_range_there_is_nothing(number: int) -> None:
    with pytest.raises(ValueError, match="used up"):
        Permutation(b"key")(number)
