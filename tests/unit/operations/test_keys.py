"""Derived keys: one per purpose, each with an id that tells which secret made it."""

from __future__ import annotations

import pytest

from ocpp_gateway.operations.keys import DerivedKeys

OLD, NEW = "the secret of last year", "the secret of this year"


def test_the_same_secret_gives_the_same_key_and_another_one_another() -> None:
    assert DerivedKeys(NEW).purpose("a") == DerivedKeys(NEW.encode()).purpose("a")
    assert DerivedKeys(NEW).purpose("a") != DerivedKeys(OLD).purpose("a")


def test_no_two_purposes_share_a_key_or_an_id() -> None:
    keys = DerivedKeys(NEW)
    made = [keys.purpose(name) for name in ("a", "b", "a/b", "key-id/a", "")]
    assert len({key_id for key_id, _ in made}) == len(made)
    assert len({key for _, key in made}) == len(made)


def test_a_key_has_32_bytes_and_says_nothing_of_its_secret() -> None:
    key_id, key = DerivedKeys(NEW).purpose("a")
    assert (len(key_id), len(key)) == (12, 32)
    assert key_id not in key.hex()
    assert NEW not in repr(DerivedKeys(NEW))


def test_during_a_rotation_the_previous_key_is_found_and_the_new_one_is_used() -> None:
    old_id, old_key = DerivedKeys(OLD).purpose("a")
    keys = DerivedKeys(NEW, previous=OLD)
    new_id, new_key = keys.purpose("a")
    assert keys.by_id("a", old_id) == old_key
    assert keys.by_id("a", new_id) == new_key
    assert (new_id, new_key) == DerivedKeys(NEW).purpose("a")


def test_a_key_of_a_secret_that_is_gone_is_not_found() -> None:
    old_id, _ = DerivedKeys(OLD).purpose("a")
    assert DerivedKeys(NEW).by_id("a", old_id) is None
    assert DerivedKeys(NEW, previous=OLD).by_id("b", old_id) is None


@pytest.mark.parametrize("secret", ["", "short", b"fifteen bytes!!"])
def test_a_secret_that_is_too_short_is_refused(secret: str | bytes) -> None:
    with pytest.raises(ValueError, match="at least 16 bytes"):
        DerivedKeys(secret)
    if secret:
        with pytest.raises(ValueError, match="at least 16 bytes"):
            DerivedKeys(NEW, previous=secret)


def test_an_empty_previous_secret_means_there_is_none() -> None:
    assert DerivedKeys(NEW, previous="").purpose("a") == DerivedKeys(NEW).purpose("a")
