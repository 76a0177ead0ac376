"""Imports are no garbage, and looking for garbage goes on after them, whatever happened."""

from __future__ import annotations

import gc

import pytest

from ocpp_gateway.imports import importing


def test_what_was_imported_is_not_looked_at_again() -> None:
    frozen = gc.get_freeze_count()
    with importing():
        assert not gc.isenabled()
        module = [[number] for number in range(1000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= frozen + len(module)
    gc.unfreeze()


def test_an_import_that_fails_leaves_collections_on() -> None:
    with pytest.raises(ImportError), importing():
        raise ImportError
    assert gc.isenabled()
    gc.unfreeze()
