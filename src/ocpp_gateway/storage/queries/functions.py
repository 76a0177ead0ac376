"""SQL functions that both databases have, but not under one name."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Integer, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

if TYPE_CHECKING:
    from sqlalchemy.sql.compiler import SQLCompiler


_TO_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def ascii_lower_text(text: str) -> str:
    """What `ascii_lower` makes of a text, here instead of in the database."""
    return text.translate(_TO_LOWER)


class ascii_lower(FunctionElement[str]):  # noqa: N801 - a function of SQL
    """A text with small ASCII letters; all others stay as they are, on both databases.

    PostgreSQL's own `lower` follows the database's collation and costs ten times as much.
    """

    type = Text()
    inherit_cache = True


class octets(FunctionElement[int]):  # noqa: N801
    """How many octets a text or a byte string has; NULL has none."""

    type = Integer()
    inherit_cache = True


class hour_of(FunctionElement[int]):  # noqa: N801
    """The full hour (UTC) in which a moment lies, in seconds since 1970."""

    type = BigInteger()
    inherit_cache = True


class whole_part(FunctionElement[int]):  # noqa: N801
    """A number that is not negative, without what stands behind its point."""

    type = BigInteger()
    inherit_cache = True


@compiles(ascii_lower, "postgresql")
def _(element: ascii_lower, compiler: SQLCompiler, **more: Any) -> str:
    return f'lower({compiler.process(element.clauses, **more)} COLLATE "C")'


@compiles(ascii_lower, "sqlite")
def _(element: ascii_lower, compiler: SQLCompiler, **more: Any) -> str:
    return f"lower({compiler.process(element.clauses, **more)})"


@compiles(octets, "postgresql")
def _(element: octets, compiler: SQLCompiler, **more: Any) -> str:
    return f"coalesce(octet_length({compiler.process(element.clauses, **more)}), 0)"


@compiles(octets, "sqlite")
def _(element: octets, compiler: SQLCompiler, **more: Any) -> str:
    return f"coalesce(length(CAST({compiler.process(element.clauses, **more)} AS BLOB)), 0)"


@compiles(hour_of, "postgresql")
def _(element: hour_of, compiler: SQLCompiler, **more: Any) -> str:
    moment = compiler.process(element.clauses, **more)
    return f"CAST(extract(epoch FROM date_trunc('hour', {moment})) AS bigint)"


@compiles(hour_of, "sqlite")
def _(element: hour_of, compiler: SQLCompiler, **more: Any) -> str:
    return f"(CAST(strftime('%s', {compiler.process(element.clauses, **more)}) AS INTEGER) / 3600 * 3600)"


@compiles(whole_part, "postgresql")
def _(element: whole_part, compiler: SQLCompiler, **more: Any) -> str:
    return f"CAST(floor({compiler.process(element.clauses, **more)}) AS bigint)"


@compiles(whole_part, "sqlite")
def _(element: whole_part, compiler: SQLCompiler, **more: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **more)} AS INTEGER)"
