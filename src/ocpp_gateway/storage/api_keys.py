"""API keys, and the list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, or_, select, update

from ocpp_gateway.operations.api_keys import ApiKey
from ocpp_gateway.operations.key_permissions import stored_grant
from ocpp_gateway.storage import audit as audit_log
from ocpp_gateway.storage.accounts import USER_COLUMNS, user_of
from ocpp_gateway.storage.people_tables import api_keys, users

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Row

    from ocpp_gateway.operations.accounts import User
    from ocpp_gateway.operations.audit import AuditEntry
    from ocpp_gateway.storage.engine import Database

_AS_THEY_ARE = (
    "id",
    "user_id",
    "name",
    "hint",
    "expires_at",
    "last_used_at",
    "revoked_at",
    "created_at",
    "version",
)
KEY_COLUMNS = (*(api_keys.c[name] for name in _AS_THEY_ARE), api_keys.c.permissions)
_PRESENTED = tuple(column.label(f"key_{column.name}") for column in KEY_COLUMNS)


class StoredApiKeys:
    """`ApiKeyStore` on the table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def insert(self, key: ApiKey, key_hash: str, audit: Sequence[AuditEntry]) -> None:
        """Add a key."""
        values = {
            **{name: getattr(key, name) for name in _AS_THEY_ARE},
            "key": key_hash,
            "permissions": key.grant.as_json(),
            "updated_at": key.created_at,
        }
        async with self._database.begin() as connection:
            await connection.execute(insert(api_keys), values)
            await audit_log.append(connection, audit)

    async def find(self, key_id: UUID) -> ApiKey | None:
        """One key."""
        async with self._database.read() as connection:
            row = (await connection.execute(select(*KEY_COLUMNS).where(api_keys.c.id == key_id))).first()
        return None if row is None else key_of(row)

    async def update(self, before: ApiKey, after: ApiKey, now: datetime, audit: Sequence[AuditEntry]) -> bool:
        """Write name, permissions, expiry and revocation if the version is still that of `before`."""
        change = (
            update(api_keys)
            .where(api_keys.c.id == before.id, api_keys.c.version == before.version)
            .values(
                name=after.name,
                permissions=after.grant.as_json(),
                expires_at=after.expires_at,
                revoked_at=after.revoked_at,
                updated_at=now,
                version=before.version + 1,
            )
        )
        async with self._database.begin() as connection:
            if (await connection.execute(change)).rowcount == 0:
                return False
            await audit_log.append(connection, audit)
        return True

    async def presented(self, key_hash: str) -> tuple[ApiKey, User] | None:
        """The key with this hash and its owner."""
        query = (
            select(*_PRESENTED, *USER_COLUMNS)
            .join(users, users.c.id == api_keys.c.user_id)
            .where(api_keys.c.key == key_hash)
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else (key_of(row, "key_"), user_of(row))

    async def note_use(self, key_id: UUID, now: datetime, unless_since: datetime) -> None:
        """Write the last use; of several nodes that try at once the first one does."""
        change = (
            update(api_keys)
            .where(
                api_keys.c.id == key_id,
                or_(api_keys.c.last_used_at.is_(None), api_keys.c.last_used_at <= unless_since),
            )
            .values(last_used_at=now)
        )
        async with self._database.begin() as connection:
            await connection.execute(change)


def key_of(row: Row[Any], before: str = "") -> ApiKey:
    """A key from a row whose columns are named so, with this before their names."""
    columns = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    return ApiKey(
        **{name: columns[before + name] for name in _AS_THEY_ARE},
        grant=stored_grant(columns[before + "permissions"]),
    )
