"""How often somebody may try to sign in: a limit for each account and one for each address (attack S02).

Kept in memory, of this process only: a restart forgives, which costs an attacker more than it gives.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """`burst` attempts at once, then one more for every `seconds_each`."""

    burst: int
    seconds_each: float


ACCOUNT = Allowance(burst=10, seconds_each=30.0)
ADDRESS = Allowance(burst=30, seconds_each=5.0)


class TooManyAttempts(Exception):
    """Wait `seconds` before the next attempt."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many attempts, wait {seconds} s")
        self.seconds = seconds


class SignInLimits:
    """Counts attempts. Every attempt is taken before the password is looked at, and given back if it was right."""

    def __init__(self, *, account: Allowance = ACCOUNT, address: Allowance = ADDRESS) -> None:
        self._account = _Buckets(account)
        self._address = _Buckets(address)

    def attempt(self, account: str, address: str, now: datetime) -> None:
        """Take one attempt. Raises `TooManyAttempts`; then nothing is taken."""
        moment = now.timestamp()
        wait = max(self._account.wait(account, moment), self._address.wait(address, moment))
        if wait > 0:
            raise TooManyAttempts(math.ceil(wait))
        self._account.take(account, moment)
        self._address.take(address, moment)

    def succeeded(self, account: str, address: str) -> None:
        """The password was right: the account's slate is clean, the address gets this one attempt back."""
        self._account.forget(account)
        self._address.give_back(address)


class _Buckets:
    """The generic cell rate algorithm: per key the moment at which its allowance is whole again.

    The oldest entries are dropped first. Whoever fills the memory with invented names to forget one account is held
    up by the limit of the address.
    """

    __slots__ = ("_allowance", "_whole_at")

    def __init__(self, allowance: Allowance) -> None:
        self._allowance = allowance
        self._whole_at: OrderedDict[str, float] = OrderedDict()

    def wait(self, key: str, now: float) -> float:
        """Seconds until an attempt is possible, not above 0 if it is now."""
        whole_at = max(self._whole_at.get(key, now), now)
        return (
            whole_at
            + self._allowance.seconds_each
            - self._allowance.burst * self._allowance.seconds_each
            - now
        )

    def take(self, key: str, now: float) -> None:
        """Count one attempt."""
        self._whole_at[key] = max(self._whole_at.get(key, now), now) + self._allowance.seconds_each
        self._whole_at.move_to_end(key)
        while len(self._whole_at) > _REMEMBERED:
            self._whole_at.popitem(last=False)

    def give_back(self, key: str) -> None:
        """Uncount one attempt."""
        if key in self._whole_at:
            self._whole_at[key] -= self._allowance.seconds_each

    def forget(self, key: str) -> None:
        """Uncount all."""
        self._whole_at.pop(key, None)
