"""A stranger becomes a station at its first boot, unless somebody has registered its identity meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from ocpp_gateway.charging.stations import Registration, Station
from ocpp_gateway.operations.decision import StaleEpoch, Unavailable
from ocpp_gateway.operations.ports import StationCredential
from tests.unit.operations.ledger import NOON, station
from tests.unit.translation.test_conversation import BOOT, Registry, Talk, answer_of

pytestmark = pytest.mark.anyio

TWIN = StationCredential(
    station_id=UUID(int=7),
    ocpp_id="CP-1",
    registration=Registration.PENDING,
    security_profile=0,
    key_hash=None,
    presented_hash=None,
    unauthenticated_until=None,
)


class CountingRegistry(Registry):
    """Counts the take-overs: each of them fences whoever holds the station."""

    claims = 0

    async def claim(self, station_id: UUID) -> Station | None:
        self.claims += 1
        return await super().claim(station_id)


@pytest.mark.parametrize(
    "registered",
    [
        replace(TWIN, registration=Registration.ACCEPTED, key_hash="hmac-sha256$k$00"),
        replace(TWIN, key_hash="hmac-sha256$k$00"),
        replace(TWIN, registration=Registration.REJECTED),
        replace(TWIN, registration=Registration.ACCEPTED, unauthenticated_until=NOON + timedelta(days=1)),
        replace(TWIN, ocpp_id="cp-1"),
    ],
    ids=["password", "password while pending", "rejected", "exception", "another spelling"],
)
async def test_a_stranger_does_not_become_a_station_that_was_registered_after_it_came_in(
    registered: StationCredential,
) -> None:
    """It was let in without credentials because nobody knew the identity: the handshake has to decide again."""
    registry = CountingRegistry(station(Registration.ACCEPTED))
    registry.credential = registered
    talk = Talk(None, registry=registry)
    reply = await talk.say("BootNotification", BOOT)
    assert reply.text is None
    assert reply.close is not None
    assert reply.close[0] == 1008
    assert (talk.peer.station, registry.claims, talk.journal.entries) == (None, 0, [])


async def test_of_two_connections_of_one_stranger_the_second_finds_what_the_first_has_enrolled() -> None:
    registry = CountingRegistry(station(Registration.PENDING))
    registry.credential = TWIN
    talk = Talk(None, registry=registry)
    assert answer_of(await talk.say("BootNotification", BOOT))[2]["status"] == "Pending"
    assert registry.claims == 1


@pytest.mark.parametrize(("outcome", "code"), [(Unavailable("away"), 1013), (StaleEpoch(), 1008)])
async def test_an_arrival_that_is_not_stored_ends_the_connection(
    outcome: Unavailable | StaleEpoch, code: int
) -> None:
    """Else the station would be connected and accepted, and shown as offline."""
    talk = Talk(None, registry=Registry(station(Registration.PENDING)))
    talk.journal.script.append(outcome)
    reply = await talk.say("BootNotification", BOOT)
    assert (reply.text, len(talk.journal.entries)) == (None, 1)
    assert reply.close is not None
    assert reply.close[0] == code
