"""`/id-tags`: who may charge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal, cast
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field, StringConstraints
from starlette.responses import StreamingResponse

from ocpp_gateway.api.csv_export import CSV, CSV_RESPONSES, EXPORT_PAGE, csv_response
from ocpp_gateway.api.fields import Input, Moment, Needle, Text, members, without_default, write_moment
from ocpp_gateway.api.paging import DEFAULT_LIMIT, Cursors, CursorText, Limit, ListPage
from ocpp_gateway.api.ports import Ports, PortsHere
from ocpp_gateway.api.preconditions import ExpectedEditions, set_etag
from ocpp_gateway.api.principal import CanReadIdTags, CanWriteIdTags, Principal
from ocpp_gateway.api.problems import MALFORMED, UNSUPPORTED_MEDIA_TYPE, Problem, not_found
from ocpp_gateway.charging.tokens import Token, TokenStatus, authorize, fold
from ocpp_gateway.operations.csv_lines import Cell
from ocpp_gateway.operations.id_tag_administration import LONGEST_ID_TAG, MOST_ALIASES, is_id_tag
from ocpp_gateway.operations.id_tag_table import ALIAS_SEPARATOR, COLUMNS, IdTagEdit
from ocpp_gateway.operations.permissions import Permission
from ocpp_gateway.operations.queries import IdKey, IdTagFilter, IdTagView, Page

router = APIRouter(prefix="/id-tags", tags=["id-tags"])

IMPORT_PATH = "/id-tags/import"
IMPORT_LIMIT = 4 * 1024 * 1024
"""Bytes of a table of id tags."""

_CURSORS: Cursors[IdKey] = Cursors("id-tags", UUID)

TagStatus = Literal["Accepted", "Blocked", "Expired", "Invalid"]
TagText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_ID_TAG)]
Aliases = Annotated[list[TagText], Field(max_length=MOST_ALIASES)]
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
    concurrent: bool = Field(description="It may have more than one running transaction")
    aliases: list[str] = Field(
        description="Other names of the tag, for stations and partners that write it otherwise"
    )
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
    concurrent: bool = Field(False, strict=True)
    aliases: Aliases = Field(default_factory=list)


class IdTagChanges(Input):
    """What to change; what is left out stays, null clears a text or the expiry. `aliases` replaces all of them."""

    status: TagStatus = Field("Accepted", json_schema_extra=without_default)
    expiry: Moment | None = None
    parent: TagText | None = None
    group: Text | None = None
    note: Text | None = None
    concurrent: bool = Field(False, strict=True, json_schema_extra=without_default)
    aliases: Aliases = Field(default_factory=list)


class ImportedIdTags(BaseModel):
    """How many tags the table entered, changed, and found as they are."""

    created: int
    changed: int
    unchanged: int


class IdTagFilters(Input):
    """Filters of tags; all that are given must hold."""

    status: TagStatus | None = Field(
        None,
        description="What a station is told now: an `expiry` that has passed is `Expired`",
        examples=["Blocked"],
    )
    group: Needle | None = Field(None, description="Exactly this group", examples=["fleet-7"])
    q: Needle | None = Field(None, description="Part of tag or note, case aside", examples=["04A2"])

    def filter(self, now: datetime) -> IdTagFilter:
        """The filter of the query."""
        return IdTagFilter(
            now=now,
            status=TokenStatus(self.status) if self.status else None,
            group=self.group,
            text=self.q,
        )


class IdTagsWanted(IdTagFilters):
    """Filters of the list."""

    limit: Limit = DEFAULT_LIMIT
    cursor: CursorText = None


@router.get("")
async def list_id_tags(
    wanted: Annotated[IdTagsWanted, Query()], caller: CanReadIdTags, ports: PortsHere
) -> ListPage[IdTag]:
    """List id tags, newest first."""
    now = ports.clock()
    page = await ports.id_tags.page(
        wanted.filter(now), caller.tags, limit=wanted.limit, after=_CURSORS.read(wanted.cursor)
    )
    return ListPage(
        items=[_shown(view, now) for view in page.items], next_cursor=_CURSORS.write(page.next_key)
    )


@router.post("", status_code=201)
async def create_id_tag(new: NewIdTag, response: Response, caller: CanWriteIdTags, ports: PortsHere) -> IdTag:
    """Enter a tag."""
    _require_group(new.group, caller)
    record = await ports.id_tag_administration.create(
        new.id_tag,
        by=caller.actor,
        now=ports.clock(),
        status=TokenStatus(new.status),
        expiry=new.expiry,
        parent=new.parent,
        group=new.group,
        note=new.note,
        concurrent=new.concurrent,
        aliases=new.aliases,
    )
    return await _tagged(record.id_tag, response, caller, ports)


@router.post(
    "/import",
    openapi_extra={"requestBody": {"required": True, "content": {CSV: {"schema": {"type": "string"}}}}},
)
async def import_id_tags(request: Request, caller: CanWriteIdTags, ports: PortsHere) -> ImportedIdTags:
    """Enter and change the tags of a CSV table, all or nothing.

    The first line names the columns: `id_tag` and any of `status`, `expiry`, `parent`, `group`, `note`, `concurrent`,
    `aliases` (separated by `|`). Commas separate the cells, or semicolons or tabs. A tag that exists is changed in the
    columns that the table has. What is wrong stands in `errors`, with the number of its line.
    """
    caller.require_every_tag(Permission.ID_TAGS_WRITE)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != CSV:
        raise Problem(UNSUPPORTED_MEDIA_TYPE, "Send the table with Content-Type: text/csv.")
    try:
        text = (await request.body()).decode()
    except UnicodeDecodeError:
        raise Problem(MALFORMED, "The table is not UTF-8.") from None
    taken = await ports.id_tag_administration.take_table(text, by=caller.actor, now=ports.clock())
    return ImportedIdTags(created=taken.created, changed=taken.changed, unchanged=taken.unchanged)


@router.get("/export.csv", response_class=Response, responses=CSV_RESPONSES)
async def export_id_tags(
    wanted: Annotated[IdTagFilters, Query()], caller: CanReadIdTags, ports: PortsHere
) -> StreamingResponse:
    """Export the tags that the filters find as the CSV table that `import` takes, newest first.

    A cell that a spreadsheet would run as a formula begins with an apostrophe. `status` is the one that was entered.
    """
    asked = wanted.filter(ports.clock())

    async def page(after: IdKey | None) -> Page[IdTagView, IdKey]:
        return await ports.id_tags.page(asked, caller.tags, limit=EXPORT_PAGE, after=after)

    return await csv_response("id-tags", COLUMNS, page, _cells)


def _cells(view: IdTagView) -> Sequence[Cell]:
    return (
        view.id_tag,
        view.status.value,
        write_moment(view.expiry) if view.expiry is not None else "",
        view.parent or "",
        view.group or "",
        view.note or "",
        view.concurrent,
        ALIAS_SEPARATOR.join(view.aliases),
    )


# A tag may hold a slash: these addresses take all that follows, so they stay the last ones of this resource.
@router.get("/{id_tag:path}")
async def get_id_tag(id_tag: TagPath, response: Response, caller: CanReadIdTags, ports: PortsHere) -> IdTag:
    """Show one tag."""
    return await _tagged(id_tag, response, caller, ports)


@router.patch("/{id_tag:path}")
async def edit_id_tag(
    id_tag: TagPath,
    changes: IdTagChanges,
    expected: ExpectedEditions,
    response: Response,
    caller: CanWriteIdTags,
    ports: PortsHere,
) -> IdTag:
    """Change a tag."""
    await _find(id_tag, caller, ports)
    if "group" in changes.model_fields_set:
        _require_group(changes.group, caller)
    edit = cast("IdTagEdit", changes.model_dump(exclude_unset=True))
    if "status" in edit:
        edit["status"] = TokenStatus(changes.status)
    if "aliases" in edit:
        edit["aliases"] = tuple(changes.aliases)
    await ports.id_tag_administration.edit(
        id_tag, edit, by=caller.actor, now=ports.clock(), expected=expected
    )
    return await _tagged(id_tag, response, caller, ports)


@router.delete("/{id_tag:path}", status_code=204)
async def delete_id_tag(
    id_tag: TagPath, expected: ExpectedEditions, caller: CanWriteIdTags, ports: PortsHere
) -> None:
    """Remove a tag; transactions that used it keep its text."""
    await _find(id_tag, caller, ports)
    await ports.id_tag_administration.delete(id_tag, by=caller.actor, now=ports.clock(), expected=expected)


async def _find(id_tag: str, caller: Principal, ports: Ports) -> IdTagView:
    """The tag, if there is one that this caller may see."""
    view = await ports.id_tags.find(fold(id_tag), caller.tags) if is_id_tag(id_tag) else None
    if view is None:
        raise not_found("id tag", id_tag)
    return view


async def _tagged(id_tag: str, response: Response, caller: Principal, ports: Ports) -> IdTag:
    view = await _find(id_tag, caller, ports)
    set_etag(response, view.id, view.version)
    return _shown(view, ports.clock())


def _require_group(group: str | None, caller: Principal) -> None:
    """A key that is bound to some groups of tags enters and moves tags within them only."""
    if group not in caller.tags.groups:
        caller.require_every_tag(Permission.ID_TAGS_WRITE)


def _shown(view: IdTagView, now: datetime) -> IdTag:
    shown = members(view)
    del shown["version"]
    # The rule by which stations are answered, not a second one beside it.
    told = authorize(
        Token(id_tag=view.id_tag, status=view.status, expiry=view.expiry), now, unknown_accepted=False
    )
    return IdTag(**shown | {"status": told.status.value})
