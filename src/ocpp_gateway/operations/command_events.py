"""The event of a command, in the words of the live feed: where it stands, never what it holds."""

from __future__ import annotations

from datetime import datetime

from ocpp_gateway.charging.commands import Command
from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.operations.announcements import rfc3339
from ocpp_gateway.operations.ports import NewId

COMMANDS_TOPIC = "commands"
"""Bus topic of the hint "a command was queued"; the message is the station's id."""


def command_updated(command: Command, now: datetime, new_id: NewId) -> Event:
    """`command.updated`. Payload and answers are left out: who may see them asks for the command."""
    return Event(
        id=new_id(),
        type=EventType.COMMAND_UPDATED,
        time=now,
        station_id=command.station_id,
        station=command.station,
        connector=None,
        data={
            "station": command.station,
            "command": str(command.id),
            "action": command.action,
            "status": command.status.value,
            "error": command.error,
            "effect": {
                "state": command.effect_state.value,
                "event": command.effect_event,
                "at": rfc3339(command.effect_at),
            },
        },
    )
