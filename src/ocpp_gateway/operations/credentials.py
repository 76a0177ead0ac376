"""The credentials of all living stations, in memory: a handshake must not wait for the database.

About a hundred bytes a station. Loaded once at start, then kept current station by station as the event log tells of
administrative changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocpp_gateway.charging.stations import Registration

if TYPE_CHECKING:
    from uuid import UUID

    from ocpp_gateway.operations.ports import CredentialSource, StationCredential


class CredentialBook:
    """Look-up of credentials by identity. Identities match exactly; that two differ only in case is found out too."""

    __slots__ = (
        "_by_id",
        "_by_identity",
        "_folded",
        "_loading",
        "_pending",
        "_serial",
        "_source",
        "_tickets",
    )

    def __init__(self, source: CredentialSource) -> None:
        self._source = source
        self._by_id: dict[UUID, StationCredential] = {}
        self._by_identity: dict[str, StationCredential] = {}
        self._folded: dict[str, UUID] = {}
        self._pending = 0
        self._serial = 0
        self._tickets: dict[UUID, int] = {}
        self._loading: set[UUID] | None = None

    def __len__(self) -> int:
        return len(self._by_id)

    @property
    def pending(self) -> int:
        """How many stations wait for an operator's decision."""
        return self._pending

    def find(self, identity: str) -> StationCredential | None:
        """The station that is registered under exactly this identity."""
        return self._by_identity.get(identity)

    def differs_in_case(self, identity: str) -> bool:
        """Whether a station has this identity in another spelling of upper and lower case."""
        return identity not in self._by_identity and identity.casefold() in self._folded

    async def load(self) -> None:
        """Read every living station, replacing what is known. Raises `StorageUnavailable`; the old book then stays.

        A station that is refreshed while the stream runs is read once more afterwards: the stream may hold its past.
        """
        self._loading = set()
        try:
            rows = [credential async for credential in self._source.all()]
            changed = self._loading
        finally:
            self._loading = None
        self._by_id, self._by_identity, self._folded, self._pending = {}, {}, {}, 0
        for credential in rows:
            self._put(credential)
        for station_id in changed:
            await self.refresh(station_id)

    async def refresh(self, station_id: UUID) -> None:
        """Read one station again after it was changed, made or archived. Raises `StorageUnavailable`."""
        if self._loading is not None:
            self._loading.add(station_id)
        self._serial += 1
        ticket = self._tickets[station_id] = self._serial
        try:
            credential = await self._source.one(station_id)
        except BaseException:
            if self._tickets.get(station_id) == ticket:
                del self._tickets[station_id]
            raise
        if self._tickets.get(station_id) != ticket:
            return  # a later refresh has been asked for and reads a newer state
        del self._tickets[station_id]
        self._drop(station_id)
        if credential is not None:
            self._put(credential)

    def _put(self, credential: StationCredential) -> None:
        self._by_id[credential.station_id] = credential
        self._by_identity[credential.ocpp_id] = credential
        self._folded[credential.ocpp_id.casefold()] = credential.station_id
        self._pending += credential.registration is Registration.PENDING

    def _drop(self, station_id: UUID) -> None:
        old = self._by_id.pop(station_id, None)
        if old is None:
            return
        self._pending -= old.registration is Registration.PENDING
        # An identity may have passed on to another station meanwhile: only this station's own entries go.
        if self._by_identity.get(old.ocpp_id) is old:
            del self._by_identity[old.ocpp_id]
        if self._folded.get(old.ocpp_id.casefold()) == station_id:
            del self._folded[old.ocpp_id.casefold()]
