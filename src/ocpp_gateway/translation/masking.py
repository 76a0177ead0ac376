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
_CREDENTIALS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)[^/?#\s]*@")
_encode = msgspec.json.Encoder().encode


def is_secret(key: str) -> bool:
    """Whether the value of a configuration key is a password."""
    return key.strip().casefold() in _SECRET_KEYS


def mask(action: str, payload: bytes) -> bytes:
    """A request or response of an action without its secrets."""
    if b"@" not in payload and action not in {"ChangeConfiguration", "GetConfiguration"}:
        return payload
    try:
        value = msgspec.json.decode(payload)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return _CREDENTIALS.sub(rf"\g<1>{MASK}@", payload.decode("utf-8", "replace")).encode()
    masked = masked_value(value)
    return payload if masked == value else _encode(masked)


def masked_value(value: Any) -> Any:
    """The same for a value that is read already: every text, and every `{key, value}` whose key names a secret."""
    if isinstance(value, str):
        return _CREDENTIALS.sub(rf"\g<1>{MASK}@", value) if "@" in value else value
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
