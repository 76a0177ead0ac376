"""A small identity provider, run as a process of its own: honest, or wrong in one way that a test asks for.

`python tests/oidc_provider.py` prints the port it listens on. `POST /control` sets its clock, whom it vouches for and
what is wrong with the next ID tokens.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import socket
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

CLIENT = ("gateway", "s3cret of the gateway")


class Provider:
    """Endpoints of one provider."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
        self.other_key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
        self.codes: dict[str, dict[str, str]] = {}
        self.control: dict[str, Any] = {}

    def routes(self) -> list[Route]:
        return [
            Route("/.well-known/openid-configuration", self.discover),
            Route("/authorize", self.authorize),
            Route("/token", self.token, methods=["POST"]),
            Route("/keys", self.keys),
            Route("/control", self.set_control, methods=["POST"]),
        ]

    async def set_control(self, request: Request) -> Response:
        self.control = await request.json()
        if self.control.get("rotate"):
            self.key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig"})
        return Response(status_code=204)

    async def discover(self, _: Request) -> Response:
        if self.control.get("fault") == "down":
            return Response("no", 500)
        named = "https://evil.example" if self.control.get("fault") == "issuer of discovery" else self.issuer
        return JSONResponse(
            {
                "issuer": named,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                # What a provider says it uses decides nothing for its client.
                "id_token_signing_alg_values_supported": ["none", "HS256", "RS256"],
            }
        )

    async def keys(self, _: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def authorize(self, request: Request) -> Response:
        """Sign in whoever comes."""
        asked = dict(request.query_params)
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT[0]
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        return RedirectResponse(
            asked["redirect_uri"] + "?" + urlencode({"code": code, "state": asked["state"]}), 302
        )

    async def token(self, request: Request) -> Response:
        given = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        basic = base64.b64decode(request.headers["authorization"].removeprefix("Basic ")).decode()
        asked = self.codes.pop(given["code"], None)
        digest = hashlib.sha256(given["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            basic != ":".join(CLIENT)
            or asked is None
            or challenge != asked["code_challenge"]
            or given["redirect_uri"] != asked["redirect_uri"]
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        token = {"access_token": "opaque", "token_type": "Bearer", "expires_in": 60}
        if self.control.get("fault") != "no ID token":
            token["id_token"] = self.id_token(asked["nonce"])
        return JSONResponse(token)

    def id_token(self, nonce: str) -> str:
        now, fault = int(self.control["now"]), self.control.get("fault")
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "sub": "248289761001",
            "aud": CLIENT[0],
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            "email": self.control["email"],
            "email_verified": True,
            "name": self.control.get("name", "Ada"),
        }
        wrong: dict[str, dict[str, Any]] = {
            "nonce": {"nonce": "another"},
            "audience": {"aud": "somebody else"},
            "issuer": {"iss": "https://evil.example"},
            "expired": {"iat": now - 1000, "exp": now - 700},
            "not yet": {"nbf": now + 700},
            "e-mail not verified": {"email_verified": False},
            "e-mail verified in words": {"email_verified": "true"},
            "another party": {"aud": [CLIENT[0], "x"], "azp": "x"},
            "access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
        }
        claims |= wrong.get(fault or "", {})
        for name in {"no nonce": ["nonce"], "no end": ["exp"], "no e-mail": ["email"]}.get(fault or "", []):
            del claims[name]
        if fault == "alg none":
            parts = ({"alg": "none"}, claims)
            return ".".join(_base64(json.dumps(part).encode()) for part in parts) + "."
        if fault == "alg HS256 with the public key":
            head = {"alg": "HS256", "kid": self.key.kid}
            signed = ".".join(_base64(json.dumps(part).encode()) for part in (head, claims))
            public = self.key.as_pem(private=False)
            return f"{signed}.{_base64(hmac.digest(public, signed.encode(), 'sha256'))}"
        key = self.other_key if fault == "another key" else self.key
        return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)


def _base64(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def main() -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    provider = Provider(f"http://127.0.0.1:{port}")
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=provider.routes()), log_level="warning"))
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    server.run(sockets=[listening])


if __name__ == "__main__":
    main()
