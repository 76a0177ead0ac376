"""People: who they are, their passwords and the first administrator.

Signing in and staying signed in is `sign_ins`. Passwords are argon2id (OWASP: for people, a memory-hard hash).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from ocpp_gateway.operations.passwords import SlowHashes
from ocpp_gateway.operations.ports import NewId
from ocpp_gateway.operations.refusals import AlreadyExists, Invalid, NotFound

DEFAULT_ADMIN_EMAIL = "admin@gateway.local"
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 256
"""A longer text only costs time to hash."""
_LONGEST_EMAIL = 254
_LONGEST_NAME = 200
_GENERATED_BYTES = 15


class Role(StrEnum):
    """What somebody may do, by job. `PARTNER` is the service user of a partner: it owns keys and never signs in."""

    ADMIN = "admin"
    OPERATOR = "operator"
    VIEWER = "viewer"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person. The password's hash is not part of it."""

    id: UUID
    name: str
    email: str
    role: Role
    disabled_at: datetime | None
    created_at: datetime
    updated_at: datetime


class PeopleStore(Protocol):
    """Storage of people. May raise `StorageUnavailable`."""

    async def any(self) -> bool:
        """Whether there is anybody at all."""
        ...

    async def insert(self, user: User, email_folded: str, password_hash: str) -> bool:
        """Add a person; `False` if the address is taken."""
        ...

    async def all(self) -> list[User]:
        """Everybody, newest first."""
        ...

    async def find(self, email_folded: str) -> tuple[User, str] | None:
        """A person and the password's hash."""
        ...

    async def set_password(self, user_id: UUID, password_hash: str, now: datetime) -> None:
        """Store the new hash and end everything that is signed in, in one database transaction."""
        ...


def fold_email(email: str) -> str:
    """The form in which addresses are compared."""
    return email.strip().casefold()


def check_email(email: str) -> str:
    """Return the address without blanks around it. Raises `Invalid`; whether mail arrives is not for us to know."""
    email = email.strip()
    local, at, domain = email.rpartition("@")
    plain = email.isprintable() and " " not in email and "@" not in local
    if not (at and local and domain and plain and len(email) <= _LONGEST_EMAIL):
        raise Invalid("email", "This is not an e-mail address.")
    return email


def check_password(password: str) -> str:
    """Return the password. Raises `Invalid` if it is too short or too long; nothing else makes one better."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Invalid("password", f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")
    return password


class Accounts:
    """What can be done with people. Whatever hashes a password may raise `PasswordsBusy`."""

    def __init__(self, store: PeopleStore, hashes: SlowHashes, *, new_id: NewId) -> None:
        self._store = store
        self._hashes = hashes
        self._new_id = new_id

    async def create(self, *, email: str, role: Role, password: str, now: datetime, name: str = "") -> User:
        """Add a person. Raises `Invalid` or `AlreadyExists`."""
        email = check_email(email)
        name = name.strip() or email.partition("@")[0]
        if len(name) > _LONGEST_NAME or not name.isprintable():
            raise Invalid("name", f"A name has at most {_LONGEST_NAME} printable characters.")
        if role is Role.PARTNER:
            raise Invalid(
                "role", "The user of a partner comes into being with the partner and cannot sign in."
            )
        password_hash = await self._hashes.hash(check_password(password).encode())
        user = User(
            id=self._new_id(),
            name=name,
            email=email,
            role=role,
            disabled_at=None,
            created_at=now,
            updated_at=now,
        )
        if not await self._store.insert(user, fold_email(email), password_hash):
            raise AlreadyExists("user", email)
        return user

    async def list(self) -> list[User]:
        """Everybody, newest first."""
        return await self._store.all()

    async def set_password(self, email: str, password: str, now: datetime) -> User:
        """Give somebody a new password; whoever is signed in with the old one is signed out everywhere."""
        found = await self._store.find(fold_email(email))
        if found is None:
            raise NotFound("user", email)
        user, _ = found
        password_hash = await self._hashes.hash(check_password(password).encode())
        await self._store.set_password(user.id, password_hash, now)
        return user

    async def ensure_admin(
        self, email: str | None, password: str | None, now: datetime
    ) -> tuple[str, str | None] | None:
        """Create the first administrator if there is nobody yet; `None` if there is.

        Returns the address and the generated password, which is shown once; `None` in its place if one was given.
        Of several nodes that start together one creates it, the others see it taken.
        """
        if await self._store.any():
            return None
        generated = None if password else secrets.token_urlsafe(_GENERATED_BYTES)
        try:
            user = await self.create(
                email=email or DEFAULT_ADMIN_EMAIL,
                role=Role.ADMIN,
                password=password or generated or "",
                now=now,
                name="Administrator",
            )
        except AlreadyExists:
            return None
        return user.email, generated
