"""People and API keys as they are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from ocpp_gateway.operations.people_queries import KeyFilter, KeyView, UserFilter
from ocpp_gateway.operations.queries import IdKey, Page
from ocpp_gateway.storage.accounts import USER_COLUMNS, user_of
from ocpp_gateway.storage.api_keys import KEY_COLUMNS, key_of
from ocpp_gateway.storage.people_tables import api_keys, users
from ocpp_gateway.storage.queries.keyset import contains, page

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement

    from ocpp_gateway.operations.accounts import User
    from ocpp_gateway.storage.engine import Database

_WITH_OWNER = select(*KEY_COLUMNS, users.c.email).join(users, users.c.id == api_keys.c.user_id)


class StoredPeopleQueries:
    """`PeopleQueries` on the tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def users(self, wanted: UserFilter, *, limit: int, after: IdKey | None = None) -> Page[User, IdKey]:
        """One page of people, newest first."""
        conditions: list[ColumnElement[bool]] = []
        if wanted.role is not None:
            conditions.append(users.c.role == wanted.role.value)
        if wanted.disabled is not None:
            is_disabled = users.c.disabled_at.is_not(None)
            conditions.append(is_disabled if wanted.disabled else users.c.disabled_at.is_(None))
        if wanted.text is not None:
            conditions.append(or_(contains(users.c.email, wanted.text), contains(users.c.name, wanted.text)))
        if after is not None:
            conditions.append(users.c.id < after[0])
        query = select(*USER_COLUMNS).where(*conditions).order_by(users.c.id.desc()).limit(limit + 1)
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        return page(rows, limit, user_of, lambda user: (user.id,))

    async def keys(
        self, wanted: KeyFilter, *, limit: int, after: IdKey | None = None
    ) -> Page[KeyView, IdKey]:
        """One page of keys, newest first."""
        query = _WITH_OWNER.order_by(api_keys.c.id.desc()).limit(limit + 1)
        if wanted.owner is not None:
            query = query.where(api_keys.c.user_id == wanted.owner)
        if after is not None:
            query = query.where(api_keys.c.id < after[0])
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        return page(rows, limit, lambda row: KeyView(key_of(row), row.email), lambda view: (view.key.id,))

    async def key(self, key_id: UUID) -> KeyView | None:
        """One key."""
        async with self._database.read() as connection:
            row = (await connection.execute(_WITH_OWNER.where(api_keys.c.id == key_id))).first()
        return None if row is None else KeyView(key_of(row), row.email)
