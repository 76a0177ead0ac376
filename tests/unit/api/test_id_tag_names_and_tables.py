"""Other names of a tag, and the CSV table: in and out."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from ocpp_gateway.operations.csv_lines import safe_cell
from ocpp_gateway.operations.id_tag_table import COLUMNS
from ocpp_gateway.storage.tables import events, id_tags
from ocpp_gateway.storage.tokens import StoredTokens

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio

CSV = {"Content-Type": "text/csv"}


async def take(api: Gateway, text: str, **more: Any) -> Any:
    return await api.post("/id-tags/import", content=text.encode(), headers=CSV, **more)


async def rows(api: Gateway) -> list[dict[str, str]]:
    answer = await api.get("/id-tags/export.csv")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def wrong(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    return [(error["field"], error["message"]) for error in answer.json()["errors"]]


# --- other names ------------------------------------------------------------------------------------------


async def test_a_tag_is_found_by_its_other_names(api: Gateway) -> None:
    made = await api.post(
        "/id-tags", json={"id_tag": "T", "aliases": ["DE*ABC*123456789012345678*9", "B"], "concurrent": True}
    )
    assert made.status_code == 201
    assert made.json()["aliases"] == ["B", "DE*ABC*123456789012345678*9"]
    assert made.json()["concurrent"] is True
    tokens = StoredTokens(api.database, clock=lambda: 0.0)
    token = await tokens.find("de*abc*123456789012345678*9")
    assert token is not None
    assert (token.id_tag, token.concurrent) == ("T", True)
    assert set(token.names) == {"t", "b", "de*abc*123456789012345678*9"}


async def test_an_edit_replaces_the_other_names_and_frees_the_old_ones(api: Gateway) -> None:
    await api.post("/id-tags", json={"id_tag": "T", "aliases": ["A", "B"]})
    edited = await api.patch("/id-tags/T", json={"aliases": ["b", "C"]})
    assert edited.json()["aliases"] == ["b", "C"]
    assert (await api.post("/id-tags", json={"id_tag": "A"})).status_code == 201
    untouched = await api.patch("/id-tags/T", json={"note": "x"})
    assert untouched.json()["aliases"] == ["b", "C"]
    assert (await api.get("/id-tags")).json()["items"][1]["aliases"] == ["b", "C"]


@pytest.mark.parametrize(
    "body",
    [
        {"id_tag": "a"},
        {"id_tag": "N", "aliases": ["t"]},
        {"id_tag": "N", "aliases": ["A"]},
    ],
)
async def test_a_name_belongs_to_one_tag(api: Gateway, body: dict[str, Any]) -> None:
    await api.post("/id-tags", json={"id_tag": "T", "aliases": ["A"]})
    refused = await api.post("/id-tags", json=body)
    assert refused.status_code == 409
    await api.post("/id-tags", json={"id_tag": "N"})
    if "aliases" in body:
        assert (await api.patch("/id-tags/N", json={"aliases": body["aliases"]})).status_code == 409
        assert (await api.get("/id-tags/N")).json()["aliases"] == []


@pytest.mark.parametrize(
    "aliases", [["T"], ["a", "A"], [""], ["a\u0000"], ["x" * 256], [str(n) for n in range(21)], "A", None]
)
async def test_other_names_that_cannot_be(api: Gateway, aliases: Any) -> None:
    answer = await api.post("/id-tags", json={"id_tag": "T", "aliases": aliases})
    assert answer.status_code == 422


async def test_no_tag_is_called_like_the_export(api: Gateway) -> None:
    assert (await api.post("/id-tags", json={"id_tag": "Export.csv"})).status_code == 422


# --- the table in -----------------------------------------------------------------------------------------


async def test_a_table_enters_and_changes_tags_in_one_event(api: Gateway) -> None:
    await api.post("/id-tags", json={"id_tag": "Old", "note": "stays", "aliases": ["O2"]})
    api.bus.published.clear()
    table = (
        "\ufeffid_tag,status,expiry,parent,concurrent\r\n"
        "New,Accepted,2027-01-01T00:00:00+01:00,FLEET,true\r\n"
        "\r\n"
        "old,Blocked,,,\r\n"
    )
    answer = await take(api, table)
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"created": 1, "changed": 1, "unchanged": 0}
    new, old = (await api.get("/id-tags/New")).json(), (await api.get("/id-tags/Old")).json()
    assert (new["expiry"], new["parent"], new["concurrent"]) == ("2026-12-31T23:00:00.000Z", "FLEET", True)
    assert (old["id_tag"], old["status"], old["note"], old["aliases"]) == ("Old", "Blocked", "stays", ["O2"])
    assert api.bus.published == ["events"]
    async with api.database.read() as connection:
        found = (await connection.execute(select(events.c.data).order_by(events.c.position.desc()))).first()
    assert found is not None
    assert found.data == {"change": "imported", "count": 2}


async def test_a_table_that_changes_nothing_says_so(api: Gateway) -> None:
    await take(api, "id_tag,note\nA,x\n")
    api.bus.published.clear()
    assert (await take(api, "id_tag,note\nA,x\n")).json() == {"created": 0, "changed": 0, "unchanged": 1}
    assert api.bus.published == []


async def test_nothing_is_taken_of_a_table_with_one_wrong_line(api: Gateway) -> None:
    await api.post("/id-tags", json={"id_tag": "Known", "aliases": ["K2"]})
    table = (
        "id_tag,status,expiry,aliases\n"
        "Good,Accepted,,\n"
        "A,accepted,,\n"
        "B,,2027-01-01,\n"
        ",,,\n"
        "x,,,K2\n"
        "K2,,,\n"
        "good,,,\n"
        "C,,\n"
        "D,,,E\n"
        "E,,,\n"
    )
    found = wrong(await take(api, table))
    assert [field for field, _ in found][:4] == [
        "lines.3.status",
        "lines.4.expiry",
        "lines.8.id_tag",
        "lines.9",
    ]
    assert (await api.get("/id-tags/Good")).status_code == 404
    assert len(await rows(api)) == 1
    names = wrong(await take(api, "id_tag,aliases\nx,K2\nK2,\n,\nD,E\nE,\n\u202e,\n"))
    assert [field for field, _ in names] == [
        "lines.2.id_tag",
        "lines.3.id_tag",
        "lines.6.id_tag",
        "lines.7.id_tag",
    ]


@pytest.mark.parametrize(
    "table",
    ["", "status\nAccepted\n", "id_tag,pin\nA,1\n", "id_tag,id_tag\nA,B\n", 'id_tag\n"A\n', 'id_tag\n"A"B\n'],
)
async def test_what_is_no_table_of_tags_is_refused(api: Gateway, table: str) -> None:
    assert wrong(await take(api, table))


async def test_the_table_comes_as_text_csv_in_utf_8(api: Gateway) -> None:
    as_json = await api.post("/id-tags/import", json={"id_tag": "A"})
    assert as_json.json()["type"] == "/problems/unsupported-media-type"
    latin = await api.post("/id-tags/import", content="id_tag\nü\n".encode("latin-1"), headers=CSV)
    assert latin.json()["type"] == "/problems/malformed-request"


async def test_a_table_may_be_larger_than_other_bodies_but_not_endless(api: Gateway) -> None:
    many = "id_tag,note\n" + "".join(f"T{number},{'n' * 60}\n" for number in range(2500))
    assert len(many) > 64 * 1024
    assert (await take(api, many)).json()["created"] == 2500
    assert len(await rows(api)) == 2500  # three pages
    too_long = "id_tag\n" + "".join(f"T{number}\n" for number in range(10_001))
    assert wrong(await take(api, too_long)) == [("lines.10002", "A table has at most 10000 lines.")]
    assert (await take(api, "id_tag\n" + "x" * 4 * 1024 * 1024)).status_code == 413


async def test_a_tag_edited_while_the_table_is_read_is_not_overwritten_unseen(api: Gateway) -> None:
    await take(api, "id_tag,note\nA,x\n")
    before = (await api.get("/id-tags/A")).headers["ETag"]
    await take(api, "id_tag,note\nA,y\n")
    late = await api.patch("/id-tags/A", json={"note": "z"}, headers={"If-Match": before})
    assert late.status_code == 412


# --- the table out ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "'=1", "''-1"])
async def test_no_cell_is_a_formula_and_every_field_comes_back_as_it_was(api: Gateway, text: str) -> None:
    body = {"id_tag": text, "parent": text, "group": text, "note": f'{text} "a", b', "aliases": [f"{text}~"]}
    if "|" in text:
        body["aliases"] = []
    made = (await api.post("/id-tags", json=body)).json()
    exported = (await api.get("/id-tags/export.csv")).text
    (row,) = await rows(api)
    for name in ("id_tag", "parent", "group", "note"):
        assert row[name] == f"'{body[name]}"
    await api.delete(f"/id-tags/{text.replace('/', '%2F')}")
    assert (await take(api, exported)).json()["created"] == 1
    (again,) = (await api.get("/id-tags")).json()["items"]
    for name in ("id_tag", "parent", "group", "note", "aliases", "concurrent", "status"):
        assert again[name] == made[name]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\0"])
def test_every_start_that_a_spreadsheet_obeys_is_defused(start: str) -> None:
    assert safe_cell(f"{start}x") == f"'{start}x"
    assert safe_cell(f"x{start}") == f"x{start}"


async def test_the_export_is_a_download_with_all_columns(api: Gateway) -> None:
    answer = await api.get("/id-tags/export.csv", role="viewer")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="id-tags.csv"'
    assert answer.text == ",".join(COLUMNS) + "\r\n"


async def test_a_name_as_old_versions_stored_it_is_shown_folded(api: Gateway) -> None:
    from sqlalchemy import insert

    from ocpp_gateway.storage.tables import id_tag_aliases

    await api.post("/id-tags", json={"id_tag": "T"})
    async with api.database.begin() as connection:
        row = (await connection.execute(select(id_tags.c.id))).scalar()
        await connection.execute(insert(id_tag_aliases), {"alias_folded": "old", "id_tag_id": row})
    assert (await api.get("/id-tags/T")).json()["aliases"] == ["old"]


@pytest.mark.parametrize(
    "text",
    ["id_tag;status\r\nA;Blocked\r\n", "id_tag\tstatus\nA\tBlocked\n", "\ufeffID_Tag, Status\nA,Blocked\n"],
)
async def test_what_spreadsheets_write_is_read(api: Gateway, text: str) -> None:
    assert (await take(api, text)).json() == {"created": 1, "changed": 0, "unchanged": 0}
    assert (await api.get("/id-tags/A")).json()["status"] == "Blocked"


async def test_the_export_has_the_filters_of_the_list_and_refuses_others(api: Gateway) -> None:
    for tag, group, status in (("A", "f-1", "Accepted"), ("B", "f-2", "Accepted"), ("C", "f-1", "Blocked")):
        await api.post("/id-tags", json={"id_tag": tag, "group": group, "status": status})
    for query, found in (("group=f-1", {"A", "C"}), ("group=f-1&status=Blocked", {"C"}), ("q=b", {"B"})):
        lines = (await api.get(f"/id-tags/export.csv?{query}")).text.splitlines()[1:]
        assert {line.partition(",")[0] for line in lines} == found
    assert (await api.get("/id-tags/export.csv?colour=red")).status_code == 422
