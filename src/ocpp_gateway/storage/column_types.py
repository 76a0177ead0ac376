"""Types of columns that mean the same on both databases.

SQLite knows neither times with a zone nor exact decimals: it returns naive times and stores decimals as floats.
These decorators keep both exact, so that the rest of the program sees aware UTC times and floats with at most three
decimals, whatever the database is.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, DateTime, Integer, Numeric, Text
from sqlalchemy.types import TypeDecorator, UserDefinedType

if TYPE_CHECKING:
    from sqlalchemy import Dialect
    from sqlalchemy.types import TypeEngine


def to_thousandths(value: float) -> int:
    """Return a number as the whole number of its thousandths: what is stored of it."""
    return round(value * 1000)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware in Python, always UTC; `timestamptz` on PostgreSQL, text with microseconds on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times: nobody knows what they mean."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value!r}")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - the signature is given
    ) -> datetime | None:
        """Return an aware UTC time."""
        if value is None or value.tzinfo is UTC:
            return value
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Thousandths(TypeDecorator[float]):
    """An exact decimal with three places (Wh, kWh, W, %): float in Python, `numeric(14,3)` on PostgreSQL.

    On SQLite it is the whole number of thousandths. Sums and differences of two such columns are of this type again
    and stay exact; multiply and divide in Python, not in SQL.
    """

    impl = Numeric(14, 3)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column's own type."""
        return dialect.type_descriptor(
            BigInteger() if dialect.name == "sqlite" else Numeric(14, 3, asdecimal=True)
        )

    def process_bind_param(self, value: float | None, dialect: Dialect) -> int | Decimal | None:
        """Round to thousandths."""
        if value is None:
            return None
        thousandths = to_thousandths(value)
        return thousandths if dialect.name == "sqlite" else Decimal(thousandths).scaleb(-3)

    def process_result_value(self, value: Any, dialect: Dialect) -> float | None:
        """Return the float nearest to the decimal."""
        if value is None:
            return None
        return float(value / 1000) if dialect.name == "sqlite" else float(value)


class _Json(UserDefinedType[str]):
    """PostgreSQL's `json`: it keeps the text as it was written (`jsonb` does not, and costs twice as much)."""

    cache_ok = True
    render_bind_cast = True

    def get_col_spec(self, **_: Any) -> str:
        return "JSON"


class JsonText(TypeDecorator[str]):
    """A JSON document kept and returned as its text, unread.

    The database accepts texts that other readers refuse (`1e400`, an escaped NUL), so readers get the text.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column's own type."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else _Json())


class Profiles(TypeDecorator[tuple[int, ...]]):
    """A few security profiles, ascending: one digit each (`23`: 2 and 3), NULL for none."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: tuple[int, ...] | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - the signature is given
        """Write their digits."""
        return int("".join(map(str, sorted(value)))) if value else None

    def process_result_value(self, value: int | None, dialect: Dialect) -> tuple[int, ...]:  # noqa: ARG002 - the signature is given
        """Read the digits."""
        return () if value is None else tuple(map(int, str(value)))


class JsonValue(TypeDecorator[Any]):
    """A JSON document that we wrote ourselves: Python objects in and out."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column's own type."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else _Json())

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 - the signature is given
        """Write compact JSON. `None` is NULL."""
        return None if value is None else json.dumps(value, separators=(",", ":"), allow_nan=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 - the signature is given
        """Read it back."""
        return None if value is None else json.loads(value)
