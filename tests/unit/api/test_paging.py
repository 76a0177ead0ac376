from __future__ import annotations

import base64
import contextlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway.api.paging import Cursors
from ocpp_gateway.api.problems import Problem

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

CURSORS: Cursors[tuple[datetime, UUID, int]] = Cursors("things", datetime, UUID, int)
MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(9998, 1, 1), timezones=st.just(UTC))


@given(MOMENTS, st.uuids(), st.integers(-(2**63), 2**63 - 1))
def test_a_key_survives_its_cursor(moment: datetime, thing: UUID, number: int) -> None:
    text = CURSORS.write((moment, thing, number))
    assert text is not None
    assert text.replace("-", "").replace("_", "").isalnum()  # goes into an address as it is
    assert CURSORS.read(text) == (moment, thing, number)


def test_the_end_of_a_list_has_no_cursor_and_the_beginning_no_key() -> None:
    assert CURSORS.write(None) is None
    assert CURSORS.read(None) is None


def cursor(*parts: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


GOOD = ["2026-11-23T08:00:00+00:00", "0" * 32, 1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "!",
        "AAAA",
        "é",
        cursor(),
        cursor("others", *GOOD),
        cursor("things", *GOOD[:2]),
        cursor("things", *GOOD, 1),
        cursor("things", 1, *GOOD[1:]),
        cursor("things", "2026-11-23T08:00:00", *GOOD[1:]),
        cursor("things", "9999-12-31T23:59:59-23:00", *GOOD[1:]),
        cursor("things", "0001-01-01T00:00:00+00:00", *GOOD[1:]),
        cursor("things", GOOD[0], "nothing", 1),
        cursor("things", GOOD[0], None, 1),
        cursor("things", *GOOD[:2], 1.0),
        cursor("things", *GOOD[:2], True),
        cursor("things", *GOOD[:2], 2**63),
        cursor("things", *GOOD[:2], None),
        cursor({"a": 1}),
        base64.urlsafe_b64encode(b"null").decode(),
        base64.urlsafe_b64encode(b"[" * 300).decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    ],
)
def test_anything_else_is_a_problem_with_its_field(text: str) -> None:
    with pytest.raises(Problem) as caught:
        CURSORS.read(text)
    assert caught.value.kind.status == 422
    assert caught.value.kind.uri == "/problems/invalid-cursor"
    assert caught.value.errors[0].field == "cursor"


@given(st.text(max_size=200))
def test_no_text_is_a_defect(text: str) -> None:
    with contextlib.suppress(Problem):
        CURSORS.read(text)


LISTS = ("/stations", "/connectors", "/transactions", "/logs", "/id-tags")


@pytest.mark.anyio
@pytest.mark.parametrize("path", LISTS)
async def test_every_list_refuses_bad_cursors_and_bad_limits(api: Gateway, path: str) -> None:
    for query in ("cursor=nonsense", "limit=0", "limit=-1", "limit=501", "limit=x", f"cursor={'A' * 501}"):
        answer = await api.get(f"{path}?{query}")
        assert answer.status_code == 422, (path, query)
        assert answer.json()["errors"][0]["field"] in {"cursor", "limit"}
    empty = (await api.get(path)).json()
    assert empty == {"items": [], "next_cursor": None}


@pytest.mark.anyio
async def test_a_cursor_of_one_list_is_no_cursor_of_another(api: Gateway) -> None:
    for name in ("A", "B"):
        await api.post("/stations", json={"ocpp_id": name})
        await api.post("/id-tags", json={"id_tag": name})
    cursor_of_stations = (await api.get("/stations?limit=1")).json()["next_cursor"]
    assert (await api.get(f"/id-tags?limit=1&cursor={cursor_of_stations}")).status_code == 422


@pytest.mark.anyio
@pytest.mark.parametrize("limit", [1, 2, 3, 7])
async def test_walking_a_growing_list_loses_and_repeats_nothing(api: Gateway, limit: int) -> None:
    names = [f"CP-{number}" for number in range(9)]
    for name in names:
        station = await api.station(name)
        for number in (1, 2):
            await api.connector(station, number)
    walked: dict[str, list[str]] = {"stations": [], "connectors": []}
    cursors: dict[str, str | None] = {"stations": None, "connectors": None}
    left = set(cursors)
    rounds = 0
    while left:
        rounds += 1
        for which in sorted(left):
            query = f"/{which}?limit={limit}" + (f"&cursor={cursors[which]}" if cursors[which] else "")
            page = (await api.get(query)).json()
            assert len(page["items"]) <= limit
            walked[which] += [
                item["ocpp_id"] if which == "stations" else f"{item['station']}/{item['connector_number']}"
                for item in page["items"]
            ]
            cursors[which] = page["next_cursor"]
            if cursors[which] is None:
                left.discard(which)
        # Somebody adds a station, and a connector to one that the walk has not reached yet.
        added = await api.station(f"NEW-{rounds}")
        await api.connector(added, 1)
    assert walked["stations"] == names[::-1]
    assert walked["connectors"] == [f"{name}/{number}" for name in names[::-1] for number in (1, 2)]
