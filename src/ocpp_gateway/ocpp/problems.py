"""What is wrong with a payload by the letter: the official schema, our reader of times, and bounded whole numbers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any, Final

import jsonschema_rs
import msgspec

from ocpp_gateway.ocpp.errors import ErrorCode
from ocpp_gateway.ocpp.schemas import Direction, JsonSchema, official_schema
from ocpp_gateway.ocpp.timestamps import parse_timestamp
from ocpp_gateway.ocpp.v16.messages import MAX_INTEGER
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.ocpp.violations import clip

MAX_PROBLEMS: Final = 20
"""Most problems that are listed for one payload."""


class Problem(msgspec.Struct, frozen=True, gc=False):
    """One departure from the schema: the CALLERROR code it deserves, a JSON path, the schema keyword, a sentence.

    The sentence never repeats a value of the payload. `members` are those that are missing in the object at `where`, or
    that do not belong there.
    """

    code: ErrorCode
    where: str
    keyword: str
    detail: str
    members: tuple[str, ...] = ()


# From what is missing to what is merely out of range: the first code in this order is the one that is answered.
_CODES: Final = {
    "json": ErrorCode.FORMATION_VIOLATION,
    "required": ErrorCode.PROTOCOL_ERROR,
    "additionalProperties": ErrorCode.FORMATION_VIOLATION,
    "type": ErrorCode.TYPE_CONSTRAINT,
    "minItems": ErrorCode.OCCURRENCE_CONSTRAINT,
    "maxItems": ErrorCode.OCCURRENCE_CONSTRAINT,
    "enum": ErrorCode.PROPERTY_CONSTRAINT,
    "maxLength": ErrorCode.PROPERTY_CONSTRAINT,
    "multipleOf": ErrorCode.PROPERTY_CONSTRAINT,
    "format": ErrorCode.PROPERTY_CONSTRAINT,
    "range": ErrorCode.PROPERTY_CONSTRAINT,
}
_ORDER: Final = {keyword: place for place, keyword in enumerate(_CODES)}


def not_json(detail: str) -> Problem:
    """The problem of a payload that cannot be read at all."""
    return Problem(_CODES["json"], "$", "json", detail)


def find_problems(
    version: OcppVersion, action: str, direction: Direction, value: Any, *, thorough: bool = True
) -> list[Problem]:
    """What is wrong with a decoded payload, the most telling problem first; at most `MAX_PROBLEMS`.

    Not `thorough`: only the first problem. Listing all of them takes seconds if a large payload is wrong everywhere.
    """
    validator = _validator(version, action, direction)
    own = _own_rules(official_schema(version, action, direction), value, "$")
    if not thorough:
        try:
            validator.validate(value)
        except jsonschema_rs.ValidationError as error:
            return [_problem(error)]
        return list(islice(own, 1))
    problems = [_problem(error) for error in islice(validator.iter_errors(value), MAX_PROBLEMS)]
    problems += islice(own, MAX_PROBLEMS - len(problems))
    return sorted(problems, key=lambda problem: _ORDER.get(problem.keyword, len(_ORDER)))


@cache
def _validator(
    version: OcppVersion, action: str, direction: Direction
) -> jsonschema_rs.Draft4Validator | jsonschema_rs.Draft6Validator:
    """The compiled schema, built on first use. Formats are not checked: only our own reader decides about times."""
    schema = official_schema(version, action, direction)
    if "draft-04" in schema["$schema"]:
        return jsonschema_rs.Draft4Validator(schema, validate_formats=False)
    return jsonschema_rs.Draft6Validator(schema, validate_formats=False)


def _problem(error: jsonschema_rs.ValidationError) -> Problem:
    """Our words for an error of the library, whose own message repeats the value."""
    keyword = error.kind.name
    where = "$" + "".join(
        f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.instance_path
    )
    more = error.kind.as_dict()
    members: tuple[str, ...] = ()
    match keyword:
        case "required":
            members = (more["property"],)
            detail = f"{more['property']} is missing"
        case "additionalProperties":
            members = tuple(sorted(more["unexpected"])[:MAX_PROBLEMS])
            detail = clip(f"not in the schema: {', '.join(sorted(more['unexpected']))}")
        case "type":
            detail = f"not of type {' or '.join(more['types'])}"
        case "enum":
            detail = "not one of the allowed words"
        case "maxLength":
            detail = f"longer than {more['limit']} characters"
        case "multipleOf":
            detail = f"not a multiple of {more['multiple_of']}"
        case _:
            detail = f"violates {keyword}"
    return Problem(_CODES.get(keyword, ErrorCode.PROPERTY_CONSTRAINT), where, keyword, detail, members)


def _own_rules(schema: JsonSchema, value: Any, where: str) -> Iterator[Problem]:
    """Times that are no RFC 3339 and numbers beyond ±(2^53-1), wherever the schema says time or whole number."""
    kind = schema.get("type")
    if kind == "object" and isinstance(value, dict):
        for name, part in schema.get("properties", {}).items():
            if name in value:
                yield from _own_rules(part, value[name], f"{where}.{name}")
    elif kind == "array" and isinstance(value, list):
        for place, entry in enumerate(value):
            yield from _own_rules(schema["items"], entry, f"{where}[{place}]")
    elif kind == "string" and schema.get("format") == "date-time" and isinstance(value, str):
        if parse_timestamp(value)[1] is not None:
            yield Problem(_CODES["format"], where, "format", "not a date and time by RFC 3339")
    elif kind == "integer" and isinstance(value, int | float) and not -MAX_INTEGER <= value <= MAX_INTEGER:
        yield Problem(_CODES["range"], where, "range", "beyond 2^53-1")
