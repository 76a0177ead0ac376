"""`/stations/{ocpp_id}/credentials` and `/password/rotate`: how a station proves itself, and a new key over OCPP."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from ocpp_gateway.api.commands import ANSWERS, CommandShown, GivenHere
from ocpp_gateway.api.control import OptionalSending, order_of
from ocpp_gateway.api.fields import Moment, members
from ocpp_gateway.api.ports import PortsHere
from ocpp_gateway.api.principal import CanReadStations
from ocpp_gateway.api.problems import not_found
from ocpp_gateway.api.stations import OcppId
from ocpp_gateway.operations.audit import ActorKind
from ocpp_gateway.operations.credential_queries import CredentialChange
from ocpp_gateway.operations.passwords import generate_station_key

router = APIRouter(prefix="/stations", tags=["stations"])

AUTHORIZATION_KEY = "AuthorizationKey"


class OfferedPassword(BaseModel):
    """A password that the station was told to use and has not used yet. It is good beside the one in force."""

    accepted: bool = Field(description="The station has said that it will use it; false: it has not answered")


class CredentialEventShown(BaseModel):
    """One change of a password, a security profile or a client certificate."""

    at: Moment
    what: CredentialChange
    by: str = Field(description="Who did it; `gateway` where the station's own deeds or answers did")
    by_kind: ActorKind
    security_profile: int | None = Field(description="The one that was set, offered or reached")


class StationCredentials(BaseModel):
    """How a station proves itself. No password is ever shown."""

    has_password: bool
    offered: list[OfferedPassword] = Field(
        description="Oldest first. Empty: no rotation is under way, the one in force alone is good"
    )
    history: list[CredentialEventShown] = Field(description="The newest changes, newest first")


@router.get("/{ocpp_id}/credentials")
async def get_station_credentials(
    ocpp_id: OcppId, caller: CanReadStations, ports: PortsHere
) -> StationCredentials:
    """Show which passwords of a station are good now, and how password, profile and certificate last changed."""
    station = await ports.stations.find(ocpp_id, caller.visible) if ocpp_id.isprintable() else None
    if station is None:
        raise not_found("station", ocpp_id)
    view = await ports.credentials.of_station(station.id)
    return StationCredentials(
        has_password=view.has_password,
        offered=[OfferedPassword(accepted=accepted) for accepted in view.offered],
        history=[CredentialEventShown(**members(event)) for event in view.history],
    )


@router.post("/{ocpp_id}/password/rotate", status_code=202, responses=ANSWERS, response_model=CommandShown)
async def rotate_station_password(
    ocpp_id: OcppId, giving: GivenHere, how: OptionalSending = None
) -> Response:
    """Make a new `AuthorizationKey` and send it to the station. Nobody ever sees it.

    The old one stays good until the station has come with the new one; if it declines, the old one stays.
    """
    words = giving.ports.commands.words.change_configuration(AUTHORIZATION_KEY, generate_station_key())
    order = order_of(words, how, made=frozenset({"value"}))
    return await giving.command(await giving.station(ocpp_id), order)
