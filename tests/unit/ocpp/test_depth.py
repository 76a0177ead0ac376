from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway.ocpp.depth import MAX_DEPTH, too_deep


def depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=0)
    return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0


def nested(levels: int, *, as_object: bool, core: str = "1") -> str:
    opening, closing = ('{"a":', "}") if as_object else ("[", "]")
    return opening * levels + core + closing * levels


@pytest.mark.parametrize("as_object", [True, False])
def test_the_bound_itself_is_allowed_and_one_more_is_not(as_object: bool) -> None:
    assert not too_deep(nested(MAX_DEPTH, as_object=as_object))
    assert too_deep(nested(MAX_DEPTH + 1, as_object=as_object))


@pytest.mark.parametrize(
    "core",
    [
        '"]]]]]]]]"',
        '"[[[[[[[["',
        r'"\"]]]]]]]"',
        r'"\\"',
        r'"\"]]]\""',
        r'"\"[[[\""',
        '"[]"',
        '"{}{}"',
        '"\\u005b"',
    ],
)
def test_brackets_inside_strings_hide_no_level_and_add_none(core: str) -> None:
    wide = ",".join([core] * 20)
    assert not too_deep(nested(MAX_DEPTH, as_object=False, core=wide))
    assert too_deep(nested(MAX_DEPTH + 1, as_object=False, core=wide))
    assert too_deep(nested(MAX_DEPTH + 1, as_object=True, core=f"[{wide}]"))


def test_breadth_is_no_depth() -> None:
    assert not too_deep(json.dumps([{"a": []}] * 10_000))


brackets = st.text(alphabet='[]{}"\\a', max_size=6)
trees = st.recursive(
    brackets,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3), st.dictionaries(brackets, inner, min_size=1)
    ),
    max_leaves=60,
)


@given(trees, st.integers(0, 20))
def test_the_measure_agrees_with_a_walk_through_the_value(value: Any, more: int) -> None:
    for level in range(more):
        value = [value] if level % 2 else {"]": value}
    assert too_deep(json.dumps(value)) == (depth(value) > MAX_DEPTH)
