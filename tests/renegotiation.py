"""A TLS 1.2 client that asks for renegotiation in the middle of a connection: Python's own `ssl` cannot.

It drives the OpenSSL inside `cryptography` over two memory buffers, as pyOpenSSL does, so no program is needed.
"""

from __future__ import annotations

import asyncio
from typing import Any

from cryptography.hazmat.bindings.openssl.binding import Binding

TLS_1_2 = 0x0303
_CHUNK = 65_536


class RenegotiatingClient:
    """One connection, for the few steps of the test."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        binding = Binding()
        self._lib, self._ffi = binding.lib, binding.ffi
        self._reader, self._writer = reader, writer
        self._context = self._ffi.gc(
            self._lib.SSL_CTX_new(self._lib.TLS_client_method()), self._lib.SSL_CTX_free
        )
        self._lib.SSL_CTX_set_max_proto_version(self._context, TLS_1_2)
        self._ssl = self._ffi.gc(self._lib.SSL_new(self._context), self._lib.SSL_free)
        self._incoming, self._outgoing = (self._lib.BIO_new(self._lib.BIO_s_mem()) for _ in range(2))
        self._lib.SSL_set_bio(self._ssl, self._incoming, self._outgoing)  # they belong to it from now on
        self._lib.SSL_set_connect_state(self._ssl)

    async def handshake(self) -> str | None:
        """Take part in a handshake to its end: `None`, or what the library says about its failure."""
        while True:
            self._lib.ERR_clear_error()
            done = self._lib.SSL_do_handshake(self._ssl)
            await self._flush()
            if done == 1:
                return None
            if self._lib.SSL_get_error(self._ssl, done) != self._lib.SSL_ERROR_WANT_READ:
                return self._last_error()
            received = await self._reader.read(_CHUNK)
            if not received:
                return "the connection has ended"
            self._lib.BIO_write(self._incoming, received, len(received))

    async def renegotiate(self) -> str | None:
        """Ask for another handshake on the same connection."""
        assert self._lib.SSL_renegotiate(self._ssl) == 1
        return await self.handshake()

    async def _flush(self) -> None:
        buffer = self._ffi.new("char[]", _CHUNK)
        while (size := self._lib.BIO_read(self._outgoing, buffer, _CHUNK)) > 0:
            self._writer.write(bytes(self._ffi.buffer(buffer, size)))
        await self._writer.drain()

    def _last_error(self) -> str:
        code: Any = self._lib.ERR_get_error()
        reason = self._lib.ERR_reason_error_string(code)
        return str(code) if reason == self._ffi.NULL else self._ffi.string(reason).decode()
