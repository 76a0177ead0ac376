"""The HTTP application over the parts of one node: which storage and which operation stands behind each resource."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from uuid_utils.compat import uuid7

from ocpp_gateway import __version__
from ocpp_gateway.api import oidc
from ocpp_gateway.api.application import create_app
from ocpp_gateway.api.identity_provider import IdentityProvider
from ocpp_gateway.api.map_tiles import MapTiles
from ocpp_gateway.assembly.metrics import CounterCollector, DepartureCollector
from ocpp_gateway.assembly.node import now
from ocpp_gateway.assembly.node_account import AccountOfNode
from ocpp_gateway.operations.api_keys import ApiKeys
from ocpp_gateway.operations.configuration_wishes import ConfigurationWishes
from ocpp_gateway.operations.feed_tickets import FeedTickets
from ocpp_gateway.operations.figures import RecentFigures
from ocpp_gateway.operations.id_tag_administration import IdTagAdministration
from ocpp_gateway.operations.jobs import Jobs
from ocpp_gateway.operations.provisioning import Provisioning
from ocpp_gateway.operations.rate_limits import MemoryRateLimits
from ocpp_gateway.operations.repeated_requests import ANSWERS, RepeatedRequests
from ocpp_gateway.operations.sealing import Sealer
from ocpp_gateway.operations.sign_ins import SignIns
from ocpp_gateway.storage.accounts import StoredPeople, StoredSignIns
from ocpp_gateway.storage.api_keys import StoredApiKeys
from ocpp_gateway.storage.claims import StoredClaims
from ocpp_gateway.storage.configuration_wishes import StoredWishes
from ocpp_gateway.storage.feed_tickets import StoredFeedTickets
from ocpp_gateway.storage.id_tags import StoredIdTags
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
from ocpp_gateway.storage.stations import StoredStations
from ocpp_gateway.telemetry import new_registry
from ocpp_gateway.translation.v16.commands import ACTIONS

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

    from ocpp_gateway.assembly.node import Node
    from ocpp_gateway.settings import Settings

PRESENT = frozenset({"handshakes_pending", "connections", "connected", "subscribers"})
"""Counters that say how it is now; all others only grow."""


def application(node: Node) -> Any:
    """The HTTP application (ASGI)."""
    database, bus = node.database, node.bus
    people = StoredPeople(database)
    return create_app(
        version=__version__,
        clock=now,
        keys=node.keys,
        stations_read=StoredStationQueries(database, node.names),
        connectors_read=StoredConnectorQueries(database),
        transactions_read=StoredTransactionQueries(database),
        logs_read=StoredLogQueries(database),
        refusals_read=StoredRefusalQueries(database),
        security_events_read=StoredSecurityEventQueries(database),
        configuration_read=StoredConfigurationQueries(database),
        credentials_read=StoredCredentialQueries(database),
        id_tags_read=StoredIdTagQueries(database),
        nonconformities_read=StoredNonconformityQueries(database),
        figures_read=RecentFigures(StoredFigureQueries(database, node.names), monotonic),
        fleet_history_read=StoredFleetHistoryQueries(database),
        audit_read=StoredAuditQueries(database),
        system_read=StoredSystemQueries(database),
        node=AccountOfNode(node),
        provisioning=Provisioning(
            StoredStations(database, new_id=uuid7),
            node.passwords,
            bus,
            new_id=uuid7,
            open_registration=node.settings.registration == "open",
            refresh=node.station_changed,
        ),
        id_tag_administration=IdTagAdministration(StoredIdTags(database), bus, new_id=uuid7),
        configuration_wishes=ConfigurationWishes(StoredWishes(database), bus, new_id=uuid7),
        commands=node.commands,
        jobs=Jobs(node.stored_jobs, node.commands.words, node.job_sealer, bus, new_id=uuid7),
        accounts=node.accounts,
        people_read=StoredPeopleQueries(database),
        api_keys=ApiKeys(StoredApiKeys(database), node.accounts, actions=ACTIONS, new_id=uuid7),
        rate_limits=MemoryRateLimits(),
        blocking=node.blocking,
        sign_ins=SignIns(people, StoredSignIns(database), node.hashes, node.keys, new_id=uuid7),
        repeated_requests=RepeatedRequests(StoredClaims(database), Sealer(node.keys, ANSWERS), new_id=uuid7),
        feeds=node.feeds,
        feed_tickets=FeedTickets(StoredFeedTickets(database)),
        readiness={"database": node.database_problem, "stations": node.station_problem},
        metrics=metrics(node),
        identity_provider=_identity_provider(node.settings),
        welcome_unknown=node.settings.oidc_unknown_people == "viewer",
        secure_cookies=node.settings.public_http_url.startswith("https://"),
        public_url=node.settings.public_http_url,
        map_tiles=_map_tiles(node.settings),
    )


def _map_tiles(settings: Settings) -> MapTiles | None:
    if not settings.map_tiles_url:
        return None
    return MapTiles(settings.map_tiles_url, settings.map_tiles_attribution)


def _identity_provider(settings: Settings) -> IdentityProvider | None:
    if not settings.oidc_issuer:
        return None
    return IdentityProvider(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret.get_secret_value(),
        f"{settings.http_url}{oidc.PATH}/callback",
    )


def metrics(node: Node) -> CollectorRegistry:
    """What `GET /metrics` shows of this node."""
    registry = new_registry()
    collector = CounterCollector(
        {
            "wire": node.stations.counters,
            "journal": node.journal.measurements,
            "bus": node.bus.counters,
            "feed": node.feeds.counters,
        },
        {
            "journal_load": ("How full the journal's queue is, 0 to 1", lambda: node.journal.load),
            "known_stations": ("Stations that may connect", lambda: len(node.book)),
            "feed_lag_seconds": (
                "Age of the newest event at its last delivery to feeds",
                lambda: node.feeds.engine.lag_seconds,
            ),
            "pending_stations": ("Stations that wait for a decision", lambda: node.book.pending),
        },
        present=PRESENT,
    )
    registry.register(collector)
    registry.register(DepartureCollector(node.departures))
    return registry
