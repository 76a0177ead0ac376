from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select

from ocpp_gateway.storage.tables import events, id_tag_aliases

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio


async def test_a_tag_is_entered_shown_and_announced(api: Gateway) -> None:
    body = {
        "id_tag": "Tag-1",
        "expiry": "2027-01-01T00:00:00Z",
        "parent": "FLEET",
        "group": "fleet-7",
        "note": "Ada",
    }
    answer = await api.post("/id-tags", json=body)
    assert answer.status_code == 201
    shown = answer.json()
    assert {name: shown[name] for name in body} == body | {"expiry": "2027-01-01T00:00:00.000Z"}
    assert shown["status"] == "Accepted"
    assert (await api.get("/id-tags/Tag-1")).json() == shown
    assert api.bus.published == ["events"]
    async with api.database.read() as connection:
        row = (await connection.execute(select(events))).one()
    assert (row.type, row.station, row.data) == (
        "internal.id_tag_administered",
        None,
        {"change": "created", "id_tag": "Tag-1"},
    )


@pytest.mark.parametrize("spelling", ["TAG-1", "tag-1", " Tag-1 ", "tAG-1"])
async def test_case_and_blanks_around_it_make_no_other_tag(api: Gateway, spelling: str) -> None:
    await api.post("/id-tags", json={"id_tag": "Tag-1"})
    again = await api.post("/id-tags", json={"id_tag": spelling})
    assert again.status_code == 409
    assert again.json()["type"] == "/problems/already-exists"
    if spelling == spelling.strip():
        assert (await api.get(f"/id-tags/{spelling}")).json()["id_tag"] == "Tag-1"


async def test_an_expiry_in_the_past_is_answered_expired(api: Gateway) -> None:
    answer = await api.post("/id-tags", json={"id_tag": "T", "expiry": "2020-01-01T00:00:00Z"})
    assert answer.status_code == 201
    assert answer.json()["status"] == "Expired"
    prolonged = await api.patch("/id-tags/T", json={"expiry": "2027-01-01T00:00:00Z"})
    assert prolonged.json()["status"] == "Accepted"


async def test_the_passing_of_time_expires_a_tag_without_an_edit(api: Gateway) -> None:
    await api.post("/id-tags", json={"id_tag": "T", "expiry": "2026-11-23T08:05:00Z"})
    assert (await api.get("/id-tags/T")).json()["status"] == "Accepted"
    assert len((await api.get("/id-tags?status=Expired")).json()["items"]) == 0
    api.clock.advance(timedelta(minutes=5))
    assert (await api.get("/id-tags/T")).json()["status"] == "Expired"
    assert len((await api.get("/id-tags?status=Expired")).json()["items"]) == 1
    assert len((await api.get("/id-tags?status=Accepted")).json()["items"]) == 0


async def test_a_blocked_tag_stays_blocked_when_it_expires(api: Gateway) -> None:
    body = {"id_tag": "T", "status": "Blocked", "expiry": "2020-01-01T00:00:00Z"}
    assert (await api.post("/id-tags", json=body)).json()["status"] == "Blocked"


async def test_a_tag_is_edited_under_its_etag(api: Gateway) -> None:
    tag = (await api.post("/id-tags", json={"id_tag": "T", "group": "a", "note": "n"})).headers["ETag"]
    edited = await api.patch(
        "/id-tags/t", json={"status": "Blocked", "note": None}, headers={"If-Match": tag}
    )
    assert edited.status_code == 200
    assert (edited.json()["status"], edited.json()["note"], edited.json()["group"]) == ("Blocked", None, "a")
    late = await api.patch("/id-tags/T", json={"status": "Accepted"}, headers={"If-Match": tag})
    assert late.status_code == 412
    assert (await api.get("/id-tags/T")).headers["ETag"] == edited.headers["ETag"]


async def test_the_etag_of_a_tag_that_was_entered_anew_is_another(api: Gateway) -> None:
    first = (await api.post("/id-tags", json={"id_tag": "T"})).headers["ETag"]
    await api.delete("/id-tags/T")
    assert (await api.post("/id-tags", json={"id_tag": "T"})).headers["ETag"] != first


async def test_a_tag_is_deleted_with_its_other_names(api: Gateway) -> None:
    created = (await api.post("/id-tags", json={"id_tag": "T"})).json()
    async with api.database.begin() as connection:
        from uuid import UUID

        await connection.execute(
            insert(id_tag_aliases), {"alias_folded": "t2", "id_tag_id": UUID(created["id"])}
        )
    assert (await api.delete("/id-tags/T")).status_code == 204
    assert (await api.get("/id-tags/T")).status_code == 404
    assert (await api.delete("/id-tags/T")).status_code == 404
    assert (await api.patch("/id-tags/T", json={})).status_code == 404
    async with api.database.read() as connection:
        assert (await connection.execute(select(id_tag_aliases))).all() == []
        changes = [
            row.data["change"] for row in await connection.execute(select(events).order_by(events.c.position))
        ]
    assert changes == ["created", "deleted"]


@pytest.mark.parametrize("id_tag", ["A/B", "a b", "ü", "50%", "x" * 255, "?#&"])
async def test_unusual_tags_can_be_entered_and_reached(api: Gateway, id_tag: str) -> None:
    from urllib.parse import quote

    assert (await api.post("/id-tags", json={"id_tag": id_tag})).status_code == 201
    assert (await api.get(f"/id-tags/{quote(id_tag, safe='')}")).json()["id_tag"] == id_tag
    assert (await api.delete(f"/id-tags/{quote(id_tag, safe='')}")).status_code == 204


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"id_tag": ""},
        {"id_tag": "  "},
        {"id_tag": "x" * 256},
        {"id_tag": "a\u0000b"},
        {"id_tag": ".."},
        {"id_tag": 7},
        {"id_tag": "T", "status": "ConcurrentTx"},
        {"id_tag": "T", "status": "accepted"},
        {"id_tag": "T", "expiry": "tomorrow"},
        {"id_tag": "T", "expiry": 1764000000},
        {"id_tag": "T", "parent": "\u0007"},
        {"id_tag": "T", "unknown": 1},
    ],
)
async def test_what_does_not_fit_is_refused(api: Gateway, body: dict[str, object]) -> None:
    answer = await api.post("/id-tags", json=body)
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/validation"


@pytest.mark.parametrize("body", [{"status": None}, {"id_tag": "other"}, {"parent": "\u0000"}])
async def test_an_edit_that_does_not_fit_is_refused(api: Gateway, body: dict[str, object]) -> None:
    await api.post("/id-tags", json={"id_tag": "T"})
    assert (await api.patch("/id-tags/T", json=body)).status_code == 422


async def test_the_list_is_filtered_and_walked(api: Gateway) -> None:
    for name, group in (("A1", "x"), ("A2", "y"), ("B1", "x")):
        await api.post("/id-tags", json={"id_tag": name, "group": group, "note": f"card of {name}"})

    async def names(query: str) -> list[str]:
        return [item["id_tag"] for item in (await api.get(f"/id-tags?{query}")).json()["items"]]

    assert await names("") == ["B1", "A2", "A1"]
    assert await names("group=x") == ["B1", "A1"]
    assert await names("q=a") == ["B1", "A2", "A1"]  # in the note of each
    assert await names("q=a1") == ["A1"]
    page = (await api.get("/id-tags?limit=2")).json()
    assert await names(f"cursor={page['next_cursor']}") == ["A1"]
