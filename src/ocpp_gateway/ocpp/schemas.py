"""The official JSON schemas, read from the installed `ocpp` package and never copied into this repository.

The package carries the schemas of OCPP 1.6 (draft-04) with the security extension (draft-06). Its copies have a few
patches of its own; what the Open Charge Alliance published is the measure, so they are undone here, by name.
"""

from __future__ import annotations

import json
from copy import deepcopy
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from ocpp_gateway.ocpp.versions import OcppVersion

JsonSchema = dict[str, Any]


class Direction(StrEnum):
    """Which half of an action a payload is: the request in a CALL or the response in a CALLRESULT."""

    REQUEST = "request"
    RESPONSE = "response"


_FOLDERS = {OcppVersion.V16: "v16"}


@cache
def official_schema(version: OcppVersion, action: str, direction: Direction) -> JsonSchema:
    """The official schema of one payload with its `$ref`s written out; do not change what is returned.

    Raises `LookupError` for a version or an action without schemas.
    """
    folder = _FOLDERS.get(version)
    if folder is None:
        message = f"no schemas for OCPP {version}"
        raise LookupError(message)
    name = action if direction is Direction.REQUEST else f"{action}Response"
    path = files("ocpp") / folder / "schemas" / f"{name}.json"
    if not action.isalnum() or not path.is_file():
        message = f"no schema {name} for OCPP {version}"
        raise LookupError(message)
    # Some of the published files begin with a byte order mark.
    schema: JsonSchema = json.loads(path.read_text(encoding="utf-8-sig"))
    return _as_published(name, _written_out(schema, schema.get("definitions", {})))


def _written_out(schema: JsonSchema, definitions: JsonSchema) -> JsonSchema:
    """The same schema without `$ref`; the official files never refer to themselves."""
    if "$ref" in schema:
        return _written_out(definitions[schema["$ref"].rsplit("/", 1)[-1]], definitions)
    plain = {key: value for key, value in schema.items() if key != "definitions"}
    if "properties" in plain:
        plain["properties"] = {
            name: _written_out(part, definitions) for name, part in plain["properties"].items()
        }
    if "items" in plain:
        plain["items"] = _written_out(plain["items"], definitions)
    return plain


def _as_published(name: str, schema: JsonSchema) -> JsonSchema:
    """Undo the package's own patches.

    MeterValues: `minItems` on both arrays (stations send an empty `sampledValue`, which the published schema allows)
    and the unit `Hertz` (absent from the published list, and absent from the package's own StopTransaction).
    """
    if name != "MeterValues":
        return schema
    schema = deepcopy(schema)
    meter_value = schema["properties"]["meterValue"]
    sampled_value = meter_value["items"]["properties"]["sampledValue"]
    meter_value.pop("minItems", None)
    sampled_value.pop("minItems", None)
    unit = sampled_value["items"]["properties"]["unit"]
    unit["enum"] = [word for word in unit["enum"] if word != "Hertz"]
    return schema
