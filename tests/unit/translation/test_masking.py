"""Secrets are found wherever a station or a person may write them, and nothing else is touched."""

from __future__ import annotations

import json
import time

import pytest

from ocpp_gateway.translation.masking import mask, mask_raw, masked_text

KEY = "0123456789abcdef"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ftp://user:pass@host/x", "ftp://***@host/x"),
        ("from ftp://u:p@a/x to sftp://v:q@b:22/y", "from ftp://***@a/x to sftp://***@b:22/y"),
        ("https:\\/\\/u:p@host", "https:\\/\\/***@host"),
        ("mail ada@example.com", "mail ada@example.com"),
        ("ftp://host/a@b", "ftp://host/a@b"),
        (f"AuthorizationKey={KEY}", "AuthorizationKey=***"),
        (f"authorizationkey: '{KEY}' refused", "authorizationkey: '***' refused"),
        (f'{{"key": "AuthorizationKey", "value": "{KEY}"}}', '{"key": "AuthorizationKey", "value": "***"}'),
        (
            f'{{"key": "AuthorizationKey", "readonly": false, "value": "{KEY}"}}',
            '{"key": "AuthorizationKey", "readonly": false, "value": "***"}',
        ),
        (f'{{"value": "{KEY}", "key": "AuthorizationKey"}}', '{"value": "***", "key": "AuthorizationKey"}'),
        ("AuthorizationKey is not supported", "AuthorizationKey is not supported"),
    ],
)
def test_a_text_keeps_everything_but_its_secrets(text: str, masked: str) -> None:
    assert masked_text(text) == masked
    assert json.loads(mask("DataTransfer", json.dumps({"data": text}).encode())) == {"data": masked}
    assert mask_raw(text.encode()) == masked.encode()


def test_a_payload_without_a_secret_keeps_its_bytes() -> None:
    for payload in (b'{"a" :1.0, "a": 2}', b'{"info": "ada@example.com" }', b'{"key":"AuthorizationKey"}'):
        assert mask("StatusNotification", payload) == payload
    assert mask_raw(b"\xff\xfe@") == b"\xff\xfe@"


def test_a_key_is_masked_in_every_message_that_speaks_of_it() -> None:
    payload = json.dumps({"list": [{"key": "authorizationKEY", "value": KEY}]}).encode()
    assert KEY.encode() not in mask("Unheard", payload)


@pytest.mark.parametrize(
    "piece",
    ["a", "://", ":\\/", "AuthorizationKey", "value:", 'value="x",key=', "authorizationkey value", "' "],
)
def test_no_text_of_a_station_keeps_the_masking_busy(piece: str) -> None:
    text = (piece * (1_000_000 // len(piece))) + "@ authorizationkey"
    begun = time.process_time()
    masked_text(text)
    assert time.process_time() - begun < 3.0
