"""The generated messages are what the installed official schemas give."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from ocpp_gateway.ocpp.schemas import Direction, official_schema
from ocpp_gateway.ocpp.v16 import messages
from ocpp_gateway.ocpp.versions import OcppVersion

ROOT = Path(__file__).parents[3]
V16 = OcppVersion.V16


def test_the_committed_module_has_not_drifted_from_the_schemas() -> None:
    script = ROOT / "scripts" / "generate_messages.py"
    ran = subprocess.run(
        [sys.executable, script, "--check"],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT / "src")},
    )
    assert ran.returncode == 0, ran.stderr


def test_the_package_still_has_the_patches_that_are_undone() -> None:
    """If this fails the package has changed: look again at what `schemas` takes out."""
    published = official_schema(V16, "MeterValues", Direction.REQUEST)["properties"]["meterValue"]
    samples = published["items"]["properties"]["sampledValue"]
    stop = official_schema(V16, "StopTransaction", Direction.REQUEST)["properties"]["transactionData"]
    assert "minItems" not in published
    assert "minItems" not in samples
    assert published == stop


@pytest.mark.parametrize(
    ("version", "action"),
    [(V16, "Unheard"), (V16, "../Heartbeat"), (V16, ""), (OcppVersion.V21, "Heartbeat")],
)
def test_what_has_no_schema_is_a_lookup_error(version: OcppVersion, action: str) -> None:
    with pytest.raises(LookupError):
        official_schema(version, action, Direction.REQUEST)


def test_messages_never_change() -> None:
    tag = messages.IdTagInfo(status="Accepted")
    with pytest.raises(AttributeError):
        tag.status = "Blocked"  # type: ignore[misc]


def test_absent_options_are_left_out_and_names_are_those_of_the_wire() -> None:
    start = messages.StartTransactionResponse(
        transaction_id=7, id_tag_info=messages.IdTagInfo(status="Accepted", parent_id_tag="P")
    )
    assert msgspec.json.encode(start) == (
        b'{"idTagInfo":{"status":"Accepted","parentIdTag":"P"},"transactionId":7}'
    )
    assert msgspec.json.encode(messages.StatusNotificationResponse()) == b"{}"
