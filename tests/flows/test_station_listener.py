"""The station listener as a whole: back-pressure, strangers, failures behind it, draining, no descriptors left."""

from __future__ import annotations

import asyncio
import os
import resource
import socket
import time
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from websockets.frames import Opcode

from ocpp_gateway.charging.stations import Registration, Station
from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.operations.refused_handshakes import RefusalReason
from ocpp_gateway.translation.peer import ConnectionClosed, Reply
from ocpp_gateway.wire.limits import WireLimits
from tests.flows.houses import a_house, on_both_loops
from tests.raw_socket import KEY, RawSocket, call_text, frame, text_frame, upgrade
from tests.station_house import LIMITS, ManualClock, StationHouse, beat, unharmed

pytestmark = pytest.mark.anyio

anyio_backend = on_both_loops()
house = a_house(clock=ManualClock)


async def knock(house: StationHouse, identity: str) -> RawSocket:
    raw = await house.raw()
    raw.send(upgrade(f"/ocpp/{identity}", drop=("Authorization",)))
    return raw


def heartbeats(count: int) -> bytes:
    return b"".join(text_frame(call_text(str(number), "Heartbeat")) for number in range(count))


# -- back-pressure ---------------------------------------------------------------------------------------------------


async def test_reading_pauses_while_the_exchange_is_full_and_nothing_is_lost(house: StationHouse) -> None:
    house.gates["CP-1"] = gate = asyncio.Event()
    raw = await house.raw_station()
    raw.send(heartbeats(3000))
    await house.until(lambda: house.server.counters.reading_paused == 1)
    connection = house.server.connections.find(house.station_id("CP-1"))
    assert connection is not None
    assert connection.peer.exchange.pending == house.server.limits.inbound_calls
    gate.set()
    assert [(await raw.message())[1] for _ in range(3000)] == [str(number) for number in range(3000)]
    assert house.server.counters.rejected_frames == 0


async def test_large_messages_pause_reading_by_their_size() -> None:
    limits = replace(LIMITS, message_bytes=100_000)
    async with unharmed(StationHouse(limits=limits)) as house:
        house.gates["CP-1"] = gate = asyncio.Event()
        raw = await house.raw_station()
        for number in range(20):
            raw.send(text_frame(call_text(str(number), "DataTransfer", {"data": "d" * 60_000})))
        await house.until(lambda: house.server.counters.reading_paused == 1)
        connection = house.server.connections.find(house.station_id("CP-1"))
        assert connection is not None
        assert connection.peer.exchange.pending <= 4
        assert connection.talk.waiting_bytes < 200_000
        gate.set()
        assert [(await raw.message())[1] for _ in range(20)] == [str(number) for number in range(20)]


async def test_a_flooding_station_is_slowed_only_while_the_journal_is_over_half_full() -> None:
    clock = ManualClock()
    limits = replace(LIMITS, flood_per_second=10.0, flood_burst=20)
    async with unharmed(StationHouse(clock=clock, limits=limits)) as house:
        raw = await house.raw_station()
        for number in range(100):
            raw.send(text_frame(call_text(str(number), "Heartbeat")))
            await raw.message()
        assert house.server.counters.reading_paused == 0
        house.journal_load = 0.6
        clock.now += 60.0
        received = house.server.counters.calls_received
        raw.send(heartbeats(60))
        await house.until(lambda: house.server.counters.reading_paused == 1)
        assert house.server.counters.calls_received == received + 21
        async with house.connect("CP-2") as neighbour:
            await beat(neighbour)
        received = house.server.counters.calls_received
        house.pass_time(1.0)
        await house.until(lambda: house.server.counters.calls_received == received + 10)
        house.journal_load = 0.4
        house.pass_time(0.5)
        answers = [(await raw.message())[1] for _ in range(60)]
        assert answers == [str(number) for number in range(60)]


# -- strangers -------------------------------------------------------------------------------------------------------


async def test_a_stranger_that_does_not_boot_is_closed_after_a_minute() -> None:
    async with unharmed(StationHouse(policy="pending", clock=ManualClock())) as house:
        raw = await knock(house, "NEW")
        assert (await raw.response()).status == 101
        assert house.server.connections.strangers == 1
        for number in range(5):
            house.pass_time(11.0)
            raw.send(text_frame(call_text(str(number), "Heartbeat")))
            await raw.message()
        house.pass_time(6.0)
        assert await raw.close_code() == 1008
        await raw.close()
        await house.until(lambda: house.server.connections.strangers == 0)
        assert house.server.counters.idle_strangers_closed == 1


async def test_a_pending_station_that_says_nothing_is_closed_and_one_that_speaks_is_not() -> None:
    async with unharmed(StationHouse(policy="pending", clock=ManualClock())) as house:
        await house.provision("CP-2", None, registration=Registration.PENDING)
        silent = await knock(house, "CP-2")
        assert (await silent.response()).status == 101
        house.pass_time(61.0)
        assert await silent.close_code() == 1008
        await silent.close()
        await house.until(lambda: len(house.server.connections) == 1)
        speaking = await knock(house, "CP-2")
        assert (await speaking.response()).status == 101
        speaking.send(text_frame(call_text("1", "BootNotification")))
        await speaking.message()
        house.pass_time(70.0)
        assert house.server.counters.idle_strangers_closed == 1


async def test_an_accepted_station_may_be_silent_for_as_long_as_it_is_alive(house: StationHouse) -> None:
    raw = await house.raw_station()
    house.pass_time(300.0)
    raw.send(text_frame(call_text("1", "Heartbeat")))
    assert (await raw.message())[:2] == [3, "1"]


async def test_an_enrolled_stranger_is_found_under_its_station_and_a_second_one_takes_over() -> None:
    async with unharmed(StationHouse(policy="open")) as house:
        other = await house.provision("CP-2", KEY)
        made = replace(other, station_id=UUID(int=77), ocpp_id="NEW")  # nobody has told the book yet
        house.leases.names[made.station_id] = made

        async def enrol(conversation: Any, call: Any) -> Reply:
            conversation.peer.station = await house.leases.claim(made.station_id)
            return Reply(text=conversation.peer.exchange.accept(call, b"{}"))

        house.script["BootNotification"] = enrol
        raw = await knock(house, "NEW")
        assert (await raw.response()).status == 101
        assert house.server.connections.find("NEW") is not None
        raw.send(text_frame(call_text("1", "BootNotification")))
        await raw.message()
        connections = house.server.connections
        assert (connections.find("NEW"), connections.strangers) == (None, 0)
        found = connections.find(made.station_id)
        assert found is not None
        assert isinstance(found.peer.station, Station)
        await raw.close()
        await house.until(lambda: connections.find(made.station_id) is None)
        assert connections.strangers == 0


async def test_a_stranger_that_leaves_in_the_middle_of_its_enrolment_leaves_no_name_behind() -> None:
    async with unharmed(StationHouse(policy="open")) as house:
        made = replace(await house.provision("CP-2", KEY), station_id=UUID(int=77), ocpp_id="NEW")
        house.leases.names[made.station_id] = made
        stored = asyncio.Event()

        async def enrol(conversation: Any, call: Any) -> Reply:
            conversation.peer.station = await house.leases.claim(made.station_id)
            await stored.wait()
            return Reply(text=conversation.peer.exchange.accept(call, b"{}"))

        house.script["BootNotification"] = enrol
        raw = await knock(house, "NEW")
        assert (await raw.response()).status == 101
        raw.send(text_frame(call_text("1", "BootNotification")))
        await house.until(lambda: house.leases.epochs.get(made.station_id) == 1)
        raw.reset()
        await house.until(lambda: len(house.server.connections) == 1)
        assert house.server.connections.find("NEW") is None
        stored.set()
        await house.until(lambda: house.server.connections.strangers == 0)
        assert house.server.connections.find(made.station_id) is None


async def test_refused_clients_that_do_not_leave_are_kept_only_up_to_a_bound() -> None:
    async with unharmed(StationHouse(limits=replace(LIMITS, pending_handshakes=2))) as house:
        for number in range(12):  # each another identity: guesses at one are limited before
            raw = await knock(house, f"NOBODY-{number}")
            assert (await raw.response()).status == 401
            assert len(house.server._arrivals) <= 5


# -- what stands behind the listener fails -----------------------------------------------------------------------------


async def test_a_conversation_that_says_close_is_obeyed_after_its_text(house: StationHouse) -> None:
    async def away(conversation: Any, call: Any) -> Reply:
        return Reply(text='[4,"1","GenericError","",{}]', close=(1013, "storage is away, try again later"))

    house.script["StopTransaction"] = away
    raw = await house.raw_station()
    raw.send(text_frame(call_text("1", "StopTransaction")) + text_frame(call_text("2", "Heartbeat")))
    assert (await raw.message())[:2] == [4, "1"]
    assert await raw.close_code() == 1013
    await raw.close()
    assert ("CP-1", "Heartbeat") not in house.diary.calls


async def test_storage_that_is_away_in_the_middle_of_a_call_closes_with_1013_and_no_callerror(
    house: StationHouse,
) -> None:
    async def away(conversation: Any, call: Any) -> Reply:
        raise StorageUnavailable("scripted")

    house.script["StartTransaction"] = away
    raw = await house.raw_station()
    raw.send(text_frame(call_text("1", "StartTransaction")))
    opcode, payload = await raw.frame()
    assert (opcode, payload[:2]) == (Opcode.CLOSE, (1013).to_bytes(2, "big"))


async def test_a_connection_that_may_not_open_is_closed_before_its_calls_are_answered(
    house: StationHouse,
) -> None:
    house.when_opened = Reply(close=(1008, "another connection of this station took over"))
    raw = await house.raw_station(leftover=text_frame(call_text("1", "Heartbeat")))
    opcode, payload = await raw.frame()
    assert (opcode, payload[:2]) == (Opcode.CLOSE, (1008).to_bytes(2, "big"))
    await raw.close()
    house.when_opened = Reply()
    assert ("CP-1", "Heartbeat") not in house.diary.calls


async def test_a_defect_of_ours_closes_one_connection_with_1011_and_is_counted() -> None:
    async def broken(conversation: Any, call: Any) -> Reply:
        raise ZeroDivisionError("a defect")

    async with unharmed(StationHouse(), failures=1) as house:
        house.script["MeterValues"] = broken
        raw = await house.raw_station()
        raw.send(text_frame(call_text("1", "MeterValues")))
        assert await raw.close_code() == 1011
        await raw.close()


async def test_a_database_that_does_not_answer_a_claim_in_time_is_a_503() -> None:
    async with unharmed(StationHouse(limits=replace(LIMITS, decision_seconds=0.05))) as house:
        house.leases.open.clear()
        raw = await house.raw()
        raw.send(upgrade("/ocpp/CP-1"))
        assert (await raw.response()).status == 503
        assert house.server.refused.latest()[0].reason is RefusalReason.STORAGE_AWAY
        house.leases.open.set()


# -- no file descriptor left -------------------------------------------------------------------------------------------


async def test_without_file_descriptors_accepting_pauses_and_recovers_by_itself(house: StationHouse) -> None:
    clients = []
    for _ in range(8):
        client = socket.socket()
        client.setblocking(False)
        clients.append(client)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(int(entry.name) for entry in Path("/proc/self/fd").iterdir())
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 1, hard))
    fillers = []
    try:
        while True:
            try:
                fillers.append(os.open(os.devnull, os.O_RDONLY))
            except OSError:
                break
        for client in clients:
            await asyncio.get_running_loop().sock_connect(client, ("127.0.0.1", house.port))
        await house.until(lambda: house.server.counters.accept_pauses == 1)
        assert not house.server.accepting
        witness = house.server.connections.find(house.station_id("WITNESS"))
        assert witness is not None
        assert witness.is_open
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        for filler in fillers:
            os.close(filler)
    house.pass_time(1.5)
    assert house.server.accepting
    await house.until(lambda: house.server.counters.accepted_sockets >= 9)
    for client in clients:
        client.close()


# -- draining ----------------------------------------------------------------------------------------------------------


async def test_draining_spreads_the_closing_of_sockets_over_its_time_with_code_1012() -> None:
    clock = ManualClock()
    async with StationHouse(tuple(f"CP-{number}" for number in range(10)), clock=clock) as house:
        sockets = [await house.raw_station(f"CP-{number}") for number in range(10)]
        closing: list[float] = []

        async def leave(raw: RawSocket) -> None:
            assert await raw.close_code() == 1012
            closing.append(clock.now - start)
            raw.send(frame(Opcode.CLOSE, b"\x03\xf4"))
            await raw.ended()

        start = clock.now
        leaving = [asyncio.ensure_future(leave(raw)) for raw in sockets]
        draining = asyncio.ensure_future(house.server.drain(10.0))
        while not draining.done():
            await house.until(lambda: len(closing) + len(house.server.connections) >= 10 or draining.done())
            for _ in range(50):
                await asyncio.sleep(0)
            house.pass_time(0.25)
        await asyncio.gather(*leaving)
        assert len(closing) == 10
        assert min(closing) < 1.0
        assert 8.0 < max(closing) <= 11.0
        assert sorted(round(moment) for moment in closing)[::3] == pytest.approx([0, 3, 6, 9], abs=1.5)
        assert len(house.diary.closed) == 10


async def test_draining_waits_for_the_call_that_is_being_worked_on_and_for_our_own() -> None:
    clock = ManualClock()
    async with StationHouse(clock=clock) as house:
        inbound, outbound = await house.raw_station("CP-1"), await house.raw_station("CP-2")
        house.gates["CP-1"] = gate = asyncio.Event()
        inbound.send(text_frame(call_text("1", "StopTransaction")))
        await house.until(lambda: ("CP-1", "StopTransaction") in house.diary.calls)
        connection = house.server.connections.find(house.station_id("CP-2"))
        assert connection is not None
        call = asyncio.ensure_future(connection.call("Reset", b"{}", timeout=20.0))
        message_id = (await outbound.message())[1]
        draining = asyncio.ensure_future(house.server.drain(30.0))
        await asyncio.sleep(0)
        house.pass_time(20.0 - 1.0)
        assert len(house.server.connections) == 2
        with pytest.raises(ConnectionClosed):
            await connection.call("Reset", b"{}", timeout=5.0)
        gate.set()
        assert (await inbound.message())[:2] == [3, "1"]
        assert await inbound.close_code() == 1012
        outbound.send(text_frame(f'[3,"{message_id}",{{}}]'))
        await call
        assert await outbound.close_code() == 1012
        for raw in (inbound, outbound):
            await raw.close()
        await draining
        assert sorted(house.diary.closed) == [
            ("CP-1", 1012, "the gateway restarts"),
            ("CP-2", 1012, "the gateway restarts"),
        ]


async def test_whoever_is_not_done_when_draining_ends_is_closed_all_the_same() -> None:
    clock = ManualClock()
    async with StationHouse(clock=clock) as house:
        raw = await house.raw_station()
        house.gates["CP-1"] = asyncio.Event()
        raw.send(text_frame(call_text("1", "StopTransaction")))
        await house.until(lambda: ("CP-1", "StopTransaction") in house.diary.calls)
        draining = asyncio.ensure_future(house.server.drain(3.0))
        await asyncio.sleep(0)
        house.pass_time(3.5)
        assert await raw.close_code() == 1012
        house.pass_time(10.0)
        await asyncio.wait_for(draining, 5.0)
        await raw.ended()


async def test_while_draining_nobody_gets_in_and_half_a_handshake_is_told_to_return() -> None:
    async with StationHouse() as house:
        half = await house.raw()
        half.send(b"GET /ocpp/CP-1 HTTP/1.1\r\n")
        await house.until(lambda: house.server.counters.handshakes_pending == 1)
        await house.server.drain(0.0)
        response = await half.response()
        assert (response.status, response.headers["retry-after"]) == (503, "30")
        assert not house.server.accepting
        with pytest.raises(ConnectionRefusedError):
            await house.raw()
        assert house.server.refused.latest()[0].reason is RefusalReason.DRAINING


async def test_stopping_ends_every_socket_and_leaves_no_task(house: StationHouse) -> None:
    async with StationHouse() as other:
        for number in range(5):
            await other.raw_station("CP-1" if number % 2 else "CP-2")
        await other.raw()
        begun = time.monotonic()
    assert time.monotonic() - begun < 8.0
    running = [task for task in asyncio.all_tasks() if "wire" in repr(task.get_coro())]
    assert running == []


# -- many -------------------------------------------------------------------------------------------------------------


async def test_five_hundred_stations_that_come_back_at_once_all_get_in() -> None:
    identities = tuple(f"CP-{number}" for number in range(500))
    limits = WireLimits(refusal_seconds=0.0, pending_handshakes=100, unaccepted_per_address=100)
    async with StationHouse(identities, limits=limits) as house:
        todo = list(identities)
        sockets: list[RawSocket] = []

        async def come_back() -> None:
            while todo:
                identity = todo.pop()
                raw = await house.raw()
                raw.send(upgrade(f"/ocpp/{identity}", identity))
                response = await raw.response()
                if response.status == 503:
                    todo.append(identity)
                else:
                    assert response.status == 101
                    sockets.append(raw)

        async with asyncio.TaskGroup() as group:
            for _ in range(150):
                group.create_task(come_back())
        assert len(house.server.connections) == 500
        assert len(sockets) == 500
