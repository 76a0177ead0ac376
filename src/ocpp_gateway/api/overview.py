"""`/overview`: the whole fleet in one answer, for the page that people keep open all day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from ocpp_gateway.api.fields import Amount, Input, Moment, members
from ocpp_gateway.api.ports import PortsHere
from ocpp_gateway.api.principal import CanReadStations
from ocpp_gateway.api.problems import VALIDATION, FieldError, Problem
from ocpp_gateway.operations.figures import AttentionKind, OverviewView
from ocpp_gateway.operations.fleet_history import COARSE_KEPT, MINUTE, minute_of, step_of

router = APIRouter(tags=["overview"])

DEFAULT_HISTORY = timedelta(hours=24)
LONGEST_DAY = timedelta(hours=48)
"""How far back a day may begin: somebody may look at yesterday just after midnight."""


class OverviewWanted(Input):
    """Which day is today."""

    day_start: Moment | None = Field(
        None,
        description="When the day began whose charges are wanted, to the minute: midnight where you are. Midnight UTC "
        "if left out; at most 48 hours ago",
        examples=["2026-11-22T23:00:00Z"],
    )


class HistoryWanted(Input):
    """Which span of time."""

    since: Moment | None = Field(
        None,
        alias="from",
        description="24 hours before `to` if left out; samples are kept for 16 days",
        examples=["2026-11-22T08:00:00Z"],
    )
    until: Moment | None = Field(
        None,
        alias="to",
        description="Now if left out; itself not included",
        examples=["2026-11-23T08:00:00Z"],
    )


class StationCounts(BaseModel):
    """Living stations. `faulted` are online and report themselves as a whole as faulted."""

    total: int = Field(examples=[124])
    online: int = Field(examples=[119])
    offline: int = Field(examples=[5])
    faulted: int = Field(examples=[1])
    pending: int = Field(description="Waiting for a decision", examples=[3])


class ConnectorCounts(BaseModel):
    """Connectors of living stations, those that stand for a whole station aside."""

    total: int = Field(examples=[222])
    available: int = Field(description="A car can charge there now", examples=[94])
    charging: int = Field(description="Of stations that are online", examples=[79])
    faulted: int = Field(description="Of stations that are online", examples=[3])
    blocked: int = Field(examples=[2])
    by_status: dict[str, int] = Field(
        description="As last reported, also by stations that are offline now: what `GET /connectors?status=` lists",
        examples=[{"Available": 100, "Charging": 79}],
    )


class HourShown(BaseModel):
    """Charges that started within one hour."""

    begin: Moment
    started: int = Field(examples=[71])
    energy_kwh: Amount = Field(description="What they have taken up to now", examples=[1514.2])


class Attention(BaseModel):
    """One thing to look after."""

    kind: AttentionKind = Field(description="In order of the harm: what hurts drivers most comes first")
    station: str = Field(examples=["CP-1"])
    group: str | None
    connector: int | None = Field(description="Null: the station as a whole", examples=[2])
    since: Moment | None = Field(
        description="Of a fault when it was reported, of a lost station its last message, of a rule its last departure"
    )
    count: int = Field(
        description="Charges left running, messages that could not be stored, departures from a rule; else 1 or 0"
    )
    detail: str | None = Field(
        description="Error codes, the reason, the rule, who blocked it, or the address it knocks from",
        examples=["GroundFailure"],
    )


class Overview(BaseModel):
    """The fleet at one moment. `hours` are the last 24, each beginning at a full hour UTC."""

    as_of: Moment = Field(
        description="When it was counted. Answers are shared for a second, for longer if counting takes long"
    )
    day_start: Moment
    power_w: Amount = Field(
        description="W, the last readings of all connectors that are online", examples=[5497000]
    )
    energy_today_kwh: Amount = Field(
        description="kWh of the charges that started today, of running ones so far", examples=[44210.5]
    )
    transactions_today: int = Field(description="Charges that started today", examples=[1714])
    transactions_running: int = Field(examples=[79])
    stations: StationCounts
    connectors: ConnectorCounts
    hours: list[HourShown]
    needs_attention: list[Attention] = Field(
        description="Most harm first, the newest of each kind first; at most 20 of a kind and 50 in all"
    )
    attention_counts: dict[str, int] = Field(
        description="How many there are of each kind, whether listed or not",
        examples=[{"station_offline": 5}],
    )


class FleetPointShown(BaseModel):
    """The fleet within one step of time that begins `at`."""

    at: Moment
    power_w: Amount = Field(description="W, the mean over the step", examples=[5497000])
    stations: int = Field(description="At the end of the step, like all counts", examples=[124])
    online: int = Field(examples=[119])
    connectors: int = Field(examples=[222])
    charging: int = Field(examples=[79])
    faulted: int = Field(examples=[3])


class FleetHistory(BaseModel):
    """A curve of the fleet, the oldest point first."""

    step_seconds: int = Field(
        description="Distance of the points: 60 up to 3 hours, 300 up to 36 hours, 1800 above", examples=[300]
    )
    points: list[FleetPointShown] = Field(
        description="A step in which no gateway ran has no point: that is a gap, not a zero"
    )


@router.get("/overview")
async def get_overview(
    wanted: Annotated[OverviewWanted, Query()], caller: CanReadStations, ports: PortsHere
) -> Overview:
    """Show figures of all stations that you may see, and what needs attention."""
    now = ports.clock()
    day_start = _day_start(wanted.day_start, now)
    return _shown(await ports.figures.overview(caller.visible, now=now, day_start=day_start))


@router.get("/overview/history")
async def get_overview_history(
    wanted: Annotated[HistoryWanted, Query()], caller: CanReadStations, ports: PortsHere
) -> FleetHistory:
    """Show how power and states of the fleet went, from a sample that is taken each minute.

    It covers whole groups: stations that you may see one by one are not in it.
    """
    end = minute_of(wanted.until or ports.clock() + MINUTE)
    begin = minute_of(wanted.since or end - DEFAULT_HISTORY)
    if not timedelta(0) < end - begin <= COARSE_KEPT:
        wrong = FieldError("query", "from", "`from` must lie before `to`, at most 16 days.", "invalid_span")
        raise Problem(VALIDATION, "This span of time cannot be shown.", errors=[wrong])
    points = await ports.fleet_history.history(caller.visible, begin=begin, end=end)
    return FleetHistory(
        step_seconds=int(step_of(end - begin).total_seconds()),
        points=[FleetPointShown(**members(point)) for point in points],
    )


def _day_start(wanted: datetime | None, now: datetime) -> datetime:
    """To the minute, so that all who look at the same day share an answer."""
    if wanted is None:
        return now.replace(hour=0, minute=0, second=0, microsecond=0)
    if not now - LONGEST_DAY <= wanted <= now:
        wrong = FieldError("query", "day_start", "A day begins within the last 48 hours.", "invalid_span")
        raise Problem(VALIDATION, "This day cannot be shown.", errors=[wrong])
    return wanted.replace(second=0, microsecond=0)


def _shown(view: OverviewView) -> Overview:
    shown = members(view)
    attention = []
    for item in shown.pop("attention"):
        one = members(item)
        del one["station_id"]
        attention.append(Attention(**one))
    return Overview(
        **shown
        | {
            "stations": StationCounts(**members(view.stations)),
            "connectors": ConnectorCounts(**members(view.connectors)),
            "hours": [HourShown(**members(hour)) for hour in view.hours],
            "needs_attention": attention,
        }
    )
