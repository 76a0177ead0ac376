"""Answering one handshake, from the request head to the 101 or the refusal.

Where the checks stand: `handshake` (the request itself), `operations.admission` (may this one in?), `connections` (is
its place free?), and the lease (`Ownership.claim`) last, because it fences the connection that was there.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Literal

import structlog

from ocpp_gateway.ocpp.exchange import Exchange
from ocpp_gateway.operations.admission import Admitted, Handshake, Refused
from ocpp_gateway.operations.certificates import UnreadableCertificate, read_certificate
from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.operations.refused_handshakes import RefusalReason
from ocpp_gateway.translation.conversation import Conversation
from ocpp_gateway.translation.peer import Peer
from ocpp_gateway.wire import responses
from ocpp_gateway.wire.arrival import NoHead
from ocpp_gateway.wire.connection import Connection
from ocpp_gateway.wire.framing import Framing
from ocpp_gateway.wire.handshake import BadRequest, HandshakeRules, Opening, read_request

if TYPE_CHECKING:
    from collections.abc import Callable
    from ssl import SSLObject
    from uuid import UUID

    from websockets.http11 import Request

    from ocpp_gateway.charging.stations import Station
    from ocpp_gateway.ocpp.versions import OcppVersion
    from ocpp_gateway.operations.admission import Admission
    from ocpp_gateway.operations.certificates import ClientCertificate
    from ocpp_gateway.operations.ports import NewId, Ownership
    from ocpp_gateway.operations.refused_handshakes import RefusedHandshakes
    from ocpp_gateway.wire.arrival import Arrival
    from ocpp_gateway.wire.connections import Connections
    from ocpp_gateway.wire.context import WireContext

_log = structlog.get_logger(__name__)

NoCommonSubprotocol = Literal["http_400", "upgrade_then_close"]


class HandshakeRefusedError(Exception):
    """The handshake ends here. `status` 0: there is nobody left to answer."""

    def __init__(
        self,
        status: int,
        reason: RefusalReason,
        *,
        identity: str | None = None,
        retry_after: int | None = None,
        headers: tuple[tuple[str, str], ...] = (),
        detail: str | None = None,
    ) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.identity = identity
        self.retry_after = retry_after
        self.headers = headers
        self.detail = detail


class Reception:
    """Decides about arrivals and turns them into connections."""

    def __init__(
        self,
        context: WireContext,
        *,
        admission: Admission,
        ownership: Ownership,
        connections: Connections,
        conversations: Callable[[Peer], Conversation],
        refused: RefusedHandshakes,
        new_id: NewId,
        rules: HandshakeRules,
        no_common_subprotocol: NoCommonSubprotocol,
    ) -> None:
        self._context = context
        self._admission = admission
        self._ownership = ownership
        self._connections = connections
        self._conversations = conversations
        self._refused = refused
        self._new_id = new_id
        self._rules = rules
        self._no_common_subprotocol = no_common_subprotocol
        self._claiming: set[UUID] = set()
        self.draining = False

    async def receive(self, arrival: Arrival, address: str) -> None:
        """Wait for the request head and answer it."""
        head = await arrival.head
        started = self._context.clock()
        try:
            await self._decide(arrival, self._read(head), address)
        except HandshakeRefusedError as refusal:
            self._refuse(arrival, address, refusal, started)
        except Exception:  # noqa: BLE001 - a defect of ours is not the end of the listener
            self._context.counters.failures += 1
            _log.exception("handshake_failed", remote_address=address)
            self._refuse(
                arrival, address, HandshakeRefusedError(500, RefusalReason.INTERNAL_FAILURE), started
            )

    def _read(self, head: Request | NoHead) -> Opening:
        if isinstance(head, NoHead):
            raise HandshakeRefusedError(
                head.status, head.reason, retry_after=self._retry_after(head.status), detail=head.detail
            )
        opening = read_request(head, self._rules)
        if isinstance(opening, BadRequest):
            raise HandshakeRefusedError(opening.status, opening.reason, headers=opening.headers)
        return opening

    async def _decide(self, arrival: Arrival, opening: Opening, address: str) -> None:
        """Admission, subprotocol, place, lease: the first that says no ends it."""
        admitted = await self._admit(arrival, opening, address)
        if opening.version is None:
            self._without_common_subprotocol(arrival, opening, address)
            return
        if admitted.credential is None:
            await self._check_place(admitted, admitted.identity)
            station = None
        else:
            station = await self._claim(admitted, admitted.credential.station_id)
            if station.registration is not admitted.credential.registration:
                admitted = await self._admit_again(arrival, opening, address, station)
        if arrival.gone:
            raise HandshakeRefusedError(0, RefusalReason.GONE, identity=opening.identity)
        if self.draining:
            raise self._later(RefusalReason.DRAINING, opening.identity)
        self._open(arrival, opening, opening.version, admitted, station, address)

    async def _admit(self, arrival: Arrival, opening: Opening, address: str) -> Admitted:
        tls: SSLObject | None = arrival.transport.get_extra_info("ssl_object")
        certificate, unreadable = _shown_certificate(tls)
        handshake = Handshake(
            identity=opening.identity,
            remote_address=address,
            credentials=opening.credentials,
            malformed_credentials=opening.malformed_credentials,
            secure=tls is not None,
            certificate=certificate,
            unreadable_certificate=unreadable,
        )
        verdict = await self._admission.admit(
            handshake, self._context.wall(), strangers=self._connections.strangers
        )
        if isinstance(verdict, Refused):
            raise HandshakeRefusedError(
                verdict.status,
                verdict.reason,
                identity=opening.identity,
                retry_after=verdict.retry_after,
                detail=verdict.detail,
            )
        return verdict

    async def _admit_again(
        self, arrival: Arrival, opening: Opening, address: str, station: Station
    ) -> Admitted:
        """The claim has read that people decided about the station, and admission did not know it yet.

        Without a second look, whoever knocks in the moment after an approval would be the approved station without
        having its credential.
        """
        try:
            await self._admission.look_again(station.id)
        except StorageUnavailable as away:
            raise self._later(RefusalReason.STORAGE_AWAY, opening.identity) from away
        admitted = await self._admit(arrival, opening, address)
        if admitted.credential is None or admitted.credential.station_id != station.id:
            raise self._later(RefusalReason.REPLACED_WHILE_OPENING, opening.identity)
        return admitted

    async def _check_place(self, admitted: Admitted, key: UUID | str) -> None:
        """May a newcomer have this place? The newest authenticated one may, at once (ocpp.md 2.15)."""
        identity = admitted.identity
        held = self._connections.held_for(key)
        if held is not None:
            raise HandshakeRefusedError(
                429, RefusalReason.TAKE_OVERS_HELD, identity=identity, retry_after=int(held) + 1
            )
        if admitted.authenticated:
            return
        old = self._connections.find(key)
        if old is not None and await old.answers(self._context.limits.probe_seconds):
            raise HandshakeRefusedError(409, RefusalReason.OLD_CONNECTION_ALIVE, identity=identity)

    async def _claim(self, admitted: Admitted, station_id: UUID) -> Station:
        """Take the lease over. From here on the old connection of the station can write nothing."""
        alone = station_id not in self._claiming
        if not alone and not admitted.authenticated:
            raise HandshakeRefusedError(409, RefusalReason.OLD_CONNECTION_ALIVE, identity=admitted.identity)
        self._claiming.add(station_id)
        try:
            await self._check_place(admitted, station_id)
            async with asyncio.timeout(self._context.limits.decision_seconds):
                station = await self._ownership.claim(station_id)
        except (StorageUnavailable, TimeoutError) as away:
            _log.warning("claim_failed", station=admitted.identity, reason=str(away) or "timed out")
            raise self._later(RefusalReason.STORAGE_AWAY, admitted.identity) from away
        finally:
            if alone:
                self._claiming.discard(station_id)
        if station is None:
            raise HandshakeRefusedError(401, RefusalReason.ARCHIVED_STATION, identity=admitted.identity)
        return station

    def _open(
        self,
        arrival: Arrival,
        opening: Opening,
        version: OcppVersion,
        admitted: Admitted,
        station: Station | None,
        address: str,
    ) -> None:
        """Answer 101 and let the connection begin."""
        context, validation = self._context, self._rules.validation
        peer = Peer(
            connection_id=self._new_id(),
            identity=opening.identity,
            version=version,
            remote_address=address,
            validation=validation,
            exchange=Exchange(version, validation, max_pending=context.limits.inbound_calls),
            connected_at=context.wall(),
            station=station,
            presented_hash=admitted.presented_hash,
            secure=arrival.transport.get_extra_info("ssl_object") is not None,
            presented_certificate=admitted.presented_certificate,
            departures=opening.departures,
        )
        transport = arrival.transport
        connection = Connection(context, peer, self._conversations(peer), transport)
        if not self._connections.enter(connection):
            raise self._later(RefusalReason.REPLACED_WHILE_OPENING, opening.identity)
        context.counters.handshakes_accepted += 1
        transport.write(responses.switching_protocols(opening.accept, opening.subprotocol, context.wall()))
        arrival.hand_over()
        transport.set_protocol(connection)
        transport.resume_reading()
        connection.begin(arrival.leftover)

    # -- refusals ------------------------------------------------------------------------------------------------

    def _later(self, reason: RefusalReason, identity: str | None) -> HandshakeRefusedError:
        return HandshakeRefusedError(503, reason, identity=identity, retry_after=self._retry_after(503))

    def _retry_after(self, status: int) -> int | None:
        return self._context.limits.retry_after if status == 503 else None

    def _without_common_subprotocol(self, arrival: Arrival, opening: Opening, address: str) -> None:
        """HTTP 400, or by the letter of OCPP-J 1.6 section 3.2: 101 without the header, then close at once."""
        reason = RefusalReason.NO_COMMON_SUBPROTOCOL
        if self._no_common_subprotocol == "http_400":
            raise HandshakeRefusedError(400, reason, identity=opening.identity, detail=opening.offer)
        self._context.counters.handshakes_refused += 1
        self._refused.record(address, opening.identity, 101, reason, opening.offer)
        framing = Framing(self._context.limits.message_bytes)
        framing.close(1002, "no common subprotocol")
        upgrade = responses.switching_protocols(opening.accept, None, self._context.wall())
        arrival.answer(upgrade + framing.take_output()[0])

    def _refuse(self, arrival: Arrival, address: str, refusal: HandshakeRefusedError, started: float) -> None:
        """Show the status, keep the reason. A refusal for credentials waits until its time tells nothing."""
        context = self._context
        context.counters.handshakes_refused += 1
        self._refused.record(address, refusal.identity, refusal.status, refusal.reason, refusal.detail)
        if refusal.status == 0:
            arrival.drop()
            return
        response = responses.refusal(
            refusal.status, context.wall(), retry_after=refusal.retry_after, headers=refusal.headers
        )
        seconds = context.limits.refusal_seconds
        if seconds > 0 and refusal.identity is not None and refusal.status in {401, 404, 429}:
            context.wheel.at(started + seconds, partial(arrival.answer, response))
        else:
            arrival.answer(response)


def _shown_certificate(tls: SSLObject | None) -> tuple[ClientCertificate | None, bool]:
    """The client's certificate, verified by TLS; and whether there is one whose names cannot be read."""
    der = tls.getpeercert(binary_form=True) if tls is not None else None
    if der is None:
        return None, False
    try:
        return read_certificate(der), False
    except UnreadableCertificate:
        return None, True
