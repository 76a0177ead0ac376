"""Changing a station's key or security profile over OCPP without locking it out.

Such a change is done by the station, at a moment of its own: it accepts a new `AuthorizationKey` or `SecurityProfile`,
and comes back with it after its next connect. So a change is first *offered*, before the command leaves: old and new
are both good. The handshake that uses the new one puts it in force, and the old one is refused from then on (ocpp.md
2.4 and 2.5, OCTT TC_073, TC_083). A change that the station declines is withdrawn.

When no answer comes, nobody knows which key the station has: all of them stay good until it uses one, then that one
counts. So several changes in a row may leave several keys behind; they are kept in the order in which they were
offered. Every rule is a function of the credentials as they are stored, applied in one transaction.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.operations.audit import GATEWAY, AuditEntry, SubjectKind, audited
from ocpp_gateway.operations.hints import EVENTS_TOPIC
from ocpp_gateway.operations.ports import Bus, NewId, OfferedKey
from ocpp_gateway.operations.refusals import Invalid

if TYPE_CHECKING:
    from ocpp_gateway.operations.passwords import StationPasswords

HIGHEST_PROFILE = 3
MOST_OFFERED = 4
"""Keys that may wait for a station at once. One more pushes out the oldest one that it has not accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialState:
    """What is in force for a station and what it was offered: `offered_keys` oldest first, the profiles ascending."""

    key_hash: str | None
    offered_keys: tuple[OfferedKey, ...]
    security_profile: int
    raised_profiles: tuple[int, ...]

    def offered(self, key_hashes: tuple[str, ...], *, accepted: bool = False) -> CredentialState:
        """With one more key. An offer that is known already moves to accepted, never back; the key that is in force
        needs no offer.
        """
        if self.key_hash in key_hashes:
            return self
        offer = OfferedKey(key_hashes, accepted)
        if not any(known.is_one_of(key_hashes) for known in self.offered_keys):
            return replace(self, offered_keys=_bounded((*self.offered_keys, offer)))
        keys = (
            OfferedKey(known.key_hashes, known.accepted or accepted) if known.is_one_of(key_hashes) else known
            for known in self.offered_keys
        )
        return replace(self, offered_keys=tuple(keys))

    def withdrawn(self, key_hashes: tuple[str, ...]) -> CredentialState:
        """Without a key that the station declined."""
        kept = tuple(known for known in self.offered_keys if not known.is_one_of(key_hashes))
        return replace(self, offered_keys=kept)

    def used(self, key_hash: str) -> CredentialState:
        """The station has shown a key. It counts now; so do those that it accepted later: it may change to them yet.

        What was offered before it, and whatever the station has said nothing about, is forgotten. A key that is
        neither in force nor offered changes nothing.
        """
        at = next((n for n, known in enumerate(self.offered_keys) if key_hash in known.key_hashes), None)
        if at is None and key_hash != self.key_hash:
            return self
        later = self.offered_keys if at is None else self.offered_keys[at + 1 :]
        return replace(
            self, key_hash=key_hash, offered_keys=tuple(known for known in later if known.accepted)
        )

    def raised(self, profile: int) -> CredentialState:
        """With one more profile above the one in force. Until the station uses or declines it, nobody knows whether it
        will come with it, also after another one was offered.
        """
        if profile <= self.security_profile or profile in self.raised_profiles:
            return self
        return replace(self, raised_profiles=tuple(sorted((*self.raised_profiles, profile))))

    def not_raised(self, profile: int) -> CredentialState:
        """Without a profile that the station declined."""
        return replace(self, raised_profiles=tuple(one for one in self.raised_profiles if one != profile))

    def risen(self, profile: int) -> CredentialState:
        """The station has come on an offered profile: it is in force, and those above it may follow."""
        if profile not in self.raised_profiles:
            return self
        above = tuple(one for one in self.raised_profiles if one > profile)
        return replace(self, security_profile=profile, raised_profiles=above)


def _bounded(keys: tuple[OfferedKey, ...]) -> tuple[OfferedKey, ...]:
    if len(keys) <= MOST_OFFERED:
        return keys
    oldest = next((known for known in keys[:-1] if not known.accepted), keys[0])
    return tuple(known for known in keys if known is not oldest)


Decide = Callable[[CredentialState], CredentialState]


class CredentialChangeStore(Protocol):
    """Storage of offered credentials. May raise `StorageUnavailable`."""

    async def change(
        self,
        station_id: UUID,
        now: datetime,
        events: Sequence[Event],
        audit: Sequence[AuditEntry],
        decide: Decide,
    ) -> bool:
        """Replace what is stored by what `decide` makes of it and raise the station's version.

        One transaction, ending with the audit and the events. `False`, and nothing is written, if that is
        the same or the station is gone.
        """
        ...


class CredentialChanges:
    """Offers, withdraws and settles changes. Who sends the OCPP command calls it before and after."""

    def __init__(
        self,
        store: CredentialChangeStore,
        passwords: StationPasswords,
        bus: Bus,
        *,
        new_id: NewId,
        refresh: Callable[[UUID], Awaitable[None]] | None = None,
    ) -> None:
        """`refresh` makes this node's own handshakes know of a change at once; the others hear of it by the log."""
        self._store = store
        self._passwords = passwords
        self._bus = bus
        self._new_id = new_id
        self._refresh = refresh

    async def hashes(self, ocpp_id: str, key: str) -> tuple[str, ...]:
        """How the value of an AuthorizationKey is stored, for every way in which a station may show it.

        Raises `PasswordsBusy` for a key that needs a slow hash.
        """
        return await self._passwords.hashes(ocpp_id, key)

    async def offer_key(
        self, station_id: UUID, ocpp_id: str, key_hashes: tuple[str, ...], now: datetime
    ) -> bool:
        """Call it before an AuthorizationKey is sent: from now on both keys are valid, until the station uses one.
        Also the right state when no answer comes. `False` if it is known already.
        """
        return await self._change(
            station_id, ocpp_id, "key_offered", now, lambda state: state.offered(key_hashes)
        )

    async def accept_key(
        self, station_id: UUID, ocpp_id: str, key_hashes: tuple[str, ...], now: datetime
    ) -> bool:
        """The station will use the new key: it stays valid however often the station still comes with the old one."""
        return await self._change(
            station_id, ocpp_id, "key_accepted", now, lambda state: state.offered(key_hashes, accepted=True)
        )

    async def withdraw_key(
        self, station_id: UUID, ocpp_id: str, key_hashes: tuple[str, ...], now: datetime
    ) -> bool:
        """The station declined this key (Rejected, NotSupported): what was valid before it stays."""
        return await self._change(
            station_id, ocpp_id, "key_withdrawn", now, lambda state: state.withdrawn(key_hashes)
        )

    async def offer_profile(self, station_id: UUID, ocpp_id: str, profile: int, now: datetime) -> bool:
        """Call it before a higher SecurityProfile is sent: the station may still come on its present level, until it
        has come on the new one. `False` if that is not higher. Raises `Invalid`.
        """
        if not 1 <= profile <= HIGHEST_PROFILE:
            raise Invalid("security_profile", f"Security profiles can be raised to 1 to {HIGHEST_PROFILE}.")
        return await self._change(
            station_id, ocpp_id, "profile_offered", now, lambda state: state.raised(profile), profile
        )

    async def withdraw_profile(self, station_id: UUID, ocpp_id: str, profile: int, now: datetime) -> bool:
        """The station declined this profile."""
        return await self._change(
            station_id, ocpp_id, "profile_withdrawn", now, lambda state: state.not_raised(profile)
        )

    async def settle(
        self, station_id: UUID, ocpp_id: str, *, key_hash: str | None, profile: int | None, now: datetime
    ) -> bool:
        """A handshake has used this key, this profile: what was offered is in force, and the old one refused."""

        def settled(state: CredentialState) -> CredentialState:
            if profile is not None:
                state = state.risen(profile)
            return state if key_hash is None else state.used(key_hash)

        what = "key_used" if profile is None else "profile_raised"
        return await self._change(station_id, ocpp_id, what, now, settled, profile)

    async def _change(
        self,
        station_id: UUID,
        ocpp_id: str,
        what: str,
        now: datetime,
        decide: Decide,
        profile: int | None = None,
    ) -> bool:
        event = self._event(station_id, ocpp_id, what, now)
        deed = audited(
            GATEWAY,  # nobody asked for it in so many words: the gateway follows its rules
            what,
            SubjectKind.STATION,
            ocpp_id,
            now=now,
            new_id=self._new_id,
            station_id=station_id,
            after=None if profile is None else {"security_profile": profile},
        )
        changed = await self._store.change(station_id, now, [event], [deed], decide)
        if changed:
            await self._bus.publish(EVENTS_TOPIC, b"")
            if self._refresh is not None:
                await self._refresh(station_id)
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
