"""What stations can be told: every action with what people want to know before they send it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ocpp_gateway.charging.commands import EffectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionView:
    """An action that can be sent to stations of one version of OCPP.

    `payload_schema` is the official one, without references; do not change it. The flags are advice for people: what
    is refused is decided when a command is given and when it is sent.
    """

    action: str
    ocpp_version: str
    profile: str
    """The feature profile or functional block that has it."""
    description: str
    payload_schema: Mapping[str, Any]
    effect: EffectKind | None
    """What shows that it was done; `None`: nothing but the answer."""
    destructive: bool
    """It can end charges, take a station out of reach or remove what it keeps; in places the payload decides."""
    needs_online: bool
    """It is about this moment: hours later it would surprise whoever stands there."""
    bulk: bool
    """One payload makes sense for many stations."""
    while_pending: bool
    """A station that is not accepted yet may be told it."""
