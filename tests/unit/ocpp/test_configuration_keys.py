"""The standard keys: every one that the simulated station has is known, and its value is of the kind that is said."""

from __future__ import annotations

import pytest

from ocpp_gateway.ocpp.v16.configuration_keys import KEYS, KeyKind, standard_key
from ocpp_gateway.simulator.configuration import Configuration
from ocpp_gateway.simulator.models import MODELS

VALUES = {
    entry.key: entry.value
    for entry in Configuration(MODELS[0], connectors=2, sample_interval=60).read(None)[0]
}


def test_no_key_is_named_twice_and_case_does_not_matter() -> None:
    assert len({key.name.casefold() for key in KEYS}) == len(KEYS)
    assert standard_key(" heartbeatINTERVAL ") is standard_key("HeartbeatInterval")
    assert standard_key("Vendor.Own") is None


@pytest.mark.parametrize(("name", "value"), VALUES.items())
def test_values_of_a_station_are_of_the_kind_that_is_said(name: str, value: str | None) -> None:
    key = standard_key(name)
    assert key is not None
    assert key.readable == (value is not None)
    if key.kind is KeyKind.BOOLEAN:
        assert value in {"true", "false"}
    if key.kind is KeyKind.INTEGER:
        assert value is not None
        assert value.isdecimal()
