"""What goes out: CloudEvents that the letters of the standard fit, in frames as RFC 6455 has them."""

from __future__ import annotations

import pytest

from ocpp_gateway.charging.events import EventType
from ocpp_gateway.feeds.frames import Bundle, notice_of, text_frame
from tests.unit.feeds.doubles import Log, unframed


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536, 200_000])
def test_a_frame_of_any_length_is_read_back(size: int) -> None:
    text = b'"' + b"x" * size + b'"'
    assert unframed(text_frame(text) * 2) == ["x" * size] * 2


def test_an_event_is_a_cloudevent_with_a_cursor() -> None:
    log = Log()
    log.write(EventType.CONNECTOR_STATUS_CHANGED, "Cp/1 ü", 2, status="Charging")
    notice = notice_of(log.stored[0], "g1")
    (message,) = unframed(notice.frame)
    assert message == {
        "specversion": "1.0",
        "id": "00000000-0000-0000-0000-000000000001",
        "cursor": "g1-1",
        "type": "connector.status_changed",
        "source": "/stations/Cp%2F1%20%C3%BC",
        "subject": "Cp/1 ü/2",
        "time": "2026-05-04T12:00:00.000Z",
        "data": {"station": "Cp/1 ü", "status": "Charging"},
    }
    assert notice.station == "cp/1 ü"


def test_what_belongs_to_no_station_says_so() -> None:
    log = Log()
    log.write(EventType.SECURITY_EVENT, None)
    (message,) = unframed(notice_of(log.stored[0], "g1").frame)
    assert message["source"] == "/"
    assert "subject" not in message


def test_a_bundle_leaves_out_what_a_reader_knows() -> None:
    log = Log()
    positions = [log.status() for _ in range(3)]
    bundle = Bundle([notice_of(one, "g1") for one in log.stored])
    assert bundle.after(0) is bundle
    assert [notice.position for notice in bundle.after(positions[0]).notices] == positions[1:]
    assert len(bundle.after(positions[2])) == 0
