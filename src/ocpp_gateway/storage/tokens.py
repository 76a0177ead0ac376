"""Id tags for decisions: read at most five seconds ago, alias table included."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from ocpp_gateway.charging.tokens import Token, TokenStatus
from ocpp_gateway.storage.tables import id_tag_aliases, id_tags

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocpp_gateway.storage.engine import Database

FRESH_SECONDS = 5.0
REMEMBERED = 10_000


class StoredTokens:
    """`Tokens` on the tables, with a small cache: a fleet that starts at once asks for the same tags again."""

    def __init__(
        self, database: Database, *, clock: Callable[[], float], remembered: int = REMEMBERED
    ) -> None:
        """`clock` is monotonic seconds."""
        self._database = database
        self._clock = clock
        self._remembered = remembered
        self._known: OrderedDict[str, tuple[float, Token | None]] = OrderedDict()

    async def find(self, id_tag_folded: str) -> Token | None:
        """The tag, or the tag that this is another name of; `None` if nobody entered it."""
        now = self._clock()
        known = self._known.get(id_tag_folded)
        if known is not None and now - known[0] < FRESH_SECONDS:
            return known[1]
        token = await self._read(id_tag_folded)
        self._known[id_tag_folded] = (now, token)
        self._known.move_to_end(id_tag_folded)
        while len(self._known) > self._remembered:
            self._known.popitem(last=False)
        return token

    def forget(self) -> None:
        """A tag has changed: read all of them again (an alias may lead to it)."""
        self._known.clear()

    async def _read(self, id_tag_folded: str) -> Token | None:
        alias = (
            select(id_tag_aliases.c.id_tag_id)
            .where(id_tag_aliases.c.alias_folded == id_tag_folded)
            .scalar_subquery()
        )
        query = (
            select(id_tags)
            .where(or_(id_tags.c.id_tag_folded == id_tag_folded, id_tags.c.id == alias))
            .order_by(id_tags.c.id_tag_folded != id_tag_folded)
            .limit(1)
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
            if row is None:
                return None
            others = select(id_tag_aliases.c.alias_folded).where(id_tag_aliases.c.id_tag_id == row.id)
            aliases = (await connection.execute(others)).scalars()
        return Token(
            id_tag=row.id_tag,
            status=TokenStatus(row.status),
            expiry=row.expiry,
            parent=row.parent,
            group=row.group_name,
            concurrent=row.concurrent,
            names=(row.id_tag_folded, *aliases),
        )
