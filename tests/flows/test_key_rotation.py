"""Changing a station's key over OCPP through the real program: nobody is locked out, whatever happens in between.

OCTT TC_073; ocpp.md 2.4: accepted, both keys are valid until the new one is used; declined, the old one; no answer,
both until one is used.
"""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
import websockets

from tests.flows.gateway_process import Api, GatewayProcess
from tests.flows.obeying_station import ObeyingStation
from tests.flows.test_commands import final, give, settled

pytestmark = pytest.mark.anyio

_NUMBERS = itertools.count(1)
OLD, NEW, NEWER = "00" * 20, "c0ffee" * 6 + "0a3a", "beef" * 10
"""The new one holds a line break and a colon as bytes."""


@pytest.fixture(scope="module")
def gateway() -> Iterator[GatewayProcess]:
    """On SQLite: what is stored is the same on PostgreSQL (tests/contract/test_secure_connections.py)."""
    with GatewayProcess(REGISTRATION="closed") as process:
        yield process


@pytest.fixture(scope="module")
def api(gateway: GatewayProcess) -> Api:
    return gateway.api()


@pytest.fixture
async def identity(gateway: GatewayProcess, api: Api) -> str:
    return await registered(gateway, api)


async def registered(gateway: GatewayProcess, api: Api) -> str:
    """A station that can come in: the door hears of new ones by the event log."""
    identity = f"CP-{next(_NUMBERS)}"
    api.post("/stations", {"ocpp_id": identity, "password": OLD, "security_profile": 1})
    async with asyncio.timeout(15.0):
        while True:
            if await let_in(gateway, identity, OLD):
                return identity
            await asyncio.sleep(0.05)  # it is another process that moves it


def station(gateway: GatewayProcess, identity: str, key: str) -> ObeyingStation:
    return ObeyingStation(gateway.station_url, identity, password=bytes.fromhex(key))


async def let_in(gateway: GatewayProcess, identity: str, key: str) -> bool:
    """Whether the key opens the door now."""
    try:
        async with ObeyingStation(gateway.station_url, identity, password=bytes.fromhex(key), boots=False):
            return True
    except websockets.InvalidStatus as refused:
        if refused.response.status_code == 401:
            return False
        raise


def change(key: str, **more: Any) -> dict[str, Any]:
    payload = {"key": "AuthorizationKey", "value": key}
    return {"action": "ChangeConfiguration", "payload": payload, **more}


async def rotate(api: Api, connected: ObeyingStation, key: str, answer: dict[str, Any], **more: Any) -> Any:
    """Order it and let the station answer; the final command."""
    given = await give(api, f"/stations/{connected.identity}/commands", change(key, **more))
    message_id, payload = await connected.ordered("ChangeConfiguration")
    assert payload == {"key": "AuthorizationKey", "value": key}
    await connected.answer(message_id, answer)
    return await final(api, given["id"])


@pytest.mark.parametrize("word", ["Accepted", "RebootRequired"])
@pytest.mark.parametrize("force", [False, True])
async def test_tc073_an_accepted_key_is_valid_beside_the_old_one_until_it_is_used(
    gateway: GatewayProcess, api: Api, identity: str, word: str, force: bool
) -> None:
    async with station(gateway, identity, OLD) as connected:
        seen = await rotate(api, connected, NEW, {"status": word}, force=force)
        assert (seen["status"], seen["payload"]["value"]) == ("accepted", "***")
    assert await let_in(gateway, identity, OLD)  # it restarts later
    assert await let_in(gateway, identity, OLD)
    assert await let_in(gateway, identity, NEW)
    assert not await let_in(gateway, identity, OLD)
    assert await let_in(gateway, identity, NEW)


@pytest.mark.parametrize("word", ["Rejected", "NotSupported"])
async def test_b18_after_a_refusal_only_the_old_key_is_valid(
    gateway: GatewayProcess, api: Api, identity: str, word: str
) -> None:
    async with station(gateway, identity, OLD) as connected:
        assert (await rotate(api, connected, NEW, {"status": word}))["status"] == "rejected"
    assert not await let_in(gateway, identity, NEW)
    assert await let_in(gateway, identity, OLD)


@pytest.mark.parametrize(("used", "dead"), [(NEW, OLD), (OLD, NEW)])
async def test_b18_if_the_connection_is_lost_before_the_answer_the_key_that_is_used_stays(
    gateway: GatewayProcess, api: Api, identity: str, used: str, dead: str
) -> None:
    async with station(gateway, identity, OLD) as connected:
        given = await give(api, f"/stations/{identity}/commands", change(NEW))
        await connected.ordered("ChangeConfiguration")
    assert (await final(api, given["id"]))["status"] == "timed_out"
    assert await let_in(gateway, identity, used)
    assert not await let_in(gateway, identity, dead)
    assert await let_in(gateway, identity, used)


async def test_a_station_may_come_back_with_the_new_key_before_it_has_answered(
    gateway: GatewayProcess, api: Api, identity: str
) -> None:
    async with station(gateway, identity, OLD) as connected:
        await give(api, f"/stations/{identity}/commands", change(NEW))
        await connected.ordered("ChangeConfiguration")
        async with station(gateway, identity, NEW):  # the old connection is open still
            pass
    assert not await let_in(gateway, identity, OLD)


async def test_a_refusal_that_comes_after_the_deadline_counts(
    gateway: GatewayProcess, api: Api, identity: str
) -> None:
    async with station(gateway, identity, OLD) as connected:
        given = await give(api, f"/stations/{identity}/commands", change(NEW, timeout_seconds=5))
        message_id, _ = await connected.ordered("ChangeConfiguration")
        assert (await final(api, given["id"]))["status"] == "timed_out"
        await connected.answer(message_id, {"status": "Rejected"})
        await settled(api, f"/commands/{given['id']}", lambda seen: seen["late_response"] is not None)
    assert not await let_in(gateway, identity, NEW)
    assert await let_in(gateway, identity, OLD)


async def test_two_changes_in_a_row_of_which_the_second_is_declined(
    gateway: GatewayProcess, api: Api, identity: str
) -> None:
    async with station(gateway, identity, OLD) as connected:
        await rotate(api, connected, NEW, {"status": "Accepted"})
        await rotate(api, connected, NEWER, {"status": "Rejected"})
    assert not await let_in(gateway, identity, NEWER)
    assert await let_in(gateway, identity, NEW)
    assert not await let_in(gateway, identity, OLD)


async def test_two_changes_in_a_row_of_which_both_are_accepted(
    gateway: GatewayProcess, api: Api, identity: str
) -> None:
    async with station(gateway, identity, OLD) as connected:
        await rotate(api, connected, NEW, {"status": "Accepted"})
        await rotate(api, connected, NEWER, {"status": "Accepted"})
    assert await let_in(gateway, identity, NEWER)
    assert not await let_in(gateway, identity, NEW)
    assert not await let_in(gateway, identity, OLD)


async def test_after_a_command_that_was_never_sent_the_new_key_opens_nothing(
    gateway: GatewayProcess, api: Api, identity: str
) -> None:
    given = await give(api, f"/stations/{identity}/commands", change(NEW))
    assert (given["status"], given["sent_at"]) == ("failed", None)
    assert not await let_in(gateway, identity, NEW)
    assert await let_in(gateway, identity, OLD)


@pytest.mark.parametrize(("used", "dead"), [(NEW, OLD), (OLD, NEW)])
async def test_a_gateway_that_is_killed_before_the_answer_lets_either_key_in(used: str, dead: str) -> None:
    with GatewayProcess(REGISTRATION="closed") as gateway:
        api = gateway.api()
        identity = await registered(gateway, api)
        async with station(gateway, identity, OLD) as connected:
            given = await give(api, f"/stations/{identity}/commands", change(NEW))
            await connected.ordered("ChangeConfiguration")
            gateway.kill()
        await asyncio.to_thread(gateway.start)
        api = gateway.api()
        assert (await final(api, given["id"]))["status"] == "timed_out"
        assert await let_in(gateway, identity, used)
        assert not await let_in(gateway, identity, dead)


async def test_s14_the_key_is_in_no_row_and_no_line_of_the_log() -> None:
    with GatewayProcess(REGISTRATION="closed", LOG_LEVEL="debug") as gateway:
        api = gateway.api()
        identity = await registered(gateway, api)
        async with station(gateway, identity, OLD) as connected:
            await rotate(api, connected, NEW, {"status": "Accepted"})
            given = await give(api, f"/stations/{identity}/commands", change(NEWER))
            await connected.ordered("ChangeConfiguration")  # on its way: it is kept, sealed
        await final(api, given["id"])
        assert await let_in(gateway, identity, NEW)
        gateway.kill()
        with sqlite3.connect(gateway.database_url.removeprefix("sqlite:///")) as database:
            text = "\n".join(database.iterdump())
        text += "\n".join(gateway.output)
        assert identity in text
        for secret in (OLD, NEW, NEWER):
            assert secret not in text
            assert repr(bytes.fromhex(secret)) not in text
