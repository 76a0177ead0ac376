"""`/users`: people who may sign in."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Body, Path, Query, Response
from pydantic import BaseModel, Field

from ocpp_gateway.api.authentication import NewPassword
from ocpp_gateway.api.fields import Input, Moment, Needle, Text, without_default
from ocpp_gateway.api.paging import DEFAULT_LIMIT, Cursors, CursorText, Limit, ListPage
from ocpp_gateway.api.ports import PortsHere
from ocpp_gateway.api.preconditions import ExpectedEditions, set_etag
from ocpp_gateway.api.principal import CanReadUsers, CanWriteUsers
from ocpp_gateway.api.problems import not_found
from ocpp_gateway.operations.accounts import Role, User, UserEdit, generate_password
from ocpp_gateway.operations.people_queries import UserFilter
from ocpp_gateway.operations.queries import IdKey

router = APIRouter(prefix="/users", tags=["users"])

_CURSORS: Cursors[IdKey] = Cursors("users", UUID)

UserId = Annotated[str, Path(description="`id` of the user")]
PersonRole = Literal["admin", "operator", "viewer"]


class UserShown(BaseModel):
    """A person, or the service user of a partner, which owns keys and cannot sign in."""

    id: UUID
    name: str
    email: str
    role: Role
    disabled: bool
    disabled_at: Moment | None
    created_at: Moment
    updated_at: Moment


class UserCreated(UserShown):
    """A person who was added; `password` is the one that was made, shown this once; null if it was given."""

    password: str | None


class UsersWanted(Input):
    """Filters of the list."""

    role: Role | None = None
    disabled: bool | None = None
    q: Needle | None = Field(None, description="Part of address or name, case aside")
    limit: Limit = DEFAULT_LIMIT
    cursor: CursorText = None


class NewUser(Input):
    """A person to add. Without `password` one is made and shown once."""

    email: Needle
    role: PersonRole
    name: Text | None = Field(None, description="The part of the address before the @ if left out")
    password: NewPassword | None = None


class UserChanges(Input):
    """What to change; what is left out stays. A disabled person is signed out, and their keys stop working."""

    name: Text = Field("", json_schema_extra=without_default)
    role: PersonRole = Field("viewer", json_schema_extra=without_default)
    disabled: bool = Field(False, json_schema_extra=without_default)


class ReplacedPassword(Input):
    """The password to store; left out, one is made."""

    password: NewPassword | None = None


class UserPassword(BaseModel):
    """`password` is the one that was made, shown this once; null if it was given."""

    id: UUID
    password: str | None


@router.get("")
async def list_users(
    wanted: Annotated[UsersWanted, Query()], _: CanReadUsers, ports: PortsHere
) -> ListPage[UserShown]:
    """List people, newest first."""
    page = await ports.people.users(
        UserFilter(role=wanted.role, disabled=wanted.disabled, text=wanted.q),
        limit=wanted.limit,
        after=_CURSORS.read(wanted.cursor),
    )
    return ListPage(items=[_shown(user) for user in page.items], next_cursor=_CURSORS.write(page.next_key))


@router.post("", status_code=201)
async def create_user(
    new: NewUser, response: Response, caller: CanWriteUsers, ports: PortsHere
) -> UserCreated:
    """Add a person."""
    made = generate_password() if new.password is None else None
    user = await ports.accounts.create(
        email=new.email,
        role=Role(new.role),
        password=new.password if new.password is not None else made,
        by=caller.actor,
        now=ports.clock(),
        name=new.name or "",
    )
    set_etag(response, user.id, user.version)
    return UserCreated(**_shown(user).model_dump(), password=made)


@router.get("/{user}")
async def get_user(user: UserId, response: Response, _: CanReadUsers, ports: PortsHere) -> UserShown:
    """Show one person."""
    return _tagged(await ports.accounts.find(_id(user)), response)


@router.patch("/{user}")
async def edit_user(
    user: UserId,
    changes: UserChanges,
    expected: ExpectedEditions,
    response: Response,
    caller: CanWriteUsers,
    ports: PortsHere,
) -> UserShown:
    """Change name and role, disable and enable. 409 for the last enabled administrator."""
    edit: UserEdit = {}
    if "name" in changes.model_fields_set:
        edit["name"] = changes.name
    if "role" in changes.model_fields_set:
        edit["role"] = Role(changes.role)
    if "disabled" in changes.model_fields_set:
        edit["disabled"] = changes.disabled
    now = ports.clock()
    edited = await ports.accounts.edit(_id(user), edit, by=caller.actor, now=now, expected=expected)
    return _tagged(edited, response)


@router.delete("/{user}", status_code=204)
async def remove_user(
    user: UserId, expected: ExpectedEditions, caller: CanWriteUsers, ports: PortsHere
) -> None:
    """Remove a person. 409 for the last enabled administrator, and while they own a key that is not revoked."""
    await ports.accounts.remove(_id(user), by=caller.actor, now=ports.clock(), expected=expected)


@router.post("/{user}/password")
async def set_user_password(
    user: UserId,
    caller: CanWriteUsers,
    ports: PortsHere,
    new: Annotated[ReplacedPassword | None, Body()] = None,
) -> UserPassword:
    """Set somebody's password, given or made. They are signed out everywhere."""
    given = new.password if new is not None else None
    made = generate_password() if given is None else None
    password = given if given is not None else made or ""
    found = await ports.accounts.set_password_of(_id(user), password, by=caller.actor, now=ports.clock())
    return UserPassword(id=found.id, password=made)


@router.post("/{user}/sign-out", status_code=204)
async def sign_user_out(user: UserId, caller: CanWriteUsers, ports: PortsHere) -> None:
    """End every sign-in of somebody, on all devices."""
    await ports.accounts.sign_out(_id(user), by=caller.actor, now=ports.clock())


def _id(user: str) -> UUID:
    try:
        return UUID(user)
    except ValueError:
        raise not_found("user", user) from None


def _tagged(user: User, response: Response) -> UserShown:
    set_etag(response, user.id, user.version)
    return _shown(user)


def _shown(user: User) -> UserShown:
    return UserShown(
        id=user.id,
        name=user.name,
        email=user.email,
        role=user.role,
        disabled=user.disabled_at is not None,
        disabled_at=user.disabled_at,
        created_at=user.created_at,
        updated_at=user.updated_at,
    )
