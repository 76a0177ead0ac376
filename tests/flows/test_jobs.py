"""One command for fifty simulated stations: finished, killed in the middle, cancelled, taken up again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.flows.gateway_process import Api, GatewayProcess

FLEET = 50
SECONDS = 120.0
ENDED = {"completed", "cancelled", "stopped"}


@contextmanager
def simulated(gateway: GatewayProcess) -> Iterator[None]:
    fleet = subprocess.Popen(
        [
            *(sys.executable, "-m", "ocpp_gateway", "simulate", "--quiet"),
            *("--url", gateway.station_url, "--stations", str(FLEET), "--charging", "0", "--seed", "1"),
        ],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
    )
    try:
        gateway.api().until_stations_are_available(FLEET)
        yield
    finally:
        fleet.terminate()
        fleet.wait(30)


def until(api: Api, job: dict[str, Any], condition: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Ask for the job until it is so."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        seen: dict[str, Any] = api.get(f"/jobs/{job['id']}")
        if condition(seen):
            return seen
        time.sleep(0.01)  # another process: there is nothing to wait on but its answers
    raise AssertionError(f"the job stands at {seen}")


def frames(api: Api, action: str) -> Counter[str]:
    """How many CALLs of an action went out to each station."""
    sent = api.all("/logs", action=action, direction="out", message_type="Call")
    return Counter(entry["station"] for entry in sent)


@pytest.mark.timeout(400)
def test_a_job_outlives_a_killed_gateway_and_no_station_is_told_twice(tmp_path: Path) -> None:
    with GatewayProcess(folder=tmp_path, REGISTRATION="open") as gateway, simulated(gateway):
        job = gateway.api().post(
            "/jobs",
            {
                "action": "ClearCache",
                "filter": {"online": True},
                "expected_count": FLEET,
                "concurrency": 2,
                "when_offline": "queue",
            },
        )
        half = until(gateway.api(), job, lambda seen: seen["counts"]["accepted"] >= FLEET // 5)
        gateway.kill()
        assert half["status"] == "running"
        gateway.start()
        api = gateway.api()
        ended = until(api, job, lambda seen: seen["status"] in ENDED)
        assert ended["status"] == "completed"
        assert ended["counts"]["accepted"] + ended["counts"]["timed_out"] == FLEET
        assert ended["counts"]["timed_out"] <= 2  # those that were on the way when it was killed
        sent = frames(api, "ClearCache")
        assert max(sent.values()) == 1
        assert len(sent) >= FLEET - 2
        results = api.all(f"/jobs/{job['id']}/results")
        assert len({result["command"] for result in results}) == FLEET
        assert len(api.all("/commands", action="ClearCache")) == FLEET


@pytest.mark.timeout(400)
def test_a_job_is_cancelled_and_another_takes_up_what_failed(tmp_path: Path) -> None:
    with GatewayProcess(folder=tmp_path, REGISTRATION="open") as gateway, simulated(gateway):
        api = gateway.api()
        job = api.post("/jobs", {"action": "ClearCache", "filter": {}, "concurrency": 1})
        until(api, job, lambda seen: seen["counts"]["accepted"] >= 3)
        api.post(f"/jobs/{job['id']}/cancel")
        ended = until(api, job, lambda seen: seen["status"] in ENDED)
        assert ended["status"] == "cancelled"
        assert ended["counts"]["accepted"] + ended["counts"]["cancelled"] == FLEET
        assert sum(frames(api, "ClearCache").values()) == ended["counts"]["accepted"]
        unknown = {"key": "NoSuchKey", "value": "1"}
        refused = api.post("/jobs", {"action": "ChangeConfiguration", "payload": unknown, "filter": {}})
        ended = until(api, refused, lambda seen: seen["status"] in ENDED)
        assert ended["counts"]["rejected"] == FLEET
        again = api.post(f"/jobs/{refused['id']}/retry")
        assert (again["parent"], again["total"]) == (refused["id"], FLEET)
        until(api, again, lambda seen: seen["status"] == "completed")
        assert set(frames(api, "ChangeConfiguration").values()) == {2}
        deeds = api.all("/audit", action="job.created")
        assert [deed["after"]["stations"] for deed in deeds] == [FLEET, FLEET, FLEET]
