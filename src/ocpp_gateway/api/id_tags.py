"""`/id-tags`: who may charge."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, cast
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field, StringConstraints

from ocpp_gateway.api.fields import Input, Moment, Needle, Text, members, without_default
from ocpp_gateway.api.paging import DEFAULT_LIMIT, Cursors, CursorText, Limit, ListPage
from ocpp_gateway.api.ports import Ports, PortsHere
from ocpp_gateway.api.preconditions import ExpectedEditions, set_etag
from ocpp_gateway.api.principal import CanReadIdTags, CanWriteIdTags
from ocpp_gateway.api.problems import not_found
from ocpp_gateway.charging.tokens import Token, TokenStatus, authorize, fold
from ocpp_gateway.operations.id_tag_administration import LONGEST_ID_TAG, IdTagEdit, is_id_tag
from ocpp_gateway.operations.queries import IdKey, IdTagFilter, IdTagView

router = APIRouter(prefix="/id-tags", tags=["id-tags"])

_CURSORS: Cursors[IdKey] = Cursors("id-tags", UUID)

TagStatus = Literal["Accepted", "Blocked", "Expired", "Invalid"]
TagText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_ID_TAG)]
TagPath = Annotated[str, Path(description="The tag; upper and lower case do not differ")]


class IdTag(BaseModel):
    """An id tag. `status` is what a station is told now: an accepted tag whose `expiry` has passed is `Expired`."""

    id: UUID
    id_tag: str
    status: TagStatus
    expiry: Moment | None
    parent: str | None = Field(
        description="Group tag: tags with the same one may stop each other's transactions"
    )
    group: str | None
    note: str | None
    created_at: Moment
    updated_at: Moment


class NewIdTag(Input):
    """A tag to enter."""

    id_tag: TagText
    status: TagStatus = "Accepted"
    expiry: Moment | None = None
    parent: TagText | None = None
    group: Text | None = None
    note: Text | None = None


class IdTagChanges(Input):
    """What to change; what is left out stays, null clears everything but `status`."""

    status: TagStatus = Field("Accepted", json_schema_extra=without_default)
    expiry: Moment | None = None
    parent: TagText | None = None
    group: Text | None = None
    note: Text | None = None


class IdTagsWanted(Input):
    """Filters of the list."""

    status: TagStatus | None = None
    group: Needle | None = None
    q: Needle | None = Field(None, description="Part of tag or note, case aside")
    limit: Limit = DEFAULT_LIMIT
    cursor: CursorText = None


@router.get("")
async def list_id_tags(
    wanted: Annotated[IdTagsWanted, Query()], _: CanReadIdTags, ports: PortsHere
) -> ListPage[IdTag]:
    """List id tags, newest first."""
    now = ports.clock()
    page = await ports.id_tags.page(
        IdTagFilter(
            now=now,
            status=TokenStatus(wanted.status) if wanted.status else None,
            group=wanted.group,
            text=wanted.q,
        ),
        limit=wanted.limit,
        after=_CURSORS.read(wanted.cursor),
    )
    return ListPage(
        items=[_shown(view, now) for view in page.items], next_cursor=_CURSORS.write(page.next_key)
    )


@router.post("", status_code=201)
async def create_id_tag(new: NewIdTag, response: Response, _: CanWriteIdTags, ports: PortsHere) -> IdTag:
    """Enter a tag."""
    record = await ports.id_tag_administration.create(
        new.id_tag,
        now=ports.clock(),
        status=TokenStatus(new.status),
        expiry=new.expiry,
        parent=new.parent,
        group=new.group,
        note=new.note,
    )
    return await _tagged(record.id_tag, response, ports)


# A tag may hold a slash: these addresses take all that follows, so they stay the last ones of this resource.
@router.get("/{id_tag:path}")
async def get_id_tag(id_tag: TagPath, response: Response, _: CanReadIdTags, ports: PortsHere) -> IdTag:
    """Show one tag."""
    return await _tagged(id_tag, response, ports)


@router.patch("/{id_tag:path}")
async def edit_id_tag(
    id_tag: TagPath,
    changes: IdTagChanges,
    expected: ExpectedEditions,
    response: Response,
    _: CanWriteIdTags,
    ports: PortsHere,
) -> IdTag:
    """Change a tag."""
    edit = cast("IdTagEdit", changes.model_dump(exclude_unset=True))
    if "status" in edit:
        edit["status"] = TokenStatus(changes.status)
    await ports.id_tag_administration.edit(id_tag, edit, now=ports.clock(), expected=expected)
    return await _tagged(id_tag, response, ports)


@router.delete("/{id_tag:path}", status_code=204)
async def delete_id_tag(id_tag: TagPath, _: CanWriteIdTags, ports: PortsHere) -> None:
    """Remove a tag; transactions that used it keep its text."""
    await ports.id_tag_administration.delete(id_tag, now=ports.clock())


async def _tagged(id_tag: str, response: Response, ports: Ports) -> IdTag:
    view = await ports.id_tags.find(fold(id_tag)) if is_id_tag(id_tag) else None
    if view is None:
        raise not_found("id tag", id_tag)
    set_etag(response, view.id, view.version)
    return _shown(view, ports.clock())


def _shown(view: IdTagView, now: datetime) -> IdTag:
    shown = members(view)
    del shown["version"]
    # The rule by which stations are answered, not a second one beside it.
    told = authorize(
        Token(id_tag=view.id_tag, status=view.status, expiry=view.expiry), now, unknown_accepted=False
    )
    return IdTag(**shown | {"status": told.status.value})
