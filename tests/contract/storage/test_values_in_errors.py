"""A failing statement is told without the values it was given: whoever logs it writes no row into the log (S14)."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from sqlalchemy import bindparam, insert, literal, select
from sqlalchemy.exc import StatementError
from sqlalchemy.types import NullType
from uuid_utils.compat import uuid7

from ocpp_gateway import telemetry
from ocpp_gateway.operations.decision import Quarantined
from ocpp_gateway.storage.people_tables import users
from tests.contract.storage.fleet import (
    add_stations,
    connector_update,
    entry,
    journal_on,
    meter_record,
    now,
    within,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

MARKER = "v4lue-of-a-row"
ROW = {
    "id": uuid7(),
    "name": MARKER,
    "email": MARKER,
    "email_folded": MARKER,
    "password_hash": MARKER,
    "role": "admin",
    "created_at": now(),
    "updated_at": now(),
}


@pytest.fixture
def output() -> Iterator[io.StringIO]:
    """Where the lines go; the set-up of logging is put back afterwards."""
    root, websockets = logging.getLogger(), logging.getLogger("websockets")
    before = root.handlers[:], root.level, websockets.level
    lines = io.StringIO()
    telemetry.configure(stream=lines, as_json=True)
    yield lines
    root.handlers[:], root.level, websockets.level = before
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def a_number(value: Any) -> Any:
    """A value that the driver is given as it is, whatever the column is."""
    return bindparam("odd", value, type_=NullType())


STATEMENTS: dict[str, tuple[Any, str]] = {
    "a missing value": (insert(users).values({**ROW, "created_at": None}), "created_at"),
    "one that is there already": (insert(users).values({**ROW, "id": uuid7()}), "email_folded"),
    "one that a rule forbids": (
        insert(users).values({**ROW, "email_folded": "other", "id": uuid7(), "role": MARKER}),
        "role",
    ),
    "no such column": (select(literal(MARKER), literal(1).op("nonsense of")(2)), "nonsense"),
}


@pytest.mark.parametrize("name", STATEMENTS)
async def test_the_log_line_of_a_failing_statement_has_no_value(
    database: Database, output: io.StringIO, name: str
) -> None:
    statement, told = STATEMENTS[name]
    async with database.begin() as connection:
        await connection.execute(insert(users).values(ROW))
    with pytest.raises(StatementError) as failed:
        async with database.begin() as connection:
            await connection.execute(statement)
    structlog.get_logger(__name__).error("it_failed", reason=str(failed.value), exc_info=failed.value)
    line = output.getvalue()
    assert "it_failed" in line
    assert "Traceback" in line
    assert told in line, "what is wrong must still be told"
    assert MARKER not in line


async def test_a_value_that_the_driver_cannot_encode_is_not_told(
    postgres: Database, output: io.StringIO
) -> None:
    with pytest.raises(StatementError) as failed:
        async with postgres.begin() as connection:
            await connection.execute(select(users.c.id).where(users.c.version == a_number(MARKER)))
    structlog.get_logger(__name__).error("it_failed", exc_info=failed.value)
    assert "DataError" in output.getvalue()
    assert MARKER not in output.getvalue()


async def test_the_journal_tells_no_value_of_a_row_that_is_refused(
    database: Database, output: io.StringIO
) -> None:
    (station,) = await add_stations(database, 1)
    journal = journal_on(database, check_values=False)
    refused = {
        "one that a rule forbids": connector_update(station, status=MARKER, info=MARKER),
        "one of another form": meter_record(station, samples=f'{{"{MARKER}":'.encode(), context=MARKER),
    }
    for change in refused.values():
        outcome = await within(journal.write(entry(station, change)))
        if isinstance(outcome, Quarantined):  # SQLite takes any text for JSON
            assert MARKER not in outcome.reason
    assert "entry_refused" in output.getvalue()
    assert MARKER not in output.getvalue()
    await journal.close()
