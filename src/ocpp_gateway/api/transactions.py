"""`/transactions`: who charged how much, when and where, and the readings in between."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field
from starlette.responses import StreamingResponse

from ocpp_gateway.api.csv_export import CSV_RESPONSES, EXPORT_PAGE, csv_response, moment_cell
from ocpp_gateway.api.fields import Amount, Input, Moment, Needle, members, without
from ocpp_gateway.api.paging import DEFAULT_LIMIT, Cursors, CursorText, Limit, ListPage
from ocpp_gateway.api.ports import Ports, PortsHere
from ocpp_gateway.api.principal import CanReadTransactions, Principal, require_shown
from ocpp_gateway.api.problems import empty_span, not_found
from ocpp_gateway.api.raw_json import page_response, with_texts
from ocpp_gateway.charging.changes import TransactionStatus
from ocpp_gateway.operations.csv_lines import Cell
from ocpp_gateway.operations.queries import (
    MeterKey,
    MeterValueView,
    Page,
    TransactionFilter,
    TransactionKey,
    TransactionView,
)

router = APIRouter(prefix="/transactions", tags=["transactions"])

_CURSORS: Cursors[TransactionKey] = Cursors("transactions", UUID)
_BY_START: Cursors[TransactionKey] = Cursors("transactions by start", datetime, UUID)
_READINGS: Cursors[MeterKey] = Cursors("meter-values", datetime, int, datetime)

TransactionId = Annotated[str, Path(description="`id` of the transaction")]


COLUMNS = (
    "transaction_id",
    "station",
    "connector",
    "id_tag",
    "id_tag_status",
    "status",
    "start_time",
    "end_time",
    "start_meter_wh",
    "end_meter_wh",
    "total_kwh",
    "stop_reason",
    "stop_id_tag",
    "reservation_id",
    "estimated",
    "created_at",
    "id",
)


SAMPLE_COLUMNS = (
    "sampled_at",
    "received_at",
    "connector",
    "origin",
    "context",
    "measurand",
    "value",
    "unit",
    "phase",
    "location",
    "format",
    "raw_value",
    "raw_unit",
)
_samples_of = msgspec.json.Decoder(list[dict[str, str | float | None]]).decode


class Transaction(BaseModel):
    """A transaction. Times are the station's own; meters in Wh, the total in kWh."""

    id: UUID
    transaction_id: str = Field(description="The number the station was given (OCPP 1.6), written out")
    station: str
    connector: int | None
    id_tag: str | None
    id_tag_status: str | None = Field(description="What the station was told about the tag")
    status: TransactionStatus
    start_time: Moment | None
    end_time: Moment | None
    start_meter: Amount | None = Field(description="Wh")
    end_meter: Amount | None = Field(description="Wh")
    total_kwh: Amount | None = Field(description="kWh; of a running transaction its energy so far")
    stop_reason: str | None
    stop_id_tag: str | None
    reservation_id: int | None
    estimated: list[str] = Field(description="Members whose value the gateway had to assume")
    created_at: Moment
    updated_at: Moment


class Sample(BaseModel):
    """One sampled value: normalised, and as it was sent (`raw_…`)."""

    measurand: str
    value: float | None
    unit: str | None
    phase: str | None
    location: str | None
    context: str | None
    format: str | None
    raw_value: str
    raw_unit: str | None


class MeterValue(BaseModel):
    """The readings of one moment: the well-known quantities, and all samples."""

    sampled_at: Moment = Field(description="The station's time, or the receipt time if that is not plausible")
    received_at: Moment
    connector: int
    origin: str = Field(description="`meter_values`, or `transaction_data` of the stop")
    context: str
    energy_wh: Amount | None
    power_w: Amount | None
    current_a: Amount | None
    voltage_v: Amount | None
    soc_percent: Amount | None


class MeterValueWithSamples(MeterValue):
    """The readings of one moment."""

    samples: list[Sample]


class TransactionFilters(Input):
    """Filters of transactions; all that are given must hold."""

    station: Needle | None = Field(
        None, description="Identity of a station, also of an archived one", examples=["CP-1"]
    )
    connector: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = Field(
        None, description="Number of the connector", examples=[1]
    )
    status: TransactionStatus | None = Field(
        None,
        description="`interrupted` never ended properly; of `unmatched` only the end is known",
        examples=["active"],
    )
    id_tag: Needle | None = Field(
        None, description="Upper and lower case do not differ", examples=["04A2B3C4D5E6F7"]
    )
    transaction_id: Needle | None = Field(
        None, description="The number that the station knows it by", examples=["4711"]
    )
    since: Moment | None = Field(
        None, alias="from", description="Started at this time or later", examples=["2026-11-01T00:00:00Z"]
    )
    until: Moment | None = Field(
        None, alias="to", description="Started before this time", examples=["2026-12-01T00:00:00Z"]
    )

    def filter(self) -> TransactionFilter:
        """The filter of the query."""
        if self.since is not None and self.until is not None and self.since >= self.until:
            raise empty_span()
        return TransactionFilter(
            station=self.station,
            connector=self.connector,
            status=self.status,
            id_tag=self.id_tag,
            transaction_id=self.transaction_id,
            since=self.since,
            until=self.until,
        )


class TransactionsWanted(TransactionFilters):
    """Filters of the list."""

    limit: Limit = DEFAULT_LIMIT
    cursor: CursorText = None


class ReadingsWanted(Input):
    """Paging of the readings."""

    limit: Limit = DEFAULT_LIMIT
    cursor: CursorText = None


@router.get("")
async def list_transactions(
    wanted: Annotated[TransactionsWanted, Query()], caller: CanReadTransactions, ports: PortsHere
) -> ListPage[Transaction]:
    """List transactions, newest first.

    Newest is the one recorded last; with `from` or `to` it is the one that started last by the station's clock. A
    station that was offline reports its charges later.
    """
    hidden = _hidden(wanted, caller)
    asked = wanted.filter()
    cursors = _BY_START if asked.spans else _CURSORS
    page = await ports.transactions.page(
        asked, caller.visible, limit=wanted.limit, after=cursors.read(wanted.cursor)
    )
    items = [_shown(without(view, hidden)) for view in page.items]
    return ListPage(items=items, next_cursor=cursors.write(page.next_key))


# Before `/{transaction}`: a transaction is named by a UUID, never like this.
@router.get("/export.csv", response_class=Response, responses=CSV_RESPONSES)
async def export_transactions(
    wanted: Annotated[TransactionFilters, Query()], caller: CanReadTransactions, ports: PortsHere
) -> StreamingResponse:
    """Export the transactions that the filters find as a CSV table, in the order of the list.

    A text that a spreadsheet would run as a formula begins with an apostrophe.
    """
    hidden = _hidden(wanted, caller)
    asked = wanted.filter()

    async def page(after: TransactionKey | None) -> Page[TransactionView, TransactionKey]:
        return await ports.transactions.page(asked, caller.visible, limit=EXPORT_PAGE, after=after)

    return await csv_response("transactions", COLUMNS, page, lambda view: _cells(without(view, hidden)))


def _hidden(wanted: TransactionFilters, caller: Principal) -> frozenset[str]:
    """What this caller does not get to see; to search by it is refused."""
    hidden = caller.hidden("transactions")
    if wanted.id_tag is not None:
        require_shown("id_tag", hidden)
    return hidden


@router.get("/{transaction}")
async def get_transaction(
    transaction: TransactionId, caller: CanReadTransactions, ports: PortsHere
) -> Transaction:
    """Show one transaction."""
    return _shown(without(await _find(transaction, caller, ports), caller.hidden("transactions")))


@router.get("/{transaction}/meter-values", response_model=ListPage[MeterValueWithSamples])
async def list_meter_values(
    transaction: TransactionId,
    wanted: Annotated[ReadingsWanted, Query()],
    caller: CanReadTransactions,
    ports: PortsHere,
) -> Response:
    """List the readings of one transaction, newest first by the station's time.

    A page ends early when its samples reach 4 MiB.
    """
    view = await _find(transaction, caller, ports)
    page = await ports.transactions.meter_values(
        view.id, limit=wanted.limit, after=_READINGS.read(wanted.cursor)
    )
    return page_response([_reading(item) for item in page.items], _READINGS.write(page.next_key))


@router.get("/{transaction}/meter-values/export.csv", response_class=Response, responses=CSV_RESPONSES)
async def export_meter_values(
    transaction: TransactionId, caller: CanReadTransactions, ports: PortsHere
) -> StreamingResponse:
    """Export every sample of one transaction as a CSV table, newest first: normalised, and as it was sent (`raw_…`).

    A text that a spreadsheet would run as a formula begins with an apostrophe.
    """
    view = await _find(transaction, caller, ports)

    async def page(after: MeterKey | None) -> Page[Sequence[Cell], MeterKey]:
        readings = await ports.transactions.meter_values(view.id, limit=EXPORT_PAGE, after=after)
        # Beside the event loop: a reading can have a hundred thousand samples.
        return Page(await asyncio.to_thread(_sample_lines, readings.items), readings.next_key)

    return await csv_response("meter-values", SAMPLE_COLUMNS, page, lambda line: line)


async def _find(transaction: str, caller: Principal, ports: Ports) -> TransactionView:
    try:
        view = await ports.transactions.find(UUID(transaction), caller.visible)
    except ValueError:
        view = None
    if view is None:
        raise not_found("transaction", transaction)
    return view


def _cells(view: TransactionView) -> Sequence[Cell]:
    return (
        view.transaction_id,
        view.station,
        view.connector,
        view.id_tag,
        view.id_tag_status,
        view.status,
        moment_cell(view.start_time),
        moment_cell(view.end_time),
        view.start_meter,
        view.end_meter,
        view.total_kwh,
        view.stop_reason,
        view.stop_id_tag,
        view.reservation_id,
        "|".join(view.estimated),
        moment_cell(view.created_at),
        str(view.id),
    )


def _sample_lines(readings: Sequence[MeterValueView]) -> list[Sequence[Cell]]:
    lines: list[Sequence[Cell]] = []
    for view in readings:
        moment = (moment_cell(view.sampled_at), moment_cell(view.received_at), view.connector, view.origin)
        lines += [
            (*moment, *(sample.get(name) for name in SAMPLE_COLUMNS[len(moment) :]))
            for sample in _samples_of(view.samples)
        ]
    return lines


def _shown(view: TransactionView) -> Transaction:
    return Transaction(**members(view))


def _reading(view: MeterValueView) -> bytes:
    shown = members(view)
    samples = shown.pop("samples")
    del shown["content_hash"]
    return with_texts(MeterValue(**shown), {"samples": samples})
