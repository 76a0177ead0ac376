"""`/jobs`: what a request may say, and how a job is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio

RESET = {"action": "Reset", "payload": {"type": "Soft"}}


async def made(api: Gateway, **members: Any) -> dict[str, Any]:
    answer = await api.post("/jobs", json=RESET | members)
    assert answer.status_code == 202, answer.text
    job: dict[str, Any] = answer.json()
    assert answer.headers["Location"] == f"/api/v1/jobs/{job['id']}"
    return job


async def test_a_job_is_shown_from_its_order_to_its_results(api: Gateway) -> None:
    await api.station("CP-1")
    await api.station("CP-2", online=False)
    job = await made(api, stations=["CP-2", "cp-1"], expected_count=2)
    assert (job["status"], job["total"], job["requested_by"]) == ("running", 2, "admin@example.com")
    assert (job["payload"], job["concurrency"], job["parent"]) == ({"type": "Soft"}, 20, None)
    assert {name: number for name, number in job["counts"].items() if number} == {"waiting": 2}
    assert await api.runner.turn(api.clock.now)
    seen = (await api.get(f"/jobs/{job['id']}")).json()
    assert (seen["counts"]["running"], seen["counts"]["failed"]) == (1, 1)
    results = (await api.get(f"/jobs/{job['id']}/results")).json()["items"]
    by_station = {result["station"]: result for result in results}
    assert by_station["CP-2"]["error"] == "the station is offline"
    command = (await api.get(f"/commands/{by_station['CP-1']['command']}")).json()
    assert (command["station"], command["action"]) == ("CP-1", "Reset")
    failed = (await api.get(f"/jobs/{job['id']}/results", params={"status": "failed"})).json()["items"]
    assert [result["station"] for result in failed] == ["CP-2"]
    assert (await api.get("/jobs")).json()["items"] == [seen]


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({}, "stations"),
        ({"stations": ["CP-1"], "filter": {}}, "stations"),
        ({"stations": []}, "stations"),
        ({"stations": ["CP-1", "CP-404"]}, "stations"),
        ({"filter": {"group": "nowhere"}}, "filter"),
        ({"filter": {"colour": "red"}}, "filter.colour"),
        ({"filter": {}, "concurrency": 0}, "concurrency"),
        ({"filter": {}, "stop_after_failures": 2**63}, "stop_after_failures"),
        ({"filter": {}, "expected_count": 2**31}, "expected_count"),
        ({"filter": {}, "expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
        ({"filter": {}, "payload": {"type": "Gentle"}}, "payload"),
    ],
)
async def test_what_cannot_be_a_job_is_422_and_leaves_none(
    api: Gateway, members: dict[str, Any], field: str
) -> None:
    await api.station("CP-1")
    answer = await api.post("/jobs", json=RESET | members)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"].startswith(field)
    assert (await api.get("/jobs")).json()["items"] == []


async def test_a_job_that_blocks_says_what_is_wanted_and_what_carries_it(api: Gateway) -> None:
    await api.station("CP-1")
    answer = await api.post("/jobs", json={"wanted": "blocked", "stations": ["CP-1"]})
    assert answer.status_code == 202, answer.text
    job = answer.json()
    assert (job["wanted"], job["action"], job["when_offline"]) == (
        "blocked",
        "ChangeAvailability",
        "queue",
    )
    assert job["payload"] == {"connectorId": 0, "type": "Inoperative"}
    assert await api.runner.turn(api.clock.now)
    shown = (await api.get("/stations/CP-1/connectors/0")).json()
    assert (shown["blocked"], shown["block_state"]) == (True, "pending")
    assert (await made(api, stations=["CP-1"]))["wanted"] is None


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({}, "action"),
        ({"wanted": "blocked", "action": "Reset"}, "action"),
        ({"wanted": "broken"}, "wanted"),
        ({"wanted": "blocked", "payload": {"connectorId": 1}}, "payload"),
        ({"wanted": "blocked", "when_offline": "fail"}, "when_offline"),
        ({"wanted": "blocked", "expires_at": "2030-01-01T00:00:00Z"}, "expires_at"),
        ({"wanted": "blocked", "force": True}, "force"),
        ({"wanted": "blocked", "timeout_seconds": 5}, "timeout_seconds"),
    ],
)
async def test_a_wanted_state_takes_nothing_that_belongs_to_a_command(
    api: Gateway, members: dict[str, Any], field: str
) -> None:
    await api.station("CP-1")
    answer = await api.post("/jobs", json={"stations": ["CP-1"]} | members)
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert (await api.get("/jobs")).json()["items"] == []


async def test_a_key_that_may_not_change_availability_blocks_no_stations(api: Gateway) -> None:
    await api.station("CP-1")
    key = await api.key("commands:write", commands=["Reset"])
    answer = await api.post("/jobs", json={"wanted": "blocked", "stations": ["CP-1"]}, key=key)
    assert answer.status_code == 403, answer.text


async def test_another_number_of_stations_than_expected_is_409(api: Gateway) -> None:
    await api.station("CP-1")
    answer = await api.post("/jobs", json=RESET | {"filter": {}, "expected_count": 2})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/count-differs")
    assert "1 stations" in answer.json()["detail"]


async def test_cancel_and_retry_say_when_it_is_not_the_time(api: Gateway) -> None:
    await api.station("CP-1", online=False)
    job = await made(api, filter={})
    early = await api.post(f"/jobs/{job['id']}/retry")
    assert early.json()["type"] == "/problems/job-running"
    await api.runner.turn(api.clock.now)
    late = await api.post(f"/jobs/{job['id']}/cancel")
    assert late.json()["type"] == "/problems/job-ended"
    again = await api.post(f"/jobs/{job['id']}/retry")
    assert (again.status_code, again.json()["parent"], again.json()["total"]) == (202, job["id"], 1)
    cancelled = await api.post(f"/jobs/{again.json()['id']}/cancel")
    assert cancelled.json()["status"] == "cancelling"


@pytest.mark.parametrize("path", ["/jobs/{}", "/jobs/{}/results"])
@pytest.mark.parametrize("name", ["nonsense", "00000000-0000-0000-0000-000000000000"])
async def test_a_job_that_is_not_there_is_404(api: Gateway, path: str, name: str) -> None:
    assert (await api.get(path.format(name))).status_code == 404


async def test_a_long_list_of_stations_fits_into_the_body(api: Gateway) -> None:
    await api.station("CP-1")
    names = [f"a-station-that-nobody-has-{number:06}" for number in range(20_000)]
    answer = await api.post("/jobs", json=RESET | {"stations": ["CP-1", *names]})
    assert answer.status_code == 422
    assert "a-station-that-nobody-has-000020" not in answer.text
    assert "a-station-that-nobody-has-000019" in answer.text
