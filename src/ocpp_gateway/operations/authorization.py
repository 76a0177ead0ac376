"""May this tag charge? (OCPP 1.6, 4.1.) `ConcurrentTx` is an answer to starts alone (ocpp.md 2.11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from ocpp_gateway.charging.tokens import Authorization, Token, TokenStatus, authorize, fold
from ocpp_gateway.operations.decision import Decision
from ocpp_gateway.operations.reads import Reads

_ENOUGH = 3
"""Running transactions to look at: one may be the start's own, one that which it supersedes; a third is another."""


async def check(id_tag: str, reads: Reads, now: datetime) -> Authorization:
    """Look the tag up (case-insensitively) and judge it."""
    token = await reads.tokens.find(fold(id_tag))
    return authorize(token, now, unknown_accepted=reads.policy.accept_unknown_tags)


async def check_start(
    id_tag: str, station_id: UUID, start_key: bytes, superseded: UUID | None, reads: Reads, now: datetime
) -> Authorization:
    """Judge the tag of a new start: accepted, but charging elsewhere already, is `ConcurrentTx`.

    Only a *different* transaction counts that still runs and was accepted: not the one that this start itself is, not
    the one whose lost stop it stands for (`superseded`), none that was refused. A tag that nobody entered has no rule
    that forbids it. Two starts in the same moment may both be accepted; the transaction is stored in every case.
    """
    token = await reads.tokens.find(fold(id_tag))
    authorization = authorize(token, now, unknown_accepted=reads.policy.accept_unknown_tags)
    if token is None or token.concurrent or authorization.status is not TokenStatus.ACCEPTED:
        return authorization
    running = await reads.transactions.running_under(_names(token), _ENOUGH)
    for other in running:
        own = other.station_id == station_id and other.start_key == start_key
        if not own and other.id != superseded:
            return replace(authorization, status=TokenStatus.CONCURRENT_TX)
    return authorization


def _names(token: Token) -> Sequence[str]:
    return token.names or (fold(token.id_tag),)


async def authorize_tag(id_tag: str, reads: Reads, now: datetime) -> Decision[Authorization]:
    """Authorize.req: an answer and nothing to store but the two frames."""
    return Decision(await check(id_tag, reads, now))
