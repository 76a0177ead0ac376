"""The state of the installation itself, for the people who keep it running (dashboard.md, System)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

SILENT_AFTER = timedelta(seconds=15)
"""A node gives a sign of life every five seconds; the others take it for dead after fifteen (ARCHITECTURE.md)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeView:
    """A node as its row shows it, and how many stations are shown online through it."""

    id: str
    started_at: datetime
    renewed_at: datetime
    stopped_at: datetime | None
    stations: int

    def is_alive(self, now: datetime) -> bool:
        """Whether it has given a sign of life lately and has not said goodbye."""
        return self.stopped_at is None and now - self.renewed_at < SILENT_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """A table with its indexes and partitions. `rows` is the database's own estimate."""

    name: str
    rows: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseView:
    """`revision` is that of the schema. `tables` are the largest first; none where measuring would read the file."""

    kind: str
    revision: str | None
    bytes: int
    tables: tuple[TableView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingView:
    """What waits in the database: for a station, for its turn, or for a person."""

    commands_queued: int
    commands_sent: int
    jobs_running: int
    messages_quarantined: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemView:
    """What the database knows about the installation; `nodes` are the newest first."""

    nodes: tuple[NodeView, ...]
    database: DatabaseView
    waiting: WaitingView


class SystemQueries(Protocol):
    """The installation, as the database knows it."""

    async def system(self) -> SystemView:
        """All of it, from one snapshot. Raises `StorageUnavailable`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where stations and people reach the gateway. Not configured: made from the listener of this node."""

    station_url: str
    station_url_configured: bool
    http_url: str
    http_url_configured: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ThisNode:
    """The node that answers, at this moment. `journal_load` is from 0 to 1; `redis` is null without one."""

    id: str
    accepting: bool
    draining: bool
    connections: int
    known_stations: int
    journal_load: float
    journal_outages: int
    feed_subscribers: int
    feed_lag_seconds: float
    refused_handshakes: int
    redis: bool | None


class NodeAccount(Protocol):
    """What a node can tell about itself without asking anybody."""

    @property
    def addresses(self) -> Addresses:
        """Where it is reached."""
        ...

    @property
    def registration(self) -> str:
        """What happens to a station that nobody added: `pending`, `open` or `closed`."""
        ...

    def now(self) -> ThisNode:
        """Its figures of this moment."""
        ...
