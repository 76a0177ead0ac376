"""Requests that come twice: a client that got no answer repeats with the same Idempotency-Key (INTERFACE.md section 4).

The first request *claims* its key. The transaction of its change marks the claim as done: the audit carries it there,
because every change has an entry. Afterwards the answer is kept beside it, sealed, since it may hold a password that is
shown once. So of a claim it is always known whether its change was committed:

- not done and young: the first request is still at work. Answer 409, to be repeated.
- not done and old: whoever had it has died, and nothing was changed. The next request takes it over; should the first
  one live after all, its transaction finds the claim gone and is rolled back.
- done: the kept answer is given again. If it was lost in a crash, that is said as soon as the first request is old.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from ocpp_gateway.operations.ports import NewId
from ocpp_gateway.operations.refusals import Conflict, KeyReused
from ocpp_gateway.operations.sealing import CannotOpen, Sealer

KEY_LIFETIME = timedelta(hours=24)
"""How long a key is remembered."""
ABANDONED = timedelta(seconds=60)
"""A request takes less than this. After it a claim that is not done belongs to nobody."""
ANSWERS = "kept-answers"
"""Purpose of the keys that seal answers and recognise requests."""


class InProgress(Conflict):
    """The first request with this key has not been answered yet, or was overtaken by a later one."""

    def __init__(self) -> None:
        super().__init__(
            "in-progress", "The first request with this Idempotency-Key is still being answered."
        )


class AnswerLost(Conflict):
    """What was asked for is done, but its answer cannot be given again."""

    def __init__(self) -> None:
        super().__init__(
            "answer-lost",
            "The first request with this Idempotency-Key was carried out, but its answer was lost. Look at the result; "
            "use another key to act again.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A key in use. `done`: its change is committed. `answer` is sealed.

    `request_hash` is keyed: a request may hold a password, which a plain hash would give away to whoever guesses well.
    """

    id: UUID
    principal: UUID
    key: str
    request_hash: bytes
    claimed_at: datetime
    done: bool = False
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An HTTP answer that can be given again."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class ClaimStore(Protocol):
    """Storage of claims. May raise `StorageUnavailable`."""

    async def claim(self, wanted: Claim, forgotten_before: datetime, abandoned_before: datetime) -> Claim:
        """Store the claim, or return the one that holds this principal's key.

        One from before `forgotten_before`, or one that is not done from before `abandoned_before`, gives way.
        """
        ...

    async def keep(self, claim: UUID, answer: str) -> None:
        """Mark it done, with its answer."""
        ...

    async def release(self, claim: UUID) -> None:
        """Forget it unless its change is committed: the request was refused and may be tried again."""
        ...


class RepeatedRequests:
    """Claims keys and gives kept answers again."""

    def __init__(self, store: ClaimStore, sealer: Sealer, *, new_id: NewId) -> None:
        self._store = store
        self._sealer = sealer
        self._new_id = new_id

    async def claim(self, principal: UUID, key: str, request: bytes, now: datetime) -> UUID | KeptAnswer:
        """The id of a new claim, or the answer that the first request got. `request` is all that makes it the same.

        Raises `KeyReused`, `InProgress` or `AnswerLost`.
        """
        wanted = Claim(
            id=self._new_id(),
            principal=principal,
            key=key,
            request_hash=self._sealer.digest(request),
            claimed_at=now,
        )
        holder = await self._store.claim(wanted, now - KEY_LIFETIME, now - ABANDONED)
        if holder.id == wanted.id:
            return holder.id
        if not self._is_same(holder, request):
            raise KeyReused
        if holder.answer is not None:
            return self._opened(holder.id, holder.answer)
        # Right after the change its answer is still on the way here.
        lost = holder.done and holder.claimed_at < now - ABANDONED
        raise AnswerLost if lost else InProgress

    async def keep(self, claim: UUID, answer: KeptAnswer) -> None:
        """Remember what was answered."""
        parts = [answer.status, dict(answer.headers), answer.body.decode()]
        await self._store.keep(claim, self._sealer.seal(json.dumps(parts).encode(), claim.bytes))

    async def release(self, claim: UUID) -> None:
        """The request was refused: its key is free again, unless something was changed after all."""
        await self._store.release(claim)

    def _is_same(self, holder: Claim, request: bytes) -> bool:
        try:
            return self._sealer.recognises(holder.request_hash, request)
        except CannotOpen as lost:
            raise (AnswerLost if holder.done else InProgress) from lost

    def _opened(self, claim: UUID, answer: str) -> KeptAnswer:
        try:
            status, headers, body = json.loads(self._sealer.open(answer, claim.bytes))
        except CannotOpen as lost:
            raise AnswerLost from lost
        return KeptAnswer(status, headers, body.encode())
