"""`/stations/{ocpp_id}/configuration`: what is remembered of a station's configuration, asking for it, changing it."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ocpp_gateway.api.commands import CommandShown, GivenHere, Sending
from ocpp_gateway.api.fields import Input, Moment
from ocpp_gateway.api.paging import ListPage
from ocpp_gateway.api.ports import PortsHere
from ocpp_gateway.api.principal import CanReadStations
from ocpp_gateway.api.problems import not_found
from ocpp_gateway.api.raw_json import MEDIA_TYPE
from ocpp_gateway.api.stations import OcppId
from ocpp_gateway.operations.commands import Order
from ocpp_gateway.operations.configuration import ConfigurationView, WantedState
from ocpp_gateway.translation.v16.asked_keys import asked_groups

router = APIRouter(prefix="/stations", tags=["control"])

MOST_READ, MOST_CHANGED = 500, 50
_PATH = "/{ocpp_id}/configuration"
KeyName = Annotated[str, StringConstraints(min_length=1, max_length=50, strip_whitespace=True)]


class WantedShown(BaseModel):
    """The value that somebody wants, and what became of the command that carries it."""

    value: str
    at: Moment
    by: str | None
    command: UUID
    state: WantedState = Field(
        description="`refused`: the station declined; `reboot_required`: it counts from the next boot"
    )


class ConfigurationKeyShown(BaseModel):
    """One configuration key of a station."""

    key: str
    value: str | None = Field(description="As last reported; null if there is none, and for secrets")
    readonly: bool | None
    known: bool | None = Field(description="False: the station says that it has no such key")
    reported_at: Moment | None = Field(description="Null: never reported")
    wanted: WantedShown | None
    drift: bool | None = Field(
        description="Whether the reported value differs from the wanted one; null if nobody knows"
    )


class Change(Input):
    """A new value of one key."""

    key: KeyName
    value: Annotated[str, StringConstraints(max_length=500)]


class NewQuestion(Sending):
    """Either `read` or `change`. Several changes go out one after the other, in the given order."""

    read: Literal[True] | Annotated[list[KeyName], Field(min_length=1, max_length=MOST_READ)] | None = Field(
        None, description="`true`: all keys; or the names of some"
    )
    change: Change | Annotated[list[Change], Field(min_length=1, max_length=MOST_CHANGED)] | None = None

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"read": True},
                {"read": ["HeartbeatInterval", "NumberOfConnectors"]},
                {"change": {"key": "HeartbeatInterval", "value": "300"}},
            ]
        }
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> NewQuestion:
        if (self.read is None) == (self.change is None):
            raise ValueError("exactly one of read and change is needed")
        return self


class CommandsGiven(BaseModel):
    """The commands that were made, in the order in which they go out."""

    commands: list[CommandShown]


ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"model": CommandsGiven, "description": "With `wait`: all commands in their final state"},
    202: {"model": CommandsGiven, "description": "The commands as they stand"},
}


@router.get(_PATH)
async def get_station_configuration(
    ocpp_id: OcppId, caller: CanReadStations, ports: PortsHere
) -> ListPage[ConfigurationKeyShown]:
    """Show what is remembered of a station's configuration, by key, in one page. It asks the station nothing.

    Every answer of the station updates it, whoever asked. Values of secret keys are never kept.
    """
    station = await ports.stations.find(ocpp_id, caller.visible) if ocpp_id.isprintable() else None
    if station is None:
        raise not_found("station", ocpp_id)
    views = await ports.configuration.of_station(station.id)
    return ListPage(items=[_shown(view) for view in views], next_cursor=None)


@router.post(_PATH, status_code=202, responses=ANSWERS, response_model=CommandsGiven)
async def ask_station_configuration(ocpp_id: OcppId, new: NewQuestion, giving: GivenHere) -> Response:
    """Read keys from a station, or change some: one command for each question or change.

    Many keys are split by what the station takes at once (`GetConfigurationMaxKeys`). A wanted value is stored with its
    command, and shown beside the reported one.
    """
    station = await giving.station(ocpp_id)
    words = giving.ports.commands.words
    orders: list[Order]
    if new.read is not None:
        names = [] if new.read is True else list(dict.fromkeys(new.read))
        remembered = await giving.ports.configuration.of_station(station.id)
        orders = [
            _order(words.read_configuration(group), new) for group in asked_groups(station, names, remembered)
        ]
    else:
        changes = new.change if isinstance(new.change, list) else [new.change] if new.change else []
        orders = [_order(words.change_configuration(change.key, change.value), new) for change in changes]
    status, texts = await giving.commands(station, orders)
    return Response(b'{"commands":[' + b",".join(texts) + b"]}", status, media_type=MEDIA_TYPE)


def _order(words: tuple[str, dict[str, Any]], how: Sending) -> Order:
    return Order(
        action=words[0],
        payload=words[1],
        when_offline=how.when_offline,
        timeout_seconds=how.timeout_seconds,
        expires_at=how.expires_at,
    )


def _shown(view: ConfigurationView) -> ConfigurationKeyShown:
    wanted, state = view.wanted, view.wanted_state
    return ConfigurationKeyShown(
        key=view.key,
        value=view.value,
        readonly=view.readonly,
        known=view.known,
        reported_at=view.reported_at,
        wanted=None
        if wanted is None or state is None
        else WantedShown(value=wanted.value, at=wanted.at, by=wanted.by, command=wanted.command, state=state),
        drift=view.drift,
    )
