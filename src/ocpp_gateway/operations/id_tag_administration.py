"""Id tags as people administer them: who may charge, until when, and in which group.

Tags are compared without regard to case (errata 3.58). Each change is one database transaction together with the
event by which the nodes forget what they have cached of the tag, then a hint on the bus.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, TypedDict
from uuid import UUID

from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.charging.tokens import TokenStatus, fold
from ocpp_gateway.operations.editions import EDIT_ATTEMPTS, edition
from ocpp_gateway.operations.following import EVENTS_TOPIC
from ocpp_gateway.operations.ports import Bus, NewId
from ocpp_gateway.operations.refusals import AlreadyExists, Changed, Invalid, NotFound

LONGEST_ID_TAG = 255
"""OCPP 1.6 says 20 and 2.x 36 characters; stations send longer ones (quirk Q20), so they can be entered."""


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


class IdTagEdit(TypedDict, total=False):
    """What an edit may change; a key that is missing stays as it is."""

    status: TokenStatus
    expiry: datetime | None
    parent: str | None
    group: str | None
    note: str | None


class IdTagStore(Protocol):
    """Storage of id tags. May raise `StorageUnavailable`. Every write is one database transaction with its events."""

    async def find(self, id_tag_folded: str) -> IdTagRecord | None:
        """A tag by its folded text."""
        ...

    async def insert(
        self, tag: IdTagRecord, id_tag_folded: str, now: datetime, events: Sequence[Event]
    ) -> bool:
        """Add a tag; `False` if there is one with this text."""
        ...

    async def update(
        self, before: IdTagRecord, after: IdTagRecord, now: datetime, events: Sequence[Event]
    ) -> bool:
        """Write what differs and raise the version; `False` if it is no longer that of `before`."""
        ...

    async def delete(self, tag: IdTagRecord, now: datetime, events: Sequence[Event]) -> bool:
        """Remove a tag; `False` if it is not there any more."""
        ...


def is_id_tag(text: str) -> bool:
    """Whether a tag can be written so."""
    return 0 < len(text) <= LONGEST_ID_TAG and text.isprintable() and text == text.strip()


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
        now: datetime,
        status: TokenStatus = TokenStatus.ACCEPTED,
        expiry: datetime | None = None,
        parent: str | None = None,
        group: str | None = None,
        note: str | None = None,
    ) -> IdTagRecord:
        """Enter a tag. Raises `Invalid` or `AlreadyExists`."""
        if not is_id_tag(id_tag) or id_tag in {".", ".."}:
            raise Invalid("id_tag", f"An id tag has 1 to {LONGEST_ID_TAG} printable characters.")
        record = IdTagRecord(
            id=self._new_id(),
            id_tag=id_tag,
            status=_check_status(status),
            expiry=expiry,
            parent=_check_parent(parent),
            group=group,
            note=note,
            version=1,
        )
        if not await self._store.insert(record, fold(id_tag), now, [self._event(record, "created", now)]):
            raise AlreadyExists("id tag", id_tag)
        await self._hint()
        return record

    async def edit(
        self, id_tag: str, edit: IdTagEdit, *, now: datetime, expected: frozenset[str] | None = None
    ) -> IdTagRecord:
        """Change a tag. `expected` are the editions one of which the caller has seen (If-Match).

        Raises `NotFound`, `Changed` or `Invalid`.
        """
        for _ in range(EDIT_ATTEMPTS):
            before = await self._find(id_tag)
            if expected is not None and edition(before.id, before.version) not in expected:
                raise Changed("id tag", before.id_tag)
            after = replace(before, **edit)
            _check_status(after.status)
            _check_parent(after.parent)
            if after == before:
                return before
            if await self._store.update(before, after, now, [self._event(before, "edited", now)]):
                await self._hint()
                return replace(after, version=before.version + 1)
        raise Changed("id tag", id_tag)

    async def delete(self, id_tag: str, *, now: datetime) -> None:
        """Remove a tag; transactions that used it keep its text. Raises `NotFound`."""
        record = await self._find(id_tag)
        if not await self._store.delete(record, now, [self._event(record, "deleted", now)]):
            raise NotFound("id tag", id_tag)
        await self._hint()

    async def _find(self, id_tag: str) -> IdTagRecord:
        record = await self._store.find(fold(id_tag)) if is_id_tag(id_tag) else None
        if record is None:
            raise NotFound("id tag", id_tag)
        return record

    def _event(self, record: IdTagRecord, what: str, now: datetime) -> Event:
        return Event(
            id=self._new_id(),
            type=EventType.ID_TAG_ADMINISTERED,
            time=now,
            station_id=None,
            station=None,
            connector=None,
            data={"change": what, "id_tag": record.id_tag},
        )

    async def _hint(self) -> None:
        await self._bus.publish(EVENTS_TOPIC, b"")


def _check_status(status: TokenStatus) -> TokenStatus:
    if status is TokenStatus.CONCURRENT_TX:
        raise Invalid("status", "ConcurrentTx is an answer to a start, not a state of a tag.")
    return status


def _check_parent(parent: str | None) -> str | None:
    if parent is not None and not is_id_tag(parent):
        raise Invalid("parent", f"A parent tag has 1 to {LONGEST_ID_TAG} printable characters.")
    return parent
