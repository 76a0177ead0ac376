"""`/audit`: who did what to which thing."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field
from starlette.responses import StreamingResponse

from ocpp_gateway.api.csv_export import CSV_RESPONSES, EXPORT_PAGE, csv_response
from ocpp_gateway.api.fields import Input, Moment, Needle, members, without, write_moment
from ocpp_gateway.api.paging import DEFAULT_LIMIT, Cursors, CursorText, Limit, ListPage
from ocpp_gateway.api.ports import PortsHere
from ocpp_gateway.api.principal import CanReadAudit, Principal, require_shown
from ocpp_gateway.api.problems import empty_span
from ocpp_gateway.operations.audit import ActorKind, SubjectKind
from ocpp_gateway.operations.audit_queries import AuditFilter, AuditKey, AuditView
from ocpp_gateway.operations.queries import Page

router = APIRouter(prefix="/audit", tags=["audit"])

COLUMNS = (
    "at",
    "actor_kind",
    "actor",
    "remote_address",
    "action",
    "subject_kind",
    "subject",
    "station",
    "before",
    "after",
    "id",
)

_CURSORS: Cursors[AuditKey] = Cursors("audit", datetime, UUID)


class AuditEntry(BaseModel):
    """One deed, written together with the change it tells of. It is kept for ever and never holds a secret."""

    id: UUID
    at: Moment
    actor_kind: ActorKind = Field(
        description="`user`: a person, `key`: an API key, `operator`: the command line, `gateway`: a rule of its own"
    )
    actor_id: UUID | None = Field(description="Of the user or the API key")
    actor: str = Field(description="E-mail address of the person, name of the key")
    remote_address: str | None = Field(description="Where the request came from")
    action: str = Field(description="`<kind>.<what was done>`, for example `station.approved`")
    subject_kind: SubjectKind
    subject: str | None = Field(
        description="The thing as people know it; of a command and a job its `id`. An id tag is null for an API key "
        "without `subject` among its `fields`"
    )
    station: str | None = Field(description="Identity of the station that it is about, if it is about one")
    before: dict[str, Any] | None = Field(description="What was changed, as it was; null for a new thing")
    after: dict[str, Any] | None = Field(description="The same as it is now; null for a thing that is gone")


class AuditExported(Input):
    """Filters. Texts are compared whole, upper and lower case aside."""

    station: Needle | None = Field(None, description="Identity of a station, also of an archived one")
    actor: Needle | None = Field(
        None, description="E-mail address, name of an API key, `gateway`, `command line`"
    )
    action: Needle | None = Field(None, description="For example `station.approved`")
    subject: Needle | None = None
    since: Moment | None = Field(None, alias="from")
    until: Moment | None = Field(None, alias="to", description="Itself not included")


class AuditWanted(AuditExported):
    """Filters of the list. Texts are compared whole, upper and lower case aside."""

    limit: Limit = DEFAULT_LIMIT
    cursor: CursorText = None


@router.get("")
async def list_audit(
    wanted: Annotated[AuditWanted, Query()], caller: CanReadAudit, ports: PortsHere
) -> ListPage[AuditEntry]:
    """List what was done, newest first."""
    hidden = _hidden(wanted, caller)
    page = await ports.audit.page(
        _filter(wanted), caller.visible, limit=wanted.limit, after=_CURSORS.read(wanted.cursor)
    )
    items = [AuditEntry(**members(_shown(view, hidden))) for view in page.items]
    return ListPage(items=items, next_cursor=_CURSORS.write(page.next_key))


@router.get(
    "/export.csv",
    response_class=Response,
    responses=CSV_RESPONSES,
)
async def export_audit(
    wanted: Annotated[AuditExported, Query()], caller: CanReadAudit, ports: PortsHere
) -> StreamingResponse:
    """Export what was done as a CSV table, newest first. `before` and `after` are JSON.

    A cell that a spreadsheet would run as a formula begins with an apostrophe.
    """
    hidden = _hidden(wanted, caller)
    asked = _filter(wanted)

    async def page(after: AuditKey | None) -> Page[AuditView, AuditKey]:
        return await ports.audit.page(asked, caller.visible, limit=EXPORT_PAGE, after=after)

    return await csv_response("audit", COLUMNS, page, lambda view: _cells(_shown(view, hidden)))


def _hidden(wanted: AuditExported, caller: Principal) -> frozenset[str]:
    """What this caller does not get to see; to search by it is refused."""
    hidden = caller.hidden("audit")
    if wanted.subject is not None:
        require_shown("subject", hidden)
    return hidden


def _shown(view: AuditView, hidden: frozenset[str]) -> AuditView:
    """Stations, people and jobs are named; of an id tag the name is the tag itself."""
    return without(view, hidden if view.subject_kind is SubjectKind.ID_TAG else hidden - {"subject"})


def _filter(wanted: AuditExported) -> AuditFilter:
    if wanted.since is not None and wanted.until is not None and wanted.since >= wanted.until:
        raise empty_span()
    return AuditFilter(
        station=wanted.station,
        actor=wanted.actor,
        action=wanted.action,
        subject=wanted.subject,
        since=wanted.since,
        until=wanted.until,
    )


def _cells(view: AuditView) -> tuple[str, ...]:
    return (
        write_moment(view.at),
        view.actor_kind.value,
        view.actor,
        view.remote_address or "",
        view.action,
        view.subject_kind.value,
        view.subject or "",
        view.station or "",
        _json(view.before),
        _json(view.after),
        str(view.id),
    )


def _json(part: object) -> str:
    return "" if part is None else json.dumps(part, ensure_ascii=False, separators=(",", ":"))
