"""`/logs`: every frame between the gateway and its stations, in OCPP's own words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from ocpp_gateway.api.fields import Input, Moment, Needle, without
from ocpp_gateway.api.paging import DEFAULT_LIMIT, Cursors, CursorText, Limit, ListPage
from ocpp_gateway.api.ports import PortsHere
from ocpp_gateway.api.principal import CanReadLogs, require_shown
from ocpp_gateway.api.problems import VALIDATION, FieldError, Problem
from ocpp_gateway.api.raw_json import page_response, with_texts
from ocpp_gateway.operations.queries import Direction, LogFilter, LogView, MessageType

router = APIRouter(prefix="/logs", tags=["logs"])

DEFAULT_SPAN = timedelta(hours=24)
CLOCK_TOLERANCE = timedelta(seconds=5)
"""What another node has just written with a clock that runs ahead of ours belongs to "now" too."""

_CURSORS: Cursors[tuple[datetime, UUID, datetime]] = Cursors("logs", datetime, UUID, datetime)
"""The key of the last row, and the lower end of the time, so that a walk keeps the span it began with."""


class LoggedMessage(BaseModel):
    """One frame, without its JSON parts."""

    id: UUID
    station: str
    connector: int | None
    direction: Direction = Field(description="`in`: from the station")
    message_type: MessageType
    action: str = Field(description="Of the Call; a CallResult and a CallError carry it too")
    message_id: str
    timestamp: Moment = Field(description="When the gateway received or sent it")
    raw: str | None = Field(description="A frame that is not JSON, as text; `payload` is null then")


class Violation(BaseModel):
    """A rule of the protocol that the frame breaks."""

    rule: str
    where: str
    detail: str


class LogEntry(LoggedMessage):
    """One frame. `payload` equals the wire, secrets aside."""

    payload: Any
    violations: list[Violation]


class LogsWanted(Input):
    """Filters of the list. It is always bounded in time: the last 24 hours if nothing is said."""

    station: Needle | None = Field(None, description="Identity of a station, also of an archived one")
    action: Needle | None = None
    message_type: MessageType | None = None
    direction: Direction | None = None
    since: Moment | None = Field(None, alias="from", description="24 hours before `to` if left out")
    until: Moment | None = Field(None, alias="to", description="Now if left out; itself not included")
    text: Needle | None = Field(None, description="Part of the payload, case aside")
    limit: Limit = DEFAULT_LIMIT
    cursor: CursorText = None


@router.get("", response_model=ListPage[LogEntry])
async def list_logs(
    wanted: Annotated[LogsWanted, Query()], caller: CanReadLogs, ports: PortsHere
) -> Response:
    """List frames, newest first.

    A search for `text` looks at a bounded number of frames per page: a page may be short or even empty and still have
    a `next_cursor`.
    """
    hidden = caller.hidden("logs")
    if wanted.text is not None:
        require_shown("payload", hidden)
    key = _CURSORS.read(wanted.cursor)
    since, until = _span(wanted, ports.clock(), begun=key[2] if key is not None else None)
    page = await ports.logs.page(
        LogFilter(
            since=since,
            until=until,
            station=wanted.station,
            action=wanted.action,
            message_type=wanted.message_type,
            direction=wanted.direction,
            text=wanted.text,
        ),
        caller.visible,
        limit=wanted.limit,
        after=key[:2] if key is not None else None,
    )
    following = _CURSORS.write((*page.next_key, since) if page.next_key is not None else None)
    return page_response([_entry(without(view, hidden)) for view in page.items], following)


def _span(wanted: LogsWanted, now: datetime, begun: datetime | None) -> tuple[datetime, datetime]:
    """The time to look at; a walk that has begun keeps its lower end."""
    until = wanted.until or now + CLOCK_TOLERANCE
    since = wanted.since or begun or (wanted.until or now) - DEFAULT_SPAN
    if since >= until:
        wrong = FieldError("query", "from", "`from` must lie before `to`.", "invalid_span")
        raise Problem(VALIDATION, "This span of time is empty.", errors=[wrong])
    return since, until


def _entry(view: LogView) -> bytes:
    message = LoggedMessage(
        id=view.id,
        station=view.station,
        connector=view.connector,
        direction=view.direction,
        message_type=view.message_type,
        action=view.action,
        message_id=view.message_id,
        timestamp=view.timestamp,
        raw=view.raw.decode(errors="replace") if view.raw is not None else None,
    )
    return with_texts(message, {"payload": view.payload, "violations": view.violations or "[]"})
