"""The table of id tags that people import and export: CSV (RFC 4180) with a line of column names.

Cells that a spreadsheet would run as a formula get an apostrophe in front on the way out (`csv_lines`) and lose it on
the way in. Spreadsheets whose numbers have a comma separate cells by semicolons; those are read too, and tabs.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypedDict

from ocpp_gateway.charging.tokens import TokenStatus, fold
from ocpp_gateway.operations.csv_lines import plain_cell
from ocpp_gateway.operations.refusals import LineError, LinesRefused
from ocpp_gateway.operations.texts import is_line

COLUMNS = ("id_tag", "status", "expiry", "parent", "group", "note", "concurrent", "aliases")
MOST_LINES = 10_000
LONGEST_CELL = 200
ALIAS_SEPARATOR = "|"
_STATES = {status.value: status for status in TokenStatus if status is not TokenStatus.CONCURRENT_TX}
_BOOLEANS = {"true": True, "false": False, "": False}


class IdTagEdit(TypedDict, total=False):
    """What an edit may change; a key that is missing stays as it is."""

    status: TokenStatus
    expiry: datetime | None
    parent: str | None
    group: str | None
    note: str | None
    concurrent: bool
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line: where it stands (the first line of the file is 1), its tag, and what its other cells say."""

    number: int
    id_tag: str
    edit: IdTagEdit


def read_table(text: str) -> list[TableLine]:
    """Read a whole table. Raises `LinesRefused` with everything that is wrong in it."""
    text = text.removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_separator(text))
    wrong: list[LineError] = []
    lines: list[TableLine] = []
    seen: set[str] = set()
    names: list[str] = []
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        _check_names(names)
        for cells in reader:
            if not any(cells):
                continue
            line = _read_line(reader.line_num, names, cells, wrong)
            if line is None:
                continue
            if fold(line.id_tag) in seen:
                wrong.append(LineError(line.number, "id_tag", "This tag stands in the table twice."))
            seen.add(fold(line.id_tag))
            lines.append(line)
            if len(lines) > MOST_LINES:
                raise LinesRefused([LineError(line.number, "", f"A table has at most {MOST_LINES} lines.")])
    except csv.Error as error:
        wrong.append(LineError(reader.line_num, "", f"This is not CSV: {error}."))
    if wrong:
        raise LinesRefused(wrong)
    return lines


def _separator(text: str) -> str:
    """Return what separates the names of the columns: spreadsheets of half the world write semicolons."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _check_names(names: Sequence[str]) -> None:
    if "id_tag" not in names or set(names) - set(COLUMNS) or len(set(names)) != len(names):
        columns = ", ".join(COLUMNS)
        raise LinesRefused([LineError(1, "", f"The first line names columns of {columns}, with id_tag.")])


def _read_line(
    number: int, names: Sequence[str], cells: Sequence[str], wrong: list[LineError]
) -> TableLine | None:
    if len(cells) != len(names):
        wrong.append(LineError(number, "", f"{len(cells)} cells instead of {len(names)}."))
        return None
    told = {name: _plain(cell) for name, cell in zip(names, cells, strict=True)}
    id_tag = told.pop("id_tag")
    edit: dict[str, Any] = {}
    for name, cell in told.items():
        try:
            edit[name] = _READERS[name](cell)
        except ValueError as error:
            wrong.append(LineError(number, name, str(error)))
    return TableLine(number, id_tag, edit)  # type: ignore[arg-type]


def _plain(cell: str) -> str:
    """Without the apostrophe that the export puts in front, and without blanks around it."""
    return plain_cell(cell).strip()


def _status(cell: str) -> TokenStatus:
    if cell and cell not in _STATES:
        raise ValueError(f"A status is one of {', '.join(_STATES)}.")
    return _STATES.get(cell, TokenStatus.ACCEPTED)


def _moment(cell: str) -> datetime | None:
    if not cell:
        return None
    try:
        moment = datetime.fromisoformat(cell)
        if moment.tzinfo is not None and 1970 <= moment.year <= 9998:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass  # the sentence below says what is expected
    raise ValueError("A time has the form 2026-11-23T08:15:00Z, with a zone.")


def _text(cell: str) -> str | None:
    if len(cell) > LONGEST_CELL or not is_line(cell):
        raise ValueError(f"A text has at most {LONGEST_CELL} printable characters.")
    return cell or None


def _boolean(cell: str) -> bool:
    if cell.lower() not in _BOOLEANS:
        raise ValueError("true or false")
    return _BOOLEANS[cell.lower()]


def _aliases(cell: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.split(ALIAS_SEPARATOR) if name.strip())


_READERS: dict[str, Callable[[str], Any]] = {
    "status": _status,
    "expiry": _moment,
    "parent": lambda cell: cell or None,
    "group": _text,
    "note": _text,
    "concurrent": _boolean,
    "aliases": _aliases,
}
