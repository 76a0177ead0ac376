"""Who asks while a round is on its way shares the next one: a storm costs rounds, not a connection for each."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from ocpp_gateway.storage.shared_work import SharedWork

pytestmark = pytest.mark.anyio


class Rounds:
    """Work that waits for a permit each round and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.permits = asyncio.Semaphore(0)
        self.failures: list[Exception] = []

    async def work(self, keys: Sequence[str]) -> dict[str, str]:
        self.asked.append(list(keys))
        await self.permits.acquire()
        if self.failures:
            raise self.failures.pop(0)
        return {key: key.upper() for key in keys if key != "nobody"}

    def allow(self, rounds: int) -> None:
        for _ in range(rounds):
            self.permits.release()


async def start(*asking: asyncio.Task[str]) -> None:
    """Let the tasks reach their first wait."""
    for _ in range(3):
        await asyncio.sleep(0)


async def test_those_who_come_meanwhile_share_the_next_round() -> None:
    rounds = Rounds()
    shared: SharedWork[str, str] = SharedWork(rounds.work, most=100, name="letters")
    first = asyncio.create_task(shared.ask("a"))
    await start(first)
    others = [asyncio.create_task(shared.ask(key)) for key in ("b", "c", "b")]
    rounds.allow(2)
    assert await asyncio.gather(first, *others) == ["A", "B", "C", "B"]
    assert rounds.asked == [["a"], ["b", "c"]]


async def test_a_round_is_bounded() -> None:
    rounds = Rounds()
    shared: SharedWork[str, str] = SharedWork(rounds.work, most=2, name="letters")
    rounds.allow(9)
    asking = [asyncio.create_task(shared.ask(key)) for key in "abcde"]
    assert await asyncio.gather(*asking) == list("ABCDE")
    assert max(map(len, rounds.asked)) == 2


async def test_each_alone_gets_a_round_of_its_own() -> None:
    rounds = Rounds()
    shared: SharedWork[str, str] = SharedWork(rounds.work, most=10, name="letters", each_alone=True)
    rounds.allow(9)
    await asyncio.gather(*(shared.ask("a") for _ in range(3)))
    assert rounds.asked == [["a"], ["a"], ["a"]]


async def test_a_failed_round_fails_its_own_and_no_other() -> None:
    rounds = Rounds()
    rounds.failures.append(ConnectionError("away"))
    shared: SharedWork[str, str] = SharedWork(rounds.work, most=10, name="letters")
    first = asyncio.create_task(shared.ask("a"))
    await start(first)
    second = asyncio.create_task(shared.ask("b"))
    rounds.allow(2)
    with pytest.raises(ConnectionError, match="away"):
        await first
    assert await second == "B"


async def test_a_key_without_an_answer_is_an_error_not_a_hang() -> None:
    rounds = Rounds()
    shared: SharedWork[str, str] = SharedWork(rounds.work, most=10, name="letters")
    rounds.allow(1)
    with pytest.raises(LookupError, match="letters"):
        await shared.ask("nobody")


async def test_who_gave_up_waiting_is_not_worked_for() -> None:
    rounds = Rounds()
    shared: SharedWork[str, str] = SharedWork(rounds.work, most=10, name="letters")
    first = asyncio.create_task(shared.ask("a"))
    await start(first)
    cancelled, waiting = asyncio.create_task(shared.ask("b")), asyncio.create_task(shared.ask("c"))
    await start(cancelled, waiting)
    cancelled.cancel()
    rounds.allow(2)
    assert await waiting == "C"
    assert rounds.asked == [["a"], ["c"]]
