"""`/commands` and `/stations/{ocpp_id}/commands`: any operation of OCPP, followed to its effect."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from ocpp_gateway.api.fields import Input, Moment, Needle, without_default
from ocpp_gateway.api.paging import DEFAULT_LIMIT, Cursors, CursorText, Limit, ListPage
from ocpp_gateway.api.ports import Ports, PortsHere
from ocpp_gateway.api.principal import CanGiveCommands, CanReadCommands, CanWriteCommands, Principal
from ocpp_gateway.api.problems import not_found
from ocpp_gateway.api.raw_json import MEDIA_TYPE, page_response, with_texts
from ocpp_gateway.api.stations import OcppId
from ocpp_gateway.charging.commands import Command, CommandStatus, EffectState
from ocpp_gateway.charging.tokens import fold
from ocpp_gateway.operations.commands import (
    DEFAULT_TIMEOUT,
    LONGEST_TIMEOUT,
    CommandFilter,
    Order,
)
from ocpp_gateway.operations.queries import IdKey, StationView

router = APIRouter(tags=["commands"])

LONGEST_WAIT = 60.0

_CURSORS: Cursors[IdKey] = Cursors("commands", UUID)
CommandId = Annotated[str, Path(description="`id` of the command")]


class Effect(BaseModel):
    """Whether the station's own messages show that it did what it was told; independent of its answer."""

    state: EffectState
    event: str | None = Field(description="`started`, `ended`, `status`, `boot` or `message`")
    at: Moment | None


class CommandMembers(BaseModel):
    """A command to a station, without its JSON parts."""

    id: UUID
    station: str
    action: str
    status: CommandStatus
    force: bool
    when_offline: Literal["fail", "queue"]
    timeout_seconds: float
    requested_by: str | None
    requested_at: Moment
    expires_at: Moment | None = Field(description="It is never sent after this")
    sent_at: Moment | None
    answered_at: Moment | None
    error: str | None = Field(description="Why it failed or ended without an answer")
    effect: Effect


class CommandShown(CommandMembers):
    """A command to a station. Secrets in its JSON parts are `***`; an API key sees what its `fields` name."""

    payload: dict[str, Any] | None
    response: Any = Field(description="The payload of the station's CALLRESULT, as received")
    late_response: Any = Field(description="An answer that came after the command had timed out")


class Sending(Input):
    """When a command may be sent, and how long its answer is waited for."""

    timeout_seconds: Annotated[float, Field(strict=True, gt=0, le=LONGEST_TIMEOUT)] = Field(
        DEFAULT_TIMEOUT, description="Seconds the station has to answer"
    )
    expires_at: Moment | None = Field(
        None,
        description="It is never sent after this. Left out: the timeout, or 24 hours with `when_offline` `queue`",
    )
    when_offline: Literal["fail", "queue"] = Field(
        "fail", description="Fail at once if the station is not connected, or wait for it until `expires_at`"
    )


class NewCommand(Sending):
    """An operation for a station. The members of `payload` go out in the given order."""

    action: Needle = Field(description="One of the 26 actions that OCPP 1.6 sends to stations")
    payload: dict[str, Any] = Field(default_factory=dict, json_schema_extra=without_default)
    force: bool = Field(
        False, strict=True, description="Send it although it does not fit the official schema"
    )

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"action": "Reset", "payload": {"type": "Soft"}},
                {
                    "action": "ChangeConfiguration",
                    "payload": {"key": "MeterValueSampleInterval", "value": "60"},
                    "when_offline": "queue",
                },
            ]
        }
    )


class CommandsWanted(Input):
    """Filters of the list."""

    station: Needle | None = Field(None, description="Identity of a station, also of an archived one")
    action: Needle | None = None
    status: CommandStatus | None = None
    limit: Limit = DEFAULT_LIMIT
    cursor: CursorText = None


Wait = Annotated[
    float | None,
    Query(
        ge=0, le=LONGEST_WAIT, description="Seconds to wait for the command to become final: 200 if it does"
    ),
]
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="The same key within 24 hours returns the first command instead of making another one",
    ),
]


class Giving:
    """What every route that gives a command takes beside its body: who, how long to wait, the key of the request."""

    def __init__(
        self,
        response: Response,
        caller: CanGiveCommands,
        ports: PortsHere,
        wait: Wait = None,
        key: Key = None,
    ) -> None:
        self.caller = caller
        self.ports = ports
        self.key = key
        self._wait = wait
        self._headers = response.headers

    async def station(self, ocpp_id: str) -> StationView:
        """The station, if there is one that this caller may see."""
        known = ocpp_id.isprintable()
        view = await self.ports.stations.find(ocpp_id, self.caller.visible) if known else None
        if view is None:
            raise not_found("station", ocpp_id)
        return view

    async def command(self, station: StationView, order: Order) -> Response:
        """Store it, wait if that was asked for: 202, or 200 once it is final."""
        ports, caller = self.ports, self.caller
        await require_order(order, caller, ports)
        command = await ports.commands.request(
            station, order, caller.actor, now=ports.clock(), idempotency_key=self.key
        )
        return await self.answer(command)

    async def answer(self, command: Command) -> Response:
        """A command that was given: wait for its end if that was asked for; 202, or 200 once it is final."""
        if self._wait is not None:
            command = await self.ports.commands.wait(command, self._wait, self.caller.visible)
        status = 200 if self._wait is not None and command.final else 202
        return Response(
            shown(command, self.caller.hidden("commands")),
            status,
            {"Location": f"/api/v1/commands/{command.id}"},
            MEDIA_TYPE,
        )

    async def commands(self, station: StationView, orders: Sequence[Order]) -> tuple[int, list[bytes]]:
        """Several at once, as their JSON: 202, or 200 once all are final. Each has a part of the request's key."""
        ports, caller = self.ports, self.caller
        for order in orders:  # all of them before the first one is stored
            await require_order(order, caller, ports)
        made = []
        for number, order in enumerate(orders):
            key = self.key if self.key is None or number == 0 else f"{self.key}#{number}"
            made.append(
                await ports.commands.request(
                    station, order, caller.actor, now=ports.clock(), idempotency_key=key
                )
            )
        if self._wait is not None:
            clock = asyncio.get_running_loop().time
            until = clock() + self._wait
            made = [
                await ports.commands.wait(command, max(0.0, until - clock()), caller.visible)
                for command in made
            ]
        final = self._wait is not None and all(command.final for command in made)
        return 200 if final else 202, [shown(command, caller.hidden("commands")) for command in made]


async def require_order(order: Order, caller: Principal, ports: Ports) -> None:
    """Raise a `Problem` unless this caller may send this: a key can be bound to some actions and some id tags.

    A tag outside of the key's groups does not exist for it.
    """
    caller.require_action(order.action)
    if caller.tags.all_tags:
        return
    for tag in ports.commands.words.id_tags(order.payload):
        if await ports.id_tags.find(fold(tag), caller.tags) is None:
            raise not_found("id tag", tag)


GivenHere = Annotated[Giving, Depends()]
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"model": CommandShown, "description": "With `wait`: the command in its final state"},
    202: {"model": CommandShown, "description": "The command as it was stored"},
}


@router.post("/stations/{ocpp_id}/commands", status_code=202, responses=ANSWERS, response_model=CommandShown)
async def give_command(ocpp_id: OcppId, new: NewCommand, giving: GivenHere) -> Response:
    """Send any operation of OCPP to a station.

    The command is stored and sent as soon as the station can take it, never after `expires_at`, and reaches one final
    state exactly once. `accepted` is the station's word; whether it did what it said is in `effect`.
    """
    order = Order(
        action=new.action,
        payload=new.payload,
        when_offline=new.when_offline,
        timeout_seconds=new.timeout_seconds,
        expires_at=new.expires_at,
        force=new.force,
    )
    return await giving.command(await giving.station(ocpp_id), order)


@router.get("/commands", response_model=ListPage[CommandShown])
async def list_commands(
    wanted: Annotated[CommandsWanted, Query()], caller: CanReadCommands, ports: PortsHere
) -> Response:
    """List commands, newest first. A page ends early when its payloads and answers reach 4 MiB."""
    page = await ports.commands.page(
        CommandFilter(station=wanted.station, action=wanted.action, status=wanted.status),
        caller.visible,
        limit=wanted.limit,
        after=_CURSORS.read(wanted.cursor),
    )
    hidden = caller.hidden("commands")
    return page_response([shown(command, hidden) for command in page.items], _CURSORS.write(page.next_key))


@router.get("/commands/{command}", response_model=CommandShown)
async def get_command(command: CommandId, caller: CanReadCommands, ports: PortsHere) -> Response:
    """Show one command."""
    found = await ports.commands.find(_id(command), caller.visible)
    return Response(shown(found, caller.hidden("commands")), media_type=MEDIA_TYPE)


@router.post("/commands/{command}/cancel", response_model=CommandShown)
async def cancel_command(command: CommandId, caller: CanWriteCommands, ports: PortsHere) -> Response:
    """Take back a command that has not been sent; 409 if it has."""
    cancelled = await _cancelled(command, caller, ports)
    return Response(shown(cancelled, caller.hidden("commands")), media_type=MEDIA_TYPE)


async def _cancelled(command: str, caller: Principal, ports: Ports) -> Command:
    caller.require_action((await ports.commands.find(_id(command), caller.visible)).action)
    return await ports.commands.cancel(_id(command), caller.visible, by=caller.actor, now=ports.clock())


def _id(command: str) -> UUID:
    try:
        return UUID(command)
    except ValueError:
        raise not_found("command", command) from None


def shown(command: Command, hidden: frozenset[str]) -> bytes:
    """The resource as JSON; payload and answers keep their texts, those that are hidden are null."""
    members = CommandMembers(
        id=command.id,
        station=command.station,
        action=command.action,
        status=command.status,
        force=command.force,
        when_offline=command.when_offline,
        timeout_seconds=command.timeout_seconds,
        requested_by=command.requested_by,
        requested_at=command.requested_at,
        expires_at=command.expires_at,
        sent_at=command.sent_at,
        answered_at=command.answered_at,
        error=command.error,
        effect=Effect(state=command.effect_state, event=command.effect_event, at=command.effect_at),
    )
    texts = {
        "payload": command.payload,
        "response": command.response,
        "late_response": command.late_response,
    }
    return with_texts(members, texts | dict.fromkeys(hidden))
