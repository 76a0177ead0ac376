"""Who is calling and what they may do: decided here and nowhere else.

A route declares its permission by the type of one parameter, e.g. `caller: CanReadStations`; a route without such a
parameter is public and must be named as such in the test that walks all routes. A person comes with an access token, a
program with an API key. Role, standing and the key are read from the database with every request: signing somebody
out, disabling an account, changing a role or revoking a key works at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Security
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes
from starlette.requests import Request

from ocpp_gateway.api.access_tokens import InvalidToken
from ocpp_gateway.api.boundary import answer_with
from ocpp_gateway.api.client_address import client_address
from ocpp_gateway.api.ports import Ports, PortsHere
from ocpp_gateway.api.problems import FORBIDDEN, RATE_LIMITED, Problem, unauthenticated
from ocpp_gateway.api.repeated_requests import Key, claimed
from ocpp_gateway.operations.accounts import User
from ocpp_gateway.operations.api_key_text import PREFIX as KEY_PREFIX
from ocpp_gateway.operations.api_keys import ApiKey, KeyRefused
from ocpp_gateway.operations.audit import Actor, ActorKind
from ocpp_gateway.operations.permissions import ROLE_PERMISSIONS, Permission
from ocpp_gateway.operations.queries import EVERY_TAG, EVERYTHING, TagVisibility, Visibility
from ocpp_gateway.operations.rate_limits import WINDOW_SECONDS, Allowance

NOTHING_HIDDEN: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Whoever makes this request: a person, or a program with a key; then `user` is the key's owner.

    `visible` and `tags` become part of every query.
    """

    user: User
    permissions: frozenset[Permission]
    family: UUID | None = None
    """Of a person's sign-in."""
    key: ApiKey | None = None
    visible: Visibility = EVERYTHING
    tags: TagVisibility = EVERY_TAG
    address: str | None = None
    """Where the request came from."""
    claim: UUID | None = None
    """The claimed Idempotency-Key of this request, if it has one."""

    @property
    def actor(self) -> Actor:
        """How the audit knows this caller."""
        if self.key is not None:
            return Actor(
                kind=ActorKind.KEY, id=self.key.id, name=self.key.name, address=self.address, claim=self.claim
            )
        return Actor(
            kind=ActorKind.USER, id=self.user.id, name=self.user.email, address=self.address, claim=self.claim
        )

    def hidden(self, resource: str) -> frozenset[str]:
        """The members of a resource that this caller sees as null."""
        return NOTHING_HIDDEN if self.key is None else self.key.grant.hidden(resource)

    def may_send(self, action: str) -> bool:
        """Whether this caller may send this action to stations, whichever call does it."""
        return Permission.COMMANDS_WRITE in self.permissions and self._is_granted(action)

    def _is_granted(self, action: str) -> bool:
        return self.key is None or self.key.grant.commands is None or action in self.key.grant.commands

    def require_action(self, action: str) -> None:
        """Raise a `Problem` for a key that is bound to other actions."""
        if self.key is None or self._is_granted(action):
            return
        text = f"The API key {self.key.name} may not send {action:.100}: it is not among its `commands`."
        raise Problem(FORBIDDEN, text, members={"permission": Permission.COMMANDS_WRITE.value})

    def require_everything(self, permission: Permission) -> None:
        """Raise a `Problem` for a key that is bound to some stations: what is asked for concerns all of them."""
        if not self.visible.all_stations:
            text = f"The API key needs {permission.value} for all stations; it is bound to some."
            raise Problem(FORBIDDEN, text, members={"permission": permission.value})

    def require_every_tag(self, permission: Permission) -> None:
        """Raise a `Problem` for a key that is bound to some groups of tags."""
        if not self.tags.all_tags:
            text = f"The API key needs {permission.value} for all id tags; it is bound to some groups."
            raise Problem(FORBIDDEN, text, members={"permission": permission.value})


def require_shown(member: str, hidden: frozenset[str]) -> None:
    """Raise a `Problem` for a search in what the caller does not get to see: its answer would tell."""
    if member in hidden:
        text = f"The API key cannot search by {member}: it is not among its `fields`."
        raise Problem(FORBIDDEN, text, members={"field": member})


_bearer = HTTPBearer(
    auto_error=False,
    bearerFormat="JWT or API key",
    description="`access_token` of `POST /auth/login`, or an API key (`ogw_…`)",
)
_api_key = APIKeyHeader(
    name="X-API-Key", auto_error=False, scheme_name="ApiKey", description="An API key (`ogw_…`)"
)

Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
KeyHeader = Annotated[str | None, Depends(_api_key)]


async def _caller(
    wanted: SecurityScopes, request: Request, bearer: Bearer, key_header: KeyHeader, ports: PortsHere
) -> Principal:
    """The one dependency that authenticates a caller and checks the permissions its route declares."""
    now, address = ports.clock(), client_address(request)
    token = bearer.credentials if bearer is not None else None
    if key_header is not None and token is not None:
        raise unauthenticated("Send an access token or an API key, not both.")
    if key_header is not None or (token is not None and token.startswith(KEY_PREFIX)):
        principal = await _by_key(key_header or token or "", address, request, ports, now)
    elif token is not None:
        principal = await _by_token(token, address, ports, now)
    else:
        raise unauthenticated("Send an access token or an API key: `Authorization: Bearer …`.")
    for scope in wanted.scopes:
        _require(Permission(scope), principal)
    return principal


async def _by_token(token: str, address: str | None, ports: Ports, now: datetime) -> Principal:
    try:
        claims = ports.access_tokens.read(token, now)
    except InvalidToken as invalid:
        raise unauthenticated(str(invalid)) from invalid
    user = await ports.sign_ins.standing(claims.user_id, claims.family, now)
    if user is None:
        raise unauthenticated("This sign-in has ended. Sign in again.")
    return Principal(
        user=user, family=claims.family, permissions=ROLE_PERMISSIONS[user.role], address=address
    )


async def _by_key(text: str, address: str | None, request: Request, ports: Ports, now: datetime) -> Principal:
    try:
        key, owner = await ports.api_keys.authenticate(text, now)
    except KeyRefused as refused:
        raise unauthenticated(str(refused)) from refused
    allowance = await ports.rate_limits.take(key.id.hex, key.grant.requests_per_minute, now)
    answer_with(request, _limit_headers(allowance))
    if allowance.retry_seconds:
        text = (
            f"The API key may make {allowance.quota} requests a minute. Wait as long as `Retry-After` says."
        )
        raise Problem(RATE_LIMITED, text, headers={"Retry-After": str(allowance.retry_seconds)})
    return Principal(
        user=owner,
        key=key,
        permissions=key.grant.scopes & ROLE_PERMISSIONS[owner.role],
        visible=key.grant.stations,
        tags=key.grant.id_tags,
        address=address,
    )


def _limit_headers(allowance: Allowance) -> dict[str, str]:
    """What remains of the quota (draft-ietf-httpapi-ratelimit-headers)."""
    return {
        "RateLimit-Policy": f'"key";q={allowance.quota};w={WINDOW_SECONDS}',
        "RateLimit": f'"key";r={allowance.remaining};t={allowance.reset_seconds}',
    }


def _require(permission: Permission, principal: Principal) -> None:
    if permission in principal.permissions:
        return
    role = principal.user.role.value
    if principal.key is None:
        text = f"The role {role} lacks the permission {permission.value}."
    elif permission in principal.key.grant.scopes:
        text = f"The role {role} of the API key's owner lacks the permission {permission.value}."
    else:
        text = f"The API key lacks the scope {permission.value}."
    raise Problem(FORBIDDEN, text, members={"permission": permission.value})


async def _person(caller: Annotated[Principal, Security(_caller)]) -> Principal:
    """Somebody who has signed in: what concerns a sign-in is nothing for keys."""
    if caller.key is not None:
        raise Problem(FORBIDDEN, "This is for people who have signed in, not for API keys.")
    return caller


async def _acting(
    caller: Annotated[Principal, Security(_caller)],
    request: Request,
    ports: PortsHere,
    idempotency_key: Key = None,
) -> Principal:
    """The caller of a route that changes something: with an Idempotency-Key, what was done before is not done again."""
    return replace(
        caller, claim=await claimed(request, caller.actor.id or caller.user.id, idempotency_key, ports)
    )


async def _acting_person(
    caller: Annotated[Principal, Depends(_person)],
    request: Request,
    ports: PortsHere,
    idempotency_key: Key = None,
) -> Principal:
    """The same for what people change of their own: the key is theirs, whatever sign-in they come with next."""
    return replace(caller, claim=await claimed(request, caller.user.id, idempotency_key, ports))


def _having(permission: Permission) -> Any:
    return Security(_caller, scopes=[permission.value])


def _acting_with(permission: Permission) -> Any:
    return Security(_acting, scopes=[permission.value])


SignedInCaller = Annotated[Principal, Security(_caller)]
"""Anybody who is signed in."""
AnyCaller = Annotated[Principal, Security(_caller)]
"""Anybody who is signed in, and any key."""
SignedInPerson = Annotated[Principal, Depends(_person)]
"""Anybody who is signed in, no key."""
ActingPerson = Annotated[Principal, Depends(_acting_person)]
"""The same, for routes that change something."""
CanReadStations = Annotated[Principal, _having(Permission.STATIONS_READ)]
CanWriteStations = Annotated[Principal, _acting_with(Permission.STATIONS_WRITE)]
CanReadConnectors = Annotated[Principal, _having(Permission.CONNECTORS_READ)]
CanReadTransactions = Annotated[Principal, _having(Permission.TRANSACTIONS_READ)]
CanReadSystem = Annotated[Principal, _having(Permission.SYSTEM_READ)]
CanReadLogs = Annotated[Principal, _having(Permission.LOGS_READ)]
CanReadCommands = Annotated[Principal, _having(Permission.COMMANDS_READ)]
CanWriteCommands = Annotated[Principal, _acting_with(Permission.COMMANDS_WRITE)]
CanGiveCommands = Annotated[Principal, _having(Permission.COMMANDS_WRITE)]
"""For routes that make one command: its row remembers the Idempotency-Key, a repetition shows how it stands now."""
CanReadIdTags = Annotated[Principal, _having(Permission.ID_TAGS_READ)]
CanWriteIdTags = Annotated[Principal, _acting_with(Permission.ID_TAGS_WRITE)]
CanReadUsers = Annotated[Principal, _having(Permission.USERS_READ)]
CanWriteUsers = Annotated[Principal, _acting_with(Permission.USERS_WRITE)]
CanReadApiKeys = Annotated[Principal, _having(Permission.API_KEYS_READ)]
CanWriteApiKeys = Annotated[Principal, _acting_with(Permission.API_KEYS_WRITE)]
CanReadAudit = Annotated[Principal, _having(Permission.AUDIT_READ)]
