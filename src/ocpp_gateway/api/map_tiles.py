"""A server of map tiles, if the settings name one."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class MapTiles:
    """`url` is a template with {z}, {x} and {y}; `attribution` names whose map it is."""

    url: str
    attribution: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a content policy allows."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"
