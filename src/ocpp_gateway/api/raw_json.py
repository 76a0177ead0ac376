"""Answers that carry JSON texts exactly as stations sent them.

A payload is kept as its text and handed on unread: readers disagree about texts like `1e400`, an escaped NUL or half
a surrogate pair, and a page of the log must never fail because of what a station once sent (attack S21). The rest of
the answer is described and written by an ordinary model, which a test holds against the bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from pydantic import BaseModel
from starlette.responses import Response

MEDIA_TYPE = "application/json"


def with_texts(model: BaseModel, texts: Mapping[str, str | None]) -> bytes:
    """One object: the members of the model, and those whose JSON text is given (`None` is null)."""
    members: dict[str, msgspec.Raw] = msgspec.json.decode(
        model.model_dump_json(), type=dict[str, msgspec.Raw]
    )
    for name, text in texts.items():
        members[name] = msgspec.Raw(text.encode() if text is not None else b"null")
    return msgspec.json.encode(members)


def page_response(items: Sequence[bytes], next_cursor: str | None) -> Response:
    """A page of a list, of objects that are written already."""
    cursor = msgspec.json.encode(next_cursor)
    return Response(
        b'{"items":[' + b",".join(items) + b'],"next_cursor":' + cursor + b"}", media_type=MEDIA_TYPE
    )
