"""The identities and names of all living stations, in memory: a text is found in them without reading every station.

Neither database finds a part of a text by an index (PostgreSQL could with an extension). This narrows a search down to
few stations; the statement that follows still asks for the text, the rights and everything else, so that what is stale
here shows nothing wrong: a station that was added or renamed on another node is found as soon as the log has told.
"""

from __future__ import annotations

import asyncio
from array import array
from bisect import bisect_right
from itertools import accumulate, islice
from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from sqlalchemy import select

from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.operations.provisioning import fold_identity
from ocpp_gateway.storage.queries.functions import ascii_lower_text
from ocpp_gateway.storage.tables import stations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Row

    from ocpp_gateway.storage.engine import Database

_log = structlog.get_logger(__name__)

MOST = 500
"""More stations than these are not few: a list finds its first page of them soon by reading in its own order."""
MOST_CHANGED = 1000
"""Changed stations beside the long texts; beyond them these are made anew."""
_PAGE = 1000
_AGAIN_SECONDS = 5.0
_END = "\0"
"""No text of a database holds it."""
_ID_BYTES = 16


class Texts:
    """Many short texts as one long one, in which one pass of the C library finds all that hold a part."""

    __slots__ = ("_starts", "_text")

    def __init__(self, texts: Sequence[str]) -> None:
        self._text = "".join([text + _END for text in texts])
        self._starts = array("L", accumulate((len(text) + 1 for text in texts), initial=0))

    def holding(self, part: str, most: int) -> list[int] | None:
        """The places of the texts that hold a part, in order; `None` if they are more than `most`."""
        found: list[int] = []
        at = self._text.find(part)
        while at >= 0:
            if len(found) == most:
                return None
            place = bisect_right(self._starts, at) - 1
            found.append(place)
            at = self._text.find(part, self._starts[place + 1])
        return found

    def each(self) -> list[str]:
        """The texts again."""
        return self._text.split(_END)[:-1]


class StationNames:
    """Which living stations have a text in their identity or name. About 60 bytes a station."""

    def __init__(self, database: Database, *, most: int = MOST, most_changed: int = MOST_CHANGED) -> None:
        self._database = database
        self._most = most
        self._most_changed = most_changed
        self._reading = asyncio.Lock()
        self._loaded = False
        self._unread: set[UUID] = set()
        self._ids = b""
        self._identities = Texts(())
        self._names = Texts(())
        self._changed: dict[UUID, tuple[str, str] | None] = {}
        """Stations as they have become since the texts were made; `None` for one that is archived."""

    def changed(self, station_id: UUID) -> None:
        """A station was added, renamed or archived: it is read again before the next search."""
        self._unread.add(station_id)

    async def few(self, part: str) -> list[UUID] | None:
        """The stations with this text, in no order; `None` if they are not few. Raises `StorageUnavailable`."""
        if not self._loaded:
            return None
        await self._read()
        identity, name = fold_identity(part), ascii_lower_text(part)
        if not identity or _END in part:
            return None
        places = self._identities.holding(identity, self._most)
        named = self._names.holding(name, self._most)
        if places is None or named is None:
            return None
        found = {UUID(bytes=self._ids[at : at + _ID_BYTES]) for at in self._offsets(places, named)}
        found -= self._changed.keys()
        found.update(
            key
            for key, texts in self._changed.items()
            if texts is not None and (identity in texts[0] or name in texts[1])
        )
        return list(found) if len(found) <= self._most else None

    def _offsets(self, *places: Iterable[int]) -> set[int]:
        return {place * _ID_BYTES for some in places for place in some}

    async def run(self) -> None:
        """Load, and try again while the database is away. Until then nothing is few."""
        while not self._loaded:
            try:
                await self.load()
            except StorageUnavailable as away:
                _log.warning("station_names_not_loaded", reason=str(away))
                await asyncio.sleep(_AGAIN_SECONDS)

    async def _read(self) -> None:
        """Read what has changed, or wait for whoever is reading it."""
        if not self._unread and not self._reading.locked():
            return
        async with self._reading:
            while self._unread:
                await self._read_again(set(islice(self._unread, _PAGE)))
            if len(self._changed) > self._most_changed:
                self._merge()

    async def load(self) -> None:
        """Read all stations, some at a time: everybody else has a turn meanwhile. Raises `StorageUnavailable`."""
        ids, identities, names = bytearray(), [], []
        query = select(stations.c.id, stations.c.ocpp_id_folded, stations.c.name)
        query = query.where(stations.c.archived_at.is_(None)).order_by(stations.c.id).limit(_PAGE)
        last: UUID | None = None
        while True:
            wanted = query if last is None else query.where(stations.c.id > last)
            async with self._database.read() as connection:
                rows = (await connection.execute(wanted)).all()
            for row in rows:
                identity, name = _texts(row)
                ids += row.id.bytes
                identities.append(identity)
                names.append(name)
            if len(rows) < _PAGE:
                break
            last = rows[-1].id
        self._ids, self._identities, self._names = bytes(ids), Texts(identities), Texts(names)
        self._changed = {}
        self._loaded = True

    async def _read_again(self, ids: set[UUID]) -> None:
        query = select(stations.c.id, stations.c.ocpp_id_folded, stations.c.name)
        query = query.where(stations.c.archived_at.is_(None), stations.c.id.in_(ids))
        self._unread -= ids  # a change from now on is read once more
        try:
            async with self._database.read() as connection:
                rows = (await connection.execute(query)).all()
        except BaseException:
            self._unread |= ids
            raise
        self._changed.update(dict.fromkeys(ids))
        self._changed.update({row.id: _texts(row) for row in rows})

    def _merge(self) -> None:
        """Make the texts anew with what has changed."""
        keys = [self._ids[at : at + _ID_BYTES] for at in range(0, len(self._ids), _ID_BYTES)]
        known: dict[bytes, tuple[str, str]] = dict(
            zip(keys, zip(self._identities.each(), self._names.each(), strict=True), strict=True)
        )
        for key, texts in self._changed.items():
            if texts is None:
                known.pop(key.bytes, None)
            else:
                known[key.bytes] = texts
        self._ids = b"".join(known)
        self._identities = Texts([identity for identity, _ in known.values()])
        self._names = Texts([name for _, name in known.values()])
        self._changed = {}


def _texts(row: Row[tuple[UUID, str, str | None]]) -> tuple[str, str]:
    return row.ocpp_id_folded, ascii_lower_text(row.name or "")
