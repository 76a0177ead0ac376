"""Which characters a line of text for people may have."""

from __future__ import annotations

import unicodedata

_JOINERS = frozenset("\u200c\u200d")
"""They are invisible and belong to writing: Persian and the scripts of India need them, and so do many emoji."""


def is_line(text: str) -> bool:
    """Whether this is one line that looks like what it is. None but joiners is nothing to be seen.

    Blanks are those of every script: the wide one of Japanese addresses, the one that keeps words together. Control
    characters, line breaks and what turns the direction of reading round (U+202E) are none.
    """
    return text.isprintable() or (all(map(_belongs, text)) and not set(text) <= _JOINERS)


def _belongs(mark: str) -> bool:
    return mark.isprintable() or mark in _JOINERS or unicodedata.category(mark) == "Zs"
