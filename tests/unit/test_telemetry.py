"""Log lines: one shape, no secret, nothing that forges or hides a line. Metrics: a registry per gateway."""

from __future__ import annotations

import io
import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway import __version__, telemetry

if TYPE_CHECKING:
    from collections.abc import Iterator

CANARY = "c4n4ry-S3cret"


@pytest.fixture
def output() -> Iterator[io.StringIO]:
    """Where the lines go; the set-up of logging is put back afterwards."""
    root, websockets = logging.getLogger(), logging.getLogger("websockets")
    before = root.handlers[:], root.level, websockets.level
    yield io.StringIO()
    root.handlers[:], root.level, websockets.level = before
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def _lines(output: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.getvalue().splitlines()]


SECRETS: dict[str, object] = {
    "a header by name": {"headers": {"Authorization": f"Basic {CANARY}"}},
    "a header with another spelling": {"X-API-Key": CANARY},
    "a header in a text": {"text": f"GET / HTTP/1.1\r\nAuthorization: Basic {CANARY}=="},
    "a header in a list of pairs": {"headers": [("authorization", f"Bearer {CANARY}")]},
    "a password by name": {"password": CANARY, "new_password": CANARY},
    "an address with user and password": {"url": f"ftp://user:{CANARY}@files.example/a.log"},
    "an address with an odd password": {"url": f"postgresql://user:{CANARY}@@host/db"},
    "a configuration key": {"payload": {"key": "AuthorizationKey", "value": CANARY}},
    "a configuration key in lists": {"configurationKey": [{"key": "authorizationkey", "value": CANARY}]},
    "a frame": {"frame": f'[2,"7","ChangeConfiguration",{{"key":"AuthorizationKey","value":"{CANARY}"}}]'},
    "a frame the other way round": {"frame": f'[2,"7","X",{{"value":"{CANARY}","key":"BasicAuthPassword"}}]'},
    "a frame inside JSON": {"frame": json.dumps(f'{{"key": "AuthorizationKey", "value": "{CANARY}"}}')},
    "JSON with a quote in the password": {"body": json.dumps({"password": f'a"{CANARY}'})},
    "a query": {"path": f"/x?password={CANARY}&a=1"},
    "Python's own spelling": {"text": repr({"token": CANARY})},
    "an API key": {"text": f"key ogw_{CANARY} was used"},
    "bytes": {"raw": f"Authorization: Basic {CANARY}".encode()},
    "an object": {"error": ValueError(f"secret={CANARY}")},
    "a private key": {"text": f"-----BEGIN EC PRIVATE KEY-----\n{CANARY}\n-----END EC PRIVATE KEY-----"},
}


@pytest.mark.parametrize("values", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize("as_json", [True, False], ids=["json", "console"])
def test_no_secret_reaches_a_line(output: io.StringIO, values: dict[str, object], as_json: bool) -> None:
    telemetry.configure(debug=True, stream=output, as_json=as_json)
    structlog.get_logger("room").debug("something happened", **values)
    logging.getLogger("library").warning("something happened: %s", values)
    assert output.getvalue().count("something happened") == 2
    assert CANARY not in output.getvalue()
    assert telemetry.MASK in output.getvalue()


def test_no_secret_reaches_a_line_through_an_exception(output: io.StringIO) -> None:
    telemetry.configure(stream=output)
    try:
        raise ValueError(f"cannot reach redis://user:{CANARY}@host")
    except ValueError:
        structlog.get_logger("room").exception("ours")
        logging.getLogger("library").exception("theirs")
    ours, theirs = _lines(output)
    assert "ValueError: cannot reach redis://***@host" in ours["exception"]
    assert "ValueError: cannot reach redis://***@host" in theirs["exception"]


def test_what_is_no_secret_stays_readable(output: io.StringIO) -> None:
    telemetry.configure(stream=output)
    structlog.get_logger("room").info(
        "told",
        station="CP-1",
        id_token="TAG-1",
        payload={"key": "HeartbeatInterval", "value": "300"},
        url="ws://host:9000/ocpp/CP-1",
        n=3,
        empty={"password": ""},
    )
    (line,) = _lines(output)
    assert line["event"] == "told"
    assert (line["station"], line["id_token"], line["n"]) == ("CP-1", "TAG-1", 3)
    assert line["payload"] == {"key": "HeartbeatInterval", "value": "300"}
    assert line["url"] == "ws://host:9000/ocpp/CP-1"
    assert line["empty"] == {"password": ""}
    assert (line["level"], line["logger"]) == ("info", "room")
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize("as_json", [True, False], ids=["json", "console"])
def test_a_station_cannot_forge_or_hide_a_line(output: io.StringIO, as_json: bool) -> None:
    telemetry.configure(stream=output, as_json=as_json)
    structlog.get_logger("room").info("boot", vendor="x\n2026 [error] forged\x1b[2J\u202egnp\ud800\x9b")
    written = output.getvalue()
    assert written.count("\n") == 1
    assert not set(written) & set("\x1b\u202e\x9b\ud800")
    assert "x0a2026" in written
    written.encode()


@given(st.text())
def test_escaped_text_has_no_control_character_and_ordinary_text_is_left_alone(text: str) -> None:
    shown = telemetry.escaped(text)
    shown.encode()
    assert not any(ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 for character in shown)
    if text.isascii() and text.isprintable():
        assert shown == text


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_the_redactor_takes_everything_and_masks_twice_as_once(value: object) -> None:
    once = telemetry.redacted(value)
    assert telemetry.redacted(once) == once


def test_the_redactor_leaves_the_original_alone() -> None:
    payload = {"key": "AuthorizationKey", "value": CANARY}
    assert telemetry.redacted(payload) == {"key": "AuthorizationKey", "value": "***"}
    assert payload["value"] == CANARY


def test_a_long_value_is_cut_and_a_deep_one_ends() -> None:
    shown = telemetry.escaped("x" * 100_000)
    assert len(shown) < telemetry.LONGEST_TEXT + 50
    assert shown.endswith("more characters)")
    deep: Any = CANARY
    for _ in range(200):
        deep = [deep]
    assert CANARY not in str(telemetry.redacted(deep))


def test_the_websocket_library_never_speaks_at_debug(output: io.StringIO) -> None:
    telemetry.configure(debug=True, stream=output)
    logging.getLogger("websockets.server").debug("< GET with credentials")
    logging.getLogger("websockets.server").info("connection open")
    logging.getLogger("other").debug("details")
    assert [line["event"] for line in _lines(output)] == ["connection open", "details"]


def test_details_are_left_out_unless_debug_is_asked_for(output: io.StringIO) -> None:
    telemetry.configure(stream=output)
    structlog.get_logger("room").debug("details")
    structlog.get_logger("room").info("fact")
    assert [line["event"] for line in _lines(output)] == ["fact"]


def test_two_gateways_in_one_process_have_two_registries() -> None:
    first, second = telemetry.new_registry(), telemetry.new_registry()
    assert first is not second
    text = telemetry.exposition(first).decode()
    assert f'ocpp_gateway_build_info{{version="{__version__}"}} 1.0' in text
    assert telemetry.METRICS_TYPE.startswith("text/plain")
