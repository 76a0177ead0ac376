"""Security events and progress reports travel with their flush, on both databases; and how they are listed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import select

from ocpp_gateway.charging.security import ProgressReport, SecurityEvent
from ocpp_gateway.operations.decision import Committed, Entry, Priority, StaleEpoch
from ocpp_gateway.operations.queries import EVERYTHING, Visibility
from ocpp_gateway.operations.security_queries import SecurityEventFilter, SecurityEventView
from ocpp_gateway.storage.journal import open_journal
from ocpp_gateway.storage.leases import StoredLeases
from ocpp_gateway.storage.queries.security_events import StoredSecurityEventQueries
from ocpp_gateway.storage.retention import Retention
from ocpp_gateway.storage.tables import progress_reports
from tests.rows import START, Clock, Ids, Rows

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio


def entry(station: UUID, epoch: int, *changes: Any) -> Entry:
    return Entry(station_id=station, epoch=epoch, priority=Priority.STATUS, changes=changes)


def happened(rows: Rows, kind: str, *, critical: bool = False) -> SecurityEvent:
    return SecurityEvent(
        id=rows.new_id(),
        type=kind,
        at=rows.clock.now - timedelta(minutes=1),
        received_at=rows.clock.now,
        tech_info=None,
        critical=critical,
    )


async def listed(rows: Rows, visible: Visibility = EVERYTHING, **wanted: Any) -> list[SecurityEventView]:
    page = await StoredSecurityEventQueries(rows.database).page(
        SecurityEventFilter(**wanted), visible, limit=100
    )
    return page.items


async def test_what_was_reported_is_stored_once_listed_and_pruned_with_meter_values(
    database: Database,
) -> None:
    rows = Rows(database, Clock(), Ids())
    stations = [await rows.station(f"CP-{number}") for number in range(2)]
    leases = StoredLeases(database, node_id="n", clock=rows.clock)
    epochs = []
    for station in stations:
        owned = await leases.claim(station)
        assert owned is not None
        epochs.append(owned.epoch)
    journal = open_journal(database, clock=rows.clock, new_id=rows.new_id)
    try:
        for number, kind in enumerate(("ResetOrReboot", "InvalidMessages", "Odd")):
            event = happened(rows, kind, critical=number == 0)
            outcome = await journal.write(entry(stations[number % 2], epochs[number % 2], event))
            assert isinstance(outcome, Committed)
            rows.clock.advance(timedelta(days=10))
        stale = await journal.write(entry(stations[0], epochs[0] + 1, happened(rows, "Forged")))
        assert isinstance(stale, StaleEpoch)
        for request_id, status in ((1, "Uploading"), (2, "Uploaded")):
            report = ProgressReport(
                kind="log", request_id=request_id, status=status, reported_at=rows.clock.now
            )
            await journal.write(entry(stations[0], epochs[0], report))
    finally:
        await journal.close()
    assert [(view.station, view.type) for view in await listed(rows)] == [
        ("CP-0", "Odd"),
        ("CP-1", "InvalidMessages"),
        ("CP-0", "ResetOrReboot"),
    ]
    assert [view.type for view in await listed(rows, critical=True)] == ["ResetOrReboot"]
    assert [view.type for view in await listed(rows, critical=False, station="cp-0")] == ["Odd"]
    assert [view.type for view in await listed(rows, type="InvalidMessages")] == ["InvalidMessages"]
    only = Visibility(all_stations=False, ocpp_ids=frozenset({"CP-1"}))
    assert [view.station for view in await listed(rows, only)] == ["CP-1"]
    async with database.read() as connection:
        (report_row,) = (await connection.execute(select(progress_reports))).mappings()
    assert (report_row["request_id"], report_row["status"]) == (2, "Uploaded")
    walked, after = [], None
    while True:
        page = await StoredSecurityEventQueries(database).page(
            SecurityEventFilter(), EVERYTHING, limit=1, after=after
        )
        walked += [view.at for view in page.items]
        after = page.next_key
        if after is None:
            break
    assert walked == [START + timedelta(days=d, minutes=-1) for d in (20, 10, 0)]
    await Retention(database, log_days=1, meter_days=15, event_days=1).prune(rows.clock.now)
    assert [view.type for view in await listed(rows)] == ["Odd"]
