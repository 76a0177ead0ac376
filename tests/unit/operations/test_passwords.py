"""Station passwords: quick hashes for keys nobody can guess, slow ones for the rest, and neither ever in clear."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway.operations.keys import DerivedKeys
from ocpp_gateway.operations.passwords import (
    PasswordsBusy,
    SlowHashes,
    StationPasswords,
    generate_station_key,
    hex_key,
    is_slow,
)

pytestmark = pytest.mark.anyio

KEY = "00112233445566778899aabbccddeeff00112233"


@pytest.fixture
def slow() -> Iterator[SlowHashes]:
    hashes = SlowHashes(time_cost=1, memory_kib=8)
    yield hashes
    hashes.close()


@pytest.fixture
def passwords(slow: SlowHashes) -> StationPasswords:
    return StationPasswords(DerivedKeys("the secret of this test"), slow)


def test_a_generated_key_is_twenty_random_bytes_in_hex() -> None:
    made = {generate_station_key() for _ in range(100)}
    assert len(made) == 100
    assert all(hex_key(key.encode()) is not None and len(key) == 40 for key in made)


@pytest.mark.parametrize(
    ("password", "octets"),
    [
        (b"ab" * 16, b"\xab" * 16),
        (b"AB" * 20, b"\xab" * 20),
        (b"aB" * 18, b"\xab" * 18),
        (b"ab" * 15, None),
        (b"ab" * 21, None),
        (b"a" * 33, None),
        (b"xy" * 16, None),
        (b" " + b"a" * 31, None),
        (b"", None),
        (b"\xff" * 32, None),
    ],
)
def test_what_counts_as_the_hex_text_of_a_key(password: bytes, octets: bytes | None) -> None:
    assert hex_key(password) == octets


async def test_a_key_is_stored_as_a_peppered_hmac_bound_to_its_station(passwords: StationPasswords) -> None:
    stored = await passwords.hash("CP-1", KEY)
    scheme, key_id, digest = stored.split("$")
    assert (scheme, len(key_id), len(digest)) == ("hmac-sha256", 12, 64)
    assert stored == await passwords.hash("CP-1", KEY.upper())
    assert stored != await passwords.hash("CP-2", KEY)
    assert KEY not in stored


async def test_the_key_is_right_as_bytes_and_as_text_of_either_case(passwords: StationPasswords) -> None:
    stored = await passwords.hash("CP-1", KEY)
    assert await passwords.verify(stored, "CP-1", bytes.fromhex(KEY)) == "raw"
    assert await passwords.verify(stored, "CP-1", KEY.encode()) == "hex"
    assert await passwords.verify(stored, "CP-1", KEY.upper().encode()) == "hex"
    assert await passwords.verify(stored, "CP-2", bytes.fromhex(KEY)) is None
    assert await passwords.verify(stored, "CP-1", b"") is None


async def test_a_key_that_itself_looks_like_hex_text_is_right_as_it_is(passwords: StationPasswords) -> None:
    looks = b"30" * 16  # 32 bytes that are hex digits: the bytes themselves were never the key
    stored = await passwords.hash("CP-1", looks.decode())
    assert await passwords.verify(stored, "CP-1", looks) == "hex"
    assert await passwords.verify(stored, "CP-1", b"0" * 16) == "raw"


async def test_a_password_that_can_be_guessed_is_stored_slowly(passwords: StationPasswords) -> None:
    stored = await passwords.hash("CP-1", "correct horse")
    assert stored.startswith("$argon2id$")
    assert is_slow(stored)
    assert stored != await passwords.hash("CP-1", "correct horse")
    assert await passwords.verify(stored, "CP-1", b"correct horse") == "raw"
    assert await passwords.verify(stored, "CP-1", b"wrong horse") is None


async def test_a_text_password_is_right_as_its_hex_digits_too(passwords: StationPasswords) -> None:
    stored = await passwords.hash("CP-1", "sixteen letters!")
    assert await passwords.verify(stored, "CP-1", b"sixteen letters!".hex().encode()) == "hex"


async def test_a_slow_password_that_was_right_costs_its_time_once(
    passwords: StationPasswords, slow: SlowHashes, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = await passwords.hash("CP-1", "correct horse")
    asked: list[bytes] = []
    verify = SlowHashes.verify

    async def counted(self: SlowHashes, slow_hash: str, *candidates: bytes) -> int | None:
        asked.extend(candidates)
        return await verify(self, slow_hash, *candidates)

    monkeypatch.setattr(SlowHashes, "verify", counted)
    for _ in range(3):
        assert await passwords.verify(stored, "CP-1", b"correct horse") == "raw"
    assert asked == [b"correct horse"]
    assert await passwords.verify(stored, "CP-1", b"wrong") is None
    assert await passwords.verify(stored, "CP-1", b"wrong") is None
    assert asked == [b"correct horse", b"wrong", b"wrong"]


async def test_a_changed_password_is_not_let_in_by_memory(passwords: StationPasswords) -> None:
    stored = await passwords.hash("CP-1", "old horse")
    assert await passwords.verify(stored, "CP-1", b"old horse") == "raw"
    changed = await passwords.hash("CP-1", "new horse")
    assert await passwords.verify(changed, "CP-1", b"old horse") is None
    assert await passwords.verify(changed, "CP-1", b"new horse") == "raw"


async def test_the_memory_of_right_passwords_is_bounded_and_holds_none_in_clear(slow: SlowHashes) -> None:
    passwords = StationPasswords(DerivedKeys("the secret of this test"), slow, remembered=3)
    for number in range(5):
        stored = await passwords.hash(f"CP-{number}", "correct horse")
        await passwords.verify(stored, f"CP-{number}", b"correct horse")
    assert list(passwords._right) == ["CP-2", "CP-3", "CP-4"]
    assert b"horse" not in repr(passwords._right).encode()


async def test_what_a_stranger_showed_can_become_its_password(passwords: StationPasswords) -> None:
    for shown in (b"own secret", bytes.fromhex(KEY), KEY.encode(), b"\x00:\xff"):
        adopted = passwords.presented("NEW", shown)
        assert adopted.startswith("hmac-sha256$")
        assert await passwords.verify(adopted, "NEW", shown) is not None
        assert await passwords.verify(adopted, "NEW", shown + b"x") is None
    assert passwords.presented("NEW", KEY.encode()) == passwords.presented("NEW", bytes.fromhex(KEY))


async def test_after_a_rotation_of_the_secret_stored_keys_are_still_right(slow: SlowHashes) -> None:
    old = StationPasswords(DerivedKeys("the secret of last year"), slow)
    stored = await old.hash("CP-1", KEY)
    rotated = StationPasswords(DerivedKeys("the secret of this year", "the secret of last year"), slow)
    assert await rotated.verify(stored, "CP-1", bytes.fromhex(KEY)) == "raw"
    later = StationPasswords(DerivedKeys("the secret of this year"), slow)
    assert await later.verify(stored, "CP-1", bytes.fromhex(KEY)) is None


@pytest.mark.parametrize(
    "stored", ["", "x", "hmac-sha256", "hmac-sha256$$", "md5$abc$def", "$argon2id$broken", "ü$ü$ü"]
)
async def test_a_stored_text_that_is_no_hash_matches_nothing(
    passwords: StationPasswords, stored: str
) -> None:
    assert await passwords.verify(stored, "CP-1", b"x") is None


async def test_a_hash_of_the_known_key_with_foreign_text_matches_nothing(passwords: StationPasswords) -> None:
    stored = await passwords.hash("CP-1", KEY)
    assert await passwords.verify(stored[:-64] + "ü" * 64, "CP-1", bytes.fromhex(KEY)) is None


@given(identity=st.text(max_size=20), password=st.binary(max_size=40))
def test_no_password_and_no_identity_raise(identity: str, password: bytes) -> None:
    passwords = StationPasswords(DerivedKeys("the secret of this test"), SlowHashes.__new__(SlowHashes))
    identity = identity.encode(errors="ignore").decode()
    shown = passwords.presented(identity, password)
    assert asyncio.run(passwords.verify(shown, identity, password)) is not None
    passwords.pretend(identity, password)


async def test_beyond_the_queue_a_slow_hash_is_refused_before_any_work() -> None:
    hashes = SlowHashes(time_cost=1, memory_kib=8, queue_limit=2)
    try:
        waiting = [asyncio.ensure_future(hashes.hash(b"a")) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(PasswordsBusy):
            await hashes.hash(b"b")
        made = await asyncio.gather(*waiting)
        assert await hashes.verify(made[0], b"b", b"a") == 1
        assert await hashes.verify(made[0], b"b") is None
    finally:
        hashes.close()
