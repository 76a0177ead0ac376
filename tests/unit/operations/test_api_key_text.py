from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from ocpp_gateway.operations.api_key_text import PATTERN, is_key, make_key
from ocpp_gateway.telemetry import redacted


def test_a_key_has_the_published_form_and_a_right_checksum() -> None:
    keys = {make_key() for _ in range(200)}
    assert len(keys) == 200
    for key in keys:
        assert re.fullmatch(r"ogw_[0-9A-Za-z]{49}", key)
        assert is_key(key)
    assert PATTERN.pattern == "ogw_[0-9A-Za-z]{49}"


def test_a_damaged_key_is_known_without_a_database() -> None:
    key = make_key()
    for position in range(4, len(key)):
        other = "a" if key[position] != "a" else "b"
        assert not is_key(key[:position] + other + key[position + 1 :]), position


@pytest.mark.parametrize(
    "bent",
    [
        lambda _: "",
        lambda _: "ogw_",
        lambda _: "ogw_x",
        lambda key: key[4:],
        lambda key: key + "0",
        lambda key: key + "\n",
    ],
    ids=["nothing", "prefix alone", "too short", "no prefix", "too long", "a line feed"],
)
def test_what_is_no_key(bent: Callable[[str], str]) -> None:
    assert not is_key(bent(make_key()))


def test_no_key_stands_in_a_log_line() -> None:
    key = make_key()
    assert key[4:] not in str(redacted({"event": f"with {key}", "url": f"/x?k={key}"}))
