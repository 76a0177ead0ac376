"""One station on a WebSocket: connects, keeps the conversation going, reconnects with back-off."""

from __future__ import annotations

import asyncio
import base64
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote
from uuid import uuid4

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.typing import Subprotocol

from ocpp_gateway.ocpp.errors import RpcError
from ocpp_gateway.ocpp.exchange import Answered, CallArrived, Exchange, LateAnswer, Refused, Rejected
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.simulator.responder import respond

if TYPE_CHECKING:
    import ssl
    from collections.abc import Awaitable

    from ocpp_gateway.simulator.history import History
    from ocpp_gateway.simulator.outbox import Outgoing
    from ocpp_gateway.simulator.station import Station

T = TypeVar("T")

_log = structlog.get_logger(__name__)

FIRST_RETRY_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 60.0
OPEN_SECONDS = 30.0
REBOOT_SECONDS = 20.0
"""Simulated time a restart takes."""
_HEX_PASSWORD = re.compile(r"(?:[0-9a-fA-F]{2}){16,20}")


@dataclass(slots=True)
class Counters:
    """What a fleet's connections have seen, shared by all of its clients."""

    connected: int = 0
    connections: int = 0
    failed_connects: int = 0
    sent: int = 0
    answered: int = 0
    refused: int = 0
    timed_out: int = 0
    asked: int = 0
    last_problem: str = field(default="")


def clock() -> Callable[[], float]:
    """POSIX seconds that never go back: the wall clock at the start, the monotonic one from there."""
    offset = time.time() - time.monotonic()
    return lambda: offset + time.monotonic()


def basic_credentials(identity: str, password: str) -> str:
    """The Authorization header; a key of 32 to 40 hex digits is sent as the bytes it stands for (ocpp.md 2.4)."""
    secret = bytes.fromhex(password) if _HEX_PASSWORD.fullmatch(password) else password.encode()
    return "Basic " + base64.b64encode(identity.encode() + b":" + secret).decode()


class StationClient:
    """Runs one station until it is told to stop."""

    def __init__(
        self,
        station: Station,
        url: str,
        now: Callable[[], float],
        counters: Counters,
        *,
        password: str | None = None,
        tls: ssl.SSLContext | None = None,
        history: History | None = None,
    ) -> None:
        self.station = station
        self._url = f"{url.rstrip('/')}/{quote(station.identity, safe='')}"
        self._now = now
        self._counters = counters
        self._password = password
        self._tls = tls
        self._history = history
        self._failures = 0
        self._stopping = False
        self._leave_by: float | None = None
        self._nap: asyncio.Timeout | None = None
        self._sent: Outgoing | None = None

    def stop(self, within: float) -> None:
        """Leave as soon as nothing is left to say, at the latest after `within` seconds."""
        self._stopping = True
        self._leave_by = self._now() + within
        # A nap that is just ending cannot be cut short any more, and need not be.
        if self._nap is not None and not self._nap.expired():
            self._nap.reschedule(asyncio.get_running_loop().time())

    async def run(self) -> None:
        """Connect, talk, reconnect, until `stop`."""
        while not self._stopping:
            try:
                connection = await self._connect()
            except (OSError, InvalidHandshake, TimeoutError) as error:
                await self._connect_failed(error)
                continue
            self._counters.connections += 1
            self._counters.connected += 1
            self._note("connected")
            try:
                await self._talk(connection)
            except ConnectionClosed as closed:
                self._counters.last_problem = str(closed)
            finally:
                self._counters.connected -= 1
                self._disconnected()
                await connection.close(1000 if self._leave_by is None else 1001)
            await self._between_connections()

    async def _connect(self) -> ClientConnection:
        key = self.station.configuration.text("AuthorizationKey") or self._password
        headers = {"Authorization": basic_credentials(self.station.identity, key)} if key else None
        ping = self.station.configuration.number("WebSocketPingInterval")
        return await connect(
            self._url,
            subprotocols=[Subprotocol(OcppVersion.V16.subprotocol)],
            additional_headers=headers,
            user_agent_header=None,
            compression=None,
            open_timeout=OPEN_SECONDS,
            ping_interval=ping or None,
            ping_timeout=max(20.0, float(ping)),
            close_timeout=2.0,
            proxy=None,
            ssl=self._tls,
        )

    async def _connect_failed(self, error: Exception) -> None:
        self._counters.failed_connects += 1
        self._counters.last_problem = f"{type(error).__name__}: {error}"
        _log.debug("connect failed", station=self.station.identity, problem=self._counters.last_problem)
        wait = self._backoff()
        if isinstance(error, InvalidStatus):
            after = error.response.headers.get("Retry-After", "")
            if after.isdecimal():
                wait = max(wait, float(after) * self.station.random.uniform(1.0, 1.2))
        await self._pause(wait)

    def _backoff(self) -> float:
        """Doubling, with full jitter, so that a fleet does not come back as one wave."""
        longest = min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2.0 ** min(self._failures, 16))
        self._failures += 1
        return longest * self.station.random.uniform(0.5, 1.0)

    async def _between_connections(self) -> None:
        if self._stopping:
            return
        station = self.station
        if station.restart is not None:
            await self._pause(max(1.0, station.seconds(REBOOT_SECONDS * station.random.uniform(0.5, 1.5))))
            station.reboot(self._now())
        else:
            await self._pause(self._backoff())

    async def _pause(self, seconds: float) -> None:
        """Offline time: vehicles go on charging meanwhile."""
        end = self._now() + seconds
        while not self._stopping and self._now() < end:
            self.station.advance(self._now())
            await self._sleep_until(min(end, self.station.next_wake(self._now())))

    async def _sleep_until(self, moment: float) -> None:
        await self._unless_woken(moment, asyncio.Event().wait())

    async def _unless_woken(self, moment: float, happening: Awaitable[T]) -> T | None:
        """What happens until `moment`; `None` when nothing does, or when `stop` cuts the waiting short."""
        try:
            async with asyncio.timeout(max(0.0, moment - self._now())) as self._nap:
                return await happening
        except TimeoutError:
            return None
        finally:
            self._nap = None

    async def _talk(self, connection: ClientConnection) -> None:
        """One connection, from open to closed. Raises `ConnectionClosed` when the other side ends it."""
        station = self.station
        exchange = Exchange(OcppVersion.V16)
        station.connected(self._now())
        while True:
            now = self._now()
            station.advance(now)
            if exchange.expire(now) is not None:
                self._counters.timed_out += 1
                self._note("timeout")
                station.timed_out(now)
            await self._send_next(connection, exchange)
            if station.wants_to_close(now) or self._may_leave(now):
                return
            wake = station.next_wake(now)
            if exchange.outstanding is not None:
                wake = min(wake, exchange.outstanding.deadline)
            if self._leave_by is not None:
                wake = min(wake, self._leave_by)
            data = await self._unless_woken(wake, connection.recv())
            if data is None:
                continue
            if exchange.outstanding is None and station.registration.accepted:
                self._failures = 0
            await self._receive(connection, exchange, data)

    def _may_leave(self, now: float) -> bool:
        if self._leave_by is None:
            return False
        outbox = self.station.outbox
        silent = outbox.sent is None and not outbox.transactional and not outbox.ordinary
        return silent or now >= self._leave_by

    async def _send_next(self, connection: ClientConnection, exchange: Exchange) -> None:
        now = self._now()
        due = self.station.next_call(now) if exchange.outstanding is None else None
        if due is None:
            return
        message, payload = due
        if message.message_id is None or not self.station.model.reuses_message_ids:
            message.message_id = str(uuid4())
        self._sent = message
        timeout = float(self.station.configuration.number("MessageTimeout"))
        text = exchange.call(message.message_id, message.action, payload, now, timeout)
        self._note("call", payload)
        self._counters.sent += 1
        await connection.send(text)

    async def _receive(self, connection: ClientConnection, exchange: Exchange, data: str | bytes) -> None:
        now = self._now()
        match exchange.receive(data, now):
            case CallArrived(call):
                self._counters.asked += 1
                # A key that the central system sets is no evidence: it stays out of the file.
                secret = b"authorizationkey" in call.payload.lower()
                self._note(
                    "asked", None if secret else call.payload, message_id=call.message_id, action=call.action
                )
                try:
                    answer = respond(self.station, call.action, call.payload, now)
                except RpcError as error:
                    text = exchange.refuse(call, error)
                else:
                    text = exchange.accept(call, answer)
                await connection.send(text)
                self._note("replied", message_id=call.message_id, action=call.action, text=text)
            case Answered(_, payload):
                self._counters.answered += 1
                self._note("answer", payload or None)
                self.station.answered(payload, now)
            case Refused(_, code, description, _):
                self._counters.refused += 1
                self._counters.last_problem = (
                    f"{self._sent.action if self._sent else ''}: {code} {description}"
                )
                self._note("error", code=code, description=description)
                self.station.refused(code, now)
            case LateAnswer(outstanding, _):
                self._note("late", message_id=outstanding.message_id, action=outstanding.action)
            case Rejected(reply, reason, _):
                self._counters.last_problem = reason
                if reply is not None:
                    await connection.send(reply)
            case _:
                return  # a stray answer: the exchange has counted it

    def _disconnected(self) -> None:
        if self.station.outbox.sent is not None:
            self._note("lost")
        self._note("disconnected")
        self.station.disconnected(self._now())

    def _note(self, kind: str, payload: bytes | None = None, **fields: str) -> None:
        if self._history is None:
            return
        about_call = {"call", "answer", "error", "timeout", "lost"}
        if kind in about_call and self._sent is not None:
            fields |= {
                "message_id": self._sent.message_id or "",
                "action": self._sent.action,
                "key": self._sent.key,
            }
        self._history.note(self._now(), self.station.identity, kind, payload, **fields)
