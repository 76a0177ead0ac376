"""The same identity twice (ocpp.md 2.15, reliability S03, F16): one owner at any time, the newest authenticated one."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import Opcode

from ocpp_gateway.ocpp.frames import Call
from ocpp_gateway.operations.refused_handshakes import RefusalReason
from ocpp_gateway.translation.peer import Reply
from tests.flows.houses import on_both_loops
from tests.raw_socket import DEADLINE, RawSocket, basic, call_text, frame, text_frame, upgrade
from tests.station_house import LIMITS, ManualClock, ScriptedConversation, StationHouse, beat, unharmed

pytestmark = pytest.mark.anyio

FAR = {"unauthenticated_until": ManualClock().wall().replace(year=2100)}


anyio_backend = on_both_loops()


async def knock(house: StationHouse, identity: str = "CP-2") -> RawSocket:
    """A connection without credentials; its answer is still to be read."""
    raw = await house.raw()
    raw.send(upgrade(f"/ocpp/{identity}", drop=("Authorization",)))
    return raw


async def goodbye(raw: RawSocket) -> None:
    """Answer the server's Close frame and leave."""
    raw.send(frame(Opcode.CLOSE, b"\x03\xf0"))
    await raw.ended()


async def test_the_newest_authenticated_connection_wins_at_once_and_the_old_one_is_told() -> None:
    async with unharmed(StationHouse()) as house:
        old = await house.raw_station()
        async with house.connect("CP-1") as new:
            assert await old.close_code() == 1008
            await goodbye(old)
            await beat(new)
            owner = house.server.connections.find(house.station_id("CP-1"))
            assert owner is not None
            assert owner.epoch == 2
            assert house.server.counters.take_overs == 1
        # The old goodbye came late and removed nothing but itself; the new one removed the entry.
        await house.until(lambda: house.server.connections.find(house.station_id("CP-1")) is None)


async def test_the_late_end_of_the_old_socket_leaves_the_new_connection_alone() -> None:
    clock = ManualClock()
    async with unharmed(StationHouse(clock=clock)) as house:
        old = await house.raw_station()
        new = await house.raw_station()
        assert await old.close_code() == 1008
        house.pass_time(6.0)  # it never closes: it is dropped
        await old.ended()
        await house.until(lambda: any(entry[:2] == ("CP-1", 1008) for entry in house.diary.closed))
        owner = house.server.connections.find(house.station_id("CP-1"))
        assert owner is not None
        assert owner.epoch == 2
        new.send(text_frame(call_text("1", "Heartbeat")))
        assert (await new.message())[:2] == [3, "1"]


class WatchedConversation(ScriptedConversation):
    """Looks, whenever it is asked anything, who else is open under its identity."""

    async def opened(self, now: datetime) -> Reply:
        station = self.peer.station
        assert station is not None
        if station.ocpp_id == "CP-1":
            self.house.epochs.append(station.epoch)
            self._look()
        return await super().opened(now)

    async def answer(self, call: Call, received_at: datetime) -> Reply:
        self._look()
        return await super().answer(call, received_at)

    def _look(self) -> None:
        connections = self.house.server.connections
        everybody = [other for other in connections._open if other.peer.identity == "CP-1" and other.is_open]
        assert len(everybody) <= 1
        if everybody:
            assert connections.find(self.house.station_id("CP-1")) is everybody[0]
            assert everybody[0].epoch == max(other.epoch for other in connections._open)


@pytest.mark.parametrize("rounds", [50, pytest.param(1000, marks=pytest.mark.long)])
async def test_two_clients_that_fight_for_one_identity_have_one_owner_at_any_time(rounds: int) -> None:
    async with unharmed(StationHouse(conversations=WatchedConversation)) as house:

        async def fight(name: str) -> int:
            answered = 0
            for number in range(rounds):
                try:
                    async with house.connect("CP-1") as client:
                        await client.send(call_text(f"{name}{number}", "Heartbeat"))
                        async with asyncio.timeout(DEADLINE):
                            await client.recv()
                        answered += 1
                except (ConnectionClosed, InvalidStatus):
                    continue
            return answered

        answered = await asyncio.gather(fight("a"), fight("b"))
        assert house.leases.epochs[house.station_id("CP-1")] == 2 * rounds
        assert house.epochs == sorted(set(house.epochs)), "an older epoch came after a newer one"
        assert sum(answered) >= rounds
        assert house.server.counters.take_overs > 0
        await house.until(lambda: house.server.connections.find(house.station_id("CP-1")) is None)


@pytest.mark.parametrize("rounds", [50, pytest.param(1000, marks=pytest.mark.long)])
async def test_whoever_has_other_credentials_never_gets_the_place_and_the_owner_never_loses_it(
    rounds: int,
) -> None:
    """Reliability S03: two clients with different credentials."""
    async with (
        unharmed(StationHouse(conversations=WatchedConversation)) as house,
        house.connect("CP-1") as owner,
    ):
        for number in range(rounds):
            raw = await house.raw()
            raw.send(upgrade("/ocpp/CP-1", Authorization=basic(b"CP-1", b"\x01" * 20)))
            assert (await raw.response()).status in {401, 429}
            await raw.close()
            await beat(owner, str(number))
        assert house.leases.epochs[house.station_id("CP-1")] == 1
        assert house.server.counters.take_overs == 0
        await owner.close()
        await house.until(lambda: house.server.connections.find(house.station_id("CP-1")) is None)


async def test_a_claim_that_comes_back_late_does_not_displace_the_newer_one() -> None:
    async with unharmed(StationHouse()) as house:
        house.leases.open.clear()
        late = await house.raw()
        late.send(upgrade("/ocpp/CP-1"))
        await house.until(lambda: house.leases.waiting == 1)
        gate, house.leases.open = house.leases.open, asyncio.Event()
        house.leases.open.set()
        newer = await house.raw_station()
        gate.set()
        response = await late.response()
        assert (response.status, response.headers["retry-after"]) == (503, "30")
        assert house.server.refused.latest()[0].reason is RefusalReason.REPLACED_WHILE_OPENING
        newer.send(text_frame(call_text("1", "Heartbeat")))
        assert (await newer.message())[:2] == [3, "1"]


async def test_the_call_that_is_being_worked_on_is_finished_and_its_answer_is_dropped() -> None:
    async with unharmed(StationHouse()) as house:
        house.gates["CP-1"] = gate = asyncio.Event()
        old = await house.raw_station()
        old.send(text_frame(call_text("1", "StopTransaction")) + text_frame(call_text("2", "Heartbeat")))
        await house.until(lambda: ("CP-1", "StopTransaction") in house.diary.calls)
        await house.raw_station()
        gate.set()
        assert await old.close_code() == 1008
        await goodbye(old)
        await house.until(lambda: any(entry[:2] == ("CP-1", 1008) for entry in house.diary.closed))
        assert ("CP-1", "Heartbeat") not in house.diary.calls
        del house.gates["CP-1"]


async def test_what_another_node_has_taken_over_is_closed_unless_it_is_newer_here() -> None:
    async with unharmed(StationHouse()) as house:
        station_id = house.station_id("CP-1")
        old = await house.raw_station()
        connections = house.server.connections
        assert not connections.displaced(station_id, 1), "its own epoch, or an older one, says nothing"
        assert connections.displaced(station_id, 2)
        assert not connections.displaced(station_id, 3), "it is closing already"
        assert await old.close_code() == 1008
        await goodbye(old)
        assert not connections.displaced(house.station_id("CP-2"), 9), "it was never here"
        assert house.server.counters.take_overs == 1


async def test_more_than_five_take_overs_a_minute_hold_the_owner_for_a_minute() -> None:
    clock = ManualClock()
    async with unharmed(StationHouse(clock=clock, limits=replace(LIMITS, take_overs_per_minute=5))) as house:
        sockets = [await house.raw_station() for _ in range(6)]
        assert house.server.counters.take_overs == 5
        refused = await house.raw()
        refused.send(upgrade("/ocpp/CP-1"))
        response = await refused.response()
        assert (response.status, response.headers["retry-after"]) == (429, "61")
        assert house.server.refused.latest()[0].reason is RefusalReason.TAKE_OVERS_HELD
        await house.until(lambda: house.diary.held == ["CP-1"])
        sockets[-1].send(text_frame(call_text("1", "Heartbeat")))
        assert (await sockets[-1].message())[:2] == [3, "1"]
        clock.now += 30
        again = await house.raw()
        again.send(upgrade("/ocpp/CP-1"))
        assert (await again.response()).status == 429
        assert house.diary.held == ["CP-1"], "one hold is told once"
        clock.now += 31
        await house.raw_station()
        assert house.server.counters.take_overs_held == 2


async def test_a_held_place_that_falls_free_may_be_taken() -> None:
    clock = ManualClock()
    async with unharmed(StationHouse(clock=clock, limits=replace(LIMITS, take_overs_per_minute=1))) as house:
        await house.raw_station()
        owner = await house.raw_station()
        refused = await house.raw()
        refused.send(upgrade("/ocpp/CP-1"))
        assert (await refused.response()).status == 429
        await owner.close()
        await house.until(lambda: house.server.connections.find(house.station_id("CP-1")) is None)
        await house.raw_station()


async def test_a_reconnect_after_a_proper_end_is_no_take_over() -> None:
    async with unharmed(StationHouse(limits=replace(LIMITS, take_overs_per_minute=1))) as house:
        for _ in range(10):
            async with house.connect("CP-1") as client:
                await beat(client)
        assert house.server.counters.take_overs == 0


async def test_without_credentials_a_newcomer_is_refused_while_the_old_connection_answers_a_ping() -> None:
    async with unharmed(StationHouse()) as house:
        await house.provision("CP-2", None, **FAR)
        old = await knock(house)
        assert (await old.response()).status == 101
        new = await knock(house)
        assert await old.frame() == (Opcode.PING, b"")
        old.send(frame(Opcode.PONG))
        assert (await new.response()).status == 409
        assert house.server.refused.latest()[0].reason is RefusalReason.OLD_CONNECTION_ALIVE
        assert house.leases.epochs[house.station_id("CP-2")] == 1, "the living connection was fenced"
        old.send(text_frame(call_text("1", "Heartbeat")))
        assert (await old.message())[:2] == [3, "1"]


async def test_without_credentials_a_newcomer_gets_the_place_of_a_connection_that_is_silent() -> None:
    clock = ManualClock()
    async with unharmed(StationHouse(clock=clock)) as house:
        await house.provision("CP-2", None, **FAR)
        old = await knock(house)
        assert (await old.response()).status == 101
        new = await knock(house)
        assert await old.frame() == (Opcode.PING, b"")
        house.pass_time(5.5)
        assert (await new.response()).status == 101
        assert await old.close_code() == 1008


async def test_without_credentials_nobody_displaces_a_connection_that_talks_faster_than_we_listen() -> None:
    async with unharmed(
        StationHouse(limits=replace(LIMITS, inbound_calls=2, take_overs_per_minute=9))
    ) as house:
        await house.provision("CP-2", None, **FAR)
        house.gates["CP-2"] = gate = asyncio.Event()
        old = await knock(house)
        assert (await old.response()).status == 101
        for number in range(5):
            old.send(text_frame(call_text(str(number), "Heartbeat")))
        await house.until(lambda: house.server.counters.reading_paused > 0)
        assert (await (await knock(house)).response()).status == 409
        gate.set()
        assert [(await old.message())[1] for _ in range(5)] == ["0", "1", "2", "3", "4"]


async def test_two_newcomers_without_credentials_at_once_get_one_place() -> None:
    async with unharmed(StationHouse()) as house:
        await house.provision("CP-2", None, **FAR)
        house.leases.open.clear()
        first = await knock(house)
        await house.until(lambda: house.leases.waiting == 1)
        second = await knock(house)
        assert (await second.response()).status == 409
        house.leases.open.set()
        assert (await first.response()).status == 101


async def test_a_stranger_does_not_displace_a_stranger_that_is_alive() -> None:
    async with unharmed(StationHouse(policy="pending")) as house:
        old = await knock(house, "NEW")
        assert (await old.response()).status == 101
        new = await knock(house, "NEW")
        assert await old.frame() == (Opcode.PING, b"")
        old.send(frame(Opcode.PONG))
        assert (await new.response()).status == 409


async def test_a_flapping_station_disturbs_no_neighbour() -> None:
    async with unharmed(StationHouse(limits=replace(LIMITS, take_overs_per_minute=5))) as house:
        for number in range(50):
            raw = await house.raw_station("CP-2")
            if number % 2:
                raw.reset()
            else:
                await raw.close()
            await house.until(lambda: house.server.connections.find(house.station_id("CP-2")) is None)
        assert house.server.counters.connections_closed >= 50
