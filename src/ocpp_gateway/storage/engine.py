"""The database as the rest of this room uses it: short write transactions and consistent reads.

```python
database = await open_database("sqlite:///data/ocpp-gateway.db")      # storage.opening; or postgresql://user:password@host/name
async with database.begin() as connection:                            # commits at the end, rolls back on an exception
    rows = await connection.execute(select(stations).where(…))
    await connection.execute(insert(stations), {"id": …, …})           # one row, or a list of rows
async with database.read() as connection:                             # one snapshot, read only
    …
```

Everything that means "the database is away or too slow" is raised as `StorageUnavailable`; anything else
(`sqlalchemy.exc.IntegrityError` for instance) passes unchanged. A transaction has a time limit: do not wait for other
things inside one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, Protocol

from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.storage.failures import conceal_values, is_away, without_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy import Executable, Row, RowMapping

Parameters = "Mapping[str, Any] | Sequence[Mapping[str, Any]] | None"


class Rows:
    """A complete result, already in memory. `rowcount` is the number of rows an update or delete has touched."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: Sequence[Row[Any]], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def all(self) -> list[Row[Any]]:
        """All rows."""
        return list(self._rows)

    def first(self) -> Row[Any] | None:
        """The first row, or `None`."""
        return self._rows[0] if self._rows else None

    def one(self) -> Row[Any]:
        """The only row; `LookupError` if there is none or more than one."""
        if len(self._rows) != 1:
            raise LookupError(f"one row was expected, there are {len(self._rows)}")
        return self._rows[0]

    def scalar(self) -> Any:
        """The first column of the first row; `None` if there is no row."""
        return self._rows[0][0] if self._rows else None

    def scalars(self) -> list[Any]:
        """The first column of every row."""
        return [row[0] for row in self._rows]

    def mappings(self) -> list[RowMapping]:
        """All rows as mappings from column names."""
        return [row._mapping for row in self._rows]  # noqa: SLF001 - SQLAlchemy's public name for it

    def __iter__(self) -> Iterator[Row[Any]]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


DialectName = Literal["sqlite", "postgresql"]


class Connection(Protocol):
    """What a transaction can do."""

    @property
    def dialect_name(self) -> DialectName:
        """Which database this is, for the few statements that differ."""
        ...

    async def execute(
        self, statement: Executable, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> Rows:
        """Run a statement of SQLAlchemy Core and return its rows."""
        ...


class Database(ABC):
    """A database that is open."""

    dialect_name: DialectName
    url: str

    @abstractmethod
    def begin(self) -> AbstractAsyncContextManager[Connection]:
        """Start a write transaction. On SQLite there is one at a time."""

    @abstractmethod
    def read(self) -> AbstractAsyncContextManager[Connection]:
        """Start a read-only transaction that sees one snapshot."""

    @abstractmethod
    async def close(self) -> None:
        """Close every connection."""

    async def ping(self) -> None:
        """Return if the database answers; raise `StorageUnavailable` if not."""
        from sqlalchemy import select

        async with self.read() as connection:
            await connection.execute(select(1))


@contextmanager
def translating_outages() -> Iterator[None]:
    """Raise `StorageUnavailable` in place of whatever a driver says when its database is away.

    What passes unchanged is without values: whoever logs it must not write a row into the log.
    """
    try:
        yield
    except StorageUnavailable:
        raise
    except Exception as error:
        conceal_values(error)
        if is_away(error):
            raise StorageUnavailable(without_values(error)) from error
        raise
