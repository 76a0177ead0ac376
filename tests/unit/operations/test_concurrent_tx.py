"""ConcurrentTx: only in the answer to a start, only for a different running transaction (ocpp.md 1.3 and 2.11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from ocpp_gateway.charging.stations import Station
from ocpp_gateway.charging.times import station_time
from ocpp_gateway.charging.tokens import Token, TokenStatus
from ocpp_gateway.operations.authorization import authorize_tag
from ocpp_gateway.operations.ports import RunningTransaction
from ocpp_gateway.operations.transactions import Start, Started, start
from tests.unit.operations.ledger import NOON, Ledger, station

pytestmark = pytest.mark.anyio

TAG = Token(id_tag="TAG-1", status=TokenStatus.ACCEPTED, names=("tag-1", "app-4711"))
ELSEWHERE = RunningTransaction(id=UUID(int=99), station_id=UUID(int=98), start_key=b"other")


def request(minutes: int = 0, connector: int = 1, id_tag: str = "TAG-1") -> Start:
    at = NOON + timedelta(minutes=minutes)
    told = station_time(at, at.isoformat(), at)
    return Start(connector_number=connector, id_tag=id_tag, meter_start=1000.0, at=told)


async def begin(ledger: Ledger, house: Station, wanted: Start, **policy: Any) -> Started:
    decision = await start(house, wanted, ledger.reads(**policy), wanted.at.effective)
    answer: Started = ledger.commit(house, decision)
    return answer


async def test_a_tag_that_charges_at_another_station_is_told_so_and_the_transaction_is_stored() -> None:
    ledger, house = Ledger([TAG]), station()
    ledger.elsewhere = [ELSEWHERE]
    answer = await begin(ledger, house, request())
    assert answer.authorization.status is TokenStatus.CONCURRENT_TX
    (stored,) = ledger.transactions.values()
    assert (stored.transaction_id, stored.id_tag_status) == (answer.transaction_id, "ConcurrentTx")
    assert int(answer.transaction_id) > 0
    assert house.connectors[1].transaction is not None


async def test_a_tag_that_charges_at_another_connector_is_told_so() -> None:
    ledger, house = Ledger([TAG]), station()
    first = await begin(ledger, house, request())
    second = await begin(ledger, house, request(1, connector=2))
    assert first.authorization.status is TokenStatus.ACCEPTED
    assert second.authorization.status is TokenStatus.CONCURRENT_TX


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_a_start_that_is_sent_again_gets_its_first_answer(elsewhere: bool) -> None:
    ledger, house = Ledger([TAG]), station()
    ledger.elsewhere = [ELSEWHERE] if elsewhere else []
    first = await begin(ledger, house, request())
    ledger.elsewhere = [] if elsewhere else [ELSEWHERE]
    again = await begin(ledger, house, request())
    assert again == first
    assert len(ledger.transactions) == 1


async def test_the_transaction_whose_stop_was_lost_is_no_other_one() -> None:
    ledger, house = Ledger([TAG]), station()
    await begin(ledger, house, request())
    second = await begin(ledger, house, request(5))
    assert second.authorization.status is TokenStatus.ACCEPTED
    assert len(ledger.transactions) == 2


async def test_the_start_itself_stored_by_somebody_else_is_no_other_one() -> None:
    ledger, house = Ledger([TAG]), station()
    decision = await start(house, request(), ledger.reads(), NOON)
    row = next(change for change in decision.changes if hasattr(change, "start_key"))
    ledger.elsewhere = [RunningTransaction(id=UUID(int=5), station_id=house.id, start_key=row.start_key)]
    again = await start(house, request(), ledger.reads(), NOON)
    assert again.answer.authorization.status is TokenStatus.ACCEPTED


async def test_a_start_from_the_past_is_not_concurrent_with_the_present() -> None:
    ledger, house = Ledger([TAG]), station()
    await begin(ledger, house, request(10))
    late = await begin(ledger, house, request(0))
    assert late.authorization.status is TokenStatus.ACCEPTED


async def test_a_tag_with_the_flag_may_charge_twice() -> None:
    ledger, house = Ledger([replace(TAG, concurrent=True)]), station()
    ledger.elsewhere = [ELSEWHERE]
    assert (await begin(ledger, house, request())).authorization.status is TokenStatus.ACCEPTED


async def test_an_unknown_tag_is_never_concurrent() -> None:
    ledger, house = Ledger(), station()
    ledger.elsewhere = [ELSEWHERE]
    accepted = await begin(ledger, house, request(), accept_unknown_tags=True)
    assert accepted.authorization.status is TokenStatus.ACCEPTED
    refused = await begin(ledger, house, request(1, connector=2))
    assert refused.authorization.status is TokenStatus.INVALID


@pytest.mark.parametrize("status", [TokenStatus.BLOCKED, TokenStatus.EXPIRED, TokenStatus.INVALID])
async def test_a_tag_that_may_not_charge_at_all_is_told_that(status: TokenStatus) -> None:
    ledger, house = Ledger([replace(TAG, status=status)]), station()
    ledger.elsewhere = [ELSEWHERE]
    assert (await begin(ledger, house, request())).authorization.status is status


async def test_authorize_never_answers_concurrent_tx() -> None:
    ledger = Ledger([TAG])
    ledger.elsewhere = [ELSEWHERE]
    decision = await authorize_tag("TAG-1", ledger.reads(), NOON)
    assert decision.answer.status is TokenStatus.ACCEPTED


async def test_another_name_of_the_tag_is_the_same_tag() -> None:
    ledger, house = Ledger([TAG, replace(TAG, id_tag="APP-4711")]), station()
    await begin(ledger, house, request(id_tag="APP-4711"))
    second = await begin(ledger, house, request(1, connector=2))
    assert second.authorization.status is TokenStatus.CONCURRENT_TX
