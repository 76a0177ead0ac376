"""Numbers for the transactions of OCPP 1.6: unique in the whole system, 1 … 2³¹-1, not guessable.

Nodes take blocks of consecutive numbers from one row and send each number through a keyed permutation of the 31-bit
numbers. A permutation keeps them unique for ever without remembering any of them; the key keeps one station from
guessing another's (ocpp.md, decisions; attack S10).
"""

from __future__ import annotations

import asyncio
from hashlib import blake2b
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from ocpp_gateway.storage.tables import transaction_ids

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

SERIES = "ocpp1.6"
BLOCK = 1000
HIGHEST = 2**31 - 1
_HALF_BITS = 16
_HALF = (1 << _HALF_BITS) - 1
_ROUNDS = 6


class Permutation:
    """A keyed permutation of 1 … 2³¹-1: a Feistel network on 32 bits, walked until it lands in the range again."""

    def __init__(self, key: bytes) -> None:
        self._keys = [
            blake2b(bytes([number]), key=key[:64], digest_size=16).digest() for number in range(_ROUNDS)
        ]

    def __call__(self, number: int) -> int:
        """The number in this place. Raises `ValueError` outside 1 … 2³¹-1."""
        if not 1 <= number <= HIGHEST:
            raise ValueError("the transaction numbers are used up")
        value = self._shuffle(number)
        while not 1 <= value <= HIGHEST:
            value = self._shuffle(value)
        return value

    def _shuffle(self, value: int) -> int:
        left, right = value >> _HALF_BITS, value & _HALF
        for key in self._keys:
            mixed = blake2b(right.to_bytes(2, "big"), key=key, digest_size=2).digest()
            left, right = right, left ^ int.from_bytes(mixed, "big")
        return (left << _HALF_BITS) | right


class StoredTransactionIds:
    """`TransactionIds` on the table. A block that a crashed node had taken is lost, which nobody misses."""

    def __init__(self, database: Database, key: bytes, *, block: int = BLOCK) -> None:
        self._database = database
        self._permute = Permutation(key)
        self._block = block
        self._next = self._end = 0
        self._refilling = asyncio.Lock()

    async def draw(self) -> int:
        """The next number. Raises `StorageUnavailable` when a new block is needed and cannot be had."""
        while self._next >= self._end:
            async with self._refilling:
                if self._next >= self._end:
                    await self._refill()
        number = self._next
        self._next += 1
        return self._permute(number)

    async def _refill(self) -> None:
        async with self._database.begin() as connection:
            insert = postgresql.insert if connection.dialect_name == "postgresql" else sqlite.insert
            await connection.execute(
                insert(transaction_ids).values(name=SERIES, next=1).on_conflict_do_nothing()
            )
            taken = await connection.execute(
                update(transaction_ids)
                .where(transaction_ids.c.name == SERIES)
                .values(next=transaction_ids.c.next + self._block)
                .returning(transaction_ids.c.next)
            )
            end = int(taken.scalar())
        self._next, self._end = end - self._block, end
