"""`/actions`: what stations can be told, with the official schema of each payload: a form can be made from it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field

from ocpp_gateway.api.fields import Input, Needle
from ocpp_gateway.api.paging import ListPage
from ocpp_gateway.api.ports import Ports, PortsHere
from ocpp_gateway.api.preconditions import UNCHANGED, KnownTags, kept_answer
from ocpp_gateway.api.principal import CanReadCommands, Principal
from ocpp_gateway.api.problems import not_found
from ocpp_gateway.charging.commands import EffectKind
from ocpp_gateway.operations.accounts import Role
from ocpp_gateway.operations.actions import ActionView
from ocpp_gateway.operations.permissions import ROLE_PERMISSIONS, Permission

router = APIRouter(prefix="/actions", tags=["actions"])

_NEEDED = Permission.COMMANDS_WRITE


class ActionShown(BaseModel):
    """An action that can be sent to stations. The flags are advice: what is refused is decided when it is sent."""

    action: str = Field(examples=["Reset"])
    ocpp_version: str = Field(examples=["1.6"])
    profile: str = Field(description="The feature profile that has it", examples=["Core"])
    description: str = Field(examples=["Restart the station."])
    permission: Permission = Field(description="What whoever sends it must hold")
    roles: list[Role] = Field(description="The roles that hold it")
    permitted: bool = Field(description="Whether this caller may send it")
    destructive: bool = Field(
        description="It can end charges, take a station out of reach or remove what it keeps: ask people twice"
    )
    needs_online: bool = Field(
        description="It is about this moment. `when_offline` `queue` keeps it all the same, as any other action"
    )
    bulk: bool = Field(
        description="One payload makes sense for many stations; `POST /jobs` takes the others too"
    )
    while_pending: bool = Field(description="A station that is not accepted yet may be told it")
    effect: EffectKind | None = Field(
        description="What shows that it was done; null: nothing but the answer", examples=["boot"]
    )
    payload_schema: dict[str, Any] = Field(
        description="The official JSON schema of `payload`, without references; `$schema` says which draft",
        examples=[
            {
                "$schema": "http://json-schema.org/draft-04/schema#",
                "title": "ResetRequest",
                "type": "object",
                "properties": {"type": {"type": "string", "enum": ["Hard", "Soft"]}},
                "additionalProperties": False,
                "required": ["type"],
            }
        ],
    )


class ActionsWanted(Input):
    """Filters of the list."""

    ocpp_version: Needle | None = Field(None, description="Of this version only", examples=["1.6"])


ActionName = Annotated[
    str, Path(description="As OCPP spells it: upper and lower case differ", examples=["Reset"])
]


@router.get("", response_model=ListPage[ActionShown], responses=UNCHANGED)
async def list_actions(
    wanted: Annotated[ActionsWanted, Query()],
    caller: CanReadCommands,
    ports: PortsHere,
    known: KnownTags = None,
) -> Response:
    """List the actions that stations can be told, by name, all on one page.

    Each with the official schema of its payload, what it does and what to know before it is sent. It changes with the
    version of the gateway and with the caller's rights only.
    """
    found = [_shown(view, caller) for view in _offered(ports, wanted.ocpp_version)]
    page = ListPage[ActionShown](items=found, next_cursor=None)
    return kept_answer(page.model_dump_json().encode(), known)


@router.get("/{action}", response_model=ActionShown, responses=UNCHANGED)
async def get_action(
    action: ActionName, caller: CanReadCommands, ports: PortsHere, known: KnownTags = None
) -> Response:
    """Show one action that stations can be told."""
    for view in _offered(ports, None):
        if view.action == action:
            return kept_answer(_shown(view, caller).model_dump_json().encode(), known)
    raise not_found("action", action)


def _offered(ports: Ports, version: str | None) -> list[ActionView]:
    return [view for view in ports.commands.words.actions() if version in {None, view.ocpp_version}]


def _shown(view: ActionView, caller: Principal) -> ActionShown:
    return ActionShown(
        action=view.action,
        ocpp_version=view.ocpp_version,
        profile=view.profile,
        description=view.description,
        permission=_NEEDED,
        roles=[role for role in Role if _NEEDED in ROLE_PERMISSIONS[role]],
        permitted=caller.may_send(view.action),
        destructive=view.destructive,
        needs_online=view.needs_online,
        bulk=view.bulk,
        while_pending=view.while_pending,
        effect=view.effect,
        payload_schema=dict(view.payload_schema),
    )
