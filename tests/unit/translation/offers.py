"""A station's credentials in memory, changed by the real rules (`CredentialState`)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ocpp_gateway.operations.credential_changes import CredentialState
from ocpp_gateway.operations.passwords import PasswordsBusy
from ocpp_gateway.operations.ports import StorageUnavailable

OLD = "hash of old"


class Offers:
    """`CredentialOffers` for one station; hashes are readable. Can be busy, or away."""

    def __init__(self) -> None:
        self.state = CredentialState(key_hash=OLD, offered_keys=(), security_profile=1, raised_profiles=())
        self.busy = self.away = False

    @property
    def keys(self) -> list[tuple[str, bool]]:
        return [(offer.key_hashes[0], offer.accepted) for offer in self.state.offered_keys]

    async def hashes(self, ocpp_id: str, key: str) -> tuple[str, ...]:
        if self.busy:
            raise PasswordsBusy("scripted")
        return (f"hash of {key}",)

    async def offer_key(
        self, station_id: UUID, ocpp_id: str, key_hashes: tuple[str, ...], now: datetime
    ) -> bool:
        return self._moved(self.state.offered(key_hashes))

    async def accept_key(
        self, station_id: UUID, ocpp_id: str, key_hashes: tuple[str, ...], now: datetime
    ) -> bool:
        return self._moved(self.state.offered(key_hashes, accepted=True))

    async def withdraw_key(
        self, station_id: UUID, ocpp_id: str, key_hashes: tuple[str, ...], now: datetime
    ) -> bool:
        return self._moved(self.state.withdrawn(key_hashes))

    async def offer_profile(self, station_id: UUID, ocpp_id: str, profile: int, now: datetime) -> bool:
        return self._moved(self.state.raised(profile))

    async def withdraw_profile(self, station_id: UUID, ocpp_id: str, profile: int, now: datetime) -> bool:
        return self._moved(self.state.not_raised(profile))

    def _moved(self, after: CredentialState) -> bool:
        if self.away:
            raise StorageUnavailable("scripted")
        before, self.state = self.state, after
        return before != after
