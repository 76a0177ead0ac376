"""People and their sign-ins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from ocpp_gateway.operations.accounts import Role, User, Written
from ocpp_gateway.operations.sign_ins import RefreshToken
from ocpp_gateway.storage import audit as audit_log
from ocpp_gateway.storage.people_tables import api_keys, refresh_tokens, users

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Row, Update

    from ocpp_gateway.operations.audit import AuditEntry
    from ocpp_gateway.storage.engine import Connection, Database

USER_COLUMNS = tuple(
    users.c[name]
    for name in ("id", "name", "email", "role", "disabled_at", "created_at", "updated_at", "version")
)
_TOKEN = tuple(
    refresh_tokens.c[name]
    for name in ("id", "user_id", "token_hash", "family", "expires_at", "created_at", "used_at", "revoked_at")
)


class StoredPeople:
    """`PeopleStore` on the tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def any(self) -> bool:
        """Whether there is anybody at all."""
        async with self._database.read() as connection:
            return bool((await connection.execute(select(exists().select_from(users)))).scalar())

    async def insert(
        self, user: User, email_folded: str, password_hash: str | None, audit: Sequence[AuditEntry]
    ) -> bool:
        """Add a person; `False` if the address is taken (the unique column decides)."""
        values = {
            "id": user.id,
            "name": user.name,
            "email": user.email,
            "email_folded": email_folded,
            "password_hash": password_hash,
            "role": user.role.value,
            "disabled_at": user.disabled_at,
            "created_at": user.created_at,
            "updated_at": user.updated_at,
            "version": user.version,
        }
        try:
            async with self._database.begin() as connection:
                await connection.execute(insert(users), values)
                await audit_log.append(connection, audit)
        except IntegrityError:
            return False
        return True

    async def all(self) -> list[User]:
        """Everybody, newest first."""
        async with self._database.read() as connection:
            rows = await connection.execute(select(*USER_COLUMNS).order_by(users.c.id.desc()))
        return [user_of(row) for row in rows]

    async def find(self, email_folded: str) -> tuple[User, str] | None:
        """A person who can sign in, and the password's hash."""
        query = select(*USER_COLUMNS, users.c.password_hash).where(
            users.c.email_folded == email_folded, users.c.password_hash.is_not(None)
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else (user_of(row), str(row.password_hash))

    async def by_id(self, user_id: UUID) -> tuple[User, str | None] | None:
        """A person, and the password's hash if there is one."""
        query = select(*USER_COLUMNS, users.c.password_hash).where(users.c.id == user_id)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else (user_of(row), row.password_hash)

    async def by_email(self, email_folded: str) -> User | None:
        """A person, with or without a password."""
        query = select(*USER_COLUMNS).where(users.c.email_folded == email_folded)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else user_of(row)

    async def update(self, before: User, after: User, now: datetime, audit: Sequence[AuditEntry]) -> Written:
        """Write name, role and whether disabled; who is disabled is signed out in the same transaction."""
        change = (
            update(users)
            .where(users.c.id == before.id, users.c.version == before.version)
            .values(
                name=after.name,
                role=after.role.value,
                disabled_at=after.disabled_at,
                updated_at=now,
                version=before.version + 1,
            )
        )
        async with self._database.begin() as connection:
            if _is_admin(before) and not _is_admin(after) and await _is_last_admin(connection, before):
                return "last-admin"
            if (await connection.execute(change)).rowcount == 0:
                return "changed"
            if after.disabled_at is not None:
                await connection.execute(_sign_out(before.id, now))
            await audit_log.append(connection, audit)
        return "written"

    async def remove(self, user: User, audit: Sequence[AuditEntry]) -> Written:
        """Remove a person; revoked keys go with them."""
        in_use = select(exists().where(api_keys.c.user_id == user.id, api_keys.c.revoked_at.is_(None)))
        async with self._database.begin() as connection:
            if _is_admin(user) and await _is_last_admin(connection, user):
                return "last-admin"
            if (await connection.execute(in_use)).scalar():
                return "owns-keys"
            gone = delete(users).where(users.c.id == user.id, users.c.version == user.version)
            if (await connection.execute(gone)).rowcount == 0:
                return "changed"
            await audit_log.append(connection, audit)
        return "written"

    async def set_password(
        self, user_id: UUID, password_hash: str, now: datetime, audit: Sequence[AuditEntry]
    ) -> None:
        """Store the new hash and end everything that is signed in, in one transaction."""
        change = (
            update(users).where(users.c.id == user_id).values(password_hash=password_hash, updated_at=now)
        )
        async with self._database.begin() as connection:
            await connection.execute(change)
            await connection.execute(_sign_out(user_id, now))
            await audit_log.append(connection, audit)

    async def sign_out(self, user_id: UUID, now: datetime, audit: Sequence[AuditEntry]) -> None:
        """End everything that is signed in."""
        async with self._database.begin() as connection:
            await connection.execute(_sign_out(user_id, now))
            await audit_log.append(connection, audit)


def _is_admin(user: User) -> bool:
    return user.role is Role.ADMIN and user.disabled_at is None


async def _is_last_admin(connection: Connection, user: User) -> bool:
    """Whether no other enabled administrator is left.

    Their rows are locked, in one order: of two administrators who remove each other at once, the second one waits and
    then finds herself alone. (On SQLite one transaction writes at a time.)
    """
    query = (
        select(users.c.id)
        .where(users.c.role == Role.ADMIN.value, users.c.disabled_at.is_(None))
        .order_by(users.c.id)
        .with_for_update()
    )
    admins = (await connection.execute(query)).scalars()
    return set(admins) <= {user.id}


def _sign_out(user_id: UUID, now: datetime) -> Update:
    return (
        update(refresh_tokens)
        .where(refresh_tokens.c.user_id == user_id, refresh_tokens.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )


class StoredSignIns:
    """`SignInStore` on the tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, token: RefreshToken, audit: Sequence[AuditEntry]) -> None:
        """Store the first token of a family and forget those of this user that have expired."""
        expired = delete(refresh_tokens).where(
            refresh_tokens.c.user_id == token.user_id, refresh_tokens.c.expires_at <= token.created_at
        )
        async with self._database.begin() as connection:
            await connection.execute(expired)
            await connection.execute(insert(refresh_tokens), _token_values(token))
            await audit_log.append(connection, audit)

    async def find(self, token_hash: bytes) -> RefreshToken | None:
        """A token by its hash."""
        query = select(*_TOKEN).where(refresh_tokens.c.token_hash == token_hash)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else RefreshToken(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name

    async def rotate(self, used: RefreshToken, successor: RefreshToken, now: datetime) -> bool:
        """Mark one used and store the next; of two that try at once the second one finds it used."""
        use = (
            update(refresh_tokens)
            .where(
                refresh_tokens.c.id == used.id,
                refresh_tokens.c.used_at.is_(None),
                refresh_tokens.c.revoked_at.is_(None),
            )
            .values(used_at=now)
        )
        async with self._database.begin() as connection:
            if (await connection.execute(use)).rowcount == 0:
                return False
            await connection.execute(insert(refresh_tokens), _token_values(successor))
        return True

    async def revoke(self, family: UUID, now: datetime, audit: Sequence[AuditEntry]) -> None:
        """End a whole family; of two that end it at once only the first leaves its entry."""
        change = (
            update(refresh_tokens)
            .where(refresh_tokens.c.family == family, refresh_tokens.c.revoked_at.is_(None))
            .values(revoked_at=now)
        )
        async with self._database.begin() as connection:
            if (await connection.execute(change)).rowcount:
                await audit_log.append(connection, audit)

    async def standing(self, user_id: UUID, family: UUID, now: datetime) -> User | None:
        """The user as of now, if the account is enabled and the sign-in goes on."""
        goes_on = exists().where(
            refresh_tokens.c.family == family,
            refresh_tokens.c.user_id == user_id,
            refresh_tokens.c.revoked_at.is_(None),
            refresh_tokens.c.expires_at > now,
        )
        query = select(*USER_COLUMNS).where(users.c.id == user_id, users.c.disabled_at.is_(None), goes_on)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else user_of(row)


def _token_values(token: RefreshToken) -> dict[str, Any]:
    return {column.name: getattr(token, column.name) for column in _TOKEN}


def user_of(row: Row[Any]) -> User:
    """A person from a row with `USER_COLUMNS`."""
    return User(
        id=row.id,
        name=row.name or row.email,
        email=row.email,
        role=Role(row.role),
        disabled_at=row.disabled_at,
        created_at=row.created_at,
        updated_at=row.updated_at,
        version=row.version,
    )
