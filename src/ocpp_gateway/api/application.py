"""The HTTP application, put together from plain arguments: whoever calls decides what stands behind the ports."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from prometheus_client import CollectorRegistry
from starlette.middleware import Middleware

from ocpp_gateway.api import (
    actions,
    audit,
    authentication,
    blocks,
    configuration,
    connectors,
    control,
    dashboard,
    description,
    documentation,
    feed,
    id_tags,
    logs,
    nonconformities,
    oidc,
    operation,
    overview,
    refused_handshakes,
    security_events,
    station_credentials,
    station_map,
    station_tables,
    stations,
    system,
    transactions,
    users,
)
from ocpp_gateway.api import api_keys as api_key_routes
from ocpp_gateway.api import commands as command_routes
from ocpp_gateway.api import jobs as job_routes
from ocpp_gateway.api.access_tokens import AccessTokens
from ocpp_gateway.api.boundary import BODY_LIMIT, Boundary
from ocpp_gateway.api.error_handlers import HANDLERS
from ocpp_gateway.api.identity_provider import IdentityProvider
from ocpp_gateway.api.map_tiles import MapTiles
from ocpp_gateway.api.origins import AllowedOrigins
from ocpp_gateway.api.ports import Operation, Ports, ReadinessCheck
from ocpp_gateway.api.repeated_requests import KeptAnswers
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
from ocpp_gateway.operations.keys import DerivedKeys
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

PREFIX = "/api/v1"
WIDER_BODIES = {
    ("POST", PREFIX + id_tags.IMPORT_PATH): id_tags.IMPORT_LIMIT,
    ("POST", PREFIX + job_routes.PATH): job_routes.BODY_LIMIT,
}
_RESOURCES = (
    authentication,
    oidc,
    overview,
    station_map,
    station_tables,  # its names come before `/stations/{ocpp_id}`
    stations,
    station_credentials,
    nonconformities,
    connectors,
    blocks,
    control,
    configuration,
    actions,
    command_routes,
    job_routes,
    transactions,
    logs,
    id_tags,
    audit,
    refused_handshakes,
    feed,
    security_events,
    users,
    api_key_routes,
    system,
)
_NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "operation_spans": False}


def create_app(
    *,
    version: str,
    clock: Clock,
    keys: DerivedKeys,
    stations_read: StationQueries,
    connectors_read: ConnectorQueries,
    transactions_read: TransactionQueries,
    logs_read: LogQueries,
    refusals_read: RefusalQueries,
    security_events_read: SecurityEventQueries,
    configuration_read: ConfigurationQueries,
    credentials_read: CredentialQueries,
    id_tags_read: IdTagQueries,
    nonconformities_read: NonconformityQueries,
    figures_read: FigureQueries,
    fleet_history_read: FleetHistoryQueries,
    audit_read: AuditQueries,
    system_read: SystemQueries,
    node: NodeAccount,
    provisioning: Provisioning,
    id_tag_administration: IdTagAdministration,
    configuration_wishes: ConfigurationWishes,
    commands: Commands,
    jobs: Jobs,
    accounts: Accounts,
    people_read: PeopleQueries,
    api_keys: ApiKeys,
    rate_limits: RateLimits,
    blocking: Blocking,
    sign_ins: SignIns,
    repeated_requests: RepeatedRequests,
    feeds: OpenFeeds,
    feed_tickets: FeedTickets,
    readiness: Mapping[str, ReadinessCheck],
    metrics: CollectorRegistry,
    identity_provider: IdentityProvider | None = None,
    welcome_unknown: bool = False,
    secure_cookies: bool = False,
    public_url: str = "",
    map_tiles: MapTiles | None = None,
    body_limit: int = BODY_LIMIT,
    built_dashboard: Path = dashboard.BUILT,
) -> FastAPI:
    """The whole API, as every role but `gateway` serves it.

    `identity_provider` is where people can sign in beside passwords; `welcome_unknown` makes viewers of those whom it
    vouches for and nobody has added. `secure_cookies` says that people reach us by HTTPS although we may be spoken to
    in plain HTTP. `readiness` names what `GET /readyz` looks at; a check returns `None` or the reason why its part is
    not ready. `public_url` is the address that people are told, if one is configured; `built_dashboard` is the folder
    with the dashboard's build. `map_tiles` is where its map gets pictures: the only other server its pages may ask.
    """
    app = _bare(version, body_limit)
    app.state.operation = Operation(readiness=readiness, metrics=metrics)
    app.state.ports = Ports(
        stations=stations_read,
        connectors=connectors_read,
        transactions=transactions_read,
        logs=logs_read,
        refusals=refusals_read,
        security_events=security_events_read,
        configuration=configuration_read,
        credentials=credentials_read,
        id_tags=id_tags_read,
        nonconformities=nonconformities_read,
        figures=figures_read,
        fleet_history=fleet_history_read,
        audit=audit_read,
        system=system_read,
        node=node,
        version=version,
        provisioning=provisioning,
        id_tag_administration=id_tag_administration,
        configuration_wishes=configuration_wishes,
        commands=commands,
        jobs=jobs,
        accounts=accounts,
        people=people_read,
        api_keys=api_keys,
        rate_limits=rate_limits,
        blocking=blocking,
        sign_ins=sign_ins,
        repeated_requests=repeated_requests,
        access_tokens=AccessTokens(keys),
        sign_in_limits=SignInLimits(),
        vouched_sign_ins=VouchedSignIns(accounts, sign_ins, welcome_unknown=welcome_unknown),
        identity_provider=identity_provider,
        sealer=Sealer(keys, oidc.PURPOSE),
        feeds=feeds,
        feed_tickets=feed_tickets,
        origins=AllowedOrigins(public_url),
        clock=clock,
        map_tiles=map_tiles,
        secure_cookies=secure_cookies,
    )
    _include_routes(app)
    app.include_router(dashboard.router(built_dashboard, map_tiles))  # last: what is nobody else's is a page
    return app


def openapi_document(*, version: str) -> dict[str, Any]:
    """What the API is described as, without anything behind it."""
    app = _bare(version, BODY_LIMIT)
    _include_routes(app)
    return app.openapi()


def create_operation_app(
    *, version: str, readiness: Mapping[str, ReadinessCheck], metrics: CollectorRegistry
) -> FastAPI:
    """What a node of role `gateway` serves: `healthz`, `readyz` and `metrics` alone."""
    app = _bare(version, BODY_LIMIT)
    app.state.operation = Operation(readiness=readiness, metrics=metrics)
    app.include_router(operation.router)
    return app


def _include_routes(app: FastAPI) -> None:
    for resource in _RESOURCES:
        app.include_router(resource.router, prefix=PREFIX)
    app.include_router(operation.router)
    app.include_router(documentation.router)


def _bare(version: str, body_limit: int) -> FastAPI:
    app = FastAPI(
        title=description.TITLE,
        version=version,
        description=description.ABOUT,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        # A redirect would be built from the Host header, which anybody can choose.
        redirect_slashes=False,
        generate_unique_id_function=description.operation_id,
        exception_handlers=HANDLERS,
        middleware=[
            Middleware(Boundary, body_limit=body_limit, wider=WIDER_BODIES),
            Middleware(KeptAnswers),
        ],
        telemetry=_NO_TELEMETRY,
    )
    document: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not document:
            document.update(description.describe(app))
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # the way the framework documents
    return app
