"""Signing in and staying signed in: refresh tokens that rotate, with detection of their reuse (attack S20).

A sign-in is a *family* of refresh tokens. Each token works once and is replaced by the next; only hashes are stored
(the tokens are random, so SHA-256 is enough). A token that comes back after it was used means that two parties hold
the family: it is revoked whole.

Two cases are no theft: two windows of one browser send a token at the same moment, and an answer gets lost, so that the
browser can only send the used one again. A token's successor is therefore derived from it, and who repeats a token soon
gets the same successor, as long as nobody has used that one. There is one chain whatever happens: whoever else has got
hold of it is found out when the second of them goes on (ADR 0020).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

import structlog

from ocpp_gateway.operations.accounts import LONGEST_PASSWORD, PeopleStore, Role, User, fold_email
from ocpp_gateway.operations.audit import GATEWAY, Actor, ActorKind, AuditEntry, SubjectKind, audited
from ocpp_gateway.operations.editions import EDIT_ATTEMPTS
from ocpp_gateway.operations.keys import DerivedKeys
from ocpp_gateway.operations.passwords import SlowHashes
from ocpp_gateway.operations.ports import NewId
from ocpp_gateway.operations.refusals import Refusal

_log = structlog.get_logger(__name__)

SIGN_IN_LIFETIME = timedelta(days=30)
"""How long a sign-in lasts in all; rotation does not prolong it."""
REPEATED = timedelta(minutes=1)
"""So long a used token whose successor is unused gets that successor again: its answer was lost, or is on the way."""
SIMULTANEOUS = timedelta(seconds=10)
"""So long a used token whose successor is used too is taken for a slow second window, later for a thief."""
_SUCCESSORS = "refresh-tokens"


class WrongCredentials(Refusal):
    """Wrong address, wrong password or an account that may not sign in: one answer, so that none is revealed."""

    def __init__(self) -> None:
        super().__init__("The e-mail address or the password is wrong.")


class SignInEnded(Refusal):
    """The refresh token is unknown, expired, revoked or was used twice: sign in again."""

    def __init__(self) -> None:
        super().__init__("This sign-in has ended. Sign in again.")


class RefreshedAlready(Refusal):
    """The refresh token was used a moment ago, perhaps by another window: its new cookie is on the way."""

    def __init__(self) -> None:
        super().__init__(
            "Another request has just refreshed this sign-in. Repeat with the cookie it received."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshToken:
    """A stored refresh token: one of a family, used at most once."""

    id: UUID
    user_id: UUID
    token_hash: bytes
    family: UUID
    expires_at: datetime
    created_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Somebody who is signed in; `refresh_token` is the secret text for the next refresh, until `expires_at`."""

    user: User
    family: UUID
    refresh_token: str
    expires_at: datetime


class SignInStore(Protocol):
    """Storage of refresh tokens. May raise `StorageUnavailable`."""

    async def begin(self, token: RefreshToken, audit: Sequence[AuditEntry]) -> None:
        """Store the first token of a family, with its entry of the audit, and forget those of this user that have
        expired.
        """
        ...

    async def find(self, token_hash: bytes) -> RefreshToken | None:
        """A token by its hash."""
        ...

    async def rotate(self, used: RefreshToken, successor: RefreshToken, now: datetime) -> bool:
        """Mark one used and store the next, together; `False` (nothing stored) if it was used or revoked meanwhile."""
        ...

    async def revoke(self, family: UUID, now: datetime, audit: Sequence[AuditEntry]) -> None:
        """End a whole family, with its entry of the audit; one that has ended already leaves none."""
        ...

    async def standing(self, user_id: UUID, family: UUID, now: datetime) -> User | None:
        """The user as of now, if the account is enabled and a token of the family is neither revoked nor expired."""
        ...

    async def standings(
        self, sign_ins: Collection[tuple[UUID, UUID]], now: datetime
    ) -> dict[tuple[UUID, UUID], User]:
        """As `standing` for many (user, family) at once; who is missing in the answer has none any more."""
        ...


def hash_token(token: str) -> bytes:
    """What is stored of a refresh token."""
    return hashlib.sha256(token.encode()).digest()


class SignIns:
    """Who is signed in."""

    def __init__(
        self,
        people: PeopleStore,
        store: SignInStore,
        hashes: SlowHashes,
        keys: DerivedKeys,
        *,
        new_id: NewId,
    ) -> None:
        self._people = people
        self._keys = keys
        self._hashes = hashes
        self._store = store
        self._new_id = new_id

    async def login(
        self, email: str, password: str, now: datetime, *, address: str | None = None
    ) -> SignedIn:
        """Sign somebody in from a network address.

        Raises `WrongCredentials` or `PasswordsBusy`; an unknown e-mail address takes equally long. A refused attempt
        is not in the audit: anybody can make millions, and the audit is kept for ever.
        """
        if len(password) > LONGEST_PASSWORD:
            raise WrongCredentials
        found = await self._people.find(fold_email(email))
        if found is None:
            await self._hashes.hash(password.encode())
            raise WrongCredentials
        user, password_hash = found
        right = await self._hashes.verify(password_hash, password.encode()) is not None
        if not right or user.disabled_at is not None or user.role is Role.PARTNER:
            raise WrongCredentials
        return await self.begin(user, now, address=address)

    async def begin(self, user: User, now: datetime, *, address: str | None = None) -> SignedIn:
        """Sign somebody in who has proven who they are."""
        text = secrets.token_urlsafe(32)
        token = self._token(text, user.id, family=self._new_id(), expires_at=now + SIGN_IN_LIFETIME, now=now)
        await self._store.begin(token, [self._deed("signed_in", user, _actor(user, address), now)])
        return SignedIn(user=user, family=token.family, refresh_token=text, expires_at=token.expires_at)

    async def refresh(self, refresh_token: str, now: datetime) -> SignedIn:
        """Exchange a refresh token for the next one. Raises `SignInEnded` or `RefreshedAlready`."""
        for _ in range(EDIT_ATTEMPTS):
            used = await self._store.find(hash_token(refresh_token))
            if used is None or used.revoked_at is not None or used.expires_at <= now:
                raise SignInEnded
            user = await self._store.standing(used.user_id, used.family, now)
            if user is None:
                raise SignInEnded
            text = self._successor(refresh_token)
            if used.used_at is not None:
                await self._check_repetition(used, used.used_at, hash_token(text), user, now)
            else:
                token = self._token(text, user.id, family=used.family, expires_at=used.expires_at, now=now)
                if not await self._store.rotate(used, token, now):
                    continue  # used or revoked at this very moment: look again
            return SignedIn(user=user, family=used.family, refresh_token=text, expires_at=used.expires_at)
        raise RefreshedAlready

    async def logout(self, refresh_token: str, now: datetime, *, address: str | None = None) -> None:
        """End the sign-in that this token belongs to; an unknown token is no error."""
        token = await self._store.find(hash_token(refresh_token))
        if token is not None:
            await self.end(token.user_id, token.family, now, address=address)

    async def end(self, user_id: UUID, family: UUID, now: datetime, *, address: str | None = None) -> None:
        """End one sign-in by its family."""
        user = await self._store.standing(user_id, family, now)
        deeds = [self._deed("signed_out", user, _actor(user, address), now)] if user is not None else []
        await self._store.revoke(family, now, deeds)

    async def standing(self, user_id: UUID, family: UUID, now: datetime) -> User | None:
        """Whether an access token of this sign-in still counts: read afresh, so that sign-out works at once."""
        return await self._store.standing(user_id, family, now)

    async def standings(
        self, sign_ins: Collection[tuple[UUID, UUID]], now: datetime
    ) -> dict[tuple[UUID, UUID], User]:
        """As `standing` for many (user, family) at once: for whatever stays open longer than one request."""
        return await self._store.standings(sign_ins, now)

    async def _check_repetition(
        self, token: RefreshToken, used_at: datetime, successor: bytes, user: User, now: datetime
    ) -> None:
        """Return if a used token may have its successor again; end the family if it cannot be its owner who asks."""
        if now - used_at <= REPEATED:
            following = await self._store.find(successor)
            if following is not None and following.used_at is None and following.revoked_at is None:
                return
        if now - used_at <= SIMULTANEOUS:
            raise RefreshedAlready
        why = {"reason": "a refresh token came twice: two parties hold this sign-in"}
        await self._store.revoke(token.family, now, [self._deed("signed_out", user, GATEWAY, now, why)])
        _log.warning("refresh_token_reused", user_id=str(token.user_id), family=str(token.family))
        raise SignInEnded

    def _deed(
        self, what: str, user: User, by: Actor, now: datetime, after: dict[str, Any] | None = None
    ) -> AuditEntry:
        return audited(by, what, SubjectKind.USER, user.email, now=now, new_id=self._new_id, after=after)

    def _successor(self, token: str) -> str:
        """Return the one token that may follow; only this installation can tell it, and it tells nothing of others."""
        _, key = self._keys.purpose(_SUCCESSORS)
        digest = hmac.digest(key, token.encode(), "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def _token(
        self, text: str, user_id: UUID, *, family: UUID, expires_at: datetime, now: datetime
    ) -> RefreshToken:
        return RefreshToken(
            id=self._new_id(),
            user_id=user_id,
            token_hash=hash_token(text),
            family=family,
            expires_at=expires_at,
            created_at=now,
        )


def _actor(user: User, address: str | None) -> Actor:
    return Actor(kind=ActorKind.USER, id=user.id, name=user.email, address=address)
