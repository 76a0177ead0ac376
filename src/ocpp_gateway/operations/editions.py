"""Editions: which version of an edited thing somebody has seen, so that two people do not overwrite each other.

Only edits count. What a station reports about itself changes nothing here, else nobody could ever edit a busy one.
"""

from __future__ import annotations

from uuid import UUID

EDIT_ATTEMPTS = 5
"""How often an edit without precondition is decided again when somebody else was faster."""


def edition(thing: UUID, version: int) -> str:
    """A short text that differs for every edit of a thing, also when its name is given to a new thing."""
    return f"{thing.hex[-8:]}-{version}"
