"""A follower reads the events it reacts to and passes over the others, which may be of types it does not know."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.storage import events
from ocpp_gateway.storage.events import StoredEventLog

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


async def test_the_log_can_be_read_for_some_types_only(database: Database) -> None:
    kinds = [EventType.METER_VALUES, EventType.STATION_ADMINISTERED, EventType.ID_TAG_ADMINISTERED]
    facts = [
        Event(id=UUID(int=n), type=kind, time=NOW, station_id=None, station=None, connector=None, data={})
        for n, kind in enumerate(kinds, 1)
    ]
    async with database.begin() as connection:
        await events.append(connection, facts, NOW)
    log = StoredEventLog(database)
    wanted = await log.after(0, 10, {EventType.STATION_ADMINISTERED, EventType.ID_TAG_ADMINISTERED})
    assert [stored.event.id.int for stored in wanted] == [2, 3]
    assert len(await log.after(0, 10)) == 3
