"""Changing a station's key or security profile over OCPP without locking it out.

Such a change is done by the station, at a moment of its own: it accepts a new `AuthorizationKey` or `SecurityProfile`,
and comes back with it after its next connect. So a change is first *offered*: old and new are both good. The handshake
that uses the new one puts it in force, and the old one is refused from then on (ocpp.md 2.4 and 2.5, OCTT TC_083). A
change that the station declines is withdrawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.operations.audit import GATEWAY, AuditEntry, SubjectKind, audited
from ocpp_gateway.operations.following import EVENTS_TOPIC
from ocpp_gateway.operations.ports import Bus, NewId
from ocpp_gateway.operations.refusals import Invalid

if TYPE_CHECKING:
    from ocpp_gateway.operations.passwords import StationPasswords

HIGHEST_PROFILE = 3


class CredentialChangeStore(Protocol):
    """Storage of offered credentials. May raise `StorageUnavailable`.

    Every call is one database transaction that ends with its entries of the audit and the events, and raises the
    station's version; it does nothing and returns `False` when there is nothing to change (the station is gone, or
    somebody else was faster).
    """

    async def offer(
        self,
        station_id: UUID,
        now: datetime,
        events: Sequence[Event],
        audit: Sequence[AuditEntry],
        *,
        key_hash: str | None = None,
        profile: int | None = None,
    ) -> bool:
        """Remember a key or a higher profile beside those in force, in place of an earlier offer."""
        ...

    async def withdraw(
        self,
        station_id: UUID,
        now: datetime,
        events: Sequence[Event],
        audit: Sequence[AuditEntry],
        *,
        key: bool = False,
        profile: bool = False,
    ) -> bool:
        """Forget what was offered."""
        ...

    async def settle(
        self,
        station_id: UUID,
        now: datetime,
        events: Sequence[Event],
        audit: Sequence[AuditEntry],
        *,
        key_hash: str | None = None,
        profile: int | None = None,
    ) -> bool:
        """Put in force what was offered, if it is still exactly this."""
        ...


class CredentialChanges:
    """Offers, withdraws and settles changes. Who sends the OCPP command calls it before and after."""

    def __init__(
        self, store: CredentialChangeStore, passwords: StationPasswords, bus: Bus, *, new_id: NewId
    ) -> None:
        self._store = store
        self._passwords = passwords
        self._bus = bus
        self._new_id = new_id

    async def offer_key(self, station_id: UUID, ocpp_id: str, key: str, now: datetime) -> bool:
        """Call it before an AuthorizationKey is sent: from now on both keys are valid, until the station uses the new
        one. Also the right state when no answer comes. Raises `PasswordsBusy` for a key that needs a slow hash.
        """
        key_hash = await self._passwords.hash(ocpp_id, key)
        events, audit = self._told_of(station_id, ocpp_id, "key_offered", now)
        return await self._told(await self._store.offer(station_id, now, events, audit, key_hash=key_hash))

    async def withdraw_key(self, station_id: UUID, ocpp_id: str, now: datetime) -> bool:
        """The station declined the new key (Rejected, NotSupported): only the old one is valid."""
        events, audit = self._told_of(station_id, ocpp_id, "key_withdrawn", now)
        return await self._told(await self._store.withdraw(station_id, now, events, audit, key=True))

    async def offer_profile(self, station_id: UUID, ocpp_id: str, profile: int, now: datetime) -> bool:
        """Call it before a higher SecurityProfile is sent: the station may still come on its present level, until it
        has come on the new one. `False` if that is not higher. Raises `Invalid`.
        """
        if not 1 <= profile <= HIGHEST_PROFILE:
            raise Invalid("security_profile", f"Security profiles can be raised to 1 to {HIGHEST_PROFILE}.")
        events, audit = self._told_of(station_id, ocpp_id, "profile_offered", now, profile)
        return await self._told(await self._store.offer(station_id, now, events, audit, profile=profile))

    async def withdraw_profile(self, station_id: UUID, ocpp_id: str, now: datetime) -> bool:
        """The station declined the higher profile."""
        events, audit = self._told_of(station_id, ocpp_id, "profile_withdrawn", now)
        return await self._told(await self._store.withdraw(station_id, now, events, audit, profile=True))

    async def settle(
        self, station_id: UUID, ocpp_id: str, *, key_hash: str | None, profile: int | None, now: datetime
    ) -> bool:
        """A handshake has used what was offered: it is in force, and the old one is refused from now on."""
        what = "key_used" if profile is None else "profile_raised"
        events, audit = self._told_of(station_id, ocpp_id, what, now, profile)
        settled = await self._store.settle(station_id, now, events, audit, key_hash=key_hash, profile=profile)
        return await self._told(settled)

    def _told_of(
        self, station_id: UUID, ocpp_id: str, what: str, now: datetime, profile: int | None = None
    ) -> tuple[list[Event], list[AuditEntry]]:
        """What is written beside the change. Nobody asked for it in so many words: the gateway follows its rules."""
        deed = audited(
            GATEWAY,
            what,
            SubjectKind.STATION,
            ocpp_id,
            now=now,
            new_id=self._new_id,
            station_id=station_id,
            after=None if profile is None else {"security_profile": profile},
        )
        return [self._event(station_id, ocpp_id, what, now)], [deed]

    async def _told(self, changed: bool) -> bool:
        if changed:
            await self._bus.publish(EVENTS_TOPIC, b"")
        return changed

    def _event(self, station_id: UUID, ocpp_id: str, what: str, now: datetime) -> Event:
        return Event(
            id=self._new_id(),
            type=EventType.STATION_ADMINISTERED,
            time=now,
            station_id=station_id,
            station=ocpp_id,
            connector=None,
            data={"change": what},
        )
