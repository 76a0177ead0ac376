"""Blocking and unblocking a connector or a whole station."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from ocpp_gateway.api.commands import ANSWERS, CommandShown, GivenHere, Giving
from ocpp_gateway.api.stations import OcppId

router = APIRouter(tags=["control"])

Blockable = Annotated[
    int, Path(ge=0, le=2**31 - 1, description="Number of the connector; 0 is the whole station")
]


@router.post(
    "/stations/{ocpp_id}/connectors/{number}/block",
    status_code=202,
    responses=ANSWERS,
    response_model=CommandShown,
)
async def block_connector(ocpp_id: OcppId, number: Blockable, giving: GivenHere) -> Response:
    """Take a connector out of service, or with 0 the whole station; its connectors keep their own blocks.

    What is wanted is stored at once and outlasts everything; the command that tells the station has no deadline and
    waits for a station that is offline. Repeating it changes nothing and returns the last command. How far it has got
    is `block_state` of the connector. A connector that the station has never reported is 404.
    """
    return await _set(giving, ocpp_id, number, blocked=True)


@router.post(
    "/stations/{ocpp_id}/connectors/{number}/unblock",
    status_code=202,
    responses=ANSWERS,
    response_model=CommandShown,
)
async def unblock_connector(ocpp_id: OcppId, number: Blockable, giving: GivenHere) -> Response:
    """Put a connector, or with 0 the station, back into service; a block that was not sent yet is taken back."""
    return await _set(giving, ocpp_id, number, blocked=False)


async def _set(giving: Giving, ocpp_id: str, number: int, *, blocked: bool) -> Response:
    ports = giving.ports
    action, _ = ports.commands.words.availability(number, operative=not blocked)
    giving.caller.require_action(action)
    command = await ports.blocking.block(
        await giving.station(ocpp_id),
        number,
        giving.caller.actor,
        now=ports.clock(),
        blocked=blocked,
        idempotency_key=giving.key,
    )
    return await giving.answer(command)
