"""The short calls: what people do most, without knowing OCPP. Each gives one command."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Path, Response
from pydantic import Field, StringConstraints

from ocpp_gateway.api.commands import ANSWERS, CommandShown, GivenHere, Sending
from ocpp_gateway.api.problems import NOT_RUNNING, Problem, not_found
from ocpp_gateway.api.stations import OcppId
from ocpp_gateway.api.transactions import TransactionId
from ocpp_gateway.operations.commands import Order

router = APIRouter(tags=["control"])

ConnectorNumber = Annotated[int, Path(ge=1, le=2**31 - 1, description="Number of the connector")]
OptionalSending = Annotated[Sending | None, Body()]
LONGEST_TAG = 20


class NewStart(Sending):
    """Who wants to charge."""

    id_tag: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TAG)]


class ResetKind(StrEnum):
    """`Soft` ends transactions first; `Hard` is the last resort and may lose what the station has not sent."""

    SOFT = "Soft"
    HARD = "Hard"


class NewReset(Sending):
    """How to restart the station."""

    type: ResetKind = ResetKind.SOFT


class TriggeredMessage(StrEnum):
    """What a station of OCPP 1.6 can be asked for."""

    BOOT_NOTIFICATION = "BootNotification"
    DIAGNOSTICS_STATUS_NOTIFICATION = "DiagnosticsStatusNotification"
    FIRMWARE_STATUS_NOTIFICATION = "FirmwareStatusNotification"
    HEARTBEAT = "Heartbeat"
    METER_VALUES = "MeterValues"
    STATUS_NOTIFICATION = "StatusNotification"


class NewTrigger(Sending):
    """Which message the station should send; `connector` for those about one."""

    message: TriggeredMessage
    connector: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)] | None = None


def order_of(
    words: tuple[str, dict[str, object]], how: Sending | None, *, made: frozenset[str] = frozenset()
) -> Order:
    """What a short call gives. `made` are the members of its payload that another call would make anew."""
    action, payload = words
    how = how or Sending()
    return Order(
        action=action,
        payload=payload,
        when_offline=how.when_offline,
        timeout_seconds=how.timeout_seconds,
        expires_at=how.expires_at,
        made=made,
    )


_START = "/stations/{ocpp_id}/connectors/{number}/start"


@router.post(_START, status_code=202, responses=ANSWERS, response_model=CommandShown)
async def start_transaction(
    ocpp_id: OcppId, number: ConnectorNumber, new: NewStart, giving: GivenHere
) -> Response:
    """Ask a station to start charging at a connector. Its effect is the transaction that starts."""
    words = giving.ports.commands.words.start(number, new.id_tag)
    return await giving.command(await giving.station(ocpp_id), order_of(words, new))


_UNLOCK = "/stations/{ocpp_id}/connectors/{number}/unlock"


@router.post(_UNLOCK, status_code=202, responses=ANSWERS, response_model=CommandShown)
async def unlock_connector(
    ocpp_id: OcppId, number: ConnectorNumber, giving: GivenHere, how: OptionalSending = None
) -> Response:
    """Ask a station to release the cable of a connector. A running transaction ends by it."""
    words = giving.ports.commands.words.unlock(number)
    return await giving.command(await giving.station(ocpp_id), order_of(words, how))


@router.post(
    "/transactions/{transaction}/stop", status_code=202, responses=ANSWERS, response_model=CommandShown
)
async def stop_transaction(
    transaction: TransactionId, giving: GivenHere, how: OptionalSending = None
) -> Response:
    """Ask the station to stop a running transaction; 409 if it is not running. Its effect is the end of it."""
    try:
        view = await giving.ports.transactions.find(UUID(transaction), giving.caller.visible)
    except ValueError:
        view = None
    if view is None:
        raise not_found("transaction", transaction)
    if view.status != "active":
        raise Problem(NOT_RUNNING, f"The transaction is {view.status}.")
    words = giving.ports.commands.words.stop(view.transaction_id)
    return await giving.command(await giving.station(view.station), order_of(words, how))


@router.post("/stations/{ocpp_id}/reset", status_code=202, responses=ANSWERS, response_model=CommandShown)
async def reset_station(
    ocpp_id: OcppId, giving: GivenHere, new: Annotated[NewReset | None, Body()] = None
) -> Response:
    """Ask a station to restart, `Soft` if nothing is said. Its effect is the next BootNotification."""
    new = new or NewReset()
    words = giving.ports.commands.words.reset(new.type.value)
    return await giving.command(await giving.station(ocpp_id), order_of(words, new))


@router.post(
    "/stations/{ocpp_id}/clear-cache", status_code=202, responses=ANSWERS, response_model=CommandShown
)
async def clear_cache(ocpp_id: OcppId, giving: GivenHere, how: OptionalSending = None) -> Response:
    """Ask a station to forget the id tags that it has let charge before."""
    words = giving.ports.commands.words.clear_cache()
    return await giving.command(await giving.station(ocpp_id), order_of(words, how))


@router.post("/stations/{ocpp_id}/trigger", status_code=202, responses=ANSWERS, response_model=CommandShown)
async def trigger_message(ocpp_id: OcppId, new: NewTrigger, giving: GivenHere) -> Response:
    """Ask a station to send a message now. Its effect is that message."""
    words = giving.ports.commands.words.trigger(new.message.value, new.connector)
    return await giving.command(await giving.station(ocpp_id), order_of(words, new))
