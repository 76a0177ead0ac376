"""Who may connect: one function through which every handshake goes, so that no second route can skip a check.

Known stations prove themselves; what happens to unknown ones is the operator's choice (`REGISTRATION`). Under `closed`
an unknown identity and a wrong password get the same answer in about the same time: nobody can ask which identities
exist. The real reason stays inside (`refused_handshakes`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ocpp_gateway.charging.stations import Registration
from ocpp_gateway.operations.passwords import PasswordForm, PasswordsBusy, StationPasswords
from ocpp_gateway.operations.refused_handshakes import RefusalReason

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ocpp_gateway.operations.credentials import CredentialBook
    from ocpp_gateway.operations.ports import StationCredential

RegistrationPolicy = Literal["pending", "open", "closed"]

_BUSY_SECONDS = 5
_STRANGER_SECONDS = 60


@dataclass(frozen=True, slots=True)
class BasicCredentials:
    """User and password of HTTP Basic authentication as bytes: an AuthorizationKey is binary and may hold anything."""

    user: bytes
    password: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handshake:
    """What a connection claims before it is let in.

    `credentials` is `None` if there was no Authorization header, or one that cannot be read
    (`malformed_credentials`). `secure` says that the connection came over TLS.
    """

    identity: str
    remote_address: str
    credentials: BasicCredentials | None = None
    malformed_credentials: bool = False
    secure: bool = False

    @property
    def security_level(self) -> int:
        """The highest security profile that this connection can satisfy (whitepaper: 1 plain, 2 TLS)."""
        return 2 if self.secure else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """Let in. `credential` is `None` for a stranger, whose shown password is kept as `presented_hash`.

    `authenticated` is false for strangers and for stations with an approved exception: they may not displace a living
    connection. `form` tells how a right password was spelt.
    """

    identity: str
    credential: StationCredential | None
    presented_hash: str | None = None
    authenticated: bool = False
    form: PasswordForm | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Turned away: the HTTP status to show, the real reason, and after how many seconds to try again."""

    status: int
    reason: RefusalReason
    retry_after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StrangerLimits:
    """Caps for stations that nobody provisioned, under `pending`: in number and in rate (knocks a second)."""

    connected: int = 1000
    pending: int = 10_000
    per_second: float = 5.0
    burst: int = 100


class Admission:
    """Decides about handshakes; reads memory only, except for the slow hash of a password seen for the first time."""

    __slots__ = (
        "_book",
        "_limits",
        "_next_knock",
        "_on_wrong_credentials",
        "_passwords",
        "_unknown_response",
        "_user_must_match",
        "policy",
    )

    def __init__(
        self,
        book: CredentialBook,
        passwords: StationPasswords,
        policy: RegistrationPolicy,
        *,
        unknown_response: Literal[401, 404] = 401,
        user_must_match: bool = True,
        limits: StrangerLimits | None = None,
        on_wrong_credentials: Callable[[Handshake, RefusalReason], None] | None = None,
    ) -> None:
        """`user_must_match`: the user name must be the identity (profiles 1 and 2); off tolerates quirk Q8.

        `on_wrong_credentials` hears of every refusal for credentials, whatever its kind: the place to count attempts.
        """
        self.policy = policy
        self._book = book
        self._passwords = passwords
        self._unknown_response = unknown_response
        self._user_must_match = user_must_match
        self._limits = limits or StrangerLimits()
        self._on_wrong_credentials = on_wrong_credentials
        self._next_knock = 0.0

    async def admit(self, handshake: Handshake, now: datetime, *, strangers: int = 0) -> Admitted | Refused:
        """Let a connection in or not. `strangers` is how many are connected already. Never raises for bad input."""
        credential = self._book.find(handshake.identity)
        if credential is None:
            return self._stranger(handshake, now, strangers)
        try:
            return await self._known(handshake, credential, now)
        except PasswordsBusy:
            return Refused(503, RefusalReason.PASSWORD_CHECKS_BUSY, _BUSY_SECONDS)

    async def _known(
        self, handshake: Handshake, credential: StationCredential, now: datetime
    ) -> Admitted | Refused:
        if credential.registration is Registration.REJECTED:
            return self._wrong(handshake, RefusalReason.REJECTED_STATION)
        if credential.security_profile > handshake.security_level:
            return self._wrong(handshake, RefusalReason.BELOW_SECURITY_PROFILE)
        if credential.key_hash is None:
            return self._without_password(handshake, credential, now)
        if handshake.malformed_credentials:
            return self._wrong(handshake, RefusalReason.MALFORMED_CREDENTIALS)
        if handshake.credentials is None:
            return self._wrong(handshake, RefusalReason.NO_CREDENTIALS)
        if self._user_must_match and handshake.credentials.user != handshake.identity.encode():
            return self._wrong(handshake, RefusalReason.USER_IS_NOT_IDENTITY)
        form = await self._passwords.verify(
            credential.key_hash, handshake.identity, handshake.credentials.password
        )
        if form is None:
            return self._wrong(handshake, RefusalReason.WRONG_PASSWORD, compared=True)
        return Admitted(identity=handshake.identity, credential=credential, authenticated=True, form=form)

    def _without_password(
        self, handshake: Handshake, credential: StationCredential, now: datetime
    ) -> Admitted | Refused:
        """A station that has no password yet: only while it waits, in a laboratory, or by an unexpired exception."""
        until = credential.unauthenticated_until
        excepted = until is not None and until > now
        if excepted or self.policy == "open" or credential.registration is Registration.PENDING:
            return Admitted(
                identity=handshake.identity, credential=credential, presented_hash=self._presented(handshake)
            )
        return self._wrong(handshake, RefusalReason.NO_CREDENTIALS)

    def _stranger(self, handshake: Handshake, now: datetime, strangers: int) -> Admitted | Refused:
        if self.policy == "closed":
            return self._wrong(handshake, RefusalReason.UNKNOWN_STATION, status=self._unknown_response)
        if self._book.differs_in_case(handshake.identity):
            # Two identities that differ only in case are never both registered (ocpp.md 2.1).
            return self._wrong(handshake, RefusalReason.IDENTITY_DIFFERS_IN_CASE)
        if ":" in handshake.identity:
            # Basic authentication splits at the first colon: such an identity could never get a password.
            return Refused(404, RefusalReason.IDENTITY_NOT_ALLOWED)
        if self.policy == "pending" and not self._may_knock(now, strangers):
            return Refused(503, RefusalReason.STRANGER_LIMIT, _STRANGER_SECONDS)
        return Admitted(
            identity=handshake.identity, credential=None, presented_hash=self._presented(handshake)
        )

    def _may_knock(self, now: datetime, strangers: int) -> bool:
        limits = self._limits
        if strangers >= limits.connected or self._book.pending >= limits.pending:
            return False
        # Generic cell rate algorithm; a clock that was set back must not lock strangers out for longer than a burst.
        moment, gap = now.timestamp(), 1.0 / limits.per_second
        allowance = gap * limits.burst
        self._next_knock = max(min(self._next_knock, moment + allowance), moment)
        if self._next_knock + gap > moment + allowance:
            return False
        self._next_knock += gap
        return True

    def _presented(self, handshake: Handshake) -> str | None:
        if handshake.credentials is None:
            return None
        return self._passwords.presented(handshake.identity, handshake.credentials.password)

    def _wrong(
        self, handshake: Handshake, reason: RefusalReason, *, status: int = 401, compared: bool = False
    ) -> Refused:
        """The one way out for everything that an attacker must not be able to tell apart."""
        if not compared:
            shown = handshake.credentials
            self._passwords.pretend(handshake.identity, b"" if shown is None else shown.password)
        if self._on_wrong_credentials is not None:
            self._on_wrong_credentials(handshake, reason)
        return Refused(status, reason)
