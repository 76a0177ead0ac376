"""Passwords of stations and of people: how they are made, stored and compared.

A key that we made, or that looks like one (32-40 hex digits), cannot be guessed: it is stored as a peppered
HMAC-SHA256, because a memory-hard hash on every reconnect would cost CPU-minutes in a reconnect storm. Everything
else can be guessed and is stored as argon2id, computed in a small pool of threads whose queue is bounded (S04).
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
import string
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Literal, TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import Argon2Error, InvalidHashError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocpp_gateway.operations.keys import DerivedKeys

R = TypeVar("R")

PasswordForm = Literal["raw", "hex"]
"""Which reading of a presented password was right: its bytes as they came, or the bytes that its hex digits spell."""

_HMAC = "hmac-sha256"
_PURPOSE = "station-password"
_HEX = frozenset(string.hexdigits.encode())
_KEY_BYTES = 20


class PasswordsBusy(Exception):
    """So many slow hashes wait already that one more would only make everybody slower; ask again later."""


def generate_station_key() -> str:
    """A new station key: 20 random bytes as 40 hex digits, the largest that an AuthorizationKey of 1.6 can carry."""
    return secrets.token_hex(_KEY_BYTES)


def hex_key(password: bytes) -> bytes | None:
    """The bytes that a password of 32-40 hex digits (either case) spells; `None` if it is something else."""
    if len(password) in {32, 34, 36, 38, 40} and _HEX.issuperset(password):
        return bytes.fromhex(password.decode("ascii"))
    return None


def is_slow(key_hash: str) -> bool:
    """Whether comparing with this hash takes milliseconds (argon2id) instead of microseconds."""
    return key_hash.startswith("$argon2")


class SlowHashes:
    """argon2id in a bounded pool of threads, for low-entropy station passwords and for people.

    The parameters are OWASP's smallest (19 MiB, two passes): about 20 ms a hash. `queue_limit` counts the hashes that
    wait or run; beyond it `PasswordsBusy` is raised before any work is done.
    """

    __slots__ = ("_hasher", "_pool", "_queue_limit", "_waiting")

    def __init__(
        self, *, workers: int = 1, queue_limit: int = 32, time_cost: int = 2, memory_kib: int = 19_456
    ) -> None:
        self._hasher = PasswordHasher(
            time_cost=time_cost, memory_cost=memory_kib, parallelism=1, hash_len=32, salt_len=16, type=Type.ID
        )
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="argon2")
        self._queue_limit = queue_limit
        self._waiting = 0

    async def hash(self, password: bytes) -> str:
        """The argon2id hash of a password, with its own random salt. Raises `PasswordsBusy`."""
        return await self._run(lambda: self._hasher.hash(password))

    async def verify(self, slow_hash: str, *candidates: bytes) -> int | None:
        """The index of the first candidate that the hash belongs to, `None` if it is none of them.

        Raises `PasswordsBusy`. A stored text that is no argon2 hash matches nothing.
        """
        return await self._run(lambda: self._first_match(slow_hash, candidates))

    def close(self) -> None:
        """Let running hashes end and take no more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _first_match(self, slow_hash: str, candidates: tuple[bytes, ...]) -> int | None:
        for index, candidate in enumerate(candidates):
            try:
                if self._hasher.verify(slow_hash, candidate):
                    return index
            except InvalidHashError:
                return None
            except Argon2Error:
                continue
        return None

    async def _run(self, work: Callable[[], R]) -> R:
        if self._waiting >= self._queue_limit:
            raise PasswordsBusy(f"{self._waiting} password checks are waiting")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._waiting -= 1


class StationPasswords:
    """Makes and compares what `stations.key_hash` and `stations.presented_hash` hold.

    Formats: `hmac-sha256$<key id>$<hex>` over identity NUL password, and `$argon2id$…` over the password alone.
    Passwords that were right once are remembered as keyed digests under a key that only this process knows, so that
    a station with a slow hash costs its 20 ms once. `remembered` bounds how many.
    """

    __slots__ = ("_keys", "_memory_key", "_remembered", "_right", "slow")

    def __init__(self, keys: DerivedKeys, slow: SlowHashes, *, remembered: int = 100_000) -> None:
        self._keys = keys
        self.slow = slow
        self._memory_key = secrets.token_bytes(32)
        self._right: OrderedDict[str, tuple[bytes, PasswordForm]] = OrderedDict()
        self._remembered = remembered

    async def hash(self, identity: str, password: str) -> str:
        """How a given or generated password is stored. Raises `PasswordsBusy` for one that needs a slow hash."""
        octets = password.encode()
        key = hex_key(octets)
        if key is not None:
            return self._quick(identity, key)
        return await self.slow.hash(octets)

    async def hashes(self, identity: str, key: str) -> tuple[str, ...]:
        """How the value of an AuthorizationKey is stored, one hash for every way in which a station may read it.

        32 to 40 hex digits are the key's bytes, anything else is a text (ocpp.md 2.4). Fewer hex digits may be either:
        S16's security extension says bytes, the test cases of the OCA (TC_085) say text. Raises `PasswordsBusy`.
        """
        stored = await self.hash(identity, key)
        octets = key.encode()
        if hex_key(octets) is not None or len(octets) % 2 or not _HEX.issuperset(octets):
            return (stored,)
        return (stored, await self.slow.hash(bytes.fromhex(key)))

    def presented(self, identity: str, password: bytes) -> str:
        """The hash of what a stranger showed, kept so that an operator can adopt it as the station's password."""
        return self._quick(identity, hex_key(password) or password)

    async def verify(self, key_hash: str, identity: str, password: bytes) -> PasswordForm | None:
        """Which form of the presented password is the right one; `None`: neither.

        The bytes as they came are tried first, then what they spell if they are 32-40 hex digits: stations exist that
        send the hex text literally. Both count as one attempt. Raises `PasswordsBusy`.
        """
        spelt = hex_key(password)
        candidates = (password,) if spelt is None else (password, spelt)
        if not is_slow(key_hash):
            return _form(self._quick_match(key_hash, identity, candidates))
        digest = self._digest(key_hash, password)
        known = self._right.get(identity)
        if known is not None and hmac.compare_digest(known[0], digest):
            self._right.move_to_end(identity)
            return known[1]
        form = _form(await self.slow.verify(key_hash, *candidates))
        if form is not None:
            self._remember(identity, digest, form)
        return form

    def pretend(self, identity: str, password: bytes) -> None:
        """Spend the time of a comparison on an identity that does not exist: both kinds of refusal cost the same."""
        spelt = hex_key(password)
        candidates = (password,) if spelt is None else (password, spelt)
        key_id, _ = self._keys.purpose(_PURPOSE)
        self._quick_match(f"{_HMAC}${key_id}${'0' * 64}", identity, candidates)

    def _quick(self, identity: str, password: bytes) -> str:
        key_id, key = self._keys.purpose(_PURPOSE)
        return f"{_HMAC}${key_id}${_mac(key, identity, password).hex()}"

    def _quick_match(self, key_hash: str, identity: str, candidates: tuple[bytes, ...]) -> int | None:
        scheme, _, rest = key_hash.partition("$")
        key_id, _, stored = rest.partition("$")
        key = self._keys.by_id(_PURPOSE, key_id)
        if scheme != _HMAC or key is None:
            return None
        found = None
        for index, candidate in enumerate(candidates):  # all of them, always: equal time for right and wrong
            right = hmac.compare_digest(_mac(key, identity, candidate).hex().encode(), stored.encode())
            if right and found is None:
                found = index
        return found

    def _digest(self, key_hash: str, password: bytes) -> bytes:
        # The stored hash is part of it: a changed credential is forgotten by itself.
        return hashlib.blake2b(
            key_hash.encode() + b"\0" + password, key=self._memory_key, digest_size=32
        ).digest()

    def _remember(self, identity: str, digest: bytes, form: PasswordForm) -> None:
        self._right[identity] = (digest, form)
        self._right.move_to_end(identity)
        while len(self._right) > self._remembered:
            self._right.popitem(last=False)


def _mac(key: bytes, identity: str, password: bytes) -> bytes:
    return hmac.digest(key, identity.encode() + b"\0" + password, "sha256")


def _form(index: int | None) -> PasswordForm | None:
    if index is None:
        return None
    return "raw" if index == 0 else "hex"
