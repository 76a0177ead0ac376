"""PostgreSQL's half of a flush: one function that takes all rows and writes them in one statement.

One array of rows per section (measured: an array of row values costs a third less than one array per column, on
both sides, and a function cannot take more than a hundred arguments). Refusals are raised with an SQLSTATE of our
own and the culprits in DETAIL; the transaction rolls back, the journal mends the batch and repeats it:

* `OG001` the flush is committed already;
* `OG002` stations whose epoch is stale, separated by commas;
* `OG003` starts that are stored under another row: `proposed id, stored id, transaction id` per line;
* `OG004` rows to update that do not exist, separated by commas.

`python -m ocpp_gateway.storage.journal.flush_function` prints the text that the migration installs.
"""

from __future__ import annotations

from ocpp_gateway.storage.events import LOG_LOCK
from ocpp_gateway.storage.journal.specification import (
    FUNCTION,
    SECTIONS,
    TYPE_PREFIX,
    Kind,
    Mode,
    Section,
    stamped,
)

COMMITTED_ALREADY = "OG001"
STALE = "OG002"
START_KNOWN = "OG003"
ROW_MISSING = "OG004"


def function_text() -> str:
    """Return the statements that create the row types and the function, with empty lines between them."""
    types = "\n\n".join(_row_type(section) for section in SECTIONS)
    parameters = ",\n    ".join(
        ("p_flush uuid", "p_at timestamptz", *(f"p_{s.name} {TYPE_PREFIX}{s.name}[]" for s in SECTIONS))
    )
    body = "\n".join(_WRITERS[section.mode](section) for section in SECTIONS)
    return f"""{types}

CREATE FUNCTION {FUNCTION}(
    {parameters}
) RETURNS bigint[] LANGUAGE plpgsql AS $journal$
#variable_conflict use_column
DECLARE
    v_culprits text;
    v_count bigint;
    v_positions bigint[] := '{{}}';
BEGIN
    INSERT INTO flushes (id, at) VALUES (p_flush, p_at) ON CONFLICT (id) DO NOTHING;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this flush is committed already' USING ERRCODE = '{COMMITTED_ALREADY}';
    END IF;
{body}
    RETURN v_positions;
END
$journal$;
"""


def call_text() -> str:
    """Return the statement that calls the function."""
    places = ", ".join(f"${number}" for number in range(1, len(SECTIONS) + 3))
    return f"SELECT {FUNCTION}({places})"


def rare_text(section: Section) -> str:
    """Return the statement for one row of a rare section: its fields, then the moment of the flush if it is stamped."""
    stamps = stamped(section, inserting=True)
    places = []
    for number, kind in enumerate(section.kinds, start=1):
        place = f"${number}::{kind.carrier}"
        places.append(f"{place} * 0.001" if kind is Kind.THOUSANDTHS else place)
    places += [value for _, value in section.constants]
    places += [f"${len(section.fields) + 1}::timestamptz" for _ in stamps]
    columns = ", ".join((*section.fields, *(name for name, _ in section.constants), *stamps))
    text = f"INSERT INTO {section.table.name} ({columns}) VALUES ({', '.join(places)})"
    if section.mode is Mode.APPEND:
        return text
    sets = ", ".join(
        f"{name} = excluded.{name}" for name in (*section.changed, *stamped(section, inserting=False))
    )
    return f"{text} ON CONFLICT ({', '.join(section.key)}) DO UPDATE SET {sets}"


def _row_type(section: Section) -> str:
    fields = ", ".join(
        f"{name} {kind.carrier}" for name, kind in zip(section.fields, section.kinds, strict=True)
    )
    return f"CREATE TYPE {TYPE_PREFIX}{section.name} AS ({fields});"


def _value(section: Section, name: str) -> str:
    """Return a field of row `r` as its column wants it. The product with 0.001 is exact, with three places."""
    kind = dict(zip(section.fields, section.kinds, strict=True))[name]
    return f"r.{name} * 0.001" if kind is Kind.THOUSANDTHS else f"r.{name}"


def _insert(section: Section) -> str:
    stamps = stamped(section, inserting=True)
    columns = ", ".join((*section.fields, *(name for name, _ in section.constants), *stamps))
    values = ", ".join(
        (
            *(_value(section, name) for name in section.fields),
            *(value for _, value in section.constants),
            *("p_at" for _ in stamps),
        )
    )
    return f"""INSERT INTO {section.table.name} ({columns})
        SELECT {values} FROM unnest(p_{section.name}) r"""


def _when_any(section: Section, statements: str) -> str:
    """An empty section costs a comparison, not a statement."""
    return f"    IF cardinality(p_{section.name}) > 0 THEN\n        {statements}\n    END IF;"


def _refuse(state: str, words: str) -> str:
    return f"""IF v_culprits IS NOT NULL THEN
            RAISE EXCEPTION '{words}' USING ERRCODE = '{state}', DETAIL = v_culprits;
        END IF;"""


def _fence(section: Section) -> str:
    """Lock the leases in the order of their stations and compare what is locked (journal.md: a plain read is wrong)."""
    return _when_any(
        section,
        f"""SELECT string_agg(r.station_id::text, ',') INTO v_culprits
        FROM unnest(p_{section.name}) r
        LEFT JOIN (
            SELECT held.station_id, held.epoch FROM leases held
            WHERE held.station_id = ANY (ARRAY(SELECT wanted.station_id FROM unnest(p_{section.name}) wanted))
            ORDER BY held.station_id FOR SHARE
        ) l ON l.station_id = r.station_id
        WHERE l.epoch IS DISTINCT FROM r.epoch;
        {_refuse(STALE, "stations have a newer owner")}""",
    )


def _append(section: Section) -> str:
    return _when_any(section, f"{_insert(section)};")


def _upsert(section: Section) -> str:
    sets = ", ".join(
        f"{name} = excluded.{name}" for name in (*section.changed, *stamped(section, inserting=False))
    )
    return _when_any(
        section,
        f"""{_insert(section)}
        ON CONFLICT ({", ".join(section.key)}) DO UPDATE SET {sets};""",
    )


def _start(section: Section) -> str:
    """Insert, then look in the next statement: its snapshot sees what another node has just committed."""
    key = ", ".join(section.compared(name, name) for name in section.key)
    same = " AND ".join(
        f"{section.compared(name, f't.{name}')} = {section.compared(name, _value(section, name))}"
        for name in section.key
    )
    return _when_any(
        section,
        f"""{_insert(section)}
        ON CONFLICT ({key}) WHERE status <> 'unmatched' DO NOTHING;
        SELECT string_agg(concat_ws(' ', r.id, t.id, t.transaction_id), E'\\n') INTO v_culprits
        FROM unnest(p_{section.name}) r
        JOIN transactions t ON {same} AND t.status <> 'unmatched'
        WHERE t.id <> r.id;
        {_refuse(START_KNOWN, "starts are stored already")}""",
    )


def _update(section: Section) -> str:
    table = section.table.name
    sets = ", ".join(
        (
            *(f"{name} = {_value(section, name)}" for name in section.changed),
            *(f"{name} = p_at" for name in stamped(section, inserting=False)),
        )
    )
    same = " AND ".join(f"t.{name} = r.{name}" for name in section.key)
    return _when_any(
        section,
        f"""UPDATE {table} t SET {sets}
        FROM unnest(p_{section.name}) r WHERE {same};
        GET DIAGNOSTICS v_count = ROW_COUNT;
        IF v_count <> cardinality(p_{section.name}) THEN
            SELECT string_agg(r.id::text, ',') INTO v_culprits
            FROM unnest(p_{section.name}) r WHERE NOT EXISTS (SELECT FROM {table} t WHERE {same});
            RAISE EXCEPTION '{table} to update do not exist' USING ERRCODE = '{ROW_MISSING}', DETAIL = v_culprits;
        END IF;""",
    )


def _sparse(section: Section) -> str:
    sets = []
    for name, kind, nullable in zip(section.fields, section.kinds, section.nullable, strict=True):
        if name in section.key:
            continue
        kept = f"coalesce(r.{name}, t.{name})"
        clears = kind is Kind.TEXT and nullable
        sets.append(f"{name} = nullif({kept}, '')" if clears else f"{name} = {kept}")
    sets.extend(f"{name} = p_at" for name in stamped(section, inserting=False))
    return _when_any(
        section,
        f"""UPDATE {section.table.name} t SET {", ".join(sets)}
        FROM unnest(p_{section.name}) r WHERE t.id = r.id;""",
    )


def _events(section: Section) -> str:
    """The lock ends with the commit, so positions become visible in the order in which they were drawn."""
    columns = ", ".join((*section.fields, *stamped(section, inserting=True)))
    values = ", ".join(
        (*(f"r.{name}" for name in section.fields), *("p_at" for _ in stamped(section, inserting=True)))
    )
    return _when_any(
        section,
        f"""PERFORM pg_advisory_xact_lock({LOG_LOCK});
        WITH written AS (
            INSERT INTO {section.table.name} ({columns})
            SELECT {values} FROM unnest(p_{section.name}) WITH ORDINALITY r({", ".join(section.fields)}, place)
            ORDER BY r.place RETURNING position
        )
        SELECT array_agg(position ORDER BY position) INTO v_positions FROM written;""",
    )


_WRITERS = {
    Mode.FENCE: _fence,
    Mode.APPEND: _append,
    Mode.START: _start,
    Mode.UPSERT: _upsert,
    Mode.UPDATE: _update,
    Mode.SPARSE: _sparse,
    Mode.EVENTS: _events,
}

if __name__ == "__main__":
    import sys

    sys.stdout.write(function_text())
