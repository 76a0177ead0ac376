"""What a conversation is made of: the peer on its connection, the desk it works at, and what it tells the socket."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ocpp_gateway.charging.stations import Registration, Station
from ocpp_gateway.ocpp.exchange import Answered, Exchange, Refused
from ocpp_gateway.ocpp.frames import Validation
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.ocpp.violations import Violation
from ocpp_gateway.operations.certificates import ClientCertificate
from ocpp_gateway.operations.ports import (
    CredentialSource,
    Enrolment,
    Journal,
    Ownership,
)
from ocpp_gateway.operations.reads import Reads
from ocpp_gateway.translation.errands import Errand
from ocpp_gateway.translation.known_secrets import KnownSecrets


class CallTimedOut(Exception):
    """The station did not answer our CALL before its deadline."""


class ConnectionClosed(Exception):
    """The connection went away before our CALL was answered, or before it could be sent."""


class Caller(Protocol):
    """Sends a CALL of ours on one connection; given by the socket's side to follow-ups."""

    async def call(
        self,
        action: str,
        payload: bytes,
        *,
        timeout: float,  # noqa: ASYNC109 - the protocol's deadline
        errand: Errand | None = None,
    ) -> Answered | Refused:
        """One CALL, waiting for the one outgoing slot. Raises `CallTimedOut`, `ConnectionClosed` or `CallWithdrawn`."""
        ...


@dataclass(slots=True)
class FollowUp:
    """Something to do on this connection after a quiet time (stations restart when called too early, quirk Q15)."""

    after_seconds: float
    run: Callable[[Caller], Awaitable[None]]


@dataclass(slots=True)
class Reply:
    """What the socket does next: send `text`, then close with `close` (code, reason), then schedule `follow_up`."""

    text: str | None = None
    close: tuple[int, str] | None = None
    follow_up: FollowUp | None = None


@dataclass(slots=True, kw_only=True)
class Peer:
    """What one Connection is to the gateway. `station` is `None` for a stranger that has not been enrolled yet."""

    connection_id: UUID
    identity: str
    version: OcppVersion
    remote_address: str
    validation: Validation
    exchange: Exchange
    connected_at: datetime
    station: Station | None
    presented_hash: str | None = None
    secure: bool = False
    """The connection came over TLS."""
    presented_certificate: ClientCertificate | None = None
    """A stranger's verified client certificate, kept so that an operator can bind it."""
    departures: tuple[Violation, ...] = ()
    """What was bent at the handshake."""
    known_secrets: KnownSecrets | None = None
    """Keys that it was told over this connection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What all conversations of a node share."""

    journal: Journal
    ownership: Ownership
    enrolment: Enrolment
    credentials: CredentialSource
    reads: Reads
    enrol_as: Registration | None
    """How an unknown station is stored at its first boot; `None` where registration is closed."""
    quiet_seconds: float = 2.0
    """Quiet time between a boot's answer and our first own CALL."""
    departures: Counter[str] = field(default_factory=Counter)
    """Departures from the specification by rule, since the node began: for the metrics."""
