"""SQLite: one writer thread for everything that writes, a few reader threads, one process.

Write-ahead log with `synchronous=FULL`: a commit that returned is on disk (reliability F08). The journal and
administrative transactions take turns on the one writing connection, so SQLite's own lock is never fought over.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self, TypeVar

from sqlalchemy import Engine, QueuePool, StaticPool, create_engine, event

from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.storage.engine import Database, DialectName, Rows, translating_outages

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    from sqlalchemy import Connection as SyncConnection
    from sqlalchemy import Executable

T = TypeVar("T")

READERS = 4
BUSY_MILLISECONDS = 5000
WRITER_CACHE_KIB = 32 * 1024
CHECKPOINT_PAGES = 4000
"""16 MiB of log before it is copied into the file: under load the same pages are written again and again."""
OLDEST_SQLITE = (3, 35, 0)
"""RETURNING and upserts with a condition."""


class DatabaseInUse(Exception):
    """Another process serves from this file."""


def path_of(url: str) -> Path:
    """Return the file of `sqlite:///relative` or `sqlite:////absolute`."""
    path = url.removeprefix("sqlite:///")
    if not path or path == ":memory:":
        raise ValueError("the SQLite database must be a file: sqlite:///path/to/file.db")
    return Path(path)


def lock_file(path: Path) -> IO[str]:
    """Take the database for this process; the lock ends with the process, however it ends."""
    lock = path.with_name(path.name + ".lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        owner = lock.read().strip()
        lock.close()
        raise DatabaseInUse(
            f"{path} is in use by another process{f' ({owner})' if owner else ''}. SQLite serves exactly one process: "
            "stop the other one, or use PostgreSQL for several."
        ) from None
    lock.truncate(0)
    lock.write(f"process {os.getpid()}")
    lock.flush()
    return lock


def make_engine(path: Path, *, writer: bool) -> Engine:
    """Return an engine whose connections are set up for one of the two uses."""

    def connect() -> sqlite3.Connection:
        raw = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
        raw.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        raw.execute("PRAGMA foreign_keys=ON")
        if writer:
            raw.execute("PRAGMA journal_mode=WAL")
            raw.execute("PRAGMA synchronous=FULL")
            raw.execute(f"PRAGMA cache_size=-{WRITER_CACHE_KIB}")
            raw.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
        else:
            raw.execute("PRAGMA query_only=ON")
        return raw

    if writer:
        engine = create_engine("sqlite://", creator=connect, poolclass=StaticPool, hide_parameters=True)
    else:
        engine = create_engine(
            "sqlite://",
            creator=connect,
            poolclass=QueuePool,
            pool_size=READERS,
            max_overflow=0,
            hide_parameters=True,
        )

    # The driver must not begin transactions by itself: a write begins IMMEDIATE, or two writers could deadlock.
    @event.listens_for(engine, "begin")
    def _begin(connection: SyncConnection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")

    return engine


class _Transaction:
    """A transaction whose statements run on a thread, one after the other."""

    dialect_name: DialectName = "sqlite"

    def __init__(self, worker: _Worker, connection: SyncConnection) -> None:
        self._worker = worker
        self._connection = connection

    async def execute(
        self, statement: Executable, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> Rows:
        def run() -> Rows:
            result = self._connection.execute(statement, parameters)
            if not result.returns_rows:
                return Rows((), result.rowcount)
            rows = result.fetchall()
            return Rows(rows, len(rows))

        raw = self._connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - our own creator made it
        with translating_outages():
            return await self._worker.run(run, interrupt=raw.interrupt)


class _Worker:
    """Threads on which the blocking calls of one engine run."""

    def __init__(self, threads: int, name: str) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)

    async def run(self, call: Callable[[], T], *, interrupt: Callable[[], None] | None = None) -> T:
        """Run a call. If the caller is cancelled, the call is interrupted and its end awaited.

        A connection that is still at work must not be handed to somebody else.
        """
        future = asyncio.get_running_loop().run_in_executor(self._threads, call)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            if interrupt is not None:
                interrupt()
            while not future.done():
                with suppress(asyncio.CancelledError):
                    await asyncio.wait([future])
            if not future.cancelled():
                future.exception()  # looked at, so that it is not reported as lost: the cancellation is the outcome
            raise

    def close(self) -> None:
        self._threads.shutdown(wait=True)


class SqliteDatabase(Database):
    """A SQLite file."""

    dialect_name: DialectName = "sqlite"

    def __init__(self, url: str, *, lock: IO[str] | None, statement_seconds: float) -> None:
        """Use `open`."""
        path = path_of(url)
        self.url = url
        self._lock = lock
        self._seconds = statement_seconds
        self._write_engine = make_engine(path, writer=True)
        self._read_engine = make_engine(path, writer=False)
        self._writer = _Worker(1, "sqlite-writer")
        self._readers = _Worker(READERS, "sqlite-reader")
        self._turn = asyncio.Lock()
        self._free_readers = asyncio.Semaphore(READERS)

    @classmethod
    async def open(cls, url: str, *, exclusive: bool = True, statement_seconds: float = 5.0) -> Self:
        """Open or create the file; raises `DatabaseInUse` if another process serves from it."""
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise RuntimeError(f"SQLite {sqlite3.sqlite_version} is too old; 3.35 or newer is needed")
        path = path_of(url)
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = lock_file(path) if exclusive else None
        database = cls(url, lock=lock, statement_seconds=statement_seconds)
        try:
            # Creates the file and its write-ahead log before the first reader looks for them.
            await database.write(lambda _: None)
        except BaseException:
            await database.close()
            raise
        return database

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[_Transaction]:
        """Take the writer's turn; `BEGIN IMMEDIATE` … `COMMIT`."""
        with translating_outages():
            async with asyncio.timeout(self._seconds):
                await self._turn.acquire()
        try:
            async with self._transaction(self._write_engine, self._writer) as transaction:
                yield transaction
        finally:
            self._turn.release()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[_Transaction]:
        """Read from one snapshot, beside the writer."""
        with translating_outages():
            async with asyncio.timeout(self._seconds):
                await self._free_readers.acquire()
        try:
            async with self._transaction(self._read_engine, self._readers) as transaction:
                yield transaction
        finally:
            self._free_readers.release()

    @asynccontextmanager
    async def _transaction(self, engine: Engine, worker: _Worker) -> AsyncIterator[_Transaction]:
        def opened() -> SyncConnection:
            connection = engine.connect()
            try:
                connection.begin()
            except BaseException:
                connection.close()
                raise
            return connection

        with translating_outages():
            connection = await worker.run(opened)
        try:
            limit = asyncio.timeout(self._seconds)
            try:
                async with limit:
                    yield _Transaction(worker, connection)
            except TimeoutError as error:
                if not limit.expired():
                    raise
                raise StorageUnavailable(f"the transaction took longer than {self._seconds} s") from error
            with translating_outages():
                await worker.run(connection.commit)
        finally:
            # Closing rolls back what was not committed.
            await worker.run(connection.close)

    async def write(self, call: Callable[[sqlite3.Connection], T]) -> T:
        """Run a function on the writer thread with the driver's connection; it begins and ends its own transaction.

        For the journal: one hop to the thread and back for a whole flush.
        """

        def run() -> T:
            with self._write_engine.connect() as connection:
                raw = connection.connection.driver_connection
                assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - our own creator made it
                try:
                    return call(raw)
                except BaseException:
                    if raw.in_transaction:
                        raw.execute("ROLLBACK")
                    raise

        async with self._turn:
            return await self._writer.run(run)

    async def close(self) -> None:
        """Close the connections and give the file back."""
        await self._readers.run(self._read_engine.dispose)
        await self._writer.run(self._write_engine.dispose)
        self._readers.close()
        self._writer.close()
        if self._lock is not None:
            self._lock.close()
