"""Sealing what must not be readable at rest: AES-256-GCM under a key derived for the purpose.

What only has to be recognised is kept as a digest under a key of its own (HMAC-SHA256): without that key nobody can try
out what it was made of, short as it may be.
"""

from __future__ import annotations

import base64
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ocpp_gateway.operations.keys import DerivedKeys

_NONCE_BYTES = 12
_KEY_ID_BYTES = 6


class CannotOpen(Exception):
    """The secret key that sealed this is not known any more, or the text was changed."""


class Sealer:
    """Seals texts for one purpose; `context` binds each to the row that it belongs to."""

    __slots__ = ("_keys", "_purpose")

    def __init__(self, keys: DerivedKeys, purpose: str) -> None:
        self._keys = keys
        self._purpose = purpose

    def seal(self, plain: bytes, context: bytes) -> str:
        """`key id$base64(nonce, ciphertext)`."""
        key_id, key = self._keys.purpose(self._purpose)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = nonce + AESGCM(key).encrypt(nonce, plain, context)
        return f"{key_id}${base64.b64encode(sealed).decode()}"

    def open(self, sealed: str, context: bytes) -> bytes:
        """What was sealed. Raises `CannotOpen`."""
        key_id, _, text = sealed.partition("$")
        key = self._keys.by_id(self._purpose, key_id)
        if key is None:
            raise CannotOpen("sealed with a secret key that is not known any more")
        try:
            octets = base64.b64decode(text, validate=True)
            return AESGCM(key).decrypt(octets[:_NONCE_BYTES], octets[_NONCE_BYTES:], context)
        except (ValueError, InvalidTag) as error:
            raise CannotOpen("not what was sealed") from error

    def digest(self, plain: bytes) -> bytes:
        """By what this is recognised: the id of the key, and a digest under it."""
        key_id, key = self._keys.purpose(self._of_digests)
        return bytes.fromhex(key_id) + hmac.digest(key, plain, "sha256")

    def recognises(self, digest: bytes, plain: bytes) -> bool:
        """Whether the digest was made of this. Raises `CannotOpen`."""
        key = self._keys.by_id(self._of_digests, digest[:_KEY_ID_BYTES].hex())
        if key is None:
            raise CannotOpen("a digest under a secret key that is not known any more")
        return hmac.compare_digest(digest[_KEY_ID_BYTES:], hmac.digest(key, plain, "sha256"))

    @property
    def _of_digests(self) -> str:
        return f"{self._purpose}/digests"
