"""Payloads drawn from the JSON-schema subset that the official OCPP schemas use: valid ones and mutated ones.

The schemas are read here once more, straight from the installed package, so that the tests do not lean on the reader
that they test.
"""

from __future__ import annotations

import copy
import json
from datetime import datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from typing import Any

from hypothesis import strategies as st

from ocpp_gateway.ocpp.catalogue import ACTIONS_16
from ocpp_gateway.ocpp.codec import decode_request, decode_response
from ocpp_gateway.ocpp.errors import RpcError
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.ocpp.violations import Validation

ACTIONS = tuple(
    sorted(
        path.name.removesuffix(".json")
        for path in (files("ocpp") / "v16" / "schemas").iterdir()
        if path.name.endswith(".json") and not path.name.endswith("Response.json")
    )
)
"""The names of the 39 actions, from the file names."""

HALVES = tuple((action, half) for action in ACTIONS for half in ("request", "response"))
BOUND = 2**53 - 1

Json = Any
Path = tuple[str | int, ...]


@cache
def raw_schema(action: str, half: str) -> dict[str, Any]:
    """The schema file as published: the package's own additions to MeterValues are taken out."""
    name = action if half == "request" else f"{action}Response"
    text = (files("ocpp") / "v16" / "schemas" / f"{name}.json").read_text(encoding="utf-8-sig")
    schema: dict[str, Any] = json.loads(text)
    if name == "MeterValues":
        values = schema["properties"]["meterValue"]
        samples = values["items"]["properties"]["sampledValue"]
        del values["minItems"], samples["minItems"]
        samples["items"]["properties"]["unit"]["enum"].remove("Hertz")
    return schema


def resolved(part: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    reference = part.get("$ref")
    return part if reference is None else root["definitions"][reference.rsplit("/", 1)[-1]]


# --- valid payloads ----------------------------------------------------------------------------------------


@st.composite
def times(draw: st.DrawFn) -> str:
    """RFC 3339 in its variety: offsets, fractions of any length, years far and near."""
    offset = draw(st.sampled_from([0, 60, 120, 345, -300, -720, 840]))
    moment = draw(st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29)))
    text = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset))).isoformat()
    fraction = draw(st.sampled_from(["", "", ".0", ".123", ".123456789"]))
    text = text[:19] + fraction + text[19:]
    return text.removesuffix("+00:00") + "Z" if offset == 0 and draw(st.booleans()) else text


def texts(longest: int | None) -> st.SearchStrategy[str]:
    alphabet = st.characters(codec="utf-8")
    plain = st.text(alphabet, max_size=min(longest or 30, 30))
    if longest is None:
        return plain
    return st.one_of(
        plain, st.sampled_from(["", " ", "a", "😀"]), st.sampled_from(["a" * longest, "😀" * longest])
    )


WHOLE = st.one_of(
    st.integers(-BOUND, BOUND), st.sampled_from([0, 1, -1, 2**31 - 1, 2**31, -(2**31), BOUND, -BOUND])
)


def valid(part: dict[str, Any], root: dict[str, Any]) -> st.SearchStrategy[Json]:
    """Values that the schema accepts."""
    part = resolved(part, root)
    match part.get("type"):
        case "object":
            members = {name: valid(each, root) for name, each in part.get("properties", {}).items()}
            required = {name: members.pop(name) for name in part.get("required", ())}
            return st.fixed_dictionaries(required, optional=members)
        case "array":
            return st.lists(valid(part["items"], root), min_size=part.get("minItems", 0), max_size=3)
        case "string" if "enum" in part:
            return st.sampled_from(part["enum"])
        case "string" if part.get("format") == "date-time":
            return times()
        case "string":
            return texts(part.get("maxLength"))
        case "integer":
            return WHOLE
        case "number":
            tenths = st.integers(-(10**7), 10**7)
            return st.one_of(tenths.map(lambda tenth: tenth / 10), st.integers(-1000, 1000))
        case "boolean":
            return st.booleans()
    raise AssertionError(f"the subset has no type {part.get('type')}")


@cache
def valid_payloads(action: str, half: str) -> st.SearchStrategy[Json]:
    schema = raw_schema(action, half)
    return valid(schema, schema)


# --- mutated payloads --------------------------------------------------------------------------------------

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, 1, -1, 1.0, 0.5, 6.05, 0.1, 1e20, 2**31, 2**53, -(2**53), 2**63, 2**64, 1e300]),
    st.sampled_from(
        ["", " ", "1", "1.5", "true", "accepted", "Accepted", "Hertz", "x" * 21, "x" * 10001, "\x00"]
    ),
    st.sampled_from(
        ["2024-01-01T00:00:00", "2024-02-30T00:00:00Z", "2024-01-01 00:00:00Z", "0000-01-01T00:00:00Z"]
    ),
    st.sampled_from([[], {}, [{}], [None], {"a": 1}, ["a"], [[]]]),
).map(copy.deepcopy)  # a later change must not reach the sample itself


def places(value: Json, path: Path = ()) -> list[Path]:
    """The paths of all values inside a value, itself included."""
    found = [path]
    if isinstance(value, dict):
        for name, member in value.items():
            found += places(member, (*path, name))
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            found += places(entry, (*path, index))
    return found


def _at(value: Json, path: Path) -> Json:
    for step in path:
        value = value[step]
    return value


@st.composite
def mutated_payloads(draw: st.DrawFn, action: str, half: str) -> Json:
    """A valid payload with one to three things changed; often, but not always, invalid then."""
    value = copy.deepcopy(draw(valid_payloads(action, half)))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(places(value)))
        here = _at(value, path)
        change = draw(st.sampled_from(["replace", "remove", "extra", "case", "lengthen", "float"]))
        if change == "extra" and isinstance(here, dict):
            here[draw(st.sampled_from(["extra", "id", "connectorId", "", "idTag"]))] = draw(ODD)
        elif not path:
            continue
        else:
            _change(draw, change, _at(value, path[:-1]), path[-1], here)
    return value


def _change(draw: st.DrawFn, change: str, holder: Json, step: str | int, here: Json) -> None:
    if change == "remove":
        del holder[step]
    elif change == "case" and isinstance(step, str):
        holder[step.swapcase()] = holder.pop(step)
    elif change == "lengthen" and isinstance(here, str):
        holder[step] = here + "x" * draw(st.sampled_from([1, 20, 10_000]))
    elif change == "float" and isinstance(here, int) and not isinstance(here, bool):
        holder[step] = float(here) + draw(st.sampled_from([0.0, 0.5]))
    else:
        holder[step] = draw(ODD)


ANY_JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=4)),
    max_leaves=20,
)


def text_of(value: Json) -> bytes:
    """The JSON text, with characters outside ASCII as they are."""
    return json.dumps(value, ensure_ascii=False).encode()


def read(action: str, half: str, payload: bytes, validation: Validation) -> Any:
    """The decoded message, or the `RpcError` that came instead."""
    decode = decode_request if half == "request" else decode_response
    try:
        return decode(OcppVersion.V16, ACTIONS_16[action], payload, validation)
    except RpcError as refusal:
        return refusal
