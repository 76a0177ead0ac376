"""Commands in a flush: an ordinary statement before the function, in the same transaction (journal.md, point 2).

Few messages concern a command, so these rows do not travel through the flush function: its version stays, and a flush
without them costs what it did. Each statement compares and sets: a row that is no longer in the state the decision was
made on is left alone, and where a frame depends on it (`required`) the whole entry is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocpp_gateway.charging.command_changes import (
    CommandAnsweredLate,
    CommandEffectSeen,
    CommandEnded,
    CommandSent,
)
from ocpp_gateway.charging.commands import CommandStatus, EffectState
from ocpp_gateway.storage.journal.binding import sqlite_time
from ocpp_gateway.storage.journal.checks import Row, is_faithful_json
from ocpp_gateway.storage.journal.specification import ALL_SECTIONS

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

COMMANDS = len(ALL_SECTIONS)
"""The number of command rows among the rows of an entry: after all sections of the function."""

_FIELDS: dict[str, str] = {
    "id": "uuid",
    "station_id": "uuid",
    "before": "text",
    "status": "text",
    "epoch": "bigint",
    "message_id": "text",
    "sent_at": "timestamptz",
    "answered_at": "timestamptz",
    "response": "json",
    "late_response": "json",
    "error": "text",
    "effect_before": "text",
    "effect_state": "text",
    "effect_event": "text",
    "effect_at": "timestamptz",
    "effect_until": "timestamptz",
}
"""`before` and `effect_before` are what must still be stored (NULL: whatever it is); NULL leaves a column alone."""
_NEWEST = (
    "status",
    "epoch",
    "message_id",
    "sent_at",
    "answered_at",
    "response",
    "error",
    "effect_event",
    "effect_at",
    "effect_until",
)
_REQUIRED = len(_FIELDS)
"""Place of the flag behind the fields: whether the entry is refused if the row has moved on."""


def _update(place: Callable[[str], str], returning: str) -> str:
    sets = ", ".join(f"{name} = coalesce({place(name)}, {name})" for name in _NEWEST)
    return (
        f"UPDATE commands SET {sets},"
        f" late_response = coalesce(late_response, {place('late_response')}),"
        f" effect_state = CASE WHEN {place('effect_state')} = 'none' AND effect_state <> 'waiting'"
        f" THEN effect_state ELSE coalesce({place('effect_state')}, effect_state) END,"
        f" secret = CASE WHEN coalesce({place('status')}, status) IN ('queued', 'sent') THEN secret END,"
        " version = version + 1"
        f" WHERE id = {place('id')} AND station_id = {place('station_id')}"
        f" AND status = coalesce({place('before')}, status)"
        f" AND effect_state = coalesce({place('effect_before')}, effect_state){returning}"
    )


_PLACES = {name: number for number, name in enumerate(_FIELDS, start=1)}
ON_POSTGRESQL = _update(lambda name: f"${_PLACES[name]}::{_FIELDS[name]}", " RETURNING id")
ON_SQLITE = _update(lambda name: f"?{_PLACES[name]}", "")


def is_required(row: Row) -> bool:
    """Whether the entry depends on the row being moved."""
    return bool(row[_REQUIRED])


def postgresql_values(row: Row) -> Row:
    """What `ON_POSTGRESQL` binds."""
    return row[:_REQUIRED]


def sqlite_values(row: Row) -> Row:
    """What `ON_SQLITE` binds."""
    return tuple(_as_sqlite(kind, value) for kind, value in zip(_FIELDS.values(), row, strict=False))


def _as_sqlite(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind == "uuid":
        return value.hex
    if kind == "timestamptz":
        return sqlite_time(value)
    return value.decode() if kind == "json" else value


def _row(command: UUID, station_id: UUID, *, required: bool = False, **values: Any) -> tuple[int, Row]:
    named = {"id": command, "station_id": station_id, **values}
    return COMMANDS, (*(named.get(name) for name in _FIELDS), required)


def _sent(station_id: UUID, change: CommandSent) -> tuple[int, Row]:
    command = change.command
    return _row(
        command.id,
        station_id,
        required=True,
        before=CommandStatus.QUEUED.value,
        status=command.status.value,
        epoch=command.epoch,
        message_id=command.message_id,
        sent_at=command.sent_at,
        effect_state=command.effect_state.value,
        effect_until=command.effect_until,
    )


def _ended(station_id: UUID, change: CommandEnded) -> tuple[int, Row]:
    command = change.command
    none = command.effect_state is EffectState.NONE
    return _row(
        command.id,
        station_id,
        required=True,
        before=change.before.value,
        status=command.status.value,
        answered_at=command.answered_at,
        response=_document(command.response),
        error=_harmless(command.error),
        effect_state=EffectState.NONE.value if none else None,
    )


def _answered_late(station_id: UUID, change: CommandAnsweredLate) -> tuple[int, Row]:
    return _row(change.id, station_id, late_response=_document(change.response))


def _effect_seen(station_id: UUID, change: CommandEffectSeen) -> tuple[int, Row]:
    return _row(
        change.id,
        station_id,
        effect_before=EffectState.WAITING.value,
        effect_state=EffectState.SEEN.value,
        effect_event=change.event,
        effect_at=change.at,
    )


def _document(text: str | None) -> bytes | None:
    """A station's JSON; `null` for one that no database keeps faithfully (the frame's row in the log has its bytes)."""
    if text is None:
        return None
    document = text.encode("utf-8", "replace")
    return document if is_faithful_json(document) else b"null"


def _harmless(text: str | None) -> str | None:
    return None if text is None else text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


BUILDERS: dict[type, Callable[[UUID, Any], tuple[int, Row]]] = {
    CommandSent: _sent,
    CommandEnded: _ended,
    CommandAnsweredLate: _answered_late,
    CommandEffectSeen: _effect_seen,
}
"""By kind of change."""
