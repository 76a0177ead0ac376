"""What is known of a station's password and of how it and the security profile came about. Never a hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from ocpp_gateway.operations.audit import ActorKind

LONGEST_HISTORY = 20
"""Changes that are shown."""


class CredentialChange(StrEnum):
    """What happened to a password, a security profile or a certificate; what the audit calls it is in `DEEDS`."""

    SET = "password_set"
    """By hand: it counts from the next handshake, the station is told nothing."""
    OFFERED = "password_offered"
    """About to be sent to the station: from now on the old and the new one are good."""
    ACCEPTED = "password_accepted"
    """The station has said that it will use it."""
    WITHDRAWN = "password_withdrawn"
    """The station declined it: the old one stays."""
    USED = "password_used"
    """The station came with it: from now on it alone is good."""
    PROFILE_SET = "profile_set"
    PROFILE_OFFERED = "profile_offered"
    PROFILE_WITHDRAWN = "profile_withdrawn"
    PROFILE_RAISED = "profile_raised"
    """The station came on it: lower ones are refused."""
    CERTIFICATE_SET = "certificate_set"
    """Another client certificate is its own from now on, or none in particular."""


DEEDS = {
    "station.key_offered": CredentialChange.OFFERED,
    "station.key_accepted": CredentialChange.ACCEPTED,
    "station.key_withdrawn": CredentialChange.WITHDRAWN,
    "station.key_used": CredentialChange.USED,
    "station.profile_offered": CredentialChange.PROFILE_OFFERED,
    "station.profile_withdrawn": CredentialChange.PROFILE_WITHDRAWN,
    "station.profile_raised": CredentialChange.PROFILE_RAISED,
}
"""Entries of the audit that are about one change, whatever they hold."""
EDITS = ("station.created", "station.approved", "station.password_set", "station.edited")
"""Entries that are about these things if they hold their members."""
MEMBERS = {
    "password": CredentialChange.SET,
    "security_profile": CredentialChange.PROFILE_SET,
    "certificate": CredentialChange.CERTIFICATE_SET,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialEvent:
    """One change. `security_profile` is the one that was set, offered or reached."""

    at: datetime
    what: CredentialChange
    by: str
    by_kind: ActorKind
    security_profile: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialView:
    """`offered`: passwords that wait for the station to use them, oldest first; true for those that it has accepted."""

    has_password: bool
    offered: tuple[bool, ...]
    history: tuple[CredentialEvent, ...]


class CredentialQueries(Protocol):
    """May raise `StorageUnavailable`."""

    async def of_station(self, station_id: UUID) -> CredentialView:
        """Of a living station; that it may be seen is checked before. The history is newest first."""
        ...
