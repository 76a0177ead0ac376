"""StartTransaction and StopTransaction (OCPP 1.6, 4.8 and 4.10): always answered, stored once, energy never negative.

Neither can be refused: an invalid tag, an unknown id or a busy connector become part of the record instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from ocpp_gateway.charging.changes import Change, TransactionEnd, TransactionStart, UnmatchedTransaction
from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.charging.meter_values import Reading
from ocpp_gateway.charging.stations import Connector, OpenTransaction, Station
from ocpp_gateway.charging.times import StationTime
from ocpp_gateway.charging.tokens import Authorization, TokenStatus, fold
from ocpp_gateway.charging.transactions import (
    end_not_before,
    energy,
    matching_open,
    names_a_transaction,
    start_key,
    stop_key,
    truncated_open,
)
from ocpp_gateway.operations.announcements import announce, kilowatt_hours, rfc3339
from ocpp_gateway.operations.authorization import check, check_start
from ocpp_gateway.operations.connectors import is_possible, known_or_new, update
from ocpp_gateway.operations.decision import Decision
from ocpp_gateway.operations.metering import latest_values, records
from ocpp_gateway.operations.ports import StoredTransaction
from ocpp_gateway.operations.reads import Reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A StartTransaction in our words; `meter_start` in Wh, `None` if the station did not tell a possible one."""

    connector_number: int
    id_tag: str
    meter_start: float | None
    at: StationTime
    reservation_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A StopTransaction in our words; `meter_stop` in Wh, `reason` is `Local` when the station gave none."""

    transaction_id: str | None
    id_tag: str | None
    meter_stop: float
    at: StationTime
    reason: str
    readings: Sequence[Reading] = ()


@dataclass(frozen=True, slots=True)
class Started:
    """The answer to a start: always an id, whatever the tag is worth."""

    transaction_id: str
    authorization: Authorization


@dataclass(frozen=True, slots=True)
class _Ending:
    """What a stop found: an open transaction in memory, a stored one, or neither."""

    id: UUID
    start_time: datetime | None
    start_meter: float | None
    id_tag: str | None
    connector_number: int | None
    estimated: tuple[str, ...]


ASSUMED_AT_START = frozenset({"connector", "start_time", "start_meter"})
"""What a stop cannot make better; everything else that was estimated is replaced by the stop's own values."""


# -- start -------------------------------------------------------------------------------------------------------------


async def start(station: Station, request: Start, reads: Reads, now: datetime) -> Decision[Started]:
    """Store a start, or recognise one that is stored and give the same answer again (quirk Q42)."""
    known_meter = -1.0 if request.meter_start is None else request.meter_start
    key = start_key(request.connector_number, request.id_tag, request.at.raw, known_meter)
    known = await _known_start(station, request, key, reads)
    if known is not None:
        transaction_id, status = known
        same = replace(await check(request.id_tag, reads, now), status=TokenStatus(status))
        return Decision(Started(transaction_id, same))
    authorization = await _authorization(station, request, key, reads, now)
    transaction_id = str(await reads.transaction_ids.draw())
    return _new_start(station, request, key, authorization, transaction_id, reads, now)


async def _known_start(station: Station, request: Start, key: bytes, reads: Reads) -> tuple[str, str] | None:
    """Id and tag status of the same start. With an implausible time only an open transaction can be the same one."""
    for open_transaction in station.open_transactions():
        if open_transaction.start_key == key:
            return open_transaction.transaction_id, open_transaction.id_tag_status
    connector = station.connectors.get(_place(request))
    newest = connector.last_start_at if connector is not None else None
    if not request.at.plausible or newest is None or request.at.effective > newest:
        return None
    stored = await reads.transactions.by_start_key(station.id, key)
    if stored is None:
        return None
    return stored.transaction_id, stored.id_tag_status or TokenStatus.INVALID.value


def _place(request: Start) -> int:
    """The connector that a start is kept on: a number that no station can mean stands for the station itself."""
    return request.connector_number if is_possible(request.connector_number) else 0


async def _authorization(
    station: Station, request: Start, key: bytes, reads: Reads, now: datetime
) -> Authorization:
    """A start that is older than its connector's transaction tells of the past, where nothing can run at once."""
    connector = station.connectors.get(request.connector_number)
    running = connector.transaction if connector is not None else None
    if running is not None and request.at.effective < running.start_time:
        return await check(request.id_tag, reads, now)
    superseded = running.id if running is not None else None
    return await check_start(request.id_tag, station.id, key, superseded, reads, now)


def _new_start(
    station: Station,
    request: Start,
    key: bytes,
    authorization: Authorization,
    transaction_id: str,
    reads: Reads,
    now: datetime,
) -> Decision[Started]:
    possible = is_possible(request.connector_number)
    connector = known_or_new(station, _place(request), reads.new_id)
    begins_at = request.at.effective
    start_meter = request.meter_start if request.meter_start is not None else connector.meter_value
    estimated = (
        *(() if request.meter_start is not None else ("start_meter",)),
        *(() if possible else ("connector",)),
        *(() if request.at.plausible else ("start_time",)),
    )
    row = TransactionStart(
        id=reads.new_id(),
        transaction_id=transaction_id,
        connector_id=connector.id,
        connector_number=connector.number,
        id_tag=request.id_tag,
        id_tag_folded=fold(request.id_tag),
        id_tag_status=authorization.status.value,
        start_time=begins_at,
        start_time_raw=request.at.raw,
        start_meter=start_meter,
        start_key=key,
        received_at=now,
        reservation_id=request.reservation_id or None,
        estimated=estimated,
        takes_connector=connector.transaction is None or begins_at >= connector.transaction.start_time,
    )
    changes: list[Change] = []
    events: list[Event] = []
    if row.takes_connector and connector.transaction is not None:
        superseded, ended = _supersede(station, connector, connector.transaction, begins_at, reads, now)
        changes.append(superseded)
        events.append(ended)
    holder = row.id if row.takes_connector else connector.transaction.id if connector.transaction else None
    newest = max(
        filter(None, (connector.last_start_at, begins_at if request.at.plausible else None)), default=None
    )
    changes.append(
        update(connector, transaction=holder, last_start_at=newest, **_meter_at_start(row, connector))
    )
    changes.append(row)
    events.append(
        announce(
            EventType.TRANSACTION_STARTED,
            station,
            now,
            reads.new_id,
            connector=connector.number,
            transaction=str(row.id),
            transaction_id=transaction_id,
            id_tag=row.id_tag,
            id_tag_status=row.id_tag_status,
            status="active",
            start_time=rfc3339(begins_at),
            start_meter=row.start_meter,
        )
    )
    return Decision(
        Started(transaction_id, authorization),
        tuple(changes),
        tuple(events),
        restated=lambda existing: _restated(existing, authorization),
    )


def _restated(transaction_id: str, authorization: Authorization) -> Decision[Started]:
    """The same start is stored already (another node was faster): nothing to write but the frames with that id."""
    return Decision(Started(transaction_id, authorization))


def _meter_at_start(row: TransactionStart, connector: Connector) -> dict[str, float]:
    """The register at the start is the connector's newest value, unless a sample is already ahead of it."""
    seen, sampled_at = connector.meter_value, connector.last_sample_at
    if not row.takes_connector or row.start_meter is None:
        return {}
    if seen is not None and sampled_at is not None and seen > row.start_meter and sampled_at > row.start_time:
        return {}
    return {"meter_value": row.start_meter}


def _supersede(
    station: Station,
    connector: Connector,
    previous: OpenTransaction,
    at: datetime,
    reads: Reads,
    now: datetime,
) -> tuple[TransactionEnd, Event]:
    """A start on a busy connector means that the stop was lost: end the old one at its last register, as estimated."""
    last = connector.meter_value if connector.meter_value is not None else previous.start_meter
    measured = energy(previous.start_meter, last or 0.0, None)
    ending = _ending(previous)
    row = TransactionEnd(
        id=previous.id,
        end_time=max(at, previous.start_time),
        end_time_raw="",
        end_meter=measured.end_meter,
        total_wh=measured.total_wh,
        status="interrupted",
        stop_reason="Other",
        stop_id_tag=None,
        stop_key=None,
        received_at=now,
        estimated=(*ending.estimated, "end_time", "end_meter", "total_kwh", "stop_reason"),
    )
    return row, _ended(station, ending, previous.transaction_id, row, reads, now)


# -- stop --------------------------------------------------------------------------------------------------------------


async def stop(
    station: Station, request: Stop, reads: Reads, now: datetime
) -> Decision[Authorization | None]:
    """End a transaction. The first stop wins; later ones are acknowledged; unknown ones are kept as unmatched.

    The answer is the tag's authorisation when the station sent a tag (it updates the station's cache).
    """
    authorization = await check(request.id_tag, reads, now) if request.id_tag else None
    key = stop_key(request.transaction_id or "", request.at.raw, request.meter_stop)
    if key == station.last_stop_key:
        return Decision(authorization)
    found = await _find(station, request, key, reads)
    if isinstance(found, StoredTransaction) and (found.status == "completed" or found.stop_key is not None):
        return Decision(authorization)
    if found is None:
        return _unmatched(request, key, authorization, reads, now)
    ending = _ending(found)
    register = None
    if ending.start_meter is not None and request.meter_stop < ending.start_meter:
        register = await reads.transactions.last_energy(found.id)
    return await _end(
        station, request, key, ending, found.transaction_id, register, authorization, reads, now
    )


def _ending(found: OpenTransaction | StoredTransaction) -> _Ending:
    return _Ending(
        found.id,
        found.start_time,
        found.start_meter,
        found.id_tag,
        found.connector_number,
        tuple(field for field in found.estimated if field in ASSUMED_AT_START),
    )


async def _find(
    station: Station, request: Stop, key: bytes, reads: Reads
) -> OpenTransaction | StoredTransaction | None:
    """The transaction a stop means: by its id at this station only, else by content, else by what is left of its id.

    Without an id: by content, else by tag, time and meter.
    """
    wanted = request.transaction_id
    if names_a_transaction(wanted):
        for open_transaction in station.open_transactions():
            if open_transaction.transaction_id == wanted:
                return open_transaction
        stored = await reads.transactions.by_transaction_id(station.id, wanted or "")
        repeated = stored or await reads.transactions.by_stop_key(station.id, key)
        return repeated or truncated_open(station.open_transactions(), wanted or "")
    repeated = await reads.transactions.by_stop_key(station.id, key)
    if repeated is not None:
        return repeated
    return matching_open(
        station.open_transactions(), id_tag=request.id_tag, at=request.at, meter_stop=request.meter_stop
    )


async def _end(
    station: Station,
    request: Stop,
    key: bytes,
    ending: _Ending,
    transaction_id: str,
    register: tuple[datetime, float] | None,
    authorization: Authorization | None,
    reads: Reads,
    now: datetime,
) -> Decision[Authorization | None]:
    newest = max(filter(None, (register, _last_register(request.readings))), default=None)
    measured = energy(ending.start_meter, request.meter_stop, newest[1] if newest else None)
    end_time, assumed = end_not_before(ending.start_time, request.at)
    row = TransactionEnd(
        id=ending.id,
        end_time=end_time,
        end_time_raw=request.at.raw,
        end_meter=measured.end_meter,
        total_wh=measured.total_wh,
        status="completed",
        stop_reason=request.reason,
        stop_id_tag=request.id_tag,
        stop_key=key,
        received_at=now,
        estimated=(*ending.estimated, *assumed, *measured.estimated),
    )
    changes: list[Change] = []
    connector = (
        station.connectors.get(ending.connector_number) if ending.connector_number is not None else None
    )
    if connector is not None:
        changes += await records(connector, ending.id, request.readings, "transaction_data", now)
        if connector.transaction is not None and connector.transaction.id == ending.id:
            latest = latest_values(connector, request.readings)
            latest.update(transaction=None, power_w=None, soc_percent=None)
            if not measured.estimated:
                latest["meter_value"] = measured.end_meter
            changes.append(update(connector, **latest))
    changes.append(row)
    return Decision(
        authorization,
        tuple(changes),
        (_ended(station, ending, transaction_id, row, reads, now),),
    )


def _unmatched(
    request: Stop,
    key: bytes,
    authorization: Authorization | None,
    reads: Reads,
    now: datetime,
) -> Decision[Authorization | None]:
    """No start belongs to it (free charging while offline, a lost start): kept as a record of its own (quirk Q47)."""
    row = UnmatchedTransaction(
        id=reads.new_id(),
        transaction_id=request.transaction_id or "",
        connector_id=None,
        connector_number=None,
        id_tag=request.id_tag,
        start_time=None,
        start_meter=None,
        end_time=request.at.effective,
        end_meter=max(0.0, request.meter_stop),
        stop_reason=request.reason,
        stop_key=key,
        received_at=now,
        estimated=() if request.at.plausible else ("end_time",),
    )
    return Decision(authorization, (row,))


def _last_register(readings: Sequence[Reading]) -> tuple[datetime, float] | None:
    """Time and register (Wh) of the newest reading in a stop's own transactionData."""
    values = ((r.at.effective, r.energy_wh) for r in readings if r.energy_wh is not None)
    return max(values, default=None)


def _ended(
    station: Station,
    ending: _Ending,
    transaction_id: str,
    row: TransactionEnd,
    reads: Reads,
    now: datetime,
) -> Event:
    return announce(
        EventType.TRANSACTION_ENDED,
        station,
        now,
        reads.new_id,
        connector=ending.connector_number,
        transaction=str(row.id),
        transaction_id=transaction_id,
        id_tag=ending.id_tag,
        start_time=rfc3339(ending.start_time),
        start_meter=ending.start_meter,
        end_time=rfc3339(row.end_time),
        end_meter=row.end_meter,
        total_kwh=kilowatt_hours(row.total_wh),
        status=row.status,
        stop_reason=row.stop_reason,
        estimated=list(row.estimated),
    )
