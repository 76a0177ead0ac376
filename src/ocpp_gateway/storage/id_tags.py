"""Id tags as people administer them, with their other names."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from ocpp_gateway.charging.tokens import TokenStatus, fold
from ocpp_gateway.operations.id_tag_administration import IdTagRecord, names_of
from ocpp_gateway.storage import audit as audit_log
from ocpp_gateway.storage import events as event_log
from ocpp_gateway.storage.tables import id_tag_aliases, id_tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Row

    from ocpp_gateway.charging.events import Event
    from ocpp_gateway.operations.audit import AuditEntry
    from ocpp_gateway.storage.engine import Connection, Database

T = TypeVar("T")

_COLUMNS = {
    field.name: id_tags.c["group_name" if field.name == "group" else field.name]
    for field in fields(IdTagRecord)
    if field.name != "aliases"
}
_NAMES_LOCK = 0x6F67_7767_7461
"""Advisory lock of PostgreSQL ("ogwgta"): names live in two tables, so whoever gives one does it alone."""
_AT_ONCE = 1000
"""Names in one query: databases bound the number of parameters."""


class _TakenError(Exception):
    """Leaves a transaction, so that it is rolled back: a name has another owner, or a version has moved on."""


class StoredIdTags:
    """`IdTagStore` on the tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, id_tag_folded: str) -> IdTagRecord | None:
        """A tag by its folded text."""
        query = select(*_COLUMNS.values()).where(id_tags.c.id_tag_folded == id_tag_folded)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
            if row is None:
                return None
            aliases = await aliases_of(connection, [row.id])
        return _record(row, aliases.get(row.id, ()))

    async def owners(self, names_folded: Sequence[str]) -> dict[str, IdTagRecord]:
        """The tags that have these names (their own or aliases), by the names."""
        async with self._database.read() as connection:
            return await _owners(connection, names_folded)

    async def insert(
        self,
        tag: IdTagRecord,
        id_tag_folded: str,
        now: datetime,
        events: Sequence[Event],
        audit: Sequence[AuditEntry],
    ) -> bool:
        """Add a tag; `False` if one of its names is taken."""
        assert id_tag_folded == fold(tag.id_tag)  # noqa: S101 - the port names the key, the record implies it
        return await self.write_all([tag], [], now, events, audit)

    async def update(
        self,
        before: IdTagRecord,
        after: IdTagRecord,
        now: datetime,
        events: Sequence[Event],
        audit: Sequence[AuditEntry],
    ) -> bool:
        """Write what differs, if nobody was faster and no name is taken."""
        return await self.write_all([], [(before, after)], now, events, audit)

    async def write_all(
        self,
        new: Sequence[IdTagRecord],
        edited: Sequence[tuple[IdTagRecord, IdTagRecord]],
        now: datetime,
        events: Sequence[Event],
        audit: Sequence[AuditEntry],
    ) -> bool:
        """Add and change many, all or nothing; `False` if somebody else wrote one of them, or its name, meanwhile."""
        named = [*new, *(after for before, after in edited if after.aliases != before.aliases)]
        try:
            async with self._database.begin() as connection:
                if named:
                    await _take_names(connection, named)
                if new:
                    await connection.execute(insert(id_tags), [_new_row(tag, now) for tag in new])
                for before, after in edited:
                    await _update(connection, before, after, now)
                await _write_aliases(connection, named)
                await audit_log.append(connection, audit)
                await event_log.append(connection, events, now)
        except (IntegrityError, _TakenError):
            return False
        return True

    async def delete(
        self, tag: IdTagRecord, now: datetime, events: Sequence[Event], audit: Sequence[AuditEntry]
    ) -> bool:
        """Remove a tag and its aliases; `False` if it is not there any more, or was edited meanwhile."""
        gone = delete(id_tags).where(id_tags.c.id == tag.id, id_tags.c.version == tag.version)
        async with self._database.begin() as connection:
            if (await connection.execute(gone)).rowcount == 0:
                return False
            await audit_log.append(connection, audit)
            await event_log.append(connection, events, now)
        return True


def _some(things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (things[start : start + size] for start in range(0, len(things), size))


async def aliases_of(connection: Connection, tags: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The other names of tags, as they were entered, in their order."""
    found: dict[UUID, tuple[str, ...]] = {}
    for some in _some(tags, _AT_ONCE):
        query = (
            select(id_tag_aliases)
            .where(id_tag_aliases.c.id_tag_id.in_(some))
            .order_by(id_tag_aliases.c.alias_folded)
        )
        for row in await connection.execute(query):
            found[row.id_tag_id] = (*found.get(row.id_tag_id, ()), row.alias or row.alias_folded)
    return found


async def _owners(connection: Connection, names_folded: Sequence[str]) -> dict[str, IdTagRecord]:
    records: dict[UUID, IdTagRecord] = {}
    for some in _some(names_folded, _AT_ONCE):
        having = select(id_tag_aliases.c.id_tag_id).where(id_tag_aliases.c.alias_folded.in_(some))
        query = select(*_COLUMNS.values()).where(
            or_(id_tags.c.id_tag_folded.in_(some), id_tags.c.id.in_(having))
        )
        rows = (await connection.execute(query)).all()
        aliases = await aliases_of(connection, [row.id for row in rows])
        records |= {row.id: _record(row, aliases.get(row.id, ())) for row in rows}
    wanted = set(names_folded)
    return {name: record for record in records.values() for name in names_of(record) if name in wanted}


async def _take_names(connection: Connection, tags: Sequence[IdTagRecord]) -> None:
    """Make sure that the names of these tags are nobody else's, until the commit."""
    if connection.dialect_name == "postgresql":
        await connection.execute(select(func.pg_advisory_xact_lock(_NAMES_LOCK)))
    wanted = {name: tag.id for tag in tags for name in names_of(tag)}
    owners = await _owners(connection, sorted(wanted))
    given_up = {tag.id for tag in tags}
    for name, owner in owners.items():
        if owner.id != wanted[name] and not (owner.id in given_up and name != fold(owner.id_tag)):
            raise _TakenError


async def _update(connection: Connection, before: IdTagRecord, after: IdTagRecord, now: datetime) -> None:
    edited = [name for name in _COLUMNS if getattr(before, name) != getattr(after, name)]
    change = (
        update(id_tags)
        .where(id_tags.c.id == before.id, id_tags.c.version == before.version)
        .values(**_values(after, edited) | {"version": before.version + 1, "updated_at": now})
    )
    if (await connection.execute(change)).rowcount == 0:
        raise _TakenError


async def _write_aliases(connection: Connection, tags: Sequence[IdTagRecord]) -> None:
    for some in _some([tag.id for tag in tags], _AT_ONCE):
        await connection.execute(delete(id_tag_aliases).where(id_tag_aliases.c.id_tag_id.in_(some)))
    rows = [
        {"alias_folded": fold(alias), "alias": alias, "id_tag_id": tag.id}
        for tag in tags
        for alias in tag.aliases
    ]
    if rows:
        await connection.execute(insert(id_tag_aliases), rows)


def _new_row(tag: IdTagRecord, now: datetime) -> dict[str, Any]:
    values = _values(tag, _COLUMNS)
    return {**values, "id_tag_folded": fold(tag.id_tag), "created_at": now, "updated_at": now}


def _values(tag: IdTagRecord, names: Iterable[str]) -> dict[str, Any]:
    """Columns by their names in the table."""
    values = {_COLUMNS[name].name: getattr(tag, name) for name in names}
    if "status" in values:
        values["status"] = tag.status.value
    return values


def _record(row: Row[Any], aliases: tuple[str, ...]) -> IdTagRecord:
    members = dict(zip(_COLUMNS, row, strict=True))
    members["status"] = TokenStatus(members["status"])
    return IdTagRecord(**members, aliases=aliases)
