"""Handshakes that were refused, with their real reason: stations see one answer for many reasons, operators see why.

The record is bounded and in memory. It never holds a password, an Authorization header or a raw request path.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

_log = structlog.get_logger(__name__)


class RefusalReason(StrEnum):
    """Every reason for which a connection is not let in. Fixed words: they serve as the label of a metric."""

    MALFORMED_REQUEST = "malformed_request"
    REQUEST_TOO_LARGE = "request_too_large"
    NO_UPGRADE = "no_upgrade"
    BAD_VERSION = "bad_version"
    BAD_KEY = "bad_key"
    BAD_PATH = "bad_path"
    NO_COMMON_SUBPROTOCOL = "no_common_subprotocol"
    TIMED_OUT = "timed_out"
    GONE = "gone"
    """The other side closed before it was answered."""
    TOO_MANY_PENDING = "too_many_pending"
    TOO_MANY_FROM_ADDRESS = "too_many_from_address"
    DRAINING = "draining"
    UNKNOWN_STATION = "unknown_station"
    IDENTITY_DIFFERS_IN_CASE = "identity_differs_in_case"
    IDENTITY_NOT_ALLOWED = "identity_not_allowed"
    STRANGER_LIMIT = "stranger_limit"
    REJECTED_STATION = "rejected_station"
    NO_CREDENTIALS = "no_credentials"
    MALFORMED_CREDENTIALS = "malformed_credentials"
    USER_IS_NOT_IDENTITY = "user_is_not_identity"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - the name of a reason
    BELOW_SECURITY_PROFILE = "below_security_profile"
    PASSWORD_CHECKS_BUSY = "password_checks_busy"  # noqa: S105 - the name of a reason
    STORAGE_AWAY = "storage_away"
    ARCHIVED_STATION = "archived_station"
    OLD_CONNECTION_ALIVE = "old_connection_alive"
    TAKE_OVERS_HELD = "take_overs_held"
    REPLACED_WHILE_OPENING = "replaced_while_opening"
    INTERNAL_FAILURE = "internal_failure"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedHandshake:
    """One refusal. `status` is the HTTP status sent, 0 if none was; `identity` is `None` if it was unreadable."""

    at: datetime
    remote_address: str
    identity: str | None
    status: int
    reason: RefusalReason


class RefusedHandshakes:
    """The last refusals, newest first, and how many there were of each kind."""

    __slots__ = ("_clock", "_held_back", "_logged", "_ring", "_second", "counts", "log_limit")

    def __init__(self, clock: Callable[[], datetime], *, keep: int = 1000, log_limit: int = 20) -> None:
        """Keep the last `keep`; write at most `log_limit` log lines a second, so that an attack fills no disk."""
        self._clock = clock
        self._ring: deque[RefusedHandshake] = deque(maxlen=keep)
        self.counts: Counter[RefusalReason] = Counter()
        self.log_limit = log_limit
        self._second = 0
        self._logged = 0
        self._held_back = 0

    def record(self, remote_address: str, identity: str | None, status: int, reason: RefusalReason) -> None:
        """Remember one refusal."""
        at = self._clock()
        self.counts[reason] += 1
        self._ring.append(
            RefusedHandshake(
                at=at, remote_address=remote_address, identity=identity, status=status, reason=reason
            )
        )
        second = int(at.timestamp())
        if second != self._second:
            if self._held_back:
                _log.info("handshakes_refused_unlogged", count=self._held_back)
            self._second, self._logged, self._held_back = second, 0, 0
        if self._logged >= self.log_limit:
            self._held_back += 1
            return
        self._logged += 1
        _log.info(
            "handshake_refused",
            reason=reason.value,
            status=status,
            station=identity,
            remote_address=remote_address,
        )

    def latest(self, limit: int = 100) -> list[RefusedHandshake]:
        """The newest refusals, newest first."""
        newest = list(self._ring)
        newest.reverse()
        return newest[:limit]
