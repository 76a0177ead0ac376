"""`/auth/methods` and `/auth/oidc`: signing in through an identity provider.

The browser is sent to the provider and comes back with a code. What belongs to the attempt travels in a sealed cookie
of ten minutes that only `/api/v1/auth/oidc` receives; it is SameSite=Lax, since the way back begins at the provider.
Whatever goes wrong is a page for people, without any detail that would help somebody else.
"""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from datetime import datetime, timedelta
from html import escape
from typing import Annotated

import structlog
from fastapi import APIRouter, Cookie, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ocpp_gateway.api.authentication import is_secure, set_refresh_cookie
from ocpp_gateway.api.client_address import client_address
from ocpp_gateway.api.identity_provider import Attempt, IdentityProvider, NotVouchedFor, ProviderFailed
from ocpp_gateway.api.ports import Ports, PortsHere
from ocpp_gateway.api.problems import not_found
from ocpp_gateway.operations.refusals import Invalid
from ocpp_gateway.operations.sealing import CannotOpen
from ocpp_gateway.operations.vouched_sign_ins import NotInvited

_log = structlog.get_logger(__name__)

router = APIRouter(prefix="/auth", tags=["auth"])

PATH = "/api/v1/auth/oidc"
COOKIE = "ocpp_gateway_oidc"
LASTS = timedelta(minutes=10)
PURPOSE = "oidc-attempt"
_POLICY = "default-src 'none'; frame-ancestors 'none'"
_PAGES: dict[int | str, dict[str, object]] = {
    303: {"description": "The browser goes on"},
    403: {"description": "Nobody was signed in: a page that says why", "content": {"text/html": {}}},
    502: {"description": "The identity provider does not answer: a page", "content": {"text/html": {}}},
}

AttemptCookie = Annotated[str | None, Cookie(alias=COOKIE, max_length=2000, include_in_schema=False)]
Answered = Annotated[str | None, Query(max_length=4000)]


class Methods(BaseModel):
    """How people can sign in here."""

    password: bool
    oidc: str | None = Field(description="Where a browser begins to sign in through the identity provider")


@router.get("/methods")
async def list_methods(ports: PortsHere) -> Methods:
    """Say how people can sign in."""
    return Methods(password=True, oidc=f"{PATH}/start" if ports.identity_provider is not None else None)


@router.get("/oidc/start", status_code=303, response_class=Response, responses=_PAGES)
async def start_at_provider(request: Request, ports: PortsHere) -> Response:
    """Send the browser to the identity provider; 404 if there is none."""
    provider = _provider(ports)
    try:
        address, attempt = await provider.begin(ports.clock())
    except ProviderFailed as failed:
        return _provider_failed(failed)
    answer = RedirectResponse(address, 303)
    answer.set_cookie(
        COOKIE,
        _sealed(attempt, ports),
        max_age=int(LASTS.total_seconds()),
        path=PATH,
        secure=is_secure(request, ports),
        httponly=True,
        samesite="lax",
    )
    return answer


@router.get("/oidc/callback", status_code=303, response_class=Response, responses=_PAGES)
async def return_from_provider(
    request: Request,
    ports: PortsHere,
    code: Answered = None,
    state: Answered = None,
    cookie: AttemptCookie = None,
) -> Response:
    """Take somebody back from the identity provider: signed in, or a page that says why not."""
    answer = await _returned(request, ports, code, state, cookie)
    answer.delete_cookie(COOKIE, path=PATH, secure=is_secure(request, ports), httponly=True, samesite="lax")
    return answer


async def _returned(
    request: Request, ports: Ports, code: str | None, state: str | None, cookie: str | None
) -> Response:
    provider, now = _provider(ports), ports.clock()
    attempt = _opened(cookie, ports, now)
    if attempt is None or not code or state is None:
        text = "This sign-in was not begun in this browser, took longer than ten minutes, or was cancelled."
        return _page(403, text)
    try:
        vouched = await provider.finish(attempt, code, state, now)
        signed_in = await ports.vouched_sign_ins.sign_in(
            vouched.email, vouched.name, now, address=client_address(request)
        )
    except ProviderFailed as failed:
        return _provider_failed(failed)
    except NotVouchedFor as refused:
        _log.warning("oidc_refused", reason=str(refused))
        return _page(403, "The identity provider did not vouch for you, or its answer cannot be trusted.")
    except (NotInvited, Invalid):
        text = "You have no account here, or it is disabled. Ask an administrator of this gateway to add you."
        return _page(403, text)
    answer = RedirectResponse("/", 303)
    set_refresh_cookie(signed_in, request, answer, ports)
    return answer


def _provider(ports: Ports) -> IdentityProvider:
    if ports.identity_provider is None:
        raise not_found("identity provider", "at this gateway")
    return ports.identity_provider


def _sealed(attempt: Attempt, ports: Ports) -> str:
    sealed = ports.sealer.seal(json.dumps(asdict(attempt)).encode(), PURPOSE.encode())
    return base64.urlsafe_b64encode(sealed.encode()).decode().rstrip("=")


def _opened(cookie: str | None, ports: Ports, now: datetime) -> Attempt | None:
    """The attempt in a cookie of ours that is not too old."""
    if cookie is None:
        return None
    try:
        sealed = base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4)).decode()
        attempt = Attempt(**json.loads(ports.sealer.open(sealed, PURPOSE.encode())))
    except (CannotOpen, ValueError):
        return None
    return attempt if 0 <= now.timestamp() - attempt.begun <= LASTS.total_seconds() else None


def _provider_failed(failed: ProviderFailed) -> Response:
    _log.warning("oidc_provider_failed", reason=str(failed))
    return _page(502, "The identity provider does not answer. Try again in a moment.")


def _page(status: int, text: str) -> Response:
    html = (
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Not signed in</title></head>"
        f'<body><h1>Not signed in</h1><p>{escape(text)}</p><p><a href="/">Back</a></p></body></html>'
    )
    return HTMLResponse(html, status, {"Content-Security-Policy": _POLICY})
