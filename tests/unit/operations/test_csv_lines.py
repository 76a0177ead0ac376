from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ocpp_gateway.operations.csv_lines import FORMULA, plain_cell, safe_cell, write_lines


@pytest.mark.parametrize("start", FORMULA)
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(start: str) -> None:
    assert safe_cell(f"{start}SUM(A1)") == f"'{start}SUM(A1)"
    assert safe_cell(f"A{start}") == f"A{start}"
    assert plain_cell(safe_cell(f"{start}x")) == f"{start}x"


def test_numbers_stay_numbers_and_nothing_is_an_empty_cell() -> None:
    assert write_lines([(-33.86, -5, True, False, None, "-5")]) == "-33.86,-5,true,false,,'-5\r\n"


@given(some.lists(some.lists(some.text(), min_size=2, max_size=4), max_size=5))
def test_what_is_written_is_read_back_by_any_reader_of_rfc_4180(lines: list[list[str]]) -> None:
    written = write_lines(lines)
    read = list(csv.reader(io.StringIO(written, newline=""), strict=True))
    assert read == [[safe_cell(cell) for cell in line] for line in lines]
    assert not any(cell.startswith(FORMULA) for line in read for cell in line)
