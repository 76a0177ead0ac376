"""The live feed of a real gateway: what stations do reaches those who follow, and nobody misses anything."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.feed_client import FeedClient, refusal
from tests.flows.gateway_process import ADMIN, GatewayProcess
from tests.flows.obeying_station import ObeyingStation

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def gateway() -> Iterator[GatewayProcess]:
    with GatewayProcess(REGISTRATION="open") as running:
        yield running


def sign_in(gateway: GatewayProcess) -> str:
    answer = httpx2.post(
        f"{gateway.http_url}/api/v1/auth/login", json={"email": ADMIN[0], "password": ADMIN[1]}, timeout=20
    )
    return str(answer.json()["access_token"])


def ticket(gateway: GatewayProcess, token: str, origin: str | None) -> httpx2.Response:
    headers = {"Authorization": f"Bearer {token}"} | ({} if origin is None else {"Origin": origin})
    return httpx2.post(f"{gateway.http_url}/api/v1/feed/tickets", headers=headers, timeout=20)


async def test_a_status_is_on_the_feed_with_the_state_before_it_in_the_snapshot(
    gateway: GatewayProcess,
) -> None:
    token = sign_in(gateway)
    async with ObeyingStation(gateway.station_url, "CP-1") as station:
        await station.status(1, "Available")
        async with FeedClient(gateway.http_url, token=token) as feed:
            began = await feed.subscribe(stations=["cp-1"], snapshot=True)
            assert "connector.status_changed" in began["event_types"]
            assert "ocpp.message" not in began["event_types"]
            stations, connectors = await feed.snapshot()
            assert [(row["ocpp_id"], row["online"]) for row in stations] == [("CP-1", True)]
            assert [(row["connector_number"], row["status"]) for row in connectors] == [(1, "Available")]
            await station.status(1, "Preparing")
            event = await feed.event()
    assert event["specversion"] == "1.0"
    assert (event["type"], event["source"], event["subject"]) == (
        "connector.status_changed",
        "/stations/CP-1",
        "CP-1/1",
    )
    assert event["data"]["status"] == "Preparing"
    assert event["data"]["previous"] == "Available"
    assert event["cursor"] != began["cursor"]


async def test_a_charge_gives_a_page_everything_it_shows(gateway: GatewayProcess) -> None:
    async with (
        ObeyingStation(gateway.station_url, "CP-2") as station,
        FeedClient(gateway.http_url, token=sign_in(gateway)) as feed,
    ):
        await feed.subscribe(stations=["CP-2"], event_types=["transaction.started", "meter.values"])
        number = await station.start(1, "TAG", "2026-05-04T12:00:00Z")
        started = (await feed.event())["data"]
        assert (started["transaction_id"], started["id_tag"]) == (str(number), "TAG")
        assert (started["status"], started["start_meter"]) == ("active", 1000)
        sample = {"value": "1500", "measurand": "Energy.Active.Import.Register", "unit": "Wh"}
        power = {"value": "7000", "measurand": "Power.Active.Import", "unit": "W"}
        await station.call(
            "MeterValues",
            {
                "connectorId": 1,
                "transactionId": number,
                "meterValue": [{"timestamp": "2026-05-04T12:10:00Z", "sampledValue": [sample, power]}],
            },
        )
        values = (await feed.event())["data"]
    assert values["transaction"] == started["transaction"]
    assert (values["meter_value"], values["power_w"], values["total_kwh"]) == (1500, 7000, 0.5)


async def test_a_ticket_opens_one_feed_from_its_own_origin(gateway: GatewayProcess) -> None:
    token, origin = sign_in(gateway), gateway.http_url
    assert ticket(gateway, token, None).status_code == 403
    assert ticket(gateway, token, "https://evil.example").status_code == 403
    given = ticket(gateway, token, origin)
    assert given.status_code == 201
    assert given.json()["expires_in"] == 30
    text = given.json()["ticket"]
    async with FeedClient(gateway.http_url, ticket=text, origin=origin) as feed:
        await feed.subscribe()
    assert await refusal(gateway.http_url, ticket=text, origin=origin) == 401
    fresh = ticket(gateway, token, origin).json()["ticket"]
    assert await refusal(gateway.http_url, ticket=fresh) == 401, "without Origin only a token counts"
    assert await refusal(gateway.http_url, ticket=fresh, origin="https://evil.example") == 403


async def test_who_says_not_who_they_are_or_comes_from_elsewhere_is_refused(gateway: GatewayProcess) -> None:
    token = sign_in(gateway)
    assert await refusal(gateway.http_url) == 401
    assert await refusal(gateway.http_url, token="x") == 401
    assert await refusal(gateway.http_url, token=token, origin="https://evil.example") == 403
    assert await refusal(gateway.http_url, token=token, origin="null") == 403
    assert await refusal(gateway.http_url, token=token, protocols=["ogw.feed.v2"]) == 426


@pytest.mark.parametrize(
    "said",
    [
        "no json",
        '{"type":"subscribe","afer":null}',
        '{"type":"hello"}',
        '{"type":"subscribe","event_types":["internal.station_administered"]}',
        '{"type":"subscribe","stations":' + json.dumps(["x"] * 1001) + "}",
        b"\x00binary",
    ],
)
async def test_what_is_no_subscribe_ends_the_feed_with_a_reason(
    gateway: GatewayProcess, said: str | bytes
) -> None:
    async with FeedClient(gateway.http_url, token=sign_in(gateway)) as feed:
        await feed.say(said)
        code, reason = await feed.closed()
    assert code == 4400
    assert reason


@pytest.mark.parametrize("after", ["", "nonsense", "00000000-1", "{generation}-999999999", "{generation}-x"])
async def test_a_cursor_that_leads_nowhere_is_4010(gateway: GatewayProcess, after: str) -> None:
    async with FeedClient(gateway.http_url, token=sign_in(gateway)) as feed:
        began = await feed.subscribe()
        text = after.format(generation=began["cursor"].partition("-")[0])
        await feed.say(json.dumps({"type": "subscribe", "after": text}))
        code, _ = await feed.closed()
    assert code == 4010


async def test_a_sign_out_closes_its_feeds_within_five_seconds(gateway: GatewayProcess) -> None:
    token = sign_in(gateway)
    async with FeedClient(gateway.http_url, token=token) as feed:
        await feed.subscribe()
        headers = {"Authorization": f"Bearer {token}"}
        httpx2.post(f"{gateway.http_url}/api/v1/auth/logout", headers=headers, timeout=20)
        async with asyncio.timeout(5):
            assert (await feed.closed())[0] == 4001


async def test_another_subscribe_replaces_the_filters_without_a_gap(gateway: GatewayProcess) -> None:
    async with (
        ObeyingStation(gateway.station_url, "CP-3") as station,
        FeedClient(gateway.http_url, token=sign_in(gateway)) as feed,
    ):
        await feed.subscribe(stations=["CP-OTHER"])
        await station.status(1, "Preparing")
        await station.status(1, "Charging")
        before = feed.cursor
        await feed.subscribe(stations=["CP-3"], after=before, event_types=["connector.status_changed"])
        assert [(await feed.event())["data"]["status"] for _ in range(2)] == ["Preparing", "Charging"]


async def test_the_frames_of_a_watched_station_are_shown_as_they_are_stored(gateway: GatewayProcess) -> None:
    async with (
        ObeyingStation(gateway.station_url, "CP-4") as station,
        ObeyingStation(gateway.station_url, "CP-5") as other,
        FeedClient(gateway.http_url, token=sign_in(gateway)) as feed,
        FeedClient(gateway.http_url, token=sign_in(gateway)) as all_of_them,
    ):
        await feed.subscribe(stations=["CP-4"], event_types=["ocpp.message"])
        await all_of_them.subscribe(event_types=["ocpp.message"])
        # Watching begins a moment after `subscribed`: frames are sent until one is shown.
        for reader in (feed, all_of_them):
            shown = asyncio.create_task(reader.event())
            while not shown.done():
                await other.call("Heartbeat", {})
                await station.call("Heartbeat", {})
                await asyncio.wait({shown}, timeout=0.2)
        await station.call("DataTransfer", {"vendorId": "v", "data": "seen"})
        seen: list[dict[str, Any]] = []
        while not seen or seen[-1]["action"] != "DataTransfer" or seen[-1]["message_type"] == "Call":
            seen.append((await feed.event())["data"])
        assert {row["station"] for row in seen} == {"CP-4"}
        assert seen[-2]["payload"] == {"vendorId": "v", "data": "seen"}
        listed = gateway.api().get("/logs", station="CP-4", action="DataTransfer")["items"]
        assert seen[-2:] == list(reversed(listed))
        assert len({row["id"] for row in seen}) == len(seen)
        while all_of_them.events[-1]["data"]["action"] != "DataTransfer":
            await all_of_them.event()
        assert {event["data"]["station"] for event in all_of_them.events} >= {"CP-4"}


async def test_who_reads_nothing_is_closed_with_the_last_cursor_and_misses_nothing_after(
    gateway: GatewayProcess,
) -> None:
    """Fault F26. Frames of 40 kB fill whatever buffers lie between the two."""
    token = sign_in(gateway)
    async with ObeyingStation(gateway.station_url, "CP-6") as station:
        async with FeedClient(gateway.http_url, token=token, max_queue=1, ping_interval=None) as slow:
            await slow.subscribe(stations=["CP-6"], event_types=["ocpp.message", "connector.status_changed"])
            await station.status(1, "Preparing")
            last = (await slow.event("connector.status_changed"))["cursor"]
            metrics = f"{gateway.http_url}/metrics"
            async with asyncio.timeout(60):
                while "ocpp_gateway_feed_closed_slow_total 1.0" not in httpx2.get(metrics, timeout=20).text:
                    for _ in range(20):
                        await station.call("DataTransfer", {"vendorId": "v", "data": "x" * 40_000})
            code, reason = await slow.closed()
        assert (code, reason) == (4008, f"cursor={last}")
        await station.status(1, "Charging")
        async with FeedClient(gateway.http_url, token=token) as again:
            await again.subscribe(after=last, stations=["CP-6"], event_types=["connector.status_changed"])
            assert (await again.event())["data"]["status"] == "Charging"


async def test_after_a_crash_a_client_goes_on_from_its_cursor_and_misses_nothing() -> None:
    with GatewayProcess(REGISTRATION="open") as gateway:
        received: list[dict[str, Any]] = []
        async with FeedClient(gateway.http_url, token=sign_in(gateway)) as feed:
            began = await feed.subscribe()
            async with ObeyingStation(gateway.station_url, "CP-1") as station:
                for status in ("Preparing", "Charging", "Finishing", "Available"):
                    await station.status(1, status)
                while len(feed.events) < 4:
                    await feed.event()
                gateway.kill()
            assert (await feed.closed())[0] in {1006, None}
            received, last = feed.events, feed.cursor
        gateway.start()
        async with ObeyingStation(gateway.station_url, "CP-1") as station:
            await station.status(1, "Faulted")
        async with FeedClient(gateway.http_url, token=sign_in(gateway)) as feed:
            await feed.subscribe(after=last, snapshot=True)
            await feed.snapshot()
            while not any(event["data"].get("status") == "Faulted" for event in feed.events):
                await feed.event()
            await feed.event("station.disconnected")
            received += feed.events
        assert gateway.stop() == 0
        with sqlite3.connect(gateway.folder / "gateway.db") as database:
            stored = [
                (position, kind)
                for position, kind in database.execute(
                    "SELECT position, type FROM events WHERE type NOT LIKE 'internal.%' ORDER BY position"
                )
                if position > int(began["cursor"].partition("-")[2])
            ]
        got = [(int(event["cursor"].partition("-")[2]), event["type"]) for event in received]
        assert got[: len(stored)] == stored[: len(got)]
        assert len(got) >= 10


async def test_a_gateway_that_goes_down_says_so() -> None:
    with GatewayProcess(REGISTRATION="open") as gateway:
        async with FeedClient(gateway.http_url, token=sign_in(gateway)) as feed:
            await feed.subscribe()
            ended = asyncio.create_task(feed.closed())
            assert await asyncio.to_thread(gateway.stop) == 0
            assert (await ended)[0] == 1012
