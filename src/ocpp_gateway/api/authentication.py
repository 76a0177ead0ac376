"""`/auth`: sign in, stay signed in, sign out, who am I.

The access token travels in the body and is kept in memory by the client; the refresh token only ever lives in a
cookie that scripts cannot read and that no other address than `/api/v1/auth` receives.
"""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Cookie, Response
from pydantic import BaseModel, Field, StringConstraints
from starlette.requests import Request

from ocpp_gateway.api.access_tokens import AccessClaims, InvalidToken
from ocpp_gateway.api.fields import Input, Needle
from ocpp_gateway.api.ports import Ports, PortsHere
from ocpp_gateway.api.principal import Bearer, SignedInCaller
from ocpp_gateway.api.problems import TOO_MANY_ATTEMPTS, Problem, unauthenticated
from ocpp_gateway.api.sign_in_limits import TooManyAttempts
from ocpp_gateway.operations.accounts import Role, fold_email
from ocpp_gateway.operations.sign_ins import SignedIn, SignInEnded

COOKIE = "ocpp_gateway_refresh"
COOKIE_PATH = "/api/v1/auth"

router = APIRouter(prefix="/auth", tags=["auth"])

RefreshCookie = Annotated[str | None, Cookie(alias=COOKIE, max_length=200, include_in_schema=False)]


class Credentials(Input):
    """E-mail address and password of a person."""

    email: Needle
    password: Annotated[str, StringConstraints(min_length=1, max_length=256)]


class AccessToken(BaseModel):
    """Send it as `Authorization: Bearer …`; refresh before `expires_in` seconds are over."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the name of a scheme
    expires_in: int = Field(description="Seconds")


class Me(BaseModel):
    """The person who is signed in."""

    id: UUID
    name: str
    email: str
    role: Role
    permissions: list[str]


@router.post("/login")
async def login(
    credentials: Credentials, request: Request, response: Response, ports: PortsHere
) -> AccessToken:
    """Sign in with e-mail address and password; also sets the refresh cookie."""
    now = ports.clock()
    account = fold_email(credentials.email)
    address = request.client.host if request.client else ""
    try:
        ports.sign_in_limits.attempt(account, address, now)
    except TooManyAttempts as limit:
        text = "Too many attempts to sign in. Wait as long as `Retry-After` says."
        raise Problem(TOO_MANY_ATTEMPTS, text, headers={"Retry-After": str(limit.seconds)}) from limit
    signed_in = await ports.sign_ins.login(
        credentials.email, credentials.password, now, address=address or None
    )
    ports.sign_in_limits.succeeded(account, address)
    return _answer(signed_in, request, response, ports)


@router.post("/refresh")
async def refresh(
    request: Request, response: Response, ports: PortsHere, cookie: RefreshCookie = None
) -> AccessToken:
    """Exchange the refresh cookie for a new access token and the next cookie.

    A cookie works once. If it was used a moment ago (another window), the answer is 409: repeat with the new cookie.
    One that is used again later ends the whole sign-in, because somebody else may have it.
    """
    if cookie is None:
        raise unauthenticated("There is no refresh cookie. Sign in again.")
    return _answer(await ports.sign_ins.refresh(cookie, ports.clock()), request, response, ports)


@router.post("/logout", status_code=204)
async def logout(
    request: Request, response: Response, ports: PortsHere, bearer: Bearer, cookie: RefreshCookie = None
) -> None:
    """End this sign-in, found by the cookie or the access token; repeating it is no error."""
    now = ports.clock()
    address = request.client.host if request.client else None
    if cookie is not None:
        await ports.sign_ins.logout(cookie, now, address=address)
    if bearer is not None:
        try:
            claims = ports.access_tokens.read(bearer.credentials, now)
        except InvalidToken:
            claims = None  # it counts no longer: there is nothing to end
        if claims is not None:
            await ports.sign_ins.end(claims.user_id, claims.family, now, address=address)
    response.delete_cookie(
        COOKIE, path=COOKIE_PATH, secure=_is_secure(request, ports), httponly=True, samesite="strict"
    )


@router.get("/me")
async def me(caller: SignedInCaller) -> Me:
    """Who is signed in, and what they may do."""
    user = caller.user
    return Me(
        id=user.id,
        name=user.name,
        email=user.email,
        role=user.role,
        permissions=sorted(permission.value for permission in caller.permissions),
    )


def _answer(signed_in: SignedIn, request: Request, response: Response, ports: Ports) -> AccessToken:
    now = ports.clock()
    seconds_left = int((signed_in.expires_at - now).total_seconds())
    if seconds_left <= 0:
        raise SignInEnded
    response.set_cookie(
        COOKIE,
        signed_in.refresh_token,
        max_age=seconds_left,
        path=COOKIE_PATH,
        secure=_is_secure(request, ports),
        httponly=True,
        samesite="strict",
    )
    token = ports.access_tokens.make(AccessClaims(signed_in.user.id, signed_in.family), now)
    return AccessToken(access_token=token, expires_in=int(ports.access_tokens.lifetime.total_seconds()))


def _is_secure(request: Request, ports: Ports) -> bool:
    return ports.secure_cookies or request.url.scheme == "https"
