from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import structlog
from sqlalchemy import select, update

from ocpp_gateway.operations.accounts import Role
from ocpp_gateway.operations.audit import GATEWAY
from ocpp_gateway.storage.people_tables import refresh_tokens, users
from tests.unit.api.gateway import PASSWORD, PREFIX

if TYPE_CHECKING:
    import httpx2

    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio

EMAIL = "ada@example.com"
COOKIE = "ocpp_gateway_refresh"


async def person(api: Gateway, role: Role = Role.OPERATOR) -> None:
    await api.accounts.create(
        email=EMAIL, role=role, password=PASSWORD, by=GATEWAY, now=api.clock.now, name="Ada"
    )


async def login(browser: httpx2.AsyncClient, email: str = EMAIL, password: str = PASSWORD) -> httpx2.Response:
    return await browser.post(f"{PREFIX}/auth/login", json={"email": email, "password": password})


async def me(browser: httpx2.AsyncClient, token: str) -> httpx2.Response:
    return await browser.get(f"{PREFIX}/auth/me", headers={"Authorization": f"Bearer {token}"})


async def test_signing_in_gives_a_token_and_a_cookie_that_scripts_cannot_read(api: Gateway) -> None:
    await person(api)
    answer = await login(api.client, "  Ada@Example.COM ")
    assert answer.status_code == 200
    body = answer.json()
    assert body["token_type"] == "Bearer"
    assert 0 < body["expires_in"] <= 15 * 60
    cookie = answer.headers["Set-Cookie"]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "samesite=strict", f"path={PREFIX}/auth", f"max-age={30 * 86400}"} <= parts
    assert "secure" not in parts
    assert answer.headers["Cache-Control"] == "no-store"
    shown = (await me(api.client, body["access_token"])).json()
    assert (shown["email"], shown["name"], shown["role"]) == (EMAIL, "Ada", "operator")
    assert "stations:write" in shown["permissions"]
    assert "id-tags:write" not in shown["permissions"]


async def test_under_https_the_cookie_is_secure(api: Gateway) -> None:
    await person(api)
    answer = await api.client.post(
        f"https://gateway.test{PREFIX}/auth/login", json={"email": EMAIL, "password": PASSWORD}
    )
    assert "; secure" in answer.headers["Set-Cookie"].lower()


@pytest.mark.parametrize(("email", "password"), [(EMAIL, "wrong password"), ("nobody@example.com", PASSWORD)])
async def test_wrong_address_and_wrong_password_get_the_same_answer(
    api: Gateway, email: str, password: str
) -> None:
    await person(api)
    answer = await login(api.client, email, password)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json() == {
        "type": "/problems/wrong-credentials",
        "title": "The e-mail address or the password is wrong",
        "status": 401,
        "detail": "The e-mail address or the password is wrong.",
    }


async def test_a_disabled_account_cannot_sign_in_and_is_signed_out(api: Gateway) -> None:
    await person(api)
    token = (await login(api.client)).json()["access_token"]
    async with api.database.begin() as connection:
        await connection.execute(update(users).values(disabled_at=api.clock.now))
    assert (await login(api.client)).status_code == 401
    assert (await me(api.client, token)).status_code == 401
    assert (await api.client.post(f"{PREFIX}/auth/refresh")).status_code == 401


async def test_a_changed_role_counts_at_once(api: Gateway) -> None:
    await person(api)
    token = (await login(api.client)).json()["access_token"]
    async with api.database.begin() as connection:
        await connection.execute(update(users).values(role="viewer"))
    assert (await me(api.client, token)).json()["role"] == "viewer"


async def test_an_access_token_ends_after_15_minutes_and_is_refreshed(api: Gateway) -> None:
    await person(api)
    token = (await login(api.client)).json()["access_token"]
    api.clock.advance(timedelta(minutes=15))
    assert (await me(api.client, token)).status_code == 401
    refreshed = await api.client.post(f"{PREFIX}/auth/refresh")
    assert refreshed.status_code == 200
    assert (await me(api.client, refreshed.json()["access_token"])).status_code == 200


async def test_each_refresh_cookie_works_once_and_a_late_second_use_ends_the_sign_in(api: Gateway) -> None:
    await person(api)
    stolen = (await login(api.client)).cookies[COOKIE]
    token = (await api.client.post(f"{PREFIX}/auth/refresh")).json()["access_token"]
    api.clock.advance(timedelta(seconds=61))
    async with api.browser() as thief:
        answer = await thief.post(f"{PREFIX}/auth/refresh", headers={"Cookie": f"{COOKIE}={stolen}"})
    assert answer.status_code == 401
    assert answer.json()["type"] == "/problems/sign-in-ended"
    # The owner is signed out too: nobody can tell which of the two is the thief.
    assert (await api.client.post(f"{PREFIX}/auth/refresh")).status_code == 401
    assert (await me(api.client, token)).status_code == 401


async def test_two_windows_that_refresh_at_once_do_not_end_the_sign_in(api: Gateway) -> None:
    await person(api)
    old = (await login(api.client)).cookies[COOKIE]
    assert (await api.client.post(f"{PREFIX}/auth/refresh")).status_code == 200
    async with api.browser() as window:
        answer = await window.post(f"{PREFIX}/auth/refresh", headers={"Cookie": f"{COOKIE}={old}"})
        assert answer.status_code == 200
        assert answer.cookies[COOKIE] == api.client.cookies[COOKIE]
        assert (await api.client.post(f"{PREFIX}/auth/refresh")).status_code == 200
        # The other window has not heard of that second one: it is told so, and gets nothing.
        answer = await window.post(f"{PREFIX}/auth/refresh", headers={"Cookie": f"{COOKIE}={old}"})
    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/refreshed-already"
    assert "Set-Cookie" not in answer.headers
    assert (await api.client.post(f"{PREFIX}/auth/refresh")).status_code == 200


async def test_twenty_windows_that_refresh_at_once_get_the_same_cookie(api: Gateway) -> None:
    await person(api)
    old = {"Cookie": f"{COOKIE}={(await login(api.client)).cookies[COOKIE]}"}
    async with api.browser() as windows:
        answers = await asyncio.gather(
            *(windows.post(f"{PREFIX}/auth/refresh", headers=old) for _ in range(20))
        )
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.cookies[COOKIE] for answer in answers}) == 1


async def test_an_answer_that_gets_lost_is_given_again_for_a_minute(api: Gateway) -> None:
    await person(api)
    old = {"Cookie": f"{COOKIE}={(await login(api.client)).cookies[COOKIE]}"}
    async with api.browser() as browser:
        lost = (await browser.post(f"{PREFIX}/auth/refresh", headers=old)).cookies[COOKIE]
        browser.cookies.clear()
        api.clock.advance(timedelta(seconds=59))
        again = await browser.post(f"{PREFIX}/auth/refresh", headers=old)
        assert (again.status_code, again.cookies[COOKIE]) == (200, lost)
        assert (await me(browser, again.json()["access_token"])).status_code == 200


async def test_whoever_takes_a_lost_answer_is_found_out_when_the_second_goes_on(api: Gateway) -> None:
    """The price of the minute: a thief within it shares the one chain, until one of the two has moved on (S20)."""
    await person(api)
    old = {"Cookie": f"{COOKIE}={(await login(api.client)).cookies[COOKIE]}"}
    assert (await api.client.post(f"{PREFIX}/auth/refresh")).status_code == 200
    async with api.browser() as thief:
        taken = await thief.post(f"{PREFIX}/auth/refresh", headers=old)
        assert taken.status_code == 200
        api.clock.advance(timedelta(minutes=14))
        assert (await api.client.post(f"{PREFIX}/auth/refresh")).status_code == 200
        api.clock.advance(timedelta(minutes=2))
        late = {"Cookie": f"{COOKIE}={taken.cookies[COOKIE]}"}
        thief.cookies.clear()
        assert (await thief.post(f"{PREFIX}/auth/refresh", headers=late)).status_code == 401
    assert (await api.client.post(f"{PREFIX}/auth/refresh")).status_code == 401


async def test_a_used_cookie_whose_successor_is_used_too_ends_the_sign_in(api: Gateway) -> None:
    await person(api)
    old = {"Cookie": f"{COOKIE}={(await login(api.client)).cookies[COOKIE]}"}
    for _ in range(2):
        assert (await api.client.post(f"{PREFIX}/auth/refresh")).status_code == 200
    api.clock.advance(timedelta(seconds=11))
    async with api.browser() as thief:
        assert (await thief.post(f"{PREFIX}/auth/refresh", headers=old)).status_code == 401
    assert (await api.client.post(f"{PREFIX}/auth/refresh")).status_code == 401


async def test_a_sign_in_lasts_30_days_however_often_it_is_refreshed(api: Gateway) -> None:
    await person(api)
    await login(api.client)
    for _ in range(29):
        api.clock.advance(timedelta(days=1))
        assert (await api.client.post(f"{PREFIX}/auth/refresh")).status_code == 200
    api.clock.advance(timedelta(days=1))
    assert (await api.client.post(f"{PREFIX}/auth/refresh")).status_code == 401


@pytest.mark.parametrize("by", ["cookie", "token", "both"])
async def test_signing_out_works_at_once(api: Gateway, by: str) -> None:
    await person(api)
    answer = await login(api.client)
    token, cookie = answer.json()["access_token"], answer.cookies[COOKIE]
    api.client.cookies.clear()
    headers = {}
    if by in {"cookie", "both"}:
        headers["Cookie"] = f"{COOKIE}={cookie}"
    if by in {"token", "both"}:
        headers["Authorization"] = f"Bearer {token}"
    out = await api.client.post(f"{PREFIX}/auth/logout", headers=headers)
    assert out.status_code == 204
    assert "max-age=0" in out.headers["Set-Cookie"].lower()
    assert (await me(api.client, token)).status_code == 401
    again = await api.client.post(f"{PREFIX}/auth/refresh", headers={"Cookie": f"{COOKIE}={cookie}"})
    assert again.status_code == 401


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer nonsense"}, {"Cookie": f"{COOKIE}=unknown"}]
)
async def test_signing_out_without_being_signed_in_is_no_error(api: Gateway, headers: dict[str, str]) -> None:
    assert (await api.client.post(f"{PREFIX}/auth/logout", headers=headers)).status_code == 204


async def test_signing_out_ends_this_sign_in_only(api: Gateway) -> None:
    await person(api)
    token = (await login(api.client)).json()["access_token"]
    async with api.browser() as other:
        await login(other)
        await other.post(f"{PREFIX}/auth/logout")
    assert (await me(api.client, token)).status_code == 200


async def test_a_new_password_signs_out_everywhere(api: Gateway) -> None:
    await person(api)
    token = (await login(api.client)).json()["access_token"]
    await api.accounts.set_password(EMAIL, "another good one", by=GATEWAY, now=api.clock.now)
    assert (await me(api.client, token)).status_code == 401
    assert (await api.client.post(f"{PREFIX}/auth/refresh")).status_code == 401
    assert (await login(api.client)).status_code == 401
    assert (await login(api.client, password="another good one")).status_code == 200


async def test_guessing_is_limited_per_account_and_says_how_long_to_wait(api: Gateway) -> None:
    await person(api)
    for _ in range(10):
        assert (await login(api.client, password="guess")).status_code == 401
    answer = await login(api.client)
    assert answer.status_code == 429
    assert answer.json()["type"] == "/problems/too-many-attempts"
    wait = int(answer.headers["Retry-After"])
    assert 0 < wait <= 30
    api.clock.advance(timedelta(seconds=wait))
    assert (await login(api.client)).status_code == 200


async def test_guessing_is_limited_per_address_over_all_accounts(api: Gateway) -> None:
    for number in range(30):
        assert (await login(api.client, f"user{number}@example.com", "guess")).status_code == 401
    assert (await login(api.client, "one-more@example.com", "guess")).status_code == 429


async def test_an_unknown_account_is_limited_like_a_known_one(api: Gateway) -> None:
    statuses = [(await login(api.client, "nobody@example.com", "guess")).status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]


async def test_right_passwords_are_not_counted(api: Gateway) -> None:
    await person(api)
    for _ in range(40):
        assert (await login(api.client)).status_code == 200


@pytest.mark.parametrize(
    "body",
    [{}, {"email": EMAIL}, {"email": EMAIL, "password": ""}, {"email": 1, "password": "secret-text"}, []],
)
async def test_bad_credentials_are_refused_without_repeating_them(api: Gateway, body: object) -> None:
    answer = await api.client.post(f"{PREFIX}/auth/login", json=body)
    assert answer.status_code == 422
    assert "secret-text" not in answer.text


async def test_the_service_user_of_a_partner_cannot_sign_in(api: Gateway) -> None:
    await person(api)
    async with api.database.begin() as connection:
        await connection.execute(update(users).values(role="partner"))
    assert (await login(api.client)).status_code == 401


async def test_tokens_and_passwords_are_stored_hashed_and_never_logged(api: Gateway) -> None:
    await person(api)
    with structlog.testing.capture_logs() as logs:
        first = await login(api.client)
        cookie = first.cookies[COOKIE]
        await login(api.client, password="a wrong secret")
        await api.client.post(f"{PREFIX}/auth/refresh")
        api.clock.advance(timedelta(minutes=2))
        async with api.browser() as thief:
            await thief.post(f"{PREFIX}/auth/refresh", headers={"Cookie": f"{COOKIE}={cookie}"})
    secrets = (PASSWORD, "a wrong secret", cookie, first.json()["access_token"])
    assert [entry["event"] for entry in logs] == ["refresh_token_reused"]
    assert not any(secret in str(logs) for secret in secrets)
    async with api.database.read() as connection:
        rows = [str(row) for row in await connection.execute(select(users))]
        rows += [str(row) for row in await connection.execute(select(refresh_tokens))]
    assert not any(secret in row for row in rows for secret in secrets)
    assert cookie not in first.text
