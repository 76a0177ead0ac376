"""Id tags for decisions: read at most five seconds ago, alias table included."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from sqlalchemy import select

from ocpp_gateway.charging.tokens import Token, TokenStatus
from ocpp_gateway.storage.shared_work import SharedWork
from ocpp_gateway.storage.tables import id_tag_aliases, id_tags

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ocpp_gateway.storage.engine import Database

FRESH_SECONDS = 5.0
REMEMBERED = 10_000
BATCH = 200

_COLUMNS = [id_tags.c[name] for name in ("id_tag", "status", "expiry", "parent", "group_name")]


class StoredTokens:
    """`Tokens` on the tables, with a small cache: a fleet that starts at once asks for the same tags again."""

    def __init__(
        self, database: Database, *, clock: Callable[[], float], remembered: int = REMEMBERED
    ) -> None:
        """`clock` is monotonic seconds."""
        self._database = database
        self._clock = clock
        self._remembered = remembered
        self._reading: SharedWork[str, Token | None] = SharedWork(self._read, most=BATCH, name="id tags")
        self._known: OrderedDict[str, tuple[float, Token | None]] = OrderedDict()

    async def find(self, id_tag_folded: str) -> Token | None:
        """The tag, or the tag that this is another name of; `None` if nobody entered it."""
        now = self._clock()
        known = self._known.get(id_tag_folded)
        if known is not None and now - known[0] < FRESH_SECONDS:
            return known[1]
        token = await self._reading.ask(id_tag_folded)
        self._known[id_tag_folded] = (now, token)
        self._known.move_to_end(id_tag_folded)
        while len(self._known) > self._remembered:
            self._known.popitem(last=False)
        return token

    def forget(self) -> None:
        """A tag has changed: read all of them again (an alias may lead to it)."""
        self._known.clear()

    async def _read(self, wanted: Sequence[str]) -> dict[str, Token | None]:
        """Tags by their own name or another one; their own name comes first."""
        own = select(id_tags.c.id_tag_folded.label("asked_for"), *_COLUMNS).where(
            id_tags.c.id_tag_folded.in_(wanted)
        )
        alias = (
            select(id_tag_aliases.c.alias_folded.label("asked_for"), *_COLUMNS)
            .join(id_tags, id_tags.c.id == id_tag_aliases.c.id_tag_id)
            .where(id_tag_aliases.c.alias_folded.in_(wanted))
        )
        found: dict[str, Token | None] = dict.fromkeys(wanted)
        async with self._database.read() as connection:
            for query in (alias, own):
                for row in await connection.execute(query):
                    found[row.asked_for] = Token(
                        id_tag=row.id_tag,
                        status=TokenStatus(row.status),
                        expiry=row.expiry,
                        parent=row.parent,
                        group=row.group_name,
                    )
        return found
