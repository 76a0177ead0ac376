"""A station on a bare WebSocket for flows in which the gateway speaks: its CALLs are seen and answered by hand."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
from types import TracebackType
from typing import Any, Self

import websockets

DEADLINE = 15.0
BOOT = {"chargePointVendor": "Voltaic", "chargePointModel": "V2"}


class ObeyingStation:
    """Connects, boots (unless told otherwise) and says only what a test lets it say.

    GetConfiguration for the number of connectors, which the gateway asks after every boot, is answered by itself.
    """

    def __init__(
        self, url: str, identity: str, *, boots: bool = True, password: bytes | None = None, **options: Any
    ) -> None:
        """`password`: what HTTP Basic carries, as bytes; an AuthorizationKey may be any.

        `options` go to the WebSocket client: a TLS context, other subprotocols.
        """
        self.identity = identity
        self._boots = boots
        headers = {}
        if password is not None:
            pair = base64.b64encode(identity.encode() + b":" + password)
            headers["Authorization"] = f"Basic {pair.decode()}"
        options = {"subprotocols": [websockets.Subprotocol("ocpp1.6")], **options}
        self._connect = websockets.connect(
            f"{url}/{identity}", additional_headers=headers, open_timeout=DEADLINE, **options
        )
        self._ids = itertools.count(1)
        self._answers: dict[str, asyncio.Future[Any]] = {}
        self._calls: asyncio.Queue[list[Any]] = asyncio.Queue()
        self.frames: list[list[Any]] = []
        """Every CALL of the gateway but the question after the boot, in order."""

    async def __aenter__(self) -> Self:
        self._socket = await self._connect.__aenter__()
        self._listening = asyncio.create_task(self._listen())
        if self._boots:
            assert (await self.boot())["status"] == "Accepted"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._connect.__aexit__(None, None, None)
        self._listening.cancel()
        await asyncio.gather(self._listening, return_exceptions=True)

    async def call(self, action: str, payload: dict[str, Any]) -> Any:
        """A CALL of ours and its answer."""
        message_id = f"s{next(self._ids)}"
        answer = self._answers[message_id] = asyncio.get_running_loop().create_future()
        await self._socket.send(json.dumps([2, message_id, action, payload]))
        return await asyncio.wait_for(answer, DEADLINE)

    async def boot(self) -> Any:
        return await self.call("BootNotification", BOOT)

    async def status(self, connector: int, status: str, error_code: str = "NoError") -> None:
        payload = {"connectorId": connector, "errorCode": error_code, "status": status}
        assert await self.call("StatusNotification", payload) == {}

    async def start(self, connector: int, id_tag: str, timestamp: str = "2026-05-04T12:00:00Z") -> int:
        payload = {"connectorId": connector, "idTag": id_tag, "meterStart": 1000, "timestamp": timestamp}
        return int((await self.call("StartTransaction", payload))["transactionId"])

    async def ordered(self, action: str) -> tuple[str, Any]:
        """The next CALL of the gateway, which must be of this action: message id and payload."""
        frame = await asyncio.wait_for(self._calls.get(), DEADLINE)
        assert frame[2] == action, frame
        return frame[1], frame[3]

    async def answer(self, message_id: str, payload: dict[str, Any]) -> None:
        await self._socket.send(json.dumps([3, message_id, payload]))

    async def obey(self, action: str, answer: dict[str, Any]) -> Any:
        """Answer the next CALL of the gateway, which must be of this action; its payload."""
        message_id, payload = await self.ordered(action)
        await self.answer(message_id, answer)
        return payload

    async def refuse(self, message_id: str, code: str, description: str = "") -> None:
        await self._socket.send(json.dumps([4, message_id, code, description, {}]))

    async def _listen(self) -> None:
        async for text in self._socket:
            frame = json.loads(text)
            if frame[0] == 2:
                if frame[2:] == ["GetConfiguration", {"key": ["NumberOfConnectors"]}]:
                    await self.answer(frame[1], {"unknownKey": ["NumberOfConnectors"]})
                    continue
                self.frames.append(frame)
                self._calls.put_nowait(frame)
            elif frame[1] in self._answers:
                self._answers.pop(frame[1]).set_result(frame[2])
