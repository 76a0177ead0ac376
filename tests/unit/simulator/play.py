"""Plays the central system and the clock for a simulated station: no socket, no waiting, every second on purpose."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING, Any

from ocpp_gateway.ocpp.catalogue import ACTIONS_16
from ocpp_gateway.ocpp.codec import Direction, check
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.simulator.models import MODELS
from ocpp_gateway.simulator.responder import respond
from ocpp_gateway.simulator.station import Behaviour, Station

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocpp_gateway.simulator.models import StationModel

NOON = 1_790_000_000.0
"""Some moment in September 2026, POSIX seconds."""
AC = MODELS[0]
DC = next(model for model in MODELS if model.direct_current)


def new_station(model: StationModel = AC, connectors: int = 2, seed: int = 1, **behaviour: Any) -> Station:
    """A station at `NOON`; nobody comes to charge unless the behaviour says so."""
    return Station(
        "CP-0001",
        model,
        connectors,
        Behaviour(**{"charging": 0.0, "faults": 0.0} | behaviour),
        Random(seed),
        NOON,
    )


@dataclass
class Sent:
    """A CALL that the station made."""

    at: float
    action: str
    payload: dict[str, Any]
    message_id: str | None


Outcome = dict[str, Any] | str | None
"""A payload: CALLRESULT. A text: CALLERROR with that code. None: no answer in time."""


@dataclass
class CentralSystem:
    """Drives one station. `script` maps an action to its outcome, or to a function of the request."""

    station: Station
    now: float = NOON
    script: dict[str, Outcome | Callable[[dict[str, Any]], Outcome]] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    next_transaction: int = 100

    def connect(self) -> None:
        """Open the connection and let the station say what it wants to say at once."""
        self.station.connected(self.now)
        self.settle()

    def disconnect(self) -> None:
        """The connection breaks."""
        self.station.disconnected(self.now)

    def settle(self) -> None:
        """Everything that happens at this very moment."""
        for _ in range(1_000):
            self.station.advance(self.now)
            due = self.station.next_call(self.now)
            if due is None:
                if self.station.next_wake(self.now) > self.now:
                    return
                continue
            message, payload = due
            problems = check(OcppVersion.V16, ACTIONS_16[message.action], Direction.REQUEST, payload)
            assert not problems, (message.action, problems)
            self.sent.append(Sent(self.now, message.action, json.loads(payload), message.message_id))
            self._answer(message.action, json.loads(payload))
        raise AssertionError("the station never comes to rest")

    def _answer(self, action: str, request: dict[str, Any]) -> None:
        outcome = self.script.get(action, _STANDARD.get(action, {}))
        if callable(outcome):
            outcome = outcome(request)
        if action == "StartTransaction" and outcome == "new id":
            self.next_transaction += 1
            outcome = {"idTagInfo": {"status": "Accepted"}, "transactionId": self.next_transaction}
        if isinstance(outcome, dict) and outcome.get("currentTime") == "now":
            outcome = outcome | {"currentTime": datetime.fromtimestamp(self.now, UTC).isoformat()}
        if outcome is None:
            self.now += self.station.configuration.number("MessageTimeout")
            self.station.timed_out(self.now)
        elif isinstance(outcome, str):
            self.station.refused(outcome, self.now)
        else:
            self.station.answered(json.dumps(outcome).encode(), self.now)

    def pass_time(self, seconds: float) -> None:
        """Let time pass, from one thing that happens to the next."""
        end = self.now + seconds
        while self.now < end:
            self.now = min(end, max(self.now, self.station.next_wake(self.now)))
            self.settle()

    def ask(self, action: str, **request: Any) -> dict[str, Any]:
        """A CALL of ours; its answer is checked against the official schema."""
        payload = respond(self.station, action, json.dumps(request).encode(), self.now)
        problems = check(OcppVersion.V16, ACTIONS_16[action], Direction.RESPONSE, payload)
        assert not problems, (action, problems)
        answer: dict[str, Any] = json.loads(payload)
        return answer

    def told(self, action: str) -> list[dict[str, Any]]:
        """The payloads of all CALLs of one action so far."""
        return [sent.payload for sent in self.sent if sent.action == action]

    def statuses(self, connector: int) -> list[str]:
        """The statuses that one connector has reported."""
        return [p["status"] for p in self.told("StatusNotification") if p["connectorId"] == connector]


def booted(model: StationModel = AC, connectors: int = 2, **behaviour: Any) -> CentralSystem:
    """A central system with an accepted station."""
    system = CentralSystem(new_station(model, connectors, **behaviour))
    system.connect()
    assert system.station.registration.accepted
    return system


_STANDARD: dict[str, Outcome] = {
    "BootNotification": {"status": "Accepted", "currentTime": "now", "interval": 300},
    "Heartbeat": {"currentTime": "now"},
    "Authorize": {"idTagInfo": {"status": "Accepted"}},
    "StartTransaction": "new id",
    "SignCertificate": {"status": "Accepted"},
}
