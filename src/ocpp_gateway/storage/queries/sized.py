"""Pages that end early: rows whose texts a station decides on are bounded in octets as well as in number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Text, cast, func, literal, select

from ocpp_gateway.operations.queries import Page
from ocpp_gateway.storage.queries.functions import octets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import ColumnElement, Row, Select

PAGE_OCTETS = 4 * 1024 * 1024
"""A page ends with the row that reaches this size: one message may have a MiB, a page 500 rows."""

V = TypeVar("V")
K = TypeVar("K")


def size_of(*texts: ColumnElement[Any]) -> ColumnElement[int]:
    """Octets of some columns together; NULL has none."""
    total: ColumnElement[int] = literal(0)
    for column in texts:
        total = total + octets(cast(column, Text))
    return total


def cut(
    rows: Select[Any], size: ColumnElement[int], newest_first: Sequence[str], page_octets: int
) -> Select[Any]:
    """An ordered and limited statement, up to the row with which its texts reach so many octets.

    `newest_first` names the columns by which it is ordered, all of them descending. Each row has `matches`: how many
    there were before the cut.
    """
    found = rows.add_columns(size.label("size")).subquery("found")
    measured = select(
        found,
        func.sum(found.c.size).over(order_by=[found.c[name].desc() for name in newest_first]).label("so_far"),
        func.count().over().label("matches"),
    ).subquery("measured")
    return (
        select(measured)
        .where(measured.c.so_far - measured.c.size < page_octets)
        .order_by(*(measured.c[name].desc() for name in newest_first))
    )


def cut_page(
    rows: Sequence[Row[Any]], limit: int, view: Callable[[Row[Any]], V], key: Callable[[V], K]
) -> Page[V, K]:
    """A page out of the rows of `cut`, which was asked for one more than the page can hold."""
    matches = rows[0].matches if rows else 0
    items = [view(row) for row in rows[:limit]]
    more = len(items) < matches
    return Page(items, key(items[-1]) if more and items else None)
