"""The live feed: one event to a thousand readers, sparse and dense, and what each delivery costs the server.

The same changes are first measured without a reader, so that what remains is the price of the feed alone. The
reference is the target of performance.md: a server that makes one send call for each delivery, 9–10 µs.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from uuid_utils.compat import uuid7

from bench.processes import ROOT, BenchError, cpu_seconds
from ocpp_gateway.api.access_tokens import AccessClaims, AccessTokens
from ocpp_gateway.operations.accounts import Role, User
from ocpp_gateway.operations.keys import DerivedKeys
from ocpp_gateway.operations.sign_ins import RefreshToken
from ocpp_gateway.storage.accounts import StoredPeople, StoredSignIns
from ocpp_gateway.storage.opening import open_database

if TYPE_CHECKING:
    from bench.measures import Site
    from bench.plan import Plan
    from bench.systems import System

READERS_OF_ONE = 20
"""Feeds that one user may have: the readers are as many people as it takes."""
SPARSE, DENSE = 10.0, 200.0
"""Changes a second."""


@dataclass(slots=True)
class Feed:
    """One rate: CPU milliseconds of the server per event for all readers together, and the delay of an event."""

    readers: int
    rate: float
    cpu_ms: float
    p50_ms: float
    p99_ms: float
    generator_share: float


def feed(site: Site, plan: Plan) -> dict[str, Feed]:
    """Measure both rates on the gateway with PostgreSQL."""
    system = site.gateway()
    server = system.start(site.server_core)
    try:
        where = {
            "http_port": system.health[0] if system.health else 0,
            "station_url": system.url,
            "tokens": asyncio.run(_tokens(system, plan.feed_readers // READERS_OF_ONE + 1)),
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.followers"],
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        os.sched_setaffinity(process.pid, site.other_cores)
        try:
            _say(process, where)
            return _both_rates(site, plan, process, server.pid)
        finally:
            process.kill()
            process.wait()
    finally:
        system.stop()


def _both_rates(site: Site, plan: Plan, process: subprocess.Popen[str], server: int) -> dict[str, Feed]:
    rates = {"sparse": SPARSE, "dense": DENSE}
    alone, results = {}, {}
    _ordered(process, do="stations")  # what their coming costs belongs to no rate
    for name, rate in rates.items():
        site.say(f"feed, {name}, without readers")
        alone[name], _ = _measured(process, server, rate, plan.feed_seconds)
    _ordered(process, do="connect", readers=plan.feed_readers)
    for name, rate in rates.items():
        site.say(f"feed, {name}, {plan.feed_readers} readers")
        cpu, seen = _measured(process, server, rate, plan.feed_seconds)
        if seen["delivered"] != seen["expected"] or seen["lost"]:
            raise BenchError(f"feed: {seen['delivered']} of {seen['expected']} events arrived")
        results[name] = Feed(
            readers=plan.feed_readers,
            rate=rate,
            cpu_ms=(cpu - alone[name]) / seen["events"] * 1000,
            p50_ms=seen["p50_ms"],
            p99_ms=seen["p99_ms"],
            generator_share=seen["own_cpu"] / seen["seconds"],
        )
    return results


def _measured(
    process: subprocess.Popen[str], server: int, rate: float, seconds: float
) -> tuple[float, dict[str, Any]]:
    """CPU seconds of the server for a run of changes, and what the readers saw."""
    before = cpu_seconds(server)
    seen = _ordered(process, do="events", rate=rate, seconds=seconds)
    return cpu_seconds(server) - before, seen


def _ordered(process: subprocess.Popen[str], **order: Any) -> dict[str, Any]:
    _say(process, order)
    line = process.stdout.readline() if process.stdout is not None else ""
    if not line:
        raise BenchError(f"the readers ended during {order['do']}")
    answer: dict[str, Any] = json.loads(line)
    return answer


def _say(process: subprocess.Popen[str], what: dict[str, Any]) -> None:
    if process.stdin is None:
        raise BenchError("the readers have no input")
    process.stdin.write(json.dumps(what) + "\n")
    process.stdin.flush()


async def _tokens(system: System, people: int) -> list[str]:
    """Access tokens of as many signed-in people, put into the database as a sign-in does."""
    now = datetime.now(UTC)
    tokens = AccessTokens(DerivedKeys(system.environment["OCPP_GATEWAY_SECRET_KEY"]))
    database = await open_database(system.database_url or "", exclusive=False)
    texts = []
    try:
        for number in range(people):
            email = f"reader{number}@example.com"
            user = User(
                id=uuid7(),
                name=email,
                email=email,
                role=Role.VIEWER,
                disabled_at=None,
                created_at=now,
                updated_at=now,
            )
            await StoredPeople(database).insert(user, email, "no password", [])
            family = uuid7()
            await StoredSignIns(database).begin(
                RefreshToken(
                    id=uuid7(),
                    user_id=user.id,
                    token_hash=family.bytes * 2,
                    family=family,
                    expires_at=now + timedelta(days=1),
                    created_at=now,
                ),
                [],
            )
            texts.append(tokens.make(AccessClaims(user.id, family), now))
    finally:
        await database.close()
    return texts
