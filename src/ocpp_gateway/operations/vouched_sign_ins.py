"""Signing in on the word of an identity provider: it says who somebody is, we say what they may do.

People are found by the e-mail address that the provider has verified. Who is not known yet comes in as a viewer only
where that is allowed; everything else is for an administrator to decide.
"""

from __future__ import annotations

from datetime import datetime

from ocpp_gateway.operations.accounts import Accounts, Role
from ocpp_gateway.operations.audit import GATEWAY
from ocpp_gateway.operations.refusals import AlreadyExists, NotFound, Refusal
from ocpp_gateway.operations.sign_ins import SignedIn, SignIns

_LONGEST_NAME = 200


class NotInvited(Refusal):
    """The provider vouches for somebody who has no account here, or whose account is disabled."""

    def __init__(self) -> None:
        super().__init__("There is no account for this e-mail address, or it is disabled.")


class VouchedSignIns:
    """Sign-ins without a password of ours. `welcome_unknown`: who is not known becomes a viewer."""

    def __init__(self, accounts: Accounts, sign_ins: SignIns, *, welcome_unknown: bool) -> None:
        self._accounts = accounts
        self._sign_ins = sign_ins
        self._welcome_unknown = welcome_unknown

    async def sign_in(self, email: str, name: str, now: datetime, *, address: str | None) -> SignedIn:
        """Sign somebody in by a verified e-mail address. Raises `NotInvited`, or `Invalid` for what is no address."""
        try:
            user = await self._accounts.by_email(email)
        except NotFound:
            if not self._welcome_unknown:
                raise NotInvited from None
            try:
                user = await self._accounts.create(
                    email=email,
                    role=Role.VIEWER,
                    password=None,
                    by=GATEWAY,
                    now=now,
                    name="".join(letter for letter in name if letter.isprintable())[:_LONGEST_NAME],
                )
            except AlreadyExists:  # in another window at the same moment
                user = await self._accounts.by_email(email)
        if user.disabled_at is not None or user.role is Role.PARTNER:
            raise NotInvited
        return await self._sign_ins.begin(user, now, address=address)
