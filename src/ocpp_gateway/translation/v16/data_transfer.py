"""DataTransfer from stations."""

from __future__ import annotations

from datetime import datetime

from ocpp_gateway.charging.stations import Station
from ocpp_gateway.ocpp.v16.messages import DataTransferRequest, DataTransferResponse
from ocpp_gateway.operations.data_transfer import receive
from ocpp_gateway.operations.reads import Reads
from ocpp_gateway.translation.handled import Handled


async def data_transfer(
    station: Station, message: DataTransferRequest, reads: Reads, now: datetime
) -> Handled:
    """Without a registered vendor there is nothing to look at."""
    del station, message, reads, now
    decision = receive()
    return Handled(response=DataTransferResponse(status=decision.answer.value), decision=decision)
