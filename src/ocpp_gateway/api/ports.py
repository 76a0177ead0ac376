"""What the routes work with: queries to read, operations to write, and a clock. Filled once by `create_app`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from prometheus_client import CollectorRegistry
from starlette.requests import Request

from ocpp_gateway.api.access_tokens import AccessTokens
from ocpp_gateway.api.identity_provider import IdentityProvider
from ocpp_gateway.api.map_tiles import MapTiles
from ocpp_gateway.api.origins import AllowedOrigins
from ocpp_gateway.api.sign_in_limits import SignInLimits
from ocpp_gateway.feeds.open_feeds import OpenFeeds
from ocpp_gateway.operations.accounts import Accounts
from ocpp_gateway.operations.api_keys import ApiKeys
from ocpp_gateway.operations.audit_queries import AuditQueries
from ocpp_gateway.operations.blocking import Blocking
from ocpp_gateway.operations.commands import Commands
from ocpp_gateway.operations.configuration import ConfigurationQueries
from ocpp_gateway.operations.configuration_wishes import ConfigurationWishes
from ocpp_gateway.operations.credential_queries import CredentialQueries
from ocpp_gateway.operations.feed_tickets import FeedTickets
from ocpp_gateway.operations.figures import FigureQueries
from ocpp_gateway.operations.fleet_history import FleetHistoryQueries
from ocpp_gateway.operations.id_tag_administration import IdTagAdministration
from ocpp_gateway.operations.jobs import Jobs
from ocpp_gateway.operations.people_queries import PeopleQueries
from ocpp_gateway.operations.ports import Clock
from ocpp_gateway.operations.provisioning import Provisioning
from ocpp_gateway.operations.queries import (
    ConnectorQueries,
    IdTagQueries,
    LogQueries,
    NonconformityQueries,
    RefusalQueries,
    StationQueries,
    TransactionQueries,
)
from ocpp_gateway.operations.rate_limits import RateLimits
from ocpp_gateway.operations.repeated_requests import RepeatedRequests
from ocpp_gateway.operations.sealing import Sealer
from ocpp_gateway.operations.security_queries import SecurityEventQueries
from ocpp_gateway.operations.sign_ins import SignIns
from ocpp_gateway.operations.system import NodeAccount, SystemQueries
from ocpp_gateway.operations.vouched_sign_ins import VouchedSignIns

ReadinessCheck = Callable[[], Awaitable[str | None]]
"""`None`: ready. A text: why not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What every node tells about itself: checks by the name of the part they look at, and its metrics."""

    readiness: Mapping[str, ReadinessCheck]
    metrics: CollectorRegistry


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything the resources need. `secure_cookies` is for HTTPS that somebody in front of us speaks."""

    stations: StationQueries
    connectors: ConnectorQueries
    transactions: TransactionQueries
    logs: LogQueries
    refusals: RefusalQueries
    security_events: SecurityEventQueries
    configuration: ConfigurationQueries
    credentials: CredentialQueries
    id_tags: IdTagQueries
    nonconformities: NonconformityQueries
    figures: FigureQueries
    fleet_history: FleetHistoryQueries
    audit: AuditQueries
    system: SystemQueries
    node: NodeAccount
    version: str
    provisioning: Provisioning
    id_tag_administration: IdTagAdministration
    configuration_wishes: ConfigurationWishes
    commands: Commands
    jobs: Jobs
    accounts: Accounts
    people: PeopleQueries
    api_keys: ApiKeys
    rate_limits: RateLimits
    blocking: Blocking
    sign_ins: SignIns
    repeated_requests: RepeatedRequests
    access_tokens: AccessTokens
    sign_in_limits: SignInLimits
    vouched_sign_ins: VouchedSignIns
    identity_provider: IdentityProvider | None
    sealer: Sealer
    """For what an attempt to sign in leaves in a browser."""
    feeds: OpenFeeds
    feed_tickets: FeedTickets
    origins: AllowedOrigins
    clock: Clock
    map_tiles: MapTiles | None = None
    secure_cookies: bool = False


def _ports(request: Request) -> Ports:
    ports: Ports = request.app.state.ports
    return ports


def _operation(request: Request) -> Operation:
    operation: Operation = request.app.state.operation
    return operation


PortsHere = Annotated[Ports, Depends(_ports)]
OperationHere = Annotated[Operation, Depends(_operation)]
