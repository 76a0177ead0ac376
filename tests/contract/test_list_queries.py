"""What is shown, on both databases: the same rows in the same order, page by page, and only what may be seen."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ocpp_gateway.charging.stations import ConnectorStatus, Registration
from ocpp_gateway.charging.tokens import TokenStatus
from ocpp_gateway.operations.commands import CommandFilter
from ocpp_gateway.operations.queries import (
    EVERY_TAG,
    EVERYTHING,
    ConnectorFilter,
    IdTagFilter,
    LogFilter,
    Page,
    StationFilter,
    TransactionFilter,
    Visibility,
)
from ocpp_gateway.storage.commands import StoredCommands
from ocpp_gateway.storage.id_tags import StoredIdTags
from ocpp_gateway.storage.queries.connectors import StoredConnectorQueries
from ocpp_gateway.storage.queries.id_tags import StoredIdTagQueries
from ocpp_gateway.storage.queries.logs import StoredLogQueries
from ocpp_gateway.storage.queries.stations import StoredStationQueries
from ocpp_gateway.storage.queries.transactions import StoredTransactionQueries
from ocpp_gateway.storage.tables import connectors, stations
from tests.contract.test_people_repositories import happened, tag
from tests.rows import START, Clock, Ids, Rows

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

HOUR = timedelta(hours=1)


@pytest.fixture
def rows(database: Database) -> Rows:
    return Rows(database, Clock(), Ids())


async def walk(
    page_after: Callable[[Any], Awaitable[Page[Any, Any]]],
    between: Callable[[int], Awaitable[None]] | None = None,
) -> list[Any]:
    """Follow a list to its end."""
    found: list[Any] = []
    key = None
    for step in range(1000):
        page = await page_after(key)
        found += page.items
        key = page.next_key
        if key is None:
            return found
        if between is not None:
            await between(step)
    raise AssertionError("the list does not end")


async def test_stations_are_walked_completely_while_others_are_added_and_archived(rows: Rows) -> None:
    queries = StoredStationQueries(rows.database)
    names = [f"CP-{number}" for number in range(10)]
    made = {name: await rows.station(name) for name in names}

    async def between(step: int) -> None:
        await rows.station(f"NEW-{step}")
        if step == 0:
            await rows.change(stations, made["CP-4"], archived_at=START)

    found = await walk(lambda key: queries.page(StationFilter(), EVERYTHING, limit=3, after=key), between)
    assert [view.ocpp_id for view in found] == [name for name in reversed(names) if name != "CP-4"]


async def test_every_column_of_a_station_is_read_back(rows: Rows) -> None:
    columns: dict[str, Any] = {
        "name": "Garage",
        "location": {"latitude": 52.5, "longitude": 13.4, "address": None},
        "status": "Faulted",
        "registration": "pending",
        "online": False,
        "ocpp_version": "1.6",
        "security_profile": 2,
        "vendor": "ACME",
        "model": "M",
        "serial_number": "S",
        "firmware_version": "1",
        "iccid": "i",
        "imsi": "j",
        "meter_type": "t",
        "meter_serial_number": "n",
        "firmware_status": "Installed",
        "diagnostics_status": "Idle",
        "remote_address": "192.0.2.7",
        "connected_at": START,
        "last_boot_at": START,
        "last_heartbeat": START,
        "last_message_at": START,
        "unauthenticated_until": START,
    }
    station = await rows.station("CP-1", group_name="a", key_hash="x", presented_hash="y", **columns)
    view = await StoredStationQueries(rows.database).find("cp-1", EVERYTHING)
    assert view is not None
    assert {name: getattr(view, name) for name in columns} == columns
    assert (view.id, view.group, view.version) == (station, "a", 1)
    assert (view.has_password, view.presented_password) == (True, True)
    assert not hasattr(view, "key_hash")


async def test_stations_are_filtered(rows: Rows) -> None:
    queries = StoredStationQueries(rows.database)
    await rows.station("CP-1", status="Available", vendor="ACME", model="M1", group_name="a")
    await rows.station(
        "CP-2", status="Faulted", vendor="ACME", model="M2", online=False, name="100% Garage_1"
    )
    await rows.station("ZZ-3", registration="pending", vendor="Other")

    async def names(**wanted: Any) -> list[str]:
        page = await queries.page(StationFilter(**wanted), EVERYTHING, limit=10)
        return [view.ocpp_id for view in page.items]

    assert await names() == ["ZZ-3", "CP-2", "CP-1"]
    assert await names(status=ConnectorStatus.FAULTED) == ["CP-2"]
    assert await names(registration=Registration.PENDING) == ["ZZ-3"]
    assert await names(group="a") == ["CP-1"]
    assert await names(online=True) == ["ZZ-3", "CP-1"]
    assert await names(online=False) == ["CP-2"]
    assert await names(vendor="ACME", model="M1") == ["CP-1"]
    assert await names(text="cp") == ["CP-2", "CP-1"]
    assert await names(text="GARAGE") == ["CP-2"]
    assert await names(text="0%") == ["CP-2"]
    assert await names(text="e_1") == ["CP-2"]
    assert await names(text="%") == ["CP-2"]
    assert await names(text="\\") == []


VISIBLE = [
    (EVERYTHING, {"CP-1", "CP-2", "CP-3"}),
    (Visibility(all_stations=False), set()),
    (Visibility(all_stations=False, ocpp_ids=frozenset({"cp-1", "NOBODY"})), {"CP-1"}),
    (Visibility(all_stations=False, groups=frozenset({"a"})), {"CP-1", "CP-2"}),
    (
        Visibility(all_stations=False, ocpp_ids=frozenset({"CP-3"}), groups=frozenset({"a"})),
        {"CP-1", "CP-2", "CP-3"},
    ),
]


async def test_what_may_not_be_seen_does_not_exist_in_any_list(rows: Rows) -> None:
    transactions = {}
    for name, group in (("CP-1", "a"), ("CP-2", "a"), ("CP-3", None)):
        station = await rows.station(name, group_name=group)
        connector = await rows.connector(station, 1)
        transactions[name] = await rows.transaction(station, connector_id=connector)
        await rows.log(station)
    span = LogFilter(since=START - HOUR, until=START + HOUR)
    database = rows.database
    for visible, expected in VISIBLE:
        shown = [
            {
                v.ocpp_id
                for v in (await StoredStationQueries(database).page(StationFilter(), visible, limit=9)).items
            },
            {
                v.station
                for v in (
                    await StoredConnectorQueries(database).page(ConnectorFilter(), visible, limit=9)
                ).items
            },
            {
                v.station
                for v in (
                    await StoredTransactionQueries(database).page(TransactionFilter(), visible, limit=9)
                ).items
            },
            {v.station for v in (await StoredLogQueries(database).page(span, visible, limit=9)).items},
        ]
        assert shown == [expected] * 4
        for name, transaction in transactions.items():
            found = [
                await StoredStationQueries(database).find(name, visible),
                await StoredConnectorQueries(database).find(name, 1, visible),
                await StoredTransactionQueries(database).find(transaction, visible),
            ]
            assert [one is not None for one in found] == [name in expected] * 3


async def test_connectors_are_walked_in_order_and_show_what_their_station_adds(rows: Rows) -> None:
    queries = StoredConnectorQueries(rows.database)
    for name in ("CP-1", "CP-2", "CP-3"):
        station = await rows.station(name, status="Faulted" if name == "CP-2" else "Unknown")
        for number in (3, 1, 2):
            await rows.connector(station, number, status="Available", blocked=name == "CP-3" and number == 2)

    async def between(step: int) -> None:
        await rows.connector(await rows.station(f"NEW-{step}"), 1)

    found = await walk(lambda key: queries.page(ConnectorFilter(), EVERYTHING, limit=2, after=key), between)
    assert [f"{view.station}/{view.connector_number}" for view in found] == [
        f"{name}/{number}" for name in ("CP-3", "CP-2", "CP-1") for number in (1, 2, 3)
    ]
    available = ["CP-3/1", "CP-3/3", "CP-1/1", "CP-1/2", "CP-1/3"]
    assert [f"{view.station}/{view.connector_number}" for view in found if view.available] == available
    for wanted, size in ((True, 5), (False, 4)):
        old = ConnectorFilter(available=wanted, station=None)
        page = await queries.page(old, EVERYTHING, limit=50)
        assert len([view for view in page.items if view.station.startswith("CP")]) == size
    blocked = await queries.page(ConnectorFilter(blocked=True), EVERYTHING, limit=50)
    assert [f"{view.station}/{view.connector_number}" for view in blocked.items] == ["CP-3/2"]
    assert len((await queries.page(ConnectorFilter(station="cp-1"), EVERYTHING, limit=50)).items) == 3
    zero = await queries.find("CP-1", 0, EVERYTHING)
    assert zero is not None
    assert zero.connector_number == 0


async def test_a_blocked_station_blocks_its_connectors_without_touching_their_flags(rows: Rows) -> None:
    station = await rows.station("CP-1")
    connector = await rows.connector(station, 1, status="Available")
    queries = StoredConnectorQueries(rows.database)
    await rows.block_whole_station(station)
    view = await queries.find("CP-1", 1, EVERYTHING)
    assert view is not None
    assert (view.blocked, view.available) == (True, False)
    await rows.change(connectors, connector, blocked=True)
    assert len((await queries.page(ConnectorFilter(blocked=False), EVERYTHING, limit=9)).items) == 0


async def test_transactions_are_walked_filtered_and_their_energy_so_far_derived(rows: Rows) -> None:
    queries = StoredTransactionQueries(rows.database)
    station = await rows.station("CP-1")
    connector = await rows.connector(station, 1, meter_value=4702.123)
    old = [
        await rows.transaction(
            station,
            connector_id=connector,
            connector_number=1,
            transaction_id=str(number),
            id_tag="TAG",
            id_tag_folded="tag",
            start_time=START + number * HOUR,
            start_meter=0.0,
            end_meter=8.0,
            total_kwh=0.008,
            estimated=["end_time"],
        )
        for number in range(7)
    ]
    running = await rows.transaction(
        station,
        connector_id=connector,
        connector_number=1,
        status="active",
        start_time=START,
        start_meter=1000.0,
    )
    await rows.change(connectors, connector, transaction_id=running)

    found = await walk(lambda key: queries.page(TransactionFilter(), EVERYTHING, limit=3, after=key))
    assert [view.id for view in found] == [running, *reversed(old)]
    assert [view.total_kwh for view in found] == [3.702] + [0.008] * 7
    assert found[1].estimated == ("end_time",)

    async def count(**wanted: Any) -> int:
        return len((await queries.page(TransactionFilter(**wanted), EVERYTHING, limit=50)).items)

    assert await count(station="cp-1") == 8
    assert await count(station="nobody") == 0
    assert await count(status="active") == 1
    assert await count(id_tag=" Tag ") == 7
    assert await count(transaction_id="4") == 1
    assert await count(transaction_id="4", station="cp-1") == 1
    assert await count(transaction_id="4", station="cp-2") == 0
    assert await count(transaction_id="44") == 0
    assert await count(connector=2) == 0
    assert await count(since=START + HOUR, until=START + 3 * HOUR) == 2


async def test_readings_are_walked_within_what_was_received_around_the_transaction(rows: Rows) -> None:
    queries = StoredTransactionQueries(rows.database)
    station = await rows.station("CP-1")
    connector = await rows.connector(station, 1)
    end = START + HOUR
    transaction = await rows.transaction(station, connector_id=connector, ended_received_at=end)
    samples = json.dumps([{"measurand": "SoC", "value": 61.0, "raw_value": "61"}], separators=(",", ":"))
    moments = [(minute // 2, minute, START) for minute in range(9)]
    for minute, content_hash, received_at in moments:
        await rows.reading(
            station,
            connector,
            transaction,
            sampled_at=START + timedelta(minutes=minute),
            received_at=received_at,
            content_hash=content_hash - 4,
            soc_percent=61.0,
            samples=samples,
        )
    late = end + timedelta(days=8)  # beyond what is looked at
    await rows.reading(station, connector, transaction, sampled_at=START, received_at=late, content_hash=99)
    found = await walk(lambda key: queries.meter_values(transaction, limit=2, after=key))
    assert [(view.sampled_at, view.content_hash) for view in found] == sorted(
        ((START + timedelta(minutes=minute), content_hash - 4) for minute, content_hash, _ in moments),
        reverse=True,
    )
    assert {view.samples for view in found} == {samples}
    assert (await queries.meter_values(rows.new_id(), limit=2)).items == []


async def test_pages_of_readings_end_when_their_samples_reach_the_limit(rows: Rows) -> None:
    queries = StoredTransactionQueries(rows.database, page_octets=1000)
    station = await rows.station("CP-1")
    connector = await rows.connector(station, 1)
    transaction = await rows.transaction(station, connector_id=connector)
    for minute in range(7):
        await rows.reading(
            station,
            connector,
            transaction,
            sampled_at=START + timedelta(minutes=minute),
            received_at=START,
            content_hash=minute,
            samples=json.dumps(["é" * (2000 if minute == 3 else 100)], ensure_ascii=False),
        )
    sizes: list[int] = []
    key, seen = None, []
    while True:
        found = await queries.meter_values(transaction, limit=50, after=key)
        sizes.append(len(found.items))
        seen += [view.content_hash for view in found.items]
        key = found.next_key
        if key is None:
            break
    assert seen == [6, 5, 4, 3, 2, 1, 0]
    assert sizes == [4, 3], "the row that reaches the limit is the last one of its page"
    assert len((await queries.meter_values(transaction, limit=2)).items) == 2


async def test_pages_of_commands_end_when_their_texts_reach_the_limit(rows: Rows) -> None:
    store = StoredCommands(rows.database, page_octets=1000)
    station = await rows.station("CP-1")
    made = [
        await rows.command(
            station,
            payload='{"type":"Soft"}',
            response=json.dumps({"status": "x" * 600}) if number in {1, 2} else None,
            late_response=json.dumps("x" * 5000) if number == 4 else None,
        )
        for number in range(6)
    ]
    sizes: list[int] = []
    key, seen = None, []
    while True:
        found = await store.page(CommandFilter(), EVERYTHING, limit=50, after=key)
        sizes.append(len(found.items))
        seen += [command.id for command in found.items]
        key = found.next_key
        if key is None:
            break
    assert seen == made[::-1]
    assert sizes == [2, 3, 1]
    first = await store.page(CommandFilter(action="Reset"), EVERYTHING, limit=1)
    assert (len(first.items), first.next_key) == (1, (made[-1],))


async def test_the_log_is_walked_bounded_filtered_and_kept_as_text(rows: Rows) -> None:
    queries = StoredLogQueries(rows.database, searched_rows=4)
    station = await rows.station("CP-1")
    payloads = [
        '{"a":1e400}',
        '{"a":"\\u0000"}',
        '{"a":"\\ud800"}',
        '{"b":1.50,"b":2}',
        '{"idTag":"ABC_100%"}',
    ]
    for number, payload in enumerate(payloads):
        at = START - timedelta(minutes=10 - number // 2)
        await rows.log(
            station, message_id=str(number), payload=payload, timestamp=at, connector_number=number
        )
    await rows.log(
        station,
        message_id="raw",
        payload=None,
        raw=b"\x00\xff",
        direction="out",
        message_type="CallError",
        violations='[{"rule":"r"}]',
    )
    for before in (25, 49):
        await rows.log(station, message_id="old", timestamp=START - before * HOUR)
    day = LogFilter(since=START - 24 * HOUR, until=START + HOUR)

    found = await walk(lambda key: queries.page(day, EVERYTHING, limit=2, after=key))
    assert [view.message_id for view in found] == ["raw", "4", "3", "2", "1", "0"]
    assert [view.payload for view in found[1:]] == payloads[::-1]
    assert (found[0].raw, found[0].payload, found[0].violations) == (b"\x00\xff", None, '[{"rule":"r"}]')
    assert found[1].connector == 4

    async def ids(**wanted: Any) -> list[str]:
        span = {"since": START - 24 * HOUR, "until": START + HOUR}
        asked = LogFilter(**(span | wanted))
        return [
            v.message_id for v in await walk(lambda key: queries.page(asked, EVERYTHING, limit=1, after=key))
        ]

    assert await ids(since=START - 48 * HOUR, until=START - HOUR) == ["old"]
    assert await ids(until=START) == ["4", "3", "2", "1", "0"]
    assert await ids(direction="out") == ["raw"]
    assert await ids(message_type="Call", station="CP-1") == ["4", "3", "2", "1", "0"]
    assert await ids(action="Nothing") == []
    assert await ids(station="nobody", text="abc") == []
    assert await ids(text="abc_1") == ["4"]
    assert await ids(text="100%") == ["4"]
    assert await ids(text="1.5") == ["3"]
    assert await ids(text="E400") == ["0"]


async def test_id_tags_are_walked_and_filtered_by_what_is_shown(rows: Rows) -> None:
    store, queries = StoredIdTags(rows.database), StoredIdTagQueries(rows.database)
    for name, members in (
        ("A1", {"expiry": None, "group": "x"}),
        ("A2", {"expiry": START, "group": "y"}),
        ("A3", {"expiry": START + HOUR, "note": "50%"}),
        ("B1", {"status": TokenStatus.BLOCKED, "expiry": START}),
        ("B2", {"status": TokenStatus.EXPIRED, "expiry": None}),
    ):
        made = tag(rows.new_id, id_tag=name, **members)
        assert await store.insert(made, name.casefold(), START, happened(rows.new_id), [])

    async def names(**wanted: Any) -> list[str]:
        asked = IdTagFilter(now=START, **wanted)
        return [
            view.id_tag for view in await walk(lambda key: queries.page(asked, EVERY_TAG, limit=2, after=key))
        ]

    assert await names() == ["B2", "B1", "A3", "A2", "A1"]
    assert await names(status=TokenStatus.ACCEPTED) == ["A3", "A1"]
    assert await names(status=TokenStatus.EXPIRED) == ["B2", "A2"]
    assert await names(status=TokenStatus.BLOCKED) == ["B1"]
    assert await names(group="x") == ["A1"]
    assert await names(text="B") == ["B2", "B1"]
    assert await names(text="a3") == ["A3"]
    assert await names(text="%") == ["A3"]
    found = await queries.find("a2", EVERY_TAG)
    assert found is not None
    assert (found.id_tag, found.group, found.version) == ("A2", "y", 1)
    assert await queries.find("A2", EVERY_TAG) is None
