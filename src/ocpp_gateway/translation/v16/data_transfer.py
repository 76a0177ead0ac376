"""DataTransfer from stations."""

from __future__ import annotations

from datetime import datetime

from ocpp_gateway.charging.stations import Station
from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.v16.messages import DataTransferRequest, DataTransferResponse
from ocpp_gateway.ocpp.violations import Violation, clip
from ocpp_gateway.operations.data_transfer import receive
from ocpp_gateway.operations.reads import Reads
from ocpp_gateway.translation.handled import Handled


async def data_transfer(
    station: Station, message: DataTransferRequest, reads: Reads, now: datetime
) -> Handled:
    """No vendor is registered, so there is nothing to look at; some stations repeat theirs until accepted (Q61)."""
    del reads, now
    vendors = {vendor.casefold() for vendor in station.quirks.accept_vendors}
    accepted = "*" in vendors or message.vendor_id.casefold() in vendors
    decision = receive(accepted=accepted)
    bent = Violation(Rule.VENDOR_ACCEPTED, "$.vendorId", clip(message.vendor_id))
    return Handled(
        response=DataTransferResponse(status=decision.answer.value),
        decision=decision,
        violations=(bent,) if accepted else (),
    )
