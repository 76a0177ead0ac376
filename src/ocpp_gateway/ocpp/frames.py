"""The sentences of OCPP-J: CALL, CALLRESULT and CALLERROR, read from and written to their JSON text.

`parse` never raises. One pass of msgspec splits the frame and leaves every part as raw JSON; only a text that is not
JSON, or a frame that is not by the book, takes the longer way through the repairs.
"""

from __future__ import annotations

from typing import Final

import msgspec

from ocpp_gateway.ocpp.depth import MAX_DEPTH, too_deep
from ocpp_gateway.ocpp.errors import MAX_DESCRIPTION, ErrorCode
from ocpp_gateway.ocpp.frame_repairs import head_of, mended_versions, without_nul
from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.violations import Validation, Violation, clip

__all__ = [
    "MAX_ID",
    "MAX_ID_LENIENT",
    "Call",
    "CallError",
    "CallResult",
    "Frame",
    "Unreadable",
    "Validation",
    "Violation",
    "encode_call",
    "encode_error",
    "encode_result",
    "parse",
]

MAX_ID: Final = 36
"""Longest message id by OCPP-J 1.6 section 4.1.4, in characters."""
MAX_ID_LENIENT: Final = 255
"""Longest message id that is echoed at all, in characters."""
MAX_ACTION: Final = 64
"""Longest action name that is looked at; the longest real one has 35 characters."""


class Call(msgspec.Struct, frozen=True, gc=False):
    """A request. `payload` is the raw JSON text of its object; `id_json` echoes the id in its own JSON type."""

    message_id: str
    id_json: str
    action: str
    payload: bytes
    violations: tuple[Violation, ...] = ()


class CallResult(msgspec.Struct, frozen=True, gc=False):
    """The answer to a request. `payload` is raw JSON text, empty if there is none that can be read."""

    message_id: str
    id_json: str
    payload: bytes
    violations: tuple[Violation, ...] = ()


class CallError(msgspec.Struct, frozen=True, gc=False):
    """The refusal of a request. `code` is the text as received, `details` raw JSON text of any shape."""

    message_id: str
    id_json: str
    code: str
    description: str
    details: bytes
    violations: tuple[Violation, ...] = ()


class Unreadable(msgspec.Struct, frozen=True, gc=False):
    """No frame. With `error` and `id_json` it is answered by a CALLERROR, otherwise counted and ignored.

    `reason` is a sentence without any of the frame's values; `action` is set if a broken CALL still showed it.
    """

    reason: str
    error: ErrorCode | None = None
    id_json: str | None = None
    violations: tuple[Violation, ...] = ()
    action: str | None = None


Frame = Call | CallResult | CallError | Unreadable

_PARTS = msgspec.json.Decoder(list[msgspec.Raw])
_REFUSED = (msgspec.MsgspecError, UnicodeError, RecursionError)
_CALL, _RESULT, _ERROR = b"2", b"3", b"4"
_BENT_TYPES = {b'"2"': _CALL, b"2.0": _CALL, b'"3"': _RESULT, b"3.0": _RESULT, b'"4"': _ERROR, b"4.0": _ERROR}
_TOO_DEEP = f"nested deeper than {MAX_DEPTH} levels"
_BRACE, _QUOTE = b'{"'
_NUMBER_STARTS = b"-0123456789"


def parse(data: str | bytes, validation: Validation) -> Frame:
    """Read one WebSocket message. Bytes stand for a binary message; never raises, whatever they hold."""
    lenient = validation is Validation.LENIENT
    before: tuple[Violation, ...] = ()
    if isinstance(data, bytes):
        if not lenient:
            return Unreadable("a binary message")
        try:
            data = data.decode()
        except UnicodeDecodeError:
            return Unreadable("not UTF-8")
        before = (Violation(Rule.BINARY_FRAME, "frame", "JSON in a binary message"),)
    try:
        parts = _PARTS.decode(data)
    except msgspec.ValidationError:
        return Unreadable("not a JSON array", violations=before)
    except UnicodeError:
        return Unreadable("not Unicode text", violations=before)
    except RecursionError:
        return _read_head(data, before, _TOO_DEEP)
    except msgspec.DecodeError as refusal:
        return _read_broken(data, before, str(refusal), lenient=lenient)
    if len(parts) == 4 and not before:
        call = _plain_call(parts, lenient=lenient)
        if call is not None and not too_deep(data):
            return call
    return _read_array(data, parts, before, lenient=lenient)


def _plain_call(parts: list[msgspec.Raw], *, lenient: bool) -> Call | None:
    """A CALL by the book, or `None` for anything that needs a closer look: the short way of nearly all messages."""
    identity, action, payload = bytes(parts[1]), bytes(parts[2]), bytes(parts[3])
    if (
        bytes(parts[0]) != _CALL
        or payload[0] != _BRACE
        or identity[0] != _QUOTE
        or action[0] != _QUOTE
        or len(identity) > MAX_ID + 2
        or len(action) > MAX_ACTION + 2
        or b"\\" in identity
        or b"\\" in action
        or (lenient and b"\\u0000" in payload)
    ):
        return None
    id_json = identity.decode()
    return Call(id_json[1:-1], id_json, action[1:-1].decode(), payload)


def _read_broken(text: str, before: tuple[Violation, ...], reason: str, *, lenient: bool) -> Frame:
    """A text that is not JSON: repaired if the station may be bent, else answered if its id is readable (Q25)."""
    if not lenient:
        return Unreadable(f"not JSON: {clip(reason)}")
    for mended, violations in mended_versions(text):
        try:
            parts = _PARTS.decode(mended)
        except msgspec.ValidationError:
            return Unreadable("not a JSON array", violations=before + violations)
        except _REFUSED:
            continue
        return _read_array(mended, parts, before + violations, lenient=lenient)
    return _read_head(text, before, f"not JSON: {clip(reason)}")


def _read_head(text: str, before: tuple[Violation, ...], reason: str) -> Frame:
    """A frame of which only the beginning can be read: a CALL is answered, an answer fails the command it is for."""
    head = head_of(text)
    if head is None:
        return Unreadable(reason, violations=before)
    if head.kind == 2:
        return Unreadable(reason, ErrorCode.FORMATION_VIOLATION, head.id_json, before, head.word)
    violations = (*before, Violation(Rule.UNREADABLE_ANSWER, "frame", reason))
    if head.kind == 3:
        return CallResult(head.message_id, head.id_json, b"", violations)
    code = head.word or ErrorCode.GENERIC_ERROR.value
    return CallError(head.message_id, head.id_json, code, "", b"{}", violations)


def _read_array(
    text: str, parts: list[msgspec.Raw], before: tuple[Violation, ...], *, lenient: bool
) -> Frame:
    if not parts:
        return Unreadable("an empty array", violations=before)
    if too_deep(text):
        return _read_head(text, before, _TOO_DEEP)
    kind = bytes(parts[0])
    if lenient and kind in _BENT_TYPES:
        before += (Violation(Rule.MESSAGE_TYPE, "frame[0]", f"the message type as {kind.decode()}"),)
        kind = _BENT_TYPES[kind]
    if kind == _CALL:
        return _read_call(parts, before, lenient=lenient)
    if kind == _RESULT:
        return _read_result(parts, before, lenient=lenient)
    if kind == _ERROR:
        return _read_error(parts, before, lenient=lenient)
    # OCPP-J 1.6 section 4.1.3: a message with an unknown type number is ignored.
    return Unreadable("unknown message type", violations=before)


class _Id(msgspec.Struct, frozen=True, gc=False):
    """A message id as it stands in the frame, and what is wrong with it; `echo` is `None` if it cannot be echoed."""

    text: str
    echo: str | None
    fault: str | None
    violations: tuple[Violation, ...] = ()


def _read_id(raw: bytes, *, lenient: bool) -> _Id:
    json_text = raw.decode()
    if raw[:1] == b'"':
        text: str = json_text[1:-1] if b"\\" not in raw else msgspec.json.decode(raw)
        if len(text) <= MAX_ID:
            return _Id(text, json_text, None)
        if len(text) > MAX_ID_LENIENT:
            return _Id("", None, "a message id of more than 255 characters")
        return _bent_id(text, json_text, "a message id of more than 36 characters", lenient=lenient)
    if len(raw) > MAX_ID_LENIENT or raw[:1] in b"[{":
        return _Id("", None, "a message id that is no text")
    if raw[:1] in _NUMBER_STARTS:
        return _bent_id(json_text, json_text, "a number as message id", lenient=lenient)
    return _Id("", json_text, "a message id that is no text")


def _bent_id(text: str, echo: str, fault: str, *, lenient: bool) -> _Id:
    if lenient:
        return _Id(text, echo, None, (Violation(Rule.MESSAGE_ID, "frame[1]", fault),))
    return _Id(text, echo, fault)


def _read_call(parts: list[msgspec.Raw], before: tuple[Violation, ...], *, lenient: bool) -> Frame:
    if len(parts) == 1:
        return Unreadable("a CALL without a message id", violations=before)
    identity = _read_id(bytes(parts[1]), lenient=lenient)
    violations = before + identity.violations if identity.violations else before
    if identity.echo is None:
        return Unreadable(identity.fault or "", violations=violations)
    action = _text(parts[2]) if len(parts) > 2 else None
    payload = bytes(parts[3]) if len(parts) > 3 else b""
    fault = identity.fault
    if action is None:
        fault = fault or "a CALL without an action"
    elif len(action) > MAX_ACTION:
        fault, action = fault or "an action name of more than 64 characters", None
    if fault is None and (payload[:1] != b"{" or len(parts) > 4):
        payload, bent, fault = _bent_payload(parts, payload, strict_length=not lenient)
        violations += bent
    if fault is not None or action is None:
        error = ErrorCode.FORMATION_VIOLATION
        return Unreadable(fault or "", error, identity.echo, violations, action)
    if lenient and b"\\u0000" in payload:
        payload, violations = _replace_nul(payload, violations)
    return Call(identity.text, identity.echo, action, payload, violations)


def _bent_payload(
    parts: list[msgspec.Raw], payload: bytes, *, strict_length: bool
) -> tuple[bytes, tuple[Violation, ...], str | None]:
    """The payload of a CALL that is missing, null, no object or followed by more; the fault if it cannot be taken."""
    violations: tuple[Violation, ...] = ()
    if not payload:
        if strict_length:
            return payload, (), "a CALL without a payload"
        violations = (Violation(Rule.MISSING_PAYLOAD, "frame[3]", "no payload"),)
        payload = b"{}"
    elif payload == b"null":
        violations = (Violation(Rule.NULL_PAYLOAD, "frame[3]", "null as payload"),)
        payload = b"{}"
    elif payload[:1] != b"{":
        return payload, (), "a payload that is no object"
    if len(parts) > 4:
        if strict_length:
            return payload, (), "a CALL with more than four elements"
        violations += (Violation(Rule.EXTRA_ELEMENTS, "frame[4]", f"{len(parts) - 4} more elements"),)
    return payload, violations, None


def _replace_nul(payload: bytes, violations: tuple[Violation, ...]) -> tuple[bytes, tuple[Violation, ...]]:
    replaced = without_nul(payload.decode()).encode()
    if replaced == payload:
        return payload, violations
    return replaced, (*violations, Violation(Rule.NUL_CHARACTER, "$", "NUL inside a text"))


def _answered(parts: list[msgspec.Raw], before: tuple[Violation, ...], *, lenient: bool) -> _Id | Unreadable:
    """The id that a CALLRESULT or CALLERROR answers. Neither is ever answered itself."""
    if len(parts) == 1:
        return Unreadable("an answer without a message id", violations=before)
    identity = _read_id(bytes(parts[1]), lenient=lenient)
    if identity.fault is not None or identity.echo is None:
        return Unreadable(f"an answer with {identity.fault}", violations=before)
    return identity


def _read_result(parts: list[msgspec.Raw], before: tuple[Violation, ...], *, lenient: bool) -> Frame:
    identity = _answered(parts, before, lenient=lenient)
    if isinstance(identity, Unreadable):
        return identity
    violations = before + identity.violations
    payload = bytes(parts[2]) if len(parts) > 2 else b""
    if not payload and lenient:
        violations += (Violation(Rule.MISSING_PAYLOAD, "frame[2]", "no payload"),)
        payload = b"{}"
    elif payload == b"null":
        violations += (Violation(Rule.NULL_PAYLOAD, "frame[2]", "null as payload"),)
        payload = b"{}"
    if len(parts) > 3:
        violations += (Violation(Rule.EXTRA_ELEMENTS, "frame[3]", f"{len(parts) - 3} more elements"),)
    if lenient and b"\\u0000" in payload:
        payload, violations = _replace_nul(payload, violations)
    return CallResult(identity.text, identity.echo or "", payload, violations)


def _read_error(parts: list[msgspec.Raw], before: tuple[Violation, ...], *, lenient: bool) -> Frame:
    """A CALLERROR of any shape (Q35): the command has failed whatever else is wrong with it."""
    identity = _answered(parts, before, lenient=lenient)
    if isinstance(identity, Unreadable):
        return identity
    violations = before + identity.violations
    code = _text(parts[2]) if len(parts) > 2 else None
    description = _text(parts[3]) if len(parts) > 3 else None
    details = bytes(parts[4]) if len(parts) > 4 else b"{}"
    if len(parts) != 5 or code is None or description is None or details[:1] != b"{":
        violations += (Violation(Rule.CALLERROR_SHAPE, "frame", f"a CALLERROR with {len(parts)} elements"),)
    code = clip(code, MAX_ACTION) if code else ErrorCode.GENERIC_ERROR.value
    return CallError(
        identity.text, identity.echo or "", code, (description or "")[:MAX_DESCRIPTION], details, violations
    )


def _text(raw: msgspec.Raw) -> str | None:
    """The string that a raw JSON value is, or `None`."""
    value = bytes(raw)
    if value[:1] != b'"':
        return None
    return value[1:-1].decode() if b"\\" not in value else msgspec.json.decode(value, type=str)


def encode_call(message_id: str, action: str, payload: bytes) -> str:
    """The text of a CALL; `payload` is the JSON text of an object."""
    return f"[2,{_quote(message_id)},{_quote(action)},{payload.decode()}]"


def encode_result(id_json: str, payload: bytes) -> str:
    """The text of a CALLRESULT; `id_json` is `Call.id_json`, so that the id is echoed byte for byte."""
    return f"[3,{id_json},{payload.decode()}]"


def encode_error(id_json: str, code: str, description: str, details: bytes = b"{}") -> str:
    """The text of a CALLERROR; `code` is spelled for the version already (`errors.spell`), `details` is an object."""
    return f"[4,{id_json},{_quote(code)},{_quote(description[:MAX_DESCRIPTION])},{details.decode()}]"


def _quote(text: str) -> str:
    return msgspec.json.encode(text).decode()
