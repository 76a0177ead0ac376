"""Writing the audit from any transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from ocpp_gateway.storage.audit_table import audit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocpp_gateway.operations.audit import AuditEntry
    from ocpp_gateway.storage.engine import Connection


async def append(connection: Connection, entries: Sequence[AuditEntry]) -> None:
    """Write entries in the transaction of what they tell of; before its events, which come last."""
    if entries:
        await connection.execute(insert(audit), [_row(entry) for entry in entries])


def _row(entry: AuditEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": entry.at,
        "actor_kind": entry.actor.kind.value,
        "actor_id": entry.actor.id,
        "actor": entry.actor.name,
        "actor_folded": entry.actor.name.casefold(),
        "remote_address": entry.actor.address,
        "action": entry.action,
        "subject_kind": entry.kind.value,
        "subject": entry.subject,
        "subject_folded": entry.subject.casefold(),
        "station_id": entry.station_id,
        "before": None if entry.before is None else dict(entry.before),
        "after": None if entry.after is None else dict(entry.after),
    }
