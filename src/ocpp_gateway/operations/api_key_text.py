"""The text of an API key: `ogw_`, 32 random bytes in base 62, and a checksum.

The prefix and the checksum let anybody who finds such a text (a secret scanner) know what it is without asking us; the
pattern is published. Only the SHA-256 is stored: the key is random, so nothing slower is needed (attack S13).
"""

from __future__ import annotations

import hashlib
import re
import secrets
import string
import zlib

PREFIX = "ogw_"
_RANDOM_BYTES = 32
_BODY = 43
"""Digits of base 62 that 32 bytes need."""
_CHECKSUM = 6
_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
PATTERN = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{_BODY + _CHECKSUM}}}")
HINT_LENGTH = len(PREFIX) + 6
"""How much of a key is shown later, so that people can tell theirs apart: 6 of 43 random digits."""


def make_key() -> str:
    """A new key."""
    body = _base62(int.from_bytes(secrets.token_bytes(_RANDOM_BYTES)), _BODY)
    return PREFIX + body + _checksum(body)


def is_key(text: str) -> bool:
    """Whether a text can be a key at all: its form and its checksum are right."""
    if PATTERN.fullmatch(text) is None:
        return False
    body = text[len(PREFIX) : len(PREFIX) + _BODY]
    return text.endswith(_checksum(body))


def hash_key(key: str) -> str:
    """What is stored of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def _checksum(body: str) -> str:
    """CRC-32 of the random part, in base 62."""
    return _base62(zlib.crc32(body.encode()), _CHECKSUM)


def _base62(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, digit = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))
