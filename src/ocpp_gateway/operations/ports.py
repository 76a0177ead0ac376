"""Ports: what operations, conversations and sockets need from outside, as Protocols.

Implementations live in `storage` and `cluster`; one contract suite per port runs against each of them.
Every method that reaches the database may raise `StorageUnavailable`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ocpp_gateway.charging.events import EventType, StoredEvent
from ocpp_gateway.charging.stations import Registration, Station
from ocpp_gateway.charging.tokens import Token
from ocpp_gateway.operations.certificates import UNBOUND, CertificateBinding, ClientCertificate
from ocpp_gateway.operations.decision import Entry, Outcome

Clock = Callable[[], datetime]
"""Wall clock, aware UTC."""
NewId = Callable[[], UUID]
"""A new time-ordered id (UUIDv7)."""


class StorageUnavailable(Exception):
    """The database cannot be reached or does not answer in time; the caller holds or sheds, never invents an answer."""


class Journal(Protocol):
    """Group commit of entries; see `storage/journal`."""

    async def write(self, entry: Entry) -> Outcome:
        """Commit the entry together with whatever else is waiting. At most one undecided entry per station."""
        ...

    async def drain(self) -> None:
        """Return when everything taken so far is decided."""
        ...

    @property
    def load(self) -> float:
        """How full the bounded queue is, 0…1. Above one half, readers of single stations are slowed down."""
        ...


class Ownership(Protocol):
    """Leases: who owns a station's connection. A take-over raises the epoch, commits, then loads the hot state."""

    async def claim(self, station_id: UUID) -> Station | None:
        """Take the station over and return its hot state; `None` if it is archived. Concurrent claims share queries."""
        ...


@dataclass(frozen=True, slots=True)
class OfferedKey:
    """A key that a station was told to use: one hash for every spelling in which it may show it.

    `accepted`: the station has said that it will. Otherwise nobody knows, or not yet.
    """

    key_hashes: tuple[str, ...]
    accepted: bool = False

    def is_one_of(self, key_hashes: tuple[str, ...]) -> bool:
        """Whether it is the key with these hashes."""
        return not set(self.key_hashes).isdisjoint(key_hashes)


@dataclass(frozen=True, slots=True, kw_only=True)
class StationCredential:
    """What admission knows about one living station, kept in memory for all stations.

    `key_hash` is either `hmac-sha256$<key id>$<hex>` or an argon2id hash; `presented_hash` is the HMAC of the password
    that a pending station showed when it knocked. `unauthenticated_until` is an approved exception.
    `offered_keys` and `raised_profiles` are offered, not in force: the handshake that uses one puts it in force
    (`operations/credential_changes.py`). `certificate` says which certificates may play the station (profile 3).
    """

    station_id: UUID
    ocpp_id: str
    registration: Registration
    security_profile: int
    key_hash: str | None
    presented_hash: str | None
    unauthenticated_until: datetime | None
    certificate: CertificateBinding = UNBOUND
    offered_keys: tuple[OfferedKey, ...] = ()
    raised_profiles: tuple[int, ...] = ()


class CredentialSource(Protocol):
    """Where the in-memory credentials come from."""

    def all(self) -> AsyncIterator[StationCredential]:
        """Every living station, streamed."""
        ...

    async def one(self, station_id: UUID) -> StationCredential | None:
        """One station, or `None` if it is archived or gone."""
        ...


class Enrolment(Protocol):
    """Storing a station that nobody provisioned, at its first BootNotification."""

    async def enrol(
        self,
        *,
        ocpp_id: str,
        registration: Registration,
        presented_hash: str | None,
        remote_address: str | None,
        now: datetime,
        secure: bool = False,
        presented_certificate: ClientCertificate | None = None,
    ) -> UUID:
        """Insert the station (with connector row 0) or return the id of the one that exists under this identity."""
        ...

    async def pending_count(self) -> int:
        """How many stations wait for a decision (strangers are capped in number)."""
        ...


class TransactionIds(Protocol):
    """Numbers for OCPP 1.6: 1 … 2³¹-1, unique in the system, not guessable."""

    async def draw(self) -> int:
        """The next number; from memory nearly always, from the database when the block is used up."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTransaction:
    """A transaction as far as recognising and correcting it needs. Energy in Wh."""

    id: UUID
    transaction_id: str
    connector_id: UUID | None
    connector_number: int | None
    id_tag: str | None
    id_tag_status: str | None
    status: str
    start_time: datetime | None
    start_meter: float | None
    start_key: bytes | None
    end_time: datetime | None
    end_meter: float | None
    stop_key: bytes | None
    estimated: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningTransaction:
    """A transaction that a connector is charging under now, somewhere in the system."""

    id: UUID
    station_id: UUID
    start_key: bytes | None


class TransactionLookup(Protocol):
    """The rare reads that hot state cannot answer; all but one keyed by station (no station sees another's)."""

    async def by_transaction_id(self, station_id: UUID, transaction_id: str) -> StoredTransaction | None:
        """The matched (not `unmatched`) transaction that was given this id."""
        ...

    async def by_start_key(self, station_id: UUID, start_key: bytes) -> StoredTransaction | None:
        """The newest transaction with this start content."""
        ...

    async def by_stop_key(self, station_id: UUID, stop_key: bytes) -> StoredTransaction | None:
        """The transaction (matched or not) that was ended by a stop with this content."""
        ...

    async def last_energy(self, transaction: UUID) -> tuple[datetime, float] | None:
        """Time and register (Wh) of the newest stored reading of a transaction."""
        ...

    async def running_under(self, id_tags_folded: Sequence[str], limit: int) -> list[RunningTransaction]:
        """Accepted transactions of these tags that run now, at any station, oldest first, at most `limit`."""
        ...


class MeterLookup(Protocol):
    """Recognition of repeated meter values that are not newer than the newest one."""

    async def stored_hashes(
        self, station_id: UUID, connector_number: int, hashes: Sequence[int], since: datetime
    ) -> set[int]:
        """Which of these content hashes are stored since a receipt time."""
        ...


class Tokens(Protocol):
    """Id tags."""

    async def find(self, id_tag_folded: str) -> Token | None:
        """The tag, read at most five seconds ago; alias table included."""
        ...


class EventLog(Protocol):
    """Committed events in commit order."""

    async def head(self) -> int:
        """The newest position, 0 when the log is empty."""
        ...

    async def after(
        self, position: int, limit: int, types: Collection[EventType] | None = None
    ) -> list[StoredEvent]:
        """Events with a greater position, in order, at most `limit`; of these types only, if any are given."""
        ...


class Watched(Protocol):
    """Stations whose frames somebody looks at as they are stored; false while there is none."""

    def __bool__(self) -> bool:
        """Whether anything is watched: all that the journal asks of an ordinary flush."""
        ...

    def stored(self, stations: Sequence[UUID]) -> None:
        """Frames of these stations were committed."""
        ...


class Bus(Protocol):
    """Hints between nodes: at most once, no history; a lost one costs latency, never an event."""

    async def publish(self, topic: str, message: bytes) -> None:
        """Tell whoever listens."""
        ...

    def subscribe(self, topic: str) -> AsyncIterator[bytes]:
        """Messages from now on; a slow reader loses the oldest ones."""
        ...
