"""The configuration of a station: what it reported, what people want, and whether the two differ.

Reported values are written by the station's owner whenever an answer tells them, whoever asked. A wanted value is
stored together with the command that carries it, and its state is that of the command.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from ocpp_gateway.charging.commands import CommandStatus

MAX_KEYS = "GetConfigurationMaxKeys"
DEFAULT_GROUP = 20
"""How many keys are asked for at once of a station that has not told its limit (Q58: small groups)."""
LARGEST_GROUP = 100


class WantedState(StrEnum):
    """What has become of a wanted value."""

    PENDING = "pending"
    """Not answered yet."""
    ACCEPTED = "accepted"
    REBOOT_REQUIRED = "reboot_required"
    """Accepted; it counts from the next boot."""
    REFUSED = "refused"
    """The station answered Rejected or NotSupported."""
    FAILED = "failed"
    """It never reached the station, or the answer was an error."""
    UNKNOWN = "unknown"
    """No answer came, or its command is forgotten by now: it may count or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A wanted value with its command as it stands. `response` is the JSON text of the station's answer.

    `status` is `None` once the command has been forgotten; the wish stays.
    """

    value: str
    at: datetime
    by: str | None
    command: UUID
    status: CommandStatus | None
    response: str | None
    answered_at: datetime | None
    sent_at: datetime | None = None
    error: str | None = None

    @property
    def answer(self) -> str | None:
        """The station's own word for it: Accepted, RebootRequired, Rejected or NotSupported."""
        if self.response is None:
            return None
        try:
            said = json.loads(self.response)
        except ValueError:
            return None
        word = said.get("status") if isinstance(said, dict) else None
        return word if isinstance(word, str) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """The command whose answer told a value."""

    command: UUID
    action: str
    by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigurationView:
    """One key of a station. `reported_at` is `None` for a key that was only ever wanted."""

    key: str
    value: str | None
    readonly: bool | None
    known: bool | None
    reported_at: datetime | None
    booted_at: datetime | None
    wanted: Wanted | None
    reported_by: Reporter | None = None
    """`None` too where the gateway asked by itself, or the command is forgotten."""

    @property
    def wanted_state(self) -> WantedState | None:
        """What has become of the wanted value."""
        wanted = self.wanted
        if wanted is None:
            return None
        match wanted.status:
            case CommandStatus.QUEUED | CommandStatus.SENT:
                return WantedState.PENDING
            case CommandStatus.REJECTED:
                return WantedState.REFUSED
            case CommandStatus.TIMED_OUT | None:
                return WantedState.UNKNOWN
            case CommandStatus.ACCEPTED:
                waits = self._needed_a_boot and not self._booted_since(wanted.answered_at)
                return WantedState.REBOOT_REQUIRED if waits else WantedState.ACCEPTED
        return WantedState.FAILED

    @property
    def drift(self) -> bool | None:
        """Whether the station has another value than the wanted one; `None`: nobody wants one, or nobody knows.

        After the boot that a change had waited for, the value is not known until the station is asked again.
        """
        wanted = self.wanted
        if wanted is None or not self.known or self.value is None or self.reported_at is None:
            return None
        rebooted = self._needed_a_boot and self._booted_since(wanted.answered_at)
        if rebooted and not self._booted_before(self.reported_at):
            return None
        return not equal_values(self.value, wanted.value)

    @property
    def _needed_a_boot(self) -> bool:
        return self.wanted is not None and self.wanted.answer == "RebootRequired"

    def _booted_since(self, moment: datetime | None) -> bool:
        return moment is not None and self.booted_at is not None and self.booted_at > moment

    def _booted_before(self, moment: datetime) -> bool:
        return self.booted_at is not None and self.booted_at <= moment


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedValue:
    """A value that somebody wants, to be stored with the command that carries it."""

    key: str
    key_folded: str
    value: str


class ConfigurationQueries(Protocol):
    """What is remembered of stations' configuration. May raise `StorageUnavailable`."""

    async def of_station(self, station_id: UUID) -> list[ConfigurationView]:
        """All keys of one station by name; that it may be seen is checked before."""
        ...


def equal_values(one: str, other: str) -> bool:
    """Whether two values mean the same: blanks around list items are nothing, true is True (ocpp.md 1.11)."""
    return _normal(one) == _normal(other)


def _normal(value: str) -> tuple[str, ...]:
    items = tuple(item.strip() for item in value.split(","))
    return tuple(item.casefold() if item.casefold() in {"true", "false"} else item for item in items)


def groups(keys: Sequence[str], remembered: Sequence[ConfigurationView]) -> list[list[str]]:
    """Split the keys by what the station takes in one question."""
    size = DEFAULT_GROUP
    for view in remembered:
        if view.key.casefold() == MAX_KEYS.casefold() and view.value is not None:
            text = view.value.strip()
            if text.isascii() and text.isdigit() and len(text) <= 6:
                size = min(max(1, int(text)), LARGEST_GROUP)
    return [list(keys[at : at + size]) for at in range(0, len(keys), size)]
