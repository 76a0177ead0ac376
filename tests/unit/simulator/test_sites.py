"""Where simulated stations stand, and how a gateway is told."""

from __future__ import annotations

import json
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from ocpp_gateway.simulator import sites
from ocpp_gateway.simulator.sites import SITES, Surveyor, places

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.anyio


def test_fifty_stations_stand_at_ten_sites_the_same_ones_every_time() -> None:
    found = places(50)
    assert found == places(50)
    assert Counter(place.group for place in found) == {site.name: site.weight for site in SITES}
    assert len(SITES) == 10


def test_a_few_stations_stand_far_apart_and_many_each_in_a_bay_of_its_own() -> None:
    assert len({place.group for place in places(8)}) == 8
    many = places(200)
    assert len({place.name for place in many}) == 200
    spots = {(place.location["latitude"], place.location["longitude"]) for place in many}
    assert len(spots) == 200


class Gateway:
    """Answers as the API does: a station is unknown at first, and keeps what it is told."""

    def __init__(self) -> None:
        empty = {"name": None, "group": None, "location": None}
        self.stations: dict[str, dict[str, Any]] = {"DEMO-1": dict(empty), "DEMO-2": dict(empty)}
        self.stations["DEMO-2"]["group"] = "by hand"
        self.asked: Counter[str] = Counter()
        self.keys: set[str | None] = set()


@pytest.fixture
def gateway() -> Iterator[tuple[Gateway, str]]:
    state = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.removeprefix("/api/v1/stations/")
            state.asked[name] += 1
            state.keys.add(self.headers["Authorization"])
            known = state.stations.get(name) if state.asked[name] > 1 else None
            self._answer(404 if known is None else 200, known or {})

        def do_PATCH(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.stations[self.path.removeprefix("/api/v1/stations/")].update(body)
            self._answer(200, {})

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield state, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    serving.join()
    server.server_close()


async def test_a_station_gets_its_site_when_it_is_known_and_keeps_what_somebody_entered(
    gateway: tuple[Gateway, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sites, "AGAIN_SECONDS", 0.01)
    state, url = gateway
    assert await Surveyor(url, "secret").place(["DEMO-1", "DEMO-2"]) == 1
    (first, _) = places(2)
    assert state.stations["DEMO-1"] == {"name": first.name, "group": first.group, "location": first.location}
    assert state.stations["DEMO-2"] == {"name": None, "group": "by hand", "location": None}
    assert state.asked["DEMO-1"] == 2
    assert state.keys == {"Bearer secret"}


async def test_a_gateway_that_is_never_there_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sites, "AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(sites, "PATIENCE_SECONDS", 0.1)
    assert await Surveyor("http://127.0.0.1:9", "secret").place(["DEMO-1"]) == 0
