"""What a decision writes: one class for each kind of row that the owner of a station's lease may write.

Nobody changes an object once it is made. Those that come with every message are not frozen all the same: a frozen
dataclass costs twice as much to make, measured on the hot path.

The same object feeds both sides: `storage` turns it into SQL, and after the commit `apply_to` moves the hot state.
A column has one kind of writer. Nothing here touches what belongs to the API (registration, group, name,
credentials, `blocked`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from ocpp_gateway.charging.command_changes import (
    CommandAnsweredLate,
    CommandEffectSeen,
    CommandEnded,
    CommandSent,
)
from ocpp_gateway.charging.configuration import ConfigurationReport
from ocpp_gateway.charging.nonconformities import Nonconformity
from ocpp_gateway.charging.security import ProgressReport, SecurityEvent
from ocpp_gateway.charging.stations import Connector, ConnectorStatus, OpenTransaction, Station

__all__ = [
    "Change",
    "ConnectorUpdate",
    "MeterRecord",
    "NonconformityCount",
    "StationUpdate",
    "TransactionEnd",
    "TransactionStart",
    "TransactionStatus",
    "UnmatchedTransaction",
]

TransactionStatus = Literal["active", "completed", "interrupted", "unmatched"]


@dataclass(slots=True, kw_only=True)
class StationUpdate:
    """Sparse update of the station's own row: `None` leaves a column alone, an empty text clears it.

    `status` is the state of connector 0. `online`, `ocpp_version`, `remote_address` and `connected_at` belong to the
    connection.
    """

    vendor: str | None = None
    model: str | None = None
    serial_number: str | None = None
    firmware_version: str | None = None
    iccid: str | None = None
    imsi: str | None = None
    meter_type: str | None = None
    meter_serial_number: str | None = None
    status: ConnectorStatus | None = None
    online: bool | None = None
    ocpp_version: str | None = None
    remote_address: str | None = None
    connected_at: datetime | None = None
    last_boot_at: datetime | None = None
    last_heartbeat: datetime | None = None
    last_message_at: datetime | None = None
    firmware_status: str | None = None
    firmware_status_at: datetime | None = None
    diagnostics_status: str | None = None
    diagnostics_status_at: datetime | None = None

    def apply_to(self, station: Station) -> None:
        """Keep what decisions need; the rest lives in the database only."""
        if self.vendor is not None:
            station.vendor = self.vendor or None
        if self.model is not None:
            station.model = self.model or None
        if self.firmware_version is not None:
            station.firmware_version = self.firmware_version or None
        if self.last_boot_at is not None:
            station.last_boot_at = self.last_boot_at
        if self.last_heartbeat is not None:
            station.last_heartbeat = self.last_heartbeat
        if self.last_message_at is not None:
            station.last_message_at = station.seen_stored_at = self.last_message_at


@dataclass(slots=True, kw_only=True)
class ConnectorUpdate:
    """The whole owner-written part of one connector's row (insert or update by station and number).

    `transaction` is the id of the open transaction's row or `None`. `blocked` is not here: the API writes it. `told_at`
    is stored nowhere: when the running charge was told of, if this change does it.
    """

    id: UUID
    number: int
    status: ConnectorStatus
    error_code: str
    info: str | None
    vendor_error_code: str | None
    last_status_change: datetime | None
    meter_value: float | None
    power_w: float | None
    soc_percent: float | None
    last_sample_at: datetime | None
    last_start_at: datetime | None
    transaction: UUID | None
    told_at: datetime | None = None

    def apply_to(self, station: Station) -> None:
        """Create or move the connector; its open transaction is moved by the transaction's own changes."""
        connector = station.connectors.get(self.number)
        if connector is None:
            connector = station.connectors[self.number] = Connector(id=self.id, number=self.number)
        connector.status = self.status
        connector.error_code = self.error_code
        connector.info = self.info
        connector.vendor_error_code = self.vendor_error_code
        connector.last_status_change = self.last_status_change
        connector.meter_value = self.meter_value
        connector.power_w = self.power_w
        connector.soc_percent = self.soc_percent
        connector.last_sample_at = self.last_sample_at
        connector.last_start_at = self.last_start_at
        if self.told_at is not None and connector.transaction is not None:
            connector.transaction.told_at = self.told_at


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionStart:
    """A new row of `transactions`. Energy in Wh; times are the station's own unless implausible (`start_time_raw`).

    Unique by (station, start_time, connector_number, start_meter, folded tag) among rows that are not unmatched.
    `estimated` names the fields whose value the gateway had to assume.
    """

    id: UUID
    transaction_id: str
    connector_id: UUID
    connector_number: int
    id_tag: str
    id_tag_folded: str
    id_tag_status: str
    start_time: datetime
    start_time_raw: str
    start_meter: float | None
    start_key: bytes
    received_at: datetime
    reservation_id: int | None = None
    estimated: tuple[str, ...] = ()
    takes_connector: bool = True
    """False for a start that arrives late, older than the transaction that runs on its connector (quirk Q53)."""

    def apply_to(self, station: Station) -> None:
        """The connector now charges under this transaction."""
        if not self.takes_connector:
            return
        connector = station.connectors[self.connector_number]
        connector.transaction = OpenTransaction(
            id=self.id,
            transaction_id=self.transaction_id,
            connector_number=self.connector_number,
            id_tag=self.id_tag,
            start_time=self.start_time,
            start_meter=self.start_meter,
            start_key=self.start_key,
            id_tag_status=self.id_tag_status,
            estimated=self.estimated,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionEnd:
    """The end of a transaction that is already stored: an update of its row by `id`, `total_wh` never negative."""

    id: UUID
    end_time: datetime
    end_time_raw: str
    end_meter: float
    total_wh: float
    status: TransactionStatus
    stop_reason: str
    stop_id_tag: str | None
    stop_key: bytes | None
    received_at: datetime
    estimated: tuple[str, ...] = ()

    def apply_to(self, station: Station) -> None:
        """Whichever connector still holds it is free again."""
        station.last_stop_key = self.stop_key or station.last_stop_key
        for connector in station.connectors.values():
            if connector.transaction is not None and connector.transaction.id == self.id:
                connector.transaction = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmatchedTransaction:
    """A record of its own for a stop that no start belongs to, or for a start that the database refused."""

    id: UUID
    transaction_id: str
    connector_id: UUID | None
    connector_number: int | None
    id_tag: str | None
    start_time: datetime | None
    start_meter: float | None
    end_time: datetime | None
    end_meter: float | None
    stop_reason: str | None
    stop_key: bytes | None
    received_at: datetime
    estimated: tuple[str, ...] = ()

    def apply_to(self, station: Station) -> None:
        """An unmatched record changes no connector."""
        station.last_stop_key = self.stop_key or station.last_stop_key


@dataclass(slots=True, kw_only=True)
class MeterRecord:
    """One row of `meter_values`: one MeterValue (one timestamp) with its well-known quantities beside the samples.

    `samples` is a JSON text: a list of normalised samples, each with the raw one it came from. `content_hash` is a
    signed 64-bit hash of connector, transaction, timestamp and raw samples: the key of recognition. `origin` tells
    MeterValues from the transactionData of a StopTransaction.
    """

    connector_id: UUID
    connector_number: int
    transaction: UUID | None
    sampled_at: datetime
    received_at: datetime
    origin: Literal["meter_values", "transaction_data"]
    context: str
    energy_wh: float | None
    power_w: float | None
    current_a: float | None
    voltage_v: float | None
    soc_percent: float | None
    samples: bytes
    content_hash: int

    def apply_to(self, station: Station) -> None:
        """Readings move no hot state; the connector's own update carries the newest values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NonconformityCount:
    """The count of one rule after a message. Only a `due` one is a row; the others move hot state alone.

    `count` is the total since the first time, so that a repeated flush counts nothing twice.
    """

    rule: str
    count: int
    first_at: datetime
    last_at: datetime
    last_log: UUID | None
    last_excerpt: str
    at: datetime
    due: bool
    added: int
    """How many of them this message brought."""

    def apply_to(self, station: Station) -> None:
        """Remember the total, and whether it is in the database."""
        known = station.nonconformities.get(self.rule)
        unstored = 0 if self.due else self.count - (known.count - known.unstored if known else 0)
        station.nonconformities[self.rule] = Nonconformity(
            rule=self.rule,
            count=self.count,
            first_at=self.first_at,
            last_at=self.last_at,
            last_log=self.last_log,
            last_excerpt=self.last_excerpt,
            stored_at=self.at if self.due else known.stored_at if known else None,
            unstored=unstored,
        )


Change = (
    StationUpdate
    | ConnectorUpdate
    | TransactionStart
    | TransactionEnd
    | UnmatchedTransaction
    | MeterRecord
    | NonconformityCount
    | SecurityEvent
    | ProgressReport
    | ConfigurationReport
    | CommandSent
    | CommandEnded
    | CommandAnsweredLate
    | CommandEffectSeen
)
