"""What needs attention, most harm first: each kind a bounded query, the newest of each first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, get_args

from sqlalchemy import func, select

from ocpp_gateway.charging.commands import CommandStatus
from ocpp_gateway.charging.stations import ConnectorStatus, Registration
from ocpp_gateway.operations.figures import AttentionItem, AttentionKind
from ocpp_gateway.storage.block_table import connector_blocks
from ocpp_gateway.storage.command_table import commands
from ocpp_gateway.storage.queries.keyset import seen_by
from ocpp_gateway.storage.tables import connectors, nonconformities, quarantine, stations

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select

    from ocpp_gateway.operations.queries import Visibility
    from ocpp_gateway.storage.engine import Connection

MOST_OF_A_KIND = 20
MOST_ITEMS = 50
RECENT = timedelta(hours=24)
"""Quarantined messages and departures from the rules are news for this long."""
NEWEST_QUARANTINED = 1000
"""More quarantined messages are not looked at: the table has no bound of its own."""
_ORDER: dict[AttentionKind, int] = {kind: rank for rank, kind in enumerate(get_args(AttentionKind))}

_OFFLINE: tuple[tuple[AttentionKind, bool], ...] = (
    ("offline_while_charging", True),
    ("station_offline", False),
)

_DECLINED = (CommandStatus.REJECTED.value, CommandStatus.FAILED.value)
"""What `charging.blocks` shows as a rejected block."""


@dataclass(frozen=True, slots=True)
class Attention:
    """The items, and how many there are of the kinds that are counted here."""

    items: tuple[AttentionItem, ...]
    counts: dict[AttentionKind, int]


async def find_attention(connection: Connection, visible: Visibility, now: datetime) -> Attention:
    """All kinds, in the order of the harm they do."""
    offline, gone = await _offline(connection, visible)
    items = [
        *offline,
        *await _faulted(connection, visible),
        *await _quarantined(connection, visible, now - RECENT),
        *await _pending(connection, visible),
    ]
    rejected, refusing = await _rejected(connection, visible)
    items += rejected
    departed, rules = await _departed(connection, visible, now - RECENT)
    items += departed
    quarantined = sum(item.count for item in items if item.kind == "messages_quarantined")
    items.sort(key=lambda item: _ORDER[item.kind])
    counts: dict[AttentionKind, int] = {
        **gone,
        "block_rejected": refusing,
        "messages_quarantined": quarantined,
        "rules_departed": rules,
    }
    return Attention(tuple(items[:MOST_ITEMS]), counts)


def _seen(visible: Visibility) -> list[ColumnElement[bool]]:
    return [stations.c.archived_at.is_(None), seen_by(visible)]


def _named(*more: Any) -> Select[Any]:
    return select(stations.c.id, stations.c.ocpp_id, stations.c.group_name, *more)


async def _offline(
    connection: Connection, visible: Visibility
) -> tuple[list[AttentionItem], dict[AttentionKind, int]]:
    """Accepted stations without a connection; those that left running charges behind come first."""
    running = func.count(connectors.c.transaction_id)
    charging = (running > 0).label("charging")
    last = stations.c.last_message_at
    each = (
        _named(
            last,
            running.label("running"),
            charging,
            func.count().over(partition_by=running > 0).label("stations"),
            func.row_number()
            .over(partition_by=running > 0, order_by=(last.desc().nulls_last(), stations.c.id.desc()))
            .label("place"),
        )
        .join(connectors, connectors.c.station_id == stations.c.id)
        .where(
            stations.c.online.is_(False),
            stations.c.registration == Registration.ACCEPTED.value,
            *_seen(visible),
        )
        .group_by(stations.c.id, stations.c.ocpp_id, stations.c.group_name, last)
        .subquery("each")
    )
    newest = select(each).where(each.c.place <= MOST_OF_A_KIND).order_by(each.c.place)
    rows = (await connection.execute(newest)).all()
    found: list[AttentionItem] = []
    counts: dict[AttentionKind, int] = {}
    for kind, left_charging in _OFFLINE:
        of_it = [row for row in rows if bool(row.charging) is left_charging]
        counts[kind] = of_it[0].stations if of_it else 0
        found += _items(kind, ((row, None, row.last_message_at, row.running, None) for row in of_it))
    return found, counts


async def _faulted(connection: Connection, visible: Visibility) -> list[AttentionItem]:
    """Connectors of stations that are online; number 0 is the station itself."""
    query = (
        _named(
            connectors.c.connector_number,
            connectors.c.last_status_change,
            connectors.c.error_code,
            connectors.c.info,
            connectors.c.vendor_error_code,
        )
        .join(connectors, connectors.c.station_id == stations.c.id)
        .where(stations.c.online, connectors.c.status == ConnectorStatus.FAULTED.value, *_seen(visible))
        .order_by(connectors.c.last_status_change.desc().nulls_last(), connectors.c.id.desc())
        .limit(MOST_OF_A_KIND)
    )
    rows = (await connection.execute(query)).all()
    told = [
        (row, ", ".join(part for part in (row.error_code, row.vendor_error_code, row.info) if part))
        for row in rows
    ]
    of_connectors = _items(
        "connector_faulted",
        (
            (row, row.connector_number, row.last_status_change, 1, text)
            for row, text in told
            if row.connector_number
        ),
    )
    of_stations = _items(
        "station_faulted",
        ((row, None, row.last_status_change, 1, text) for row, text in told if not row.connector_number),
    )
    return [*of_connectors, *of_stations]


async def _rejected(connection: Connection, visible: Visibility) -> tuple[list[AttentionItem], int]:
    """Blocks that the station has declined, so that cars still charge where nobody should; and how many there are."""
    query = (
        _named(
            connectors.c.connector_number,
            connector_blocks.c.changed_at,
            connector_blocks.c.changed_by,
            func.count().over().label("blocks"),
        )
        .join(connectors, connectors.c.station_id == stations.c.id)
        .join(connector_blocks, connector_blocks.c.connector_id == connectors.c.id)
        .join(commands, commands.c.id == connector_blocks.c.command_id)
        .where(connectors.c.blocked, commands.c.status.in_(_DECLINED), *_seen(visible))
        .order_by(connector_blocks.c.changed_at.desc(), connectors.c.id.desc())
        .limit(MOST_OF_A_KIND)
    )
    rows = (await connection.execute(query)).all()
    items = _items(
        "block_rejected",
        ((row, row.connector_number or None, row.changed_at, 1, row.changed_by) for row in rows),
    )
    return items, rows[0].blocks if rows else 0


async def _pending(connection: Connection, visible: Visibility) -> list[AttentionItem]:
    query = (
        _named(stations.c.created_at, stations.c.remote_address)
        .where(stations.c.registration == Registration.PENDING.value, *_seen(visible))
        .order_by(stations.c.id.desc())
        .limit(MOST_OF_A_KIND)
    )
    rows = await connection.execute(query)
    return _items("station_pending", ((row, None, row.created_at, 1, row.remote_address) for row in rows))


async def _quarantined(connection: Connection, visible: Visibility, since: datetime) -> list[AttentionItem]:
    newest = (
        select(quarantine.c.station_id, quarantine.c.received_at, quarantine.c.reason)
        .order_by(quarantine.c.id.desc())
        .limit(NEWEST_QUARANTINED)
        .subquery("newest")
    )
    last = func.max(newest.c.received_at).label("last")
    query = (
        _named(last, func.count().label("messages"), func.max(newest.c.reason).label("reason"))
        .join(newest, newest.c.station_id == stations.c.id)
        .where(newest.c.received_at >= since, *_seen(visible))
        .group_by(stations.c.id, stations.c.ocpp_id, stations.c.group_name)
        .order_by(last.desc())
        .limit(MOST_OF_A_KIND)
    )
    rows = await connection.execute(query)
    return _items("messages_quarantined", ((row, None, row.last, row.messages, row.reason) for row in rows))


async def _departed(
    connection: Connection, visible: Visibility, since: datetime
) -> tuple[list[AttentionItem], int]:
    """Rules that stations have departed from lately, the most often broken ones first; and how many there are."""
    table = nonconformities.c
    recent = (
        _named(table.rule, table.last_at, table.count)
        .join(nonconformities, table.station_id == stations.c.id)
        .where(table.last_at >= since, *_seen(visible))
    )
    rows = (
        await connection.execute(recent.order_by(table.count.desc(), table.rule).limit(MOST_OF_A_KIND))
    ).all()
    total = (await connection.execute(select(func.count()).select_from(recent.subquery()))).scalar()
    return (
        _items("rules_departed", ((row, None, row.last_at, row._mapping["count"], row.rule) for row in rows)),  # noqa: SLF001
        int(total),
    )


def _items(
    kind: AttentionKind, found: Iterable[tuple[Any, int | None, datetime | None, int, str | None]]
) -> list[AttentionItem]:
    return [
        AttentionItem(
            kind=kind,
            station_id=row.id,
            station=row.ocpp_id,
            group=row.group_name,
            connector=connector,
            since=since,
            count=count,
            detail=detail,
        )
        for row, connector, since, count, detail in found
    ]
