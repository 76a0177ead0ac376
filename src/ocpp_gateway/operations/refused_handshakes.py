"""Handshakes that were refused, with their real reason: stations see one answer for many reasons, operators see why.

The last ones are in memory; all of them are written to the database in batches, equal ones as one row that counts them.
Everything is bounded, so that an attack fills neither. A record never holds a password, an Authorization header or a
raw request path.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

_log = structlog.get_logger(__name__)

LONGEST_DETAIL = 500


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
    NOT_TLS = "not_tls"
    """Something else than TLS was spoken on a port that speaks TLS only."""
    TLS_FAILED = "tls_failed"
    """No protocol version or cipher suite in common, or the client does not trust our certificate."""
    TLS_TIMED_OUT = "tls_timed_out"
    CLIENT_CERTIFICATE_INVALID = "client_certificate_invalid"
    """Expired, revoked, or not issued by an authority of ours."""
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
    TOO_MANY_ATTEMPTS = "too_many_attempts"
    NO_CLIENT_CERTIFICATE = "no_client_certificate"
    UNREADABLE_CERTIFICATE = "unreadable_certificate"
    CERTIFICATE_OF_ANOTHER = "certificate_of_another"
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
    """One refusal. `status` is the HTTP status sent, 0 if none was; `identity` is `None` if it was unreadable.

    `detail` is a sentence for operators; `times` counts equal refusals of one moment.
    """

    at: datetime
    remote_address: str
    identity: str | None
    status: int
    reason: RefusalReason
    detail: str | None = None
    times: int = 1

    @property
    def kind(self) -> tuple[str, str | None, int, RefusalReason, str | None]:
        """What makes two refusals equal."""
        return self.remote_address, self.identity, self.status, self.reason, self.detail


class RefusalStore(Protocol):
    """Where refusals are kept for operators."""

    async def add(self, refusals: Sequence[RefusedHandshake]) -> None:
        """Write them, oldest first, in one transaction. Raises `StorageUnavailable`."""
        ...


class RefusedHandshakes:
    """The last refusals, newest first, how many there were of each kind, and those that wait to be written."""

    __slots__ = (
        "_clock",
        "_held_back",
        "_logged",
        "_ring",
        "_second",
        "_unwritten",
        "_unwritten_limit",
        "_waiting",
        "counts",
        "log_limit",
        "lost",
    )

    def __init__(
        self,
        clock: Callable[[], datetime],
        *,
        keep: int = 1000,
        log_limit: int = 20,
        unwritten_limit: int = 200,
    ) -> None:
        """Keep the last `keep`; write at most `log_limit` log lines a second, so that an attack fills no disk.

        `unwritten_limit` bounds the kinds that wait for one flush; `lost` counts refusals beyond it.
        """
        self._clock = clock
        self._ring: deque[RefusedHandshake] = deque(maxlen=keep)
        self._unwritten: dict[tuple[object, ...], RefusedHandshake] = {}
        self._unwritten_limit = unwritten_limit
        self._waiting = asyncio.Event()
        self.counts: Counter[RefusalReason] = Counter()
        self.lost = 0
        self.log_limit = log_limit
        self._second = 0
        self._logged = 0
        self._held_back = 0

    def record(
        self,
        remote_address: str,
        identity: str | None,
        status: int,
        reason: RefusalReason,
        detail: str | None = None,
    ) -> None:
        """Remember one refusal."""
        refusal = RefusedHandshake(
            at=self._clock(),
            remote_address=remote_address,
            identity=None if identity is None else _without_password(identity),
            status=status,
            reason=reason,
            detail=None if detail is None else detail[:LONGEST_DETAIL],
        )
        self.counts[reason] += 1
        self._ring.append(refusal)
        self._wait_for_writing(refusal)
        self._log(refusal)

    def latest(self, limit: int = 100) -> list[RefusedHandshake]:
        """The newest refusals, newest first."""
        newest = list(self._ring)
        newest.reverse()
        return newest[:limit]

    async def something_waits(self) -> None:
        """Return as soon as something is to be written."""
        await self._waiting.wait()

    async def flush(self, store: RefusalStore) -> int:
        """Write what waits; the number of rows. Raises `StorageUnavailable`, and keeps them for the next time."""
        self._waiting.clear()
        if not self._unwritten:
            return 0
        batch, self._unwritten = list(self._unwritten.values()), {}
        try:
            await store.add(batch)
        except BaseException:
            newer, self._unwritten = list(self._unwritten.values()), {}
            for refusal in (*batch, *newer):
                self._wait_for_writing(refusal)
            raise
        return len(batch)

    def _wait_for_writing(self, refusal: RefusedHandshake) -> None:
        known = self._unwritten.get(refusal.kind)
        if known is not None:
            self._unwritten[refusal.kind] = replace(refusal, times=known.times + refusal.times)
        elif len(self._unwritten) < self._unwritten_limit:
            self._unwritten[refusal.kind] = refusal
        else:
            self.lost += refusal.times
        self._waiting.set()

    def _log(self, refusal: RefusedHandshake) -> None:
        second = int(refusal.at.timestamp())
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
            reason=refusal.reason.value,
            status=refusal.status,
            station=refusal.identity,
            remote_address=refusal.remote_address,
            detail=refusal.detail,
        )


def _without_password(identity: str) -> str:
    """No identity has a colon: somebody wrote `user:password` into the address, where proxies log it (attack S14)."""
    name, colon, _ = identity.partition(":")
    return f"{name}:***" if colon else identity
