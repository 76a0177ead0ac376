"""Secrets in payloads: replaced by `***` before anything is stored, logged or shown.

Only a payload with a secret is written anew; any other keeps its bytes.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

MASK = "***"
_SECRET_KEYS = frozenset({"authorizationkey"})
"""Configuration keys of OCPP 1.6 whose value is a password, case-folded."""
_CREDENTIALS = re.compile(r"(:\\?/\\?/)[^/?#\s]*@")
_GAP = r"[\\\"'\s]{0,8}"
_SPOKEN = (
    re.compile(rf"(authorizationkey{_GAP}[:=]{_GAP})[^\s\"'\\,;{{}}\]]+", re.IGNORECASE),
    re.compile(
        rf"(authorizationkey[^{{}}]{{0,60}}?value{_GAP}[:=]{_GAP})[^\s\"'\\,;{{}}\]]+",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(value{_GAP}[:=]{_GAP})[^\s\"'\\,;{{}}\]]{{1,100}}+(?=[^{{}}]{{0,40}}?key{_GAP}[:=]{_GAP}authorizationkey)",
        re.IGNORECASE,
    ),
)
"""A key that is spoken of inside of a text, before or after its name. All repetitions are bounded, since a station
decides about length and content of the text.
"""
_CONFIGURATION = frozenset({"ChangeConfiguration", "GetConfiguration"})
_encode = msgspec.json.Encoder().encode


def is_secret(key: str) -> bool:
    """Whether the value of a configuration key is a password."""
    return key.strip().casefold() in _SECRET_KEYS


def mask(action: str, payload: bytes) -> bytes:
    """A request or response of an action without its secrets."""
    if action not in _CONFIGURATION and not _may_hold_a_secret(payload):
        return payload
    try:
        value = msgspec.json.decode(payload)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return masked_text(payload.decode("utf-8", "replace")).encode()
    masked = masked_value(value)
    return payload if masked == value else _encode(masked)


def mask_raw(raw: bytes) -> bytes:
    """Bytes that are no message, without the secrets that can be seen in them; the others stay as they are."""
    if not _may_hold_a_secret(raw):
        return raw
    return masked_text(raw.decode("latin-1")).encode("latin-1")


def masked_text(text: str) -> str:
    """A text without credentials in addresses, and without an AuthorizationKey that it speaks of."""
    if "@" in text:
        text = _CREDENTIALS.sub(rf"\g<1>{MASK}@", text)
    if "authorizationkey" in text.casefold():
        for pattern in _SPOKEN:
            text = pattern.sub(rf"\g<1>{MASK}", text)
    return text


def _may_hold_a_secret(payload: bytes) -> bool:
    """Cheap: this is asked for every frame."""
    return b"@" in payload or b"authorizationkey" in payload.lower()


def masked_value(value: Any) -> Any:
    """The same for a value that is read already: every text, and every `{key, value}` whose key names a secret."""
    if isinstance(value, str):
        return masked_text(value)
    if isinstance(value, list):
        return [masked_value(part) for part in value]
    if not isinstance(value, dict):
        return value
    names = {name.casefold(): name for name in value}
    masked = {name: masked_value(part) for name, part in value.items()}
    key = value.get(names.get("key", ""))
    if isinstance(key, str) and is_secret(key) and value.get(names.get("value", "")):
        masked[names["value"]] = MASK
    return masked
