"""SQLite's half of a flush: the statements, generated from the specification like PostgreSQL's function.

`executemany` binds one row at a time, so the moment of the flush is the last value of each row that needs it.
"""

from __future__ import annotations

from dataclasses import dataclass

from ocpp_gateway.storage.journal.specification import ALL_SECTIONS, Kind, Mode, Section, stamped

INSERT_FLUSH = "INSERT INTO flushes (id, at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING"
STALE_STATIONS = """SELECT wanted.key FROM json_each(?) wanted
LEFT JOIN leases held ON held.station_id = wanted.key WHERE held.epoch IS NOT wanted.value"""
"""Takes a JSON object of epochs by station. One transaction writes at a time, so reading is enough."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement for all rows of a section; with `stamped` the moment of the flush follows the fields."""

    text: str
    stamped: bool


def _places(section: Section) -> dict[str, str]:
    return {name: f"?{number}" for number, name in enumerate(section.fields, start=1)}


def _insert(section: Section) -> Statement:
    stamps = stamped(section, inserting=True)
    places = _places(section)
    at = f"?{len(places) + 1}"
    columns = ", ".join((*section.fields, *(name for name, _ in section.constants), *stamps))
    values = ", ".join((*places.values(), *(value for _, value in section.constants), *(at for _ in stamps)))
    return Statement(f"INSERT INTO {section.table.name} ({columns}) VALUES ({values})", bool(stamps))


def _upsert(section: Section) -> Statement:
    insert = _insert(section)
    names = (*section.changed, *stamped(section, inserting=False))
    sets = ", ".join(f"{name} = excluded.{name}" for name in names)
    return Statement(
        f"{insert.text} ON CONFLICT ({', '.join(section.key)}) DO UPDATE SET {sets}", insert.stamped
    )


def _start(section: Section) -> Statement:
    """The stored id comes back in any case; the update that makes RETURNING see the row changes nothing."""
    insert = _insert(section)
    key = ", ".join(section.compared(name, name) for name in section.key)
    return Statement(
        f"{insert.text} ON CONFLICT ({key}) WHERE status <> 'unmatched'"
        " DO UPDATE SET station_id = station_id RETURNING id, transaction_id",
        insert.stamped,
    )


def _update(section: Section) -> Statement:
    places = _places(section)
    stamps = stamped(section, inserting=False)
    at = f"?{len(places) + 1}"
    sets = ", ".join(
        (*(f"{name} = {places[name]}" for name in section.changed), *(f"{name} = {at}" for name in stamps))
    )
    same = " AND ".join(f"{name} = {places[name]}" for name in section.key)
    return Statement(f"UPDATE {section.table.name} SET {sets} WHERE {same}", bool(stamps))


def _sparse(section: Section) -> Statement:
    places = _places(section)
    at = f"?{len(places) + 1}"
    sets = []
    for name, kind, nullable in zip(section.fields, section.kinds, section.nullable, strict=True):
        if name in section.key:
            continue
        kept = f"coalesce({places[name]}, {name})"
        sets.append(f"{name} = nullif({kept}, '')" if kind is Kind.TEXT and nullable else f"{name} = {kept}")
    stamps = stamped(section, inserting=False)
    sets.extend(f"{name} = {at}" for name in stamps)
    text = f"UPDATE {section.table.name} SET {', '.join(sets)} WHERE id = {places['id']}"
    return Statement(text, bool(stamps))


_WRITERS = {
    Mode.APPEND: _insert,
    Mode.EVENTS: _insert,
    Mode.UPSERT: _upsert,
    Mode.START: _start,
    Mode.UPDATE: _update,
    Mode.SPARSE: _sparse,
}

STATEMENTS: dict[str, Statement] = {
    section.name: _WRITERS[section.mode](section)
    for section in ALL_SECTIONS
    if section.mode is not Mode.FENCE
}
"""By section."""
