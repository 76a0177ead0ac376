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

router = APIRouter(tags=["overview"])

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


@router.get("/overview")
async def get_overview(
    wanted: Annotated[OverviewWanted, Query()], caller: CanReadStations, ports: PortsHere
) -> Overview:
    """Show figures of all stations that you may see, and what needs attention."""
    now = ports.clock()
    day_start = _day_start(wanted.day_start, now)
    return _shown(await ports.figures.overview(caller.visible, now=now, day_start=day_start))


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
