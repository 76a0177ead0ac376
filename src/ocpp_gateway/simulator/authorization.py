"""Who may charge when nobody can be asked: local list and cache (OCPP 1.6, 3.5; SendLocalList, ClearCache)."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Literal

from ocpp_gateway.ocpp.timestamps import parse_timestamp
from ocpp_gateway.ocpp.v16.messages import (
    ClearCacheRequest,
    ClearCacheResponse,
    GetLocalListVersionRequest,
    GetLocalListVersionResponse,
    IdTagInfo,
    SendLocalListRequest,
    SendLocalListResponse,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocpp_gateway.ocpp.v16.messages import AuthorizationData
    from ocpp_gateway.simulator.configuration import Configuration
    from ocpp_gateway.simulator.station import Station

CACHE_LENGTH = 500
UpdateOutcome = Literal["Accepted", "Failed", "NotSupported", "VersionMismatch"]


class TagMemory:
    """The local list with its version, and the cache of recent answers. Tags are compared case-insensitively."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self.version = 0
        self.local_list: dict[str, IdTagInfo] = {}
        self._cache: OrderedDict[str, IdTagInfo] = OrderedDict()

    def remember(self, id_tag: str, info: IdTagInfo) -> None:
        """Put an answer of the central system into the cache; tags of the list have no place there."""
        folded = id_tag.casefold()
        if folded in self.local_list or not self._configuration.flag("AuthorizationCacheEnabled"):
            return
        self._cache[folded] = info
        self._cache.move_to_end(folded)
        if len(self._cache) > CACHE_LENGTH:
            self._cache.popitem(last=False)

    def clear_cache(self) -> bool:
        """Forget the cache; False when there is none."""
        if not self._configuration.flag("AuthorizationCacheEnabled"):
            return False
        self._cache.clear()
        return True

    def known(self, id_tag: str, now: float) -> IdTagInfo | None:
        """What list or cache say; the list comes first. An expired entry says Expired."""
        folded = id_tag.casefold()
        info = self.local_list.get(folded) if self._configuration.flag("LocalAuthListEnabled") else None
        if info is None and self._configuration.flag("AuthorizationCacheEnabled"):
            info = self._cache.get(folded)
        if info is None or info.status != "Accepted" or info.expiry_date is None:
            return info
        expiry, _ = parse_timestamp(info.expiry_date)
        if expiry is not None and expiry.timestamp() <= now:
            return IdTagInfo(status="Expired")
        return info

    def allowed_offline(self, id_tag: str, now: float) -> bool:
        """Whether a charge may start without asking (LocalAuthorizeOffline, AllowOfflineTxForUnknownId)."""
        known = self.known(id_tag, now)
        if known is None:
            return self._configuration.flag("AllowOfflineTxForUnknownId")
        return known.status == "Accepted" and self._configuration.flag("LocalAuthorizeOffline")

    def update(self, version: int, entries: Sequence[AuthorizationData], *, full: bool) -> UpdateOutcome:
        """Replace or amend the list. Nothing changes unless the answer is Accepted."""
        if not self._configuration.flag("LocalAuthListEnabled"):
            return "NotSupported"
        if version <= 0 or len(entries) > self._configuration.number("SendLocalListMaxLength"):
            return "Failed"
        folded = [entry.id_tag.casefold() for entry in entries]
        if len(set(folded)) != len(folded):
            return "Failed"
        if not full and version <= self.version:
            return "VersionMismatch"
        if full and any(entry.id_tag_info is None for entry in entries):
            return "Failed"
        changed = {} if full else dict(self.local_list)
        for tag, entry in zip(folded, entries, strict=True):
            if entry.id_tag_info is None:
                changed.pop(tag, None)
            else:
                changed[tag] = entry.id_tag_info
        if len(changed) > self._configuration.number("LocalAuthListMaxLength"):
            return "Failed"
        self.local_list, self.version = changed, version
        return "Accepted"


def send_local_list(station: Station, request: SendLocalListRequest, _now: float) -> SendLocalListResponse:
    """SendLocalList."""
    entries = request.local_authorization_list or ()
    status = station.tags.update(request.list_version, entries, full=request.update_type == "Full")
    return SendLocalListResponse(status=status)


def get_local_list_version(
    station: Station, _request: GetLocalListVersionRequest, _now: float
) -> GetLocalListVersionResponse:
    """GetLocalListVersion: 0 for an empty list, -1 when lists are switched off."""
    if not station.configuration.flag("LocalAuthListEnabled"):
        return GetLocalListVersionResponse(list_version=-1)
    return GetLocalListVersionResponse(list_version=station.tags.version if station.tags.local_list else 0)


def clear_cache(station: Station, _request: ClearCacheRequest, _now: float) -> ClearCacheResponse:
    """ClearCache: Rejected by a station without cache."""
    return ClearCacheResponse(status="Accepted" if station.tags.clear_cache() else "Rejected")
