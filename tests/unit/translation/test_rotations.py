"""A new key or profile is valid before its command leaves, and until the station has said or shown otherwise."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from ocpp_gateway.charging.command_changes import CommandEnded, CommandSent
from ocpp_gateway.charging.stations import Station
from ocpp_gateway.operations.credential_changes import MOST_OFFERED
from ocpp_gateway.operations.decision import Entry, Outcome, Overtaken, Unavailable
from ocpp_gateway.operations.ports import OfferedKey
from ocpp_gateway.translation.errands import CallWithdrawn, Errand
from ocpp_gateway.translation.rotations import rotation_of
from ocpp_gateway.translation.v16.credentials import AskedChange, asked_change
from tests.unit.charging.test_commands import command
from tests.unit.operations.ledger import NOON, station
from tests.unit.translation.offers import OLD, Offers
from tests.unit.translation.test_command_runner import House
from tests.unit.translation.test_conversation import Talk
from tests.unit.translation.test_errands import hear, send

pytestmark = pytest.mark.anyio

NEW, NEWER = "11" * 20, "22" * 20


class Rotating:
    """A conversation through which keys and profiles are changed."""

    def __init__(self) -> None:
        self.talk = Talk(station())
        self.offers = Offers()
        self._sent = 0
        self.at_sending: list[list[tuple[str, bool]]] = []
        self._commit = self.talk.journal.write
        self.talk.journal.write = self._write  # type: ignore[method-assign]

    async def _write(self, entry: Entry) -> Outcome:
        if any(isinstance(change, CommandSent) for change in entry.changes):
            self.at_sending.append(self.offers.keys)
        return await self._commit(entry)

    @property
    def station(self) -> Station:
        assert self.talk.peer.station is not None
        return self.talk.peer.station

    async def change(self, key: str, value: str) -> str:
        """Send a ChangeConfiguration; its message id."""
        payload = json.dumps({"key": key, "value": value})
        made = replace(command(), action="ChangeConfiguration", payload=payload)
        rotation = await rotation_of(
            self.offers, self.station, asked_change("ChangeConfiguration", payload.encode())
        )
        self._sent += 1
        message_id = f"g{self._sent}"
        assert await send(self.talk, Errand(made, self.talk.ledger.reads().new_id, rotation), message_id)
        return message_id

    async def says(self, message_id: str, status: str, clock: float = 1.0) -> None:
        await hear(self.talk, json.dumps([3, message_id, {"status": status}]), clock)


async def test_the_key_is_offered_before_its_command_is_stored_as_sent() -> None:
    house = Rotating()
    await house.change("AuthorizationKey", NEW)
    assert house.at_sending == [[(f"hash of {NEW}", False)]]


@pytest.mark.parametrize(
    ("status", "left"),
    [
        ("Accepted", [(f"hash of {NEW}", True)]),
        ("RebootRequired", [(f"hash of {NEW}", True)]),
        ("Rejected", []),
        ("NotSupported", []),
        ("Perhaps", [(f"hash of {NEW}", False)]),
    ],
)
async def test_what_an_answer_makes_of_an_offer(status: str, left: list[tuple[str, bool]]) -> None:
    house = Rotating()
    await house.says(await house.change("AuthorizationKey", NEW), status)
    assert house.offers.keys == left
    assert house.offers.state.key_hash == OLD


@pytest.mark.parametrize(("status", "left"), [("Accepted", [(f"hash of {NEW}", True)]), ("Rejected", [])])
async def test_a_late_answer_says_the_same(status: str, left: list[tuple[str, bool]]) -> None:
    house = Rotating()
    message_id = await house.change("AuthorizationKey", NEW)
    house.talk.exchange.expire(100.0)
    await house.says(message_id, status, 101.0)
    assert house.offers.keys == left


@pytest.mark.parametrize(
    ("code", "left"),
    [
        ("NotSupported", 0),
        ("NotImplemented", 0),
        ("SecurityError", 0),
        ("InternalError", 1),
        ("GenericError", 1),
    ],
)
async def test_a_callerror_withdraws_only_if_nothing_can_have_been_changed(code: str, left: int) -> None:
    house = Rotating()
    message_id = await house.change("AuthorizationKey", NEW)
    await hear(house.talk, json.dumps([4, message_id, code, "", {}]))
    assert len(house.offers.keys) == left


async def test_two_changes_one_after_the_other_leave_both_until_one_is_used() -> None:
    house = Rotating()
    await house.says(await house.change("AuthorizationKey", NEW), "Accepted")
    await house.says(await house.change("AuthorizationKey", NEWER), "Rejected")
    assert house.offers.keys == [(f"hash of {NEW}", True)]
    await house.says(await house.change("AuthorizationKey", NEWER), "Accepted")
    assert house.offers.keys == [(f"hash of {NEW}", True), (f"hash of {NEWER}", True)]
    used = house.offers.state.used(f"hash of {NEW}")
    assert used.offered_keys == (OfferedKey((f"hash of {NEWER}",), accepted=True),)
    used = used.used(f"hash of {NEWER}")
    assert (used.key_hash, used.offered_keys) == (f"hash of {NEWER}", ())


async def test_a_late_refusal_of_the_first_change_leaves_the_second_one() -> None:
    house = Rotating()
    first = await house.change("AuthorizationKey", NEW)
    house.talk.exchange.expire(100.0)
    second = await house.change("AuthorizationKey", NEWER)
    await house.says(first, "Rejected")
    assert house.offers.keys == [(f"hash of {NEWER}", False)]
    await house.says(second, "Accepted")
    assert house.offers.keys == [(f"hash of {NEWER}", True)]


async def test_an_answer_that_is_stored_after_the_key_was_used_changes_nothing() -> None:
    house = Rotating()
    message_id = await house.change("AuthorizationKey", NEW)
    house.offers.state = house.offers.state.used(f"hash of {NEW}")
    await house.says(message_id, "Accepted")
    assert (house.offers.state.key_hash, house.offers.keys) == (f"hash of {NEW}", [])


async def test_an_accepted_key_is_valid_again_if_the_old_one_was_used_before_the_answer_was_stored() -> None:
    house = Rotating()
    message_id = await house.change("AuthorizationKey", NEW)
    house.offers.state = house.offers.state.used(OLD)
    assert house.offers.keys == []
    await house.says(message_id, "Accepted")
    assert house.offers.keys == [(f"hash of {NEW}", True)]


def test_so_many_keys_wait_at_most_and_an_accepted_one_stays() -> None:
    state = Offers().state.offered(("accepted",), accepted=True)
    for number in range(9):
        state = state.offered((f"key {number}",))
    assert len(state.offered_keys) == MOST_OFFERED
    assert [offer.key_hashes[0] for offer in state.offered_keys] == ["accepted", "key 6", "key 7", "key 8"]


async def test_what_is_not_sent_is_not_offered_any_more() -> None:
    house = Rotating()
    house.talk.journal.script.append(Overtaken())
    with pytest.raises(CallWithdrawn):
        await house.change("AuthorizationKey", NEW)
    assert house.at_sending == [[(f"hash of {NEW}", False)]]
    assert house.offers.keys == []


async def test_a_repeated_change_that_is_not_sent_leaves_the_offer_of_the_first_one() -> None:
    house = Rotating()
    await house.change("AuthorizationKey", NEW)
    house.talk.exchange.expire(100.0)
    house.talk.journal.script.append(Overtaken())
    with pytest.raises(CallWithdrawn):
        await house.change("AuthorizationKey", NEW)
    assert house.offers.keys == [(f"hash of {NEW}", False)]


async def test_while_the_database_is_away_nothing_is_sent_and_an_answer_ends_the_connection() -> None:
    house = Rotating()
    house.offers.away = True
    with pytest.raises(AssertionError):
        await house.change("AuthorizationKey", NEW)  # `sending` says: do not send
    assert house.talk.journal.entries == []
    house.offers.away = False
    message_id = await house.change("AuthorizationKey", NEW)
    house.offers.away = True
    received = house.talk.exchange.receive(json.dumps([3, message_id, {"status": "Accepted"}]), 1.0)
    reply = await house.talk.conversation.answered(received, NOON)  # type: ignore[arg-type]
    assert reply.close is not None
    assert reply.close[0] == 1013
    assert not any(isinstance(c, CommandEnded) for e in house.talk.journal.entries for c in e.changes)


async def test_if_the_journal_is_away_after_the_offer_both_keys_stay_valid() -> None:
    house = Rotating()
    house.talk.journal.script.append(Unavailable("away"))
    with pytest.raises(AssertionError):
        await house.change("AuthorizationKey", NEW)
    assert house.offers.keys == [(f"hash of {NEW}", False)]


# -- profiles --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "left"), [("Accepted", (2,)), ("RebootRequired", (2,)), ("Rejected", ())])
async def test_a_higher_profile_is_offered_and_withdrawn(status: str, left: tuple[int, ...]) -> None:
    house = Rotating()
    message_id = await house.change("SecurityProfile", "2")
    assert house.offers.state.raised_profiles == (2,)
    await house.says(message_id, status)
    assert house.offers.state.raised_profiles == left


async def test_a_declined_raise_leaves_the_one_before_that_was_accepted() -> None:
    house = Rotating()
    await house.says(await house.change("SecurityProfile", "2"), "Accepted")
    await house.says(await house.change("SecurityProfile", "3"), "Rejected")
    assert house.offers.state.raised_profiles == (2,)


@pytest.mark.parametrize("profile", ["0", "1", "4", "-1", "x", ""])
async def test_a_profile_that_is_not_higher_changes_nothing_whatever_the_station_says(profile: str) -> None:
    house = Rotating()
    await house.says(await house.change("SecurityProfile", profile), "Accepted")
    assert (house.offers.state.security_profile, house.offers.state.raised_profiles) == (1, ())


# -- which commands --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("payload", "asked"),
    [
        ({"key": "AuthorizationKey", "value": NEW}, AskedChange(key=NEW)),
        ({"key": " authorizationkey ", "value": "a text of 16 to 20"}, AskedChange(key="a text of 16 to 20")),
        ({"Key": "AuthorizationKey", "Value": 12345}, AskedChange(key="12345")),
        ({"key": "SECURITYPROFILE", "value": "3"}, AskedChange(profile=3)),
        ({"key": "AuthorizationKey", "value": ""}, None),
        ({"key": "AuthorizationKey"}, None),
        ({"key": "AuthorizationKey", "value": None}, None),
        ({"key": "AuthorizationKey", "value": True}, None),
        ({"key": 7, "value": NEW}, None),
        ({"key": "HeartbeatInterval", "value": "300"}, None),
    ],
)
def test_which_commands_change_a_credential_forced_ones_too(
    payload: dict[str, Any], asked: AskedChange | None
) -> None:
    text = json.dumps(payload).encode()
    assert asked_change("ChangeConfiguration", text) == asked
    assert asked_change("DataTransfer", text) is None


def test_a_key_is_not_shown_in_a_traceback() -> None:
    assert NEW not in repr(AskedChange(key=NEW))


# -- the runner ------------------------------------------------------------------------------------------------------


async def test_the_runner_opens_the_sealed_key_and_waits_while_its_hash_cannot_be_made() -> None:
    house = House()
    shown = '{"key":"AuthorizationKey","value":"***"}'
    (rotation,) = house.add(action="ChangeConfiguration", payload=shown)
    payload = json.dumps({"key": "AuthorizationKey", "value": NEW}).encode()
    house.queue.queued = [(rotation, house.sealer.seal(payload, rotation.id.bytes))]
    errands: list[Errand | None] = []
    call = house.line.call

    async def keeping(*args: Any, **named: Any) -> Any:
        errands.append(named["errand"])
        return await call(*args, **named)

    house.line.call = keeping  # type: ignore[method-assign]
    house.offers.busy = True
    async with house.running():
        await house.passes()
        assert house.line.calls == []
        house.offers.busy = False
        await house.until_ended()
    (errand,) = errands
    assert errand is not None
    assert errand.rotation is not None
    await errand.rotation.offer(house.station, NOON)
    assert house.offers.keys == [(f"hash of {NEW}", False)]
