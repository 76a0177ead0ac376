"""Vendor messages (OCPP 1.6, 4.3). A vendor nobody registered is unknown, and the station is told so."""

from __future__ import annotations

from enum import StrEnum

from ocpp_gateway.operations.decision import Decision


class TransferStatus(StrEnum):
    """The answers to a vendor message."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    UNKNOWN_MESSAGE = "UnknownMessageId"
    UNKNOWN_VENDOR = "UnknownVendorId"


def receive(*, accepted: bool = False) -> Decision[TransferStatus]:
    """The content stands in the message log. Accepting for a vendor one does not know misleads stations (TC_064).

    `accepted`: this station repeats the message for ever otherwise (quirk Q61).
    """
    return Decision(TransferStatus.ACCEPTED if accepted else TransferStatus.UNKNOWN_VENDOR)
