"""The bus port, one suite over both implementations: hints, at most once, without history; nobody waits for anybody.

Two buses stand for two nodes; in memory there is only one node, so both are the same bus.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from ocpp_gateway.cluster.bus import MAILBOX_SIZE
from ocpp_gateway.cluster.memory import MemoryBus
from ocpp_gateway.cluster.redis import RedisBus

pytestmark = pytest.mark.anyio

AnyBus = MemoryBus | RedisBus
DEADLINE = 10.0


@pytest.fixture(params=["memory", "redis"])
async def nodes(request: pytest.FixtureRequest) -> AsyncIterator[tuple[AnyBus, AnyBus]]:
    pair: tuple[AnyBus, AnyBus]
    if request.param == "memory":
        alone = MemoryBus()
        pair = (alone, alone)
    else:
        url = request.getfixturevalue("redis_url")
        pair = (RedisBus(url, prefix="test"), RedisBus(url, prefix="test"))
    for bus in dict.fromkeys(pair):
        await bus.start()
    yield pair
    for bus in dict.fromkeys(pair):
        await bus.close()


async def _next(subscription: Any) -> bytes:
    message: bytes = await asyncio.wait_for(anext(subscription), DEADLINE)
    return message


async def _listen(bus: AnyBus, topic: str) -> Any:
    subscription = bus.subscribe(topic)
    await asyncio.wait_for(subscription.ready(), DEADLINE)
    return subscription


async def test_a_message_reaches_every_listener_of_its_topic_on_every_node(
    nodes: tuple[AnyBus, AnyBus],
) -> None:
    here, there = nodes
    listeners = [
        await _listen(here, "events"),
        await _listen(there, "events"),
        await _listen(there, "events"),
    ]
    await here.publish("events", b"41")
    assert [await _next(listener) for listener in listeners] == [b"41", b"41", b"41"]


async def test_a_message_reaches_nobody_who_listens_to_another_topic(nodes: tuple[AnyBus, AnyBus]) -> None:
    here, there = nodes
    events, frames = await _listen(there, "events"), await _listen(there, "frames")
    await here.publish("events", b"1")
    await here.publish("frames", b"2")
    assert await _next(frames) == b"2"
    assert await _next(events) == b"1"


async def test_nobody_gets_the_same_message_twice(nodes: tuple[AnyBus, AnyBus]) -> None:
    here, _ = nodes
    listener = await _listen(here, "events")
    await here.publish("events", b"1")
    await here.publish("events", b"2")
    assert [await _next(listener), await _next(listener)] == [b"1", b"2"]
    other = await _listen(here, "end")  # whatever came back from outside would be in by now
    await here.publish("end", b".")
    assert await _next(other) == b"."
    await listener.aclose()
    assert [message async for message in listener] == []


async def test_there_is_no_history(nodes: tuple[AnyBus, AnyBus]) -> None:
    here, there = nodes
    first = await _listen(there, "events")
    await here.publish("events", b"before")
    assert await _next(first) == b"before"
    late = await _listen(there, "events")
    await here.publish("events", b"after")
    assert await _next(late) == b"after"


async def test_messages_of_one_node_arrive_in_order(nodes: tuple[AnyBus, AnyBus]) -> None:
    here, there = nodes
    listener = await _listen(there, "events")
    sent = [str(number).encode() for number in range(500)]
    for message in sent:
        await here.publish("events", message)
    assert [await _next(listener) for _ in sent] == sent


@pytest.mark.parametrize("message", [b"", b"\x00\xff\r\n", b"x" * 100_000], ids=["empty", "binary", "long"])
async def test_a_message_is_any_bytes(nodes: tuple[AnyBus, AnyBus], message: bytes) -> None:
    here, there = nodes
    listener = await _listen(there, "events")
    await here.publish("events", message)
    assert await _next(listener) == message


async def test_a_slow_reader_loses_the_oldest_and_keeps_the_newest(nodes: tuple[AnyBus, AnyBus]) -> None:
    here, _ = nodes
    listener = await _listen(here, "events")
    for number in range(MAILBOX_SIZE + 10):
        await here.publish("events", str(number).encode())
    await listener.aclose()
    kept = [message async for message in listener]
    assert kept == [str(number).encode() for number in range(10, MAILBOX_SIZE + 10)]
    assert here.counters.overflowed == 10


async def test_a_reader_that_gives_up_waiting_loses_nothing(nodes: tuple[AnyBus, AnyBus]) -> None:
    here, there = nodes
    listener = await _listen(there, "events")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(anext(listener), 0)
    await here.publish("events", b"still here")
    assert await _next(listener) == b"still here"


async def test_a_forgotten_listener_is_forgotten_by_the_bus(nodes: tuple[AnyBus, AnyBus]) -> None:
    here, _ = nodes
    listener = await _listen(here, "events")
    assert "events" in here._mailboxes.topics
    del listener
    assert "events" not in here._mailboxes.topics


async def test_closing_the_bus_ends_every_listener(nodes: tuple[AnyBus, AnyBus]) -> None:
    here, _ = nodes
    listener = await _listen(here, "events")
    waiting = asyncio.ensure_future(anext(listener, b"the end"))
    await here.close()
    assert await asyncio.wait_for(waiting, DEADLINE) == b"the end"
