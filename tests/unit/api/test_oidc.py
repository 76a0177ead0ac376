"""Signing in through an identity provider, against a real one: honest, and wrong in every way that we know of."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
import structlog
from sqlalchemy import select

from ocpp_gateway.api.identity_provider import IdentityProvider
from ocpp_gateway.api.oidc import COOKIE, PATH
from ocpp_gateway.operations.accounts import Role
from ocpp_gateway.operations.audit import GATEWAY
from ocpp_gateway.storage.audit_table import audit
from tests.oidc_provider import CLIENT
from tests.unit.api.gateway import PREFIX, Gateway, gateway

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

pytestmark = pytest.mark.anyio

CALLBACK = f"http://gateway.test{PATH}/callback"
ADA = "ada@example.com"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    program = str(Path(__file__).parents[2] / "oidc_provider.py")
    process = subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


@pytest.fixture
async def api(database_file: Path, issuer: str) -> AsyncIterator[Gateway]:
    async with gateway(database_file, identity_provider=IdentityProvider(issuer, *CLIENT, CALLBACK)) as built:
        yield built


async def said(api: Gateway, issuer: str, **control: Any) -> None:
    """Tell the provider how to behave."""
    async with httpx2.AsyncClient() as client:
        body = {"now": api.clock.now.timestamp(), "email": ADA} | control
        assert (await client.post(f"{issuer}/control", json=body)).status_code == 204


async def at_provider(api: Gateway, browser: httpx2.AsyncClient) -> str:
    """Begin here, sign in there: the address at which the browser comes back."""
    started = await browser.get(f"{PATH}/start")
    assert started.status_code == 303, started.text
    async with httpx2.AsyncClient() as client:
        back = await client.get(started.headers["Location"])
    assert back.status_code == 302, back.text
    address = str(back.headers["Location"])
    assert address.startswith(CALLBACK)
    return address


async def known(api: Gateway, **more: Any) -> None:
    values: dict[str, Any] = {"email": ADA, "role": Role.OPERATOR, "password": None}
    await api.accounts.create(**(values | more), by=GATEWAY, now=api.clock.now)


async def test_somebody_whom_the_provider_vouches_for_is_signed_in(api: Gateway, issuer: str) -> None:
    await known(api)
    await said(api, issuer, email="Ada@Example.com")
    async with api.browser() as browser:
        answer = await browser.get(await at_provider(api, browser))
        assert answer.status_code == 303
        assert answer.headers["Location"] == "/"
        cookies = "\n".join(answer.headers.get_list("Set-Cookie"))
        assert "ocpp_gateway_refresh=" in cookies
        assert "SameSite=strict" in cookies
        token = (await browser.post(f"{PREFIX}/auth/refresh")).json()["access_token"]
        me = await browser.get(f"{PREFIX}/auth/me", headers={"Authorization": f"Bearer {token}"})
    assert (me.json()["email"], me.json()["role"]) == (ADA, "operator")
    async with api.database.read() as connection:
        rows = list(await connection.execute(select(audit).order_by(audit.c.id)))
    assert [(row.action, row.actor, row.remote_address) for row in rows[-1:]] == [
        ("user.signed_in", ADA, "127.0.0.1")
    ]


async def test_the_way_to_the_provider_is_fresh_and_protected(api: Gateway, issuer: str) -> None:
    await said(api, issuer)
    seen = []
    for _ in range(2):
        answer = await api.client.get(f"{PATH}/start")
        asked = parse_qs(urlsplit(answer.headers["Location"]).query)
        assert asked["code_challenge_method"] == ["S256"]
        assert asked["redirect_uri"] == [CALLBACK]
        seen.append((asked["state"], asked["nonce"], asked["code_challenge"]))
        cookie = answer.headers["Set-Cookie"]
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"httponly", "samesite=lax", f"path={PATH}", "max-age=600"} <= parts
        assert asked["nonce"][0] not in cookie
    assert all(first != second for first, second in zip(*seen, strict=True))


FAULTS = [
    "nonce",
    "no nonce",
    "audience",
    "another party",
    "issuer",
    "expired",
    "no end",
    "not yet",
    "alg none",
    "alg HS256 with the public key",
    "another key",
    "access token",
    "no ID token",
    "no e-mail",
    "e-mail not verified",
    "e-mail verified in words",
]


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_word_that_does_not_hold_signs_nobody_in(api: Gateway, issuer: str, fault: str) -> None:
    await known(api)
    await said(api, issuer, fault=fault)
    async with api.browser() as browser:
        with structlog.testing.capture_logs() as logs:
            answer = await browser.get(await at_provider(api, browser))
        assert answer.status_code == 403
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "ocpp_gateway_refresh" not in str(answer.headers)
        assert (await browser.post(f"{PREFIX}/auth/refresh")).status_code == 401
    assert [entry["event"] for entry in logs] == ["oidc_refused"]
    assert CLIENT[1] not in str(logs)


async def test_an_honest_provider_may_change_its_keys_at_any_time(api: Gateway, issuer: str) -> None:
    await known(api)
    await said(api, issuer)
    async with api.browser() as browser:
        assert (await browser.get(await at_provider(api, browser))).status_code == 303
        await said(api, issuer, rotate=True)
        assert (await browser.get(await at_provider(api, browser))).status_code == 303


async def test_a_code_counts_once_in_the_browser_that_began(api: Gateway, issuer: str) -> None:
    await known(api)
    await said(api, issuer)
    async with api.browser() as browser, api.browser() as other:
        back = await at_provider(api, browser)
        assert (await other.get(back)).status_code == 403  # no cookie: login CSRF
        await other.get(f"{PATH}/start")
        assert (await other.get(back)).status_code == 403  # the state of another attempt
        assert (await browser.get(back)).status_code == 303
        assert (await browser.get(back)).status_code == 403  # its cookie is gone


@pytest.mark.parametrize("change", ["no state", "another state", "late", "another cookie", "denied"])
async def test_what_was_not_begun_like_this_is_refused(api: Gateway, issuer: str, change: str) -> None:
    await known(api)
    await said(api, issuer)
    async with api.browser() as browser:
        back = await at_provider(api, browser)
        if change == "late":
            api.clock.advance(timedelta(minutes=10, seconds=1))
        if change == "another cookie":
            browser.cookies.set(COOKIE, "bm90aGluZw", domain="gateway.test", path=PATH)
        address = {
            "no state": back.partition("&state=")[0],
            "another state": back + "x",
            "denied": f"{CALLBACK}?error=access_denied",
        }.get(change, back)
        assert (await browser.get(address)).status_code == 403


@pytest.mark.parametrize("who", ["unknown", "disabled", "partner"])
async def test_who_may_not_come_in_gets_a_page_that_says_so(api: Gateway, issuer: str, who: str) -> None:
    await said(api, issuer)
    if who != "unknown":
        await known(api)
        user = await api.accounts.by_email(ADA)
        if who == "disabled":
            await api.accounts.edit(user.id, {"disabled": True}, by=GATEWAY, now=api.clock.now)
        else:
            await api.become_partner(user.id)
    async with api.browser() as browser:
        answer = await browser.get(await at_provider(api, browser))
    assert answer.status_code == 403
    assert "administrator" in answer.text


async def test_where_it_is_allowed_who_is_unknown_becomes_a_viewer(database_file: Path, issuer: str) -> None:
    provider = IdentityProvider(issuer, *CLIENT, CALLBACK)
    async with gateway(database_file, identity_provider=provider, welcome_unknown=True) as api:
        await said(api, issuer, name="Ada\u202e Lovelace")
        async with api.browser() as browser:
            for _ in range(2):
                assert (await browser.get(await at_provider(api, browser))).status_code == 303
        user = await api.accounts.by_email(ADA)
        assert (user.role, user.name) == (Role.VIEWER, "Ada Lovelace")
        assert len(await api.accounts.list()) == 1


@pytest.mark.parametrize("fault", ["down", "issuer of discovery"])
async def test_a_provider_that_is_away_is_a_page_too(api: Gateway, issuer: str, fault: str) -> None:
    await said(api, issuer, fault=fault)
    answer = await api.client.get(f"{PATH}/start")
    assert answer.status_code == 502
    assert answer.headers["Content-Type"].startswith("text/html")


async def test_the_methods_tell_what_there_is(api: Gateway, tmp_path: Path) -> None:
    assert (await api.client.get(f"{PREFIX}/auth/methods")).json() == {
        "password": True,
        "oidc": f"{PATH}/start",
    }


async def test_without_a_provider_there_is_nothing(database_file: Path) -> None:
    async with gateway(database_file) as api:
        assert (await api.client.get(f"{PREFIX}/auth/methods")).json() == {"password": True, "oidc": None}
        assert (await api.client.get(f"{PATH}/start")).status_code == 404
        assert (await api.client.get(f"{PATH}/callback")).status_code == 404
