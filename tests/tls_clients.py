"""Well-behaved clients of a TLS station port, and what the port says of the last one it refused."""

from __future__ import annotations

import ssl

from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from ocpp_gateway.operations.refused_handshakes import RefusalReason
from tests.station_house import KEY, StationHouse, basic
from tests.tls_house import DEADLINE, NAME

RAW_KEY = bytes.fromhex(KEY)


def wss(house: StationHouse, identity: str, context: ssl.SSLContext, *, password: bool = True) -> connect:
    """A well-behaved client over TLS, with the right key or with none."""
    return connect(
        f"wss://127.0.0.1:{house.port}/ocpp/{identity}",
        ssl=context,
        server_hostname=NAME,
        subprotocols=[Subprotocol("ocpp1.6")],
        additional_headers={"Authorization": basic(identity.encode(), RAW_KEY)} if password else {},
        ping_interval=None,
        compression=None,
        proxy=None,
        open_timeout=DEADLINE,
        close_timeout=DEADLINE,
    )


async def reason_of(house: StationHouse, number: int = 1) -> RefusalReason:
    """The reason of the newest refusal, when there are so many."""
    await house.until(lambda: house.server.refused.counts.total() >= number)
    return house.server.refused.latest()[0].reason
