"""Events as they go out: CloudEvents 1.0 JSON, made once per event, and framed for the socket once per audience.

A server's WebSocket text frame is its length and the text (RFC 6455, 5.2: no mask), the same for every reader. So one
run of bytes serves a thousand sockets with one write each (performance.md: one event → 1,000 subscribers).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from ocpp_gateway.operations.announcements import rfc3339
from ocpp_gateway.operations.provisioning import fold_identity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from ocpp_gateway.charging.events import StoredEvent

_FINAL_TEXT = 0x81
_SHORT, _MEDIUM = 126, 1 << 16
_encode = msgspec.json.Encoder().encode


def text_frame(text: bytes) -> bytes:
    """One WebSocket message of a server."""
    size = len(text)
    if size < _SHORT:
        return bytes((_FINAL_TEXT, size)) + text
    if size < _MEDIUM:
        return b"\x81\x7e" + size.to_bytes(2) + text
    return b"\x81\x7f" + size.to_bytes(8) + text


@dataclass(frozen=True, slots=True)
class Notice:
    """One event, ready to be sent: its place in the log, what rights and filters look at, and its frame."""

    position: int
    type: str
    station: str | None
    """Folded identity."""
    station_id: UUID | None
    frame: bytes


def notice_of(stored: StoredEvent, generation: str) -> Notice:
    """Put an event into the words of the feed."""
    event = stored.event
    members = {
        "specversion": "1.0",
        "id": event.id,
        "cursor": f"{generation}-{stored.position}",
        "type": event.type.value,
        **origin(event.station, event.connector),
        "time": rfc3339(event.time),
        "data": event.data,
    }
    station = None if event.station is None else fold_identity(event.station)
    return Notice(stored.position, event.type.value, station, event.station_id, text_frame(_encode(members)))


def origin(station: str | None, connector: int | None) -> dict[str, str]:
    """`source` and `subject` of an event."""
    if station is None:
        return {"source": "/"}
    source = "/stations/" + quote(station, safe="")
    return {"source": source, "subject": station if connector is None else f"{station}/{connector}"}


class Bundle:
    """Notices for one audience, in order; their frames are joined when the first reader takes all of them."""

    __slots__ = ("_joined", "notices")

    def __init__(self, notices: Sequence[Notice]) -> None:
        self.notices = notices
        self._joined: bytes | None = None

    def __len__(self) -> int:
        return len(self.notices)

    @property
    def frames(self) -> bytes:
        """What goes to the socket in one write."""
        if self._joined is None:
            self._joined = b"".join([notice.frame for notice in self.notices])
        return self._joined

    def after(self, position: int) -> Bundle:
        """Without what a reader knows already."""
        if not self.notices or self.notices[0].position > position:
            return self
        return Bundle([notice for notice in self.notices if notice.position > position])
