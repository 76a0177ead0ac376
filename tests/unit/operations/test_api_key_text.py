from __future__ import annotations

import re

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


@pytest.mark.parametrize("text", ["", "ogw_", "ogw_x", make_key()[4:], make_key() + "0", make_key() + "\n"])
def test_what_is_no_key(text: str) -> None:
    assert not is_key(text)


def test_no_key_stands_in_a_log_line() -> None:
    key = make_key()
    assert key[4:] not in str(redacted({"event": f"with {key}", "url": f"/x?k={key}"}))
