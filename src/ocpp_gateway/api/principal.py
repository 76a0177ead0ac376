"""Who is calling and what they may do: decided here and nowhere else.

A route declares its permission by the type of one parameter, e.g. `caller: CanReadStations`; a route without such a
parameter is public and must be named as such in the test that walks all routes. Role and standing are read from the
database with every request: signing somebody out, disabling an account or changing a role works at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes
from starlette.requests import Request

from ocpp_gateway.api.access_tokens import InvalidToken
from ocpp_gateway.api.ports import PortsHere
from ocpp_gateway.api.problems import FORBIDDEN, Problem, unauthenticated
from ocpp_gateway.operations.accounts import Role, User
from ocpp_gateway.operations.audit import Actor, ActorKind
from ocpp_gateway.operations.queries import EVERYTHING, Visibility


class Permission(StrEnum):
    """What a route can ask for. The same words are the scopes of API keys."""

    STATIONS_READ = "stations:read"
    STATIONS_WRITE = "stations:write"
    CONNECTORS_READ = "connectors:read"
    TRANSACTIONS_READ = "transactions:read"
    LOGS_READ = "logs:read"
    COMMANDS_READ = "commands:read"
    COMMANDS_WRITE = "commands:write"
    ID_TAGS_READ = "id-tags:read"
    ID_TAGS_WRITE = "id-tags:write"
    AUDIT_READ = "audit:read"


_ADMINISTRATIVE = frozenset({Permission.AUDIT_READ})
"""For administrators only, although it only reads."""
_READING = (
    frozenset(permission for permission in Permission if permission.endswith(":read")) - _ADMINISTRATIVE
)

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission),
    Role.OPERATOR: _READING | {Permission.STATIONS_WRITE, Permission.COMMANDS_WRITE},
    Role.VIEWER: _READING,
    Role.PARTNER: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Principal:
    """Whoever makes this request. `visible` becomes part of every query."""

    user: User
    family: UUID
    permissions: frozenset[Permission]
    visible: Visibility = EVERYTHING
    address: str | None = None
    """Where the request came from."""

    @property
    def actor(self) -> Actor:
        """How the audit knows this caller."""
        return Actor(kind=ActorKind.USER, id=self.user.id, name=self.user.email, address=self.address)


_bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", description="`access_token` of `POST /auth/login`")

Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


async def _caller(wanted: SecurityScopes, request: Request, bearer: Bearer, ports: PortsHere) -> Principal:
    """The one dependency that authenticates a caller and checks the permissions its route declares."""
    if bearer is None:
        raise unauthenticated("Send an access token: `Authorization: Bearer …`.")
    now = ports.clock()
    try:
        claims = ports.access_tokens.read(bearer.credentials, now)
    except InvalidToken as invalid:
        raise unauthenticated(str(invalid)) from invalid
    user = await ports.sign_ins.standing(claims.user_id, claims.family, now)
    if user is None:
        raise unauthenticated("This sign-in has ended. Sign in again.")
    address = request.client.host if request.client else None
    principal = Principal(user, claims.family, ROLE_PERMISSIONS[user.role], address=address)
    for scope in wanted.scopes:
        if Permission(scope) not in principal.permissions:
            text = f"The role {user.role.value} lacks the permission {scope}."
            raise Problem(FORBIDDEN, text, members={"permission": scope})
    return principal


def _having(permission: Permission) -> Any:
    return Security(_caller, scopes=[permission.value])


SignedInCaller = Annotated[Principal, Security(_caller)]
"""Anybody who is signed in."""
CanReadStations = Annotated[Principal, _having(Permission.STATIONS_READ)]
CanWriteStations = Annotated[Principal, _having(Permission.STATIONS_WRITE)]
CanReadConnectors = Annotated[Principal, _having(Permission.CONNECTORS_READ)]
CanReadTransactions = Annotated[Principal, _having(Permission.TRANSACTIONS_READ)]
CanReadLogs = Annotated[Principal, _having(Permission.LOGS_READ)]
CanReadCommands = Annotated[Principal, _having(Permission.COMMANDS_READ)]
CanWriteCommands = Annotated[Principal, _having(Permission.COMMANDS_WRITE)]
CanReadIdTags = Annotated[Principal, _having(Permission.ID_TAGS_READ)]
CanWriteIdTags = Annotated[Principal, _having(Permission.ID_TAGS_WRITE)]
CanReadAudit = Annotated[Principal, _having(Permission.AUDIT_READ)]
