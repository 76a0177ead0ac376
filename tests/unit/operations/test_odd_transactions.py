"""Half an id, no meter, no such connector: what can still be known of the charge is kept (quirks Q22, Q44, Q50)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.operations.ledger import Ledger, station
from tests.unit.operations.test_transactions import TAG, a_start, a_stop, begin, end, register_reading

pytestmark = pytest.mark.anyio


async def test_without_a_meter_stop_the_newest_reading_counts_wherever_it_came_from() -> None:
    """The stop's own transactionData is newer than the last MeterValues: its energy must not be lost."""
    ledger, cp = Ledger([TAG]), station()
    transaction = await begin(ledger, cp, a_start(meter=1000))
    (row,) = ledger.transactions.values()
    ledger.meter_rows.append(_stored(row.id, 30, 3000))
    own = [register_reading(10, 1500), register_reading(55, 5000)]
    await end(ledger, cp, a_stop(transaction, meter=-1, readings=own))
    assert ledger.totals[row.id] == 4000


async def test_an_older_reading_in_the_stop_does_not_hide_a_newer_stored_one() -> None:
    ledger, cp = Ledger([TAG]), station()
    transaction = await begin(ledger, cp, a_start(meter=1000))
    (row,) = ledger.transactions.values()
    ledger.meter_rows.append(_stored(row.id, 50, 3000))
    await end(ledger, cp, a_stop(transaction, meter=-1, readings=[register_reading(10, 1500)]))
    assert ledger.totals[row.id] == 2000


async def test_an_id_cut_to_sixteen_bits_still_finds_its_transaction() -> None:
    ledger, cp = _with_ids(0x12345678), station()
    await begin(ledger, cp, a_start())
    await end(ledger, cp, a_stop(str(0x5678)))
    (row,) = ledger.transactions.values()
    assert (row.status, cp.connectors[1].transaction) == ("completed", None)


async def test_a_cut_id_that_could_be_two_transactions_ends_neither() -> None:
    ledger, cp = _with_ids(0x11115678, 0x22225678), station()
    await begin(ledger, cp, a_start())
    await begin(ledger, cp, a_start(connector=2))
    await end(ledger, cp, a_stop(str(0x5678)))
    assert [t.status for t in ledger.transactions.values()] == ["active", "active", "unmatched"]


async def test_the_whole_id_of_another_transaction_goes_before_a_cut_one() -> None:
    """The id that the stop names is stored and completed: it is a repetition, not the rest of another id."""
    ledger, cp = _with_ids(0x5678, 0x12345678), station()
    await begin(ledger, cp, a_start())
    await end(ledger, cp, a_stop(str(0x5678)))
    await begin(ledger, cp, a_start(minutes=90))
    await end(ledger, cp, a_stop(str(0x5678), minutes=95))
    assert [t.status for t in ledger.transactions.values()] == ["completed", "active"]


@pytest.mark.parametrize("connector", [-1, 101])
async def test_a_start_on_an_impossible_connector_is_recognised_after_another_one_took_its_place(
    connector: int,
) -> None:
    ledger, cp = Ledger([TAG]), station()
    unknown_meter = replace(a_start(connector=connector), meter_start=None)
    told = await begin(ledger, cp, unknown_meter)
    await begin(ledger, cp, a_start(minutes=30, connector=102))
    assert await begin(ledger, cp, unknown_meter) == told
    assert len(ledger.transactions) == 2


def _with_ids(*numbers: int) -> Ledger:
    ledger = Ledger([TAG])
    remaining = iter(numbers)

    async def draw() -> int:
        return next(remaining)

    ledger.draw = draw  # type: ignore[method-assign]
    return ledger


def _stored(transaction: object, minutes: float, energy_wh: float) -> object:
    """A reading as it stands in the database."""
    found = register_reading(minutes, energy_wh)

    class Row:
        sampled_at = found.at.effective

    row = Row()
    row.transaction, row.energy_wh = transaction, energy_wh  # type: ignore[attr-defined]
    return row
