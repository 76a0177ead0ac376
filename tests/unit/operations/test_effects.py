"""Which message shows that a command took effect, and which only looks like it."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from ocpp_gateway.charging.changes import StationUpdate
from ocpp_gateway.charging.command_changes import CommandEffectSeen
from ocpp_gateway.charging.commands import AwaitedEffect, CommandStatus, EffectKind, Expectation
from ocpp_gateway.charging.stations import ConnectorStatus, Station
from ocpp_gateway.charging.times import station_time
from ocpp_gateway.operations.availability import StatusReport, report_status
from ocpp_gateway.operations.effects import effect_in_force, effects_seen
from ocpp_gateway.operations.transactions import Start, Stop, start, stop
from tests.unit.operations.ledger import NOON, Ledger, station

pytestmark = pytest.mark.anyio

_IDS = itertools.count(1)


def awaits(cp: Station, **members: Any) -> UUID:
    awaited = AwaitedEffect(
        id=UUID(int=next(_IDS)),
        action="any",
        status=CommandStatus.SENT,
        expectation=Expectation(**members),
        until=NOON + timedelta(minutes=10),
    )
    cp.awaited_effects[awaited.id] = awaited
    return awaited.id


def seen(cp: Station, action: str, changes: Any, connector: int | None = None, later: int = 0) -> list[UUID]:
    now = NOON + timedelta(minutes=later)
    found, events = effects_seen(cp, action, connector, changes, now, lambda: UUID(int=0))
    assert [event.data["command"] for event in events] == [str(change.id) for change in found]
    assert all(event.data["effect"]["state"] == "seen" for event in events)
    return [change.id for change in found if isinstance(change, CommandEffectSeen)]


async def started(cp: Station, ledger: Ledger, connector: int = 1, tag: str = "TAG-1") -> Any:
    request = Start(
        connector_number=connector, id_tag=tag, meter_start=0.0, at=station_time(NOON, "noon", NOON)
    )
    return await start(cp, request, ledger.reads(), NOON)


@pytest.mark.parametrize(
    ("connector", "tag", "found"),
    [(1, "tag-1", True), (None, "tag-1", True), (0, "tag-1", True), (2, "tag-1", False), (1, "tag-2", False)],
)
async def test_a_remote_start_is_seen_in_the_start_of_its_tag(
    connector: int | None, tag: str, found: bool
) -> None:
    cp, ledger = station(), Ledger()
    wanted = awaits(cp, kind=EffectKind.STARTED, connector=connector, id_tag_folded=tag)
    decision = await started(cp, ledger)
    assert seen(cp, "StartTransaction", decision.changes) == ([wanted] if found else [])


async def test_one_start_is_the_effect_of_one_command_and_a_repeated_one_of_none() -> None:
    cp, ledger = station(), Ledger()
    older = awaits(cp, kind=EffectKind.STARTED, connector=1, id_tag_folded="tag-1")
    awaits(cp, kind=EffectKind.STARTED, connector=1, id_tag_folded="tag-1")
    decision = await started(cp, ledger)
    assert seen(cp, "StartTransaction", decision.changes) == [older]
    ledger.commit(cp, decision)
    again = await started(cp, ledger)
    assert seen(cp, "StartTransaction", again.changes) == []


async def test_a_remote_stop_is_seen_in_the_end_of_its_transaction() -> None:
    cp, ledger = station(), Ledger()
    for connector in (1, 2):
        ledger.commit(cp, await started(cp, ledger, connector, f"TAG-{connector}"))
    first, second = (cp.connectors[n].transaction for n in (1, 2))
    assert first is not None
    assert second is not None
    awaits(cp, kind=EffectKind.ENDED, transaction_id=first.transaction_id)
    wanted = awaits(cp, kind=EffectKind.ENDED, transaction_id=second.transaction_id)
    request = Stop(
        transaction_id=second.transaction_id,
        id_tag=None,
        meter_stop=10.0,
        at=station_time(NOON, "noon", NOON),
        reason="Remote",
    )
    decision = await stop(cp, request, ledger.reads(), NOON)
    assert seen(cp, "StopTransaction", decision.changes) == [wanted]


def report(cp: Station, connector: int, status: ConnectorStatus) -> Any:
    told = StatusReport(
        connector_number=connector,
        status=status,
        error_code="NoError",
        info=None,
        vendor_error_code=None,
        at=station_time(NOON, "noon", NOON),
    )
    return report_status(cp, told, Ledger().reads(), NOON)


@pytest.mark.parametrize(
    ("status", "operative", "found"),
    [
        (ConnectorStatus.UNAVAILABLE, False, True),
        (ConnectorStatus.AVAILABLE, False, False),
        (ConnectorStatus.CHARGING, False, False),
        (ConnectorStatus.AVAILABLE, True, True),
        (ConnectorStatus.CHARGING, True, True),
        (ConnectorStatus.FAULTED, True, False),
        (ConnectorStatus.FAULTED, False, False),
        (ConnectorStatus.UNKNOWN, True, False),
    ],
)
def test_availability_is_seen_in_the_status_of_the_connector(
    status: ConnectorStatus, operative: bool, found: bool
) -> None:
    cp = station()
    wanted = awaits(cp, kind=EffectKind.STATUS, connector=1, operative=operative)
    changes = report(cp, 1, status).changes
    assert seen(cp, "StatusNotification", changes) == ([wanted] if found else [])
    assert seen(cp, "Heartbeat", changes) == []


def test_the_whole_station_is_out_of_operation_when_it_or_every_connector_says_so() -> None:
    cp = station()
    wanted = awaits(cp, kind=EffectKind.STATUS, connector=0, operative=False)
    first = report(cp, 1, ConnectorStatus.UNAVAILABLE)
    assert seen(cp, "StatusNotification", first.changes) == []
    Ledger().commit(cp, first)
    assert seen(cp, "StatusNotification", report(cp, 2, ConnectorStatus.UNAVAILABLE).changes) == [wanted]
    assert seen(cp, "StatusNotification", report(cp, 0, ConnectorStatus.UNAVAILABLE).changes) == [wanted]


def test_what_is_in_force_already_needs_no_message() -> None:
    cp = station()
    wanted = awaits(cp, kind=EffectKind.STATUS, connector=1, operative=True)
    other = awaits(cp, kind=EffectKind.BOOT)
    assert effect_in_force(cp, wanted, NOON, lambda: UUID(int=0)) is None
    cp.connectors[1].status = ConnectorStatus.AVAILABLE
    found = effect_in_force(cp, wanted, NOON, lambda: UUID(int=0))
    assert found is not None
    assert found[0] == CommandEffectSeen(wanted, "status", NOON)
    assert effect_in_force(cp, other, NOON, lambda: UUID(int=0)) is None


def test_a_reset_is_seen_in_a_boot_and_a_trigger_in_its_message() -> None:
    cp = station()
    boot = awaits(cp, kind=EffectKind.BOOT)
    triggered = awaits(cp, kind=EffectKind.MESSAGE, message="MeterValues", connector=2)
    anything = awaits(cp, kind=EffectKind.MESSAGE, message="MeterValues")
    assert seen(cp, "BootNotification", [StationUpdate(last_boot_at=NOON)]) == [boot]
    assert seen(cp, "MeterValues", [], connector=1) == [anything]
    assert seen(cp, "MeterValues", [], connector=2) == [triggered, anything]


def test_after_its_time_nothing_is_an_effect() -> None:
    cp = station()
    wanted = awaits(cp, kind=EffectKind.BOOT)
    assert seen(cp, "BootNotification", [], later=9) == [wanted]
    assert seen(cp, "BootNotification", [], later=10) == []
