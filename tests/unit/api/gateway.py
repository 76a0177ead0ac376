"""The API over a real SQLite file, with a clock that the test moves and ids that count upwards."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx2
from prometheus_client import CollectorRegistry, Counter
from sqlalchemy import update

from ocpp_gateway.api.application import create_app
from ocpp_gateway.assembly.live_feed import live_feed
from ocpp_gateway.operations.accounts import Accounts, Role
from ocpp_gateway.operations.api_keys import ApiKeys
from ocpp_gateway.operations.audit import GATEWAY
from ocpp_gateway.operations.blocking import Blocking
from ocpp_gateway.operations.commands import SECRETS, Commands, Watchers
from ocpp_gateway.operations.configuration_wishes import ConfigurationWishes
from ocpp_gateway.operations.feed_tickets import FeedTickets
from ocpp_gateway.operations.figures import RecentFigures
from ocpp_gateway.operations.id_tag_administration import IdTagAdministration
from ocpp_gateway.operations.job_runner import JobRunner
from ocpp_gateway.operations.jobs import SECRETS as JOB_SECRETS
from ocpp_gateway.operations.jobs import Jobs
from ocpp_gateway.operations.keys import DerivedKeys
from ocpp_gateway.operations.passwords import SlowHashes, StationPasswords
from ocpp_gateway.operations.provisioning import Provisioning
from ocpp_gateway.operations.rate_limits import MemoryRateLimits
from ocpp_gateway.operations.repeated_requests import ANSWERS, RepeatedRequests
from ocpp_gateway.operations.sealing import Sealer
from ocpp_gateway.operations.sign_ins import SignIns
from ocpp_gateway.operations.system import Addresses, ThisNode
from ocpp_gateway.storage.accounts import StoredPeople, StoredSignIns
from ocpp_gateway.storage.api_keys import StoredApiKeys
from ocpp_gateway.storage.blocks import StoredBlocks
from ocpp_gateway.storage.claims import StoredClaims
from ocpp_gateway.storage.commands import StoredCommands
from ocpp_gateway.storage.configuration_wishes import StoredWishes
from ocpp_gateway.storage.events import StoredEventLog
from ocpp_gateway.storage.feed_tickets import StoredFeedTickets
from ocpp_gateway.storage.id_tags import StoredIdTags
from ocpp_gateway.storage.jobs import StoredJobs
from ocpp_gateway.storage.people_tables import users
from ocpp_gateway.storage.queries.audit import StoredAuditQueries
from ocpp_gateway.storage.queries.configuration import StoredConfigurationQueries
from ocpp_gateway.storage.queries.connectors import StoredConnectorQueries
from ocpp_gateway.storage.queries.credentials import StoredCredentialQueries
from ocpp_gateway.storage.queries.fleet_history import StoredFleetHistoryQueries
from ocpp_gateway.storage.queries.id_tags import StoredIdTagQueries
from ocpp_gateway.storage.queries.logs import StoredLogQueries
from ocpp_gateway.storage.queries.nonconformities import StoredNonconformityQueries
from ocpp_gateway.storage.queries.overview import StoredFigureQueries
from ocpp_gateway.storage.queries.people import StoredPeopleQueries
from ocpp_gateway.storage.queries.refused_handshakes import StoredRefusalQueries
from ocpp_gateway.storage.queries.security_events import StoredSecurityEventQueries
from ocpp_gateway.storage.queries.stations import StoredStationQueries
from ocpp_gateway.storage.queries.system import StoredSystemQueries
from ocpp_gateway.storage.queries.transactions import StoredTransactionQueries
from ocpp_gateway.storage.sqlite import SqliteDatabase
from ocpp_gateway.storage.stations import StoredStations
from ocpp_gateway.translation.v16.commands import ACTIONS, Words16
from tests.rows import START, Clock, Ids, Rows

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path
    from uuid import UUID

    from fastapi import FastAPI

    from ocpp_gateway.api.identity_provider import IdentityProvider


SECRET = "a secret of thirty-two characters"
PASSWORD = "correct horse battery"
PREFIX = "/api/v1"
__all__ = ["PASSWORD", "PREFIX", "SECRET", "START", "Gateway", "gateway"]


@dataclass
class Bus:
    """A bus that remembers what was published."""

    published: list[str] = field(default_factory=list)

    async def publish(self, topic: str, message: bytes) -> None:
        self.published.append(topic)

    def subscribe(self, topic: str) -> AsyncIterator[bytes]:
        raise NotImplementedError


@dataclass
class Account:
    """A node that holds nothing."""

    registration: str = "pending"
    addresses: Addresses = field(
        default_factory=lambda: Addresses(
            station_url="ws://localhost:9000/ocpp",
            station_url_configured=False,
            http_url="https://gateway.test",
            http_url_configured=True,
        )
    )

    def now(self) -> ThisNode:
        return ThisNode(
            id="here",
            accepting=True,
            draining=False,
            connections=0,
            known_stations=0,
            journal_load=0.25,
            journal_outages=0,
            feed_subscribers=0,
            feed_lag_seconds=0.0,
            refused_handshakes=3,
            redis=None,
        )


@dataclass
class Gateway(Rows):
    """What a test works with."""

    app: FastAPI
    bus: Bus
    accounts: Accounts
    api_keys: ApiKeys
    client: httpx2.AsyncClient
    readiness: dict[str, Any]
    watchers: Watchers
    runner: JobRunner
    tokens: dict[str, tuple[str, datetime]] = field(default_factory=dict)

    def browser(self) -> httpx2.AsyncClient:
        """Another client, with cookies of its own."""
        return httpx2.AsyncClient(transport=httpx2.ASGITransport(self.app), base_url="http://gateway.test")

    async def sign_in(self, role: str) -> str:
        """An access token, still valid, of somebody with this role."""
        token, until = self.tokens.get(role, ("", None))
        if until is None or until <= self.clock.now:
            email = f"{role}@example.com"
            if until is None:
                await self.accounts.create(
                    email=email, role=Role(role), password=PASSWORD, by=GATEWAY, now=self.clock.now
                )
            async with self.browser() as browser:
                answer = await browser.post(
                    f"{PREFIX}/auth/login", json={"email": email, "password": PASSWORD}
                )
            assert answer.status_code == 200, answer.text
            token, until = answer.json()["access_token"], self.clock.now + timedelta(minutes=15)
            self.tokens[role] = (token, until)
        return token

    async def key(
        self, *scopes: str, owner: str = "admin", expires_at: datetime | None = None, **permissions: Any
    ) -> str:
        """The text of a key with these scopes, for all stations and tags unless told otherwise."""
        await self.sign_in(owner)
        user = await self.accounts.by_email(f"{owner}@example.com")
        everything: dict[str, Any] = {
            "scopes": list(scopes),
            "stations": {"all": True},
            "id_tags": {"all": True},
        }
        _, text = await self.api_keys.create(
            name="Test",
            owner=user.id,
            permissions=everything | permissions,
            by=GATEWAY,
            now=self.clock.now,
            expires_at=expires_at,
        )
        return text

    async def become_partner(self, user: UUID) -> None:
        """Make somebody the service user of a partner, as creating the partner would."""
        async with self.database.begin() as connection:
            await connection.execute(update(users).where(users.c.id == user).values(role="partner"))

    async def call(
        self, method: str, path: str, *, role: str | None = "admin", key: str | None = None, **more: Any
    ) -> httpx2.Response:
        """One request below `/api/v1`, by somebody with this role or with this key."""
        headers = dict(more.pop("headers", {}))
        if key is not None:
            headers["X-API-Key"] = key
        elif role is not None:
            headers["Authorization"] = f"Bearer {await self.sign_in(role)}"
        return await self.client.request(method, PREFIX + path, headers=headers, **more)

    async def get(self, path: str, **more: Any) -> httpx2.Response:
        return await self.call("GET", path, **more)

    async def post(self, path: str, **more: Any) -> httpx2.Response:
        return await self.call("POST", path, **more)

    async def patch(self, path: str, **more: Any) -> httpx2.Response:
        return await self.call("PATCH", path, **more)

    async def delete(self, path: str, **more: Any) -> httpx2.Response:
        return await self.call("DELETE", path, **more)


@contextlib.asynccontextmanager
async def gateway(
    path: Path,
    *,
    open_registration: bool = False,
    identity_provider: IdentityProvider | None = None,
    welcome_unknown: bool = False,
) -> AsyncIterator[Gateway]:
    """A gateway's API on a database file that has its schema."""
    database = await SqliteDatabase.open(f"sqlite:///{path}")
    clock, new_id, bus = Clock(), Ids(), Bus()
    keys = DerivedKeys(SECRET)
    hashes = SlowHashes(time_cost=1, memory_kib=8)
    people = StoredPeople(database)
    passwords = StationPasswords(keys, hashes)
    registry = CollectorRegistry()

    def elapsed() -> float:
        return clock.now.timestamp()

    Counter("ocpp_gateway_test", "A metric", registry=registry).inc()
    watchers = Watchers()
    readiness: dict[str, Any] = {"database": _ready}
    commands = Commands(
        StoredCommands(database), Words16(), Sealer(keys, SECRETS), bus, watchers, new_id=new_id
    )
    job_sealer = Sealer(keys, JOB_SECRETS)
    blocking = Blocking(StoredBlocks(database), Words16(), bus, new_id=new_id)
    jobs = Jobs(StoredJobs(database), commands.words, job_sealer, bus, new_id=new_id)
    accounts = Accounts(people, hashes, new_id=new_id)
    api_keys = ApiKeys(StoredApiKeys(database), accounts, actions=ACTIONS, new_id=new_id)
    app = create_app(
        version="0.0.1",
        clock=clock,
        keys=keys,
        stations_read=StoredStationQueries(database),
        connectors_read=StoredConnectorQueries(database),
        transactions_read=StoredTransactionQueries(database),
        logs_read=StoredLogQueries(database, searched_rows=5),
        refusals_read=StoredRefusalQueries(database),
        security_events_read=StoredSecurityEventQueries(database),
        configuration_read=StoredConfigurationQueries(database),
        credentials_read=StoredCredentialQueries(database),
        id_tags_read=StoredIdTagQueries(database),
        nonconformities_read=StoredNonconformityQueries(database),
        figures_read=RecentFigures(StoredFigureQueries(database), elapsed),
        fleet_history_read=StoredFleetHistoryQueries(database),
        audit_read=StoredAuditQueries(database),
        system_read=StoredSystemQueries(database),
        node=Account(),
        provisioning=Provisioning(
            StoredStations(database, new_id=new_id),
            passwords,
            bus,
            new_id=new_id,
            open_registration=open_registration,
        ),
        id_tag_administration=IdTagAdministration(StoredIdTags(database), bus, new_id=new_id),
        configuration_wishes=ConfigurationWishes(StoredWishes(database), bus, new_id=new_id),
        commands=commands,
        jobs=jobs,
        accounts=accounts,
        people_read=StoredPeopleQueries(database),
        api_keys=api_keys,
        rate_limits=MemoryRateLimits(),
        blocking=blocking,
        sign_ins=SignIns(people, StoredSignIns(database), hashes, keys, new_id=new_id),
        repeated_requests=RepeatedRequests(StoredClaims(database), Sealer(keys, ANSWERS), new_id=new_id),
        feeds=live_feed(database, StoredEventLog(database), bus, hashes, keys, clock=clock, new_id=new_id),
        feed_tickets=FeedTickets(StoredFeedTickets(database)),
        readiness=readiness,
        metrics=registry,
        identity_provider=identity_provider,
        welcome_unknown=welcome_unknown,
    )
    transport = httpx2.ASGITransport(app)
    try:
        async with httpx2.AsyncClient(transport=transport, base_url="http://gateway.test") as client:
            yield Gateway(
                app=app,
                database=database,
                clock=clock,
                new_id=new_id,
                bus=bus,
                accounts=accounts,
                api_keys=api_keys,
                client=client,
                readiness=readiness,
                watchers=watchers,
                runner=JobRunner(
                    StoredJobs(database),
                    commands,
                    blocking,
                    job_sealer,
                    bus,
                    node_id="here",
                    clock=clock,
                    new_id=new_id,
                ),
            )
    finally:
        hashes.close()
        await database.close()


async def _ready() -> str | None:
    return None
