"""A command that changes a station's key or security profile, on its way through one connection.

The offer is committed before the frame is written: a station may come back with the new key before its answer is
stored, and after a crash nobody would know that there ever was one. What the answer means is committed before the
answer itself, so that whatever dies in between leaves more keys valid, never fewer than the station may have.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from uuid import UUID

from ocpp_gateway.charging.stations import Station
from ocpp_gateway.ocpp.exchange import Answered, LateAnswer, Refused
from ocpp_gateway.translation.v16.credentials import AskedChange, answer_to_change


class CredentialOffers(Protocol):
    """What is valid at a station's next handshake (`operations/credential_changes.py`). Raises `StorageUnavailable`."""

    async def hashes(self, ocpp_id: str, key: str) -> tuple[str, ...]:
        """How a key is stored. Raises `PasswordsBusy`."""
        ...

    async def offer_key(
        self, station_id: UUID, ocpp_id: str, key_hashes: tuple[str, ...], now: datetime
    ) -> bool:
        """The key is valid beside those that are; `False` if it is already."""
        ...

    async def accept_key(
        self, station_id: UUID, ocpp_id: str, key_hashes: tuple[str, ...], now: datetime
    ) -> bool:
        """The station will use it."""
        ...

    async def withdraw_key(
        self, station_id: UUID, ocpp_id: str, key_hashes: tuple[str, ...], now: datetime
    ) -> bool:
        """The station will not use it."""
        ...

    async def offer_profile(self, station_id: UUID, ocpp_id: str, profile: int, now: datetime) -> bool:
        """A higher profile may be used from now on; `False` if it is not higher or offered already."""
        ...

    async def withdraw_profile(self, station_id: UUID, ocpp_id: str, profile: int, now: datetime) -> bool:
        """The station will not use it."""
        ...


class Rotation:
    """One change of a key or a profile. Without one (`rotation_of` gives `None`) a command is like any other."""

    __slots__ = ("_key_hashes", "_offers", "_ours", "_profile")

    def __init__(
        self, offers: CredentialOffers, *, key_hashes: tuple[str, ...] = (), profile: int | None = None
    ) -> None:
        self._offers = offers
        self._key_hashes = key_hashes
        self._profile = profile
        self._ours = False
        """Whether it was this command that offered it: an offer of an earlier one is not taken back unsent."""

    async def offer(self, station: Station, now: datetime) -> None:
        """Before the command is stored as sent."""
        if self._key_hashes:
            self._ours = await self._offers.offer_key(station.id, station.ocpp_id, self._key_hashes, now)
        elif self._profile is not None:
            self._ours = await self._offers.offer_profile(station.id, station.ocpp_id, self._profile, now)

    async def not_sent(self, station: Station, now: datetime) -> None:
        """The command was withdrawn before its frame was written."""
        if self._ours:
            await self._withdraw(station, now)

    async def answered(
        self, station: Station, result: Answered | Refused | LateAnswer, now: datetime
    ) -> None:
        """The station has answered, in time or late. An answer that says nothing leaves everything valid."""
        taken = answer_to_change(result)
        if taken is False:
            await self._withdraw(station, now)
        elif taken and self._key_hashes:
            await self._offers.accept_key(station.id, station.ocpp_id, self._key_hashes, now)

    async def _withdraw(self, station: Station, now: datetime) -> None:
        if self._key_hashes:
            await self._offers.withdraw_key(station.id, station.ocpp_id, self._key_hashes, now)
        elif self._profile is not None:
            await self._offers.withdraw_profile(station.id, station.ocpp_id, self._profile, now)


async def rotation_of(
    offers: CredentialOffers, station: Station, asked: AskedChange | None
) -> Rotation | None:
    """The rotation that a command brings, if it brings one. Raises `PasswordsBusy`."""
    if asked is None:
        return None
    if asked.key is None:
        return Rotation(offers, profile=asked.profile)
    return Rotation(offers, key_hashes=await offers.hashes(station.ocpp_id, asked.key))
