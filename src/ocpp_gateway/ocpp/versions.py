"""The versions of OCPP and the WebSocket subprotocols that announce them."""

from __future__ import annotations

from enum import StrEnum


class OcppVersion(StrEnum):
    """A version of OCPP-J that a station may speak."""

    V16 = "1.6"
    V201 = "2.0.1"
    V21 = "2.1"

    @property
    def subprotocol(self) -> str:
        """The registered WebSocket subprotocol name, e.g. `ocpp1.6`."""
        return f"ocpp{self.value}"

    @classmethod
    def from_subprotocol(cls, text: str) -> OcppVersion | None:
        """The version behind a subprotocol name, compared exactly (OCPP-J 1.6 section 3.2), or `None`."""
        return _BY_SUBPROTOCOL.get(text)


_BY_SUBPROTOCOL = {version.subprotocol: version for version in OcppVersion}
