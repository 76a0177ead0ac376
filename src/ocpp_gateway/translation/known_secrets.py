"""Keys that a station was told over this connection: masked wherever it repeats them, also without their name.

`masking` finds a key by its name. A station may repeat one as a bare text (in the `info` of a status, in its answer, in
data of its vendor), which only whoever knows the key can tell from any other text. It is known here from the moment its
command is sent until the connection ends; a connection that was told none pays one comparison for each entry.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

from ocpp_gateway.operations.credential_changes import MOST_OFFERED
from ocpp_gateway.operations.decision import Entry
from ocpp_gateway.translation.masking import MASK

SHORTEST = 16
"""Characters of an AuthorizationKey (whitepaper, A00). Something shorter may stand in a text for other reasons."""


class KnownSecrets:
    """The last few keys of one connection."""

    __slots__ = ("_in_bytes", "_in_texts", "_secrets")

    def __init__(self, secret: str) -> None:
        self._secrets: list[str] = []
        self.add(secret)

    def add(self, secret: str) -> None:
        """One more; the oldest goes when there are too many."""
        self._secrets = [*(known for known in self._secrets if known != secret), secret][-MOST_OFFERED:]
        spellings = {spelt for known in self._secrets for spelt in (known, json.dumps(known)[1:-1])}
        # Hex digits come back in either case.
        pattern = "|".join(map(re.escape, sorted(spellings, key=len, reverse=True)))
        self._in_texts = re.compile(pattern, re.IGNORECASE)
        self._in_bytes = re.compile(pattern.encode(), re.IGNORECASE)

    def concealed(self, entry: Entry) -> Entry:
        """The entry as it may be stored; what it answers is ours and stays."""
        return replace(
            entry,
            changes=self._without(entry.changes),
            events=self._without(entry.events),
            frames=self._without(entry.frames),
        )

    def _without(self, value: Any) -> Any:
        """A value of any kind, itself if there is nothing to hide. Enumerations are no texts."""
        kind = type(value)
        if kind is str:
            return self._in_texts.sub(MASK, value)
        if kind is bytes:
            return self._in_bytes.sub(MASK.encode(), value)
        if kind is list or kind is tuple:
            return kind(self._without(part) for part in value)
        if kind is dict:
            return {name: self._without(part) for name, part in value.items()}
        if not is_dataclass(value):
            return value
        parts = {field.name: getattr(value, field.name) for field in fields(value)}
        changed = {name: new for name, part in parts.items() if (new := self._without(part)) is not part}
        return replace(value, **changed) if changed else value  # type: ignore[type-var]
