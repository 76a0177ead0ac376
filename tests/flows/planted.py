"""Secrets that a test plants, and the look for them in all that a gateway gives away."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asyncpg
import httpx2


class Canaries:
    """Secrets by name, each found in every form in which it could slip through."""

    def __init__(self) -> None:
        self._forms: dict[str, set[str]] = {}

    def plant(self, name: str, text: str, *more: str) -> str:
        """Remember a secret and return it; `more` are other texts that would give it away."""
        assert len(text) >= 12, "too short to be found by chance only"
        forms = self._forms.setdefault(name, set())
        for form in (text, *more):
            octets = form.encode()
            forms |= {form, quote(form, safe=""), json.dumps(form)[1:-1], octets.hex(), octets.hex().upper()}
            forms.add(base64.b64encode(octets).decode().rstrip("="))
        return text

    def found_in(self, text: str, *, but: Collection[str] = ()) -> list[str]:
        """The names of the secrets that stand in a text, without those that may."""
        return sorted(
            name
            for name, forms in self._forms.items()
            if name not in but and any(form in text for form in forms)
        )


@dataclass
class Witness:
    """Calls the API and keeps every answer, with the secrets that it was the place to show."""

    client: httpx2.AsyncClient
    answers: list[tuple[str, str, frozenset[str]]] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)
    """Method and path of each."""

    async def call(
        self, method: str, path: str, *, reveals: Iterable[str] = (), **how: Any
    ) -> httpx2.Response:
        """One call of any outcome."""
        answer = await self.client.request(method, path, **how)
        shown = "\n".join(
            [*(f"{name}: {value}" for name, value in answer.headers.multi_items()), answer.text]
        )
        title = f"{method} {path.partition('?')[0]} -> {answer.status_code}"
        self.answers.append((title, shown, frozenset(reveals)))
        self.calls.append((method, path.partition("?")[0]))
        return answer

    async def done(self, method: str, path: str, *, reveals: Iterable[str] = (), **how: Any) -> Any:
        """One call that must succeed; its JSON, if it has any."""
        answer = await self.call(method, path, reveals=reveals, **how)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content and "json" in answer.headers["content-type"] else None

    def leaks(self, canaries: Canaries) -> list[str]:
        """Answers that show a secret which they are not the place for."""
        return [
            f"{title}: {', '.join(found)}"
            for title, shown, reveals in self.answers
            if (found := canaries.found_in(shown, but=reveals))
        ]


async def leaks_of_database(url: str, canaries: Canaries) -> list[str]:
    """Columns of all tables in which a secret stands, the one for its hash included: no place is right for it."""
    tables = await _dump_postgres(url) if url.startswith("postgres") else _dump_sqlite(url)
    leaks: set[str] = set()
    cells = 0
    for table, rows in tables.items():
        for row in rows:
            for column, value in row.items():
                cells += 1
                leaks |= {f"{table}.{column}: {name}" for name in canaries.found_in(_text(value))}
    assert cells > 1000, "that is no dump of a database in use"
    return sorted(leaks)


async def _dump_postgres(url: str) -> dict[str, list[dict[str, Any]]]:
    connection = await asyncpg.connect(url)
    try:
        names = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        return {
            name: [dict(row) for row in await connection.fetch(f'SELECT * FROM "{name}"')]  # noqa: S608 - its own
            for name in (row["tablename"] for row in names)
        }
    finally:
        await connection.close()


def _dump_sqlite(url: str) -> dict[str, list[dict[str, Any]]]:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        connection.row_factory = sqlite3.Row
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        return {
            name: [dict(row) for row in connection.execute(f'SELECT * FROM "{name}"')]  # noqa: S608 - its own
            for (name,) in names
        }


def leaks_of_files(folder: Path, canaries: Canaries) -> list[str]:
    """Files with a secret in them: also what a database has removed but not overwritten."""
    return [
        f"{path.name}: {', '.join(found)}"
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (found := canaries.found_in(path.read_bytes().decode("latin-1")))
    ]


def _text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        octets = bytes(value)
        return octets.decode("latin-1") + octets.hex()
    return value if isinstance(value, str) else json.dumps(value, default=str)


@asynccontextmanager
async def missing(database: str, table: str) -> AsyncIterator[None]:
    """While it lasts, a table has another name."""
    await _statement(database, f'ALTER TABLE "{table}" RENAME TO "missing_{table}"')
    try:
        yield
    finally:
        await _statement(database, f'ALTER TABLE "missing_{table}" RENAME TO "{table}"')


async def _statement(database: str, text: str) -> None:
    if database.startswith("postgres"):
        connection = await asyncpg.connect(database)
        try:
            await connection.execute(text)
        finally:
            await connection.close()
        return
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"), timeout=10)) as file:
        file.execute(text)
        file.commit()
