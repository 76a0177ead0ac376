"""Provisioning: which stations there are, who lets them in, and with what credential.

Everything here is done by people. Each change is one database transaction together with its entry in the audit and
the event that tells the node which owns the station, then a hint on the bus. Nothing is sent to the station: a new
credential counts from its next handshake.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Literal, Protocol, TypedDict
from uuid import UUID

import structlog

from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.charging.quirks import STANDARD, adjusted
from ocpp_gateway.charging.stations import Registration
from ocpp_gateway.operations.audit import Actor, AuditEntry
from ocpp_gateway.operations.certificates import binding_of
from ocpp_gateway.operations.editions import EDIT_ATTEMPTS, edition
from ocpp_gateway.operations.hints import EVENTS_TOPIC
from ocpp_gateway.operations.passwords import StationPasswords, generate_station_key
from ocpp_gateway.operations.ports import Bus, NewId, StorageUnavailable
from ocpp_gateway.operations.refusals import AlreadyExists, Changed, Conflict, Invalid, NotFound
from ocpp_gateway.operations.station_deeds import station_deed

_log = structlog.get_logger(__name__)

EXCEPTION_LIFETIME = timedelta(days=30)
"""How long a station may come without authentication when nobody says until when."""
LONGEST_EXCEPTION = timedelta(days=366)
LONGEST_IDENTITY = 255
SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 128
HIGHEST_PROFILE = 3


_DEEDS = {"password": "password_set"}
"""Where the audit says it in other words than the event."""


class Credential(StrEnum):
    """How a waiting station is let in: with the password it showed, with one of ours, with the client certificate it
    showed, or for a time without any.
    """

    ADOPT = "adopt"
    ISSUE = "issue"
    CERTIFICATE = "certificate"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class StationRecord:
    """What people decide about a station, and the hashes of its credentials.

    `certificate` and `presented_certificate` are as `operations/certificates.py` stores them.
    """

    id: UUID
    ocpp_id: str
    name: str | None
    location: dict[str, Any] | None
    group: str | None
    registration: Registration
    security_profile: int
    key_hash: str | None
    presented_hash: str | None
    unauthenticated_until: datetime | None
    version: int
    certificate: dict[str, Any] | None = None
    presented_certificate: dict[str, Any] | None = None
    offered_keys: list[Any] | None = None
    """As `operations/credential_changes.py` has them stored; a password that somebody sets makes them void."""
    raised_profiles: tuple[int, ...] = ()
    validation: str | None = None
    """`strict` or `lenient`; `None`: as the listener is."""
    quirks: Mapping[str, Any] = field(default_factory=dict)
    """What overrides the profile of its model; the names are those of `charging.quirks`."""


class StationEdit(TypedDict, total=False):
    """What an edit may change; a key that is missing stays as it is.

    A security profile that somebody sets counts at once, upwards and downwards; one that was offered to the station is
    forgotten. `certificate` is a stored `CertificateBinding`, or `None` for any certificate with the identity in it.
    """

    name: str | None
    location: dict[str, Any] | None
    group: str | None
    registration: Registration
    security_profile: int
    certificate: dict[str, Any] | None
    validation: str | None
    quirks: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """A station that was let in; `password` is the one that was made for it, to be shown once."""

    record: StationRecord
    password: str | None = None


class StationStore(Protocol):
    """Storage of what people decide about stations. May raise `StorageUnavailable`.

    Every write is one database transaction with its entries of the audit; the events are its last statements.
    """

    async def find(self, ocpp_id_folded: str) -> StationRecord | None:
        """A living station."""
        ...

    async def insert(
        self,
        station: StationRecord,
        ocpp_id_folded: str,
        now: datetime,
        events: Sequence[Event],
        audit: Sequence[AuditEntry],
    ) -> bool:
        """Add a station with its connector 0; `False` if a living one has this identity."""
        ...

    async def update(
        self,
        before: StationRecord,
        after: StationRecord,
        now: datetime,
        events: Sequence[Event],
        audit: Sequence[AuditEntry],
    ) -> bool:
        """Write what differs and raise the version; `False` if it is no longer that of `before`."""
        ...

    async def archive(
        self, station: StationRecord, now: datetime, events: Sequence[Event], audit: Sequence[AuditEntry]
    ) -> Literal["archived", "charging", "changed"]:
        """End the station's life unless a transaction runs; whoever owns its connection is fenced by it."""
        ...


def fold_identity(ocpp_id: str) -> str:
    """The form in which identities are compared."""
    return ocpp_id.casefold()


def is_identity(text: str) -> bool:
    """Whether a station could be called so: it must fit into one segment of an address and before a colon (Basic)."""
    return (
        0 < len(text) <= LONGEST_IDENTITY
        and text.isprintable()
        and text == text.strip()
        and not {":", "/"} & set(text)
        and text not in {".", ".."}
    )


class Provisioning:
    """What people do with stations. Names are identities, found without regard to case."""

    def __init__(
        self,
        store: StationStore,
        passwords: StationPasswords,
        bus: Bus,
        *,
        new_id: NewId,
        open_registration: bool = False,
        refresh: Callable[[UUID], Awaitable[None]] | None = None,
    ) -> None:
        """`refresh` makes this node's own handshakes know of a change at once; the others hear of it by the log."""
        self._refresh = refresh
        self._store = store
        self._passwords = passwords
        self._bus = bus
        self._new_id = new_id
        self._open_registration = open_registration

    async def create(
        self,
        ocpp_id: str,
        *,
        by: Actor,
        now: datetime,
        name: str | None = None,
        group: str | None = None,
        location: dict[str, Any] | None = None,
        security_profile: int | None = None,
        password: str | None = None,
    ) -> StationRecord:
        """Add an accepted station. Raises `Invalid`, `AlreadyExists` or `PasswordsBusy`.

        With a password its profile is 1 unless told otherwise. Without one it is 0; only if 0 was asked for by name
        may the station come without authentication, and that ends after `EXCEPTION_LIFETIME`.
        """
        if not is_identity(ocpp_id):
            raise Invalid(
                "ocpp_id", f"An identity has 1 to {LONGEST_IDENTITY} printable characters, no colon or slash."
            )
        if password is not None and security_profile == 0:
            raise Invalid("security_profile", "Security profile 0 knows no password.")
        profile = security_profile if security_profile is not None else int(password is not None)
        record = StationRecord(
            id=self._new_id(),
            ocpp_id=ocpp_id,
            name=name,
            location=location,
            group=group,
            registration=Registration.ACCEPTED,
            security_profile=_check_profile(profile),
            key_hash=await self._hash(ocpp_id, password) if password is not None else None,
            presented_hash=None,
            unauthenticated_until=now + EXCEPTION_LIFETIME if security_profile == 0 else None,
            version=1,
        )
        deed = station_deed("created", record, by=by, now=now, new_id=self._new_id, after=record)
        event = self._event(record, "created", now)
        if not await self._store.insert(record, fold_identity(ocpp_id), now, [event], [deed]):
            raise AlreadyExists("station", ocpp_id)
        await self._tell(record.id)
        return record

    async def edit(
        self,
        ocpp_id: str,
        edit: StationEdit,
        *,
        by: Actor,
        now: datetime,
        expected: frozenset[str] | None = None,
    ) -> StationRecord:
        """Change what people may change. `expected` are the editions one of which the caller has seen (If-Match).

        A station that is set to accepted needs a credential as in `approve`. Raises `NotFound`, `Changed`, `Invalid`,
        `Conflict`.
        """

        async def decide(record: StationRecord) -> StationRecord:
            edited = replace(record, **edit)
            if "security_profile" in edit:
                edited = replace(edited, raised_profiles=())
            _check_profile(edited.security_profile)
            _check_quirks(edited.quirks)
            accepted_now = edited.registration is Registration.ACCEPTED is not record.registration
            return self._accepted(edited, None, None, now) if accepted_now else edited

        return await self._change(ocpp_id, "edited", decide, by, now, expected)

    async def approve(
        self,
        ocpp_id: str,
        credential: Credential | None,
        *,
        by: Actor,
        now: datetime,
        expires_at: datetime | None = None,
    ) -> Admission:
        """Let a station in. Without a choice it keeps the credential it has, or the password it presented is adopted.

        Under open registration no credential is needed. Raises `NotFound`, `Invalid`, or a `Conflict` that names the
        choices there are.
        """
        if expires_at is not None and credential is not Credential.NONE:
            raise Invalid(
                "expires_at", "Only an exception without authentication expires: credential must be none."
            )
        if expires_at is not None and not now < expires_at <= now + LONGEST_EXCEPTION:
            raise Invalid("expires_at", f"An exception ends within {LONGEST_EXCEPTION.days} days from now.")
        password = generate_station_key() if credential is Credential.ISSUE else None

        async def decide(record: StationRecord) -> StationRecord:
            if password is not None:
                return await self._with_password(
                    replace(record, registration=Registration.ACCEPTED), password
                )
            return self._accepted(record, credential, expires_at, now)

        record = await self._change(ocpp_id, "approved", decide, by, now)
        return Admission(record=record, password=password)

    async def reject(self, ocpp_id: str, *, by: Actor, now: datetime) -> StationRecord:
        """Turn a station away. Raises `NotFound`."""

        async def decide(record: StationRecord) -> StationRecord:
            return replace(record, registration=Registration.REJECTED)

        return await self._change(ocpp_id, "rejected", decide, by, now)

    async def set_password(
        self, ocpp_id: str, password: str | None, *, by: Actor, now: datetime
    ) -> Admission:
        """Store the given password or make one; it counts from the next handshake. Raises `NotFound`, `Invalid`."""
        made = generate_station_key() if password is None else None

        async def decide(record: StationRecord) -> StationRecord:
            return await self._with_password(record, password if password is not None else made or "")

        return Admission(record=await self._change(ocpp_id, "password", decide, by, now), password=made)

    async def archive(
        self, ocpp_id: str, *, by: Actor, now: datetime, expected: frozenset[str] | None = None
    ) -> None:
        """End a station's life; its history stays. Raises `NotFound`, `Changed`, or `Conflict` while it charges."""
        for _ in range(EDIT_ATTEMPTS):
            record = await self._find(ocpp_id)
            if expected is not None and edition(record.id, record.version) not in expected:
                raise Changed("station", record.ocpp_id)
            deed = station_deed("archived", record, by=by, now=now, new_id=self._new_id, before=record)
            outcome = await self._store.archive(record, now, [self._event(record, "archived", now)], [deed])
            if outcome == "archived":
                await self._tell(record.id)
                return
            if outcome == "charging":
                raise Conflict(
                    "charging", f"The station {record.ocpp_id!r} is charging. Stop its transactions first."
                )
        raise Changed("station", ocpp_id)

    async def _change(
        self,
        ocpp_id: str,
        what: str,
        decide: Callable[[StationRecord], Awaitable[StationRecord]],
        by: Actor,
        now: datetime,
        expected: frozenset[str] | None = None,
    ) -> StationRecord:
        """Read, decide, write if nobody was faster; without a precondition decide again when somebody was."""
        for _ in range(EDIT_ATTEMPTS):
            before = await self._find(ocpp_id)
            if expected is not None and edition(before.id, before.version) not in expected:
                raise Changed("station", before.ocpp_id)
            after = await decide(before)
            if after == before:
                return before
            deed = station_deed(
                _DEEDS.get(what, what),
                before,
                by=by,
                now=now,
                new_id=self._new_id,
                before=before,
                after=after,
            )
            if await self._store.update(before, after, now, [self._event(before, what, now)], [deed]):
                await self._tell(before.id)
                return replace(after, version=before.version + 1)
        raise Changed("station", ocpp_id)

    def _accepted(
        self, record: StationRecord, credential: Credential | None, expires_at: datetime | None, now: datetime
    ) -> StationRecord:
        """The record as accepted, with a credential as chosen or, without a choice, as it already has or presented."""
        accepted = replace(record, registration=Registration.ACCEPTED)
        if credential is Credential.CERTIFICATE:
            return _with_certificate(accepted)
        if credential is Credential.NONE:
            if record.key_hash is not None:
                raise Conflict(
                    "credential-exists",
                    f"The station {record.ocpp_id!r} has a password; an exception would be without effect.",
                )
            return replace(
                accepted,
                unauthenticated_until=expires_at or now + EXCEPTION_LIFETIME,
                presented_hash=None,
                security_profile=0,
            )
        if record.presented_hash is not None and (credential is Credential.ADOPT or record.key_hash is None):
            return replace(
                accepted,
                key_hash=record.presented_hash,
                presented_hash=None,
                unauthenticated_until=None,
                security_profile=max(1, record.security_profile),
            )
        excepted = record.unauthenticated_until is not None and record.unauthenticated_until > now
        by_certificate = record.security_profile == HIGHEST_PROFILE
        if credential is None and (
            record.key_hash is not None or by_certificate or excepted or self._open_registration
        ):
            return accepted
        choices = [Credential.ISSUE, Credential.NONE]
        if record.presented_certificate is not None:
            choices.append(Credential.CERTIFICATE)
        raise Conflict(
            "credential-needed",
            f"The station {record.ocpp_id!r} has presented no password. Issue one, or allow it for a time without.",
            tuple(choice.value for choice in choices),
        )

    async def _with_password(self, record: StationRecord, password: str) -> StationRecord:
        return replace(
            record,
            key_hash=await self._hash(record.ocpp_id, password),
            offered_keys=None,
            presented_hash=None,
            unauthenticated_until=None,
            security_profile=max(1, record.security_profile),
        )

    async def _hash(self, ocpp_id: str, password: str) -> str:
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD or not password.isprintable():
            raise Invalid(
                "password",
                f"A station's password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} printable characters.",
            )
        return await self._passwords.hash(ocpp_id, password)

    async def _find(self, ocpp_id: str) -> StationRecord:
        # Looser than `is_identity`: a station that enrolled itself under a strange name must be reachable too.
        possible = 0 < len(ocpp_id) <= LONGEST_IDENTITY and ocpp_id.isprintable()
        record = await self._store.find(fold_identity(ocpp_id)) if possible else None
        if record is None:
            raise NotFound("station", ocpp_id)
        return record

    def _event(self, record: StationRecord, what: str, now: datetime) -> Event:
        return Event(
            id=self._new_id(),
            type=EventType.STATION_ADMINISTERED,
            time=now,
            station_id=record.id,
            station=record.ocpp_id,
            connector=None,
            data={"change": what},
        )

    async def _tell(self, station_id: UUID) -> None:
        """The change is committed: whoever asked for it hears so even if the database has gone away since."""
        await self._bus.publish(EVENTS_TOPIC, b"")
        if self._refresh is not None:
            try:
                await self._refresh(station_id)
            except StorageUnavailable as away:  # the event makes up for it as soon as the log is read again
                _log.warning("station_not_refreshed", station_id=str(station_id), reason=str(away))


def _with_certificate(record: StationRecord) -> StationRecord:
    """The record bound to the certificate it presented: exactly this one, from now on."""
    if record.presented_certificate is None:
        raise Conflict(
            "no-certificate",
            f"The station {record.ocpp_id!r} has presented no client certificate.",
            (Credential.ISSUE.value, Credential.NONE.value),
        )
    return replace(
        record,
        certificate=binding_of(record.presented_certificate, record.ocpp_id).stored(),
        presented_certificate=None,
        presented_hash=None,
        unauthenticated_until=None,
        security_profile=HIGHEST_PROFILE,
        raised_profiles=(),
    )


def _check_profile(profile: int) -> int:
    if not 0 <= profile <= HIGHEST_PROFILE:
        raise Invalid("security_profile", f"Security profiles are 0 to {HIGHEST_PROFILE}.")
    return profile


def _check_quirks(quirks: Mapping[str, Any]) -> None:
    try:
        adjusted(STANDARD, quirks)
    except ValueError as error:
        raise Invalid("quirks", f"{error}.") from error
