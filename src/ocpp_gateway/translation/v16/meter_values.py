"""MeterValues ↔ readings. Strings become numbers, units one each, and every moment gets its content hash."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b

import msgspec

from ocpp_gateway.charging.changes import MeterRecord
from ocpp_gateway.charging.meter_values import (
    ENERGY_REGISTER,
    Reading,
    Sample,
    SampleKind,
    normalise,
    reading,
    sample_kind,
)
from ocpp_gateway.charging.quirks import STANDARD, Quirks
from ocpp_gateway.charging.stations import Station
from ocpp_gateway.charging.transactions import names_a_transaction
from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.v16.messages import MeterValue, MeterValuesRequest, MeterValuesResponse, SampledValue
from ocpp_gateway.ocpp.violations import MAX_RECORDED, Violation, clip
from ocpp_gateway.operations.decision import Decision, Priority
from ocpp_gateway.operations.metering import MANY, record
from ocpp_gateway.operations.reads import Reads
from ocpp_gateway.translation.handled import Handled
from ocpp_gateway.translation.words import clean, clean_or_none, moment, note_connector

_encode = msgspec.json.Encoder().encode
_LONGEST_VALUE = 500_000
"""Signed meter data are documents; the message limit is the real bound."""


async def readings(
    connector_id: int,
    transaction_id: str | None,
    values: Sequence[MeterValue],
    now: datetime,
    notes: list[Violation],
    quirks: Quirks = STANDARD,
) -> list[Reading]:
    """One reading per moment; a MeterValue without samples says nothing and is left out (Vestel sends such).

    Very many are read beside the event loop (fault F31).
    """
    prefix = f"{connector_id}\x1f{transaction_id or ''}\x1f".encode()
    if sum(len(value.sampled_value) for value in values) <= MANY:
        return _all(prefix, values, now, notes, quirks)
    return await asyncio.to_thread(_all, prefix, values, now, notes, quirks)


def _all(
    prefix: bytes, values: Sequence[MeterValue], now: datetime, notes: list[Violation], quirks: Quirks
) -> list[Reading]:
    for place, value in enumerate(values):
        if not value.sampled_value:
            _note(notes, Rule.NO_SAMPLES, f"$.meterValue[{place}]", "no samples")
    return [_reading(prefix, value, now, notes, quirks) for value in values if value.sampled_value]


def _note(notes: list[Violation], rule: Rule, where: str, detail: str) -> None:
    """A message may hold a hundred thousand samples; no more is noted than is recorded."""
    if len(notes) < MAX_RECORDED:
        notes.append(Violation(rule, where, clip(detail)))


def _sample(sampled: SampledValue, notes: list[Violation], quirks: Quirks) -> Sample:
    """One sample; the label of an energy reading gives way to what the model is known to count in (Q56)."""
    kind = _kind(
        sampled.measurand,
        sampled.unit,
        sampled.phase,
        sampled.location,
        sampled.context,
        sampled.format,
        quirks.energy_unit,
    )
    if quirks.energy_unit is not None and _is_energy(kind.measurand):
        labelled = kind.raw_unit or "Wh"
        if labelled.casefold() != quirks.energy_unit.casefold():
            _note(notes, Rule.ENERGY_UNIT, "$..unit", f"{labelled} for {quirks.energy_unit}")
    sample = normalise(clean(sampled.value, _LONGEST_VALUE), kind)
    if sample.value is None and kind.format == "Raw":
        _note(notes, Rule.UNREADABLE_VALUE, "$..value", f"{sampled.value[:80]} {kind.raw_unit or ''}")
    return sample


def _is_energy(measurand: str) -> bool:
    return measurand.startswith("Energy.Active.")


def _reading(
    prefix: bytes, value: MeterValue, now: datetime, notes: list[Violation], quirks: Quirks
) -> Reading:
    samples = [_sample(sampled, notes, quirks) for sampled in value.sampled_value]
    digest = blake2b(prefix + _encode(value), digest_size=8).digest()
    return reading(
        moment(value.timestamp, now, notes, "$.meterValue", quirks),
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
    energy_unit: str | None,
) -> SampleKind:
    labelled = clean_or_none(unit)
    kind = sample_kind(
        measurand=clean_or_none(measurand),
        unit=energy_unit if energy_unit and _is_energy(measurand or ENERGY_REGISTER) else labelled,
        phase=clean_or_none(phase),
        location=clean_or_none(location),
        context=clean_or_none(context),
        sample_format=clean_or_none(sample_format),
    )
    return kind if kind.raw_unit == labelled else replace(kind, raw_unit=labelled)


async def meter_values(station: Station, message: MeterValuesRequest, reads: Reads, now: datetime) -> Handled:
    """Always answered, whatever transaction is named (quirk Q45)."""
    number = message.connector_id
    transaction_id = None if message.transaction_id is None else str(message.transaction_id)
    notes: list[Violation] = []
    taken = await readings(number, transaction_id, message.meter_value, now, notes, station.quirks)
    decision = await record(station, number, transaction_id, taken, reads, now)
    note_connector(number, notes)
    _note_transaction(transaction_id, decision, notes)
    return Handled(
        response=MeterValuesResponse(),
        decision=decision,
        priority=Priority.TELEMETRY,
        connector=number,
        violations=tuple(notes[:MAX_RECORDED]),
    )


def _note_transaction(transaction_id: str | None, decision: Decision[None], notes: list[Violation]) -> None:
    """What had to be done about the transaction that the readings name, or do not name (Q43 to Q46)."""
    rows = [change for change in decision.changes if isinstance(change, MeterRecord)]
    if not rows:
        return
    attached = rows[0].transaction is not None
    where = "$.transactionId"
    if transaction_id is None:
        if attached:
            notes.append(Violation(Rule.NO_TRANSACTION_ID, where, "absent"))
    elif not names_a_transaction(transaction_id):
        rule = Rule.MINUS_ONE if transaction_id == "-1" else Rule.TRANSACTION_ID
        notes.append(Violation(rule, where, clip(transaction_id)))
    elif not attached:
        notes.append(Violation(Rule.UNKNOWN_TRANSACTION, where, clip(transaction_id)))
