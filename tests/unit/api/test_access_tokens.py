"""Attack S20: tokens that look like ours and are not."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway.api.access_tokens import AccessClaims, AccessTokens, InvalidToken
from ocpp_gateway.operations.keys import DerivedKeys
from tests.unit.api.gateway import SECRET, START

CLAIMS = AccessClaims(UUID(int=1), UUID(int=2))
TOKENS = AccessTokens(DerivedKeys(SECRET))


def part(value: Any) -> str:
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def signed(header: Any, claims: Any, key: bytes, digest: str = "sha256") -> str:
    body = f"{part(header)}.{part(claims)}"
    return f"{body}.{part(hmac.digest(key, body.encode(), digest))}"


def ours() -> tuple[dict[str, Any], dict[str, Any], bytes]:
    key_id, key = DerivedKeys(SECRET).purpose("access-token")
    issued = int(START.timestamp())
    header = {"alg": "HS256", "kid": key_id, "typ": "at+jwt"}
    claims = {
        "iss": "ocpp-gateway",
        "sub": str(CLAIMS.user_id),
        "sid": str(CLAIMS.family),
        "iat": issued,
        "exp": issued + 900,
    }
    return header, claims, key


def test_a_token_says_who_it_is_until_its_15_minutes_are_over() -> None:
    token = TOKENS.make(CLAIMS, START)
    assert TOKENS.read(token, START) == CLAIMS
    assert TOKENS.read(token, START + timedelta(seconds=899)) == CLAIMS
    with pytest.raises(InvalidToken, match="expired"):
        TOKENS.read(token, START + timedelta(minutes=15))


def test_the_table_of_forgeries_starts_from_a_token_that_counts() -> None:
    header, claims, key = ours()
    assert TOKENS.read(signed(header, claims, key), START) == CLAIMS


@pytest.mark.parametrize(
    "change",
    [
        {"alg": "none"},
        {"alg": "None"},
        {"alg": "HS512"},
        {"alg": "RS256"},
        {"alg": None},
        {"kid": "000000000000"},
        {"kid": None},
        {"kid": 7},
        {"kid": "../../etc/passwd"},
        {"typ": "JWT"},
        {"typ": None},
        {"crit": ["exp"]},
        {"crit": []},
        {"b64": False, "crit": ["b64"]},
        {"jwk": {"kty": "oct", "k": "AAAA"}},
        {"jku": "https://attacker.example/keys"},
        {"x5u": "https://attacker.example/cert"},
        {"zip": "DEF"},
    ],
)
def test_another_header_is_refused_even_if_it_is_signed(change: dict[str, Any]) -> None:
    header, claims, key = ours()
    with pytest.raises(InvalidToken):
        TOKENS.read(signed(header | change, claims, key), START)


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "somebody"},
        {"iss": None},
        {"sub": "not-a-uuid"},
        {"sub": None},
        {"sub": 7},
        {"sid": None},
        {"exp": None},
        {"exp": "9999999999"},
        {"exp": 1e300},
        {"exp": True},
        {"iat": None},
        {"exp": 9999999999, "iat": int(START.timestamp()) - 901},
    ],
)
def test_other_claims_are_refused_even_if_they_are_signed(change: dict[str, Any]) -> None:
    header, claims, key = ours()
    with pytest.raises(InvalidToken):
        TOKENS.read(signed(header, claims | change, key), START)


def test_other_keys_and_other_digests_are_refused() -> None:
    header, claims, key = ours()
    _, other_purpose = DerivedKeys(SECRET).purpose("another-purpose")
    for forged in (
        signed(header, claims, b""),
        signed(header, claims, other_purpose),
        signed(header, claims, SECRET.encode()),
        signed(header, claims, key, "sha512"),
        signed(header, claims, hashlib.sha256(key).digest()),
        signed(header, claims, key).rsplit(".", 1)[0] + ".",
        signed(header, claims, key).rsplit(".", 1)[0],
        signed(header, [], key),
        signed(header, b"null", key),
        signed(header, b'{"exp":NaN}', key),
        signed([], claims, key),
        signed(header, b"[" * 100_000, key),
        "x" * 5000,
    ):
        with pytest.raises(InvalidToken):
            TOKENS.read(forged, START)


def test_a_previous_secret_still_verifies_and_no_longer_signs() -> None:
    old = AccessTokens(DerivedKeys("the secret that was used before"))
    rotated = AccessTokens(DerivedKeys(SECRET, previous="the secret that was used before"))
    assert rotated.read(old.make(CLAIMS, START), START) == CLAIMS
    assert TOKENS.read(rotated.make(CLAIMS, START), START) == CLAIMS
    with pytest.raises(InvalidToken):
        TOKENS.read(old.make(CLAIMS, START), START)


def test_no_lifetime_beyond_15_minutes_can_be_configured() -> None:
    with pytest.raises(ValueError, match="at most"):
        AccessTokens(DerivedKeys(SECRET), lifetime=timedelta(minutes=16))


@given(st.one_of(st.text(), st.text("abcAZ019-_=.", max_size=200)))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidToken):
        TOKENS.read(text, START)


@given(st.integers(0, 400), st.sampled_from("AZaz09-_.="))
def test_a_token_with_one_letter_changed_is_refused_or_the_same(position: int, letter: str) -> None:
    token = TOKENS.make(CLAIMS, START)
    position %= len(token)
    forged = token[:position] + letter + token[position + 1 :]
    if forged == token:
        return
    # The last letter of an unpadded part has bits that mean nothing: such a text is the same token.
    try:
        claims = TOKENS.read(forged, START)
    except InvalidToken:
        return
    assert claims == CLAIMS
    assert [_octets(one) for one in forged.split(".")] == [_octets(one) for one in token.split(".")]


def _octets(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
