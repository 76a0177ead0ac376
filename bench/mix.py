"""The messages of the benchmark: a station's endless day, and what counts as a right answer.

Twenty messages make one round: 1 Boot, 4 Status, 12 MeterValues with 5 samples, 1 Start, 1 Stop, 1 Heartbeat, that is
5 / 20 / 60 / 5 / 5 / 5 per cent (docs/explanation/journal.md, "What one message writes"). They come in an order a real
station would use, so that no server sees nonsense, and with fresh timestamps, so that none is a repetition.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

ROUND: tuple[str, ...] = (
    "BootNotification",
    "StatusNotification",  # Available
    "StatusNotification",  # Preparing
    "StartTransaction",
    "StatusNotification",  # Charging
    *("MeterValues",) * 6,
    "Heartbeat",
    *("MeterValues",) * 6,
    "StopTransaction",
    "StatusNotification",  # Finishing
)
"""Actions of one round, in order."""

STATUSES = ("Available", "Preparing", "Charging", "Finishing")
"""The states that the four StatusNotifications of a round report, in order."""

WH_PER_READING = 183


class WrongAnswer(Exception):
    """A server answered something that a right server would not have answered."""


def shares() -> dict[str, float]:
    """Share of each action in the mix, 0…1."""
    return {action: ROUND.count(action) / len(ROUND) for action in dict.fromkeys(ROUND)}


class _Stamp:
    """Formats times with milliseconds; the second is formatted once, because thousands of messages share it."""

    __slots__ = ("_second", "_text")

    def __init__(self) -> None:
        self._second = -1
        self._text = ""

    def __call__(self, now: float) -> str:
        second = int(now)
        if second != self._second:
            self._second = second
            self._text = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
        return f"{self._text}.{min(999, round((now - second) * 1000)):03d}Z"


stamp = _Stamp()


class StationScript:
    """What one station says next. One connector; the meter only rises; ids and times never repeat.

    `transaction_id` is what the server gave; it is 0 until the first StartTransaction was answered.
    """

    __slots__ = ("_stamped", "energy_wh", "identity", "position", "start_meter", "status", "transaction_id")

    def __init__(self, identity: str) -> None:
        self.identity = identity
        self.position = 0
        self.status = 0
        self.energy_wh = 1_000
        self.start_meter = 0
        self.transaction_id = 0
        self._stamped = 0  # milliseconds

    def next(self) -> tuple[str, str]:
        """The next action and its payload as JSON text."""
        action = ROUND[self.position]
        self.position = (self.position + 1) % len(ROUND)
        return action, _BUILDERS[action](self)

    def now(self) -> str:
        """A timestamp later than this station's last one, so that the millisecond never repeats."""
        self._stamped = max(int(time.time() * 1000), self._stamped + 1)
        return stamp(self._stamped / 1000)

    def boot(self) -> str:
        """BootNotification."""
        return (
            '{"chargePointVendor":"Brindlewatt","chargePointModel":"Post 22 Duo","chargePointSerialNumber":"'
            f'{self.identity}","firmwareVersion":"4.2.1","meterType":"BW-M3"}}'
        )

    def status_notification(self) -> str:
        """StatusNotification of connector 1, walking through the states of a visit."""
        status = STATUSES[self.status]
        self.status = (self.status + 1) % len(STATUSES)
        return f'{{"connectorId":1,"errorCode":"NoError","status":"{status}","timestamp":"{self.now()}"}}'

    def start(self) -> str:
        """StartTransaction at the present register."""
        self.start_meter = self.energy_wh
        return (
            f'{{"connectorId":1,"idTag":"BENCH-{self.identity[-8:]}","meterStart":{self.energy_wh},'
            f'"timestamp":"{self.now()}"}}'
        )

    def meter_values(self) -> str:
        """MeterValues: one timestamp, five samples."""
        self.energy_wh += WH_PER_READING
        return (
            f'{{"connectorId":1,"transactionId":{self.transaction_id},"meterValue":[{{"timestamp":"{self.now()}",'
            f'"sampledValue":[{{"value":"{self.energy_wh}","context":"Sample.Periodic",'
            '"measurand":"Energy.Active.Import.Register","unit":"Wh"},'
            '{"value":"10980","context":"Sample.Periodic","measurand":"Power.Active.Import","unit":"W"},'
            '{"value":"15.9","context":"Sample.Periodic","measurand":"Current.Import","phase":"L1","unit":"A"},'
            '{"value":"230.2","context":"Sample.Periodic","measurand":"Voltage","phase":"L1","unit":"V"},'
            '{"value":"47","context":"Sample.Periodic","measurand":"SoC","unit":"Percent"}]}]}'
        )

    def stop(self) -> str:
        """StopTransaction of the running transaction."""
        return (
            f'{{"transactionId":{self.transaction_id},"idTag":"BENCH-{self.identity[-8:]}",'
            f'"meterStop":{self.energy_wh},"timestamp":"{self.now()}","reason":"Local"}}'
        )

    def heartbeat(self) -> str:
        """Heartbeat has no content."""
        return "{}"

    def accept(self, action: str, payload: Any) -> None:
        """Check an answer and keep what the next messages need; raises `WrongAnswer`."""
        if not isinstance(payload, dict):
            raise WrongAnswer(f"{action}: the payload is no object")
        problem = _CHECKS[action](self, payload)
        if problem:
            raise WrongAnswer(f"{action}: {problem}")


def _check_boot(_script: StationScript, payload: dict[str, Any]) -> str | None:
    if payload.get("status") != "Accepted":
        return f"status {payload.get('status')!r} instead of Accepted"
    if not isinstance(payload.get("interval"), int) or not isinstance(payload.get("currentTime"), str):
        return "interval or currentTime is missing"
    return None


def _check_start(script: StationScript, payload: dict[str, Any]) -> str | None:
    transaction_id = payload.get("transactionId")
    if not isinstance(transaction_id, int) or transaction_id <= 0:
        return f"transactionId {transaction_id!r}"
    if payload.get("idTagInfo", {}).get("status") != "Accepted":
        return f"idTagInfo {payload.get('idTagInfo')!r}"
    if transaction_id == script.transaction_id:
        return "the id of the last transaction again"
    script.transaction_id = transaction_id
    return None


def _check_stop(_script: StationScript, payload: dict[str, Any]) -> str | None:
    status = payload.get("idTagInfo", {"status": "Accepted"}).get("status")
    return None if status == "Accepted" else f"idTagInfo {payload['idTagInfo']!r}"


def _check_empty(_script: StationScript, payload: dict[str, Any]) -> str | None:
    return f"{payload!r} instead of nothing" if payload else None


def _check_heartbeat(_script: StationScript, payload: dict[str, Any]) -> str | None:
    current = payload.get("currentTime")
    return None if isinstance(current, str) and current[:2] == "20" else f"currentTime {current!r}"


_BUILDERS: dict[str, Callable[[StationScript], str]] = {
    "BootNotification": StationScript.boot,
    "StatusNotification": StationScript.status_notification,
    "StartTransaction": StationScript.start,
    "MeterValues": StationScript.meter_values,
    "Heartbeat": StationScript.heartbeat,
    "StopTransaction": StationScript.stop,
}

_CHECKS: dict[str, Callable[[StationScript, dict[str, Any]], str | None]] = {
    "BootNotification": _check_boot,
    "StatusNotification": _check_empty,
    "StartTransaction": _check_start,
    "MeterValues": _check_empty,
    "Heartbeat": _check_heartbeat,
    "StopTransaction": _check_stop,
}
