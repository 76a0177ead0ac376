"""Lists as CSV tables or JSON Lines, written while they are read: page by page, each from a short transaction.

So an export of any length holds one page in memory and no snapshot in the database. If the database goes away in the
middle, the connection is broken off: an export that ends is complete.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from starlette.responses import StreamingResponse

from ocpp_gateway.api.fields import write_moment
from ocpp_gateway.operations.csv_lines import Cell, write_lines
from ocpp_gateway.operations.queries import Page

V = TypeVar("V")
K = TypeVar("K")
W = TypeVar("W", str, bytes)

CSV = "text/csv"
JSON_LINES = "application/jsonl"
_ONE_LINE = bytes.maketrans(b"\r\n", b"  ")
EXPORT_PAGE = 1000
CSV_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The table, as an attachment; the first line names the columns",
        "content": {CSV: {"schema": {"type": "string"}}},
    }
}
JSON_LINES_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "One JSON object a line, as an attachment",
        "content": {JSON_LINES: {"schema": {"type": "string"}}},
    }
}


async def csv_response(
    name: str,
    columns: Sequence[str],
    page_after: Callable[[K | None], Awaitable[Page[V, K]]],
    cells: Callable[[V], Sequence[Cell]],
) -> StreamingResponse:
    """The table `name`.csv of all pages. The first page comes before the answer begins: no database is a 503 then."""
    first = await page_after(None)

    def lines(items: Sequence[V]) -> str:
        return write_lines([cells(view) for view in items])

    return StreamingResponse(
        _table(columns, _pages(first, page_after, lines)),
        media_type=f"{CSV}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


async def json_lines_response(
    name: str,
    page_after: Callable[[K | None], Awaitable[Page[V, K]]],
    line: Callable[[V], bytes],
) -> StreamingResponse:
    """The same as `name`.jsonl: each line is one JSON object, as the list shows it."""
    first = await page_after(None)

    def lines(items: Sequence[V]) -> bytes:
        # Payloads keep the text that the station sent, line breaks between its tokens too; in a string there is none.
        return b"".join(line(view).translate(_ONE_LINE) + b"\n" for view in items)

    return StreamingResponse(
        _pages(first, page_after, lines),
        media_type=JSON_LINES,
        headers={"Content-Disposition": f'attachment; filename="{name}.jsonl"'},
    )


def moment_cell(moment: datetime | None) -> str | None:
    """A time as the rest of the API writes it."""
    return write_moment(moment) if moment is not None else None


async def _table(columns: Sequence[str], pages: AsyncIterator[str]) -> AsyncIterator[str]:
    yield write_lines([columns])
    async for text in pages:
        yield text


async def _pages(
    page: Page[V, K],
    page_after: Callable[[K | None], Awaitable[Page[V, K]]],
    written: Callable[[Sequence[V]], W],
) -> AsyncIterator[W]:
    while True:
        if page.items:
            # Beside the event loop: a page can hold megabytes (reliability F31).
            yield await asyncio.to_thread(written, page.items)
        if page.next_key is None:
            return
        page = await page_after(page.next_key)
