"""`ETag`: two people do not overwrite each other's edits (`If-Match`), and what has not changed is not sent again.

The tag of a thing stands for what people edit. What a station reports about itself does not change it, although it is
part of the same answer: else nobody could ever edit a station that is talking. The tag of an answer that may be kept
(`If-None-Match`) stands for its bytes.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Any
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
    return _tags(if_match)


def _tags(listed: str) -> frozenset[str]:
    tags = (tag.strip() for tag in listed.split(","))
    return frozenset(tag.removeprefix("W/").strip('"') for tag in tags if tag)


ExpectedEditions = Annotated[frozenset[str] | None, Depends(_expected)]
"""Editions one of which the caller has seen; `None`: it does not matter."""

KnownTags = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        max_length=1000,
        description="The `ETag` that is kept; 304 if it is still the same",
    ),
]
UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "What is kept is still the same"}}


def kept_answer(body: bytes, known: str | None) -> Response:
    """JSON that the caller, and nobody between, may keep: it is asked about each time, and sent when it has changed."""
    tag = hashlib.sha256(body).hexdigest()[:32]
    headers = {
        "ETag": f'"{tag}"',
        "Cache-Control": "private, no-cache",
        "Vary": "Authorization, X-API-Key",
    }
    if known is not None and (known.strip() == "*" or tag in _tags(known)):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/json")
