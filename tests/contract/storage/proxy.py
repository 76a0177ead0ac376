"""A TCP proxy in front of a database that cuts connections at the worst moments."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, Self
from urllib.parse import urlsplit, urlunsplit

from tests.servers import free_port

if TYPE_CHECKING:
    from types import TracebackType

Cut = Literal["before", "during", "after"]


class CuttingProxy:
    """Forwards bytes. The next request that contains `marker` can be cut:

    * `before`: it never reaches the server;
    * `during`: it is forwarded and the connection is cut at once, so the server works for nobody;
    * `after`: the server has answered, but the answer is lost.
    """

    def __init__(self, url: str, marker: bytes) -> None:
        self._target = urlsplit(url)
        self._marker = marker
        self._port = free_port()
        self._server: asyncio.Server | None = None
        self._cut: Cut | None = None
        self._links: set[_Link] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.cuts = 0
        self.was_cut = asyncio.Event()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        """The address of the same database through the proxy."""
        return urlunsplit(self._target._replace(netloc=f"{self._target.username}@127.0.0.1:{self._port}"))

    async def start(self) -> None:
        """Listen (again)."""
        self._server = await asyncio.start_server(self._accepted, "127.0.0.1", self._port)

    async def stop(self) -> None:
        """Refuse new connections and cut the open ones: for clients the database is gone."""
        if self._server is not None:
            self._server.close()
            self._server = None
            for link in list(self._links):
                link.cut()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def arm(self, cut: Cut) -> None:
        """Cut at the next request."""
        self._cut = cut
        self.was_cut.clear()

    def take(self, request: bytes) -> Cut | None:
        """What is to happen to this request."""
        if self._cut is None or self._marker not in request:
            return None
        cut, self._cut = self._cut, None
        return cut

    def done(self) -> None:
        """A cut has happened."""
        self.cuts += 1
        self.was_cut.set()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            to_server = await asyncio.open_connection(self._target.hostname, self._target.port)
        except OSError:
            writer.transport.abort()
            return
        link = _Link(self, (reader, writer), to_server)
        self._links.add(link)
        try:
            await link.run()
        finally:
            self._links.discard(link)

    def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A task of our own for each connection: the event loop's would be reported as lost when they are cut."""
        task = asyncio.get_running_loop().create_task(self._accept(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class _Link:
    """One connection through the proxy."""

    def __init__(
        self,
        proxy: CuttingProxy,
        client: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        server: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        self._proxy = proxy
        self._client_reader, self._client = client
        self._server_reader, self._server = server
        self._lose_answer = False

    async def run(self) -> None:
        with suppress(OSError):
            await asyncio.gather(self._requests(), self._answers())
        self.cut()

    def cut(self) -> None:
        # The server's side ends in good order: it finishes what it was told, as after a lost network.
        self._client.transport.abort()
        self._server.close()

    async def _requests(self) -> None:
        while request := await self._client_reader.read(1 << 20):
            cut = self._proxy.take(request)
            if cut != "before":
                self._server.write(request)
                await self._server.drain()
            if cut == "after":
                self._lose_answer = True
            elif cut is not None:
                self.cut()
                self._proxy.done()
                return
        self.cut()

    async def _answers(self) -> None:
        while answer := await self._server_reader.read(1 << 20):
            if self._lose_answer:
                self.cut()
                self._proxy.done()
                return
            self._client.write(answer)
            await self._client.drain()
        self.cut()
