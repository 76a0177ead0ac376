"""Lists of people and of API keys, for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from ocpp_gateway.operations.accounts import Role, User
from ocpp_gateway.operations.api_keys import ApiKey
from ocpp_gateway.operations.queries import IdKey, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class UserFilter:
    """`text` is searched in address and name, without regard to case."""

    role: Role | None = None
    disabled: bool | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFilter:
    """`owner` is the id of a user."""

    owner: UUID | None = None


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key and the address of its owner."""

    key: ApiKey
    owner: str


class PeopleQueries(Protocol):
    """People and API keys, newest first."""

    async def users(self, wanted: UserFilter, *, limit: int, after: IdKey | None = None) -> Page[User, IdKey]:
        """One page of people."""
        ...

    async def keys(
        self, wanted: KeyFilter, *, limit: int, after: IdKey | None = None
    ) -> Page[KeyView, IdKey]:
        """One page of keys."""
        ...

    async def key(self, key_id: UUID) -> KeyView | None:
        """One key."""
        ...
