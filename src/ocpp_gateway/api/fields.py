"""The kinds of values that requests and answers are made of: texts, moments and amounts."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

from ocpp_gateway.operations.texts import is_line

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

V = TypeVar("V", bound="DataclassInstance")
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_FORM_OF_A_TIME = (
    "a time has the form 2026-11-23T08:15:00Z (RFC 3339, with a zone; in an address, + is written %2B)"
)
_EARLIEST, _LATEST = 1970, 9998
"""Years. Outside of them a change of zone can leave the calendar."""


class Input(BaseModel):
    """A request body or a set of query parameters: unknown names are refused, since a typing error must not pass."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


def members(view: Any) -> dict[str, Any]:
    """The members of a view by name, not copied (`dataclasses.asdict` copies each, which is half of a list's time)."""
    return {field.name: getattr(view, field.name) for field in fields(view)}


def without(view: V, hidden: frozenset[str]) -> V:
    """The view with `None` in place of the members that its reader may not see."""
    return replace(view, **dict.fromkeys(hidden)) if hidden else view


def without_default(schema: dict[str, Any]) -> None:
    """For `Field(json_schema_extra=…)`: the field may be left out, and the value in its place means nothing."""
    schema.pop("default", None)


def _read_moment(value: Any) -> datetime:
    if isinstance(value, datetime):  # a default of ours
        return value
    if not isinstance(value, str) or _RFC3339.fullmatch(value) is None:
        raise ValueError(_FORM_OF_A_TIME)
    try:
        moment = datetime.fromisoformat(value.upper())
    except ValueError:
        raise ValueError(f"there is no such time; {_FORM_OF_A_TIME}") from None
    if not _EARLIEST <= moment.year <= _LATEST:
        raise ValueError(f"a time lies between the years {_EARLIEST} and {_LATEST}")
    return moment.astimezone(UTC)


def write_moment(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds and `Z`."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _thousandths(amount: float) -> float:
    return round(amount, 3)


def _line(text: str) -> str:
    if not is_line(text):
        raise ValueError("control characters cannot be accepted, nor a text without anything to be seen")
    return text


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("control characters cannot be accepted")
    return text


Moment = Annotated[
    datetime,
    BeforeValidator(_read_moment),
    PlainSerializer(write_moment, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A time: any zone in, UTC with milliseconds out."""

Amount = Annotated[float, PlainSerializer(_thousandths, return_type=float, when_used="json")]
"""A number with at most three decimals."""

Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_line)
]
"""A line of text for people."""

Needle = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_line)]
"""Something to look for, exactly as it is given."""

Secret = Annotated[str, StringConstraints(min_length=1, max_length=256), AfterValidator(_printable)]
"""A password in a request."""
