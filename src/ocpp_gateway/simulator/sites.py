"""Where simulated stations stand: the cities are real, the sites are invented.

A station of the demo appears by itself, as any stranger does; then this gives it its site the way a person would: by
the REST API, with a key. What somebody has entered meanwhile stays.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

import structlog

if TYPE_CHECKING:
    from collections.abc import Sequence

_log = structlog.get_logger(__name__)

AGAIN_SECONDS = 0.5
PATIENCE_SECONDS = 120.0
"""How long a station may take until the gateway knows it."""
ANSWER_SECONDS = 10.0
AT_ONCE = 4
BAY_DEGREES = 0.00015
"""Some fifteen metres between two bays."""
BAYS_IN_A_ROW = 4


@dataclass(frozen=True, slots=True)
class Site:
    """A place with some bays. Degrees (WGS 84); `weight` is how many of fifty stations stand there."""

    name: str
    address: str
    latitude: float
    longitude: float
    weight: int


SITES: tuple[Site, ...] = (
    Site("Berlin Lindenpark", "Lindenpark 1, Berlin", 52.5208, 13.4094, 7),
    Site("Hamburg Hafenhof", "Hafenhof 12, Hamburg", 53.5480, 9.9872, 6),
    Site("München Isarbogen", "Isarbogen 3, München", 48.1372, 11.5755, 6),
    Site("Köln Rheingarten", "Rheingarten 8, Köln", 50.9380, 6.9603, 5),
    Site("Frankfurt Apfelwiese", "Apfelwiese 21, Frankfurt", 50.1106, 8.6820, 5),
    Site("Leipzig Auenhof", "Auenhof 5, Leipzig", 51.3403, 12.3748, 5),
    Site("Stuttgart Kesselblick", "Kesselblick 2, Stuttgart", 48.7758, 9.1829, 5),
    Site("Hannover Leinegarten", "Leinegarten 9, Hannover", 52.3744, 9.7386, 4),
    Site("Wien Donaublick", "Donaublick 14, Wien", 48.2084, 16.3725, 4),
    Site("Zürich Seewiese", "Seewiese 6, Zürich", 47.3717, 8.5423, 3),
)


@dataclass(frozen=True, slots=True)
class Place:
    """What the gateway is told of one station."""

    name: str
    group: str
    location: dict[str, Any]


def places(count: int) -> list[Place]:
    """Where the first `count` stations stand: the same ones every time, each site growing as its weight says."""
    heaviest = max(site.weight for site in SITES)
    turn = [site for level in range(heaviest) for site in SITES if site.weight > level]
    taken = dict.fromkeys(SITES, 0)
    found = []
    for number in range(count):
        site = turn[number % len(turn)]
        taken[site] += 1
        found.append(_bay(site, taken[site]))
    return found


def _bay(site: Site, number: int) -> Place:
    row, column = divmod(number - 1, BAYS_IN_A_ROW)
    location = {
        "latitude": round(site.latitude - row * BAY_DEGREES, 6),
        "longitude": round(site.longitude + column * BAY_DEGREES, 6),
        "address": site.address,
    }
    return Place(f"{site.name}, bay {number}", site.name, location)


class Surveyor:
    """Tells a gateway where stations stand; `api` is its address, `key` may write stations."""

    def __init__(self, api: str, key: str) -> None:
        self._api = f"{api.rstrip('/')}/api/v1/stations"
        self._key = key

    async def place(self, identities: Sequence[str]) -> int:
        """Wait for each station and give it its place; how many got one. A failure is told in the log."""
        room = asyncio.Semaphore(AT_ONCE)

        async def one(identity: str, place: Place) -> bool:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while True:
                    async with room:
                        done = await asyncio.to_thread(self._tell, identity, place)
                    if done is not None:
                        return done
                    await asyncio.sleep(AGAIN_SECONDS)

        found = zip(identities, places(len(identities)), strict=True)
        told = await asyncio.gather(*(one(*each) for each in found), return_exceptions=True)
        for problem in {repr(each) for each in told if isinstance(each, Exception)}:
            _log.warning("stations_without_a_site", reason=problem)
        return sum(each is True for each in told)

    def _tell(self, identity: str, place: Place) -> bool | None:
        """Whether it was told; `None` if the gateway does not know the station, or cannot be reached, yet."""
        address = f"{self._api}/{quote(identity, safe='')}"
        try:
            known = self._ask("GET", address)
            if known["group"] is not None or known["location"] is not None:
                return False
            change = {"name": known["name"] or place.name, "group": place.group, "location": place.location}
            self._ask("PATCH", address, change)
        except HTTPError as refused:
            if refused.code in {404, 429, 503}:
                return None
            raise
        except URLError:
            return None
        return True

    def _ask(self, method: str, address: str, body: dict[str, Any] | None = None) -> Any:
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        document = None if body is None else json.dumps(body).encode()
        request = Request(address, document, headers, method=method)  # noqa: S310 - the caller names http or https
        with urlopen(request, timeout=ANSWER_SECONDS) as answer:  # noqa: S310
            return json.load(answer)
