"""StartTransaction and StopTransaction ↔ transactions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ocpp_gateway.charging.changes import TransactionEnd, TransactionStart, UnmatchedTransaction
from ocpp_gateway.charging.meter_values import LARGEST
from ocpp_gateway.charging.stations import Station
from ocpp_gateway.charging.transactions import names_a_transaction
from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.v16.messages import (
    StartTransactionRequest,
    StartTransactionResponse,
    StopTransactionRequest,
    StopTransactionResponse,
)
from ocpp_gateway.ocpp.violations import MAX_RECORDED, Violation, clip
from ocpp_gateway.operations.decision import Decision, Priority
from ocpp_gateway.operations.reads import Reads
from ocpp_gateway.operations.transactions import Start, Started, Stop, start, stop
from ocpp_gateway.translation.handled import Handled
from ocpp_gateway.translation.v16.authorization import id_tag_info
from ocpp_gateway.translation.v16.meter_values import readings
from ocpp_gateway.translation.words import clean, clean_or_none, moment, note_connector

IMPOSSIBLE_READING = "Q50-impossible-reading"
"""A meterStart or meterStop far beyond any meter: kept in the frame, read as unknown."""
IMPOSSIBLE_RESERVATION = "Q51-impossible-reservation"
"""A reservationId that does not fit 31 bits: kept in the frame, read as none."""
HIGHEST_NUMBER = 2**31 - 1


async def start_transaction(
    station: Station, message: StartTransactionRequest, reads: Reads, now: datetime
) -> Handled:
    """A reservationId of 0 means none (Q51); a negative meterStart is one that the station did not know (Q50)."""
    notes: list[Violation] = []
    meter_start = _register(message.meter_start, "$.meterStart", notes)
    request = Start(
        connector_number=message.connector_id,
        id_tag=clean(message.id_tag),
        meter_start=meter_start if meter_start >= 0 else None,
        at=moment(message.timestamp, now, notes, quirks=station.quirks),
        reservation_id=_reservation(message.reservation_id, notes),
    )
    decision = await start(station, request, reads, now)
    _note_start(message, decision, notes)
    return _started(decision, message.connector_id, tuple(notes))


def _note_start(
    message: StartTransactionRequest, decision: Decision[Started], notes: list[Violation]
) -> None:
    """What was bent in a start, and what it says about messages before it (Q22, Q49 to Q53)."""
    note_connector(message.connector_id, notes)
    if message.meter_start < 0:
        notes.append(Violation(Rule.METER_READING, "$.meterStart", str(message.meter_start)))
    if message.reservation_id == 0:
        notes.append(Violation(Rule.RESERVATION_ZERO, "$.reservationId", "0"))
    if not message.id_tag.strip():
        notes.append(Violation(Rule.EMPTY_ID_TAG, "$.idTag", "empty"))
    for change in decision.changes:
        if isinstance(change, TransactionEnd):
            notes.append(Violation(Rule.LOST_STOP, "$.connectorId", f"connector {message.connector_id}"))
        elif isinstance(change, TransactionStart) and not change.takes_connector:
            notes.append(Violation(Rule.LATE_START, "$.timestamp", clip(message.timestamp)))


def _started(decision: Decision[Started], connector: int, notes: tuple[Violation, ...]) -> Handled:
    restated = decision.restated
    return Handled(
        response=StartTransactionResponse(
            transaction_id=int(decision.answer.transaction_id),
            id_tag_info=id_tag_info(decision.answer.authorization),
        ),
        decision=decision,
        priority=Priority.TRANSACTION,
        connector=connector,
        violations=notes,
        restated=None
        if restated is None
        else lambda existing: _started(restated(existing), connector, notes),
    )


async def stop_transaction(
    station: Station, message: StopTransactionRequest, reads: Reads, now: datetime
) -> Handled:
    """The connector is not in the message; it is that of the transaction."""
    transaction_id = str(message.transaction_id)
    connector = _connector_of(station, transaction_id)
    notes: list[Violation] = []
    request = Stop(
        transaction_id=transaction_id,
        id_tag=clean_or_none(message.id_tag),
        meter_stop=_register(message.meter_stop, "$.meterStop", notes),
        at=moment(message.timestamp, now, notes, quirks=station.quirks),
        reason=clean(message.reason, 50) or "Local",
        readings=await readings(
            connector or 0, transaction_id, message.transaction_data or (), now, notes, station.quirks
        ),
    )
    decision: Decision[Any] = await stop(station, request, reads, now)
    _note_stop(message, request, decision, notes)
    authorization = decision.answer
    return Handled(
        response=StopTransactionResponse(
            id_tag_info=None if authorization is None else id_tag_info(authorization)
        ),
        decision=decision,
        priority=Priority.TRANSACTION,
        connector=connector,
        violations=tuple(notes[:MAX_RECORDED]),
    )


def _register(reading: int, where: str, notes: list[Violation]) -> float:
    """A meter reading in Wh; one that no meter can show is unknown, which -1 says (Q50): the charge is still kept."""
    if reading <= LARGEST:
        return float(reading)
    notes.append(Violation(IMPOSSIBLE_READING, where, str(reading)))
    return -1.0


def _reservation(number: int | None, notes: list[Violation]) -> int | None:
    """A reservation's number; 0 means none, and so does one that we cannot have given out."""
    if number is None or number == 0:
        return None
    if -HIGHEST_NUMBER <= number <= HIGHEST_NUMBER:
        return number
    notes.append(Violation(IMPOSSIBLE_RESERVATION, "$.reservationId", str(number)))
    return None


def _note_stop(
    message: StopTransactionRequest, request: Stop, decision: Decision[Any], notes: list[Violation]
) -> None:
    """What was bent in a stop: the id, the order in time, the register (Q41 to Q50)."""
    if message.transaction_id == -1:
        notes.append(Violation(Rule.MINUS_ONE, "$.transactionId", "-1"))
    elif not names_a_transaction(request.transaction_id):
        notes.append(Violation(Rule.TRANSACTION_ID, "$.transactionId", str(message.transaction_id)))
    for change in decision.changes:
        if isinstance(change, UnmatchedTransaction):
            notes.append(Violation(Rule.ORPHAN_STOP, "$.transactionId", str(message.transaction_id)))
        elif isinstance(change, TransactionEnd):
            if "end_time" in change.estimated and request.at.plausible:
                notes.append(Violation(Rule.STOP_BEFORE_START, "$.timestamp", clip(message.timestamp)))
            if "end_meter" in change.estimated:
                notes.append(Violation(Rule.METER_BACKWARDS, "$.meterStop", str(message.meter_stop)))


def _connector_of(station: Station, transaction_id: str | None) -> int | None:
    for open_transaction in station.open_transactions():
        if open_transaction.transaction_id == transaction_id:
            return open_transaction.connector_number
    return None
