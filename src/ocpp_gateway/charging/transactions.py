"""Transactions: how a start and a stop are recognised, matched and turned into energy. Pure rules, energy in Wh.

Recognition is by content, never by message id: stations repeat a message under a new id after a reconnect (quirk Q42).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from ocpp_gateway.charging.stations import OpenTransaction
from ocpp_gateway.charging.times import StationTime
from ocpp_gateway.charging.tokens import fold


def start_key(connector_number: int, id_tag: str, timestamp: str, meter_start: float) -> bytes:
    """What makes two StartTransactions of one station the same."""
    return _key("start", connector_number, fold(id_tag), timestamp.strip(), meter_start)


def stop_key(transaction_id: str, timestamp: str, meter_stop: float) -> bytes:
    """What makes two StopTransactions of one station the same."""
    return _key("stop", transaction_id, timestamp.strip(), meter_stop)


def names_a_transaction(transaction_id: str | None) -> bool:
    """Whether a station's transactionId can be one of ours: 0, -1 and absence mean "unknown" (Q43, Q44)."""
    return (
        transaction_id is not None
        and transaction_id.isascii()
        and transaction_id.isdigit()
        and int(transaction_id) > 0
    )


def truncated_open(candidates: Iterable[OpenTransaction], told: str) -> OpenTransaction | None:
    """The open transaction of whose id a station has kept the lower 16 bits (Q44); `None` unless there is just one.

    A negative remainder is no id at all and is matched like an unknown one.
    """
    kept = int(told)
    found = [t for t in candidates if t.transaction_id.isdigit() and int(t.transaction_id) & 0xFFFF == kept]
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Energy:
    """The end of a charge: register at the end, energy, and which of the two had to be assumed."""

    end_meter: float
    total_wh: float
    estimated: tuple[str, ...]


def energy(start_meter: float | None, meter_stop: float, last_register: float | None) -> Energy:
    """Energy of a stopped transaction, never negative. Without a start there is nothing to subtract from: it counts 0.

    A meterStop below meterStart (a meter that was reset, -1 of a station that does not know) gives way to the newest
    register value seen in the transaction (quirk Q50); without one the transaction counts nothing.
    """
    if start_meter is None:
        return Energy(max(0.0, meter_stop, last_register or 0.0), 0.0, ("total_kwh",))
    if meter_stop >= start_meter:
        return Energy(meter_stop, round(meter_stop - start_meter, 3), ())
    end = last_register if last_register is not None and last_register >= start_meter else start_meter
    return Energy(end, round(end - start_meter, 3), ("end_meter", "total_kwh"))


def matching_open(
    candidates: Iterable[OpenTransaction], *, id_tag: str | None, at: StationTime, meter_stop: float
) -> OpenTransaction | None:
    """The open transaction that a stop without a usable id belongs to (errata 3.18: answered as if valid).

    It must have started before the stop and below its meter. Of several, one with the same tag, then the newest.
    """
    possible = [
        t
        for t in candidates
        if (not at.plausible or t.start_time <= at.effective)
        and (meter_stop < 0 or t.start_meter is None or t.start_meter <= meter_stop)
    ]
    folded = fold(id_tag) if id_tag else None
    same_tag = [t for t in possible if folded is not None and fold(t.id_tag) == folded]
    return max(same_tag or possible, key=lambda t: t.start_time, default=None)


def end_not_before(start: datetime | None, end: StationTime) -> tuple[datetime, tuple[str, ...]]:
    """The end time with a duration of at least zero (quirk Q41), and whether it had to be assumed."""
    if start is not None and end.effective < start:
        return start, ("end_time",)
    return end.effective, () if end.plausible else ("end_time",)


def _key(*parts: object) -> bytes:
    return blake2b("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=16).digest()
