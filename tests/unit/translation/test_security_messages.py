"""The station's messages of the security extension are stored and answered; none is NotSupported (ocpp.md 1.10)."""

from __future__ import annotations

from typing import Any

import pytest

from ocpp_gateway.charging.changes import StationUpdate
from ocpp_gateway.charging.security import ProgressReport, SecurityEvent
from ocpp_gateway.ocpp.catalogue import ACTIONS_16, Sender
from ocpp_gateway.translation.v16.table import HANDLERS
from tests.unit.operations.ledger import NOON, station
from tests.unit.translation.test_conversation import Talk, answer_of

pytestmark = pytest.mark.anyio

EARLIER = "2026-05-04T11:59:00Z"


async def stored(action: str, payload: dict[str, Any]) -> tuple[Talk, Any, Any]:
    talk = Talk(station())
    kind, _, answer = answer_of(await talk.say(action, payload))
    assert kind == 3
    found = [
        change
        for change in talk.journal.entries[-1].changes
        if isinstance(change, SecurityEvent | ProgressReport)
    ]
    return talk, answer, found[0]


def test_every_action_that_a_station_may_send_has_its_row() -> None:
    theirs = {n for n, action in ACTIONS_16.items() if action.sender in {Sender.STATION, Sender.BOTH}}
    assert set(HANDLERS) == theirs
    assert len(theirs) == 14


@pytest.mark.parametrize(
    ("kind", "critical"), [("TamperDetectionActivated", True), ("InvalidMessages", False), ("x" * 50, False)]
)
async def test_a_security_event_is_stored_told_and_marked(kind: str, critical: bool) -> None:
    payload = {"type": kind, "timestamp": EARLIER, "techInfo": "see ftp://user:secret@example.org/log"}
    talk, answer, record = await stored("SecurityEventNotification", payload)
    assert answer == {}
    assert (record.type, record.critical, record.origin, record.received_at) == (
        kind,
        critical,
        "station",
        NOON,
    )
    assert record.tech_info == "see ftp://***@example.org/log"
    (event,) = [event for event in talk.ledger.events if event.type == "security.event"]
    assert event.data == {
        "station": "CP-1",
        "type": kind,
        "timestamp": "2026-05-04T11:59:00.000Z",
        "tech_info": record.tech_info,
        "critical": critical,
        "origin": "station",
    }


async def test_an_odd_security_event_is_kept_as_far_as_a_column_can_hold_it() -> None:
    payload = {"type": "a\x00b" + "c" * 60, "timestamp": "never", "techInfo": "\ud800" + "t" * 300}
    _, answer, record = await stored("SecurityEventNotification", payload)
    assert answer == {}
    assert (record.type[:3], len(record.type), record.at) == ("a\ufffdb", 50, NOON)
    assert len(record.tech_info) == 255


async def test_a_certificate_request_is_declined_and_the_operators_hear_of_it() -> None:
    talk, answer, record = await stored("SignCertificate", {"csr": "-----BEGIN CERTIFICATE REQUEST-----"})
    assert answer == {"status": "Rejected"}
    assert (record.type, record.origin, record.at) == ("CertificateWanted", "gateway", NOON)
    assert [event.type for event in talk.ledger.events] == ["security.event"]


@pytest.mark.parametrize(
    ("action", "kind", "column"),
    [
        ("LogStatusNotification", "log", "diagnostics_status"),
        ("SignedFirmwareStatusNotification", "firmware", "firmware_status"),
    ],
)
@pytest.mark.parametrize("request_id", [7, None, 2**70])
async def test_progress_is_kept_with_its_request(
    action: str, kind: str, column: str, request_id: int | None
) -> None:
    status = "Uploading" if kind == "log" else "InvalidSignature"
    about = {} if request_id is None else {"requestId": request_id}
    talk, answer, report = await stored(action, {"status": status, **about})
    assert answer == {}
    kept = request_id if request_id == 7 else None
    assert (report.kind, report.request_id, report.status) == (kind, kept, status)
    (update,) = [
        change
        for change in talk.journal.entries[-1].changes
        if isinstance(change, StationUpdate) and getattr(change, column) is not None
    ]
    assert (getattr(update, column), getattr(update, f"{column}_at")) == (status, NOON)


async def test_too_many_take_overs_are_a_critical_event_of_the_gateway_in_the_stations_name() -> None:
    talk = Talk(station())
    reply = await talk.conversation.take_overs_held(NOON)
    assert (reply.text, reply.close) == (None, None)
    (record,) = [c for c in talk.journal.entries[-1].changes if isinstance(c, SecurityEvent)]
    assert (record.type, record.critical, record.origin) == ("TakeOversHeld", True, "gateway")
    (event,) = [event for event in talk.ledger.events if event.type == "security.event"]
    assert (event.data["station"], event.data["type"]) == ("CP-1", "TakeOversHeld")
