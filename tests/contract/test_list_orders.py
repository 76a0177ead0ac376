"""Orders and bounds of the lists, on both databases: every row once in every order, and no page without a limit."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, get_args

import pytest

from ocpp_gateway.operations.queries import (
    EVERYTHING,
    LogFilter,
    StationFilter,
    StationSort,
    TransactionFilter,
    Visibility,
)
from ocpp_gateway.storage.queries.logs import StoredLogQueries
from ocpp_gateway.storage.queries.stations import StoredStationQueries
from ocpp_gateway.storage.queries.transactions import StoredTransactionQueries
from ocpp_gateway.storage.tables import stations
from tests.rows import START, Clock, Ids, Rows

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

HOUR = timedelta(hours=1)
SPAN = {"since": START - 24 * HOUR, "until": START + HOUR}


@pytest.fixture
def rows(database: Database) -> Rows:
    return Rows(database, Clock(), Ids())


async def walk(ask: Any) -> tuple[list[Any], int]:
    """All items, and how many pages they came in."""
    items: list[Any] = []
    key = None
    for pages in range(1, 200):
        page = await ask(key)
        items += page.items
        key = page.next_key
        if key is None:
            return items, pages
    raise AssertionError("the list does not end")


@pytest.mark.parametrize("sort", get_args(StationSort))
async def test_stations_are_walked_completely_in_every_order(rows: Rows, sort: StationSort) -> None:
    names = ["CP-5", "cp-10", "A", "zz", "CP-4", "ä", "B"]
    made = {
        name: await rows.station(name, status="Faulted" if len(name) > 3 else "Available") for name in names
    }
    queries = StoredStationQueries(rows.database)
    archived = False

    async def page(key: Any) -> Any:
        nonlocal archived
        found = await queries.page(StationFilter(), EVERYTHING, limit=2, after=key, sort=sort)
        if not archived:  # the station that the cursor stands on goes away
            archived = True
            await rows.change(stations, made[found.items[-1].ocpp_id], archived_at=START)
        return found

    found, _ = await walk(page)
    by_identity = sorted(names, key=str.casefold)
    expected = {
        "-created_at": names[::-1],
        "created_at": names,
        "ocpp_id": by_identity,
        "-ocpp_id": by_identity[::-1],
    }
    assert [view.ocpp_id for view in found] == expected[sort]


async def test_transactions_of_a_span_are_walked_by_their_start_whenever_they_were_recorded(
    rows: Rows,
) -> None:
    station = await rows.station("CP-1", group_name="a")
    other = await rows.station("CP-2")
    starts = [3, 1, 2, 1, 5, 1, 4, 9]
    for number, hours in enumerate(starts):
        await rows.transaction(station, transaction_id=str(number), start_time=START - hours * HOUR)
    await rows.transaction(other, transaction_id="other", start_time=START - HOUR)
    await rows.transaction(station, transaction_id="no start", status="unmatched", start_time=None)
    queries = StoredTransactionQueries(rows.database)
    asked = TransactionFilter(since=START - 8 * HOUR, until=START)
    only_a = Visibility(all_stations=False, groups=frozenset({"a"}))

    found, pages = await walk(lambda key: queries.page(asked, only_a, limit=2, after=key))
    # Of equal starts the one recorded last comes first.
    assert [view.transaction_id for view in found] == ["5", "3", "1", "2", "0", "6", "4"]
    assert pages == 4
    newest, _ = await walk(lambda key: queries.page(TransactionFilter(), only_a, limit=3, after=key))
    assert [view.transaction_id for view in newest] == ["no start", *"76543210"]
    until = TransactionFilter(until=START - 4 * HOUR, station="cp-1")
    found, _ = await walk(lambda key: queries.page(until, EVERYTHING, limit=1, after=key))
    assert [view.transaction_id for view in found] == ["4", "7"]


async def test_a_page_of_the_log_ends_when_it_has_become_large(rows: Rows) -> None:
    station = await rows.station("CP-1")
    sizes = [10, 900, 10, 5000, 5000, 10, 10]
    for number, size in enumerate(sizes):
        text = '"' + "x" * (size - 2) + '"'
        raw = {"payload": None, "raw": b"\xff" * size} if number == 1 else {"payload": text}
        await rows.log(station, message_id=str(number), timestamp=START - number * HOUR / 10, **raw)
    queries = StoredLogQueries(rows.database, page_octets=1000)
    pages: list[list[str]] = []
    key = None
    while True:
        page = await queries.page(LogFilter(**SPAN), EVERYTHING, limit=50, after=key)
        pages.append([view.message_id for view in page.items])
        key = page.next_key
        if key is None:
            break
    # The row that reaches the size is still on its page, so a page always goes forward.
    assert pages == [["0", "1", "2", "3"], ["4"], ["5", "6"]]


async def test_a_filter_of_the_log_looks_at_a_bounded_number_of_rows_a_page(rows: Rows) -> None:
    one, two = await rows.station("CP-1", group_name="a"), await rows.station("CP-2")
    for number in range(12):
        await rows.log(
            one if number in {2, 9} else two,
            action="Rare" if number in {2, 9} else "Heartbeat",
            message_type="CallError" if number == 9 else "Call",
            direction="out" if number == 2 else "in",
            message_id=str(number),
            timestamp=START - number * HOUR,
        )
    queries = StoredLogQueries(rows.database, searched_rows=5)
    only_a = Visibility(all_stations=False, groups=frozenset({"a"}))

    async def ids(visible: Visibility = EVERYTHING, **wanted: Any) -> tuple[list[str], int]:
        asked = LogFilter(**SPAN, **wanted)
        found, pages = await walk(lambda key: queries.page(asked, visible, limit=9, after=key))
        return [view.message_id for view in found], pages

    assert await ids(action="Rare") == (["2", "9"], 3)
    assert await ids(message_type="CallError") == (["9"], 3)
    assert await ids(direction="out") == (["2"], 3)
    assert await ids(only_a) == (["2", "9"], 3)
    assert await ids(station="CP-1", action="Rare") == (["2", "9"], 1)
    assert len((await ids())[0]) == 12


async def test_a_text_is_found_whatever_its_letters(rows: Rows) -> None:
    """Only the case of ASCII letters does not matter, alike on both databases and in every locale."""
    station = await rows.station("CP-1", name="Straße Ärger")
    await rows.log(station, payload='{"info":"Ärger im Hof"}')
    logs, named = StoredLogQueries(rows.database), StoredStationQueries(rows.database)
    for text, found in (("Ärger", 1), ("ÄRGER", 1), ("ärger", 0), ("hof", 1), ("HOF", 1)):
        page = await logs.page(LogFilter(**SPAN, text=text), EVERYTHING, limit=9)
        assert len(page.items) == found, text
    for text, found in (("Ärger", 1), ("straßE", 1), ("äRGER", 0)):
        assert len((await named.page(StationFilter(text=text), EVERYTHING, limit=9)).items) == found, text
