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
    authentication,
    connectors,
    control,
    dashboard,
    description,
    documentation,
    id_tags,
    logs,
    nonconformities,
    operation,
    refused_handshakes,
    stations,
    transactions,
)
from ocpp_gateway.api import commands as command_routes
from ocpp_gateway.api.access_tokens import AccessTokens
from ocpp_gateway.api.boundary import BODY_LIMIT, Boundary
from ocpp_gateway.api.error_handlers import HANDLERS
from ocpp_gateway.api.ports import Operation, Ports, ReadinessCheck
from ocpp_gateway.api.sign_in_limits import SignInLimits
from ocpp_gateway.operations.commands import Commands
from ocpp_gateway.operations.id_tag_administration import IdTagAdministration
from ocpp_gateway.operations.keys import DerivedKeys
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
from ocpp_gateway.operations.sign_ins import SignIns

PREFIX = "/api/v1"
WIDER_BODIES = {("POST", PREFIX + id_tags.IMPORT_PATH): id_tags.IMPORT_LIMIT}
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
    id_tags_read: IdTagQueries,
    nonconformities_read: NonconformityQueries,
    provisioning: Provisioning,
    id_tag_administration: IdTagAdministration,
    commands: Commands,
    sign_ins: SignIns,
    readiness: Mapping[str, ReadinessCheck],
    metrics: CollectorRegistry,
    secure_cookies: bool = False,
    body_limit: int = BODY_LIMIT,
    built_dashboard: Path = dashboard.BUILT,
) -> FastAPI:
    """The whole API, as every role but `gateway` serves it.

    `secure_cookies` says that people reach us by HTTPS although we may be spoken to in plain HTTP. `readiness` names
    what `GET /readyz` looks at; a check returns `None` or the reason why its part is not ready. `built_dashboard` is
    the folder with the dashboard's build.
    """
    app = _bare(version, body_limit)
    app.state.operation = Operation(readiness=readiness, metrics=metrics)
    app.state.ports = Ports(
        stations=stations_read,
        connectors=connectors_read,
        transactions=transactions_read,
        logs=logs_read,
        refusals=refusals_read,
        id_tags=id_tags_read,
        nonconformities=nonconformities_read,
        provisioning=provisioning,
        id_tag_administration=id_tag_administration,
        commands=commands,
        sign_ins=sign_ins,
        access_tokens=AccessTokens(keys),
        sign_in_limits=SignInLimits(),
        clock=clock,
        secure_cookies=secure_cookies,
    )
    resources = (
        authentication,
        stations,
        nonconformities,
        connectors,
        control,
        command_routes,
        transactions,
        logs,
        id_tags,
        refused_handshakes,
    )
    for resource in resources:
        app.include_router(resource.router, prefix=PREFIX)
    app.include_router(operation.router)
    app.include_router(documentation.router)
    app.include_router(dashboard.router(built_dashboard))  # last: what is nobody else's is a page
    return app


def create_operation_app(
    *, version: str, readiness: Mapping[str, ReadinessCheck], metrics: CollectorRegistry
) -> FastAPI:
    """What a node of role `gateway` serves: `healthz`, `readyz` and `metrics` alone."""
    app = _bare(version, BODY_LIMIT)
    app.state.operation = Operation(readiness=readiness, metrics=metrics)
    app.include_router(operation.router)
    return app


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
        middleware=[Middleware(Boundary, body_limit=body_limit, wider=WIDER_BODIES)],
        telemetry=_NO_TELEMETRY,
    )
    document: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not document:
            document.update(description.describe(app))
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # the way the framework documents
    return app
