"""A text is found in memory exactly as the database finds it, and what has changed is found anew."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway.operations.queries import EVERYTHING, StationFilter, Visibility
from ocpp_gateway.storage.queries.facets import count_facets
from ocpp_gateway.storage.queries.station_names import StationNames, Texts
from ocpp_gateway.storage.queries.stations import StoredStationQueries
from ocpp_gateway.storage.tables import stations
from tests.rows import START, Clock, Ids, Rows

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio


@pytest.fixture
def rows(database: Database) -> Rows:
    return Rows(database, Clock(), Ids())


@given(st.lists(st.text("abß ", max_size=5), max_size=30), st.text("abß ", min_size=1, max_size=3))
def test_the_places_of_a_part_are_those_of_the_texts_that_hold_it(texts: list[str], part: str) -> None:
    places = [place for place, text in enumerate(texts) if part in text]
    made = Texts(texts)
    assert made.each() == texts
    assert made.holding(part, 30) == places
    assert made.holding(part, len(places)) == places
    if places:
        assert made.holding(part, len(places) - 1) is None


async def known(database: Database, **limits: int) -> StationNames:
    names = StationNames(database, **limits)
    assert await names.few("CP-1") is None, "before they are known nothing is few"
    await names.load()
    return names


async def found(
    rows: Rows, names: StationNames | None, part: str, visible: Visibility = EVERYTHING
) -> list[str]:
    queries = StoredStationQueries(rows.database, names)
    page = await queries.page(StationFilter(text=part), visible, limit=50, sort="ocpp_id")
    facets = await count_facets(rows.database, StationFilter(text=part), visible, START, names=names)
    assert facets.total == len(page.items)
    return [view.ocpp_id for view in page.items]


async def test_the_same_stations_are_found_with_and_without_the_names_in_memory(rows: Rows) -> None:
    await rows.station("CP-1", name="North Gate", group_name="a")
    await rows.station("cp-10", name="ÄRGER", group_name="b")
    await rows.station("STRASSE", group_name="a")
    await rows.station("50%_\\", name="100 %")
    await rows.station("GONE-1", name="North", archived_at=START)
    names = await known(rows.database)
    for part in (
        "cp-1",
        "CP-1",
        "north",
        "gate",
        "ärger",
        "ÄRGER",
        "straße",
        "%",
        "_",
        "\\",
        "gone",
        "nobody",
        " ",
    ):
        assert await found(rows, names, part) == await found(rows, None, part), part
    assert await found(rows, names, "CP-1") == ["CP-1", "cp-10"]
    assert await found(rows, names, "straße") == ["STRASSE"]
    assert await found(rows, names, "gone") == []


async def test_rights_are_asked_of_the_database(rows: Rows) -> None:
    await rows.station("CP-1", group_name="a")
    await rows.station("CP-2", group_name="b")
    names = await known(rows.database)
    one_group = Visibility(all_stations=False, groups=frozenset({"b"}))
    assert await found(rows, names, "cp", one_group) == ["CP-2"]
    await rows.change(stations, (await rows.station("CP-3", group_name="b")), name="x")
    assert await found(rows, names, "CP", Visibility(all_stations=False)) == []


@pytest.mark.parametrize("most_changed", [0, 1, 1000])
async def test_what_was_added_renamed_or_archived_is_found_anew(rows: Rows, most_changed: int) -> None:
    first = await rows.station("CP-1", name="North")
    second = await rows.station("CP-2", name="North")
    names = await known(rows.database, most_changed=most_changed)
    assert await found(rows, names, "north") == ["CP-1", "CP-2"]
    await rows.change(stations, first, name="South")
    assert await found(rows, names, "north") == ["CP-2"], "what is stale shows nothing wrong"
    names.changed(first)
    assert await found(rows, names, "south") == ["CP-1"]
    await rows.change(stations, second, archived_at=START)
    names.changed(second)
    third = await rows.station("CP-3", name="North and South")
    names.changed(third)
    assert await found(rows, names, "north") == ["CP-3"]
    assert await found(rows, names, "south") == ["CP-1", "CP-3"]
    await rows.change(stations, third, name=None)
    names.changed(third)
    assert await found(rows, names, "north") == []
    assert await found(rows, names, "cp-3") == ["CP-3"]


async def test_many_stations_are_not_named_one_by_one(rows: Rows) -> None:
    made = [await rows.station(f"CP-{number}", name="North") for number in range(6)]
    names = await known(rows.database, most=5)
    assert await names.few("cp-") is None
    assert await names.few("north") is None
    assert await names.few("") is None
    assert await names.few("CP-3") == [UUID(str(made[3]))]
    assert len(await found(rows, names, "cp-")) == 6
    await rows.change(stations, made[0], archived_at=START)
    names.changed(made[0])
    assert sorted(await names.few("cp-1") or []) == [made[1]]


async def test_who_searches_while_a_change_is_read_waits_for_it(rows: Rows) -> None:
    names = await known(rows.database)
    station = await rows.station("CP-NEW")
    names.changed(station)
    # The palette asks for a phrase and for its last word at once.
    searches = [asyncio.create_task(names.few(part)) for part in ("reset CP-NEW", "CP-NEW")]
    assert await asyncio.gather(*searches) == [[], [station]]
