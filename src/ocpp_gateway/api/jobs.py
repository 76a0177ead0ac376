"""`/jobs`: one command for many stations."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from ocpp_gateway.api.commands import Sending, require_order
from ocpp_gateway.api.fields import Input, Moment, Needle, without_default
from ocpp_gateway.api.paging import DEFAULT_LIMIT, Cursors, CursorText, Limit, ListPage
from ocpp_gateway.api.ports import Ports, PortsHere
from ocpp_gateway.api.principal import CanReadCommands, CanWriteCommands, Principal
from ocpp_gateway.api.problems import VALIDATION, FieldError, Problem, not_found
from ocpp_gateway.api.raw_json import MEDIA_TYPE, page_response, with_texts
from ocpp_gateway.charging.jobs import Job, JobStatus, ResultStatus, WantedState
from ocpp_gateway.charging.stations import ConnectorStatus, Registration
from ocpp_gateway.operations.commands import Order
from ocpp_gateway.operations.jobs import (
    DEFAULT_CONCURRENCY,
    MOST_AT_ONCE,
    MOST_NAMED,
    Chosen,
    NewJob,
    ResultView,
    order_for,
)
from ocpp_gateway.operations.queries import IdKey, StationFilter

router = APIRouter(prefix="/jobs", tags=["jobs"])

PATH = "/jobs"
OF_ACTIONS = {"payload", "force", "when_offline", "timeout_seconds", "expires_at"}
BODY_LIMIT = 4 * 1024 * 1024
"""Bytes: a list of a hundred thousand identities."""

_CURSORS: Cursors[IdKey] = Cursors("jobs", UUID)
_RESULT_CURSORS: Cursors[IdKey] = Cursors("job-results", UUID)
JobId = Annotated[str, Path(description="`id` of the job")]
Identity = Annotated[str, StringConstraints(min_length=1, max_length=255)]


class StationsMeant(Input):
    """The filters of `GET /stations`; an empty one means all stations."""

    status: ConnectorStatus | None = None
    registration: Registration | None = None
    group: Needle | None = None
    q: Needle | None = Field(None, description="Part of identity or name, case aside")
    online: bool | None = None
    vendor: Needle | None = None
    model: Needle | None = None


class NewBulkCommand(Sending):
    """An operation for many stations: those in `stations`, or those that `filter` finds at this moment."""

    wanted: WantedState | None = Field(
        None,
        description="In place of `action`: block or unblock the whole stations, as `POST …/connectors/0/block` does; "
        "the gateway keeps it, and stations that are away follow when they return",
    )
    action: Needle | None = Field(
        None,
        description="One of the 26 actions that OCPP 1.6 sends to stations; needed unless `wanted` is given",
    )
    payload: dict[str, Any] = Field(default_factory=dict, json_schema_extra=without_default)
    force: bool = Field(False, description="Send it although it does not fit the official schema")
    stations: Annotated[list[Identity], Field(min_length=1, max_length=MOST_NAMED)] | None = None
    filter: StationsMeant | None = None
    expected_count: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = Field(
        None, description="409 and nothing done if it means another number of stations"
    )
    concurrency: Annotated[int, Field(ge=1, le=MOST_AT_ONCE)] = Field(
        DEFAULT_CONCURRENCY, description="Stations that have a command on the way at once"
    )
    stop_after_failures: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = Field(
        None, description="Send no more when so many stations have failed"
    )

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "action": "Reset",
                    "payload": {"type": "Soft"},
                    "filter": {"group": "site-a", "online": True},
                    "expected_count": 12,
                    "stop_after_failures": 3,
                },
                {"wanted": "blocked", "filter": {"group": "site-a"}, "expected_count": 14},
            ]
        }
    )


class Counts(BaseModel):
    """Stations by where they stand: `waiting` for their turn, `running`, `queued` until they connect, then final."""

    waiting: int = 0
    running: int = 0
    queued: int = 0
    accepted: int = 0
    rejected: int = 0
    failed: int = 0
    timed_out: int = 0
    expired: int = 0
    cancelled: int = 0


class JobMembers(BaseModel):
    """A job, without its payload."""

    id: UUID
    parent: UUID | None = Field(description="The job whose failed stations this one takes up again")
    wanted: WantedState | None = Field(
        description="What the stations are to be; `action` and `payload` are then what carries it to them"
    )
    action: str
    status: JobStatus
    error: str | None = Field(description="Why it stopped, if not because of failures")
    when_offline: Literal["fail", "queue"]
    force: bool
    timeout_seconds: float
    expires_at: Moment | None
    concurrency: int
    stop_after_failures: int | None
    requested_by: str
    requested_at: Moment
    finished_at: Moment | None
    total: int = Field(description="Stations, fixed when the job was made")
    counts: Counts


class BulkJob(JobMembers):
    """One command for many stations. Secrets in `payload` are `***`; an API key sees it if its `fields` say so."""

    payload: dict[str, Any] | None


class JobResult(BaseModel):
    """One station of a job."""

    station: str
    status: ResultStatus
    command: UUID | None = Field(description="`id` of its command; null as long as it has none")
    error: str | None


class JobsWanted(Input):
    """A page of the list."""

    limit: Limit = DEFAULT_LIMIT
    cursor: CursorText = None


class ResultsWanted(JobsWanted):
    """A page of the results."""

    status: ResultStatus | None = None


@router.post("", status_code=202, response_model=BulkJob)
async def create_job(new: NewBulkCommand, caller: CanWriteCommands, ports: PortsHere) -> Response:
    """Send one command to many stations, or block or unblock them.

    The stations are fixed now. `concurrency` of them have a command on the way at once; one that waits for its station
    to connect takes no place. Every station gets its command once, also if the gateway dies in between.
    """
    wrong = [*_wrong_stations(new), *_wrong_order(new)]
    if wrong:
        raise Problem(VALIDATION, "Some of the input cannot be accepted: see `errors`.", errors=wrong)
    order = _order(new, ports)
    await require_order(order, caller, ports)
    chosen = Chosen(
        ocpp_ids=tuple(new.stations or ()),
        filter=None if new.filter is None else _filter(new.filter),
        visible=caller.visible,
        expected=new.expected_count,
    )
    wanted = NewJob(
        order=order,
        chosen=chosen,
        wanted=new.wanted,
        concurrency=new.concurrency,
        stop_after_failures=new.stop_after_failures,
    )
    job = await ports.jobs.create(wanted, caller.actor, now=ports.clock())
    return _answer(job, caller, 202)


@router.get("", response_model=ListPage[BulkJob])
async def list_jobs(
    wanted: Annotated[JobsWanted, Query()], caller: CanReadCommands, ports: PortsHere
) -> Response:
    """List jobs, newest first. Who may not see all stations sees their own jobs."""
    hidden = caller.hidden("commands")
    page = await ports.jobs.page(_owner(caller), limit=wanted.limit, after=_CURSORS.read(wanted.cursor))
    return page_response([_shown(job, hidden) for job in page.items], _CURSORS.write(page.next_key))


@router.get("/{job}", response_model=BulkJob)
async def get_job(job: JobId, caller: CanReadCommands, ports: PortsHere) -> Response:
    """Show one job and how far it is."""
    return _answer(await ports.jobs.find(_id(job), _owner(caller)), caller)


@router.get("/{job}/results")
async def list_job_results(
    job: JobId, wanted: Annotated[ResultsWanted, Query()], caller: CanReadCommands, ports: PortsHere
) -> ListPage[JobResult]:
    """List the stations of a job and where each stands."""
    page = await ports.jobs.results(
        _id(job),
        _owner(caller),
        wanted.status,
        limit=wanted.limit,
        after=_RESULT_CURSORS.read(wanted.cursor),
    )
    return ListPage(
        items=[_result(view) for view in page.items], next_cursor=_RESULT_CURSORS.write(page.next_key)
    )


@router.post("/{job}/cancel", response_model=BulkJob)
async def cancel_job(job: JobId, caller: CanWriteCommands, ports: PortsHere) -> Response:
    """Send no more commands, and take back those that have not been sent; 409 if the job has ended otherwise."""
    caller.require_action((await ports.jobs.find(_id(job), _owner(caller))).action)
    cancelled = await ports.jobs.cancel(_id(job), _owner(caller), caller.actor, now=ports.clock())
    return _answer(cancelled, caller)


@router.post("/{job}/retry", status_code=202, response_model=BulkJob)
async def retry_job(job: JobId, caller: CanWriteCommands, ports: PortsHere) -> Response:
    """Send the command again to the stations that failed, as a new job that names this one as its `parent`.

    409 while the job runs, and if its payload held a secret, which is forgotten by then.
    """
    parent = await ports.jobs.find(_id(job), _owner(caller))
    await require_order(Order(action=parent.action, payload=json.loads(parent.payload)), caller, ports)
    made = await ports.jobs.retry(_id(job), _owner(caller), caller.visible, caller.actor, now=ports.clock())
    return _answer(made, caller, 202)


def _wrong_stations(new: NewBulkCommand) -> list[FieldError]:
    if (new.stations is None) != (new.filter is None):
        return []
    return [FieldError("body", "stations", "Give either `stations` or `filter`.", "one_of")]


def _wrong_order(new: NewBulkCommand) -> list[FieldError]:
    """Either a command, or a wanted state: that is sent as the gateway sends it, and waits without a deadline."""
    if (new.action is None) == (new.wanted is None):
        return [FieldError("body", "action", "Give either `action` or `wanted`.", "one_of")]
    if new.wanted is None:
        return []
    text = "A wanted state is kept by the gateway: this belongs to an `action`."
    return [FieldError("body", name, text, "not_with_wanted") for name in OF_ACTIONS & new.model_fields_set]


def _order(new: NewBulkCommand, ports: Ports) -> Order:
    if new.wanted is not None:
        return order_for(ports.commands.words, new.wanted)
    return Order(
        action=new.action or "",
        payload=new.payload,
        when_offline=new.when_offline,
        timeout_seconds=new.timeout_seconds,
        expires_at=new.expires_at,
        force=new.force,
    )


def _owner(caller: Principal) -> UUID | None:
    return None if caller.visible.all_stations else caller.actor.id


def _id(job: str) -> UUID:
    try:
        return UUID(job)
    except ValueError:
        raise not_found("job", job) from None


def _filter(meant: StationsMeant) -> StationFilter:
    return StationFilter(
        status=meant.status,
        registration=meant.registration,
        group=meant.group,
        text=meant.q,
        online=meant.online,
        vendor=meant.vendor,
        model=meant.model,
    )


def _answer(job: Job, caller: Principal, status: int = 200) -> Response:
    headers = {"Location": f"/api/v1/jobs/{job.id}"} if status == 202 else None
    return Response(_shown(job, caller.hidden("commands")), status, headers, MEDIA_TYPE)


def _shown(job: Job, hidden: frozenset[str]) -> bytes:
    members = JobMembers(
        id=job.id,
        parent=job.parent,
        wanted=job.wanted,
        action=job.action,
        status=job.status,
        error=job.error,
        when_offline=job.when_offline,
        force=job.force,
        timeout_seconds=job.timeout_seconds,
        expires_at=job.expires_at,
        concurrency=job.concurrency,
        stop_after_failures=job.stop_after_failures,
        requested_by=job.requested_by,
        requested_at=job.requested_at,
        finished_at=job.finished_at,
        total=job.total,
        counts=Counts(**{status.value: number for status, number in job.counts.items()}),
    )
    return with_texts(members, {"payload": None if "payload" in hidden else job.payload})


def _result(view: ResultView) -> JobResult:
    return JobResult(station=view.station, status=view.status, command=view.command, error=view.error)
