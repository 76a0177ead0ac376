"""The live feed of one node: the engine over the stored log, with rows and rights as the API has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocpp_gateway.api.feed import standing_of
from ocpp_gateway.api.feed_rows import show_connector, show_message, show_station
from ocpp_gateway.feeds.counters import FeedCounters
from ocpp_gateway.feeds.engine import FeedEngine
from ocpp_gateway.feeds.message_log import MessageLog
from ocpp_gateway.feeds.open_feeds import OpenFeeds
from ocpp_gateway.feeds.refusals import RefusalHints
from ocpp_gateway.feeds.snapshot import Snapshots
from ocpp_gateway.operations.sign_ins import SignIns
from ocpp_gateway.storage.accounts import StoredPeople, StoredSignIns
from ocpp_gateway.storage.queries.connectors import StoredConnectorQueries
from ocpp_gateway.storage.queries.logs import StoredLogQueries
from ocpp_gateway.storage.queries.station_groups import StoredStationGroups
from ocpp_gateway.storage.queries.stations import StoredStationQueries

if TYPE_CHECKING:
    from ocpp_gateway.feeds.ports import FeedLog
    from ocpp_gateway.operations.keys import DerivedKeys
    from ocpp_gateway.operations.passwords import SlowHashes
    from ocpp_gateway.operations.ports import Bus, Clock, NewId
    from ocpp_gateway.storage.engine import Database


def live_feed(
    database: Database,
    log: FeedLog,
    bus: Bus,
    hashes: SlowHashes,
    keys: DerivedKeys,
    *,
    clock: Clock,
    new_id: NewId,
) -> OpenFeeds:
    """The feeds of a node; whoever opens the node lets them run."""
    counters = FeedCounters()
    stations = StoredStationQueries(database)
    sign_ins = SignIns(StoredPeople(database), StoredSignIns(database), hashes, keys, new_id=new_id)
    return OpenFeeds(
        FeedEngine(log, bus, StoredStationGroups(database), counters, clock=clock),
        Snapshots(
            stations=stations,
            connectors=StoredConnectorQueries(database),
            show_station=show_station,
            show_connector=show_connector,
        ),
        [
            MessageLog(StoredLogQueries(database), stations, bus, counters, show=show_message, clock=clock),
            RefusalHints(bus, clock=clock, new_id=new_id),
        ],
        standing_of(sign_ins, clock),
        counters,
    )
