"""Work that is cheaper together: what is asked for while one round is on its way becomes the next round.

The same idea as the journal's: an idle caller waits for nobody, a storm of callers shares a few statements instead of
queueing for a connection each.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class SharedWork(Generic[K, V]):
    """Calls `work` with the keys that were asked for, one round at a time.

    `work` returns a value for each key it was given; a missing one is an error of its own. If it raises, everybody of
    that round gets the exception, the next round is tried all the same. A key that is asked for twice in a round is
    worked on once, unless `each_alone`: then the second one waits for a round of its own.
    """

    def __init__(
        self,
        work: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]],
        *,
        most: int,
        name: str,
        each_alone: bool = False,
    ) -> None:
        """`most` bounds the keys of one round."""
        self._work = work
        self._most = most
        self._name = name
        self._each_alone = each_alone
        self._waiting: list[tuple[K, asyncio.Future[V]]] = []
        self._task: asyncio.Task[None] | None = None

    async def ask(self, key: K) -> V:
        """The value of a key, from the next round."""
        answer: asyncio.Future[V] = asyncio.get_running_loop().create_future()
        self._waiting.append((key, answer))
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name=self._name)
        return await answer

    async def _run(self) -> None:
        try:
            while self._waiting:
                await self._round(self._next_round())
        finally:
            self._task = None

    def _next_round(self) -> dict[K, list[asyncio.Future[V]]]:
        chosen: dict[K, list[asyncio.Future[V]]] = {}
        later: list[tuple[K, asyncio.Future[V]]] = []
        for key, answer in self._waiting:
            if answer.cancelled():
                continue
            if key in chosen and not self._each_alone:
                chosen[key].append(answer)
            elif key in chosen or len(chosen) >= self._most:
                later.append((key, answer))
            else:
                chosen[key] = [answer]
        self._waiting = later
        return chosen

    async def _round(self, chosen: Mapping[K, Sequence[asyncio.Future[V]]]) -> None:
        if not chosen:
            return
        try:
            values = await self._work(list(chosen))
        except Exception as error:  # noqa: BLE001 - handed to everybody who asked
            for answers in chosen.values():
                for answer in answers:
                    if not answer.done():
                        answer.set_exception(error)
            return
        for key, answers in chosen.items():
            for answer in answers:
                if answer.done():
                    continue
                if key in values:
                    answer.set_result(values[key])
                else:
                    answer.set_exception(LookupError(f"{self._name} gave no answer"))
