"""What the how-to pages tell people to type works, and the pages together use every operation of the API."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.flows.gateway_process import ADMIN, GatewayProcess
from tests.flows.howto_pages import PREAMBLE, Call, Page, pages, run_page, uncalled

PAGES = pages()


@dataclass
class Laboratory:
    """A gateway with three stations that nobody charges at, and the calls that the pages have made so far."""

    gateway: GatewayProcess
    folder: Path
    calls: dict[str, list[Call]] = field(default_factory=dict)

    def type_in(self, page: Page) -> None:
        """Run one page, unless it has run already."""
        if page.name not in self.calls:
            self.calls[page.name] = run_page(page, self.folder, self._variables())

    def _variables(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "GATEWAY": self.gateway.http_url,
            "EMAIL": ADMIN[0],
            "PASSWORD": ADMIN[1],
        }


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    folder = tmp_path_factory.mktemp("howto")
    with GatewayProcess(REGISTRATION="open", UNKNOWN_ID_TAGS="accept") as gateway:
        fleet = subprocess.Popen(
            [
                *(sys.executable, "-m", "ocpp_gateway", "simulate", "--quiet"),
                *("--url", gateway.station_url, "--stations", "3", "--charging", "0", "--seed", "1"),
            ],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
        )
        try:
            gateway.api().until_stations_are_available(3)
            yield Laboratory(gateway, folder)
        finally:
            fleet.terminate()
            fleet.wait(30)


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_what_the_page_tells_people_to_type_works(page: Page, laboratory: Laboratory) -> None:
    laboratory.type_in(page)


def test_the_pages_together_use_every_operation_of_the_api(laboratory: Laboratory) -> None:
    for page in PAGES:
        laboratory.type_in(page)
    openapi = laboratory.gateway.api().get("/openapi.json")
    assert uncalled(openapi, [call for calls in laboratory.calls.values() for call in calls]) == []


def test_the_page_that_all_others_build_on_is_one_of_them() -> None:
    assert PREAMBLE in {page.name for page in PAGES}
