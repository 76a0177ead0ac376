"""What all lists share: the condition of what may be seen, pages, and searching for a text."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import and_, false, or_, select, text, true

from ocpp_gateway.operations.provisioning import fold_identity
from ocpp_gateway.operations.queries import Page
from ocpp_gateway.storage.queries.functions import ascii_lower, ascii_lower_text
from ocpp_gateway.storage.tables import stations

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row

    from ocpp_gateway.operations.queries import Visibility
    from ocpp_gateway.storage.engine import Connection, Database

V = TypeVar("V")
K = TypeVar("K")

_PLAN_EACH = text("SET LOCAL plan_cache_mode = force_custom_plan")


def seen_by(visible: Visibility) -> ColumnElement[bool]:
    """The stations that may be seen, as a condition on their rows."""
    if visible.all_stations:
        return true()
    ways: list[ColumnElement[bool]] = []
    if visible.ocpp_ids:
        ways.append(stations.c.ocpp_id_folded.in_(sorted(map(fold_identity, visible.ocpp_ids))))
    if visible.groups:
        ways.append(stations.c.group_name.in_(sorted(visible.groups)))
    return or_(*ways) if ways else false()


@asynccontextmanager
async def listing(database: Database) -> AsyncIterator[Connection]:
    """Read for a list: PostgreSQL plans every statement for the values it is asked with.

    After five executions it would go on with one plan for all values. With filters that is the wrong one: a common
    status is read along the list's order, a rare one from its index.
    """
    async with database.read() as connection:
        if connection.dialect_name == "postgresql":
            await connection.execute(_PLAN_EACH)
        yield connection


def before(
    first: ColumnElement[Any], second: ColumnElement[Any], key: tuple[Any, Any]
) -> ColumnElement[bool]:
    """Rows that come after `key` where both columns descend; written so that an index on the first one bounds it."""
    return and_(first <= key[0], or_(first < key[0], second < key[1]))


def contains(column: ColumnElement[Any], part: str) -> ColumnElement[bool]:
    """Whether a text stands in a column, the case of ASCII letters aside."""
    return ascii_lower(column).contains(ascii_lower_text(part), autoescape=True)


def page(
    rows: Sequence[Row[Any]], limit: int, view: Callable[[Row[Any]], V], key: Callable[[V], K]
) -> Page[V, K]:
    """A page out of one row more than it can hold: whether there is a next one."""
    items = [view(row) for row in rows[:limit]]
    return Page(items, key(items[-1]) if len(rows) > limit and items else None)


async def ids_of(connection: Connection, ocpp_id: str) -> list[UUID]:
    """The stations that bear or bore an identity: living or archived.

    Looked up beforehand, so that the list itself starts from an index on the station's id.
    """
    query = select(stations.c.id).where(stations.c.ocpp_id_folded == fold_identity(ocpp_id))
    return (await connection.execute(query)).scalars()
