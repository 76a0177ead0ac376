"""Rows as SQLite's driver binds them, by functions generated from the specification.

The driver knows neither UUIDs nor times nor JSON. The binders are generated as Python source, one loop per section
without calls for the common fields, because they run for every row the gateway writes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ocpp_gateway.storage.journal.specification import ALL_SECTIONS, Kind, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ocpp_gateway.storage.journal.checks import Row

_BOUND = {
    Kind.UUID: "{0}.hex",
    Kind.TIME: "moment({0})",
    Kind.JSON: "{0}.decode()",
}


def sqlite_time(value: datetime) -> str:
    """Return a time as `column_types.UtcDateTime` keeps it on SQLite."""
    in_utc = value if value.tzinfo is UTC else value.astimezone(UTC)
    return in_utc.isoformat(" ", "microseconds")[:26]


def _source(section: Section) -> str:
    values = []
    for name, kind, nullable in zip(section.fields, section.kinds, section.nullable, strict=True):
        value = f"_{name}"
        bound = _BOUND[kind].format(value) if kind in _BOUND else value
        values.append(f"None if {value} is None else {bound}" if nullable and bound != value else bound)
    unpacked = ", ".join(f"_{name}" for name in section.fields)
    return f"def bind(rows):\n    return [({', '.join(values)},) for {unpacked}, in rows]"


def _binder(section: Section) -> Callable[[Sequence[Row]], list[Row]]:
    names: dict[str, Any] = {"moment": sqlite_time}
    exec(compile(_source(section), f"<binder of {section.name}>", "exec"), names)  # noqa: S102 - source made above
    return names["bind"]  # type: ignore[no-any-return]


bind: dict[str, Callable[[Sequence[Row]], list[Row]]] = {
    section.name: _binder(section) for section in ALL_SECTIONS
}
"""By section."""
