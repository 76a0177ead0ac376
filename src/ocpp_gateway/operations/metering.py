"""MeterValues: stored raw and normalised, once each, attached to their transaction (ocpp.md 2.12, Q45, Q46)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import msgspec

from ocpp_gateway.charging.changes import Change, MeterRecord
from ocpp_gateway.charging.events import EventType
from ocpp_gateway.charging.meter_values import Reading
from ocpp_gateway.charging.stations import Connector, OpenTransaction, Station
from ocpp_gateway.charging.transactions import names_a_transaction
from ocpp_gateway.operations.announcements import announce, kilowatt_hours, rfc3339
from ocpp_gateway.operations.connectors import is_possible, known_or_new, update
from ocpp_gateway.operations.decision import Decision
from ocpp_gateway.operations.reads import Reads

_encode = msgspec.json.Encoder().encode

MANY = 500
"""Samples or readings of one message; no station in its right mind sends more, but a stop may carry thousands."""
TELL_EVERY = timedelta(minutes=5)
"""How often `transaction.updated` tells of one charge, by the gateway's clock: a station's own may stand still. Most
stations measure once a minute."""
Origin = Literal["meter_values", "transaction_data"]


async def record(
    station: Station,
    connector_number: int,
    transaction_id: str | None,
    readings: Sequence[Reading],
    reads: Reads,
    now: datetime,
) -> Decision[None]:
    """Store what is new; always answered, whatever transaction the station names.

    A message newer than everything seen on its connector is new for certain; only others are looked up by content.
    """
    if not is_possible(connector_number) or not readings:
        return Decision(None)
    connector = known_or_new(station, connector_number, reads.new_id)
    fresh = await _not_stored_yet(station, connector, readings, reads, now)
    if not fresh:
        return Decision(None)
    transaction = await _transaction(station, connector, transaction_id, reads)
    newest = max(fresh, key=lambda r: r.at.effective)
    running = connector.transaction
    if running is not None and running.id != transaction:
        running = None
    is_due = running is not None and _is_due(running, connector, newest, now)
    changes: tuple[Change, ...] = (
        *await records(connector, transaction, fresh, "meter_values", now),
        update(connector, **latest_values(connector, fresh), told_at=now if is_due else None),
    )
    told: dict[str, Any] = {
        "transaction": str(transaction) if transaction else None,
        "at": rfc3339(newest.at.effective),
        "meter_value": newest.energy_wh,
        "power_w": newest.power_w,
        "soc_percent": newest.soc_percent,
        "total_kwh": None if running is None else _so_far(running, newest),
    }
    events = [
        announce(EventType.METER_VALUES, station, now, reads.new_id, connector=connector_number, **told)
    ]
    if running is not None and is_due:
        told |= {"transaction_id": running.transaction_id, "status": "active"}
        events.append(
            announce(
                EventType.TRANSACTION_UPDATED, station, now, reads.new_id, connector=connector_number, **told
            )
        )
    return Decision(None, changes, tuple(events))


def _so_far(running: OpenTransaction, newest: Reading) -> float | None:
    """Energy since the start in kWh, as far as both registers are known."""
    if newest.energy_wh is None or running.start_meter is None:
        return None
    return kilowatt_hours(max(0.0, newest.energy_wh - running.start_meter))


def _is_due(running: OpenTransaction, connector: Connector, newest: Reading, now: datetime) -> bool:
    """Whether a running charge is told of now: with its first reading, then at most once in `TELL_EVERY`.

    Every reading is an event already (`meter.values`); a second one for each would double what charging fleets write.
    """
    if running.told_at is not None and now - running.told_at < TELL_EVERY:
        return False
    seen = connector.last_sample_at
    return seen is None or newest.at.effective >= seen


async def records(
    connector: Connector,
    transaction: UUID | None,
    readings: Sequence[Reading],
    origin: Origin,
    now: datetime,
) -> list[MeterRecord]:
    """One row per moment. Very many are made beside the event loop (fault F31)."""
    if len(readings) <= MANY:
        return _rows(connector, transaction, readings, origin, now)
    return await asyncio.to_thread(_rows, connector, transaction, readings, origin, now)


def _rows(
    connector: Connector,
    transaction: UUID | None,
    readings: Sequence[Reading],
    origin: Origin,
    now: datetime,
) -> list[MeterRecord]:
    return [
        MeterRecord(
            connector_id=connector.id,
            connector_number=connector.number,
            transaction=transaction,
            sampled_at=reading.at.effective,
            received_at=now,
            origin=origin,
            context=reading.context,
            energy_wh=reading.energy_wh,
            power_w=reading.power_w,
            current_a=reading.current_a,
            voltage_v=reading.voltage_v,
            soc_percent=reading.soc_percent,
            samples=_encode(reading.samples),
            content_hash=reading.content_hash,
        )
        for reading in readings
    ]


def latest_values(connector: Connector, readings: Sequence[Reading]) -> dict[str, float | datetime | None]:
    """The connector's current values after these readings; older ones than the newest seen change nothing."""
    seen = connector.last_sample_at
    values: dict[str, float | datetime | None] = {}
    for reading in sorted(readings, key=lambda r: r.at.effective):
        at = reading.at.effective
        if seen is not None and at < seen:
            continue
        if reading.energy_wh is not None:
            values["meter_value"] = reading.energy_wh
        if reading.power_w is not None:
            values["power_w"] = reading.power_w
        if reading.soc_percent is not None:
            values["soc_percent"] = reading.soc_percent
        if reading.at.plausible:
            values["last_sample_at"] = seen = at
    return values


async def _not_stored_yet(
    station: Station, connector: Connector, readings: Sequence[Reading], reads: Reads, now: datetime
) -> Sequence[Reading]:
    seen = connector.last_sample_at
    doubtful = [
        r.content_hash
        for r in readings
        if not r.at.plausible or (seen is not None and r.at.effective <= seen)
    ]
    if not doubtful:
        return readings
    stored = await reads.meters.stored_hashes(
        station.id, connector.number, doubtful, now - reads.policy.repeat_window
    )
    return [r for r in readings if r.content_hash not in stored]


async def _transaction(
    station: Station, connector: Connector, transaction_id: str | None, reads: Reads
) -> UUID | None:
    """The transaction the readings belong to: the one named, else the connector's open one."""
    if transaction_id is None or not names_a_transaction(transaction_id):
        return connector.transaction.id if connector.transaction is not None else None
    for open_transaction in station.open_transactions():
        if open_transaction.transaction_id == transaction_id:
            return open_transaction.id
    stored = await reads.transactions.by_transaction_id(station.id, transaction_id)
    return stored.id if stored is not None else None
