"""StartTransaction and StopTransaction ↔ transactions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ocpp_gateway.charging.meter_values import LARGEST
from ocpp_gateway.charging.stations import Station
from ocpp_gateway.ocpp.v16.messages import (
    StartTransactionRequest,
    StartTransactionResponse,
    StopTransactionRequest,
    StopTransactionResponse,
)
from ocpp_gateway.ocpp.violations import MAX_RECORDED, Violation
from ocpp_gateway.operations.decision import Decision, Priority
from ocpp_gateway.operations.reads import Reads
from ocpp_gateway.operations.transactions import Start, Started, Stop, start, stop
from ocpp_gateway.translation.handled import Handled
from ocpp_gateway.translation.v16.authorization import id_tag_info
from ocpp_gateway.translation.v16.meter_values import readings
from ocpp_gateway.translation.words import clean, clean_or_none, moment

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
        at=moment(message.timestamp, now, notes),
        reservation_id=_reservation(message.reservation_id, notes),
    )
    return _started(await start(station, request, reads, now), message.connector_id, tuple(notes))


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
        at=moment(message.timestamp, now, notes),
        reason=clean(message.reason, 50) or "Local",
        readings=await readings(connector or 0, transaction_id, message.transaction_data or (), now, notes),
    )
    decision: Decision[Any] = await stop(station, request, reads, now)
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


def _connector_of(station: Station, transaction_id: str | None) -> int | None:
    for open_transaction in station.open_transactions():
        if open_transaction.transaction_id == transaction_id:
            return open_transaction.connector_number
    return None
