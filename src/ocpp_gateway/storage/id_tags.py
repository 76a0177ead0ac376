"""Id tags as people administer them."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from ocpp_gateway.charging.tokens import TokenStatus
from ocpp_gateway.operations.id_tag_administration import IdTagRecord
from ocpp_gateway.storage import events as event_log
from ocpp_gateway.storage.tables import id_tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Row

    from ocpp_gateway.charging.events import Event
    from ocpp_gateway.storage.engine import Database

_COLUMNS = {
    field.name: id_tags.c["group_name" if field.name == "group" else field.name]
    for field in fields(IdTagRecord)
}


class StoredIdTags:
    """`IdTagStore` on the table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, id_tag_folded: str) -> IdTagRecord | None:
        """A tag by its folded text."""
        query = select(*_COLUMNS.values()).where(id_tags.c.id_tag_folded == id_tag_folded)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else _record(row)

    async def insert(
        self, tag: IdTagRecord, id_tag_folded: str, now: datetime, events: Sequence[Event]
    ) -> bool:
        """Add a tag; `False` if there is one with this text (the unique column decides)."""
        values = {
            **_values(tag, _COLUMNS),
            "id_tag_folded": id_tag_folded,
            "created_at": now,
            "updated_at": now,
        }
        try:
            async with self._database.begin() as connection:
                await connection.execute(insert(id_tags), values)
                await event_log.append(connection, events, now)
        except IntegrityError:
            return False
        return True

    async def update(
        self, before: IdTagRecord, after: IdTagRecord, now: datetime, events: Sequence[Event]
    ) -> bool:
        """Write what differs, if nobody was faster."""
        edited = [name for name in _COLUMNS if getattr(before, name) != getattr(after, name)]
        change = (
            update(id_tags)
            .where(id_tags.c.id == before.id, id_tags.c.version == before.version)
            .values(**_values(after, edited), version=before.version + 1, updated_at=now)
        )
        async with self._database.begin() as connection:
            if (await connection.execute(change)).rowcount == 0:
                return False
            await event_log.append(connection, events, now)
        return True

    async def delete(self, tag: IdTagRecord, now: datetime, events: Sequence[Event]) -> bool:
        """Remove a tag and its aliases; `False` if it is not there any more."""
        async with self._database.begin() as connection:
            if (await connection.execute(delete(id_tags).where(id_tags.c.id == tag.id))).rowcount == 0:
                return False
            await event_log.append(connection, events, now)
        return True


def _values(tag: IdTagRecord, names: Iterable[str]) -> dict[str, Any]:
    """Columns by their names in the table."""
    values = {_COLUMNS[name].name: getattr(tag, name) for name in names}
    if "status" in values:
        values["status"] = tag.status.value
    return values


def _record(row: Row[Any]) -> IdTagRecord:
    members = dict(zip(_COLUMNS, row, strict=True))
    members["status"] = TokenStatus(members["status"])
    return IdTagRecord(**members)
