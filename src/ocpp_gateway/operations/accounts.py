"""People: who they are, their roles and passwords, and the first administrator.

Signing in and staying signed in is `sign_ins`. Passwords are argon2id (OWASP: for people, a memory-hard hash). There is
always an enabled administrator left: the last one is neither removed nor disabled nor given another role.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Protocol, TypedDict
from uuid import UUID

from ocpp_gateway.operations.audit import GATEWAY, Actor, AuditEntry, SubjectKind, audited
from ocpp_gateway.operations.editions import EDIT_ATTEMPTS, edition
from ocpp_gateway.operations.passwords import SlowHashes
from ocpp_gateway.operations.ports import NewId
from ocpp_gateway.operations.refusals import AlreadyExists, Changed, Conflict, Invalid, NotFound
from ocpp_gateway.operations.texts import is_line

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
    """A person, or the service user of a partner. The password's hash is not part of it."""

    id: UUID
    name: str
    email: str
    role: Role
    disabled_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int = 1


class UserEdit(TypedDict, total=False):
    """What an edit may change; a key that is missing stays as it is."""

    name: str
    role: Role
    disabled: bool


Written = Literal["written", "changed", "last-admin", "owns-keys"]
"""What became of a write: done, or not because somebody was faster or a rule forbids it."""


class PeopleStore(Protocol):
    """Storage of people. May raise `StorageUnavailable`. A write is one database transaction with its audit."""

    async def any(self) -> bool:
        """Whether there is anybody at all."""
        ...

    async def insert(
        self, user: User, email_folded: str, password_hash: str | None, audit: Sequence[AuditEntry]
    ) -> bool:
        """Add a person; `False` if the address is taken."""
        ...

    async def all(self) -> list[User]:
        """Everybody, newest first."""
        ...

    async def find(self, email_folded: str) -> tuple[User, str] | None:
        """A person who has a password, and its hash."""
        ...

    async def by_id(self, user_id: UUID) -> tuple[User, str | None] | None:
        """A person, and the password's hash if there is one."""
        ...

    async def by_email(self, email_folded: str) -> User | None:
        """A person, with or without a password."""
        ...

    async def update(self, before: User, after: User, now: datetime, audit: Sequence[AuditEntry]) -> Written:
        """Write name, role and whether disabled, and raise the version; who is disabled is signed out."""
        ...

    async def remove(self, user: User, audit: Sequence[AuditEntry]) -> Written:
        """Remove a person who owns no key, revoked ones aside."""
        ...

    async def set_password(
        self, user_id: UUID, password_hash: str, now: datetime, audit: Sequence[AuditEntry]
    ) -> None:
        """Store the new hash and end everything that is signed in."""
        ...

    async def sign_out(self, user_id: UUID, now: datetime, audit: Sequence[AuditEntry]) -> None:
        """End everything that is signed in."""
        ...


class WrongOldPassword(Invalid):
    """Whoever wants to change a password does not know the present one."""

    def __init__(self) -> None:
        super().__init__("old_password", "This is not the present password.")


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


def generate_password() -> str:
    """A password that nobody has to think of: 120 random bits."""
    return secrets.token_urlsafe(_GENERATED_BYTES)


def _check_name(name: str) -> str:
    if not 0 < len(name) <= _LONGEST_NAME or not is_line(name):
        raise Invalid("name", f"A name has 1 to {_LONGEST_NAME} printable characters.")
    return name


def _check_role(role: Role) -> Role:
    if role is Role.PARTNER:
        raise Invalid("role", "The user of a partner comes into being with the partner and cannot sign in.")
    return role


def _shown(user: User) -> dict[str, Any]:
    """What the audit tells of a person."""
    return {
        "email": user.email,
        "name": user.name,
        "role": user.role.value,
        "disabled": user.disabled_at is not None,
    }


class Accounts:
    """What can be done with people. Whatever hashes a password may raise `PasswordsBusy`."""

    def __init__(self, store: PeopleStore, hashes: SlowHashes, *, new_id: NewId) -> None:
        self._store = store
        self._hashes = hashes
        self._new_id = new_id

    async def create(
        self,
        *,
        email: str,
        role: Role,
        password: str | None,
        by: Actor,
        now: datetime,
        name: str = "",
    ) -> User:
        """Add a person; without a password they can only come in through an identity provider.

        Raises `Invalid` or `AlreadyExists`.
        """
        email = check_email(email)
        name = _check_name(name.strip() or email.partition("@")[0])
        role = _check_role(role)
        password_hash = (
            None if password is None else await self._hashes.hash(check_password(password).encode())
        )
        user = User(
            id=self._new_id(),
            name=name,
            email=email,
            role=role,
            disabled_at=None,
            created_at=now,
            updated_at=now,
        )
        entry = self._entry(by, "created", user, now, after=_shown(user))
        if not await self._store.insert(user, fold_email(email), password_hash, [entry]):
            raise AlreadyExists("user", email)
        return user

    async def list(self) -> list[User]:
        """Everybody, newest first."""
        return await self._store.all()

    async def find(self, user_id: UUID) -> User:
        """One person. Raises `NotFound`."""
        return (await self._known(user_id))[0]

    async def by_email(self, email: str) -> User:
        """One person. Raises `NotFound`."""
        found = await self._store.by_email(fold_email(email))
        if found is None:
            raise NotFound("user", email)
        return found

    async def edit(
        self,
        user_id: UUID,
        edit: UserEdit,
        *,
        by: Actor,
        now: datetime,
        expected: frozenset[str] | None = None,
    ) -> User:
        """Change name and role, disable and enable. `expected` are the editions one of which the caller has seen.

        Who is disabled is signed out at once, and their keys stop working. Raises `NotFound`, `Changed`, `Invalid`, or
        a `Conflict` for the last administrator.
        """
        for _ in range(EDIT_ATTEMPTS):
            before, _hash = await self._known(user_id)
            if expected is not None and edition(before.id, before.version) not in expected:
                raise Changed("user", before.email)
            after = _edited(before, edit, now)
            if after == before:
                return before
            entry = self._entry(by, "edited", before, now, _shown(before), _shown(after))
            if self._done(await self._store.update(before, after, now, [entry])):
                return replace(after, version=before.version + 1, updated_at=now)
        raise Changed("user", str(user_id))

    async def remove(
        self, user_id: UUID, *, by: Actor, now: datetime, expected: frozenset[str] | None = None
    ) -> None:
        """Remove a person.

        Raises `NotFound`, `Changed`, or a `Conflict` for the last administrator and for owners of keys.
        """
        for _ in range(EDIT_ATTEMPTS):
            user, _hash = await self._known(user_id)
            if expected is not None and edition(user.id, user.version) not in expected:
                raise Changed("user", user.email)
            entry = self._entry(by, "removed", user, now, before=_shown(user))
            if self._done(await self._store.remove(user, [entry])):
                return
        raise Changed("user", str(user_id))

    async def set_password(self, email: str, password: str, *, by: Actor, now: datetime) -> User:
        """Give somebody a new password; whoever is signed in with the old one is signed out everywhere."""
        user = await self.by_email(email)
        await self._replace_password(user, password, by, now)
        return user

    async def set_password_of(self, user_id: UUID, password: str, *, by: Actor, now: datetime) -> User:
        """The same for somebody known by id. Raises `NotFound` or `Invalid`."""
        user, _hash = await self._known(user_id)
        await self._replace_password(user, password, by, now)
        return user

    async def change_password(self, user_id: UUID, old: str, new: str, *, by: Actor, now: datetime) -> None:
        """Change one's own password, knowing the present one. Raises `WrongOldPassword` or `Invalid`."""
        user, password_hash = await self._known(user_id)
        right = (
            password_hash is not None
            and len(old) <= LONGEST_PASSWORD
            and await self._hashes.verify(password_hash, old.encode()) is not None
        )
        if not right:
            raise WrongOldPassword
        await self._replace_password(user, new, by, now)

    async def sign_out(self, user_id: UUID, *, by: Actor, now: datetime) -> None:
        """End everything that somebody is signed in with. Raises `NotFound`."""
        user, _hash = await self._known(user_id)
        await self._store.sign_out(user.id, now, [self._entry(by, "signed_out", user, now)])

    async def ensure_admin(
        self, email: str | None, password: str | None, now: datetime
    ) -> tuple[str, str | None] | None:
        """Create the first administrator if there is nobody yet; `None` if there is.

        Returns the address and the generated password, which is shown once; `None` in its place if one was given.
        Of several nodes that start together one creates it, the others see it taken.
        """
        if await self._store.any():
            return None
        generated = None if password else generate_password()
        try:
            user = await self.create(
                email=email or DEFAULT_ADMIN_EMAIL,
                role=Role.ADMIN,
                password=password or generated or "",
                by=GATEWAY,
                now=now,
                name="Administrator",
            )
        except AlreadyExists:
            return None
        return user.email, generated

    async def _known(self, user_id: UUID) -> tuple[User, str | None]:
        found = await self._store.by_id(user_id)
        if found is None:
            raise NotFound("user", str(user_id))
        return found

    async def _replace_password(self, user: User, password: str, by: Actor, now: datetime) -> None:
        if user.role is Role.PARTNER:
            raise Invalid("role", "The user of a partner has no password: it cannot sign in.")
        password_hash = await self._hashes.hash(check_password(password).encode())
        # The entry says that it changed; neither the password nor its hash is part of any entry.
        await self._store.set_password(
            user.id, password_hash, now, [self._entry(by, "password_set", user, now)]
        )

    def _entry(
        self,
        by: Actor,
        action: str,
        user: User,
        now: datetime,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> AuditEntry:
        return audited(
            by,
            action,
            SubjectKind.USER,
            user.email,
            now=now,
            new_id=self._new_id,
            before=before,
            after=after,
        )

    @staticmethod
    def _done(outcome: Written) -> bool:
        if outcome == "last-admin":
            raise Conflict(outcome, "This is the last enabled administrator. Make somebody else one first.")
        if outcome == "owns-keys":
            raise Conflict(outcome, "This user owns API keys that are not revoked. Revoke them first.")
        return outcome == "written"


def _edited(before: User, edit: UserEdit, now: datetime) -> User:
    after = before
    if "name" in edit:
        after = replace(after, name=_check_name(edit["name"].strip()))
    if "role" in edit and edit["role"] is not before.role:
        if before.role is Role.PARTNER:
            raise Invalid("role", "The user of a partner keeps its role.")
        after = replace(after, role=_check_role(edit["role"]))
    if "disabled" in edit and edit["disabled"] != (before.disabled_at is not None):
        after = replace(after, disabled_at=now if edit["disabled"] else None)
    return after
