"""`ocpp-gateway check`: is everything there that this installation needs, and how to mend what is not."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ocpp_gateway.assembly.station_tls import tls_findings
from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.storage import migrations
from ocpp_gateway.storage.clock import database_time
from ocpp_gateway.storage.opening import open_database
from ocpp_gateway.storage.sqlite import DatabaseInUse

if TYPE_CHECKING:
    from ocpp_gateway.settings import Settings

Finding = tuple[str, bool, str]

SKEW_SECONDS = 2.0
"""Above it, times of nodes and database do not fit together any more."""


async def check_all(settings: Settings) -> list[Finding]:
    """Every check, in the order in which a person would mend things."""
    findings = [*await _database(settings)]
    findings += tls_findings(settings)
    findings.append(_port("station port", settings.station_host, settings.station_port, "STATION_PORT"))
    findings.append(_port("HTTP port", settings.http_host, settings.http_port, "HTTP_PORT"))
    return findings


async def _database(settings: Settings) -> list[Finding]:
    path = settings.sqlite_path
    if path is not None and not path.exists():
        return [("database", True, f"{path} will be made at the first start")]
    try:
        version = await migrations.schema_version(settings.database_url)
        current = await migrations.is_current(settings.database_url)
        database = await open_database(settings.database_url, exclusive=False)
        try:
            skew = abs((await database_time(database) - datetime.now(UTC)).total_seconds())
        finally:
            await database.close()
    except (StorageUnavailable, DatabaseInUse, OSError) as error:
        reason = str(error).splitlines()[0]
        return [("database", False, f"does not answer ({reason}); look at OCPP_GATEWAY_DATABASE_URL")]
    findings: list[Finding] = [("database", True, "answers")]
    if current:
        findings.append(("schema", True, f"is that of this version ({version})"))
    elif path is not None:
        findings.append(("schema", True, "will be brought to this version at the next start"))
    else:
        findings.append(("schema", False, "is not that of this version; run: ocpp-gateway migrate"))
    clock_is_right = skew <= SKEW_SECONDS
    message = (
        "agrees with the database"
        if clock_is_right
        else f"is {skew:.0f} s off the database's; use NTP on both"
    )
    findings.append(("clock", clock_is_right, message))
    return findings


def _port(name: str, host: str, port: int, setting: str) -> Finding:
    """Whether somebody listens there already: a gateway that runs, or somebody else."""
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            return name, True, f"{port} is free"
    except OSError as error:
        hint = f"a gateway may be running; otherwise choose another one with OCPP_GATEWAY_{setting}"
        return name, False, f"{port} cannot be had ({error.strerror}); {hint}"
