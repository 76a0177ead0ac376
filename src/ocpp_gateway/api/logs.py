"""`/logs`: every frame between the gateway and its stations, in OCPP's own words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field
from starlette.responses import StreamingResponse

from ocpp_gateway.api.csv_export import (
    CSV_RESPONSES,
    EXPORT_PAGE,
    JSON_LINES_RESPONSES,
    csv_response,
    json_lines_response,
    moment_cell,
)
from ocpp_gateway.api.fields import Input, Moment, Needle, without
from ocpp_gateway.api.paging import DEFAULT_LIMIT, Cursors, CursorText, Limit, ListPage
from ocpp_gateway.api.ports import Ports, PortsHere
from ocpp_gateway.api.principal import CanReadLogs, Principal, require_shown
from ocpp_gateway.api.problems import empty_span
from ocpp_gateway.api.raw_json import page_response, with_texts
from ocpp_gateway.operations.csv_lines import Cell
from ocpp_gateway.operations.queries import Direction, LogFilter, LogView, MessageType, Page, TimeKey

router = APIRouter(prefix="/logs", tags=["logs"])

DEFAULT_SPAN = timedelta(hours=24)
CLOCK_TOLERANCE = timedelta(seconds=5)
"""What another node has just written with a clock that runs ahead of ours belongs to "now" too."""

_CURSORS: Cursors[tuple[datetime, UUID, datetime]] = Cursors("logs", datetime, UUID, datetime)
"""The key of the last row, and the lower end of the time, so that a walk keeps the span it began with."""


COLUMNS = (
    "timestamp",
    "station",
    "connector",
    "direction",
    "message_type",
    "action",
    "message_id",
    "payload",
    "raw",
    "violations",
    "id",
)


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


class LogFilters(Input):
    """Filters of frames. It is always bounded in time: the last 24 hours if nothing is said."""

    station: Needle | None = Field(
        None, description="Identity of a station, also of an archived one", examples=["CP-1"]
    )
    action: Needle | None = Field(
        None, description="Exactly this action; of an answer, that of its Call", examples=["BootNotification"]
    )
    message_type: MessageType | None = Field(None, description="Kind of frame", examples=["CallError"])
    direction: Direction | None = Field(None, description="`in`: from the station", examples=["in"])
    message_id: Needle | None = Field(
        None,
        description="Exactly this id: a Call and its answer have the same. Stations count anew after a restart",
        examples=["7f3c-0419"],
    )
    since: Moment | None = Field(
        None,
        alias="from",
        description="24 hours before `to` if left out",
        examples=["2026-11-22T08:00:00Z"],
    )
    until: Moment | None = Field(
        None,
        alias="to",
        description="Now if left out; itself not included",
        examples=["2026-11-23T08:00:00Z"],
    )
    text: Needle | None = Field(
        None, description="Part of the payload, the case of ASCII letters aside", examples=["GroundFailure"]
    )

    def filter(self, since: datetime, until: datetime) -> LogFilter:
        """The filter of the query."""
        return LogFilter(
            since=since,
            until=until,
            station=self.station,
            action=self.action,
            message_type=self.message_type,
            direction=self.direction,
            message_id=self.message_id,
            text=self.text,
        )


class LogsWanted(LogFilters):
    """Filters of the list."""

    limit: Limit = DEFAULT_LIMIT
    cursor: CursorText = None


@router.get("", response_model=ListPage[LogEntry])
async def list_logs(
    wanted: Annotated[LogsWanted, Query()], caller: CanReadLogs, ports: PortsHere
) -> Response:
    """List frames, newest first.

    A page ends early when its payloads reach 4 MiB. A filter other than `station` and time looks at 100,000 frames per
    page: a page may be short or even empty and still have a `next_cursor`.
    """
    hidden = caller.hidden("logs")
    if wanted.text is not None:
        require_shown("payload", hidden)
    key = _CURSORS.read(wanted.cursor)
    since, until = _span(wanted, ports.clock(), begun=key[2] if key is not None else None)
    page = await ports.logs.page(
        wanted.filter(since, until),
        caller.visible,
        limit=wanted.limit,
        after=key[:2] if key is not None else None,
    )
    following = _CURSORS.write((*page.next_key, since) if page.next_key is not None else None)
    return page_response([entry(without(view, hidden)) for view in page.items], following)


@router.get("/export.csv", response_class=Response, responses=CSV_RESPONSES)
async def export_logs(
    wanted: Annotated[LogFilters, Query()], caller: CanReadLogs, ports: PortsHere
) -> StreamingResponse:
    """Export the frames that the filters find as a CSV table, newest first; the last 24 hours if nothing is said.

    `payload` and `violations` are JSON texts. A text that a spreadsheet would run as a formula begins with an
    apostrophe.
    """
    page, hidden = _export(wanted, caller, ports)
    return await csv_response("logs", COLUMNS, page, lambda view: _cells(without(view, hidden)))


@router.get("/export.jsonl", response_class=Response, responses=JSON_LINES_RESPONSES)
async def export_log_lines(
    wanted: Annotated[LogFilters, Query()], caller: CanReadLogs, ports: PortsHere
) -> StreamingResponse:
    """Export the frames that the filters find as JSON Lines, newest first: each line is one entry of the list."""
    page, hidden = _export(wanted, caller, ports)
    return await json_lines_response("logs", page, lambda view: entry(without(view, hidden)))


def _export(
    wanted: LogFilters, caller: Principal, ports: Ports
) -> tuple[Callable[[TimeKey | None], Awaitable[Page[LogView, TimeKey]]], frozenset[str]]:
    """Page after page of all that is found, and the members that this caller does not get to see."""
    hidden = caller.hidden("logs")
    if wanted.text is not None:
        require_shown("payload", hidden)
    asked = wanted.filter(*_span(wanted, ports.clock(), begun=None))

    async def page(after: TimeKey | None) -> Page[LogView, TimeKey]:
        return await ports.logs.page(asked, caller.visible, limit=EXPORT_PAGE, after=after)

    return page, hidden


def _cells(view: LogView) -> Sequence[Cell]:
    return (
        moment_cell(view.timestamp),
        view.station,
        view.connector,
        view.direction,
        view.message_type,
        view.action,
        view.message_id,
        view.payload,
        view.raw.decode(errors="replace") if view.raw is not None else None,
        view.violations,
        str(view.id),
    )


def _span(wanted: LogFilters, now: datetime, begun: datetime | None) -> tuple[datetime, datetime]:
    """The time to look at; a walk that has begun keeps its lower end."""
    until = wanted.until or now + CLOCK_TOLERANCE
    since = wanted.since or begun or (wanted.until or now) - DEFAULT_SPAN
    if since >= until:
        raise empty_span()
    return since, until


def entry(view: LogView) -> bytes:
    """A frame as the API shows it, here and in the feed."""
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
