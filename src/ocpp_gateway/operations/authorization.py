"""May this tag charge? (OCPP 1.6, 4.1.) `ConcurrentTx` is never answered here, it belongs to starts."""

from __future__ import annotations

from datetime import datetime

from ocpp_gateway.charging.tokens import Authorization, authorize, fold
from ocpp_gateway.operations.decision import Decision
from ocpp_gateway.operations.reads import Reads


async def check(id_tag: str, reads: Reads, now: datetime) -> Authorization:
    """Look the tag up (case-insensitively) and judge it."""
    token = await reads.tokens.find(fold(id_tag))
    return authorize(token, now, unknown_accepted=reads.policy.accept_unknown_tags)


async def authorize_tag(id_tag: str, reads: Reads, now: datetime) -> Decision[Authorization]:
    """Authorize.req: an answer and nothing to store but the two frames."""
    return Decision(await check(id_tag, reads, now))
