"""One charging station without socket, task or clock.

Who drives it: call `connected` and `disconnected` when that happens, `advance` when time has passed (at the latest at
`next_wake`), `next_call` for the CALL to send, and tell it the outcome with `answered`, `refused` or `timed_out`; CALLs
of the central system are answered by `responder.respond`. Times are POSIX seconds, never going back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from ocpp_gateway.ocpp.catalogue import ACTIONS_16
from ocpp_gateway.ocpp.codec import decode_response, encode
from ocpp_gateway.ocpp.errors import ErrorCode, RpcError, read
from ocpp_gateway.ocpp.frames import Validation
from ocpp_gateway.ocpp.timestamps import format_timestamp, parse_timestamp
from ocpp_gateway.ocpp.v16.messages import SecurityEventNotificationRequest
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.simulator import availability, transactions, visits
from ocpp_gateway.simulator.agenda import Agenda
from ocpp_gateway.simulator.authorization import TagMemory
from ocpp_gateway.simulator.certificates import CertificateStore
from ocpp_gateway.simulator.configuration import Configuration
from ocpp_gateway.simulator.connector import NEVER, Connector, Step
from ocpp_gateway.simulator.firmware import Maintenance
from ocpp_gateway.simulator.ledger import Ledger
from ocpp_gateway.simulator.outbox import Failure, Outbox, Outgoing
from ocpp_gateway.simulator.outlet import Outlet
from ocpp_gateway.simulator.registration import Registration
from ocpp_gateway.simulator.reservations import Reservations
from ocpp_gateway.simulator.smart_charging import ChargingProfiles

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from ocpp_gateway.ocpp.v16.messages import Message
    from ocpp_gateway.simulator.models import StationModel
    from ocpp_gateway.simulator.restart import Restart

CLOCK_TOLERANCE_SECONDS = 10.0
"""A station corrects its clock only when it is further away from the central system's."""
CHARGING_STEP_SECONDS = 10.0
"""Simulated time between two looks at a charging vehicle."""
SHORTEST_STEP_SECONDS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """How busy and how fast a station is.

    `charging` is the share of connectors in use, 0…1. `speed` makes vehicles, drivers and the meter interval faster;
    timestamps stay true, because a central system compares them with its own clock.
    """

    charging: float = 0.4
    speed: float = 1.0
    sample_interval: int = 60
    faults: float = 0.01
    """Share of visits after which the connector needs some minutes to recover, 0…1."""
    id_tags: tuple[str, ...] = field(default=tuple(f"TAG-{n:04d}" for n in range(1, 201)))


class Station:
    """A charging station with its connectors, its memory and everything it has to say."""

    def __init__(
        self,
        identity: str,
        model: StationModel,
        connectors: int,
        behaviour: Behaviour,
        random: Random,
        now: float,
    ) -> None:
        self.identity = identity
        self.model = model
        self.behaviour = behaviour
        self.random = random
        self.serial_number = f"S{random.randrange(10**9):09d}"
        self.firmware = model.firmware
        self.configuration = Configuration(model, connectors, behaviour.sample_interval)
        self.tags = TagMemory(self.configuration)
        self.reservations = Reservations()
        self.profiles = ChargingProfiles()
        self.certificates = CertificateStore(self.configuration.number("CertificateStoreMaxLength"))
        self.maintenance = Maintenance()
        self.registration = Registration()
        self.agenda = Agenda()
        self.outbox = Outbox()
        self.ledger = Ledger()
        self.online = False
        self.operative = True
        self.whole_inoperative_when_free = False
        self.aligned_schedule = 0
        self.reported: tuple[str, str] | None = None
        self.restart: Restart | None = None
        self.reconnect_at: float | None = None
        self.clock_offset = 0.0
        self.quiet = False
        """No new visits: the simulation is coming to its end."""
        self.transaction_numbers = count(1)
        self._sequence = count(1)
        self._advanced_to = now
        self.connectors = {
            number: Connector(
                number=number,
                outlet=Outlet(
                    max_power_w=model.max_power_w,
                    phases=model.phases,
                    register_wh=float(random.randrange(50_000, 9_000_000)),
                    random=random,
                ),
            )
            for number in range(1, connectors + 1)
        }
        for connector in self.connectors.values():
            visits.schedule_first(self, connector, now)

    # --- time

    def seconds(self, simulated: float) -> float:
        """Real seconds that so much simulated time takes."""
        return simulated / self.behaviour.speed

    def stamp(self, now: float) -> str:
        """A moment as text, by the station's own clock."""
        return format_timestamp(datetime.fromtimestamp(now + self.clock_offset, UTC))

    def set_clock(self, text: str, now: float) -> None:
        """The central system has told the time."""
        moment, _ = parse_timestamp(text)
        if moment is not None:
            offset = moment.timestamp() - now
            if abs(offset - self.clock_offset) > CLOCK_TOLERANCE_SECONDS:
                self.clock_offset = offset

    def advance(self, now: float) -> None:
        """Let time pass: energy flows, drivers come and go, what is due gets queued."""
        elapsed = max(0.0, now - self._advanced_to) * self.behaviour.speed
        self._advanced_to = max(now, self._advanced_to)
        for connector in self.connectors.values():
            transactions.flow(self, connector, elapsed, now)
        self.agenda.run(now)
        self.reservations.expire(now)
        for connector in self.connectors.values():
            visits.advance(self, connector, now)
            transactions.sample_if_due(self, connector, now)
        self.registration.advance(self, now)
        self.settle(now)

    def next_wake(self, now: float) -> float:
        """When `advance` has to be called next, at the latest."""
        moments = [self.registration.next_due()] if self.online else []
        for connector in self.connectors.values():
            moments += [connector.sample_at, visits.next_due(connector)]
            if connector.transaction is not None:
                step = max(SHORTEST_STEP_SECONDS, self.seconds(CHARGING_STEP_SECONDS))
                moments.append(self._advanced_to + step)
        for moment in (self.agenda.next_due(), self.reservations.next_expiry()):
            moments.append(NEVER if moment is None else moment)
        if self.online:
            ready = self.outbox.ready_at(accepted=self.registration.accepted)
            moments.append(NEVER if ready is None else ready)
        if self.restart is not None:
            moments.append(
                self.restart.not_before if now < self.restart.not_before else now + SHORTEST_STEP_SECONDS
            )
        if self.online and self.reconnect_at is not None:
            moments.append(self.reconnect_at)
        return min(moments)

    # --- connection

    def connected(self, now: float) -> None:
        """The WebSocket is open. Only changes of status are told after a plain reconnect (ocpp.md 2.10)."""
        self.online = True
        self.registration.connected(now)
        self.settle(now)

    def disconnected(self, now: float) -> None:
        """The WebSocket is gone; transaction messages wait."""
        if not self.online:
            return
        self.online = False
        self.reconnect_at = None
        self.registration.disconnected()
        self.outbox.connection_lost(now)

    def wants_to_close(self, now: float) -> bool:
        """Whether a restart is due: after the answers are out and, in good time, the transaction messages too.

        Or a connection with other credentials: what is unsent is sent over that one.
        """
        if self.reconnect_at is not None and now >= self.reconnect_at:
            return True
        restart = self.restart
        if restart is None or now < restart.not_before:
            return False
        return now >= restart.deadline or (self.outbox.sent is None and not self.outbox.transactional)

    def reboot(self, now: float) -> None:
        """The station has started again: settings that waited count, the queue of transaction messages is kept."""
        self.restart = None
        self.configuration.boot()
        self.registration.reboot()
        if self.model.forgets_availability:
            availability.forget(self)
        for connector in self.connectors.values():
            if connector.visit is not None and connector.transaction is None:
                connector.visit.step = Step.LEAVING
                connector.visit.due = now + self.seconds(30.0)
        self.maintenance.after_reboot(self, now)

    # --- messages

    def say(
        self,
        action: str,
        build: Callable[[], Message],
        now: float,
        *,
        transactional: bool = False,
        triggered: bool = False,
        expendable: bool = False,
        on_answer: Callable[[Any, float], None] | None = None,
        on_failure: Callable[[Failure, float], None] | None = None,
    ) -> None:
        """Queue a CALL. Offline, what is not transactional fails at once."""
        if not self.online and not transactional:
            if on_failure is not None:
                on_failure(Failure.CONNECTION_LOST, now)
            return
        sequence = next(self._sequence)
        self.outbox.put(
            Outgoing(
                action=action,
                build=build,
                sequence=sequence,
                key=f"{self.identity}/{sequence}",
                transactional=transactional,
                triggered=triggered,
                expendable=expendable,
                on_answer=on_answer,
                on_failure=on_failure,
            )
        )

    def next_call(self, now: float) -> tuple[Outgoing, bytes] | None:
        """The CALL to send now with its payload, or `None`. Exactly one may wait for its answer."""
        if not self.online:
            return None
        message = self.outbox.take(now, accepted=self.registration.accepted)
        return None if message is None else (message, encode(message.build()))

    def answered(self, payload: bytes, now: float) -> None:
        """The CALLRESULT to the sent CALL. One that cannot be read counts as a failure."""
        message = self.outbox.sent
        if message is None:
            return
        try:
            decoded = decode_response(
                OcppVersion.V16, ACTIONS_16[message.action], payload, Validation.LENIENT
            )
        except RpcError:
            self._failed(Failure.REFUSED, now)
            return
        self.outbox.answered()
        if message.on_answer is not None:
            message.on_answer(decoded.message, now)
        self.settle(now)

    def refused(self, code: str, now: float) -> None:
        """The CALLERROR to the sent CALL. SecurityError means: you are not registered (errata 3.10)."""
        message = self.outbox.sent
        self._failed(Failure.REFUSED, now)
        if (
            read(code) is ErrorCode.SECURITY_ERROR
            and message is not None
            and message.action != "BootNotification"
        ):
            self.registration.ask_again(now)

    def timed_out(self, now: float) -> None:
        """The sent CALL has had no answer in time."""
        self._failed(Failure.TIMED_OUT, now)

    def _failed(self, why: Failure, now: float) -> None:
        self.outbox.failed(
            why,
            now,
            attempts=self.configuration.number("TransactionMessageAttempts"),
            retry_interval=self.configuration.number("TransactionMessageRetryInterval"),
        )

    # --- what the station tells by itself

    def settle(self, now: float) -> None:
        """Tell every status that differs from what the central system knows."""
        availability.report(self, now)

    def transaction_ended(self, connector: Connector, now: float) -> None:
        """The driver still has to unplug; what waited for the end of the transaction takes effect."""
        visits.leave(self, connector, now)
        availability.apply_scheduled(self, now)

    def report_everything(self, now: float) -> None:
        """After an accepted boot: connector 0 and every connector (errata 3.22)."""
        self.reported = None
        for connector in self.connectors.values():
            connector.reported = None
        self.settle(now)

    def security_event(self, kind: str, now: float) -> None:
        """SecurityEventNotification."""
        request = SecurityEventNotificationRequest(type=kind, timestamp=self.stamp(now))
        self.say("SecurityEventNotification", lambda: request, now)

    def limit_w(self, connector: Connector, now: float) -> float:
        """What charging profiles leave to this connector, in W; the station's total is shared evenly."""
        limit = connector.outlet.max_power_w
        own = self.profiles.connector_limit_w(connector.number, now, connector.charging_since)
        if own is not None:
            limit = min(limit, own)
        total = self.profiles.station_limit_w(now)
        if total is not None:
            busy = sum(c.transaction is not None for c in self.connectors.values())
            limit = min(limit, total / max(1, busy))
        return limit
