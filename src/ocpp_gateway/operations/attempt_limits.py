"""How often somebody may be wrong about a station's credentials: per identity, per address, and in all (attack S02).

Only mistakes count: a right attempt gives its token back. An identity that was right from an address once is judged by
a bucket of its own there, so that strangers who guess at it elsewhere cannot lock the station out. Memory is bounded;
whoever makes us forget an identity by trying others is held by the bucket of the address, or by that of everybody.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Final

_IPV6_PREFIX_BITS: Final = 64
_EVERYBODY: Final = "*"


@dataclass(frozen=True, slots=True)
class Rate:
    """A token bucket: `burst` tokens, refilled with `per_second`."""

    burst: int
    per_second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRates:
    """The sizes of the buckets. Ten guesses a minute at one identity is what reliability asks for."""

    identity: Rate = Rate(10, 10 / 60)
    address: Rate = Rate(60, 1.0)
    everybody: Rate = Rate(200, 20.0)
    remembered: int = 20_000
    """Buckets of each kind that are kept, and proven pairs of identity and address."""


class _Buckets:
    """Token buckets by key, as the generic cell rate algorithm: one moment in time is a bucket's whole state."""

    __slots__ = ("_allowance", "_full_at", "_gap", "_keep")

    def __init__(self, rate: Rate, keep: int) -> None:
        self._gap = 1.0 / rate.per_second
        self._allowance = self._gap * rate.burst
        self._keep = keep
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def wait(self, key: str, moment: float) -> float:
        """Seconds until there is a token; 0: now."""
        return max(0.0, self._bounded(key, moment) + self._gap - moment - self._allowance)

    def take(self, key: str, moment: float) -> None:
        self._full_at[key] = max(self._bounded(key, moment), moment) + self._gap
        self._full_at.move_to_end(key)
        while len(self._full_at) > self._keep:
            self._full_at.popitem(last=False)

    def _bounded(self, key: str, moment: float) -> float:
        """When the bucket is full again. After a clock was set back that is never further off than an empty bucket."""
        full_at = self._full_at.get(key)
        if full_at is None:
            return moment
        if full_at > moment + self._allowance:
            full_at = self._full_at[key] = moment + self._allowance
        return full_at

    def give_back(self, key: str) -> None:
        if key in self._full_at:
            self._full_at[key] -= self._gap


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try. `retry_after` is 0 if it is within the limits, otherwise the whole seconds until one would be."""

    identity: str
    source: str
    retry_after: int
    proven: bool

    @property
    def allowed(self) -> bool:
        """Whether a guessable password may be compared."""
        return self.retry_after == 0


class AttemptLimits:
    """Counts attempts. `moment` is seconds of any clock that goes forwards."""

    __slots__ = ("_address", "_everybody", "_identity", "_keep", "_proven", "_proven_pairs")

    def __init__(self, rates: AttemptRates | None = None) -> None:
        rates = rates or AttemptRates()
        self._keep = rates.remembered
        self._identity = _Buckets(rates.identity, self._keep)
        self._address = _Buckets(rates.address, self._keep)
        self._everybody = _Buckets(rates.everybody, 1)
        self._proven = _Buckets(rates.identity, self._keep)
        self._proven_pairs: OrderedDict[str, None] = OrderedDict()

    def begin(self, identity: str, remote_address: str, moment: float) -> Attempt:
        """Take a token for an attempt before anything is compared, if there is one in every bucket concerned."""
        source = source_of(remote_address)
        proven = _pair(identity, source) in self._proven_pairs
        buckets = self._buckets(identity, source, proven=proven)
        wait = max(bucket.wait(key, moment) for bucket, key in buckets)
        if wait > 0:
            return Attempt(identity, source, max(1, math.ceil(wait)), proven)
        for bucket, key in buckets:
            bucket.take(key, moment)
        return Attempt(identity, source, 0, proven)

    def undo(self, attempt: Attempt) -> None:
        """Nothing was wrong with it, or nothing was compared: it does not count."""
        if attempt.allowed:
            for bucket, key in self._buckets(attempt.identity, attempt.source, proven=attempt.proven):
                bucket.give_back(key)

    def succeeded(self, attempt: Attempt) -> None:
        """It was right: from here this identity has a bucket of its own, beyond the reach of others."""
        self.undo(attempt)
        pair = _pair(attempt.identity, attempt.source)
        self._proven_pairs[pair] = None
        self._proven_pairs.move_to_end(pair)
        while len(self._proven_pairs) > self._keep:
            self._proven_pairs.popitem(last=False)

    def _buckets(self, identity: str, source: str, *, proven: bool) -> tuple[tuple[_Buckets, str], ...]:
        if proven:
            return ((self._proven, _pair(identity, source)),)
        return ((self._identity, identity), (self._address, source), (self._everybody, _EVERYBODY))


def source_of(remote_address: str) -> str:
    """Whom an address stands for: itself, or with IPv6 its /64, which is one customer's to choose from."""
    try:
        address = ip_address(remote_address.partition("%")[0])
    except ValueError:
        return remote_address
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return f"{IPv6Address(int(address) >> _IPV6_PREFIX_BITS << _IPV6_PREFIX_BITS)}/{_IPV6_PREFIX_BITS}"
    return str(address)


def _pair(identity: str, source: str) -> str:
    return f"{source} {identity}"
