"""Every action of OCPP 1.6 has its row and its test: 14 that a station sends, 26 that it is sent, 39 in all.

"Its test" is a case of `tests/conformance/test_every_action.py` that is named after it: the action with every field of
its schema set, over a socket, through the whole gateway, to what is stored.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ocpp_gateway.ocpp.catalogue import ACTIONS_16, Sender
from ocpp_gateway.ocpp.schemas import Direction
from ocpp_gateway.translation.v16.commands import ACTIONS, Words16
from ocpp_gateway.translation.v16.table import HANDLERS
from tests.conformance import test_every_action
from tests.unit.ocpp.payloads import ACTIONS as PUBLISHED
from tests.unit.ocpp.schema_cases import full

SAID = {name for name, action in ACTIONS_16.items() if action.sender is not Sender.CENTRAL_SYSTEM}
TOLD = {name for name, action in ACTIONS_16.items() if action.sender is not Sender.STATION}


def cases_of(test: Callable[..., Any]) -> list[str]:
    """The parameters that pytest will run this test with."""
    (mark,) = (mark for mark in test.pytestmark if mark.name == "parametrize")  # type: ignore[attr-defined]
    assert mark.args[0] == "action"
    return list(mark.args[1])


def test_the_catalogue_is_that_of_the_official_schemas() -> None:
    assert set(ACTIONS_16) == set(PUBLISHED)
    assert (len(ACTIONS_16), len(SAID), len(TOLD), SAID & TOLD) == (39, 14, 26, {"DataTransfer"})


def test_every_action_of_a_station_has_its_handler_and_its_test() -> None:
    assert set(HANDLERS) == SAID
    assert all(handler.action == name for name, handler in HANDLERS.items())
    tested = test_every_action.test_what_a_station_says_is_answered_by_the_schema_and_stored_whole
    assert sorted(cases_of(tested)) == sorted(SAID)


def test_every_action_for_a_station_can_be_given_and_has_its_test() -> None:
    assert set(ACTIONS) == TOLD
    tested = test_every_action.test_what_a_station_is_told_goes_out_whole_and_its_answer_is_stored
    assert sorted(cases_of(tested)) == sorted(TOLD)


@pytest.mark.parametrize("action", sorted(TOLD))
def test_a_command_of_every_action_is_prepared_with_every_field(action: str) -> None:
    payload = full(action, "request")
    assert set(payload) == set(ACTIONS_16[action].message(Direction.REQUEST).__struct_encode_fields__)
    prepared = Words16().prepare(action, payload, force=False)
    assert prepared.action == action
