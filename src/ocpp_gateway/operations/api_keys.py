"""API keys: how programs come in. Each belongs to a user and can never do more than that user's role.

A key is looked up with every request, together with its owner: revoking it, its expiry, and disabling the owner count
at once on every node.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol, TypedDict
from uuid import UUID

from ocpp_gateway.operations.accounts import Role, User
from ocpp_gateway.operations.api_key_text import HINT_LENGTH, hash_key, is_key, make_key
from ocpp_gateway.operations.audit import Actor, AuditEntry, SubjectKind, audited
from ocpp_gateway.operations.editions import EDIT_ATTEMPTS, edition
from ocpp_gateway.operations.key_permissions import KeyGrant, read_permissions
from ocpp_gateway.operations.permissions import ROLE_PERMISSIONS
from ocpp_gateway.operations.ports import NewId
from ocpp_gateway.operations.refusals import Changed, Conflict, Invalid, NotFound, Refusal
from ocpp_gateway.operations.texts import is_line

USE_NOTED_EVERY = timedelta(minutes=1)
"""The last use is written at most this often, not with every request."""
LONGEST_NAME = 200


class KeyRefused(Refusal):
    """The key does not count: unknown, expired, revoked, or its owner is disabled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key as it is shown; neither it nor its hash is part of it. `hint` is its beginning."""

    id: UUID
    user_id: UUID
    name: str
    hint: str
    grant: KeyGrant
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    created_at: datetime
    version: int


class KeyEdit(TypedDict, total=False):
    """What an edit may change; a key that is missing stays as it is. `permissions` replaces all of them."""

    name: str
    permissions: object
    expires_at: datetime | None


class ApiKeyStore(Protocol):
    """Storage of keys. May raise `StorageUnavailable`. A write is one database transaction with its audit."""

    async def insert(self, key: ApiKey, key_hash: str, audit: Sequence[AuditEntry]) -> None:
        """Add a key."""
        ...

    async def find(self, key_id: UUID) -> ApiKey | None:
        """One key."""
        ...

    async def update(self, before: ApiKey, after: ApiKey, now: datetime, audit: Sequence[AuditEntry]) -> bool:
        """Write name, permissions, expiry and revocation; `False` if somebody was faster."""
        ...

    async def presented(self, key_hash: str) -> tuple[ApiKey, User] | None:
        """The key with this hash and its owner, as they are now."""
        ...

    async def note_use(self, key_id: UUID, now: datetime, unless_since: datetime) -> None:
        """Write the last use, unless one is written that is not older than `unless_since`."""
        ...


class Owners(Protocol):
    """Where owners of keys are looked up. Raises `NotFound`."""

    async def find(self, user_id: UUID) -> User:
        """One person."""
        ...


class ApiKeys:
    """What can be done with keys. `actions` are those that can be sent to stations."""

    def __init__(self, store: ApiKeyStore, owners: Owners, *, actions: frozenset[str], new_id: NewId) -> None:
        self._store = store
        self._owners = owners
        self._actions = actions
        self._new_id = new_id

    async def create(
        self,
        *,
        name: str,
        owner: UUID,
        permissions: object,
        by: Actor,
        now: datetime,
        expires_at: datetime | None = None,
    ) -> tuple[ApiKey, str]:
        """Make a key; the second value is its text, to be shown once. Raises `Invalid`, `FieldsRefused`, `NotFound`."""
        user = await self._owners.find(owner)
        grant = read_permissions(permissions, self._actions)
        _check_owner(user, grant)
        text = make_key()
        key = ApiKey(
            id=self._new_id(),
            user_id=user.id,
            name=_check_name(name),
            hint=text[:HINT_LENGTH],
            grant=grant,
            expires_at=_check_expiry(expires_at, now),
            last_used_at=None,
            revoked_at=None,
            created_at=now,
            version=1,
        )
        entry = self._entry(by, "created", key, now, after=_shown(key) | {"owner": user.email})
        await self._store.insert(key, hash_key(text), [entry])
        return key, text

    async def edit(
        self,
        key_id: UUID,
        edit: KeyEdit,
        *,
        by: Actor,
        now: datetime,
        expected: frozenset[str] | None = None,
    ) -> ApiKey:
        """Change name, permissions or expiry. Raises `NotFound`, `Changed`, `Invalid`, `FieldsRefused`, `Conflict`."""
        for _ in range(EDIT_ATTEMPTS):
            before = await self._known(key_id)
            if expected is not None and edition(before.id, before.version) not in expected:
                raise Changed("API key", before.name)
            if before.revoked_at is not None:
                raise Conflict("revoked", "The API key is revoked. Make a new one.")
            after = await self._edited(before, edit, now)
            if after == before:
                return before
            entry = self._entry(by, "edited", before, now, _shown(before), _shown(after))
            if await self._store.update(before, after, now, [entry]):
                return replace(after, version=before.version + 1)
        raise Changed("API key", str(key_id))

    async def revoke(
        self, key_id: UUID, *, by: Actor, now: datetime, expected: frozenset[str] | None = None
    ) -> ApiKey:
        """End a key for good, at once on every node; repeating it is no error. Raises `NotFound` or `Changed`."""
        for _ in range(EDIT_ATTEMPTS):
            before = await self._known(key_id)
            if before.revoked_at is not None:
                return before
            if expected is not None and edition(before.id, before.version) not in expected:
                raise Changed("API key", before.name)
            after = replace(before, revoked_at=now)
            entry = self._entry(by, "revoked", before, now)
            if await self._store.update(before, after, now, [entry]):
                return replace(after, version=before.version + 1)
        raise Changed("API key", str(key_id))

    async def authenticate(self, text: str, now: datetime) -> tuple[ApiKey, User]:
        """The key that a program presents, and its owner. Raises `KeyRefused`.

        A text with a wrong checksum is refused without a look into the database.
        """
        found = await self._store.presented(hash_key(text)) if is_key(text) else None
        if found is None:
            raise KeyRefused("There is no such API key.")
        key, owner = found
        if key.revoked_at is not None:
            raise KeyRefused("This API key has been revoked.")
        if key.expires_at is not None and key.expires_at <= now:
            raise KeyRefused("This API key has expired.")
        if owner.disabled_at is not None:
            raise KeyRefused("The owner of this API key is disabled.")
        if key.last_used_at is None or now - key.last_used_at >= USE_NOTED_EVERY:
            await self._store.note_use(key.id, now, now - USE_NOTED_EVERY)
        return key, owner

    async def _edited(self, before: ApiKey, edit: KeyEdit, now: datetime) -> ApiKey:
        after = before
        if "name" in edit:
            after = replace(after, name=_check_name(edit["name"]))
        if "permissions" in edit:
            after = replace(after, grant=read_permissions(edit["permissions"], self._actions))
            _check_owner(await self._owners.find(before.user_id), after.grant)
        if "expires_at" in edit:
            after = replace(after, expires_at=_check_expiry(edit["expires_at"], now))
        return after

    async def _known(self, key_id: UUID) -> ApiKey:
        found = await self._store.find(key_id)
        if found is None:
            raise NotFound("API key", str(key_id))
        return found

    def _entry(
        self,
        by: Actor,
        action: str,
        key: ApiKey,
        now: datetime,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> AuditEntry:
        subject = f"{key.name} ({key.hint}…)"
        return audited(
            by,
            action,
            SubjectKind.API_KEY,
            subject,
            now=now,
            new_id=self._new_id,
            before=before,
            after=after,
        )


def _shown(key: ApiKey) -> dict[str, Any]:
    """What the audit tells of a key."""
    return {
        "name": key.name,
        "permissions": key.grant.as_json(),
        "expires_at": None if key.expires_at is None else key.expires_at.isoformat(),
    }


def _check_name(name: str) -> str:
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME or not is_line(name):
        raise Invalid("name", f"A name has 1 to {LONGEST_NAME} printable characters.")
    return name


def _check_expiry(expires_at: datetime | None, now: datetime) -> datetime | None:
    if expires_at is not None and expires_at <= now:
        raise Invalid("expires_at", "The end of a key lies in the future; revoke it to end it now.")
    return expires_at


def _check_owner(owner: User, grant: KeyGrant) -> None:
    """A scope that the owner's role lacks would never work: better to say so now. (It is checked at each use too.)

    What the keys of partners may do is decided by the API of partners.
    """
    if owner.role is Role.PARTNER:
        return
    beyond = sorted(grant.scopes - ROLE_PERMISSIONS[owner.role])
    if beyond:
        text = f"The owner has the role {owner.role.value}, which lacks: {', '.join(beyond)}."
        raise Invalid("permissions.scopes", text)
