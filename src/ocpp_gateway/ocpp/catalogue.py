"""The words of OCPP: every action with its sender, its feature profile and the types of its two payloads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import msgspec

from ocpp_gateway.ocpp.errors import ErrorCode, RpcError
from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.schemas import Direction
from ocpp_gateway.ocpp.v16 import messages as v16
from ocpp_gateway.ocpp.v16.actions import ROWS, Profile, Sender
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.ocpp.violations import Validation, Violation, clip

__all__ = ["ACTIONS_16", "Action", "Profile", "Sender", "case_violation", "find", "resolve"]


@dataclass(frozen=True, slots=True, eq=False)
class Action:
    """One action: who sends its CALL, its feature profile, and the Struct types of request and response."""

    name: str
    sender: Sender
    profile: Profile
    request: type[v16.Message]
    response: type[v16.Message]

    def message(self, direction: Direction) -> type[v16.Message]:
        """The Struct type of one half."""
        return self.request if direction is Direction.REQUEST else self.response

    @property
    def required_fields(self) -> frozenset[str]:
        """The names, as on the wire, of the properties that a request cannot do without."""
        return frozenset(part.encode_name for part in msgspec.structs.fields(self.request) if part.required)


ACTIONS_16: Final[Mapping[str, Action]] = MappingProxyType(
    {
        row.name: Action(row.name, row.sender, row.profile, v16.REQUESTS[row.name], v16.RESPONSES[row.name])
        for row in ROWS
    }
)
"""The 39 actions of OCPP 1.6 by name, as spelled on the wire."""

_FOLDED: Final = {name.casefold(): action for name, action in ACTIONS_16.items()}


def find(version: OcppVersion, name: str, validation: Validation) -> Action | None:
    """The action with this name; in lenient reading upper and lower case do not matter (Q32)."""
    if version is not OcppVersion.V16:
        return None
    action = ACTIONS_16.get(name)
    if action is None and validation is Validation.LENIENT:
        return _FOLDED.get(name.casefold())
    return action


def case_violation(action: Action, name: str) -> Violation | None:
    """What to record if the name on the wire was not spelled as the specification spells it."""
    if name == action.name:
        return None
    return Violation(Rule.ACTION_CASE, "frame[2]", f"{clip(name)} for {action.name}")


def resolve(version: OcppVersion, name: str, sender: Sender, validation: Validation) -> Action:
    """The action of a CALL that `sender` sent.

    Raises `RpcError`: NotImplemented for an unknown name, NotSupported for an action that this side never sends
    (reaction table of OCPP-J error codes: a station that sends Reset).
    """
    action = find(version, name, validation)
    if action is None:
        raise RpcError(ErrorCode.NOT_IMPLEMENTED, f"unknown action {clip(name)}")
    if action.sender not in {sender, Sender.BOTH}:
        raise RpcError(ErrorCode.NOT_SUPPORTED, f"{action.name} is not sent in this direction")
    return action
