"""Certificates for the TLS tests, a station house behind TLS, and a client that speaks what it is told to.

The authority is made with `trustme` (server certificates) and `cryptography` (clients that expire, are revoked, sign
themselves, or belong to somebody else).
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ocpp_gateway.wire.tls import StationTls, TlsFiles, TlsPolicy

DEADLINE = 10.0
NAME = "gateway.test"
DAY = timedelta(days=1)
_PEM = serialization.Encoding.PEM


def now() -> datetime:
    return datetime.now(UTC)


class StationAuthority:
    """Issues client certificates for stations, and says which of them are revoked."""

    def __init__(self, name: str = "Station CA") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.name = _name(name)
        self._revoked: list[int] = []
        builder = x509.CertificateBuilder(
            self.name, self.name, self._key.public_key(), x509.random_serial_number()
        )
        builder = builder.not_valid_before(now() - 10 * DAY).not_valid_after(now() + 100 * DAY)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        builder = builder.add_extension(
            x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), critical=False
        )
        self.certificate = builder.sign(self._key, hashes.SHA256())

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(_PEM)

    def issue(
        self, folder: Path, common_name: str, *, expired: bool = False, self_signed: bool = False
    ) -> Identity:
        """A station's certificate and key, as files."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _name(common_name)
        issuer, signer = (subject, key) if self_signed else (self.name, self._key)
        builder = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        end = now() - DAY if expired else now() + 30 * DAY
        builder = builder.not_valid_before(now() - 5 * DAY).not_valid_after(end)
        certificate = builder.sign(signer, hashes.SHA256())
        path = folder / f"client-{certificate.serial_number:x}.pem"
        path.write_bytes(
            certificate.public_bytes(_PEM)
            + key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        )
        return Identity(path, certificate)

    def revocation_list(self, *revoked: Identity) -> bytes:
        self._revoked += [identity.certificate.serial_number for identity in revoked]
        builder = x509.CertificateRevocationListBuilder(
            issuer_name=self.name, last_update=now() - DAY, next_update=now() + DAY
        )
        for number in self._revoked:
            gone = x509.RevokedCertificateBuilder(number, now() - timedelta(hours=1)).build()
            builder = builder.add_revoked_certificate(gone)
        return builder.sign(self._key, hashes.SHA256()).public_bytes(_PEM)


@dataclass(frozen=True, slots=True)
class Identity:
    """A client certificate; the file holds its key too."""

    path: Path
    certificate: x509.Certificate

    @property
    def fingerprint(self) -> str:
        return self.certificate.fingerprint(hashes.SHA256()).hex()


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Operator"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


class ServerFiles:
    """The gateway's own certificates in a folder: an EC and an RSA pair of the same authority."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.authority = trustme.CA()
        self.certificates = (folder / "ec.pem", folder / "rsa.pem")
        self.keys = (folder / "ec.key", folder / "rsa.key")
        self.client_ca = folder / "stations.pem"
        self.renew()

    def renew(self) -> None:
        """New certificates in the same files, as a renewal leaves them."""
        kinds = (trustme.KeyType.ECDSA, trustme.KeyType.RSA)
        for kind, certificate, key in zip(kinds, self.certificates, self.keys, strict=True):
            issued = self.authority.issue_cert(NAME, "127.0.0.1", common_name=NAME, key_type=kind)
            chain = b"".join(blob.bytes() for blob in issued.cert_chain_pems)
            for path, octets in ((certificate, chain), (key, issued.private_key_pem.bytes())):
                fresh = path.with_suffix(".new")
                fresh.write_bytes(octets)
                fresh.replace(path)

    def files(self, policy: TlsPolicy = "modern", *, client_ca: bool = False) -> TlsFiles:
        return TlsFiles(
            certificates=self.certificates,
            keys=self.keys,
            client_ca=(self.client_ca,) if client_ca else (),
            policy=policy,
        )

    def tls(self, policy: TlsPolicy = "modern", *, client_ca: bool = False) -> StationTls:
        return StationTls(self.files(policy, client_ca=client_ca))

    def client(self, *, identity: Identity | None = None, suites: str | None = None) -> ssl.SSLContext:
        """A client that trusts the gateway; `suites` makes it a TLS 1.2 client that offers only these."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.authority.configure_trust(context)
        if identity is not None:
            context.load_cert_chain(identity.path)
        if suites is not None:
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            context.set_ciphers(suites)
        return context


@dataclass(slots=True)
class Line:
    """An open TLS connection of a client."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @property
    def suite(self) -> str:
        return str(self.writer.get_extra_info("cipher")[0])

    @property
    def version(self) -> str:
        return str(self.writer.get_extra_info("cipher")[1])

    @property
    def server(self) -> bytes:
        certificate: bytes | None = self.writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        assert certificate is not None
        return certificate

    async def ask(self, request: bytes) -> bytes:
        """Send a request and read the answer up to the end of the connection, or of the head if it is a 101."""
        self.writer.write(request)
        head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), DEADLINE)
        if head.startswith(b"HTTP/1.1 101"):
            return head
        return head + await asyncio.wait_for(self.reader.read(), DEADLINE)


@contextlib.asynccontextmanager
async def line(port: int, context: ssl.SSLContext, **options: Any) -> AsyncIterator[Line]:
    """A TLS connection to the listener. Raises what the handshake raises."""
    options.setdefault("server_hostname", NAME)
    async with asyncio.timeout(DEADLINE):
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context, **options)
    try:
        yield Line(reader, writer)
    finally:
        writer.close()
        with contextlib.suppress(OSError, ssl.SSLError):
            await asyncio.wait_for(writer.wait_closed(), DEADLINE)
