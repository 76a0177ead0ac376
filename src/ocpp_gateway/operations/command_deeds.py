"""How the audit shows that somebody told a station to do something."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ocpp_gateway.operations.audit import Actor, AuditEntry, SubjectKind, audited

if TYPE_CHECKING:
    from datetime import datetime

    from ocpp_gateway.charging.commands import Command
    from ocpp_gateway.operations.ports import NewId

LONGEST_PAYLOAD = 4000
"""Characters of a payload that the audit repeats. The audit is kept for ever, a local list of 5,000 tags is not."""


def command_deed(what: str, command: Command, *, by: Actor, now: datetime, new_id: NewId) -> AuditEntry:
    """The entry of a command that was `requested` or `cancelled`. Secrets of its payload are masked already."""
    shown: dict[str, Any] = {"action": command.action, "force": command.force}
    if len(command.payload) <= LONGEST_PAYLOAD:
        shown["payload"] = json.loads(command.payload)
    else:
        shown["payload_length"] = len(command.payload)
    return audited(
        by,
        what,
        SubjectKind.COMMAND,
        str(command.id),
        now=now,
        new_id=new_id,
        station_id=command.station_id,
        after=shown,
    )
