"""Who may connect: one function through which every handshake goes, so that no second route can skip a check.

Known stations prove themselves; what happens to unknown ones is the operator's choice (`REGISTRATION`). Under `closed`
an unknown identity and a wrong password get the same answer in about the same time: nobody can ask which identities
exist. The real reason stays inside (`refused_handshakes`).

A station is refused below its security profile: 1 and 2 are proven by a password, 2 only over TLS, 3 by a client
certificate that is bound to it. Whoever is wrong too often gets 429, and guessable passwords are then not compared any
more. Keys that cannot be guessed still are, which costs microseconds: otherwise everybody who knows an identity could
lock its station out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ocpp_gateway.charging.stations import Registration
from ocpp_gateway.operations.attempt_limits import Attempt, AttemptLimits
from ocpp_gateway.operations.passwords import PasswordForm, PasswordsBusy, StationPasswords, is_slow
from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.operations.refused_handshakes import RefusalReason

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from ocpp_gateway.operations.certificates import ClientCertificate
    from ocpp_gateway.operations.credential_changes import CredentialChanges
    from ocpp_gateway.operations.credentials import CredentialBook
    from ocpp_gateway.operations.ports import StationCredential

RegistrationPolicy = Literal["pending", "open", "closed"]

_BUSY_SECONDS = 5
_AWAY_SECONDS = 30
_STRANGER_SECONDS = 60
_TLS, _CERTIFICATE = 2, 3
"""The security profiles that need TLS, and TLS with a certificate of the station."""


@dataclass(frozen=True, slots=True)
class BasicCredentials:
    """User and password of HTTP Basic authentication as bytes: an AuthorizationKey is binary and may hold anything."""

    user: bytes
    password: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handshake:
    """What a connection claims before it is let in.

    `credentials` is `None` if there was no Authorization header, or one that cannot be read
    (`malformed_credentials`). `secure` says that the connection came over TLS, `certificate` is what the client showed
    there; it has been verified by then. `unreadable_certificate`: it showed one whose names make no sense.
    """

    identity: str
    remote_address: str
    credentials: BasicCredentials | None = None
    malformed_credentials: bool = False
    secure: bool = False
    certificate: ClientCertificate | None = None
    unreadable_certificate: bool = False

    @property
    def password_level(self) -> int:
        """The highest security profile that a right password satisfies here (whitepaper: 1 plain, 2 TLS)."""
        return _TLS if self.secure else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """Let in. `credential` is `None` for a stranger, whose shown password is kept as `presented_hash`.

    `authenticated` is false for strangers and for stations with an approved exception: they may not displace a living
    connection. `form` tells how a right password was spelt. A stranger's certificate is kept as well, so that it can be
    bound.
    """

    identity: str
    credential: StationCredential | None
    presented_hash: str | None = None
    presented_certificate: ClientCertificate | None = None
    authenticated: bool = False
    form: PasswordForm | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Turned away: the HTTP status to show, the real reason, and after how many seconds to try again.

    `detail` is for operators only; it holds no secret.
    """

    status: int
    reason: RefusalReason
    retry_after: int | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StrangerLimits:
    """Caps for stations that nobody provisioned, under `pending`: in number and in rate (knocks a second)."""

    connected: int = 1000
    pending: int = 10_000
    per_second: float = 5.0
    burst: int = 100


class Admission:
    """Decides about handshakes; reads memory only, except for the slow hash of a password seen for the first time and
    the one handshake that puts an offered key or profile in force.
    """

    __slots__ = (
        "_attempts",
        "_book",
        "_changes",
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
        attempts: AttemptLimits | None = None,
        changes: CredentialChanges | None = None,
        on_wrong_credentials: Callable[[Handshake, RefusalReason], None] | None = None,
    ) -> None:
        """`user_must_match`: the user name must be the identity (profiles 1 and 2); off tolerates quirk Q8.

        `changes` puts offered keys and profiles in force; without it they are not accepted. `on_wrong_credentials`
        hears of every refusal for credentials, whatever its kind.
        """
        self.policy = policy
        self._book = book
        self._passwords = passwords
        self._unknown_response = unknown_response
        self._user_must_match = user_must_match
        self._limits = limits or StrangerLimits()
        self._attempts = attempts or AttemptLimits()
        self._changes = changes
        self._on_wrong_credentials = on_wrong_credentials
        self._next_knock = 0.0

    async def admit(self, handshake: Handshake, now: datetime, *, strangers: int = 0) -> Admitted | Refused:
        """Let a connection in or not. `strangers` is how many are connected already. Never raises for bad input."""
        credential = self._book.find(handshake.identity)
        if credential is None and self.policy != "closed":
            return self._stranger(handshake, now, strangers)
        attempt = self._attempts.begin(handshake.identity, handshake.remote_address, now.timestamp())
        if credential is None:
            verdict: Admitted | Refused = self._wrong(
                handshake, RefusalReason.UNKNOWN_STATION, status=self._unknown_response
            )
        else:
            verdict = await self._judged(handshake, credential, attempt, now)
        return self._counted(verdict, attempt)

    async def look_again(self, station_id: UUID) -> None:
        """Read a station's credential anew before it is admitted again. Raises `StorageUnavailable`."""
        await self._book.refresh(station_id)

    def _counted(self, verdict: Admitted | Refused, attempt: Attempt) -> Admitted | Refused:
        """Only mistakes count. Beyond the limits every mistake gets the same 429, whoever it concerns."""
        if isinstance(verdict, Admitted):
            (self._attempts.succeeded if verdict.authenticated else self._attempts.undo)(attempt)
        elif verdict.status not in {401, 404}:
            self._attempts.undo(attempt)
        elif not attempt.allowed:
            return Refused(429, verdict.reason, attempt.retry_after, verdict.detail)
        return verdict

    async def _judged(
        self, handshake: Handshake, credential: StationCredential, attempt: Attempt, now: datetime
    ) -> Admitted | Refused:
        try:
            return await self._known(handshake, credential, attempt, now)
        except PasswordsBusy:
            return Refused(503, RefusalReason.PASSWORD_CHECKS_BUSY, _BUSY_SECONDS)
        except StorageUnavailable:
            return Refused(503, RefusalReason.STORAGE_AWAY, _AWAY_SECONDS)

    async def _known(
        self, handshake: Handshake, credential: StationCredential, attempt: Attempt, now: datetime
    ) -> Admitted | Refused:
        if credential.registration is Registration.REJECTED:
            return self._wrong(handshake, RefusalReason.REJECTED_STATION)
        if credential.security_profile >= _CERTIFICATE or self._comes_with_raised_certificate(
            handshake, credential
        ):
            return await self._by_certificate(handshake, credential, now)
        if credential.security_profile > handshake.password_level:
            return self._wrong(handshake, RefusalReason.BELOW_SECURITY_PROFILE)
        if credential.key_hash is None and (not credential.offered_keys or handshake.credentials is None):
            return self._without_password(handshake, credential, now)
        return await self._by_password(handshake, credential, attempt, now)

    async def _by_password(
        self, handshake: Handshake, credential: StationCredential, attempt: Attempt, now: datetime
    ) -> Admitted | Refused:
        """Security profiles 1 and 2, with the key in force or one that was offered."""
        if handshake.malformed_credentials:
            return self._wrong(handshake, RefusalReason.MALFORMED_CREDENTIALS)
        if handshake.credentials is None:
            return self._wrong(handshake, RefusalReason.NO_CREDENTIALS)
        if self._user_must_match and handshake.credentials.user != handshake.identity.encode():
            return self._wrong(handshake, RefusalReason.USER_IS_NOT_IDENTITY)
        offers = credential.offered_keys if self._changes is not None else ()
        hashes = [] if credential.key_hash is None else [credential.key_hash]
        hashes += [key_hash for offer in offers for key_hash in offer.key_hashes]
        if not attempt.allowed:
            # Before hashing: a guess at a password that somebody chose costs milliseconds and might be right.
            hashes = [key_hash for key_hash in hashes if not is_slow(key_hash)]
            if not hashes:
                return self._wrong(handshake, RefusalReason.TOO_MANY_ATTEMPTS)
        for key_hash in hashes:
            form = await self._passwords.verify(key_hash, handshake.identity, handshake.credentials.password)
            if form is not None:
                undecided = any(not offer.accepted for offer in offers)
                used = key_hash if key_hash != credential.key_hash or undecided else None
                raised = self._raised(credential, handshake.password_level)
                settled = await self._settle(credential, used, raised, now)
                if used is not None and settled.key_hash != used:
                    break  # it was withdrawn or replaced while this handshake was on its way
                return Admitted(
                    identity=handshake.identity, credential=settled, authenticated=True, form=form
                )
        return self._wrong(handshake, RefusalReason.WRONG_PASSWORD, compared=True)

    async def _by_certificate(
        self, handshake: Handshake, credential: StationCredential, now: datetime
    ) -> Admitted | Refused:
        """Security profile 3: the certificate is the proof, a password beside it means nothing."""
        certificate = handshake.certificate
        if not handshake.secure:
            return self._wrong(handshake, RefusalReason.BELOW_SECURITY_PROFILE)
        if handshake.unreadable_certificate:
            return self._wrong(handshake, RefusalReason.UNREADABLE_CERTIFICATE)
        if certificate is None:
            return self._wrong(handshake, RefusalReason.NO_CLIENT_CERTIFICATE)
        if certificate.not_after <= now:
            # TLS has looked at this too, but a resumed session shows a certificate again that has expired meanwhile.
            return self._wrong(
                handshake, RefusalReason.CLIENT_CERTIFICATE_INVALID, detail="the certificate has expired"
            )
        if not credential.certificate.fits(certificate, handshake.identity):
            return self._wrong(
                handshake, RefusalReason.CERTIFICATE_OF_ANOTHER, detail=certificate.described()
            )
        credential = await self._settle(credential, None, self._raised(credential, _CERTIFICATE), now)
        return Admitted(identity=handshake.identity, credential=credential, authenticated=True)

    def _comes_with_raised_certificate(self, handshake: Handshake, credential: StationCredential) -> bool:
        """The first connection on profile 3 after it was offered; without a fitting certificate the old one counts."""
        return (
            self._raised(credential, _CERTIFICATE) == _CERTIFICATE
            and handshake.certificate is not None
            and credential.certificate.fits(handshake.certificate, handshake.identity)
        )

    def _raised(self, credential: StationCredential, level: int) -> int | None:
        """The highest offered profile that a connection of this level satisfies."""
        if self._changes is None:
            return None
        return max((raised for raised in credential.raised_profiles if raised <= level), default=None)

    async def _settle(
        self, credential: StationCredential, used: str | None, raised: int | None, now: datetime
    ) -> StationCredential:
        """Put in force what this handshake has used, before it is answered. Raises `StorageUnavailable`."""
        if self._changes is None or (used is None and raised is None):
            return credential
        station_id, identity = credential.station_id, credential.ocpp_id
        await self._changes.settle(station_id, identity, key_hash=used, profile=raised, now=now)
        await self._book.refresh(station_id)
        return self._book.find(identity) or credential

    def _without_password(
        self, handshake: Handshake, credential: StationCredential, now: datetime
    ) -> Admitted | Refused:
        """A station that has no password yet: only while it may wait, in a laboratory, or by an unexpired exception.

        Under `closed` nobody waits: that a station has knocked before the door was closed must not show from outside.
        """
        until = credential.unauthenticated_until
        excepted = until is not None and until > now
        waits = credential.registration is Registration.PENDING and self.policy == "pending"
        if excepted or waits or self.policy == "open":
            return Admitted(
                identity=handshake.identity,
                credential=credential,
                presented_hash=self._presented(handshake),
                presented_certificate=handshake.certificate,
            )
        return self._wrong(handshake, RefusalReason.NO_CREDENTIALS)

    def _stranger(self, handshake: Handshake, now: datetime, strangers: int) -> Admitted | Refused:
        if self._book.differs_in_case(handshake.identity):
            # Two identities that differ only in case are never both registered (ocpp.md 2.1).
            return self._wrong(handshake, RefusalReason.IDENTITY_DIFFERS_IN_CASE)
        if ":" in handshake.identity:
            # Basic authentication splits at the first colon: such an identity could never get a password.
            return Refused(404, RefusalReason.IDENTITY_NOT_ALLOWED)
        if self.policy == "pending" and not self._may_knock(now, strangers):
            return Refused(503, RefusalReason.STRANGER_LIMIT, _STRANGER_SECONDS)
        return Admitted(
            identity=handshake.identity,
            credential=None,
            presented_hash=self._presented(handshake),
            presented_certificate=handshake.certificate,
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
        self,
        handshake: Handshake,
        reason: RefusalReason,
        *,
        status: int = 401,
        compared: bool = False,
        detail: str | None = None,
    ) -> Refused:
        """The one way out for everything that an attacker must not be able to tell apart."""
        if not compared:
            shown = handshake.credentials
            self._passwords.pretend(handshake.identity, b"" if shown is None else shown.password)
        if self._on_wrong_credentials is not None:
            self._on_wrong_credentials(handshake, reason)
        return Refused(status, reason, detail=detail)
