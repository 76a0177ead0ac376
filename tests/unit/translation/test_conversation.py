"""One CALL in, one decision committed, then one answer out; and what happens when the commit does not."""

from __future__ import annotations

import json
from collections import deque
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from ocpp_gateway.charging.changes import TransactionStart, UnmatchedTransaction
from ocpp_gateway.charging.events import EventType
from ocpp_gateway.charging.stations import ConnectorStatus, Registration, Station
from ocpp_gateway.charging.tokens import Token, TokenStatus
from ocpp_gateway.ocpp.exchange import Answered, CallArrived, Exchange, Refused, Rejected
from ocpp_gateway.ocpp.frames import Call, Validation
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.operations.decision import Committed, Entry, Outcome, Quarantined, StaleEpoch, Unavailable
from ocpp_gateway.operations.ports import StationCredential, StorageUnavailable
from ocpp_gateway.translation.conversation import Conversation
from ocpp_gateway.translation.peer import Desk, Peer, Reply
from tests.unit.operations.ledger import NOON, Ledger, station

pytestmark = pytest.mark.anyio

BOOT = {"chargePointVendor": "Voltaic", "chargePointModel": "M1"}
START = {"connectorId": 1, "idTag": "TAG-1", "meterStart": 1000, "timestamp": "2026-05-04T12:00:00Z"}


class ScriptedJournal:
    """Commits into the ledger, unless the next outcome is scripted. It sees what a station would not: the order."""

    load = 0.0

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.entries: list[Entry] = []
        self.script: deque[Outcome | str] = deque()

    async def write(self, entry: Entry) -> Outcome:
        self.entries.append(entry)
        scripted = self.script.popleft() if self.script else None
        if isinstance(scripted, str):
            assert entry.restated is not None
            entry = entry.restated(scripted)
            return Committed(entry, None)
        if scripted is not None:
            return scripted
        self.ledger.events.extend(entry.events)
        return Committed(entry, 1)

    async def drain(self) -> None:
        return None


class Registry:
    """Enrolment and ownership of one station that nobody provisioned."""

    def __init__(self, made: Station | None) -> None:
        self.made = made
        self.enrolled: list[dict[str, Any]] = []
        self.credential: StationCredential | None = None

    async def enrol(self, **fields: Any) -> UUID:
        self.enrolled.append(fields)
        return UUID(int=7)

    async def pending_count(self) -> int:
        return len(self.enrolled)

    async def one(self, station_id: UUID) -> StationCredential | None:
        return self.credential

    async def claim(self, station_id: UUID) -> Station | None:
        return self.made


class Talk:
    """A conversation with everything around it."""

    def __init__(
        self,
        peer_station: Station | None,
        *,
        registry: Registry | None = None,
        enrol_as: Registration | None = Registration.PENDING,
    ) -> None:
        self.ledger = Ledger([Token(id_tag="TAG-1", status=TokenStatus.ACCEPTED)])
        self.journal = ScriptedJournal(self.ledger)
        self.registry = registry or Registry(None)
        self.exchange = Exchange(OcppVersion.V16)
        self.peer = Peer(
            connection_id=UUID(int=1),
            identity="CP-1",
            version=OcppVersion.V16,
            remote_address="127.0.0.1",
            validation=Validation.LENIENT,
            exchange=self.exchange,
            connected_at=NOON,
            station=peer_station,
        )
        desk = Desk(
            journal=self.journal,
            ownership=self.registry,
            enrolment=self.registry,
            credentials=self.registry,
            reads=self.ledger.reads(),
            enrol_as=enrol_as,
        )
        self.conversation = Conversation(desk, self.peer)

    async def say(self, action: str, payload: Any, message_id: str = "m1", now: datetime = NOON) -> Reply:
        received = self.exchange.receive(json.dumps([2, message_id, action, payload]), 0.0)
        assert isinstance(received, CallArrived)
        return await self.conversation.answer(received.call, now)


def answer_of(reply: Reply) -> Any:
    assert reply.text is not None
    return json.loads(reply.text)


async def test_the_answer_is_made_of_what_was_committed() -> None:
    talk = Talk(station())
    reply = await talk.say("StartTransaction", START)
    kind, message_id, payload = answer_of(reply)
    (entry,) = talk.journal.entries
    assert (kind, message_id, payload["idTagInfo"]["status"]) == (3, "m1", "Accepted")
    assert [(f.direction, f.message_type, f.action) for f in entry.frames] == [
        ("in", "Call", "StartTransaction"),
        ("out", "CallResult", "StartTransaction"),
    ]
    assert json.loads(entry.frames[1].payload or b"") == payload
    assert entry.frames[0].connector_number == 1


async def test_hot_state_moves_only_after_the_commit() -> None:
    talk = Talk(cp := station())
    talk.journal.script.append(Unavailable("away"))
    reply = await talk.say(
        "StatusNotification", {"connectorId": 1, "errorCode": "NoError", "status": "Charging"}
    )
    assert cp.connectors[1].status is ConnectorStatus.UNKNOWN
    assert reply.text is None
    assert reply.close is not None
    assert reply.close[0] == 1013


async def test_a_station_that_moved_on_gets_no_answer_here() -> None:
    talk = Talk(station())
    talk.journal.script.append(StaleEpoch())
    reply = await talk.say("Heartbeat", {})
    assert (reply.text, reply.close is not None and reply.close[0]) == (None, 1008)


async def test_a_start_stored_under_another_id_is_answered_with_that_id() -> None:
    talk = Talk(station())
    talk.journal.script.append("4242")
    assert answer_of(await talk.say("StartTransaction", START))[2]["transactionId"] == 4242


async def test_a_start_that_the_database_refuses_gets_an_id_and_an_unmatched_record() -> None:
    talk = Talk(station())
    talk.journal.script.append(Quarantined("22003"))
    transaction_id = answer_of(await talk.say("StartTransaction", START))[2]["transactionId"]
    refused, fallback = talk.journal.entries
    assert any(isinstance(c, TransactionStart) for c in refused.changes)
    (record,) = fallback.changes
    assert isinstance(record, UnmatchedTransaction)
    assert record.transaction_id == str(transaction_id)


async def test_when_quarantine_itself_fails_the_station_is_told_of_an_internal_error() -> None:
    talk = Talk(station())
    talk.journal.script.extend([Quarantined("22003"), Quarantined("22003")])
    assert answer_of(await talk.say("StartTransaction", START))[2] == "InternalError"


@pytest.mark.parametrize("registration", [Registration.PENDING, Registration.REJECTED])
async def test_nothing_but_a_boot_counts_before_acceptance(registration: Registration) -> None:
    talk = Talk(station(registration))
    assert answer_of(await talk.say("Heartbeat", {}))[2] == "SecurityError"
    assert answer_of(await talk.say("NoSuchAction", {}, "m2"))[2] == "SecurityError"
    boot = await talk.say("BootNotification", BOOT, "m3")
    assert answer_of(boot)[2]["status"] == {"pending": "Pending", "rejected": "Rejected"}[registration.value]
    assert boot.follow_up is None


def approved(cp: Station, key_hash: str | None) -> StationCredential:
    return StationCredential(
        station_id=cp.id,
        ocpp_id="CP-1",
        registration=Registration.ACCEPTED,
        security_profile=0,
        key_hash=key_hash,
        presented_hash=None,
        unauthenticated_until=None,
    )


@pytest.mark.parametrize("key_hash", [None, "hmac-sha256$k1$aa"])
async def test_an_approval_counts_with_the_stations_next_message(key_hash: str | None) -> None:
    talk = Talk(cp := station(Registration.PENDING))
    talk.peer.presented_hash = key_hash
    assert answer_of(await talk.say("BootNotification", BOOT))[2]["status"] == "Pending"
    talk.registry.credential = approved(cp, key_hash)
    assert answer_of(await talk.say("BootNotification", BOOT, "m2"))[2]["status"] == "Accepted"


@pytest.mark.parametrize("presented", [None, "hmac-sha256$k1$bb"])
async def test_who_waits_under_an_identity_is_not_let_in_by_another_ones_password(
    presented: str | None,
) -> None:
    talk = Talk(cp := station(Registration.PENDING))
    talk.peer.presented_hash = presented
    talk.registry.credential = approved(cp, "hmac-sha256$k1$aa")
    reply = await talk.say("BootNotification", BOOT)
    assert (reply.text, reply.close is not None and reply.close[0]) == (None, 1008)
    assert cp.registration is Registration.PENDING
    assert talk.journal.entries == []


async def test_a_stranger_is_enrolled_at_its_boot_and_not_before() -> None:
    registry = Registry(station(Registration.PENDING))
    talk = Talk(None, registry=registry)
    assert answer_of(await talk.say("Heartbeat", {}))[2] == "SecurityError"
    assert (registry.enrolled, talk.journal.entries) == ([], [])
    assert answer_of(await talk.say("BootNotification", BOOT, "m2"))[2]["status"] == "Pending"
    assert registry.enrolled[0]["ocpp_id"] == "CP-1"
    assert talk.peer.station is registry.made
    assert talk.ledger.events[0].type is EventType.STATION_CONNECTED


async def test_where_registration_is_closed_no_stranger_is_enrolled() -> None:
    registry = Registry(station())
    talk = Talk(None, registry=registry, enrol_as=None)
    assert answer_of(await talk.say("BootNotification", BOOT))[2] == "SecurityError"
    assert registry.enrolled == []


async def test_storage_that_is_away_closes_instead_of_inventing_an_answer() -> None:
    talk = Talk(station())

    async def away(*_: object) -> None:
        raise StorageUnavailable("gone")

    talk.ledger.find = away  # type: ignore[assignment]
    reply = await talk.say("Authorize", {"idTag": "X"})
    assert (reply.text, reply.close is not None and reply.close[0]) == (None, 1013)


async def test_a_defect_of_ours_is_an_internal_error_without_a_traceback() -> None:
    talk = Talk(station())

    async def broken(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    talk.ledger.find = broken  # type: ignore[assignment]
    reply = await talk.say("Authorize", {"idTag": "X"})
    assert answer_of(reply)[2:4] == ["InternalError", "internal error"]
    assert "secret" not in (reply.text or "")


@pytest.mark.parametrize(
    ("action", "code"),
    [("NoSuchAction", "NotImplemented"), ("Reset", "NotSupported"), ("/Heartbeat", "NotImplemented")],
)
async def test_actions_that_nobody_handles(action: str, code: str) -> None:
    talk = Talk(station())
    assert answer_of(await talk.say(action, {}))[2] == code
    (entry,) = talk.journal.entries
    assert [f.message_type for f in entry.frames] == ["Call", "CallError"]
    assert [f.action for f in entry.frames] == [action, action]


async def test_wrong_case_is_repaired_and_recorded() -> None:
    talk = Talk(station())
    assert answer_of(await talk.say("heartbeat", {}))[0] == 3
    assert talk.journal.entries[0].frames[0].action == "Heartbeat"


@pytest.mark.parametrize(
    ("timestamp", "rule"),
    [
        ("2026-05-04 12:00:00", "Q38-time-format"),
        ("soon", "Q38-time-unreadable"),
        ("1970-01-01T00:00:07Z", "Q39-implausible-time"),
    ],
)
async def test_what_was_bent_is_kept_with_the_frame(timestamp: str, rule: str) -> None:
    talk = Talk(station())
    await talk.say("StartTransaction", {**START, "timestamp": timestamp})
    await talk.say(
        "statusnotification", {"connectorId": 1, "errorCode": "NoError", "status": "Available"}, "m2"
    )
    first, second = (json.loads(e.frames[0].violations or b"[]") for e in talk.journal.entries)
    assert rule in {v["rule"] for v in first}
    assert "Q32-action-case" in {v["rule"] for v in second}


async def test_a_negative_start_meter_is_an_unknown_one() -> None:
    talk = Talk(station())
    await talk.say("StartTransaction", {**START, "meterStart": -1})
    row = next(c for c in talk.journal.entries[0].changes if isinstance(c, TransactionStart))
    assert (row.start_meter, row.estimated) == (None, ("start_meter",))


async def test_signs_of_life_are_stored_once_a_minute() -> None:
    talk = Talk(station())
    for second in range(0, 121, 10):
        await talk.say("Heartbeat", {}, f"m{second}", NOON + timedelta(seconds=second))
    stored = [c for e in talk.journal.entries for c in e.changes]
    assert len(stored) == 3


async def test_presence_is_written_when_the_connection_opens_and_closes() -> None:
    talk = Talk(station())
    await talk.conversation.opened(NOON)
    await talk.conversation.closed(1006, "gone", NOON)
    assert [e.type for e in talk.ledger.events] == [
        EventType.STATION_CONNECTED,
        EventType.STATION_DISCONNECTED,
    ]


class Phone:
    """Answers our CALL with one prepared result, the way the socket would."""

    def __init__(self, talk: Talk, payload: bytes | None) -> None:
        self.talk, self.payload = talk, payload
        self.asked: list[tuple[str, bytes]] = []

    async def call(self, action: str, payload: bytes, *, timeout: float) -> Answered | Refused:
        self.asked.append((action, payload))
        assert await self.talk.conversation.sending("g1", action, payload, NOON)
        self.talk.exchange.call("g1", action, payload, 0.0, timeout)
        frame = (
            '[4,"g1","NotSupported","",{}]' if self.payload is None else f'[3,"g1",{self.payload.decode()}]'
        )
        result = self.talk.exchange.receive(frame, 1.0)
        assert isinstance(result, Answered | Refused)
        await self.talk.conversation.answered(result, NOON)
        return result


@pytest.mark.parametrize(
    ("answer", "known"),
    [
        (b'{"configurationKey":[{"key":"NumberOfConnectors","readonly":true,"value":"3"}]}', [0, 1, 2, 3]),
        (b'{"configurationKey":[{"key":"numberofconnectors","readonly":true,"value":" 3 "}]}', [0, 1, 2, 3]),
        (b'{"unknownKey":["NumberOfConnectors"]}', [0]),
        (b'{"configurationKey":[{"key":"NumberOfConnectors","readonly":true,"value":"999999"}]}', [0]),
        (b'{"configurationKey":[{"key":"NumberOfConnectors","readonly":true,"value":"many"}]}', [0]),
        (b'{"configurationKey":null}', [0]),
        (None, [0]),
    ],
)
async def test_after_a_boot_the_number_of_connectors_is_asked(answer: bytes | None, known: list[int]) -> None:
    talk = Talk(cp := station(connectors=0))
    reply = await talk.say("BootNotification", BOOT)
    assert reply.follow_up is not None
    assert reply.follow_up.after_seconds > 0
    await reply.follow_up.run(phone := Phone(talk, answer))
    assert phone.asked == [("GetConfiguration", b'{"key":["NumberOfConnectors"]}')]
    assert sorted(cp.connectors) == known
    assert all(c.status is ConnectorStatus.UNKNOWN for c in cp.connectors.values())
    out, back = talk.journal.entries[-2].frames[0], talk.journal.entries[-1].frames[0]
    assert (out.direction, out.message_type, back.direction) == ("out", "Call", "in")
    assert back.action == "GetConfiguration"
    again = await talk.say("BootNotification", BOOT, "m2")
    assert again.follow_up is None


async def test_a_frame_that_is_none_is_kept_with_its_bytes() -> None:
    talk = Talk(station())
    rejected = talk.exchange.receive('[2,"m9","Heartbeat",[]]', 0.0)
    assert isinstance(rejected, Rejected)
    reply = await talk.conversation.unreadable('[2,"m9","Heartbeat",[]]', rejected, NOON)
    assert answer_of(reply)[2] == "FormationViolation"
    arrived, answered = talk.journal.entries[0].frames
    assert (arrived.raw, arrived.payload, answered.message_type) == (
        b'[2,"m9","Heartbeat",[]]',
        None,
        "CallError",
    )


async def test_a_call_is_answered_once() -> None:
    talk = Talk(station())
    received = talk.exchange.receive('[2,"m1","Heartbeat",{}]', 0.0)
    assert isinstance(received, CallArrived)
    call: Call = received.call
    await talk.conversation.answer(call, NOON)
    assert talk.exchange.pending == 0
