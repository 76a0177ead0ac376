"""MeterValues ↔ readings. Strings become numbers, units one each, and every moment gets its content hash."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b

import msgspec

from ocpp_gateway.charging.meter_values import Reading, SampleKind, normalise, reading, sample_kind
from ocpp_gateway.charging.stations import Station
from ocpp_gateway.ocpp.v16.messages import MeterValue, MeterValuesRequest, MeterValuesResponse
from ocpp_gateway.ocpp.violations import MAX_RECORDED, Violation
from ocpp_gateway.operations.decision import Priority
from ocpp_gateway.operations.metering import MANY, record
from ocpp_gateway.operations.reads import Reads
from ocpp_gateway.translation.handled import Handled
from ocpp_gateway.translation.words import clean, clean_or_none, moment

_encode = msgspec.json.Encoder().encode
_LONGEST_VALUE = 500_000
"""Signed meter data are documents; the message limit is the real bound."""


async def readings(
    connector_id: int,
    transaction_id: str | None,
    values: Sequence[MeterValue],
    now: datetime,
    notes: list[Violation],
) -> list[Reading]:
    """One reading per moment; a MeterValue without samples says nothing and is left out (Vestel sends such).

    Very many are read beside the event loop (fault F31).
    """
    prefix = f"{connector_id}\x1f{transaction_id or ''}\x1f".encode()
    if sum(len(value.sampled_value) for value in values) <= MANY:
        return _all(prefix, values, now, notes)
    return await asyncio.to_thread(_all, prefix, values, now, notes)


def _all(prefix: bytes, values: Sequence[MeterValue], now: datetime, notes: list[Violation]) -> list[Reading]:
    return [_reading(prefix, value, now, notes) for value in values if value.sampled_value]


def _reading(prefix: bytes, value: MeterValue, now: datetime, notes: list[Violation]) -> Reading:
    samples = [
        normalise(
            clean(s.value, _LONGEST_VALUE),
            _kind(s.measurand, s.unit, s.phase, s.location, s.context, s.format),
        )
        for s in value.sampled_value
    ]
    digest = blake2b(prefix + _encode(value), digest_size=8).digest()
    return reading(
        moment(value.timestamp, now, notes, "$.meterValue"),
        samples,
        int.from_bytes(digest, "big", signed=True),
    )


# What is remembered is bounded in number here and in size by the decoder, which cuts unknown words.
@lru_cache(maxsize=4096)
def _kind(
    measurand: str | None,
    unit: str | None,
    phase: str | None,
    location: str | None,
    context: str | None,
    sample_format: str | None,
) -> SampleKind:
    return sample_kind(
        measurand=clean_or_none(measurand),
        unit=clean_or_none(unit),
        phase=clean_or_none(phase),
        location=clean_or_none(location),
        context=clean_or_none(context),
        sample_format=clean_or_none(sample_format),
    )


async def meter_values(station: Station, message: MeterValuesRequest, reads: Reads, now: datetime) -> Handled:
    """Always answered, whatever transaction is named (quirk Q45)."""
    number = message.connector_id
    transaction_id = None if message.transaction_id is None else str(message.transaction_id)
    notes: list[Violation] = []
    taken = await readings(number, transaction_id, message.meter_value, now, notes)
    return Handled(
        response=MeterValuesResponse(),
        decision=await record(station, number, transaction_id, taken, reads, now),
        priority=Priority.TELEMETRY,
        connector=number,
        violations=tuple(notes[:MAX_RECORDED]),
    )
