from __future__ import annotations

import asyncio

import pytest

from ocpp_gateway.operations.recent_answers import REST, RecentAnswers

pytestmark = pytest.mark.anyio


class Counting:
    """A question that counts how often it is asked and answers when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0
        self.asked = 0
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.failure: Exception | None = None

    async def ask(self) -> int:
        self.asked += 1
        answer = self.asked
        await self.may_answer.wait()
        if self.failure is not None:
            raise self.failure
        return answer

    def elapsed(self) -> float:
        return self.now


async def test_a_hundred_who_ask_at_once_cost_one_question() -> None:
    question = Counting()
    question.may_answer.clear()
    answers: RecentAnswers[str, int] = RecentAnswers(1.0, question.elapsed)
    waiting = [asyncio.create_task(answers.get("fleet", question.ask)) for _ in range(100)]
    await asyncio.sleep(0)
    question.may_answer.set()
    assert await asyncio.gather(*waiting) == [1] * 100
    assert question.asked == 1


async def test_an_answer_is_kept_for_its_time_and_no_longer() -> None:
    question = Counting()
    answers: RecentAnswers[str, int] = RecentAnswers(1.0, question.elapsed)
    assert await answers.get("fleet", question.ask) == 1
    question.now = 0.99
    assert await answers.get("fleet", question.ask) == 1
    question.now = 1.0
    assert await answers.get("fleet", question.ask) == 2


async def test_a_dear_answer_is_kept_for_longer() -> None:
    question = Counting()
    answers: RecentAnswers[str, int] = RecentAnswers(1.0, question.elapsed)
    question.may_answer.clear()
    first = asyncio.create_task(answers.get("fleet", question.ask))
    await asyncio.sleep(0)
    question.now = 2.0
    question.may_answer.set()
    assert await first == 1
    question.now = REST * 2.0 - 0.01
    assert await answers.get("fleet", question.ask) == 1
    question.now = REST * 2.0
    assert await answers.get("fleet", question.ask) == 2


async def test_other_questions_have_other_answers_and_few_are_kept() -> None:
    question = Counting()
    answers: RecentAnswers[str, int] = RecentAnswers(1.0, question.elapsed, most=2)
    assert [await answers.get(key, question.ask) for key in "abab"] == [1, 2, 1, 2]
    assert await answers.get("c", question.ask) == 3
    assert await answers.get("b", question.ask) == 2
    assert await answers.get("a", question.ask) == 4


async def test_a_failure_is_told_to_all_who_wait_and_not_kept() -> None:
    question = Counting()
    question.failure = LookupError("away")
    answers: RecentAnswers[str, int] = RecentAnswers(1.0, question.elapsed)
    told = await asyncio.gather(
        *(answers.get("fleet", question.ask) for _ in range(3)), return_exceptions=True
    )
    assert told == [question.failure] * 3
    question.failure = None
    assert await answers.get("fleet", question.ask) == 2


async def test_one_who_goes_away_does_not_take_the_answer_from_the_others() -> None:
    question = Counting()
    question.may_answer.clear()
    answers: RecentAnswers[str, int] = RecentAnswers(1.0, question.elapsed)
    gone, stays = (asyncio.create_task(answers.get("fleet", question.ask)) for _ in range(2))
    await asyncio.sleep(0)
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    question.may_answer.set()
    assert await stays == 1
