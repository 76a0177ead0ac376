"""What an error of a database driver means for the caller.

Three kinds matter: the database is *away* (nothing wrong with the statement: hold, shed, try later), the statement
should be *retried* as it is (deadlock, serialisation), or the *data* was refused (find the culprit). By SQLSTATE on
PostgreSQL, by class of exception on SQLite.
"""

from __future__ import annotations

import sqlite3

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

RETRY_STATES = frozenset({"40000", "40001", "40002", "40P01"})
"""Transaction rollback: serialisation failure, deadlock (not 40003, which leaves the outcome open)."""

DATA_CLASSES = frozenset({"21", "22", "23", "54"})
"""Cardinality, data exception, integrity constraint, program limit (depth, index row size): the rows are to blame."""

_AWAY_CLASSES = frozenset({"08", "53", "57", "58"})
"""Connection, resources (disk full, too many connections), operator intervention and time limits, system errors."""

_AWAY_STATES = frozenset({"25006", "25P02", "25P03", "25P04", "55P03", "3D000", "28000", "28P01"})
"""A standby (read only), transaction time limits, lock time limit, and a server that does not let us in."""


def driver_error(error: BaseException) -> BaseException:
    """Return the driver's own exception inside what SQLAlchemy raised."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        return error.orig.__cause__ or error.orig
    return error


def without_values(error: BaseException) -> str:
    """What a driver's error says, without any value of a row."""
    cause = driver_error(error)
    return f"{type(cause).__name__}: {_said(cause)}".rstrip(": ")


def conceal_values(error: BaseException) -> None:
    """Take the values out of a database error itself: a log line may show its traceback, with every cause in it.

    The statement's parameters are hidden already (`hide_parameters` of the engines).
    """
    cause = driver_error(error)
    text = without_values(error)
    if isinstance(cause, asyncpg.PostgresError | asyncpg.InterfaceError):
        cause.args = (_said(cause),)
        cause.detail = cause.hint = None
    if isinstance(error, DBAPIError):
        if error.orig is not None and error.orig is not cause:
            error.orig.args = (text,)
        error.args = (text,)


def _said(cause: BaseException) -> str:
    """PostgreSQL quotes values: its DETAIL a whole row, its message one that has the wrong form; asyncpg one that it
    cannot encode. What is said of refused data is therefore its code and the names in the schema.
    """
    if isinstance(cause, asyncpg.InterfaceError) and isinstance(cause, ValueError):
        return "a value does not fit its column"
    if not isinstance(cause, asyncpg.PostgresError):
        return str(cause)
    state = sqlstate(cause) or ""
    if state[:2] not in DATA_CLASSES:
        return str(cause.args[0]) if cause.args else ""
    names = (getattr(cause, name, None) for name in ("table_name", "column_name", "constraint_name"))
    return " ".join(filter(None, (state, *names)))


def sqlstate(error: BaseException) -> str | None:
    """Return the five characters by which PostgreSQL classifies the error, if it came from there."""
    state = getattr(driver_error(error), "sqlstate", None)
    return state if isinstance(state, str) else None


def is_away(error: BaseException) -> bool:
    """Whether the database cannot be reached, is not ready or did not answer in time."""
    if isinstance(error, PoolTimeoutError):
        return True
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    cause = driver_error(error)
    state = sqlstate(cause)
    if state is not None:
        return state[:2] in _AWAY_CLASSES or state in _AWAY_STATES
    if isinstance(cause, sqlite3.OperationalError):
        return _sqlite_is_away(cause)
    if isinstance(cause, asyncpg.InterfaceError):
        # The driver's own class for "connection is closed"; its DataError (a value it cannot encode) is no outage.
        return not isinstance(cause, ValueError)
    return isinstance(cause, OSError | EOFError)  # TimeoutError is an OSError


_SQLITE_AWAY = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOMEM,
    }
)


def _sqlite_is_away(error: sqlite3.OperationalError) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(code, int) and (code & 0xFF) in _SQLITE_AWAY
