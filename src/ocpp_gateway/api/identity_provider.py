"""The identity provider where people can sign in: OpenID Connect, authorization code with PKCE.

What the provider says about itself (discovery) and its keys are kept for an hour; a key that is not known yet makes us
look again. The ID token is taken only with one of `ALGORITHMS`, whatever its header or the provider's document says
(attack S20), for this issuer, this client and this attempt (nonce).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ["RS256", "PS256", "ES256"]
SCOPE = "openid email profile"
KEPT = timedelta(hours=1)
_SECONDS = 10.0
_LEEWAY_SECONDS = 60
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class ProviderFailed(Exception):
    """The provider does not answer, or not as it should; `str()` is for the log and holds no secret."""


class NotVouchedFor(Exception):
    """What came back is no valid word of the provider for this attempt; `str()` is for the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What must be remembered of a sign-in while somebody is at the provider."""

    state: str
    nonce: str
    verifier: str
    begun: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """Whom the provider vouches for. `email` is one that it has verified."""

    email: str
    name: str


@dataclass(frozen=True, slots=True)
class _Knowledge:
    metadata: dict[str, Any]
    keys: KeySet
    at: datetime


class IdentityProvider:
    """One provider, and us as its client. `redirect_uri` is our callback, as it is registered there."""

    def __init__(self, issuer: str, client_id: str, client_secret: str, redirect_uri: str) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._redirect_uri = redirect_uri
        self._known: _Knowledge | None = None

    async def begin(self, now: datetime) -> tuple[str, Attempt]:
        """Where to send the browser, and what to remember. Raises `ProviderFailed`."""
        known = await self._knowledge(now)
        attempt = Attempt(
            state=secrets.token_urlsafe(24),
            nonce=secrets.token_urlsafe(24),
            verifier=secrets.token_urlsafe(48),
            begun=now.timestamp(),
        )
        async with self._client() as client:
            address, _ = client.create_authorization_url(
                known.metadata["authorization_endpoint"],
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
            )
        return str(address), attempt

    async def finish(self, attempt: Attempt, code: str, state: str, now: datetime) -> Vouched:
        """Exchange the code and read the ID token. Raises `ProviderFailed` or `NotVouchedFor`."""
        if not secrets.compare_digest(state.encode(), attempt.state.encode()):
            raise NotVouchedFor("the state is not that of this browser")
        known = await self._knowledge(now)
        try:
            async with self._client() as client:
                token = await client.fetch_token(
                    known.metadata["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=attempt.verifier,
                    redirect_uri=self._redirect_uri,
                )
        except (httpx2.HTTPError, ValueError, KeyError) as error:
            raise ProviderFailed(f"the token endpoint failed ({type(error).__name__})") from error
        except AuthlibBaseError as error:
            raise NotVouchedFor(f"the provider refused the code ({error.error})") from error
        text = token.get("id_token")
        if not isinstance(text, str):
            raise NotVouchedFor("there is no ID token")
        claims = await self._claims(text, attempt, token.get("access_token"), now)
        return _vouched(claims)

    async def _claims(self, text: str, attempt: Attempt, access_token: object, now: datetime) -> CodeIDToken:
        """The claims of an ID token that holds in every respect."""
        known = await self._knowledge(now)
        try:
            try:
                token = jwt.decode(text, known.keys, algorithms=ALGORITHMS)
            except (JoseError, ValueError):
                # Perhaps the provider has changed its keys since: look once more, then believe the refusal.
                token = jwt.decode(text, (await self._look(now)).keys, algorithms=ALGORITHMS)
            claims = CodeIDToken(
                token.claims,
                token.header,
                options={
                    "iss": {"essential": True, "value": self._issuer},
                    "aud": {"essential": True, "value": self._client_id},
                    "exp": {"essential": True},
                    "nonce": {"essential": True, "value": attempt.nonce},
                },
                params={
                    "nonce": attempt.nonce,
                    "client_id": self._client_id,
                    "access_token": access_token,
                },
            )
            claims.validate(now=int(now.timestamp()), leeway=_LEEWAY_SECONDS)
        except (JoseError, AuthlibBaseError, ValueError, TypeError, KeyError, RecursionError) as error:
            raise NotVouchedFor(f"the ID token does not hold ({type(error).__name__}: {error})") from error
        return claims

    async def _knowledge(self, now: datetime) -> _Knowledge:
        if self._known is not None and timedelta(0) <= now - self._known.at < KEPT:
            return self._known
        return await self._look(now)

    async def _look(self, now: datetime) -> _Knowledge:
        """Read discovery document and keys."""
        address = self._issuer.rstrip("/") + "/.well-known/openid-configuration"
        try:
            async with httpx2.AsyncClient(timeout=_SECONDS) as client:
                metadata = (await client.get(address)).raise_for_status().json()
                self._check(metadata)
                keys = (await client.get(metadata["jwks_uri"])).raise_for_status().json()
            self._known = _Knowledge(metadata, KeySet.import_key_set(keys), now)
        except (httpx2.HTTPError, JoseError, ValueError, TypeError, KeyError) as error:
            raise ProviderFailed(f"{address} does not lead to a provider ({error})") from error
        return self._known

    def _check(self, metadata: Any) -> None:
        if not isinstance(metadata, dict) or metadata.get("issuer") != self._issuer:
            raise ValueError("it names another issuer")
        scheme = urlsplit(self._issuer).scheme
        for name in _ENDPOINTS:
            parts = urlsplit(str(metadata[name]))
            if parts.scheme not in {"https", scheme} or not parts.hostname:
                raise ValueError(f"its {name} is no address as secure as the issuer's")

    def _client(self) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            self._client_id,
            self._client_secret,
            scope=SCOPE,
            redirect_uri=self._redirect_uri,
            code_challenge_method="S256",
            timeout=_SECONDS,
        )


def _vouched(claims: CodeIDToken) -> Vouched:
    email, name = claims.get("email"), claims.get("name")
    if not isinstance(email, str) or claims.get("email_verified") is not True:
        raise NotVouchedFor("the provider has verified no e-mail address")
    return Vouched(email=email, name=name if isinstance(name, str) else "")
