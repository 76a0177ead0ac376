"""TLS of the station port as the settings ask for it: opened, watched, and looked at by `check`."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from ocpp_gateway.assembly.failure import GatewayError
from ocpp_gateway.wire.tls import StationTls, TlsFiles, TlsProblem, expiries, make_context

if TYPE_CHECKING:
    from ocpp_gateway.settings import Settings

_log = structlog.get_logger(__name__)

LOOK_SECONDS = 10.0
ALARM_DAYS = 30
_DAY = 86_400.0


def tls_files(settings: Settings) -> TlsFiles | None:
    """The files of the settings; `None` where stations are spoken to in plain."""
    if not settings.station_tls_cert:
        return None
    return TlsFiles(
        certificates=settings.station_tls_cert,
        keys=settings.station_tls_key,
        client_ca=settings.station_tls_client_ca,
        policy=settings.station_tls_policy,
    )


def open_tls(settings: Settings) -> StationTls | None:
    """The context of the station port. Raises `GatewayError`."""
    files = tls_files(settings)
    try:
        return StationTls(files) if files is not None else None
    except TlsProblem as problem:
        raise GatewayError(f"OCPP_GATEWAY_STATION_TLS_*: {problem}") from problem


def reload_tls(tls: StationTls) -> bool:
    """Take changed files into use. Connections that are open keep what they have; a bad pair changes nothing."""
    try:
        tls.reload()
    except TlsProblem as problem:
        _log.error("tls_not_reloaded", problem=str(problem))
        return False
    _log.info("tls_reloaded")
    return True


async def reload_if_changed(tls: StationTls) -> None:
    """One look at the files, in a thread: they may lie on a share that hangs."""
    if await asyncio.to_thread(lambda: tls.changed):
        reload_tls(tls)


def warn_of_expiry(settings: Settings) -> None:
    """Log what ends soon or has ended (F33): an alarm a day is what the log's readers can act on."""
    files = tls_files(settings)
    if files is None:
        return
    try:
        ends = _ends(files)
    except TlsProblem as problem:
        ends = [(False, str(problem))]
    for well, sentence in ends:
        if not well:
            _log.warning("tls_expiry", problem=sentence)


def tls_findings(settings: Settings) -> list[tuple[str, bool, str]]:
    """For `ocpp-gateway check`: do the files fit, and how long will they hold?"""
    files = tls_files(settings)
    if files is None:
        return []
    try:
        make_context(files)
        return [("TLS", well, sentence) for well, sentence in _ends(files)]
    except TlsProblem as problem:
        return [("TLS", False, f"{problem}; look at OCPP_GATEWAY_STATION_TLS_CERT, _KEY and _CLIENT_CA")]


def _ends(files: TlsFiles) -> list[tuple[bool, str]]:
    now = datetime.now(UTC).timestamp()
    found: list[tuple[bool, str]] = []
    for path, what, ends in expiries(files):
        days = int((ends - now) // _DAY)
        # A revocation list lives for days by nature; only one that has ended is a problem.
        well = days >= (ALARM_DAYS if what == "certificate" else 0)
        when = f"ends in {days} days" if days >= 0 else "has ended"
        found.append((well, f"the {what} in {path} {when}" + ("" if well else "; renew it")))
    return found
