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
from ocpp_gateway.api.client_address import client_address, limited_as
from ocpp_gateway.api.fields import Input, Needle
from ocpp_gateway.api.ports import Ports, PortsHere
from ocpp_gateway.api.principal import ActingPerson, AnyCaller, Bearer
from ocpp_gateway.api.problems import TOO_MANY_ATTEMPTS, Problem, unauthenticated
from ocpp_gateway.api.sign_in_limits import TooManyAttempts
from ocpp_gateway.operations.accounts import LONGEST_PASSWORD, SHORTEST_PASSWORD, Role, fold_email
from ocpp_gateway.operations.sign_ins import SignedIn, SignInEnded

COOKIE = "ocpp_gateway_refresh"
COOKIE_PATH = "/api/v1/auth"

router = APIRouter(prefix="/auth", tags=["auth"])

RefreshCookie = Annotated[str | None, Cookie(alias=COOKIE, max_length=200, include_in_schema=False)]


class Credentials(Input):
    """E-mail address and password of a person."""

    email: Needle
    password: Annotated[str, StringConstraints(min_length=1, max_length=256)]


NewPassword = Annotated[str, StringConstraints(min_length=SHORTEST_PASSWORD, max_length=LONGEST_PASSWORD)]


class AccessToken(BaseModel):
    """Send it as `Authorization: Bearer …`; refresh before `expires_in` seconds are over."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the name of a scheme
    expires_in: int = Field(description="Seconds")


class Me(BaseModel):
    """The person who is signed in, or the owner of the API key."""

    id: UUID
    name: str
    email: str
    role: Role
    permissions: list[str]
    api_key: UUID | None = Field(None, description="The key that asked; the rest is about its owner")


class PasswordChange(Input):
    """The present password, and the one to have instead."""

    old_password: Annotated[str, StringConstraints(min_length=1, max_length=256)]
    new_password: NewPassword


@router.post("/login")
async def login(
    credentials: Credentials, request: Request, response: Response, ports: PortsHere
) -> AccessToken:
    """Sign in with e-mail address and password; also sets the refresh cookie."""
    now = ports.clock()
    account, source = _attempt(credentials.email, request, ports)
    signed_in = await ports.sign_ins.login(
        credentials.email, credentials.password, now, address=client_address(request)
    )
    ports.sign_in_limits.succeeded(account, source)
    return _answer(signed_in, request, response, ports)


@router.post("/refresh")
async def refresh(
    request: Request, response: Response, ports: PortsHere, cookie: RefreshCookie = None
) -> AccessToken:
    """Exchange the refresh cookie for a new access token and the next cookie.

    A cookie works once. Repeated within a minute it gets the same next cookie again, as long as that is unused: the
    answer may have got lost. If that one was used a moment ago (another window), the answer is 409: repeat with the
    newest cookie. Any other second use ends the whole sign-in, because somebody else may have it.
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
    address = client_address(request)
    if cookie is not None:
        await ports.sign_ins.logout(cookie, now, address=address)
    if bearer is not None:
        try:
            claims = ports.access_tokens.read(bearer.credentials, now)
        except InvalidToken:
            claims = None  # it counts no longer: there is nothing to end
        if claims is not None:
            await ports.sign_ins.end(claims.user_id, claims.family, now, address=address)
    _forget_cookie(response, request, ports)


@router.post("/logout-everywhere", status_code=204)
async def logout_everywhere(
    request: Request, response: Response, caller: ActingPerson, ports: PortsHere
) -> None:
    """End every sign-in of the caller, on all devices, this one included."""
    await ports.accounts.sign_out(caller.user.id, by=caller.actor, now=ports.clock())
    _forget_cookie(response, request, ports)


@router.post("/password", status_code=204)
async def change_password(
    change: PasswordChange, request: Request, response: Response, caller: ActingPerson, ports: PortsHere
) -> None:
    """Change one's own password, giving the present one. It ends every sign-in of the caller: sign in again."""
    account, source = _attempt(caller.user.email, request, ports)
    await ports.accounts.change_password(
        caller.user.id, change.old_password, change.new_password, by=caller.actor, now=ports.clock()
    )
    ports.sign_in_limits.succeeded(account, source)
    _forget_cookie(response, request, ports)


@router.get("/me")
async def me(caller: AnyCaller) -> Me:
    """Who is signed in, and what they may do."""
    user = caller.user
    return Me(
        id=user.id,
        name=user.name,
        email=user.email,
        role=user.role,
        permissions=sorted(permission.value for permission in caller.permissions),
        api_key=caller.key.id if caller.key is not None else None,
    )


def _attempt(email: str, request: Request, ports: Ports) -> tuple[str, str]:
    """Take one attempt to give somebody's password, or raise the `Problem` that there were too many.

    Returns the names under which it was counted. Whatever looks at a password begins here (attack S02).
    """
    account, source = fold_email(email), limited_as(client_address(request))
    try:
        ports.sign_in_limits.attempt(account, source, ports.clock())
    except TooManyAttempts as limit:
        text = "Too many attempts with this password. Wait as long as `Retry-After` says."
        raise Problem(TOO_MANY_ATTEMPTS, text, headers={"Retry-After": str(limit.seconds)}) from limit
    return account, source


def _forget_cookie(response: Response, request: Request, ports: Ports) -> None:
    response.delete_cookie(
        COOKIE, path=COOKIE_PATH, secure=is_secure(request, ports), httponly=True, samesite="strict"
    )


def _answer(signed_in: SignedIn, request: Request, response: Response, ports: Ports) -> AccessToken:
    set_refresh_cookie(signed_in, request, response, ports)
    token = ports.access_tokens.make(AccessClaims(signed_in.user.id, signed_in.family), ports.clock())
    return AccessToken(access_token=token, expires_in=int(ports.access_tokens.lifetime.total_seconds()))


def set_refresh_cookie(signed_in: SignedIn, request: Request, response: Response, ports: Ports) -> None:
    """Give the refresh token to the browser. Raises `SignInEnded` if it has expired."""
    seconds_left = int((signed_in.expires_at - ports.clock()).total_seconds())
    if seconds_left <= 0:
        raise SignInEnded
    response.set_cookie(
        COOKIE,
        signed_in.refresh_token,
        max_age=seconds_left,
        path=COOKIE_PATH,
        secure=is_secure(request, ports),
        httponly=True,
        samesite="strict",
    )


def is_secure(request: Request, ports: Ports) -> bool:
    """Whether cookies are for HTTPS only."""
    return ports.secure_cookies or request.url.scheme == "https"
