"""`ETag` and `If-Match`: two people do not overwrite each other's edits.

The tag stands for what people edit. What a station reports about itself does not change it, although it is part of
the same answer: else nobody could ever edit a station that is talking.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header
from starlette.responses import Response

from ocpp_gateway.operations.editions import edition


def set_etag(response: Response, thing: UUID, version: int) -> None:
    """Tag an answer."""
    response.headers["ETag"] = f'"{edition(thing, version)}"'


def _expected(
    if_match: Annotated[
        str | None,
        Header(max_length=1000, description="The `ETag` that was read; 412 if somebody has edited it since"),
    ] = None,
) -> frozenset[str] | None:
    if if_match is None or if_match.strip() == "*":
        return None
    tags = (tag.strip() for tag in if_match.split(","))
    return frozenset(tag.removeprefix("W/").strip('"') for tag in tags if tag)


ExpectedEditions = Annotated[frozenset[str] | None, Depends(_expected)]
"""Editions one of which the caller has seen; `None`: it does not matter."""
