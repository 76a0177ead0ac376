"""Idempotency-Keys on both databases: one holder, and a change that marks its claim or is rolled back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from ocpp_gateway.operations.repeated_requests import Claim, InProgress
from ocpp_gateway.storage import audit as audit_log
from ocpp_gateway.storage.audit_table import audit
from ocpp_gateway.storage.claim_table import idempotency_claims
from ocpp_gateway.storage.claims import StoredClaims
from ocpp_gateway.storage.retention import Retention
from tests.contract.test_audit import ADA, entry
from tests.rows import START, Clock, Ids, Rows

if TYPE_CHECKING:
    from uuid import UUID

    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def rows(database: Database) -> Rows:
    return Rows(database, Clock(), Ids())


def wish(rows: Rows, key: str = "k", **members: object) -> Claim:
    made = Claim(
        id=rows.new_id(), principal=ADA.id or rows.new_id(), key=key, request_hash=b"h", claimed_at=START
    )
    return replace(made, **members)  # type: ignore[arg-type]


async def claim(store: StoredClaims, wanted: Claim) -> UUID:
    return (await store.claim(wanted, wanted.claimed_at - DAY, wanted.claimed_at - MINUTE)).id


async def test_of_many_at_once_one_holds_the_key(rows: Rows) -> None:
    store = StoredClaims(rows.database)
    wishes = [wish(rows) for _ in range(5)]
    holders = await asyncio.gather(*(claim(store, one) for one in wishes))
    assert len(set(holders)) == 1
    assert await claim(store, wish(rows, "other")) not in holders


async def test_the_change_marks_its_claim_and_an_overtaken_one_is_rolled_back(rows: Rows) -> None:
    store = StoredClaims(rows.database)
    slow = wish(rows)
    assert await claim(store, slow) == slow.id
    quick = wish(rows, claimed_at=START + 2 * MINUTE)
    assert await claim(store, quick) == quick.id
    with pytest.raises(InProgress):
        async with rows.database.begin() as connection:
            await audit_log.append(connection, [entry(rows, actor=replace(ADA, claim=slow.id))])
    async with rows.database.begin() as connection:
        await audit_log.append(connection, [entry(rows, actor=replace(ADA, claim=quick.id))])
    late = wish(rows, claimed_at=START + 10 * MINUTE)
    assert await claim(store, late) == quick.id  # done: it never gives way within the day
    await store.release(quick.id)
    await store.keep(quick.id, "sealed")
    held = await store.claim(late, START - DAY, START)
    assert (held.id, held.done, held.answer) == (quick.id, True, "sealed")
    async with rows.database.read() as connection:
        assert (await connection.execute(select(func.count()).select_from(audit))).scalar() == 1


async def test_old_claims_are_removed_with_what_else_is_old(rows: Rows) -> None:
    store = StoredClaims(rows.database)
    await claim(store, wish(rows, "old"))
    await claim(store, wish(rows, "new", claimed_at=START + DAY))
    retention = Retention(rows.database, log_days=30, meter_days=30, event_days=30)
    await retention.prepare(START)
    await retention.prune(START + DAY + MINUTE)
    async with rows.database.read() as connection:
        assert (await connection.execute(select(idempotency_claims.c.key))).scalars() == ["new"]
