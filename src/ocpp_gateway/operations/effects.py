"""Recognising that a command took effect, in the decision of the very message that shows it.

An effect is a fact of its own: it may be seen before the answer arrives (the two directions are independent), and
after an answer that was lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ocpp_gateway.charging.changes import Change, ConnectorUpdate, TransactionEnd, TransactionStart
from ocpp_gateway.charging.command_changes import CommandEffectSeen
from ocpp_gateway.charging.commands import AwaitedEffect, EffectKind, EffectState, Expectation
from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.charging.stations import ConnectorStatus, Station
from ocpp_gateway.charging.tokens import fold
from ocpp_gateway.operations.announcements import announce, rfc3339
from ocpp_gateway.operations.ports import NewId

_SAY_NOTHING = frozenset({ConnectorStatus.UNKNOWN, ConnectorStatus.FAULTED})
"""States that tell neither that a connector is in operation nor that it is not."""


def effects_seen(
    station: Station,
    action: str,
    connector: int | None,
    changes: Sequence[Change],
    now: datetime,
    new_id: NewId,
) -> tuple[tuple[Change, ...], tuple[Event, ...]]:
    """What one message of the station (`action`, about `connector`, deciding `changes`) shows of awaited effects."""
    if not station.awaited_effects:
        return (), ()
    seen = [
        awaited
        for awaited in station.awaited_effects.values()
        if now < awaited.until and _shows(awaited.expectation, station, action, connector, changes)
    ]
    if any(awaited.expectation.kind is EffectKind.STARTED for awaited in seen):
        seen = _first_start_only(seen)
    return (
        tuple(CommandEffectSeen(awaited.id, awaited.expectation.kind.value, now) for awaited in seen),
        tuple(_event(awaited, station, now, new_id) for awaited in seen),
    )


def effect_in_force(
    station: Station, command: UUID, now: datetime, new_id: NewId
) -> tuple[CommandEffectSeen, Event] | None:
    """For an accepted change of availability: what was wanted is what the station reports already.

    It will not report it again, because nothing changes.
    """
    awaited = station.awaited_effects.get(command)
    if awaited is None or awaited.expectation.kind is not EffectKind.STATUS:
        return None
    if not _has_status(awaited.expectation, station, ()):
        return None
    change = CommandEffectSeen(awaited.id, awaited.expectation.kind.value, now)
    return change, _event(awaited, station, now, new_id)


def _first_start_only(seen: list[AwaitedEffect]) -> list[AwaitedEffect]:
    """Two equal starts were asked for: one transaction is the effect of the older one only."""
    starts = [awaited for awaited in seen if awaited.expectation.kind is EffectKind.STARTED]
    return [awaited for awaited in seen if awaited not in starts[1:]]


def _shows(
    wanted: Expectation, station: Station, action: str, connector: int | None, changes: Sequence[Change]
) -> bool:
    match wanted.kind:
        case EffectKind.STARTED:
            return any(
                isinstance(change, TransactionStart) and _is_start(wanted, change) for change in changes
            )
        case EffectKind.ENDED:
            ending = {change.id for change in changes if isinstance(change, TransactionEnd)}
            return any(
                running.id in ending and running.transaction_id == wanted.transaction_id
                for running in station.open_transactions()
            )
        case EffectKind.STATUS:
            return action == "StatusNotification" and _has_status(wanted, station, changes)
        case EffectKind.BOOT:
            return action == "BootNotification"
        case EffectKind.MESSAGE:
            return action == wanted.message and (not wanted.connector or wanted.connector == connector)


def _is_start(wanted: Expectation, start: TransactionStart) -> bool:
    """By connector and tag; the connector may have been left to the station (OCPP 1.6, 5.11)."""
    if wanted.connector and wanted.connector != start.connector_number:
        return False
    return wanted.id_tag_folded in {None, start.id_tag_folded, fold(start.id_tag)}


def _has_status(wanted: Expectation, station: Station, changes: Sequence[Change]) -> bool:
    """Whether the connector, or for the whole station connector 0 or all others, is in or out of operation as asked."""
    states = {number: connector.status for number, connector in station.connectors.items()}
    states.update({change.number: change.status for change in changes if isinstance(change, ConnectorUpdate)})
    if wanted.connector:
        return _operates(states.get(wanted.connector)) is wanted.operative
    others = [_operates(status) for number, status in states.items() if number > 0]
    return _operates(states.get(0)) is wanted.operative or (
        bool(others) and all(operates is wanted.operative for operates in others)
    )


def _operates(status: ConnectorStatus | None) -> bool | None:
    if status is None or status in _SAY_NOTHING:
        return None
    return status is not ConnectorStatus.UNAVAILABLE


def _event(awaited: AwaitedEffect, station: Station, now: datetime, new_id: NewId) -> Event:
    return announce(
        EventType.COMMAND_UPDATED,
        station,
        now,
        new_id,
        command=str(awaited.id),
        action=awaited.action,
        status=awaited.status.value,
        error=None,
        effect={
            "state": EffectState.SEEN.value,
            "event": awaited.expectation.kind.value,
            "at": rfc3339(now),
        },
    )
