"""Lines of CSV as RFC 4180 writes them, with cells that no spreadsheet runs as a formula (reliability, attack S18).

Texts come from stations and from people. One that begins like a formula gets an apostrophe in front. Numbers are ours
and stay numbers: a longitude may well be negative.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")
Cell = str | float | bool | None


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _needs_one(text) else text


def plain_cell(cell: str) -> str:
    """The text of a cell without the apostrophe that `safe_cell` has put in front."""
    return cell[1:] if cell[:1] == "'" and _needs_one(cell[1:]) else cell


def _needs_one(text: str) -> bool:
    """A text that begins like a defused one needs an apostrophe too: else both would come back as the same."""
    return text.lstrip("'").startswith(FORMULA)


def write_lines(lines: Sequence[Sequence[Cell]]) -> str:
    """Some lines; nothing at all is an empty cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for cells in lines:
        writer.writerow([_written(cell) for cell in cells])
    return buffer.getvalue()


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return safe_cell(cell) if isinstance(cell, str) else repr(cell)
