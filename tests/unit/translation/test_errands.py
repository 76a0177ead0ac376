"""A command on a connection: committed before its frame, answered with the log row, and told when it is overtaken."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from ocpp_gateway.charging.command_changes import (
    CommandAnsweredLate,
    CommandEffectSeen,
    CommandEnded,
    CommandSent,
)
from ocpp_gateway.charging.commands import Command, CommandStatus, EffectState
from ocpp_gateway.charging.stations import ConnectorStatus
from ocpp_gateway.ocpp.exchange import Answered, LateAnswer, Refused
from ocpp_gateway.operations.decision import Overtaken, StaleEpoch
from ocpp_gateway.translation.errands import CallWithdrawn, Errand
from ocpp_gateway.translation.v16.commands import expectation
from tests.unit.charging.test_commands import command
from tests.unit.operations.ledger import NOON, station
from tests.unit.translation.test_conversation import START, Talk

pytestmark = pytest.mark.anyio

SECOND = timedelta(seconds=1)


def errand_for(talk: Talk, action: str, payload: dict[str, Any], **members: Any) -> Errand:
    made = command(expectation(action, payload), **members)
    fields = {name: getattr(made, name) for name in made.__dataclass_fields__}
    fields |= {"action": action, "payload": json.dumps(payload)}
    return Errand(Command(**fields), talk.ledger.reads().new_id)


async def send(talk: Talk, errand: Errand, message_id: str = "g1") -> bool:
    payload = errand.command.payload.encode()
    stored = await talk.conversation.sending(message_id, errand.command.action, payload, NOON, errand)
    if stored:
        talk.exchange.call(message_id, errand.command.action, payload, 0.0, 30.0)
    return stored


async def hear(talk: Talk, frame: str, clock: float = 1.0) -> None:
    result = talk.exchange.receive(frame, clock)
    assert isinstance(result, Answered | Refused | LateAnswer)
    await talk.conversation.answered(result, NOON + SECOND)


def changes(talk: Talk, entry: int = -1) -> list[Any]:
    return list(talk.journal.entries[entry].changes)


async def test_sent_is_committed_with_the_frame_and_then_the_answer_with_its() -> None:
    talk = Talk(station())
    errand = errand_for(talk, "ClearCache", {})
    assert await send(talk, errand)
    (sent,) = changes(talk)
    assert isinstance(sent, CommandSent)
    assert (sent.command.status, sent.command.message_id, sent.command.epoch) == ("sent", "g1", 1)
    assert talk.journal.entries[-1].frames[0].message_id == "g1"
    await hear(talk, '[3,"g1",{"status":"Accepted"}]')
    (ended,) = changes(talk)
    assert isinstance(ended, CommandEnded)
    assert (ended.before, ended.command.status) == (CommandStatus.SENT, CommandStatus.ACCEPTED)
    assert ended.command.response == '{"status":"Accepted"}'
    assert talk.journal.entries[-1].frames[0].message_type == "CallResult"
    statuses = [event.data["status"] for event in talk.ledger.events]
    assert statuses == ["sent", "accepted"]


async def test_a_command_that_left_the_queue_is_not_sent_and_the_connection_stays() -> None:
    talk = Talk(station())
    talk.journal.script.append(Overtaken())
    errand = errand_for(talk, "ClearCache", {})
    with pytest.raises(CallWithdrawn):
        await send(talk, errand)
    assert errand.command.status is CommandStatus.QUEUED


async def test_after_the_deadline_nothing_is_written() -> None:
    talk = Talk(station())
    with pytest.raises(CallWithdrawn):
        await send(talk, errand_for(talk, "ClearCache", {}, expires_at=NOON))
    assert talk.journal.entries == []


async def test_a_fenced_connection_sends_nothing() -> None:
    talk = Talk(station())
    talk.journal.script.append(StaleEpoch())
    errand = errand_for(talk, "ClearCache", {})
    assert not await send(talk, errand)
    assert errand.command.status is CommandStatus.QUEUED


async def test_a_call_error_fails_it_with_its_reason() -> None:
    talk = Talk(station())
    await send(talk, errand_for(talk, "Reset", {"type": "Soft"}))
    await hear(talk, '[4,"g1","InternalError","relay ftp://u:p@h",{}]')
    (ended,) = changes(talk)
    assert (ended.command.status, ended.command.error) == ("failed", "InternalError: relay ftp://***@h")
    assert ended.command.effect_state is EffectState.NONE
    assert talk.peer.station is not None
    assert talk.peer.station.awaited_effects == {}


async def test_an_answer_that_cannot_be_read_fails_it_and_keeps_the_connection() -> None:
    talk = Talk(station())
    await send(talk, errand_for(talk, "ClearCache", {}))
    await hear(talk, '[3,"g1",[]]')
    (ended,) = changes(talk)
    assert ended.command.status is CommandStatus.FAILED
    assert "cannot be read" in ended.command.error


async def test_a_late_answer_is_kept_beside_the_final_state() -> None:
    talk = Talk(station())
    errand = errand_for(talk, "ClearCache", {})
    await send(talk, errand)
    assert talk.exchange.expire(31.0) is not None
    await hear(talk, '[3,"g1",{"status":"Accepted"}]', 32.0)
    assert changes(talk) == [CommandAnsweredLate(errand.command.id, '{"status":"Accepted"}')]


async def test_an_answer_that_the_sweep_overtook_is_a_late_one() -> None:
    talk = Talk(station())
    errand = errand_for(talk, "ClearCache", {})
    await send(talk, errand)
    talk.journal.script.append(Overtaken())
    await hear(talk, '[4,"g1","GenericError","no",{}]')
    (late,) = changes(talk)
    assert late == CommandAnsweredLate(
        errand.command.id, '{"errorCode":"GenericError","errorDescription":"no"}'
    )
    assert talk.journal.entries[-1].frames[0].message_type == "CallError"


async def test_a_start_that_crosses_the_answer_is_the_effect_in_its_own_decision() -> None:
    talk = Talk(station())
    errand = errand_for(talk, "RemoteStartTransaction", {"connectorId": 1, "idTag": "TAG-1"})
    await send(talk, errand)
    await talk.say("StartTransaction", START)
    entry = talk.journal.entries[-1]
    assert [c for c in entry.changes if isinstance(c, CommandEffectSeen)] == [
        CommandEffectSeen(errand.command.id, "started", NOON)
    ]
    assert entry.events[-1].data["effect"]["state"] == "seen"
    await hear(talk, '[3,"g1",{"status":"Accepted"}]')
    assert talk.ledger.events[-1].data["effect"]["state"] == "seen"
    assert [type(change) for change in changes(talk)] == [CommandEnded]


async def test_availability_that_is_in_force_already_is_seen_with_the_answer() -> None:
    talk = Talk(cp := station())
    cp.connectors[1].status = ConnectorStatus.UNAVAILABLE
    await send(talk, errand_for(talk, "ChangeAvailability", {"connectorId": 1, "type": "Inoperative"}))
    await hear(talk, '[3,"g1",{"status":"Accepted"}]')
    assert [type(change) for change in changes(talk)] == [CommandEnded, CommandEffectSeen]
    assert talk.ledger.events[-1].data["effect"]["state"] == "seen"
    assert cp.awaited_effects == {}


async def test_a_secret_is_in_the_frame_and_not_in_the_log() -> None:
    talk = Talk(station())
    errand = errand_for(talk, "ChangeConfiguration", {"key": "AuthorizationKey", "value": "***"})
    secret = b'{"key":"AuthorizationKey","value":"planted"}'
    assert await talk.conversation.sending("g1", "ChangeConfiguration", secret, NOON, errand)
    assert b"planted" not in repr(talk.journal.entries).encode()
    talk.exchange.call("g1", "ChangeConfiguration", secret, 0.0, 30.0)
    answer = '{"configurationKey":[{"key":"AuthorizationKey","readonly":false,"value":"planted"}]}'
    assert await talk.conversation.sending("g2", "GetConfiguration", b"{}", NOON)
    talk.exchange.expire(99.0)
    talk.exchange.call("g2", "GetConfiguration", b"{}", 99.0, 30.0)
    await hear(talk, f'[3,"g2",{answer}]', 100.0)
    assert b"planted" not in repr(talk.journal.entries).encode()
