"""A real station listener on a loopback port, with everything behind it scripted, for the tests of the socket's side.

`StationHouse` knows a few stations, lets a test hold or break what the database would do, and keeps a diary of what the
conversations heard.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from urllib.parse import quote
from uuid import UUID

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from ocpp_gateway.charging.stations import Registration, Station
from ocpp_gateway.ocpp.exchange import Answered, LateAnswer, Refused, Rejected
from ocpp_gateway.ocpp.frames import Call
from ocpp_gateway.operations.admission import Admission, RegistrationPolicy, StrangerLimits
from ocpp_gateway.operations.attempt_limits import AttemptLimits
from ocpp_gateway.operations.credentials import CredentialBook
from ocpp_gateway.operations.keys import DerivedKeys
from ocpp_gateway.operations.passwords import SlowHashes, StationPasswords
from ocpp_gateway.operations.ports import StationCredential, StorageUnavailable
from ocpp_gateway.translation.peer import Peer, Reply
from ocpp_gateway.wire.handshake import HandshakeRules
from ocpp_gateway.wire.limits import WireLimits
from ocpp_gateway.wire.server import ListenerAddress, StationServer
from tests.raw_socket import DEADLINE, KEY, RawSocket, basic, call_text, open_raw, upgrade

NOON = datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC)
WITNESS = "WITNESS"
LIMITS = WireLimits(refusal_seconds=0.0, take_overs_per_minute=1000)


class ManualClock:
    """Monotonic seconds and wall time that move only when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def wall(self) -> datetime:
        return NOON + timedelta(seconds=self.now - 1000.0)


class ListSource:
    """Credentials from a list, changeable while the book has them."""

    def __init__(self, credentials: list[StationCredential]) -> None:
        self.rows = {credential.station_id: credential for credential in credentials}

    async def all(self) -> AsyncIterator[StationCredential]:
        for credential in list(self.rows.values()):
            yield credential

    async def one(self, station_id: UUID) -> StationCredential | None:
        return self.rows.get(station_id)


class Leases:
    """Ownership: every claim raises the epoch. It can be away, slow, or know of an archived station."""

    def __init__(self) -> None:
        self.epochs: dict[UUID, int] = {}
        self.names: dict[UUID, StationCredential] = {}
        self.archived: set[UUID] = set()
        self.away = False
        self.open = asyncio.Event()
        self.open.set()
        self.waiting = 0

    async def claim(self, station_id: UUID) -> Station | None:
        if self.away:
            raise StorageUnavailable("scripted")
        self.epochs[station_id] = epoch = self.epochs.get(station_id, 0) + 1
        self.waiting += 1
        try:
            await self.open.wait()
        finally:
            self.waiting -= 1
        if station_id in self.archived:
            return None
        known = self.names[station_id]
        return Station(id=station_id, ocpp_id=known.ocpp_id, epoch=epoch, registration=known.registration)


@dataclass(slots=True)
class Diary:
    """What the conversations of the house heard, in order."""

    opened: list[str] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)
    sending: list[str] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    answers: list[Answered | Refused | LateAnswer] = field(default_factory=list)
    closed: list[tuple[str, int, str]] = field(default_factory=list)
    held: list[str] = field(default_factory=list)


class ScriptedConversation:
    """Answers every CALL with `{}`, a Heartbeat with the time; what a test scripts for an action wins."""

    def __init__(self, house: StationHouse, peer: Peer) -> None:
        self.house = house
        self.peer = peer

    async def opened(self, now: datetime) -> Reply:
        self.house.diary.opened.append(self.peer.identity)
        return self.house.when_opened

    async def answer(self, call: Call, received_at: datetime) -> Reply:
        house = self.house
        house.diary.calls.append((self.peer.identity, call.action))
        gate = house.gates.get(self.peer.identity)
        if gate is not None:
            await gate.wait()
        scripted = house.script.get(call.action)
        if scripted is not None:
            return await scripted(self, call)
        payload = b'{"currentTime":"2026-05-04T12:00:00Z"}' if call.action == "Heartbeat" else b"{}"
        return Reply(text=self.peer.exchange.accept(call, payload))

    async def take_overs_held(self, now: datetime) -> Reply:
        self.house.diary.held.append(self.peer.identity)
        return Reply()

    async def unreadable(self, data: str | bytes, rejected: Rejected, received_at: datetime) -> Reply:
        self.house.diary.unreadable.append((self.peer.identity, rejected.reason))
        return Reply(text=rejected.reply, close=(1008, "scripted") if rejected.close else None)

    async def sending(
        self, message_id: str, action: str, payload: bytes, now: datetime, errand: object = None
    ) -> bool:
        self.house.diary.sending.append(action)
        await self.house.storing.wait()
        return self.house.may_send

    async def answered(self, result: Answered | Refused | LateAnswer, received_at: datetime) -> Reply:
        await self.house.storing.wait()
        self.house.diary.answers.append(result)
        return Reply()

    async def closed(self, code: int, reason: str, now: datetime) -> None:
        self.house.diary.closed.append((self.peer.identity, code, reason))


class StationHouse:
    """The listener and all that stands behind it."""

    def __init__(
        self,
        identities: tuple[str, ...] = ("CP-1", "CP-2"),
        *,
        policy: RegistrationPolicy = "closed",
        limits: WireLimits = LIMITS,
        rules: HandshakeRules | None = None,
        clock: ManualClock | None = None,
        strangers: StrangerLimits | None = None,
        conversations: Callable[[StationHouse, Peer], Any] = ScriptedConversation,
        attempts: AttemptLimits | None = None,
        changes: Any = None,
        **server: Any,
    ) -> None:
        self.identities = identities
        self.clock = clock
        self.diary = Diary()
        self.epochs: list[int] = []
        self.leases = Leases()
        self.gates: dict[str, asyncio.Event] = {}
        self.script: dict[str, Callable[[ScriptedConversation, Call], Any]] = {}
        self.when_opened = Reply()
        self.may_send = True
        self.storing = asyncio.Event()
        """Cleared, the log rows of our CALLs and their answers wait to be committed."""
        self.storing.set()
        self.journal_load = 0.0
        self.policy = policy
        self.passwords = StationPasswords(
            DerivedKeys("a secret of this test house"), SlowHashes(time_cost=1, memory_kib=8)
        )
        self.source = ListSource([])
        self.book = CredentialBook(self.source)
        self._ids = itertools.count(1)
        self._raw: list[RawSocket] = []
        admission = Admission(
            self.book, self.passwords, policy, limits=strangers, attempts=attempts, changes=changes
        )
        self.server = StationServer(
            address=ListenerAddress(host="127.0.0.1", port=0),
            admission=admission,
            ownership=self.leases,
            conversations=lambda peer: conversations(self, peer),
            journal_load=lambda: self.journal_load,
            wall=clock.wall if clock is not None else lambda: datetime.now(UTC),
            new_id=lambda: UUID(int=next(self._ids)),
            rules=rules,
            limits=limits,
            **({"clock": clock} if clock is not None else {}),
            **server,
        )

    async def __aenter__(self) -> Self:
        for identity in (*self.identities, WITNESS):
            await self.provision(identity, KEY)
        await self.server.start()
        return self

    async def __aexit__(self, *exc: object) -> None:
        for raw in self._raw:
            await raw.close()
        await self.server.stop()
        self.passwords.slow.close()

    @property
    def port(self) -> int:
        return self.server.port

    async def provision(self, identity: str, password: str | None, **fields: Any) -> StationCredential:
        """Register a station, or change the one that has this identity."""
        known = self.book.find(identity)
        credential = StationCredential(
            station_id=known.station_id if known is not None else UUID(int=1_000_000 + len(self.source.rows)),
            ocpp_id=identity,
            registration=Registration.ACCEPTED,
            security_profile=1,
            key_hash=None if password is None else await self.passwords.hash(identity, password),
            presented_hash=None,
            unauthenticated_until=None,
        )
        credential = replace(credential, **fields)
        self.source.rows[credential.station_id] = self.leases.names[credential.station_id] = credential
        await self.book.refresh(credential.station_id)
        return credential

    def station_id(self, identity: str) -> UUID:
        credential = self.book.find(identity)
        assert credential is not None
        return credential.station_id

    def connect(
        self, identity: str, *, password: bytes | None = None, path: str | None = None, **options: Any
    ) -> connect:
        """A well-behaved client with the right key, unless told otherwise. No pings of its own."""
        key = bytes.fromhex(KEY) if password is None else password
        headers = {"Authorization": basic(identity.encode(), key)}
        options = {"subprotocols": [Subprotocol("ocpp1.6")], "additional_headers": headers, **options}
        return connect(
            f"ws://127.0.0.1:{self.port}{path or '/ocpp/' + quote(identity, safe='')}",
            ping_interval=None,
            compression=None,
            proxy=None,
            open_timeout=DEADLINE,
            close_timeout=DEADLINE,
            max_size=None,
            **options,
        )

    async def raw(self, source: str | None = None) -> RawSocket:
        """A bare TCP connection."""
        raw = await open_raw(self.port, source)
        self._raw.append(raw)
        return raw

    async def raw_station(self, identity: str = "CP-1", leftover: bytes = b"") -> RawSocket:
        """A bare connection whose handshake is done."""
        raw = await self.raw()
        raw.send(upgrade(f"/ocpp/{identity}", identity) + leftover)
        response = await raw.response()
        assert response.status == 101, response
        return raw

    async def until(self, condition: Callable[[], bool]) -> None:
        """Let the loop run until something is so."""
        async with asyncio.timeout(DEADLINE):
            while not condition():  # noqa: ASYNC110 - what is waited for has no event of its own
                await asyncio.sleep(0)

    def pass_time(self, seconds: float, step: float = 0.25) -> None:
        """Move the manual clock on, and run what is due."""
        assert self.clock is not None
        end = self.clock.now + seconds
        while self.clock.now < end:
            self.clock.now = min(self.clock.now + step, end)
            self.server.wheel.advance()


@contextlib.asynccontextmanager
async def unharmed(house: StationHouse, *, failures: int = 0) -> AsyncIterator[StationHouse]:
    """What must hold after every bad input (ocpp.md section 5): the gateway lives, others notice nothing, the same
    station can come back, nothing is left behind, and no defect of ours was needed to get there."""
    async with house, house.connect(WITNESS) as witness:
        await beat(witness, "before")
        yield house
        await beat(witness, "after")
        for raw in house._raw:
            await raw.close()
        await house.until(lambda: len(house.server.connections) == 1)
        async with house.connect(house.identities[0]) as station:
            await beat(station, "back")
            await beat(witness, "still")
        await house.until(lambda: len(house.server.connections) == 1)
        counters = house.server.counters
        assert counters.failures == failures
        assert counters.handshakes_pending == 0
        assert counters.connections == 1


async def beat(client: ClientConnection, message_id: str = "beat") -> None:
    """One CALL there, one CALLRESULT back."""
    async with asyncio.timeout(DEADLINE):
        await client.send(call_text(message_id, "Heartbeat"))
        assert json.loads(await client.recv())[:2] == [3, message_id]
