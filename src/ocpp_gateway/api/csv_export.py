"""Lists as CSV tables that are written while they are read: page by page, each from a short transaction of its own.

So an export of any length holds one page in memory and no snapshot in the database. If the database goes away in the
middle, the connection is broken off: a table that ends is complete.
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

CSV = "text/csv"
EXPORT_PAGE = 1000
CSV_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The table, as an attachment; the first line names the columns",
        "content": {CSV: {"schema": {"type": "string"}}},
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
    return StreamingResponse(
        _table(columns, first, page_after, cells),
        media_type=f"{CSV}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def moment_cell(moment: datetime | None) -> str | None:
    """A time as the rest of the API writes it."""
    return write_moment(moment) if moment is not None else None


async def _table(
    columns: Sequence[str],
    page: Page[V, K],
    page_after: Callable[[K | None], Awaitable[Page[V, K]]],
    cells: Callable[[V], Sequence[Cell]],
) -> AsyncIterator[str]:
    yield write_lines([columns])
    while True:
        lines = [cells(view) for view in page.items]
        if lines:
            # Beside the event loop: a page can hold megabytes (reliability F31).
            yield await asyncio.to_thread(write_lines, lines)
        if page.next_key is None:
            return
        page = await page_after(page.next_key)
