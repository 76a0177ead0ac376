"""Id tags and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TokenStatus(StrEnum):
    """The answer to "may this tag charge?" in OCPP 1.6's words."""

    ACCEPTED = "Accepted"
    BLOCKED = "Blocked"
    EXPIRED = "Expired"
    INVALID = "Invalid"
    CONCURRENT_TX = "ConcurrentTx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """An id tag somebody entered. `parent` is the group tag that the station gets as parentIdTag."""

    id_tag: str
    status: TokenStatus
    expiry: datetime | None = None
    parent: str | None = None
    group: str | None = None
    concurrent: bool = False
    """Whether it may have more than one running transaction."""
    names: tuple[str, ...] = ()
    """Every name of the tag, folded: its own and the aliases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """What a station is told about a tag."""

    status: TokenStatus
    expiry: datetime | None = None
    parent: str | None = None


def fold(id_tag: str) -> str:
    """The form in which tags are compared: CiString ignores case (errata 3.58), blanks around it carry nothing."""
    return id_tag.strip().casefold()


def authorize(token: Token | None, now: datetime, *, unknown_accepted: bool) -> Authorization:
    """Decide on a tag. An expiry in the past is `Expired`; an unknown tag is `Invalid` unless configured otherwise.

    `ConcurrentTx` is never decided here: it only has a meaning for a start.
    """
    if token is None:
        return Authorization(status=TokenStatus.ACCEPTED if unknown_accepted else TokenStatus.INVALID)
    status = token.status
    if status is TokenStatus.ACCEPTED and token.expiry is not None and token.expiry <= now:
        status = TokenStatus.EXPIRED
    return Authorization(status=status, expiry=token.expiry, parent=token.parent)
