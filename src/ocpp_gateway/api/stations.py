"""`/stations`: charging stations, and the decision to let them in."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal, cast, get_args
from uuid import UUID

from fastapi import APIRouter, Body, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from ocpp_gateway.api.fields import Input, Moment, Secret, Text, members, without, without_default
from ocpp_gateway.api.paging import DEFAULT_LIMIT, Cursors, CursorText, Limit, ListPage
from ocpp_gateway.api.ports import Ports, PortsHere
from ocpp_gateway.api.preconditions import ExpectedEditions, set_etag
from ocpp_gateway.api.principal import CanReadStations, CanWriteStations, Principal
from ocpp_gateway.api.problems import not_found
from ocpp_gateway.api.station_filters import OrderedStations
from ocpp_gateway.charging.blocks import BlockState
from ocpp_gateway.charging.quirks import MAX_VENDORS, NAMES
from ocpp_gateway.charging.stations import ConnectorStatus, Registration
from ocpp_gateway.operations.permissions import Permission
from ocpp_gateway.operations.provisioning import HIGHEST_PROFILE, Credential, StationEdit
from ocpp_gateway.operations.queries import IdKey, StationSort, StationView
from ocpp_gateway.translation.quirks import profiles_of, quirks_of

router = APIRouter(prefix="/stations", tags=["stations"])

_CURSORS: dict[StationSort, Cursors[IdKey]] = {
    sort: Cursors(f"stations {sort}", UUID) for sort in get_args(StationSort)
}

OcppId = Annotated[str, Path(description="The station's identity; upper and lower case do not differ")]
ValidationMode = Literal["strict", "lenient"]
Profile = Annotated[int, Field(strict=True, ge=0, le=HIGHEST_PROFILE, description="Security profile 0 to 3")]


class Location(Input):
    """Where a station stands. Degrees (WGS 84), north and east positive."""

    latitude: Annotated[float, Field(strict=True, ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(strict=True, ge=-180, le=180)] | None = None
    address: Text | None = None


class LocationShown(BaseModel):
    """Where a station stands. Degrees (WGS 84), north and east positive."""

    latitude: float | None = None
    longitude: float | None = None
    address: str | None = None


Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class CertificateBinding(Input):
    """Which client certificates may play the station (security profile 3). What is left out does not restrict."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=255)] | None = Field(
        None,
        description="Common name or serial number in the certificate's subject; the identity if left out",
    )
    issuer: Annotated[str, StringConstraints(min_length=1, max_length=1000)] | None = Field(
        None, description="Name of the authority as in RFC 4514"
    )
    fingerprints: list[Fingerprint] = Field(
        default_factory=list, max_length=20, description="SHA-256 in hex; if there are any, only these"
    )


class CertificateBindingShown(BaseModel):
    """Which client certificates may play the station (security profile 3)."""

    name: str | None
    issuer: str | None
    fingerprints: list[str]


class PresentedCertificate(BaseModel):
    """A verified client certificate that the station showed when it knocked; `approve` can bind it."""

    names: list[str] = Field(description="Common names and serial numbers in its subject")
    subject: str
    issuer: str
    fingerprint: str = Field(description="SHA-256 in hex")
    not_after: Moment


class Quirks(BaseModel):
    """How this station is treated differently; what is left out follows the profile of its model."""

    model_config = ConfigDict(extra="forbid")

    ping: bool | None = Field(None, strict=True, description="False: it does not bear WebSocket pings (Q10)")
    any_answer_id: bool | None = Field(
        None,
        strict=True,
        description="Take an answer with another message id if it fits the only open CALL (Q30)",
    )
    time_zone: Text | None = Field(
        None, description="Zone of times that name none (Q38), as Europe/Berlin or +02:00"
    )
    local_time_as_utc: bool | None = Field(
        None, strict=True, description="It labels local time `Z` (Q40); needs `time_zone`"
    )
    energy_unit: Literal["Wh", "kWh"] | None = Field(
        None, description="What its energy samples are counted in, whatever they are labelled (Q56)"
    )
    accept_vendors: list[Annotated[str, StringConstraints(min_length=1, max_length=255)]] | None = Field(
        None,
        max_length=MAX_VENDORS,
        description="Vendor ids whose DataTransfer is accepted (Q61); `*` is all",
    )
    named_configuration: bool | None = Field(
        None,
        strict=True,
        description="Never ask it for all configuration keys at once: that crashes it (Q58)",
    )


class QuirksInEffect(BaseModel):
    """Every switch as it is now."""

    ping: bool
    any_answer_id: bool
    time_zone: str | None
    local_time_as_utc: bool
    energy_unit: str | None
    accept_vendors: list[str]
    named_configuration: bool


class Station(BaseModel):
    """A charging station. `status` is that of its connector 0 and stays as it was while the station is offline."""

    id: UUID
    ocpp_id: str
    name: str | None
    location: LocationShown | None
    group: str | None
    registration: Registration
    online: bool
    status: ConnectorStatus
    blocked: bool = Field(
        description="The whole station is blocked; its connectors can be blocked by themselves"
    )
    block_state: BlockState = Field(
        description="How far the block of the whole station, or lifting it, has got"
    )
    blocked_by: str | None
    blocked_at: Moment | None
    ocpp_version: str | None
    security_profile: int
    has_password: bool = Field(description="A password is stored; the station is never admitted without it")
    presented_password: bool = Field(
        description="It showed a password when it knocked, which `approve` can adopt"
    )
    certificate: CertificateBindingShown | None = Field(
        description="Null: with profile 3, any certificate of a known authority that names the identity"
    )
    presented_certificate: PresentedCertificate | None
    raised_profile: int | None = Field(
        description="The highest one offered to it; in force, and lower ones refused, as soon as it comes with it"
    )
    unauthenticated_until: Moment | None = Field(description="Until then it may come without authentication")
    validation: ValidationMode | None = Field(description="Null: as the listener is")
    quirk_profiles: list[str] = Field(description="Names of the known models that it fits")
    quirks: Quirks = Field(description="What was decided for this station, over the profile of its model")
    quirks_in_effect: QuirksInEffect = Field(description="Profile of the model and `quirks` together")
    vendor: str | None
    model: str | None
    serial_number: str | None
    firmware_version: str | None
    iccid: str | None
    imsi: str | None
    meter_type: str | None
    meter_serial_number: str | None
    firmware_status: str | None
    diagnostics_status: str | None
    remote_address: str | None = Field(description="Where it last connected from")
    connected_at: Moment | None
    last_boot_at: Moment | None
    last_heartbeat: Moment | None
    last_message_at: Moment | None
    created_at: Moment
    updated_at: Moment


class StationApproved(Station):
    """A station that was let in; `password` is the one made for it, shown this once."""

    password: str | None = None


class StationPassword(BaseModel):
    """`password` is the one that was made, shown this once; null if it was given."""

    station: str
    password: str | None


class StationsWanted(OrderedStations):
    """Filters and order of the list. A cursor belongs to the order it was made in."""

    limit: Limit = DEFAULT_LIMIT
    cursor: CursorText = None


class NewStation(Input):
    """A station to add.

    Without `security_profile` it is 1 with a password and 0 without. A station without password is let in only if
    profile 0 was asked for explicitly, for 30 days, or where registration is open.
    """

    ocpp_id: Annotated[str, StringConstraints(min_length=1, max_length=255)]
    name: Text | None = None
    group: Text | None = None
    location: Location | None = None
    security_profile: Profile | None = None
    password: Secret | None = None


class StationChanges(Input):
    """What to change; what is left out stays, null clears `name`, `group`, `location`, `certificate` and `validation`.

    `quirks` replaces all that was decided before; null or an empty object leaves the profile of the model alone.
    """

    name: Text | None = None
    group: Text | None = None
    location: Location | None = None
    security_profile: Profile = Field(0, json_schema_extra=without_default)
    certificate: CertificateBinding | None = None
    registration: Registration = Field(Registration.PENDING, json_schema_extra=without_default)
    validation: ValidationMode | None = None
    quirks: Quirks | None = None


class Approval(Input):
    """How to let the station in.

    `adopt` the password it presented, `issue` one, bind the `certificate` it presented, or `none` until `expires_at`.
    """

    credential: Credential
    expires_at: Moment | None = Field(None, description="Only with `none`; 30 days from now if left out")


class NewPassword(Input):
    """The password to store; left out, one is made."""

    password: Secret | None = None


@router.get("")
async def list_stations(
    wanted: Annotated[StationsWanted, Query()], caller: CanReadStations, ports: PortsHere
) -> ListPage[Station]:
    """List stations, newest first unless `sort` says otherwise."""
    cursors = _CURSORS[wanted.sort]
    page = await ports.stations.page(
        wanted.filter(),
        caller.visible,
        limit=wanted.limit,
        after=cursors.read(wanted.cursor),
        sort=wanted.sort,
    )
    hidden = caller.hidden("stations")
    items = [_shown(without(view, hidden)) for view in page.items]
    return ListPage(items=items, next_cursor=cursors.write(page.next_key))


@router.post("", status_code=201)
async def create_station(
    new: NewStation, response: Response, caller: CanWriteStations, ports: PortsHere
) -> Station:
    """Add a station; it is accepted. An API key that is bound to some stations cannot."""
    caller.require_everything(Permission.STATIONS_WRITE)
    record = await ports.provisioning.create(
        new.ocpp_id,
        by=caller.actor,
        now=ports.clock(),
        name=new.name,
        group=new.group,
        location=_location(new.location),
        security_profile=new.security_profile,
        password=new.password,
    )
    return _shown(await _tagged(record.ocpp_id, response, caller, ports))


@router.get("/{ocpp_id}")
async def get_station(
    ocpp_id: OcppId, response: Response, caller: CanReadStations, ports: PortsHere
) -> Station:
    """Show one station."""
    return _shown(await _tagged(ocpp_id, response, caller, ports))


@router.patch("/{ocpp_id}")
async def edit_station(
    ocpp_id: OcppId,
    changes: StationChanges,
    expected: ExpectedEditions,
    response: Response,
    caller: CanWriteStations,
    ports: PortsHere,
) -> Station:
    """Change name, group, location, profile (also lower it), certificate, registration, validation or quirks.

    Validation and quirks count from the station's next message on.
    """
    before = await _find(ocpp_id, caller, ports)
    edit = cast("StationEdit", changes.model_dump(exclude_unset=True))
    if "group" in edit and edit["group"] != before.group:
        # By the group others may come to see the station, or cease to.
        caller.require_everything(Permission.STATIONS_WRITE)
    if "location" in edit:
        edit["location"] = _location(changes.location)
    if "certificate" in edit:
        edit["certificate"] = changes.certificate.model_dump() if changes.certificate is not None else None
    if "quirks" in edit:
        edit["quirks"] = changes.quirks.model_dump(exclude_none=True) if changes.quirks is not None else {}
    await ports.provisioning.edit(ocpp_id, edit, by=caller.actor, now=ports.clock(), expected=expected)
    return _shown(await _tagged(ocpp_id, response, caller, ports))


@router.delete("/{ocpp_id}", status_code=204)
async def archive_station(
    ocpp_id: OcppId, expected: ExpectedEditions, caller: CanWriteStations, ports: PortsHere
) -> None:
    """End the station's life: its connection is closed, its history stays, its identity is free.

    409 while it charges.
    """
    await _find(ocpp_id, caller, ports)
    await ports.provisioning.archive(ocpp_id, by=caller.actor, now=ports.clock(), expected=expected)


@router.post("/{ocpp_id}/approve")
async def approve_station(
    ocpp_id: OcppId,
    response: Response,
    caller: CanWriteStations,
    ports: PortsHere,
    approval: Annotated[Approval | None, Body()] = None,
) -> StationApproved:
    """Let a waiting station in, after a look at its address and claims.

    Without a body the password that it presented is adopted; if it presented none, the answer is 409 and names the
    choices. An issued password is shown this once.
    """
    await _find(ocpp_id, caller, ports)
    admission = await ports.provisioning.approve(
        ocpp_id,
        approval.credential if approval else None,
        by=caller.actor,
        now=ports.clock(),
        expires_at=approval.expires_at if approval else None,
    )
    view = await _tagged(ocpp_id, response, caller, ports)
    return StationApproved(**_members(view), password=admission.password)


@router.post("/{ocpp_id}/reject")
async def reject_station(
    ocpp_id: OcppId, response: Response, caller: CanWriteStations, ports: PortsHere
) -> Station:
    """Turn a station away."""
    await _find(ocpp_id, caller, ports)
    await ports.provisioning.reject(ocpp_id, by=caller.actor, now=ports.clock())
    return _shown(await _tagged(ocpp_id, response, caller, ports))


@router.post("/{ocpp_id}/password")
async def set_station_password(
    ocpp_id: OcppId,
    caller: CanWriteStations,
    ports: PortsHere,
    new: Annotated[NewPassword | None, Body()] = None,
) -> StationPassword:
    """Store the given password or make one. It counts from the next handshake; nothing is sent to the station."""
    await _find(ocpp_id, caller, ports)
    given = new.password if new else None
    admission = await ports.provisioning.set_password(ocpp_id, given, by=caller.actor, now=ports.clock())
    return StationPassword(station=admission.record.ocpp_id, password=admission.password)


async def _find(ocpp_id: str, caller: Principal, ports: Ports) -> StationView:
    """The station, if there is one that this caller may see."""
    view = await ports.stations.find(ocpp_id, caller.visible) if ocpp_id.isprintable() else None
    if view is None:
        raise not_found("station", ocpp_id)
    return view


async def _tagged(ocpp_id: str, response: Response, caller: Principal, ports: Ports) -> StationView:
    view = await _find(ocpp_id, caller, ports)
    set_etag(response, view.id, view.version)
    return without(view, caller.hidden("stations"))


def _location(location: Location | None) -> dict[str, Any] | None:
    return location.model_dump() if location is not None else None


def _members(view: StationView) -> dict[str, Any]:
    shown = members(view)
    del shown["version"]
    shown["quirks"] = {name: view.quirks[name] for name in NAMES if name in view.quirks}
    shown["quirk_profiles"] = profiles_of(view.vendor, view.model, view.firmware_version)
    shown["quirks_in_effect"] = QuirksInEffect(
        **asdict(quirks_of(view.vendor, view.model, view.firmware_version, view.quirks))
    )
    return shown


def _shown(view: StationView) -> Station:
    return Station(**_members(view))
