from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

import httpx2
import pytest
from fastapi import FastAPI

from ocpp_gateway.api import dashboard
from ocpp_gateway.api.boundary import Boundary
from ocpp_gateway.api.error_handlers import HANDLERS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.anyio

HTML = {"Accept": "text/html,application/xhtml+xml", "Accept-Encoding": "identity"}
SCRIPT = b"console.log('built')" * 40


@pytest.fixture
def build(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / ".vite").mkdir()
    (tmp_path / ".vite" / "manifest.json").write_text("{}")
    (tmp_path / "index.html").write_text("<!doctype html><title>built</title>")
    (tmp_path / "assets" / "index-Ab3_-xYz.js").write_bytes(SCRIPT)
    (tmp_path / "assets" / "index-Ab3_-xYz.js.gz").write_bytes(gzip.compress(SCRIPT))
    (tmp_path / "assets" / "index-Ab3_-xYz.js.br").write_bytes(b"brotli")
    (tmp_path / "assets" / "theme.js").write_text("//")
    return tmp_path


def client(folder: Path) -> httpx2.AsyncClient:
    app = FastAPI(exception_handlers=HANDLERS)
    app.include_router(dashboard.router(folder))
    transport = httpx2.ASGITransport(Boundary(app))
    return httpx2.AsyncClient(transport=transport, base_url="http://gateway.test")


@pytest.mark.parametrize(
    "address", ["/", "/stations", "/stations/CP-1", "/stations/a%2Fb", "/transactions/x"]
)
async def test_every_page_is_the_index(build: Path, address: str) -> None:
    async with client(build) as web:
        answer = await web.get(address, headers=HTML)
    assert answer.status_code == 200
    assert "built" in answer.text
    assert answer.headers["cache-control"] == "no-cache"
    assert "camera=(self)" in answer.headers["permissions-policy"]


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/api/v1/nothing", HTML),
        ("/partner/v1/nothing", HTML),
        ("/assets/nothing.js", HTML),
        ("/assets/../index.html", HTML),
        ("/.vite/manifest.json", {"Accept": "*/*"}),
        ("/nothing", {"Accept": "application/json"}),
    ],
)
async def test_what_is_no_page_is_a_problem(build: Path, address: str, headers: dict[str, str]) -> None:
    async with client(build) as web:
        answer = await web.get(address, headers=headers)
    assert (
        answer.status_code == 404 or "built" in answer.text
    )  # `..` is resolved by clients: then it is a page
    if answer.status_code == 404:
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_page_runs_no_inline_script_and_nothing_from_elsewhere(build: Path) -> None:
    async with client(build) as web:
        headers = (await web.get("/", headers=HTML)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?:|\*", policy)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


async def test_a_hashed_asset_is_kept_for_ever_and_another_is_asked_for(build: Path) -> None:
    async with client(build) as web:
        hashed = await web.get("/assets/index-Ab3_-xYz.js", headers={"Accept-Encoding": "identity"})
        plain = await web.get("/assets/theme.js")
    assert "immutable" in hashed.headers["cache-control"]
    assert hashed.content == SCRIPT
    assert hashed.headers["content-type"].startswith("text/javascript")
    assert plain.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
async def test_the_best_compression_that_is_wanted_is_sent(
    build: Path, accepted: str, encoding: str | None
) -> None:
    request = httpx2.Request(
        "GET", "http://gateway.test/assets/index-Ab3_-xYz.js", headers={"Accept-Encoding": accepted}
    )
    async with client(build) as web:
        answer = await web.send(request, stream=True)
        raw = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert raw == {"br": b"brotli", "gzip": gzip.compress(SCRIPT), None: SCRIPT}[encoding]


async def test_an_unchanged_page_costs_no_body(build: Path) -> None:
    async with client(build) as web:
        first = await web.get("/", headers=HTML)
        again = await web.get("/", headers=HTML | {"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


async def test_without_a_build_the_page_says_how_to_make_one(tmp_path: Path) -> None:
    async with client(tmp_path) as web:
        answer = await web.get("/", headers=HTML)
    assert answer.status_code == 200
    assert "./gateway run" in answer.text
    assert "/api/docs" in answer.text
    assert answer.headers["cache-control"] == "no-store"
