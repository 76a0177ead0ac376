"""What handling one CALL gives: the response to encode, the decision to commit, and what the log should know."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import msgspec

from ocpp_gateway.charging.stations import Station
from ocpp_gateway.ocpp.codec import Decoded
from ocpp_gateway.ocpp.frames import Validation
from ocpp_gateway.ocpp.violations import Violation
from ocpp_gateway.operations.decision import Decision, Priority
from ocpp_gateway.operations.reads import Reads


@dataclass(slots=True, kw_only=True)
class Handled:
    """One handled CALL. `restated` rebuilds it for a start that is stored under another transaction id already."""

    response: msgspec.Struct
    decision: Decision[Any]
    priority: Priority = Priority.STATUS
    connector: int | None = None
    violations: tuple[Violation, ...] = ()
    boot_accepted: bool = False
    restated: Callable[[str], Handled] | None = None


class Translate(Protocol):
    """One action's translation: typed message in, response and decision out."""

    def __call__(self, station: Station, message: Any, reads: Reads, now: datetime) -> Awaitable[Handled]:
        """Translate, decide, translate back."""
        ...


@dataclass(frozen=True, slots=True)
class Handler:
    """One row of the table: how an action is decoded and translated, and whether it counts before acceptance."""

    action: str
    decode: Callable[[bytes, Validation], Decoded[Any]]
    run: Translate
    before_acceptance: bool = False
