"""The OpenAPI document says what everything is for, with examples that are accepted, and the page is made of it."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import validator_for

from ocpp_gateway.api.application import openapi_document
from ocpp_gateway.api.examples import EXAMPLES

SCRIPT = Path(__file__).parents[3] / "scripts" / "generate_api_reference.py"
DOCUMENT = openapi_document(version="0")
OPERATIONS = [operation for item in DOCUMENT["paths"].values() for operation in item.values()]
BODIES = [operation for operation in OPERATIONS if "requestBody" in operation]


def test_the_page_of_the_api_is_up_to_date() -> None:
    script = runpy.run_path(str(SCRIPT))
    assert script["PAGE"].read_text() == script["page"](), "run: python scripts/generate_api_reference.py"


def test_every_operation_is_described() -> None:
    assert [operation["operationId"] for operation in OPERATIONS if not operation.get("description")] == []


@pytest.mark.parametrize("operation", BODIES, ids=[operation["operationId"] for operation in BODIES])
def test_every_body_has_an_example_that_its_schema_accepts(operation: dict[str, Any]) -> None:
    content = next(iter(operation["requestBody"]["content"].values()))
    example = runpy.run_path(str(SCRIPT))["example_of"](DOCUMENT, content)
    validator_for({**content["schema"], "components": DOCUMENT["components"]}).validate(example)


def test_there_is_no_example_of_an_operation_that_is_gone() -> None:
    assert set(EXAMPLES) <= {operation["operationId"] for operation in BODIES}
