"""With an Idempotency-Key nothing is done twice, and the first answer can be had again for a day."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, func, select, update

from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.storage.audit_table import audit
from ocpp_gateway.storage.claim_table import idempotency_claims
from tests.unit.api.gateway import PREFIX
from tests.unit.api.test_routes import PERMISSIONS, call_route, things

if TYPE_CHECKING:
    import httpx2

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


async def test_every_acting_post_says_that_it_takes_a_key(api: Gateway) -> None:
    paths = (await api.client.get(f"{PREFIX}/openapi.json")).json()["paths"]
    for method, path in ACTING:
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
