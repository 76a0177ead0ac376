"""What the benchmark of lists asks: every list with the filters that people use, common and rare values, deep pages."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bench.list_report import COUNTED, SEARCH
from bench.list_rows import LOG_DAYS, TRANSACTION_DAYS, Size
from ocpp_gateway.charging.stations import ConnectorStatus, Registration
from ocpp_gateway.operations.queries import (
    EVERYTHING,
    ConnectorFilter,
    LogFilter,
    StationFilter,
    TransactionFilter,
    Visibility,
)
from ocpp_gateway.storage.queries.connectors import StoredConnectorQueries
from ocpp_gateway.storage.queries.logs import StoredLogQueries
from ocpp_gateway.storage.queries.overview import StoredFigureQueries
from ocpp_gateway.storage.queries.stations import StoredStationQueries
from ocpp_gateway.storage.queries.transactions import StoredTransactionQueries

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database
    from ocpp_gateway.storage.queries.station_names import StationNames

PAGE = 50
DAY = timedelta(days=1)

Ask = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Case:
    """One question, asked with new values each time. A `note` says why it may take longer than a list."""

    name: str
    ask: Ask
    note: str = ""


class Cases:
    """The questions about one loaded database."""

    def __init__(self, database: Database, names: StationNames, size: Size, now: datetime) -> None:
        """`names` are loaded."""
        self._size = size
        self._now = now
        self._random = random.Random(4711)
        self._stations = StoredStationQueries(database, names)
        self._connectors = StoredConnectorQueries(database)
        self._transactions = StoredTransactionQueries(database)
        self._logs = StoredLogQueries(database)
        self._figures = StoredFigureQueries(database, names)

    def all(self) -> list[Case]:
        """Every question, list by list."""
        return [
            *self._of_stations(),
            *self._of_connectors(),
            *self._of_transactions(),
            *self._of_logs(),
            *self._of_figures(),
        ]

    def _station(self) -> str:
        return f"CP-{self._random.randrange(1, self._size.stations):06}"

    def _site(self) -> str:
        return f"site-{self._random.randrange(1, 997, 2)}"

    def _then(self, days: int) -> datetime:
        return self._now - timedelta(seconds=self._random.uniform(0, days * 86400))

    def _id(self, days: int) -> UUID:
        """An id of a random moment: a page in the middle of a list."""
        return UUID(int=int(self._then(days).timestamp() * 1000) << 80 | 7 << 76 | 2 << 62)

    def _of_stations(self) -> list[Case]:
        def case(name: str, visible: Visibility = EVERYTHING, **wanted: Any) -> Case:
            sort, deep = wanted.pop("sort", "-created_at"), wanted.pop("deep", False)
            note = wanted.pop("note", "")

            async def ask() -> object:
                values = {key: value() if callable(value) else value for key, value in wanted.items()}
                after = await self._some_station() if deep else None
                return await self._stations.page(
                    StationFilter(**values), visible, limit=PAGE, after=after, sort=sort
                )

            return Case(f"stations: {name}", ask, note)

        few = Visibility(all_stations=False, groups=frozenset({"site-7"}), ocpp_ids=frozenset({"CP-000001"}))
        return [
            case("newest"),
            case("somewhere in the middle", deep=True),
            case("by identity", sort="ocpp_id"),
            case("by identity, somewhere in the middle", sort="-ocpp_id", deep=True),
            case("common status", status=ConnectorStatus.AVAILABLE),
            case("rare status", status=ConnectorStatus.FAULTED),
            case("rare status, by identity", status=ConnectorStatus.FAULTED, sort="ocpp_id"),
            case("online", online=True),
            case("offline", online=False),
            case("waiting for approval", registration=Registration.PENDING),
            case("small group", group=self._site),
            case("large group", group="site-big"),
            case("vendor and model", vendor="Vendor 3", model="Model 1"),
            case("rare vendor", vendor="Rarity"),
            case("rare vendor, by identity", vendor="Rarity", sort="ocpp_id"),
            case("vendor that nobody has", vendor="Nobody"),
            case("text in many", note=SEARCH, text="harbour"),
            case("text in one", text=self._station),
            case("text in none", text="nowhere at all"),
            case(
                "faulted, offline, of one vendor",
                status=ConnectorStatus.FAULTED,
                online=False,
                vendor="Vendor 3",
            ),
            case("seen by who may see one group", few),
        ]

    async def _some_station(self) -> tuple[UUID]:
        view = await self._stations.find(self._station(), EVERYTHING)
        return (view.id if view is not None else self._id(400),)

    def _of_connectors(self) -> list[Case]:
        def case(name: str, visible: Visibility = EVERYTHING, **wanted: Any) -> Case:
            deep = wanted.pop("deep", False)

            async def ask() -> object:
                values = {key: value() if callable(value) else value for key, value in wanted.items()}
                after = (self._id(380), 1) if deep else None
                return await self._connectors.page(
                    ConnectorFilter(**values), visible, limit=PAGE, after=after
                )

            return Case(f"connectors: {name}", ask)

        few = Visibility(all_stations=False, groups=frozenset({"site-7"}))
        return [
            case("all"),
            case("somewhere in the middle", deep=True),
            case("charging", status=ConnectorStatus.CHARGING),
            case("faulted", status=ConnectorStatus.FAULTED),
            case("very rare status", status=ConnectorStatus.RESERVED),
            case("status that none has", status=ConnectorStatus.FINISHING),
            case("available", available=True),
            case("not available", available=False),
            case("blocked", blocked=True),
            case("of a station", station=self._station),
            case("of a small group", group=self._site),
            case("of a large group, faulted", group="site-big", status=ConnectorStatus.FAULTED),
            case("available, seen by who may see one group", few, available=True),
        ]

    def _of_transactions(self) -> list[Case]:
        def case(name: str, visible: Visibility = EVERYTHING, **wanted: Any) -> Case:
            deep, span = wanted.pop("deep", False), wanted.pop("span", None)

            async def ask() -> object:
                values = {key: value() if callable(value) else value for key, value in wanted.items()}
                if span is not None:
                    since = self._then(TRANSACTION_DAYS)
                    values |= {"since": since, "until": since + span}
                after = (self._id(TRANSACTION_DAYS),) if deep else None
                return await self._transactions.page(
                    TransactionFilter(**values), visible, limit=PAGE, after=after
                )

            return Case(f"transactions: {name}", ask)

        some = Visibility(all_stations=False, groups=frozenset({"site-7"}))
        return [
            case("newest"),
            case("somewhere in the middle", deep=True),
            case("of a station", station=self._station),
            case("of a connector", station=self._station, connector=1),
            case("running", status="active"),
            case("completed", status="completed"),
            case("unmatched", status="unmatched"),
            case("of a tag", id_tag=lambda: f"TAG-{self._random.randrange(50_000)}"),
            case("of a tag that is everywhere", id_tag="FLEET"),
            case("of one day", span=DAY),
            case("of a month, somewhere in the year", span=30 * DAY),
            case("of a station in a month", span=30 * DAY, station=self._station),
            case(
                "of a tag in a month", span=30 * DAY, id_tag=lambda: f"TAG-{self._random.randrange(50_000)}"
            ),
            case("unmatched in a month", span=30 * DAY, status="unmatched"),
            case("seen by who may see one group", some),
        ]

    def _of_logs(self) -> list[Case]:
        def case(name: str, *, note: str = "", **wanted: Any) -> Case:
            deep = wanted.pop("deep", False)

            async def ask() -> object:
                values = {key: value() if callable(value) else value for key, value in wanted.items()}
                until = self._then(LOG_DAYS - 2) if deep else self._now
                asked = LogFilter(since=until - DAY, until=until, **values)
                return await self._logs.page(asked, EVERYTHING, limit=PAGE)

            return Case(f"logs: {name}", ask, note)

        return [
            case("newest of 24 hours"),
            case("another day", deep=True),
            case("of a station", station=self._station),
            case("of a station, another day", station=self._station, deep=True),
            case("common action", action="MeterValues"),
            case("action of one in a thousand", action="BootNotification"),
            case("action of one in a hundred thousand", note=SEARCH, action="FirmwareStatusNotification"),
            case("action that nobody sends", note=SEARCH, action="Nothing"),
            case("errors", message_type="CallError"),
            case("what came in", direction="in"),
            case("text in many", note=SEARCH, text="Energy"),
            case("text in none (100,000 rows looked at)", note=SEARCH, text="nowhere at all"),
            case("text, of a station", text="Energy", station=self._station),
        ]

    def _of_figures(self) -> list[Case]:
        async def overview() -> object:
            midnight = self._now.replace(hour=0, minute=0, second=0, microsecond=0)
            return await self._figures.overview(EVERYTHING, now=self._now, day_start=midnight)

        async def facets() -> object:
            return await self._figures.facets(StationFilter(vendor="Vendor 3"), EVERYTHING, now=self._now)

        return [
            Case("overview, counted anew", overview, COUNTED),
            Case("facets, counted anew", facets, COUNTED),
        ]
