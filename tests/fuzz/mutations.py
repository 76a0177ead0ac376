"""Good inputs made bad at random, from a seed: the same seed is the same input on every machine.

Two ways: a value is bent before it is written (wrong types, absent and extra members), and the written octets are bent
(cut, doubled, overwritten, spliced with another input). Most inputs stay near enough to the truth to get far inside.
"""

from __future__ import annotations

import copy
import json
import random
from functools import cache
from typing import Any

from ocpp_gateway.ocpp.catalogue import ACTIONS_16, Sender
from tests.raw_socket import KEY, basic, call_text, frame, text_frame, upgrade
from tests.unit.ocpp.schema_cases import full

TOKENS = (
    *(b"null", b"true", b"-0", b"1e999", b"NaN", b"Infinity", b"9223372036854775808", b"0.1", b"-1"),
    *(b'"', b"\\", b'\\"', b"\\ud800", b"\\u0000", b"\xef\xbb\xbf", b"\x00", b"\xff", b"\xf0\x9f\x98\x80"),
    *(b"[", b"]", b"{", b"}", b"[]", b"{}", b",", b",,", b":", b" ", b"\n", b"[" * 40, b'{"a":' * 20),
    *(b'[2,"', b'[3,"1",{}]', b'"2"', b"[4", b'"Heartbeat"', b"'", b"//", b"/*"),
    *(b"\r\n", b"\r\n\r\n", b": ", b"%00", b"%2f", b"%zz", b"/ocpp/", b"//", b"../", b"?", b"HTTP/1.0"),
    *(b"Sec-WebSocket-Protocol: ocpp1.6\r\n", b"Authorization: Basic \r\n", b"Host: x\r\n", b"GET "),
    *(b"\x81", b"\x88\x82", b"\x89\xfe", b"\x01\x80", b"\x00\x80", b"\xc1", b"\x82\xff"),
)
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 1.5, 1e300, 2**31, 2**53, 2**63, -(2**63), "", " ", "\x00", "\ud800"),
    *("true", "1", "1,5", "NaN", "Accepted", "accepted", "x" * 21, "x" * 300, "1970-01-01T00:00:00Z"),
    *("2026-05-04T12:00:00", [], {}, [[]], [{}], {"a": {"b": []}}, [None], ["a", 1, None]),
)


@cache
def payloads() -> tuple[tuple[str, str, str], ...]:
    """Action, half and JSON text of every message, whole."""
    return tuple(
        (action, half, json.dumps(full(action, half)))
        for action in sorted(ACTIONS_16)
        for half in ("request", "response")
    )


@cache
def frames() -> tuple[bytes, ...]:
    """OCPP frames of every kind."""
    found = []
    for action, half, text in payloads():
        if half == "request":
            found.append(f'[2,"19223201","{action}",{text}]'.encode())
        else:
            found.append(f'[3,"ours",{text}]'.encode())
    found += [
        b'[4,"ours","NotSupported","",{}]',
        b'[4,"ours","FormationViolation","why",{"a":1}]',
        b'[2,7,"Heartbeat",{}]',
        b'[2,"a","Heartbeat",null]',
        b'["2","a","bootnotification",{"chargePointVendor":"V","chargePointModel":"M"},"more"]',
    ]
    return tuple(found)


@cache
def requests() -> tuple[bytes, ...]:
    """Upgrade requests, right and nearly right."""
    right = basic(b"CP-1", bytes.fromhex(KEY))
    return (
        upgrade("/ocpp/CP-1"),
        upgrade("/CP-1", drop=("Authorization",)),
        upgrade("/ocpp/CP%20%C3%A4", Authorization=right),
        upgrade("/ocpp/CP-1", Sec_WebSocket_Protocol="ocpp2.0.1, ocpp1.6"),
        upgrade("/ocpp/CP-1", drop=("Sec-WebSocket-Protocol",), extra=(("X-A", "b"),) * 20),
        upgrade("/ocpp/CP-1", Connection="keep-alive, Upgrade", Upgrade="WebSocket"),
        upgrade("/ocpp/CP-1", method="POST"),
    )


@cache
def streams() -> tuple[bytes, ...]:
    """Bytes of open WebSocket connections."""
    beat = call_text("1", "Heartbeat").encode()
    return (
        text_frame('[2,"1","Heartbeat",{}]') * 3,
        frame(1, beat[:5], fin=False) + frame(9, b"ping") + frame(0, beat[5:]),
        frame(2, beat) + frame(10, b"pong") + frame(8, b"\x03\xe8bye"),
        text_frame("x" * 300) + text_frame("ä😀") + frame(9),
    )


STATION_SAYS = tuple(
    sorted(name for name, action in ACTIONS_16.items() if action.sender is not Sender.CENTRAL_SYSTEM)
)


def bend_octets(luck: random.Random, octets: bytes, corpus: tuple[bytes, ...]) -> bytes:
    """One to four changes of the text itself."""
    data = bytearray(octets)
    for _ in range(luck.randint(1, 4)):
        size = len(data)
        at = luck.randrange(size + 1)
        length = min(luck.choice((1, 1, 2, 4, 16, 64)), size - at)
        match luck.randrange(8):
            case 0 if length:
                data[at] ^= 1 << luck.randrange(8)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length] * luck.choice((1, 2, 30))
            case 3 | 4:
                data[at:at] = luck.choice(TOKENS)
            case 5:
                data[at : at + length] = luck.choice(TOKENS)
            case 6:
                other = luck.choice(corpus)
                cut = luck.randrange(len(other))
                data[at:] = other[cut:]
            case _:
                del data[at:]
    return bytes(data)


def bend_value(luck: random.Random, value: Any) -> None:
    """One to three changes inside an object or a list, in place."""
    for _ in range(luck.randint(1, 3)):
        here = value
        while True:
            keys = list(here) if isinstance(here, dict) else list(range(len(here)))
            if not keys:
                break
            key = luck.choice(keys)
            inner = here[key]
            if isinstance(inner, dict | list) and inner and luck.random() < 0.7:
                here = inner
                continue
            _bend_member(luck, here, key)
            break


def _bend_member(luck: random.Random, holder: Any, key: Any) -> None:
    match luck.randrange(5):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[str(key).swapcase()] = holder.pop(key)
        case 2 if isinstance(holder, dict):
            holder[luck.choice(("extra", "", "id", "connectorId"))] = _odd(luck)
        case 3 if isinstance(holder[key], str):
            holder[key] += "x" * luck.choice((1, 30, 1000))
        case _:
            holder[key] = _odd(luck)


def _odd(luck: random.Random) -> Any:
    # A copy: a later change inside it must not reach the cases of other seeds.
    return copy.deepcopy(luck.choice(ODD))


def bent_payload(luck: random.Random) -> tuple[str, str, bytes]:
    """Action, half and the text of a payload that is bent as a value, as text, or both."""
    action, half, text = luck.choice(payloads())
    if luck.random() < 0.8:
        value = json.loads(text)
        bend_value(luck, value)
        text = json.dumps(value)
    octets = text.encode()
    if luck.random() < 0.3:
        octets = bend_octets(luck, octets, frames())
    return action, half, octets


def bent_frame(luck: random.Random) -> bytes:
    """A frame with a bent payload, or bent itself."""
    if luck.random() < 0.5:
        return bend_octets(luck, luck.choice(frames()), frames())
    action, half, octets = bent_payload(luck)
    head = f'[2,"f","{action}",' if half == "request" else '[3,"ours",'
    return head.encode() + octets + b"]"
