"""Cursors: a place in the event log that a client keeps and comes back with.

A cursor is opaque to clients, but no secret and not signed: whoever makes one up reads what the log still has, as far
as they may see it, which is what any old cursor gives. It names the generation of the log, because a restored backup
gives the same positions to other events.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from ocpp_gateway.charging.events import LogState

_LONGEST = 64
_LARGEST = 2**63 - 1


class CursorGone(Exception):
    """The cursor does not lead into this log: too old, from before a restore, or never one of ours. The text says."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Everything up to and including `position` is known to its holder."""

    generation: str
    position: int

    def __str__(self) -> str:
        return f"{self.generation}-{self.position}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Turn a client's text into a cursor. Raises `CursorGone` if it is none."""
        generation, _, position = text.rpartition("-")
        plain = len(text) <= _LONGEST and position.isascii() and position.isdigit()
        if not generation or not plain or int(position) > _LARGEST:
            raise CursorGone("this is not a cursor of this gateway")
        return cls(generation, int(position))

    def check(self, log: LogState) -> None:
        """Raise `CursorGone` unless everything after this cursor is still in the log."""
        if self.generation != log.generation:
            raise CursorGone("the cursor is from before a restore")
        if self.position < log.pruned_through:
            raise CursorGone("the cursor is older than the events are kept")
        if self.position > log.head:
            raise CursorGone("the cursor is ahead of the log")
