"""Cursors: where a list goes on, as an opaque text that a client hands back unread.

A cursor holds the key of the last row that was seen and the name of its list; it is neither secret nor signed, since
it grants nothing: what may be seen is decided anew with every page.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar, cast
from uuid import UUID

from pydantic import BaseModel, Field

from ocpp_gateway.api.problems import INVALID_CURSOR, FieldError, Problem

K = TypeVar("K", bound=tuple[Any, ...])
I = TypeVar("I")  # noqa: E741 - the usual name of an item's type

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 500
LONGEST_CURSOR = 500

Limit = Annotated[int, Field(ge=1, le=LARGEST_LIMIT, description="How many items at most", examples=[50])]
CursorText = Annotated[
    str | None,
    Field(
        max_length=LONGEST_CURSOR,
        description="`next_cursor` of the page before, with the same filters; leave it out to begin",
        examples=["WyJ0cmFuc2FjdGlvbnMiLCIwMTkzNTdlM2E2YjA3MDAwODAwMDAwMDAwMDAwMDAwMSJd"],
    ),
]


class ListPage(BaseModel, Generic[I]):
    """A page of a list. `next_cursor` is null at the end."""

    items: list[I]
    next_cursor: str | None


def _read_int(value: Any) -> int:
    if type(value) is not int or not -(2**63) <= value < 2**63:
        raise ValueError("not an integer that a database knows")
    return value


def _read_time(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None or not 1970 <= moment.year <= 9998:
        raise ValueError("not a moment")
    return moment.astimezone(UTC)


def _read_uuid(value: Any) -> UUID:
    return UUID(hex=value)


_READERS: dict[type, Callable[[Any], Any]] = {int: _read_int, datetime: _read_time, UUID: _read_uuid}


def _write(part: UUID | datetime | int) -> str | int:
    if isinstance(part, UUID):
        return part.hex
    return part.isoformat() if isinstance(part, datetime) else part


class Cursors(Generic[K]):
    """The cursors of one list: its name and the types of its key."""

    def __init__(self, name: str, *types: type) -> None:
        self._name = name
        self._readers = [_READERS[part] for part in types]

    def write(self, key: K | None) -> str | None:
        """The cursor for a key; `None` at the end of the list."""
        if key is None:
            return None
        document = json.dumps([self._name, *(_write(part) for part in key)], separators=(",", ":"))
        return base64.urlsafe_b64encode(document.encode()).decode().rstrip("=")

    def read(self, text: str | None) -> K | None:
        """The key in a cursor. Raises a `Problem` if it is not a cursor of this list."""
        if text is None:
            return None
        try:
            octets = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            name, *parts = json.loads(octets)
            return self._key(name, parts)
        except (
            ValueError,
            TypeError,
            AttributeError,
            OverflowError,
            RecursionError,
            binascii.Error,
        ) as error:
            text = "Begin again without a cursor, or pass on `next_cursor` exactly as it was received."
            wrong = FieldError("query", "cursor", "This is not a cursor of this list.", "invalid_cursor")
            raise Problem(INVALID_CURSOR, text, errors=[wrong]) from error

    def _key(self, name: object, parts: list[Any]) -> K:
        if name != self._name or len(parts) != len(self._readers):
            raise ValueError("a cursor of another list")
        key: Any = tuple(read(part) for read, part in zip(self._readers, parts, strict=True))
        return cast("K", key)
