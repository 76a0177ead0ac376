"""Id tags as people administer them: who may charge, until when, and in which group.

Tags are compared without regard to case (errata 3.58). Each change is one database transaction together with its entry
in the audit and the event by which the nodes forget what they have cached of the tag, then a hint on the bus.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.charging.tokens import TokenStatus, fold
from ocpp_gateway.operations.audit import Actor, AuditEntry, SubjectKind, audited
from ocpp_gateway.operations.editions import EDIT_ATTEMPTS, edition
from ocpp_gateway.operations.hints import EVENTS_TOPIC
from ocpp_gateway.operations.id_tag_table import IdTagEdit, TableLine, read_table
from ocpp_gateway.operations.ports import Bus, NewId
from ocpp_gateway.operations.refusals import (
    AlreadyExists,
    Changed,
    Invalid,
    LineError,
    LinesRefused,
    NotFound,
)

LONGEST_ID_TAG = 255
"""OCPP 1.6 says 20 and 2.x 36 characters; stations send longer ones (quirk Q20), so they can be entered."""


MOST_ALIASES = 20
RESERVED = frozenset({".", "..", "export.csv"})
"""What cannot be a tag, because it is no address of one."""


@dataclass(frozen=True, slots=True)
class TableTaken:
    """How many tags a table entered, changed, and left as they were."""

    created: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IdTagRecord:
    """An id tag as somebody entered it. `parent` is the group tag that stations get as parentIdTag."""

    id: UUID
    id_tag: str
    status: TokenStatus
    expiry: datetime | None
    parent: str | None
    group: str | None
    note: str | None
    version: int
    concurrent: bool = False
    """Whether it may have more than one running transaction."""
    aliases: tuple[str, ...] = ()
    """Other names of the tag, as they were entered; every name belongs to one tag."""


class IdTagStore(Protocol):
    """Storage of id tags. May raise `StorageUnavailable`.

    Every write is one database transaction with its entries of the audit and its events.
    """

    async def find(self, id_tag_folded: str) -> IdTagRecord | None:
        """A tag by its folded text."""
        ...

    async def insert(
        self,
        tag: IdTagRecord,
        id_tag_folded: str,
        now: datetime,
        events: Sequence[Event],
        audit: Sequence[AuditEntry],
    ) -> bool:
        """Add a tag; `False` if one of its names is taken."""
        ...

    async def update(
        self,
        before: IdTagRecord,
        after: IdTagRecord,
        now: datetime,
        events: Sequence[Event],
        audit: Sequence[AuditEntry],
    ) -> bool:
        """Write what differs and raise the version; `False` if it is no longer that of `before` or a name is taken."""
        ...

    async def delete(
        self, tag: IdTagRecord, now: datetime, events: Sequence[Event], audit: Sequence[AuditEntry]
    ) -> bool:
        """Remove a tag; `False` if it is not there any more, or was edited meanwhile."""
        ...

    async def owners(self, names_folded: Sequence[str]) -> dict[str, IdTagRecord]:
        """The tags that have these names (their own or aliases), by the names."""
        ...

    async def write_all(
        self,
        new: Sequence[IdTagRecord],
        edited: Sequence[tuple[IdTagRecord, IdTagRecord]],
        now: datetime,
        events: Sequence[Event],
        audit: Sequence[AuditEntry],
    ) -> bool:
        """Add and change many, all or nothing; `False` if somebody else wrote one of them, or its name, meanwhile."""
        ...


def is_id_tag(text: str) -> bool:
    """Whether a tag can be written so."""
    return 0 < len(text) <= LONGEST_ID_TAG and text.isprintable() and text == text.strip()


def names_of(record: IdTagRecord) -> tuple[str, ...]:
    """Every name of a tag, folded, its own first."""
    return (fold(record.id_tag), *(fold(alias) for alias in record.aliases))


class IdTagAdministration:
    """What people do with id tags."""

    def __init__(self, store: IdTagStore, bus: Bus, *, new_id: NewId) -> None:
        self._store = store
        self._bus = bus
        self._new_id = new_id

    async def create(
        self,
        id_tag: str,
        *,
        by: Actor,
        now: datetime,
        status: TokenStatus = TokenStatus.ACCEPTED,
        expiry: datetime | None = None,
        parent: str | None = None,
        group: str | None = None,
        note: str | None = None,
        concurrent: bool = False,
        aliases: Sequence[str] = (),
    ) -> IdTagRecord:
        """Enter a tag. Raises `Invalid` or `AlreadyExists`."""
        record = IdTagRecord(
            id=self._new_id(),
            id_tag=id_tag,
            status=status,
            expiry=expiry,
            parent=parent,
            group=group,
            note=note,
            version=1,
            concurrent=concurrent,
            aliases=tuple(aliases),
        )
        record = checked(record)
        await self._check_names(record)
        deed = self._deed("created", by, now, after=record)
        event = self._event(record, "created", now)
        if not await self._store.insert(record, fold(id_tag), now, [event], [deed]):
            raise AlreadyExists("id tag", id_tag)
        await self._hint()
        return record

    async def edit(
        self,
        id_tag: str,
        edit: IdTagEdit,
        *,
        by: Actor,
        now: datetime,
        expected: frozenset[str] | None = None,
    ) -> IdTagRecord:
        """Change a tag. `expected` are the editions one of which the caller has seen (If-Match).

        Raises `NotFound`, `Changed` or `Invalid`.
        """
        for _ in range(EDIT_ATTEMPTS):
            before = await self._find(id_tag)
            if expected is not None and edition(before.id, before.version) not in expected:
                raise Changed("id tag", before.id_tag)
            after = checked(replace(before, **edit))
            if after == before:
                return before
            if after.aliases != before.aliases:
                await self._check_names(after)
            deed = self._deed("edited", by, now, before=before, after=after)
            if await self._store.update(before, after, now, [self._event(before, "edited", now)], [deed]):
                await self._hint()
                return replace(after, version=before.version + 1)
        raise Changed("id tag", id_tag)

    async def delete(
        self, id_tag: str, *, by: Actor, now: datetime, expected: frozenset[str] | None = None
    ) -> None:
        """Remove a tag; transactions that used it keep its text. Raises `NotFound` or `Changed`."""
        for _ in range(EDIT_ATTEMPTS):
            record = await self._find(id_tag)
            if expected is not None and edition(record.id, record.version) not in expected:
                raise Changed("id tag", record.id_tag)
            deed = self._deed("deleted", by, now, before=record)
            if await self._store.delete(record, now, [self._event(record, "deleted", now)], [deed]):
                await self._hint()
                return
        raise Changed("id tag", id_tag)

    async def take_table(self, text: str, *, by: Actor, now: datetime) -> TableTaken:
        """Enter and change the tags of a CSV table (`id_tag_table`), all or nothing. Each has its entry in the audit.

        Columns that the table lacks stay as they are. Raises `LinesRefused`, naming all that is wrong, or `Changed`.
        """
        lines = read_table(text)
        for _ in range(EDIT_ATTEMPTS):
            new, edited, same = await self._planned(lines)
            count = len(new) + len(edited)
            if count == 0:
                return TableTaken(0, 0, same)
            event = self._announcement({"change": "imported", "count": count}, now)
            deeds = [self._deed("imported", by, now, after=tag) for tag in new]
            deeds += [self._deed("imported", by, now, before=tag, after=then) for tag, then in edited]
            if await self._store.write_all(new, edited, now, [event], deeds):
                await self._hint()
                return TableTaken(len(new), len(edited), same)
        raise Changed("id tag", lines[0].id_tag)

    async def _planned(
        self, lines: Sequence[TableLine]
    ) -> tuple[list[IdTagRecord], list[tuple[IdTagRecord, IdTagRecord]], int]:
        """What the lines mean beside what is stored. Raises `LinesRefused`."""
        wanted = {fold(line.id_tag) for line in lines}
        wanted |= {fold(alias) for line in lines for alias in line.edit.get("aliases", ())}
        owners = await self._store.owners(sorted(wanted))
        new: list[IdTagRecord] = []
        edited: list[tuple[IdTagRecord, IdTagRecord]] = []
        wrong: list[LineError] = []
        taken: dict[str, UUID] = {}
        for line in lines:
            before = owners.get(fold(line.id_tag))
            if before is not None and fold(before.id_tag) != fold(line.id_tag):
                wrong.append(LineError(line.number, "id_tag", f"This is another name of {before.id_tag!r}."))
                continue
            try:
                after = checked(replace(before or _blank(self._new_id(), line.id_tag), **line.edit))
            except Invalid as invalid:
                wrong.append(LineError(line.number, invalid.field, str(invalid)))
                continue
            for name in names_of(after):
                owner = owners.get(name)
                if taken.setdefault(name, after.id) != after.id or (
                    owner is not None and owner.id != after.id
                ):
                    wrong.append(LineError(line.number, "id_tag", f"The name {name!r} is taken."))
            if before is None:
                new.append(after)
            elif after != before:
                edited.append((before, after))
        if wrong:
            raise LinesRefused(wrong)
        return new, edited, len(lines) - len(new) - len(edited)

    async def _check_names(self, record: IdTagRecord) -> None:
        owners = await self._store.owners(names_of(record))
        for name, text in zip(names_of(record), (record.id_tag, *record.aliases), strict=True):
            if name in owners and owners[name].id != record.id:
                raise AlreadyExists("id tag", text)

    async def _find(self, id_tag: str) -> IdTagRecord:
        record = await self._store.find(fold(id_tag)) if is_id_tag(id_tag) else None
        if record is None:
            raise NotFound("id tag", id_tag)
        return record

    def _event(self, record: IdTagRecord, what: str, now: datetime) -> Event:
        return self._announcement({"change": what, "id_tag": record.id_tag}, now)

    def _announcement(self, data: dict[str, Any], now: datetime) -> Event:
        return Event(
            id=self._new_id(),
            type=EventType.ID_TAG_ADMINISTERED,
            time=now,
            station_id=None,
            station=None,
            connector=None,
            data=data,
        )

    def _deed(
        self,
        what: str,
        by: Actor,
        now: datetime,
        *,
        before: IdTagRecord | None = None,
        after: IdTagRecord | None = None,
    ) -> AuditEntry:
        tag = before or after
        return audited(
            by,
            what,
            SubjectKind.ID_TAG,
            tag.id_tag if tag is not None else "",
            now=now,
            new_id=self._new_id,
            before=None if before is None else _shown(before),
            after=None if after is None else _shown(after),
        )

    async def _hint(self) -> None:
        await self._bus.publish(EVENTS_TOPIC, b"")


def _shown(record: IdTagRecord) -> dict[str, Any]:
    """A tag as the audit shows it."""
    return {
        "id_tag": record.id_tag,
        "status": record.status.value,
        "expiry": record.expiry.isoformat() if record.expiry else None,
        "parent": record.parent,
        "group": record.group,
        "note": record.note,
        "concurrent": record.concurrent,
        "aliases": list(record.aliases),
    }


def _blank(row: UUID, id_tag: str) -> IdTagRecord:
    return IdTagRecord(
        id=row,
        id_tag=id_tag,
        status=TokenStatus.ACCEPTED,
        expiry=None,
        parent=None,
        group=None,
        note=None,
        version=1,
    )


def checked(record: IdTagRecord) -> IdTagRecord:
    """The record with its names in order. Raises `Invalid` for what no tag can have."""
    if not is_id_tag(record.id_tag) or fold(record.id_tag) in RESERVED:
        raise Invalid("id_tag", f"An id tag has 1 to {LONGEST_ID_TAG} printable characters.")
    if record.status is TokenStatus.CONCURRENT_TX:
        raise Invalid("status", "ConcurrentTx is an answer to a start, not a state of a tag.")
    if record.parent is not None and not is_id_tag(record.parent):
        raise Invalid("parent", f"A parent tag has 1 to {LONGEST_ID_TAG} printable characters.")
    names = names_of(record)
    if len(names) > MOST_ALIASES + 1 or not all(is_id_tag(alias) for alias in record.aliases):
        raise Invalid("aliases", f"At most {MOST_ALIASES} other names, written like id tags.")
    if len(set(names)) != len(names):
        raise Invalid("aliases", "A tag has each name once (upper and lower case do not differ).")
    return replace(record, aliases=tuple(sorted(record.aliases, key=fold)))
