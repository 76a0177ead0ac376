"""`/api-keys`: how programs come in, and what each of them may do."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field, StrictBool, WithJsonSchema

from ocpp_gateway.api.fields import Input, Moment, Text, without_default
from ocpp_gateway.api.paging import DEFAULT_LIMIT, Cursors, CursorText, Limit, ListPage
from ocpp_gateway.api.ports import Ports, PortsHere
from ocpp_gateway.api.preconditions import ExpectedEditions, set_etag
from ocpp_gateway.api.principal import CanReadApiKeys, CanWriteApiKeys
from ocpp_gateway.api.problems import not_found
from ocpp_gateway.operations.api_keys import ApiKey, KeyEdit
from ocpp_gateway.operations.key_permissions import (
    DEFAULT_REQUESTS_PER_MINUTE,
    HIDDEN_FIELDS,
    MOST_REQUESTS_PER_MINUTE,
)
from ocpp_gateway.operations.people_queries import KeyFilter, KeyView
from ocpp_gateway.operations.permissions import KEY_SCOPES
from ocpp_gateway.operations.queries import IdKey

router = APIRouter(prefix="/api-keys", tags=["api-keys"])

_CURSORS: Cursors[IdKey] = Cursors("api-keys", UUID)
_HIDDEN = "; ".join(
    f"`{resource}`: " + ", ".join(f"`{name}`" for name in sorted(names))
    for resource, names in HIDDEN_FIELDS.items()
)

KeyScope = Annotated[
    str, WithJsonSchema({"type": "string", "enum": sorted(scope.value for scope in KEY_SCOPES)})
]
"""Another one is refused by the operation, which names it."""

KeyId = Annotated[str, Path(description="`id` of the key")]


class StationGrant(Input):
    """Which stations exist for a key."""

    all: StrictBool = False
    ids: list[str] = Field(default_factory=list, description="Identities; upper and lower case do not differ")
    groups: list[str] = Field(default_factory=list)


class IdTagGrant(Input):
    """Which id tags exist for a key: those it sees, and those it may start with."""

    all: StrictBool = False
    groups: list[str] = Field(default_factory=list)


class KeyPermissions(Input):
    """What a key may do. What is left out is not granted."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "scopes": ["stations:read", "connectors:read", "commands:write"],
                    "stations": {"all": False, "ids": ["CP-1"], "groups": ["site-a"]},
                    "commands": ["RemoteStartTransaction", "RemoteStopTransaction"],
                    "id_tags": {"all": False, "groups": ["fleet-7"]},
                    "fields": {"transactions": ["id_tag"]},
                    "requests_per_minute": 600,
                }
            ]
        }
    )

    scopes: list[KeyScope]
    stations: StationGrant = Field(default_factory=StationGrant, json_schema_extra=without_default)
    commands: list[str] | None = Field(
        None, description="Actions of OCPP that it may send, by whichever call; null: all of them"
    )
    id_tags: IdTagGrant = Field(default_factory=IdTagGrant, json_schema_extra=without_default)
    fields: dict[str, list[str]] = Field(
        default_factory=dict,
        description=f"Members that are null for keys unless named here. {_HIDDEN}",
        json_schema_extra=without_default,
    )
    requests_per_minute: int = Field(
        DEFAULT_REQUESTS_PER_MINUTE, strict=True, ge=1, le=MOST_REQUESTS_PER_MINUTE
    )


class ApiKeyShown(BaseModel):
    """A key. Of its text only the beginning is known."""

    id: UUID
    name: str
    hint: str = Field(description="How the key begins")
    user_id: UUID = Field(description="Its owner; it can never do more than the owner's role")
    owner: str = Field(description="The owner's e-mail address")
    permissions: KeyPermissions
    expires_at: Moment | None
    last_used_at: Moment | None = Field(description="Up to a minute old")
    revoked_at: Moment | None
    created_at: Moment


class ApiKeyCreated(ApiKeyShown):
    """A key that was made; `key` is its text, shown this once."""

    key: str


class NewApiKey(Input):
    """A key to make. Without `user_id` it belongs to the caller."""

    name: Text
    permissions: KeyPermissions
    user_id: UUID | None = None
    expires_at: Moment | None = None


class ApiKeyChanges(Input):
    """What to change; what is left out stays. `permissions` replaces all of them; null lifts `expires_at`."""

    name: Text = Field("", json_schema_extra=without_default)
    permissions: KeyPermissions = Field(
        default_factory=lambda: KeyPermissions(scopes=[]), json_schema_extra=without_default
    )
    expires_at: Moment | None = None


class ApiKeysWanted(Input):
    """Filters of the list."""

    user_id: UUID | None = Field(None, description="Keys of this owner")
    limit: Limit = DEFAULT_LIMIT
    cursor: CursorText = None


@router.get("")
async def list_api_keys(
    wanted: Annotated[ApiKeysWanted, Query()], _: CanReadApiKeys, ports: PortsHere
) -> ListPage[ApiKeyShown]:
    """List keys, newest first, revoked and expired ones included."""
    page = await ports.people.keys(
        KeyFilter(owner=wanted.user_id), limit=wanted.limit, after=_CURSORS.read(wanted.cursor)
    )
    return ListPage(items=[_shown(view) for view in page.items], next_cursor=_CURSORS.write(page.next_key))


@router.post("", status_code=201)
async def create_api_key(
    new: NewApiKey, response: Response, caller: CanWriteApiKeys, ports: PortsHere
) -> ApiKeyCreated:
    """Make a key. Its text is shown this once; only its hash is stored."""
    key, text = await ports.api_keys.create(
        name=new.name,
        owner=new.user_id or caller.user.id,
        permissions=_document(new.permissions),
        by=caller.actor,
        now=ports.clock(),
        expires_at=new.expires_at,
    )
    shown = await _tagged(key.id, response, ports)
    return ApiKeyCreated(**shown.model_dump(), key=text)


@router.get("/{key}")
async def get_api_key(key: KeyId, response: Response, _: CanReadApiKeys, ports: PortsHere) -> ApiKeyShown:
    """Show one key."""
    return await _tagged(_id(key), response, ports)


@router.patch("/{key}")
async def edit_api_key(
    key: KeyId,
    changes: ApiKeyChanges,
    expected: ExpectedEditions,
    response: Response,
    caller: CanWriteApiKeys,
    ports: PortsHere,
) -> ApiKeyShown:
    """Change name, permissions or expiry, from the next request on. 409 if the key is revoked."""
    edit: KeyEdit = {}
    if "name" in changes.model_fields_set:
        edit["name"] = changes.name
    if "permissions" in changes.model_fields_set:
        edit["permissions"] = _document(changes.permissions)
    if "expires_at" in changes.model_fields_set:
        edit["expires_at"] = changes.expires_at
    edited: ApiKey = await ports.api_keys.edit(
        _id(key), edit, by=caller.actor, now=ports.clock(), expected=expected
    )
    return await _tagged(edited.id, response, ports)


@router.delete("/{key}", status_code=204)
async def revoke_api_key(
    key: KeyId, expected: ExpectedEditions, caller: CanWriteApiKeys, ports: PortsHere
) -> None:
    """Revoke a key for good: its next request is refused, on every node. It stays in the list."""
    await ports.api_keys.revoke(_id(key), by=caller.actor, now=ports.clock(), expected=expected)


def _id(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError:
        raise not_found("API key", key) from None


def _document(permissions: KeyPermissions) -> dict[str, Any]:
    return permissions.model_dump(exclude_unset=True)


async def _tagged(key: UUID, response: Response, ports: Ports) -> ApiKeyShown:
    view = await ports.people.key(key)
    if view is None:
        raise not_found("API key", key)
    set_etag(response, view.key.id, view.key.version)
    return _shown(view)


def _shown(view: KeyView) -> ApiKeyShown:
    key = view.key
    return ApiKeyShown(
        id=key.id,
        name=key.name,
        hint=key.hint,
        user_id=key.user_id,
        owner=view.owner,
        permissions=KeyPermissions.model_validate(key.grant.as_json()),
        expires_at=key.expires_at,
        last_used_at=key.last_used_at,
        revoked_at=key.revoked_at,
        created_at=key.created_at,
    )
