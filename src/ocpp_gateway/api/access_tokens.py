"""Access tokens: short-lived signed texts that say who is calling (attack S20).

HS256 and nothing else; the key is derived from the secret of the installation for this purpose alone, its id stands in
the header so that a rotation of the secret signs nobody out. A token says neither role nor permissions: those are read
afresh with every request.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from ocpp_gateway.operations.keys import DerivedKeys

LIFETIME = timedelta(minutes=15)
_ALGORITHM = "HS256"
_TYPE = "at+jwt"
_ISSUER = "ocpp-gateway"
_PURPOSE = "access-token"
_LONGEST = 2048
_HEADER_NAMES = {"alg", "kid", "typ"}


class InvalidToken(Exception):
    """The text is not a token of ours that counts now; `str()` says why, without any part of it."""


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What a token says: which user, in which sign-in."""

    user_id: UUID
    family: UUID


class AccessTokens:
    """Makes and reads access tokens."""

    def __init__(self, keys: DerivedKeys, *, lifetime: timedelta = LIFETIME) -> None:
        if not timedelta(0) < lifetime <= LIFETIME:
            raise ValueError(f"an access token lives at most {LIFETIME}")
        self._keys = keys
        self.lifetime = lifetime

    def make(self, claims: AccessClaims, now: datetime) -> str:
        """A token for this user from now on."""
        key_id, key = self._keys.purpose(_PURPOSE)
        issued = int(now.timestamp())
        return jwt.encode(
            {"alg": _ALGORITHM, "kid": key_id, "typ": _TYPE},
            {
                "iss": _ISSUER,
                "sub": str(claims.user_id),
                "sid": str(claims.family),
                "iat": issued,
                "exp": issued + int(self.lifetime.total_seconds()),
            },
            OctKey.import_key(key),
            algorithms=[_ALGORITHM],
        )

    def read(self, text: str, now: datetime) -> AccessClaims:
        """Check signature, type and time. Raises `InvalidToken`."""
        if len(text) > _LONGEST:
            raise InvalidToken("The access token is too long.")
        try:
            token = jwt.decode(text, self._find_key, algorithms=[_ALGORITHM])
        except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
            raise InvalidToken("The access token is not one of this gateway.") from error
        header, claims = token.header, token.claims
        if set(header) != _HEADER_NAMES or header["typ"] != _TYPE or claims.get("iss") != _ISSUER:
            raise InvalidToken("The access token is not one of this gateway.")
        return _still_valid(claims, now)

    def _find_key(self, token: Any) -> OctKey:
        key_id = token.headers().get("kid")
        key = self._keys.by_id(_PURPOSE, key_id) if isinstance(key_id, str) else None
        if key is None:
            raise ValueError("unknown key")
        return OctKey.import_key(key)


def _still_valid(claims: dict[str, Any], now: datetime) -> AccessClaims:
    issued, expires = claims.get("iat"), claims.get("exp")
    if type(issued) is not int or type(expires) is not int:
        raise InvalidToken("The access token has no times.")
    # However far away its end is said to be: no token counts longer than the longest lifetime.
    if now.timestamp() >= min(expires, issued + int(LIFETIME.total_seconds())):
        raise InvalidToken("The access token has expired. Refresh the sign-in.")
    try:
        return AccessClaims(user_id=UUID(claims["sub"]), family=UUID(claims["sid"]))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise InvalidToken("The access token names nobody.") from error
