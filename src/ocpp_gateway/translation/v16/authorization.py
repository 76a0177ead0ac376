"""Authorize ↔ id tags; idTagInfo for every message that carries one."""

from __future__ import annotations

from datetime import datetime

from ocpp_gateway.charging.stations import Station
from ocpp_gateway.charging.tokens import Authorization
from ocpp_gateway.ocpp.timestamps import format_timestamp
from ocpp_gateway.ocpp.v16.messages import AuthorizeRequest, AuthorizeResponse, IdTagInfo
from ocpp_gateway.operations.authorization import authorize_tag
from ocpp_gateway.operations.reads import Reads
from ocpp_gateway.translation.handled import Handled
from ocpp_gateway.translation.words import clean


def id_tag_info(authorization: Authorization) -> IdTagInfo:
    """What a station is told about a tag; the parent must be there for group and reservation cases (ocpp.md 1.3)."""
    return IdTagInfo(
        status=authorization.status.value,
        expiry_date=None if authorization.expiry is None else format_timestamp(authorization.expiry),
        parent_id_tag=authorization.parent,
    )


async def authorize(station: Station, message: AuthorizeRequest, reads: Reads, now: datetime) -> Handled:
    """The tag is looked up, never the station's own opinion of it."""
    del station
    decision = await authorize_tag(clean(message.id_tag), reads, now)
    return Handled(
        response=AuthorizeResponse(id_tag_info=id_tag_info(decision.answer)),
        decision=decision,
    )
