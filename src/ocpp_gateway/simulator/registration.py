"""Booting: asking to take part, waiting as told, setting the clock (OCPP 1.6, 4.2; ocpp.md 2.10)."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from ocpp_gateway.ocpp.v16.messages import (
    BootNotificationRequest,
    BootNotificationResponse,
    HeartbeatRequest,
    HeartbeatResponse,
)
from ocpp_gateway.simulator.connector import NEVER
from ocpp_gateway.simulator.outbox import Failure

if TYPE_CHECKING:
    from ocpp_gateway.simulator.station import Station

OWN_RETRY_SECONDS = 60
"""Wait before the next boot when the central system leaves it to the station (interval 0) or does not answer."""
LONGEST_WAIT_SECONDS = 86_400


class State(Enum):
    """What the central system has said to the last boot."""

    UNKNOWN = "not asked yet"
    PENDING = "Pending"
    REJECTED = "Rejected"
    ACCEPTED = "Accepted"


class Registration:
    """When to boot, and when the next heartbeat is due."""

    def __init__(self) -> None:
        self.state = State.UNKNOWN
        self.boot_at = NEVER
        self.heartbeat_at = NEVER
        self.boots = 0

    @property
    def accepted(self) -> bool:
        """Whether the station may talk."""
        return self.state is State.ACCEPTED

    def next_due(self) -> float:
        """When `advance` has something to send on an open connection."""
        return min(self.boot_at, self.heartbeat_at) if self.accepted else self.boot_at

    def connected(self, now: float) -> None:
        """A connection is open: an accepted station goes on where it was, others ask."""
        if not self.accepted:
            self.boot_at = max(now, self.boot_at) if self.boot_at < NEVER else now

    def disconnected(self) -> None:
        """Nothing is sent until the next connection."""
        if self.accepted:
            self.boot_at = NEVER

    def reboot(self) -> None:
        """The station has restarted: it has to ask again."""
        self.state = State.UNKNOWN
        self.boot_at = self.heartbeat_at = NEVER

    def ask_again(self, now: float) -> None:
        """The central system does not know this station any more (SecurityError): boot, but not in a tight loop."""
        if self.accepted:
            self.state = State.UNKNOWN
            self.boot_at = now + 5.0

    def advance(self, station: Station, now: float) -> None:
        """Send what is due."""
        if station.online and now >= self.boot_at:
            self.boot_at = NEVER
            self.send_boot(station, now)
        if station.online and self.accepted and now >= self.heartbeat_at:
            self.heartbeat_at = now + station.configuration.number("HeartbeatInterval")
            send_heartbeat(station, now)

    def send_boot(self, station: Station, now: float) -> None:
        """BootNotification. No answer, or an error: try again later."""
        model = station.model
        self.boots += 1

        def answered(response: BootNotificationResponse, when: float) -> None:
            self._answered(station, response, when)

        def failed(why: Failure, when: float) -> None:
            lost = why is Failure.CONNECTION_LOST
            self.boot_at = when if lost else when + OWN_RETRY_SECONDS * station.random.uniform(0.5, 1.0)

        request = BootNotificationRequest(
            charge_point_vendor=model.vendor,
            charge_point_model=model.model,
            charge_point_serial_number=station.serial_number,
            firmware_version=station.firmware,
            meter_type=model.meter_type,
            meter_serial_number=f"M{station.serial_number[1:]}",
        )
        station.say(
            "BootNotification", lambda: request, now, triggered=True, on_answer=answered, on_failure=failed
        )

    def _answered(self, station: Station, response: BootNotificationResponse, now: float) -> None:
        station.set_clock(response.current_time, now)
        interval = min(max(response.interval, 0), LONGEST_WAIT_SECONDS)
        self.state = State(response.status)
        if self.accepted:
            self.boot_at = NEVER
            if interval:
                station.configuration.set("HeartbeatInterval", str(interval))
            # Spread, so that a fleet that was started together does not beat together.
            beat = station.configuration.number("HeartbeatInterval")
            self.heartbeat_at = now + beat * station.random.uniform(0.8, 1.0)
            station.report_everything(now)
        else:
            wait = interval or OWN_RETRY_SECONDS
            self.boot_at = now + wait * station.random.uniform(1.0, 1.1)


def send_heartbeat(station: Station, now: float, *, triggered: bool = False) -> None:
    """Heartbeat; its answer sets the clock."""

    def answered(response: HeartbeatResponse, when: float) -> None:
        station.set_clock(response.current_time, when)

    station.say("Heartbeat", HeartbeatRequest, now, triggered=triggered, on_answer=answered)
