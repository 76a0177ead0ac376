"""Keys derived from the one secret of the installation: one per purpose, each with an id that names its secret.

`SECRET_KEY` is never used itself. A key id stands beside whatever a key made, so that during a rotation the previous
secret still verifies what it signed while everything new is made with the current one.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SHORTEST_SECRET = 16
"""Bytes. Anything shorter is a password somebody typed, not a key."""
_KEY_BYTES = 32
_ID_BYTES = 6


class DerivedKeys:
    """HKDF-SHA256 over the current and, during a rotation, the previous secret."""

    __slots__ = ("_current", "_known", "_previous")

    def __init__(self, secret: bytes | str, previous: bytes | str | None = None) -> None:
        """Take the secrets as bytes or text. Raises `ValueError` if one of them is shorter than `SHORTEST_SECRET`."""
        self._current = _checked(secret)
        self._previous = _checked(previous) if previous else None
        self._known: dict[tuple[bytes, str], tuple[str, bytes]] = {}

    def purpose(self, name: str) -> tuple[str, bytes]:
        """The id (12 hex digits) and the key (32 bytes) with which new things of this purpose are made."""
        return self._derive(self._current, name)

    def by_id(self, name: str, key_id: str) -> bytes | None:
        """The key of this purpose with the given id; `None` if neither secret made it."""
        for secret in (self._current, self._previous):
            if secret is not None:
                known_id, key = self._derive(secret, name)
                if known_id == key_id:
                    return key
        return None

    def _derive(self, secret: bytes, name: str) -> tuple[str, bytes]:
        known = self._known.get((secret, name))
        if known is None:
            label = name.encode()
            key_id = _hkdf(secret, b"ocpp-gateway/key-id/" + label, _ID_BYTES).hex()
            known = self._known[secret, name] = (
                key_id,
                _hkdf(secret, b"ocpp-gateway/key/" + label, _KEY_BYTES),
            )
        return known


def _checked(secret: bytes | str) -> bytes:
    octets = secret.encode() if isinstance(secret, str) else bytes(secret)
    if len(octets) < SHORTEST_SECRET:
        raise ValueError(f"the secret key is too short: at least {SHORTEST_SECRET} bytes are needed")
    return octets


def _hkdf(secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(secret)
