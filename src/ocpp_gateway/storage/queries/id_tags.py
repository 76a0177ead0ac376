"""Id tags as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from ocpp_gateway.charging.tokens import TokenStatus, fold
from ocpp_gateway.operations.queries import IdKey, IdTagFilter, IdTagView, Page, TagVisibility
from ocpp_gateway.storage.id_tags import aliases_of
from ocpp_gateway.storage.queries.keyset import contains, page
from ocpp_gateway.storage.tables import id_tags

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row, Select

    from ocpp_gateway.storage.engine import Database

_AS_THEY_ARE = [
    "id",
    "id_tag",
    "expiry",
    "parent",
    "note",
    "concurrent",
    "created_at",
    "updated_at",
    "version",
]
_COLUMNS = (*(id_tags.c[name] for name in _AS_THEY_ARE), id_tags.c.status, id_tags.c.group_name)


class StoredIdTagQueries:
    """`IdTagQueries` on the table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self, wanted: IdTagFilter, visible: TagVisibility, *, limit: int, after: IdKey | None = None
    ) -> Page[IdTagView, IdKey]:
        """One page, newest first."""
        query = _seen(visible).where(*_conditions(wanted)).order_by(id_tags.c.id.desc()).limit(limit + 1)
        if after is not None:
            query = query.where(id_tags.c.id < after[0])
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
            aliases = await aliases_of(connection, [row.id for row in rows])
        return page(rows, limit, lambda row: _view(row, aliases.get(row.id, ())), lambda view: (view.id,))

    async def find(self, id_tag_folded: str, visible: TagVisibility) -> IdTagView | None:
        """One tag by its folded text."""
        query = _seen(visible).where(id_tags.c.id_tag_folded == id_tag_folded)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
            if row is None:
                return None
            aliases = await aliases_of(connection, [row.id])
        return _view(row, aliases.get(row.id, ()))


def _seen(visible: TagVisibility) -> Select[Any]:
    query = select(*_COLUMNS)
    return query if visible.all_tags else query.where(id_tags.c.group_name.in_(sorted(visible.groups)))


def _conditions(wanted: IdTagFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.status is not None:
        conditions.append(_shown_as(wanted.status, wanted))
    if wanted.group is not None:
        conditions.append(id_tags.c.group_name == wanted.group)
    if wanted.text is not None:
        in_tag = id_tags.c.id_tag_folded.contains(fold(wanted.text), autoescape=True)
        conditions.append(or_(in_tag, contains(id_tags.c.note, wanted.text)))
    return conditions


def _shown_as(status: TokenStatus, wanted: IdTagFilter) -> ColumnElement[bool]:
    """The rule of `charging.tokens.authorize` as SQL: an accepted tag whose expiry has passed is expired."""
    entered = id_tags.c.status == status.value
    accepted = id_tags.c.status == TokenStatus.ACCEPTED.value
    if status is TokenStatus.ACCEPTED:
        return and_(accepted, or_(id_tags.c.expiry.is_(None), id_tags.c.expiry > wanted.now))
    if status is TokenStatus.EXPIRED:
        return or_(entered, and_(accepted, id_tags.c.expiry <= wanted.now))
    return entered


def _view(row: Row[Any], aliases: tuple[str, ...]) -> IdTagView:
    return IdTagView(
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
        status=TokenStatus(row.status),
        group=row.group_name,
        aliases=aliases,
    )
