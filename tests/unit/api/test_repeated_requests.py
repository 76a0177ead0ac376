"""With an Idempotency-Key nothing is done twice, and the first answer can be had again for a day."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import delete, func, select, update
from uuid_utils.compat import uuid7

from ocpp_gateway.operations.keys import DerivedKeys
from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.operations.refusals import KeyReused
from ocpp_gateway.operations.repeated_requests import ANSWERS, AnswerLost, InProgress, RepeatedRequests
from ocpp_gateway.operations.sealing import Sealer
from ocpp_gateway.storage.audit_table import audit
from ocpp_gateway.storage.claim_table import idempotency_claims
from ocpp_gateway.storage.claims import StoredClaims
from tests.unit.api.gateway import PASSWORD, PREFIX
from tests.unit.api.test_routes import PERMISSIONS, call_route, things

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio

KEY = {"Idempotency-Key": "4711"}
ACTING = [route for route in PERMISSIONS if route[0] == "POST"]
COMMANDING = [
    route
    for route in ACTING
    if PERMISSIONS[route] == "commands:write" and route[1].startswith(("/stations/", "/transactions/"))
]
"""Their keys are in the rows of the commands: `test_commands`."""


async def count(api: Gateway, table: Any) -> int:
    async with api.database.read() as connection:
        return int((await connection.execute(select(func.count()).select_from(table))).scalar())


async def set_claims(api: Gateway, **values: Any) -> None:
    async with api.database.begin() as connection:
        await connection.execute(update(idempotency_claims).values(**values))


OWN = [("POST", "/auth/password"), ("POST", "/auth/logout-everywhere")]
"""What people change of their own, with nothing but a sign-in."""


ADA = "ada@example.com"


async def bearer(api: Gateway, password: str = PASSWORD) -> dict[str, str]:
    """A new sign-in of Ada, as a header."""
    body = {"email": ADA, "password": password}
    answer = await api.client.post(f"{PREFIX}/auth/login", json=body)
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def test_every_acting_post_says_that_it_takes_a_key(api: Gateway) -> None:
    paths = (await api.client.get(f"{PREFIX}/openapi.json")).json()["paths"]
    for method, path in [*ACTING, *OWN]:
        parameters = paths[PREFIX + path][method.lower()].get("parameters", [])
        assert [one["in"] for one in parameters if one["name"] == "Idempotency-Key"] == ["header"], path


@pytest.mark.parametrize("route", [route for route in ACTING if route not in COMMANDING], ids=" ".join)
async def test_the_second_request_gets_the_first_answer_and_does_nothing(
    api: Gateway, route: tuple[str, str]
) -> None:
    names = await things(api)
    first = await call_route(api, route, names, headers=KEY)
    assert first.is_success, first.text
    done = await count(api, audit)
    second = await call_route(api, route, names, headers=KEY)
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.headers.get("etag") == first.headers.get("etag")
    assert second.headers["content-type"] == first.headers["content-type"]
    assert await count(api, audit) == done


async def test_a_password_that_is_shown_once_is_shown_again_and_stored_sealed(api: Gateway) -> None:
    await api.post("/stations", json={"ocpp_id": "CP-1"})
    made = [await api.post("/stations/CP-1/password", headers=KEY) for _ in range(2)]
    assert made[0].json() == made[1].json()
    async with api.database.read() as connection:
        (row,) = (await connection.execute(select(idempotency_claims))).all()
    assert made[0].json()["password"] not in str(row)


@pytest.mark.parametrize("path", [path for _, path in OWN])
async def test_what_ends_the_sign_in_is_repeated_after_the_next_one_and_done_once(
    api: Gateway, path: str
) -> None:
    await api.post("/users", json={"email": ADA, "role": "viewer", "password": PASSWORD})
    new = "an even better password"
    body = {"old_password": PASSWORD, "new_password": new} if path == "/auth/password" else None

    async def ask(who: dict[str, str]) -> httpx2.Response:
        return await api.client.post(f"{PREFIX}{path}", json=body, headers=KEY | who)

    before = await bearer(api)
    assert (await ask(before)).status_code == 204
    assert (await ask(before)).status_code == 401, "this sign-in has ended"
    after = await bearer(api, new if body else PASSWORD)
    done = await count(api, audit)
    second = await ask(after)
    assert (second.status_code, second.headers.get("Idempotency-Replayed")) == (204, "true")
    assert "Set-Cookie" not in second.headers, "the new sign-in keeps its cookie"
    assert await count(api, audit) == done
    assert (await api.client.get(f"{PREFIX}/auth/me", headers=after)).status_code == 200


async def test_a_wrong_guess_at_ones_own_password_frees_its_key(api: Gateway) -> None:
    await api.post("/users", json={"email": ADA, "role": "viewer", "password": PASSWORD})
    headers = KEY | await bearer(api)
    body = {"old_password": "a wrong guess", "new_password": "an even better password"}
    assert (await api.client.post(f"{PREFIX}/auth/password", json=body, headers=headers)).status_code == 422
    assert await count(api, idempotency_claims) == 0
    body["old_password"] = PASSWORD
    assert (await api.client.post(f"{PREFIX}/auth/password", json=body, headers=headers)).status_code == 204


async def test_a_stored_claim_does_not_help_to_guess_a_password(api: Gateway) -> None:
    body = {"password": "a guessable password"}
    request = httpx2.Request("POST", f"https://gateway{PREFIX}/stations/CP-1/password", json=body)
    await api.post("/stations", json={"ocpp_id": "CP-1"})
    assert (await api.post("/stations/CP-1/password", json=body, headers=KEY)).is_success
    async with api.database.read() as connection:
        stored = (await connection.execute(select(idempotency_claims.c.request_hash))).scalar()
    what = b"\n".join((b"POST", f"{PREFIX}/stations/CP-1/password".encode(), b"", request.content))
    for name in hashlib.algorithms_guaranteed - {"shake_128", "shake_256"}:
        assert hashlib.new(name, what).digest() not in stored


async def test_claims_survive_a_change_of_the_secret_key(api: Gateway) -> None:
    old, new = "the secret of yesterday", "the secret of today"
    store = StoredClaims(api.database)
    await RepeatedRequests(store, Sealer(DerivedKeys(old), ANSWERS), new_id=uuid7).claim(
        UUID(int=1), "4711", b"request", api.clock.now
    )
    rotated = RepeatedRequests(store, Sealer(DerivedKeys(new, old), ANSWERS), new_id=uuid7)
    with pytest.raises(InProgress):
        await rotated.claim(UUID(int=1), "4711", b"request", api.clock.now)
    with pytest.raises(KeyReused):
        await rotated.claim(UUID(int=1), "4711", b"another request", api.clock.now)
    unknown = RepeatedRequests(store, Sealer(DerivedKeys("a third secret key"), ANSWERS), new_id=uuid7)
    with pytest.raises(InProgress):
        await unknown.claim(UUID(int=1), "4711", b"request", api.clock.now)
    await set_claims(api, done=True)
    with pytest.raises(AnswerLost):
        await unknown.claim(UUID(int=1), "4711", b"request", api.clock.now)


async def test_the_same_key_with_another_request_is_422(api: Gateway) -> None:
    assert (await api.post("/id-tags", json={"id_tag": "A"}, headers=KEY)).status_code == 201
    for path, body in (("/id-tags", {"id_tag": "B"}), ("/stations", {"ocpp_id": "A"})):
        answer = await api.post(path, json=body, headers=KEY)
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/idempotency-key-reused")
    assert (await api.get("/id-tags/B")).status_code == 404


async def test_keys_belong_to_their_principal(api: Gateway) -> None:
    assert (await api.post("/stations", json={"ocpp_id": "A"}, headers=KEY)).status_code == 201
    other = await api.post("/stations", json={"ocpp_id": "A"}, headers=KEY, role="operator")
    assert other.json()["type"] == "/problems/already-exists"


async def test_a_refused_request_frees_its_key(api: Gateway) -> None:
    assert (await api.post("/stations", json={"ocpp_id": "a:b"}, headers=KEY)).status_code == 422
    assert (await api.post("/stations", json={"nonsense": 1}, headers=KEY)).status_code == 422
    assert (await api.post("/stations", json={"ocpp_id": "a"}, headers=KEY, role="viewer")).status_code == 403
    assert await count(api, idempotency_claims) == 0
    assert (await api.post("/stations", json={"ocpp_id": "a"}, headers=KEY)).status_code == 201


async def test_a_key_is_forgotten_after_a_day(api: Gateway) -> None:
    await api.post("/id-tags", json={"id_tag": "A"}, headers=KEY)
    api.clock.advance(timedelta(hours=23))
    assert (await api.post("/id-tags", json={"id_tag": "A"}, headers=KEY)).status_code == 201
    api.clock.advance(timedelta(hours=2))
    assert (await api.post("/id-tags", json={"id_tag": "A"}, headers=KEY)).status_code == 409


async def test_of_two_at_once_one_acts_and_the_other_is_told_to_come_back(api: Gateway) -> None:
    await api.sign_in("admin")
    before = await count(api, audit)

    async def create() -> httpx2.Response:
        return await api.post("/stations", json={"ocpp_id": "CP-1"}, headers=KEY)

    answers = await asyncio.gather(*(create() for _ in range(5)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    for answer in answers:
        if answer.status_code == 409:
            assert answer.json()["type"] == "/problems/in-progress"
            assert answer.headers["Retry-After"] == "1"
    assert (await create()).status_code == 201
    assert await count(api, audit) == before + 1


async def test_who_died_before_the_change_is_taken_over_after_a_minute(api: Gateway) -> None:
    await api.post("/id-tags", json={"id_tag": "A"}, headers=KEY)
    await api.delete("/id-tags/A")
    await set_claims(api, done=False, answer=None)
    assert (await api.post("/id-tags", json={"id_tag": "A"}, headers=KEY)).status_code == 409
    api.clock.advance(timedelta(seconds=61))
    assert (await api.post("/id-tags", json={"id_tag": "A"}, headers=KEY)).status_code == 201


async def test_who_died_after_the_change_is_not_repeated(api: Gateway) -> None:
    await api.post("/id-tags", json={"id_tag": "A"}, headers=KEY)
    await set_claims(api, answer=None)
    api.clock.advance(timedelta(minutes=10))
    answer = await api.post("/id-tags", json={"id_tag": "A"}, headers=KEY)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/answer-lost")


async def test_an_answer_that_cannot_be_kept_is_given_all_the_same(
    api: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests = api.app.state.ports.repeated_requests

    async def away(*_: Any) -> None:
        raise StorageUnavailable("away")

    monkeypatch.setattr(requests, "keep", away)
    assert (await api.post("/stations", json={"ocpp_id": "CP-1"}, headers=KEY)).status_code == 201
    async with api.database.read() as connection:
        (row,) = (await connection.execute(select(idempotency_claims))).all()
    assert row.done  # by the transaction of the change itself
    api.clock.advance(timedelta(seconds=61))
    again = await api.post("/stations", json={"ocpp_id": "CP-1"}, headers=KEY)
    assert again.json()["type"] == "/problems/answer-lost"


async def test_who_was_overtaken_changes_nothing(api: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    provisioning = api.app.state.ports.provisioning
    create = provisioning.create

    async def slowly(*names: Any, **members: Any) -> Any:
        async with api.database.begin() as connection:
            await connection.execute(delete(idempotency_claims))
        return await create(*names, **members)

    monkeypatch.setattr(provisioning, "create", slowly)
    answer = await api.post("/stations", json={"ocpp_id": "CP-1"}, headers=KEY)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/in-progress")
    assert (await api.get("/stations/CP-1")).status_code == 404


async def test_a_defect_frees_the_key(api: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("a defect")

    with monkeypatch.context() as patched:
        patched.setattr(api.app.state.ports.provisioning, "create", broken)
        assert (await api.post("/stations", json={"ocpp_id": "CP-1"}, headers=KEY)).status_code == 500
    assert (await api.post("/stations", json={"ocpp_id": "CP-1"}, headers=KEY)).status_code == 201


async def test_an_edit_with_a_key_is_done_once_too(api: Gateway) -> None:
    await api.station("CP-1")
    first = await api.patch("/stations/CP-1", json={"name": "mine"}, headers=KEY)
    await api.patch("/stations/CP-1", json={"name": "yours"})
    second = await api.patch("/stations/CP-1", json={"name": "mine"}, headers=KEY)
    assert second.json() == first.json()
    assert (await api.get("/stations/CP-1")).json()["name"] == "yours"
