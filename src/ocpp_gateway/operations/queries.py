"""What people and programs may read: views, filters and the ports that answer with pages of them.

Every list is a keyset page: `after` is the key of the last row seen, `Page.next_key` the key to go on from. Rows that
are inserted or removed meanwhile never make a walk lose or repeat another row. Every question carries a
`Visibility`, which becomes part of the SQL: what may not be seen does not exist.

Energy in Wh unless a name ends in `_kwh`, power in W, state of charge in percent, all times aware UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Literal, Protocol, TypeVar
from uuid import UUID

from ocpp_gateway.charging.blocks import BlockState
from ocpp_gateway.charging.changes import TransactionStatus
from ocpp_gateway.charging.stations import ConnectorStatus, Registration
from ocpp_gateway.charging.tokens import TokenStatus
from ocpp_gateway.operations.station_map import Area

V = TypeVar("V")
K = TypeVar("K")

IdKey = tuple[UUID]
"""Newest first by a time-ordered id."""
ConnectorKey = tuple[UUID, int]
"""Stations newest first, each with its connectors in ascending order."""
TimeKey = tuple[datetime, UUID]
"""Newest first by a time, ids decide between equal ones."""
TransactionKey = IdKey | TimeKey
"""By start time if the filter has a span (`TransactionFilter.spans`), by id if not."""
MeterKey = tuple[datetime, int, datetime]
"""Newest first by the station's time; content hash and receipt time decide between equal ones."""

StationSort = Literal["-created_at", "created_at", "ocpp_id", "-ocpp_id"]
"""A minus: descending. Of two stations of one moment the order is that of their ids."""
Direction = Literal["in", "out"]
MessageType = Literal["Call", "CallResult", "CallError"]


@dataclass(frozen=True, slots=True)
class Visibility:
    """Which stations somebody may see: all of them, or those named one by one and those of some groups."""

    all_stations: bool = True
    ocpp_ids: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()


EVERYTHING = Visibility()


@dataclass(frozen=True, slots=True)
class TagVisibility:
    """Which id tags somebody may see and use: all of them, or those of some groups."""

    all_tags: bool = True
    groups: frozenset[str] = frozenset()


EVERY_TAG = TagVisibility()


@dataclass(frozen=True, slots=True)
class Page(Generic[V, K]):
    """Some items and where to go on; `next_key` is `None` at the end."""

    items: list[V]
    next_key: K | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StationView:
    """A station as it is shown. `status` is that of connector 0. Of credentials it only says whether there are any."""

    id: UUID
    ocpp_id: str
    name: str | None
    location: dict[str, Any] | None
    group: str | None
    registration: Registration
    online: bool
    status: ConnectorStatus
    blocked: bool
    block_state: BlockState
    blocked_by: str | None
    blocked_at: datetime | None
    ocpp_version: str | None
    security_profile: int
    has_password: bool
    presented_password: bool
    certificate: dict[str, Any] | None
    presented_certificate: dict[str, Any] | None
    raised_profile: int | None
    unauthenticated_until: datetime | None
    validation: str | None
    quirks: dict[str, Any]
    vendor: str | None
    model: str | None
    serial_number: str | None
    firmware_version: str | None
    iccid: str | None
    imsi: str | None
    meter_type: str | None
    meter_serial_number: str | None
    firmware_status: str | None
    diagnostics_status: str | None
    remote_address: str | None
    connected_at: datetime | None
    last_boot_at: datetime | None
    last_heartbeat: datetime | None
    last_message_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorView:
    """A connector of a living station; blocks and `available` include those of the station itself (connector 0)."""

    id: UUID
    station_id: UUID
    station: str
    connector_number: int
    status: ConnectorStatus
    error_code: str
    info: str | None
    vendor_error_code: str | None
    online: bool
    available: bool
    blocked: bool
    block_state: BlockState
    blocked_by: str | None
    blocked_at: datetime | None
    block_command: UUID | None
    last_status_change: datetime | None
    meter_value: float | None
    power_w: float | None
    soc_percent: float | None
    transaction: UUID | None
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionView:
    """A transaction as it is shown; `total_kwh` of a running one is its energy so far."""

    id: UUID
    transaction_id: str
    station: str
    connector: int | None
    id_tag: str | None
    id_tag_status: str | None
    status: TransactionStatus
    start_time: datetime | None
    end_time: datetime | None
    start_meter: float | None
    end_meter: float | None
    total_kwh: float | None
    stop_reason: str | None
    stop_id_tag: str | None
    reservation_id: int | None
    estimated: tuple[str, ...]
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterValueView:
    """The readings of one moment. `samples` is a JSON text: a list of normalised samples with their raw ones."""

    sampled_at: datetime
    received_at: datetime
    content_hash: int
    connector: int
    origin: str
    context: str
    energy_wh: float | None
    power_w: float | None
    current_a: float | None
    voltage_v: float | None
    soc_percent: float | None
    samples: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogView:
    """One frame of the message log. `payload` and `violations` are JSON texts; a frame that is not JSON is `raw`."""

    id: UUID
    station: str
    connector: int | None
    direction: Direction
    message_type: MessageType
    action: str
    message_id: str
    payload: str | None
    raw: bytes | None
    timestamp: datetime
    violations: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdTagView:
    """An id tag as it was entered; whether its expiry has passed is for the reader's clock to say."""

    id: UUID
    id_tag: str
    status: TokenStatus
    expiry: datetime | None
    parent: str | None
    group: str | None
    note: str | None
    concurrent: bool
    aliases: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StationFilter:
    """`text` is searched in identity and name, without regard to case.

    `shows` finds stations with a connector in this state, as it is shown: while they are offline, `Unknown`. `placed`
    asks whether they have coordinates, `area` for those within a box.
    """

    status: ConnectorStatus | None = None
    registration: Registration | None = None
    group: str | None = None
    text: str | None = None
    online: bool | None = None
    vendor: str | None = None
    model: str | None = None
    shows: ConnectorStatus | None = None
    placed: bool | None = None
    area: Area | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorFilter:
    """`station` is an identity; `available` and `blocked` mean what is shown."""

    status: ConnectorStatus | None = None
    available: bool | None = None
    blocked: bool | None = None
    station: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionFilter:
    """`since` ≤ start time < `until`. `station` also finds archived stations."""

    station: str | None = None
    connector: int | None = None
    status: TransactionStatus | None = None
    id_tag: str | None = None
    transaction_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def spans(self) -> bool:
        """Whether only a span of time is wanted: then the order is that of the start times."""
        return self.since is not None or self.until is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """`since` ≤ receipt time < `until`: both always given. `text` is searched in the payload, case aside."""

    since: datetime
    until: datetime
    station: str | None = None
    action: str | None = None
    message_type: MessageType | None = None
    direction: Direction | None = None
    message_id: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedHandshakeView:
    """A handshake that was refused, or `times` equal ones shortly after another; `at` is the last one's time."""

    id: UUID
    at: datetime
    remote_address: str
    identity: str | None
    status: int
    reason: str
    detail: str | None
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalFilter:
    """`identity` is compared without regard to case."""

    identity: str | None = None
    remote_address: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdTagFilter:
    """`status` is the one shown at `now`: an accepted tag whose expiry has passed counts as expired."""

    now: datetime
    status: TokenStatus | None = None
    group: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NonconformityView:
    """How often a station departed from one rule. `last_log_id` may be older than the log is kept."""

    rule: str
    count: int
    first_at: datetime
    last_at: datetime
    last_log_id: UUID | None
    last_excerpt: str


class NonconformityQueries(Protocol):
    """Non-conformities, by station."""

    async def of_station(self, station_id: UUID) -> list[NonconformityView]:
        """All of one station, the latest first; that it may be seen is checked before."""
        ...


class StationQueries(Protocol):
    """Living stations, newest first unless another order is asked for."""

    async def page(
        self,
        wanted: StationFilter,
        visible: Visibility,
        *,
        limit: int,
        after: IdKey | None = None,
        sort: StationSort = "-created_at",
    ) -> Page[StationView, IdKey]:
        """One page; `after` belongs to the order that it was made in."""
        ...

    async def find(self, ocpp_id: str, visible: Visibility) -> StationView | None:
        """One station by its identity, case aside."""
        ...


class ConnectorQueries(Protocol):
    """Connectors of living stations; connector 0 (the station itself) only when asked for by number."""

    async def page(
        self, wanted: ConnectorFilter, visible: Visibility, *, limit: int, after: ConnectorKey | None = None
    ) -> Page[ConnectorView, ConnectorKey]:
        """One page."""
        ...

    async def find(self, ocpp_id: str, number: int, visible: Visibility) -> ConnectorView | None:
        """One connector."""
        ...


class TransactionQueries(Protocol):
    """Transactions of living and archived stations, newest first."""

    async def page(
        self,
        wanted: TransactionFilter,
        visible: Visibility,
        *,
        limit: int,
        after: TransactionKey | None = None,
    ) -> Page[TransactionView, TransactionKey]:
        """One page: the one recorded last first, or within a span of time the one that started last."""
        ...

    async def find(self, transaction: UUID, visible: Visibility) -> TransactionView | None:
        """One transaction by the id of its row."""
        ...

    async def meter_values(
        self, transaction: UUID, *, limit: int, after: MeterKey | None = None
    ) -> Page[MeterValueView, MeterKey]:
        """Readings of one transaction, newest first by the station's time; that it may be seen is checked before."""
        ...


class LogQueries(Protocol):
    """The message log, newest first."""

    async def page(
        self, wanted: LogFilter, visible: Visibility, *, limit: int, after: TimeKey | None = None
    ) -> Page[LogView, TimeKey]:
        """One page. It ends early when it has become large. A filter looks at a bounded number of rows a page.

        So a page may be short, even empty, and still go on.
        """
        ...


class RefusalQueries(Protocol):
    """Refused handshakes, newest first. They belong to no station: only who may see all stations sees them."""

    async def page(
        self, wanted: RefusalFilter, visible: Visibility, *, limit: int, after: IdKey | None = None
    ) -> Page[RefusedHandshakeView, IdKey]:
        """One page."""
        ...


class IdTagQueries(Protocol):
    """Id tags, newest first."""

    async def page(
        self, wanted: IdTagFilter, visible: TagVisibility, *, limit: int, after: IdKey | None = None
    ) -> Page[IdTagView, IdKey]:
        """One page."""
        ...

    async def find(self, id_tag_folded: str, visible: TagVisibility) -> IdTagView | None:
        """One tag by its folded text."""
        ...
