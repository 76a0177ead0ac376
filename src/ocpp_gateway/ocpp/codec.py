"""Payloads to typed messages and back.

The short way is one pass of msgspec over the raw text, straight into the Struct: it accepts what the official schema
accepts. Only a payload that it refuses is looked at again: strict reading asks the schema what is wrong and refuses
with the code for it, lenient reading repairs.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final, Generic, TypeVar

import msgspec
from msgspec import inspect

from ocpp_gateway.ocpp.catalogue import Action, Sender
from ocpp_gateway.ocpp.coercions import Lexical
from ocpp_gateway.ocpp.depth import too_deep
from ocpp_gateway.ocpp.errors import ErrorCode, RpcError
from ocpp_gateway.ocpp.problems import Problem, find_problems, not_json
from ocpp_gateway.ocpp.repairs import repair
from ocpp_gateway.ocpp.schemas import Direction, official_schema
from ocpp_gateway.ocpp.v16.messages import Message
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.ocpp.violations import Validation, Violation

__all__ = ["Decoded", "Direction", "Problem", "check", "decode_request", "decode_response", "encode"]

M_co = TypeVar("M_co", bound=Message, covariant=True)


class Decoded(msgspec.Struct, Generic[M_co], frozen=True, gc=False):
    """A typed message and what had to be repaired to get it."""

    message: M_co
    violations: tuple[Violation, ...] = ()


MAX_THOROUGH: Final = 16_384
"""Longest payload, in bytes, of which all problems are listed; of a longer one the first."""

_ENCODE: Final = msgspec.json.Encoder().encode
_REFUSED: Final = (msgspec.MsgspecError, UnicodeError, RecursionError)
_LEXICAL: Final = msgspec.json.Decoder(float_hook=Lexical)


class _Reader(msgspec.Struct, frozen=True):
    """How one half of an action is read. `exact`: the types say all that the schema says (not so for 0.1 steps)."""

    decoder: msgspec.json.Decoder[Message]
    exact: bool
    from_station: bool


_REQUEST_READERS: Final[dict[Action, _Reader]] = {}
_RESPONSE_READERS: Final[dict[Action, _Reader]] = {}


def decode_request(
    version: OcppVersion, action: Action, payload: bytes, validation: Validation
) -> Decoded[Message]:
    """The request of an action from its JSON text. Raises `RpcError` with the code of the reaction table."""
    return _decode(version, action, Direction.REQUEST, payload, validation)


def decode_response(
    version: OcppVersion, action: Action, payload: bytes, validation: Validation
) -> Decoded[Message]:
    """The response to an action from its JSON text. Raises `RpcError` that says what is wrong; nobody is sent it."""
    return _decode(version, action, Direction.RESPONSE, payload, validation)


def encode(message: msgspec.Struct) -> bytes:
    """The JSON text of a message: compact, absent properties left out."""
    return _ENCODE(message)


def check(version: OcppVersion, action: Action, direction: Direction, payload: bytes) -> list[Problem]:
    """What is wrong with a payload by the official schema, the most telling problem first; empty if nothing is.

    Of a payload over `MAX_THOROUGH` bytes only the first problem that is met.
    """
    try:
        value = msgspec.json.decode(payload)
        deep = too_deep(payload.decode())
    except _REFUSED:
        return [not_json("not JSON, or a number out of range")]
    if deep:
        return [not_json("nested too deeply")]
    return find_problems(version, action.name, direction, value, thorough=len(payload) <= MAX_THOROUGH)


def _decode(
    version: OcppVersion, action: Action, direction: Direction, payload: bytes, validation: Validation
) -> Decoded[Message]:
    reader = _reader(version, action, direction)
    if validation is Validation.STRICT:
        return _decode_strictly(version, action, direction, payload, reader)
    # A null member would pass as an absent one; it is looked for here so that it is recorded.
    if reader.exact and b"null" not in payload:
        try:
            return Decoded(reader.decoder.decode(payload))
        except _REFUSED:
            pass  # What is wrong is found out below.
    return _decode_leniently(version, action, direction, payload, reader)


def _decode_strictly(
    version: OcppVersion, action: Action, direction: Direction, payload: bytes, reader: _Reader
) -> Decoded[Message]:
    problems = check(version, action, direction, payload)
    if problems:
        worst = problems[0]
        details = [{"path": problem.where, "detail": problem.detail} for problem in problems[:5]]
        raise RpcError(worst.code, f"{worst.where}: {worst.detail}", {"problems": details})
    try:
        return Decoded(reader.decoder.decode(payload))
    except _REFUSED:
        # Draft-06 accepts 1.0 as a whole number, the typed decoder does not.
        return _decode_leniently(version, action, direction, payload, reader)


def _decode_leniently(
    version: OcppVersion, action: Action, direction: Direction, payload: bytes, reader: _Reader
) -> Decoded[Message]:
    try:
        value = _LEXICAL.decode(payload)
    except _REFUSED:
        raise RpcError(
            ErrorCode.FORMATION_VIOLATION, "the payload is not JSON, or a number is out of range"
        ) from None
    if not isinstance(value, dict):
        raise RpcError(ErrorCode.FORMATION_VIOLATION, "the payload is no object")
    schema = official_schema(version, action.name, direction)
    repaired, violations = repair(schema, action.name, value, from_station=reader.from_station)
    return Decoded(_build(action.message(direction), repaired), violations)


def _reader(version: OcppVersion, action: Action, direction: Direction) -> _Reader:
    # Keyed by the action alone, which belongs to one version: hashing enumerations costs as much as decoding.
    readers = _REQUEST_READERS if direction is Direction.REQUEST else _RESPONSE_READERS
    reader = readers.get(action)
    if reader is None:
        reader = readers[action] = _new_reader(version, action, direction)
    return reader


def _new_reader(version: OcppVersion, action: Action, direction: Direction) -> _Reader:
    steps = "multipleOf" in str(official_schema(version, action.name, direction))
    asked_by_station = action.sender is Sender.STATION
    from_station = action.sender is Sender.BOTH or asked_by_station == (direction is Direction.REQUEST)
    return _Reader(msgspec.json.Decoder(action.message(direction)), not steps, from_station)


def _build(kind: type[Message], repaired: dict[str, Any]) -> Message:
    """A Struct from a repaired payload, without checking words and lengths again: those were kept on purpose."""
    values = {}
    for attribute, name, nested, many in _layout(kind):
        if name not in repaired:
            continue
        value = repaired[name]
        if nested is not None:
            values[attribute] = (
                tuple(_build(nested, entry) for entry in value) if many else _build(nested, value)
            )
        else:
            values[attribute] = tuple(value) if many else value
    return kind(**values)


@cache
def _layout(kind: type[Message]) -> tuple[tuple[str, str, type[Message] | None, bool], ...]:
    """For each field: attribute, name on the wire, the Struct of its value or entries, and whether it is a list."""
    layout = []
    for field in msgspec.structs.fields(kind):
        part = inspect.type_info(field.type)
        if isinstance(part, inspect.UnionType):
            part = next(each for each in part.types if not isinstance(each, inspect.NoneType))
        many = isinstance(part, inspect.VarTupleType)
        if isinstance(part, inspect.VarTupleType):
            part = part.item_type
        nested = part.cls if isinstance(part, inspect.StructType) and issubclass(part.cls, Message) else None
        layout.append((field.name, field.encode_name, nested, many))
    return tuple(layout)
