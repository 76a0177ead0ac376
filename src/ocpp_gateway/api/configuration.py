"""`/stations/{ocpp_id}/configuration`: what is remembered of a station's configuration, asking for it, changing it."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ocpp_gateway.api.commands import CommandShown, GivenHere, Sending
from ocpp_gateway.api.fields import Input, Moment, members
from ocpp_gateway.api.paging import ListPage
from ocpp_gateway.api.ports import PortsHere
from ocpp_gateway.api.principal import CanReadStations, CanWriteCommands
from ocpp_gateway.api.problems import not_found
from ocpp_gateway.api.raw_json import MEDIA_TYPE
from ocpp_gateway.api.stations import OcppId
from ocpp_gateway.ocpp.v16.configuration_keys import KeyKind, standard_key
from ocpp_gateway.operations.commands import Order
from ocpp_gateway.operations.configuration import ConfigurationView, Reporter, WantedState
from ocpp_gateway.translation.masking import is_secret
from ocpp_gateway.translation.v16.asked_keys import asked_groups
from ocpp_gateway.translation.v16.configuration import CHANGE_CONFIGURATION

router = APIRouter(prefix="/stations", tags=["control"])

MOST_READ, MOST_CHANGED = 500, 50
_PATH = "/{ocpp_id}/configuration"
_WANTED_PATH = _PATH + "/{name:path}/wanted"
WantedKey = Annotated[str, Path(description="Name of the key; upper and lower case do not differ")]
KeyName = Annotated[str, StringConstraints(min_length=1, max_length=50, strip_whitespace=True)]


class WantedShown(BaseModel):
    """The value that somebody wants, and what became of the command that carries it."""

    value: str
    at: Moment
    by: str | None
    command: UUID
    sent_at: Moment | None = Field(description="Null: not sent yet, or never")
    answer: str | None = Field(
        description="The station's own word: `Accepted`, `RebootRequired`, `Rejected` or `NotSupported`"
    )
    error: str | None = Field(description="Why it never reached the station, or ended without an answer")
    state: WantedState = Field(
        description="`refused`: the station declined; `reboot_required`: it counts from the next boot; "
        "`unknown`: no answer came, or the command is forgotten by now"
    )


class StandardKeyShown(BaseModel):
    """What the specification says of a key."""

    kind: KeyKind = Field(
        description="What the text of a value spells; items of a `list` are joined by commas"
    )
    unit: str | None = Field(description="Of a number: `s`, `%` or `Wh`")


class ReporterShown(BaseModel):
    """The command whose answer told the value."""

    command: UUID
    action: str
    by: str | None


class ConfigurationKeyShown(BaseModel):
    """One configuration key of a station."""

    key: str
    standard: StandardKeyShown | None = Field(description="Null: a key of the vendor's own")
    secret: bool = Field(description="Its value is a password: it is sent, never kept and never shown")
    value: str | None = Field(description="As last reported; null if there is none, and for secrets")
    readonly: bool | None
    known: bool | None = Field(description="False: the station says that it has no such key")
    reported_at: Moment | None = Field(description="Null: never reported")
    reported_by: ReporterShown | None = Field(
        description="Null too where the gateway asked by itself, or the command is forgotten"
    )
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


@router.delete(_WANTED_PATH, status_code=204)
async def remove_wanted_configuration(
    ocpp_id: OcppId, name: WantedKey, caller: CanWriteCommands, ports: PortsHere
) -> None:
    """Take a wanted value back. A command that still waits with it is cancelled; the station is told nothing.

    404 if nobody wants a value of this key.
    """
    caller.require_action(CHANGE_CONFIGURATION)
    station = await ports.stations.find(ocpp_id, caller.visible) if ocpp_id.isprintable() else None
    if station is None:
        raise not_found("station", ocpp_id)
    await ports.configuration_wishes.remove(station, name, by=caller.actor, now=ports.clock())


def _order(words: tuple[str, dict[str, Any]], how: Sending) -> Order:
    return Order(
        action=words[0],
        payload=words[1],
        when_offline=how.when_offline,
        timeout_seconds=how.timeout_seconds,
        expires_at=how.expires_at,
    )


def _shown(view: ConfigurationView) -> ConfigurationKeyShown:
    known = standard_key(view.key)
    return ConfigurationKeyShown(
        key=view.key,
        standard=None if known is None else StandardKeyShown(kind=known.kind, unit=known.unit),
        secret=is_secret(view.key),
        value=view.value,
        readonly=view.readonly,
        known=view.known,
        reported_at=view.reported_at,
        reported_by=_reporter(view.reported_by),
        wanted=_wish(view),
        drift=view.drift,
    )


def _reporter(reporter: Reporter | None) -> ReporterShown | None:
    return None if reporter is None else ReporterShown(**members(reporter))


def _wish(view: ConfigurationView) -> WantedShown | None:
    wanted, state = view.wanted, view.wanted_state
    if wanted is None or state is None:
        return None
    return WantedShown(
        value=wanted.value,
        at=wanted.at,
        by=wanted.by,
        command=wanted.command,
        sent_at=wanted.sent_at,
        answer=wanted.answer,
        error=wanted.error,
        state=state,
    )
