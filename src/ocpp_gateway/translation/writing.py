"""What a conversation writes, and what becomes of it.

Decisions and frames go through the journal under the station's epoch. A commit moves hot state on; anything else says
how the connection ends.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog

from ocpp_gateway.charging.changes import NonconformityCount
from ocpp_gateway.charging.stations import Station
from ocpp_gateway.ocpp.errors import ErrorCode, RpcError
from ocpp_gateway.ocpp.frames import Call
from ocpp_gateway.ocpp.violations import Violation
from ocpp_gateway.operations import availability, nonconformities
from ocpp_gateway.operations.decision import (
    Committed,
    Decision,
    Entry,
    LoggedFrame,
    Outcome,
    Overtaken,
    Priority,
    Quarantined,
    StaleEpoch,
    Unavailable,
)
from ocpp_gateway.translation.nonconformities import departures
from ocpp_gateway.translation.peer import Desk, Peer, Reply

_log = structlog.get_logger(__name__)

CLOSE_REPLACED = (1008, "another connection of this station took over")
CLOSE_AWAY = (1013, "storage is away, try again later")
_NOTHING: Decision[None] = Decision(None)


class Writing:
    """The journal as one connection uses it."""

    __slots__ = ("_desk", "_peer")

    def __init__(self, desk: Desk, peer: Peer) -> None:
        self._desk = desk
        self._peer = peer

    async def presence(self, station: Station, now: datetime) -> Outcome:
        """The station is connected."""
        decision = availability.connected(
            station,
            remote_address=self._peer.remote_address,
            ocpp_version=self._peer.version.value,
            reads=self._desk.reads,
            now=now,
        )
        return await self.write(station, decision, (), Priority.STATUS, self._peer.departures)

    async def write(
        self,
        station: Station,
        decision: Decision[Any],
        frames: tuple[LoggedFrame, ...],
        priority: Priority,
        violations: tuple[Violation, ...] = (),
    ) -> Outcome:
        """One entry that answers nothing: what was decided, its frames, and what was bent in them."""
        now = frames[0].timestamp if frames else self._peer.connected_at
        counted = self.count(station, violations, frames[0] if frames else None, now)
        entry = Entry(
            station_id=station.id,
            epoch=station.epoch,
            priority=priority,
            changes=(*decision.changes, *counted.changes),
            events=(*decision.events, *counted.events),
            frames=frames,
        )
        return await self._desk.journal.write(self.concealed(entry))

    def concealed(self, entry: Entry) -> Entry:
        """Without the keys that the station was told over this connection, wherever they stand."""
        known = self._peer.known_secrets
        return entry if known is None else known.concealed(entry)

    def count(
        self, station: Station, violations: tuple[Violation, ...], frame: LoggedFrame | None, now: datetime
    ) -> Decision[None]:
        """What a message adds to the station's non-conformities."""
        if not violations:
            return _NOTHING
        found = departures(frame.action if frame is not None else "", violations)
        row = frame.id if frame is not None else None
        return nonconformities.count(station, found, row, self._desk.reads.new_id, now)

    def settle(self, outcome: Outcome, call: Call | None = None) -> Reply:
        """Move hot state on after a commit, or say why the connection ends."""
        match outcome:
            case Committed(entry=entry):
                station = self._peer.station
                if station is not None:
                    for change in entry.changes:
                        station.apply(change)
                        if type(change) is NonconformityCount and change.added:
                            self._desk.departures[change.rule] += change.added
                if call is None or entry.answer is None:
                    return Reply()
                return Reply(text=self._peer.exchange.accept(call, entry.answer.encode()))
            case StaleEpoch():
                return Reply(close=CLOSE_REPLACED)
            case Overtaken():
                return Reply()
            case Quarantined(reason=reason):
                _log.error("fallback_quarantined", station=self._peer.identity, reason=reason)
                if call is None:
                    return Reply()
                return Reply(text=self._peer.exchange.refuse(call, internal_error()))
            case Unavailable(reason=reason):
                _log.warning("journal_unavailable", station=self._peer.identity, reason=reason)
                return Reply(close=CLOSE_AWAY)


def internal_error() -> RpcError:
    """The CALLERROR for a defect of ours; what it is stands in our log only."""
    return RpcError(ErrorCode.INTERNAL_ERROR, "internal error")
