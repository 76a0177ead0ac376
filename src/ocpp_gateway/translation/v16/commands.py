"""Commands in the words of OCPP 1.6: what may be sent, what shows its effect, what an answer means."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from ocpp_gateway.charging.commands import (
    CommandPriority,
    CommandStatus,
    EffectKind,
    Expectation,
    answer_status,
)
from ocpp_gateway.charging.tokens import fold
from ocpp_gateway.ocpp.catalogue import ACTIONS_16, Action, Sender, find
from ocpp_gateway.ocpp.codec import Direction, Problem, check, decode_response
from ocpp_gateway.ocpp.errors import RpcError
from ocpp_gateway.ocpp.frames import Validation
from ocpp_gateway.ocpp.schemas import official_schema
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.operations.actions import ActionView
from ocpp_gateway.operations.commands import Prepared
from ocpp_gateway.operations.configuration import WantedValue
from ocpp_gateway.operations.refusals import FieldsRefused, Invalid
from ocpp_gateway.translation.masking import mask
from ocpp_gateway.translation.v16.action_facts import ACTION_FACTS
from ocpp_gateway.translation.words import clean

ACTIONS = frozenset(
    name for name, action in ACTIONS_16.items() if action.sender in {Sender.CENTRAL_SYSTEM, Sender.BOTH}
)
"""The 26 actions that a central system may send (S16 edition 2 and the security extension)."""
LARGEST_PAYLOAD = 256 * 1024
LONGEST_KEY, LONGEST_VALUE = 50, 500
"""Characters of a configuration key and its value (J16-E 6.7, 6.8)."""
LONGEST_MEMBER = 100
"""Characters of a member's name that an error repeats."""
_STOPS = frozenset({"RemoteStopTransaction"})
_READS = frozenset(
    {
        "ExtendedTriggerMessage",
        "GetCompositeSchedule",
        "GetConfiguration",
        "GetDiagnostics",
        "GetInstalledCertificateIds",
        "GetLocalListVersion",
        "GetLog",
        "TriggerMessage",
    }
)
NOT_WHILE_PENDING = frozenset({"RemoteStartTransaction", "RemoteStopTransaction"})
"""What must not be sent to a station that is not accepted (OCPP 1.6, 4.2)."""
_TAG_MEMBERS = frozenset({"idtag", "parentidtag"})
_TRIGGERED = {"SignChargePointCertificate": "SignCertificate"}
"""Where the word of the trigger is not the name of the message."""


class Words16:
    """`CommandWords` of OCPP 1.6."""

    def prepare(self, action: str, payload: dict[str, Any], *, force: bool) -> Prepared:
        """Check against the official schema, unless forced. Raises `Invalid` or `FieldsRefused`."""
        known = find(OcppVersion.V16, action, Validation.STRICT)
        if known is None or known.name not in ACTIONS:
            raise Invalid("action", "This is no action that OCPP 1.6 sends to a station.")
        text = _json(payload)
        problems = [] if force else check(OcppVersion.V16, known, Direction.REQUEST, text)
        if problems:
            raise FieldsRefused([error for problem in problems for error in _errors(problem)])
        shown = mask(known.name, text)
        priority = CommandPriority.CONTROL
        if action in _STOPS:
            priority = CommandPriority.STOP
        elif action in _READS:
            priority = CommandPriority.READ
        return Prepared(
            action=known.name,
            payload=text,
            shown=shown.decode(),
            priority=priority,
            expectation=expectation(known.name, payload),
            # A secret is sent, never kept.
            wanted=_wanted(known.name, payload) if shown == text else None,
        )

    def actions(self) -> tuple[ActionView, ...]:
        """The 26 actions, by name."""
        return _offered()

    def id_tags(self, payload: Mapping[str, Any]) -> list[str]:
        """Every tag and group tag in a payload, at any depth and however its member is capitalised.

        What is not a text is written out: it is no tag that anybody has entered.
        """
        return list(_tags_in(payload))

    def start(self, connector: int, id_tag: str) -> tuple[str, dict[str, Any]]:
        """RemoteStartTransaction."""
        return "RemoteStartTransaction", {"connectorId": connector, "idTag": id_tag}

    def stop(self, transaction_id: str) -> tuple[str, dict[str, Any]]:
        """RemoteStopTransaction. Raises `Invalid` for an id that is no number."""
        try:
            number = int(transaction_id)
        except ValueError:
            raise Invalid(
                "transaction", "This transaction has no number that the station would know."
            ) from None
        return "RemoteStopTransaction", {"transactionId": number}

    def unlock(self, connector: int) -> tuple[str, dict[str, Any]]:
        """UnlockConnector."""
        return "UnlockConnector", {"connectorId": connector}

    def availability(self, connector: int, *, operative: bool) -> tuple[str, dict[str, Any]]:
        """ChangeAvailability."""
        return "ChangeAvailability", {
            "connectorId": connector,
            "type": "Operative" if operative else "Inoperative",
        }

    def clear_cache(self) -> tuple[str, dict[str, Any]]:
        """ClearCache."""
        return "ClearCache", {}

    def read_configuration(self, keys: Sequence[str]) -> tuple[str, dict[str, Any]]:
        """GetConfiguration."""
        return "GetConfiguration", {"key": list(keys)} if keys else {}

    def change_configuration(self, key: str, value: str) -> tuple[str, dict[str, Any]]:
        """ChangeConfiguration."""
        return "ChangeConfiguration", {"key": key, "value": value}

    def reset(self, kind: str) -> tuple[str, dict[str, Any]]:
        """Reset."""
        return "Reset", {"type": kind}

    def trigger(self, message: str, connector: int | None) -> tuple[str, dict[str, Any]]:
        """TriggerMessage."""
        about = {} if connector is None else {"connectorId": connector}
        return "TriggerMessage", {"requestedMessage": message, **about}


@cache
def _offered() -> tuple[ActionView, ...]:
    return tuple(_view(ACTIONS_16[name]) for name in sorted(ACTIONS))


def _view(action: Action) -> ActionView:
    facts, awaited = ACTION_FACTS[action.name], expectation(action.name, {})
    return ActionView(
        action=action.name,
        ocpp_version=OcppVersion.V16.value,
        profile=action.profile.value,
        description=facts.description,
        payload_schema=official_schema(OcppVersion.V16, action.name, Direction.REQUEST),
        effect=None if awaited is None else awaited.kind,
        destructive=facts.destructive,
        needs_online=facts.needs_online,
        bulk=facts.bulk,
        while_pending=action.name not in NOT_WHILE_PENDING,
    )


def _errors(problem: Problem) -> Iterator[tuple[str, str]]:
    """A departure from the schema at the members it concerns: `payload.a.0.b` for `$.a[0].b`."""
    place = "payload" + problem.where.removeprefix("$").replace("[", ".").replace("]", "")
    for member in problem.members:
        yield f"{place}.{clean(member, LONGEST_MEMBER)}", problem.detail
    if not problem.members:
        yield place, problem.detail


def _tags_in(part: object) -> Iterator[str]:
    if isinstance(part, Mapping):
        for name, value in part.items():
            if name.lower() in _TAG_MEMBERS:
                yield str(value)
            else:
                yield from _tags_in(value)
    elif isinstance(part, list):
        for value in part:
            yield from _tags_in(value)


def expectation(action: str, payload: dict[str, Any]) -> Expectation | None:
    """What will show that the command took effect; values that are wrong on purpose match anything or nothing."""
    connector = payload.get("connectorId")
    connector = connector if type(connector) is int else None
    match action:
        case "RemoteStartTransaction":
            tag = payload.get("idTag")
            return Expectation(
                kind=EffectKind.STARTED,
                connector=connector,
                id_tag_folded=fold(tag) if isinstance(tag, str) else None,
            )
        case "RemoteStopTransaction":
            return Expectation(kind=EffectKind.ENDED, transaction_id=str(payload.get("transactionId")))
        case "ChangeAvailability":
            operative = payload.get("type") == "Operative"
            return Expectation(kind=EffectKind.STATUS, connector=connector, operative=operative)
        case "Reset":
            return Expectation(kind=EffectKind.BOOT)
        case "TriggerMessage" | "ExtendedTriggerMessage":
            message = str(payload.get("requestedMessage"))
            return Expectation(
                kind=EffectKind.MESSAGE, connector=connector, message=_TRIGGERED.get(message, message)
            )
    return None


def _wanted(action: str, payload: Mapping[str, Any]) -> WantedValue | None:
    """The value that a ChangeConfiguration sets, unless no schema would let it through."""
    key, value = payload.get("key"), payload.get("value")
    if action != "ChangeConfiguration" or not isinstance(key, str) or not isinstance(value, str):
        return None
    name = key.strip()
    if not 1 <= len(name) <= LONGEST_KEY or len(value) > LONGEST_VALUE:
        return None
    return WantedValue(key=name, key_folded=name.casefold(), value=value)


def verdict(action: str, payload: bytes) -> tuple[CommandStatus, str | None]:
    """What a CALLRESULT means: a final state, and why it failed if it cannot be read.

    A missing payload is read as an empty one (ocpp.md 2.9, lenient).
    """
    known = find(OcppVersion.V16, action, Validation.STRICT)
    if known is None:  # pragma: no cover - only known actions are sent
        return CommandStatus.FAILED, "an answer to an unknown action"
    try:
        message = decode_response(OcppVersion.V16, known, payload or b"{}", Validation.LENIENT).message
    except RpcError as error:
        return CommandStatus.FAILED, clean(f"the answer cannot be read: {error.description}")
    return answer_status(getattr(message, "status", None)), None


def _json(payload: dict[str, Any]) -> bytes:
    """As it goes out: compact, members in the given order."""
    try:
        text = json.dumps(payload, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise Invalid("payload", "The payload cannot be written as JSON.") from None
    if len(text) > LARGEST_PAYLOAD or b"\\u0000" in text:
        raise Invalid("payload", f"The payload has at most {LARGEST_PAYLOAD} bytes and no NUL.")
    return text
