"""A real station listener on a loopback port, with everything behind it scripted, for the tests of the socket's side.

`StationHouse` knows a few stations, lets a test hold or break what the database would do, and keeps a diary of what the
conversations heard. `RawSocket` speaks bytes, for everything that a well-behaved client would never send.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import json
import os
import socket
import struct
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from urllib.parse import quote
from uuid import UUID

from websockets.asyncio.client import ClientConnection, connect
from websockets.frames import Opcode
from websockets.typing import Subprotocol

from ocpp_gateway.charging.stations import Registration, Station
from ocpp_gateway.ocpp.exchange import Answered, Exchange, LateAnswer, Refused, Rejected
from ocpp_gateway.ocpp.frames import Call
from ocpp_gateway.operations.admission import Admission, RegistrationPolicy, StrangerLimits
from ocpp_gateway.operations.credentials import CredentialBook
from ocpp_gateway.operations.keys import DerivedKeys
from ocpp_gateway.operations.passwords import SlowHashes, StationPasswords
from ocpp_gateway.operations.ports import StationCredential, StorageUnavailable
from ocpp_gateway.translation.conversation import Peer, Reply
from ocpp_gateway.wire.handshake import HandshakeRules
from ocpp_gateway.wire.limits import WireLimits
from ocpp_gateway.wire.server import ListenerAddress, StationServer

DEADLINE = 10.0
NOON = datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC)
KEY = "00112233445566778899aabbccddeeff00112233"
"""The station key of every station of the house, as hex digits."""
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
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    answers: list[Answered | Refused | LateAnswer] = field(default_factory=list)
    closed: list[tuple[str, int, str]] = field(default_factory=list)


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

    async def unreadable(self, data: str | bytes, rejected: Rejected, received_at: datetime) -> Reply:
        self.house.diary.unreadable.append((self.peer.identity, rejected.reason))
        return Reply(text=rejected.reply, close=(1008, "scripted") if rejected.close else None)

    async def sending(
        self, message_id: str, action: str, payload: bytes, now: datetime, errand: object = None
    ) -> bool:
        return self.house.may_send

    async def answered(self, result: Answered | Refused | LateAnswer, received_at: datetime) -> Reply:
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
        self.journal_load = 0.0
        self.policy = policy
        self.passwords = StationPasswords(
            DerivedKeys("a secret of this test house"), SlowHashes(time_cost=1, memory_kib=8)
        )
        self.source = ListSource([])
        self.book = CredentialBook(self.source)
        self._ids = itertools.count(1)
        self._raw: list[RawSocket] = []
        admission = Admission(self.book, self.passwords, policy, limits=strangers)
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
            while not condition():
                await asyncio.sleep(0)  # noqa: ASYNC110 - what is waited for has no event of its own

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


def call_text(message_id: str, action: str, payload: Any = None) -> str:
    return json.dumps([2, message_id, action, {} if payload is None else payload])


def basic(user: bytes, password: bytes) -> str:
    return "Basic " + base64.b64encode(user + b":" + password).decode()


def upgrade(
    path: str,
    identity: str = "CP-1",
    *,
    drop: tuple[str, ...] = (),
    extra: tuple[tuple[str, str], ...] = (),
    method: str = "GET",
    version: str = "HTTP/1.1",
    **headers: str,
) -> bytes:
    """An upgrade request as bytes; `headers` replaces (underscores stand for hyphens), `drop` leaves out."""
    lines = {
        "Host": "gateway",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Protocol": "ocpp1.6",
        "Authorization": basic(identity.encode(), bytes.fromhex(KEY)),
    }
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    text = [f"{method} {path} {version}"]
    text += [f"{name}: {value}" for name, value in (*lines.items(), *extra) if name not in drop]
    return ("\r\n".join(text) + "\r\n\r\n").encode("latin-1")


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    fin: bool = True,
    mask: bytes | None = b"\x37\xfa\x21\x3d",
    rsv: int = 0,
    length: int | None = None,
) -> bytes:
    """One WebSocket frame as a client sends it, right or wrong. `length` lies about the payload's size."""
    size = len(payload) if length is None else length
    head = bytes([(0x80 if fin else 0) | (rsv << 4) | opcode])
    masked = 0x80 if mask is not None else 0
    if size < 126:
        head += bytes([masked | size])
    elif size < 65536:
        head += bytes([masked | 126]) + struct.pack("!H", size)
    else:
        head += bytes([masked | 127]) + struct.pack("!Q", size)
    if mask is None:
        return head + payload
    stretched = (mask * (len(payload) // 4 + 1))[: len(payload)]
    body = int.from_bytes(payload, "big") ^ int.from_bytes(stretched, "big")
    return head + mask + body.to_bytes(len(payload), "big")


def text_frame(text: str) -> bytes:
    return frame(Opcode.TEXT, text.encode())


@dataclass(slots=True)
class HttpResponse:
    status: int
    headers: dict[str, str]
    body: bytes = b""


    @property
    def subprotocol(self) -> str | None:
        return self.headers.get("sec-websocket-protocol")


class RawSocket:
    """Bytes out, HTTP responses and WebSocket frames in."""

    def __init__(
        self, client: socket.socket, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.socket = client
        self.reader = reader
        self.writer = writer

    def send(self, data: bytes) -> None:
        self.writer.write(data)

    async def flush(self) -> None:
        await asyncio.wait_for(self.writer.drain(), DEADLINE)

    async def response(self) -> HttpResponse:
        head = (await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), DEADLINE)).decode("latin-1")
        status, *lines = head.rstrip("\r\n").split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        body = await asyncio.wait_for(self.reader.readexactly(int(headers.get("content-length", 0))), DEADLINE)
        return HttpResponse(int(status.split(" ")[1]), headers, body)

    async def frame(self) -> tuple[int, bytes]:
        """The next frame of the server: opcode and payload."""
        async with asyncio.timeout(DEADLINE):
            head = await self.reader.readexactly(2)
            size = head[1] & 0x7F
            if size == 126:
                size = struct.unpack("!H", await self.reader.readexactly(2))[0]
            elif size == 127:
                size = struct.unpack("!Q", await self.reader.readexactly(8))[0]
            return head[0] & 0x0F, await self.reader.readexactly(size)

    async def message(self) -> Any:
        """The next text message as JSON; pings and pongs are passed over."""
        while True:
            opcode, payload = await self.frame()
            if opcode == Opcode.TEXT:
                return json.loads(payload)
            assert opcode in {Opcode.PING, Opcode.PONG}, (opcode, payload)

    async def close_code(self) -> int:
        """The code of the server's Close frame; whatever comes before it is passed over. 1006: there was none."""
        try:
            while True:
                opcode, payload = await self.frame()
                if opcode == Opcode.CLOSE:
                    return int(struct.unpack("!H", payload[:2])[0]) if payload else 1005
        except (asyncio.IncompleteReadError, ConnectionError):
            return 1006

    async def ended(self) -> None:
        """Read until the server has ended the connection, then end our half as well."""
        async with asyncio.timeout(DEADLINE):
            with contextlib.suppress(ConnectionError):
                while await self.reader.read(65536):
                    pass
        await self.close()

    async def close(self) -> None:
        self.writer.close()
        with contextlib.suppress(ConnectionError):
            await asyncio.wait_for(self.writer.wait_closed(), DEADLINE)

    def reset(self) -> None:
        """End the connection with a TCP reset."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


async def open_raw(port: int, source: str | None = None) -> RawSocket:
    """A bare TCP connection to the listener on a port of this machine."""
    client = socket.socket()
    client.setblocking(False)
    if source is not None:
        client.bind((source, 0))
    await asyncio.wait_for(asyncio.get_running_loop().sock_connect(client, ("127.0.0.1", port)), DEADLINE)
    reader, writer = await asyncio.open_connection(sock=client, limit=2**24)
    return RawSocket(client, reader, writer)


def exchange_of(house: StationHouse, identity: str) -> Exchange:
    connection = house.server.connections.find(house.station_id(identity))
    assert connection is not None
    return connection.peer.exchange
