from __future__ import annotations

import pytest

from ocpp_gateway.ocpp.versions import OcppVersion


@pytest.mark.parametrize(
    ("version", "name"),
    [(OcppVersion.V16, "ocpp1.6"), (OcppVersion.V201, "ocpp2.0.1"), (OcppVersion.V21, "ocpp2.1")],
)
def test_each_version_has_its_registered_subprotocol(version: OcppVersion, name: str) -> None:
    assert version.subprotocol == name
    assert OcppVersion.from_subprotocol(name) is version


@pytest.mark.parametrize("name", ["OCPP1.6", "ocpp1.6j", " ocpp1.6", "ocpp1.5", "", "1.6"])
def test_subprotocol_names_are_compared_exactly(name: str) -> None:
    assert OcppVersion.from_subprotocol(name) is None
