"""Frames on their way into the message log: each as it was on the wire, with its action also on results.

Secrets are masked here, whoever spoke them and in whatever message (reliability S14).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from ocpp_gateway.charging.changes import Change, ConnectorUpdate, TransactionStart, UnmatchedTransaction
from ocpp_gateway.charging.stations import Station
from ocpp_gateway.ocpp.catalogue import find
from ocpp_gateway.ocpp.codec import decode_response
from ocpp_gateway.ocpp.errors import RpcError, spell
from ocpp_gateway.ocpp.exchange import Answered, LateAnswer, Refused, Rejected
from ocpp_gateway.ocpp.frames import Call, CallError
from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.ocpp.violations import Validation, Violation, clip
from ocpp_gateway.operations.decision import LoggedFrame
from ocpp_gateway.operations.ports import NewId
from ocpp_gateway.translation.handled import Handled
from ocpp_gateway.translation.masking import mask, mask_raw
from ocpp_gateway.translation.words import clean

_encode = msgspec.json.Encoder().encode
_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode


def answered_call(
    call: Call,
    payload: bytes,
    handled: Handled,
    station: Station,
    action: str,
    new_id: NewId,
    now: datetime,
) -> tuple[LoggedFrame, LoggedFrame]:
    """A CALL and its CALLRESULT."""
    number = handled.connector
    connector_id = None if number is None else _connector_id(station, number, handled.decision.changes)
    shown = number if connector_id is not None else None
    return (
        _frame(
            "in",
            "Call",
            action,
            call.message_id,
            call.payload,
            new_id(),
            now,
            connector_id,
            shown,
            handled.violations,
        ),
        _frame("out", "CallResult", action, call.message_id, payload, new_id(), now, connector_id, shown),
    )


def refused_call(
    call: Call,
    error: RpcError,
    version: OcppVersion,
    action: str,
    violations: Sequence[Violation],
    new_id: NewId,
    now: datetime,
) -> tuple[LoggedFrame, LoggedFrame]:
    """A CALL and the CALLERROR it got."""
    payload = _encode(
        {
            "errorCode": spell(error.code, version),
            "errorDescription": error.description,
            "errorDetails": error.details,
        }
    )
    return (
        _frame(
            "in",
            "Call",
            clean(action),
            call.message_id,
            call.payload,
            new_id(),
            now,
            violations=violations,
        ),
        _frame("out", "CallError", clean(action), call.message_id, payload, new_id(), now),
    )


def unreadable_violations(rejected: Rejected) -> tuple[Violation, ...]:
    """What is wrong with a frame that is none."""
    return (Violation(Rule.UNREADABLE_FRAME, "frame", clip(rejected.reason)), *rejected.violations)


def unreadable_frame(
    data: str | bytes, rejected: Rejected, new_id: NewId, now: datetime
) -> tuple[LoggedFrame, ...]:
    """A frame that is none, as raw bytes, and the CALLERROR it gets if its id could be read."""
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    action = clean(rejected.action)
    violations = unreadable_violations(rejected)
    arrived = LoggedFrame(
        id=new_id(),
        direction="in",
        message_type="Call",
        action=action,
        message_id="",
        connector_id=None,
        connector_number=None,
        payload=None,
        raw=mask_raw(raw),
        timestamp=now,
        violations=mask("", _encode(violations)),
    )
    if rejected.reply is None:
        return (arrived,)
    # The id is echoed as it came, perhaps as a number that nobody else can read (1e999): it is not read here either.
    _, id_json, code, description, details = _elements(rejected.reply)
    payload = _encode({"errorCode": code, "errorDescription": description, "errorDetails": details})
    return arrived, _frame("out", "CallError", action, _id_text(bytes(id_json)), payload, new_id(), now)


def _id_text(id_json: bytes) -> str:
    return str(msgspec.json.decode(id_json)) if id_json[:1] == b'"' else id_json.decode()


def outgoing_call(message_id: str, action: str, payload: bytes, new_id: NewId, now: datetime) -> LoggedFrame:
    """A CALL of ours, about to be sent."""
    return _frame("out", "Call", action, message_id, payload, new_id(), now)


def incoming_answer(
    result: Answered | Refused | LateAnswer, violations: Sequence[Violation], new_id: NewId, now: datetime
) -> LoggedFrame:
    """The station's answer to a CALL of ours, also a late one."""
    outstanding = result.outstanding
    action, message_id = outstanding.action, outstanding.message_id
    said = result.frame if isinstance(result, LateAnswer) else result
    if isinstance(said, Refused | CallError):
        return _error(action, message_id, said.code, said.description, said.details, violations, new_id, now)
    return _frame(
        "in",
        "CallResult",
        action,
        message_id,
        said.payload,
        new_id(),
        now,
        violations=violations,
    )


def answer_violations(result: Answered | Refused | LateAnswer) -> tuple[Violation, ...]:
    """What is bent in an answer, its content too (Q27); that it comes too late is a departure of its own (Q31)."""
    if isinstance(result, LateAnswer):
        late = Violation(Rule.LATE_ANSWER, "frame", f"to {clip(result.outstanding.action)}")
        return (*result.frame.violations, late)
    if isinstance(result, Refused) or not result.payload:
        return result.violations
    action = find(OcppVersion.V16, result.outstanding.action, Validation.STRICT)
    if action is None:
        return result.violations
    try:
        content = decode_response(OcppVersion.V16, action, result.payload, Validation.LENIENT).violations
    except RpcError as error:
        content = (Violation(Rule.ANSWER_CONTENT, "$", clip(error.description)),)
    return (*result.violations, *content)


def unmatched_starts(changes: Sequence[Change], new_id: NewId, now: datetime) -> tuple[Change, ...]:
    """For starts that the database refused: the least that a stop can later be matched to (ocpp.md, decisions)."""
    return tuple(
        UnmatchedTransaction(
            id=new_id(),
            transaction_id=change.transaction_id,
            connector_id=None,
            connector_number=None,
            id_tag=None,
            start_time=now,
            start_meter=None,
            end_time=None,
            end_meter=None,
            stop_reason=None,
            stop_key=None,
            received_at=now,
        )
        for change in changes
        if isinstance(change, TransactionStart)
    )


def _error(
    action: str,
    message_id: str,
    code: str,
    description: str,
    details: bytes,
    violations: Sequence[Violation],
    new_id: NewId,
    now: datetime,
) -> LoggedFrame:
    payload = _encode(
        {"errorCode": code, "errorDescription": description, "errorDetails": msgspec.Raw(details or b"{}")}
    )
    return _frame("in", "CallError", action, message_id, payload, new_id(), now, violations=violations)


def _connector_id(station: Station, number: int, changes: Sequence[Change]) -> UUID | None:
    connector = station.connectors.get(number)
    if connector is not None:
        return connector.id
    for change in changes:
        if isinstance(change, ConnectorUpdate) and change.number == number:
            return change.id
    return None


def _frame(
    direction: str,
    message_type: str,
    action: str,
    message_id: str,
    payload: bytes,
    frame_id: UUID,
    now: datetime,
    connector_id: UUID | None = None,
    connector_number: int | None = None,
    violations: Sequence[Violation] = (),
) -> LoggedFrame:
    return LoggedFrame(
        id=frame_id,
        direction=direction,  # type: ignore[arg-type]
        message_type=message_type,  # type: ignore[arg-type]
        action=action,
        message_id=clean(message_id),
        connector_id=connector_id,
        connector_number=connector_number,
        payload=mask(action, payload),
        raw=None,
        timestamp=now,
        violations=mask("", _encode(violations)) if violations else None,
    )
