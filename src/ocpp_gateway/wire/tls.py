"""TLS of the station port: which versions, suites and certificates, and new ones without a restart.

Security profiles 2 and 3 of the OCPP 1.6 whitepaper want TLS 1.2 or newer and four suites, two of them with static RSA
key exchange. Those two have no forward secrecy; the policy `modern` leaves them out, `compatible` is for stations that
have nothing else. Sessions are not resumed by tickets: they would save a reconnecting station a signature, but cost
17 % of each full handshake, and outlive a withdrawn client certificate.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from cryptography import x509

from ocpp_gateway.operations.refused_handshakes import RefusalReason

TlsPolicy = Literal["modern", "compatible"]

MODERN_SUITES: Final = (
    # ECDSA first: its signature costs half of that of RSA, and the server's order counts.
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES256-GCM-SHA384",
)
"""TLS 1.2. The suites of TLS 1.3 are those of the library: AES-GCM and ChaCha20, all with forward secrecy."""
STATIC_RSA_SUITES: Final = ("AES128-GCM-SHA256", "AES256-GCM-SHA384")
SUITES: Final[dict[TlsPolicy, tuple[str, ...]]] = {
    "modern": MODERN_SUITES,
    "compatible": MODERN_SUITES + STATIC_RSA_SUITES,
}
_SECURITY_LEVEL: Final = "@SECLEVEL=2"
"""RSA of 2048 bits or more, elliptic curves of 224 or more, no SHA-1: for our certificates and those of clients."""
_OPTIONS: Final = (
    ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION | ssl.OP_NO_TICKET | ssl.OP_CIPHER_SERVER_PREFERENCE
)
_CRL_MARK: Final = b"-----BEGIN X509 CRL-----"


class TlsProblem(Exception):
    """The files cannot be used; the text is one line for people: which file, what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsFiles:
    """PEM files. `certificates` hold a chain each and belong to `keys` one by one (an EC and an RSA pair, or one).

    `client_ca` are the authorities whose client certificates are believed; a revocation list among them switches on
    that every client certificate is looked up in the list of its authority.
    """

    certificates: tuple[Path, ...]
    keys: tuple[Path, ...]
    client_ca: tuple[Path, ...] = ()
    policy: TlsPolicy = "modern"

    @property
    def all(self) -> tuple[Path, ...]:
        """Every file, for looking whether one has changed."""
        return (*self.certificates, *self.keys, *self.client_ca)


class StationTls:
    """The context that new connections get. A reload changes nothing for those that are open."""

    __slots__ = ("_files", "_seen", "context")

    def __init__(self, files: TlsFiles) -> None:
        """Read the files. Raises `TlsProblem`."""
        self._files = files
        self._seen = _state(files)
        self.context = make_context(files)

    @property
    def changed(self) -> bool:
        """Whether a file is another one than at the last look. Blocks for a few `stat` calls."""
        return _state(self._files) != self._seen

    def reload(self) -> None:
        """Take the files as they are now. Raises `TlsProblem`; the context then stays as it was.

        A pair of files is never replaced in one moment: a certificate that does not belong to its key is such a
        problem, and the next look, when the second file has come too, succeeds.
        """
        state = _state(self._files)
        self.context = make_context(self._files)
        self._seen = state


def make_context(files: TlsFiles) -> ssl.SSLContext:
    """A server's context of these files. Raises `TlsProblem`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= _OPTIONS
    context.num_tickets = 0
    context.set_ciphers(":".join(SUITES[files.policy]) + ":" + _SECURITY_LEVEL)
    if not files.certificates or len(files.certificates) != len(files.keys):
        raise TlsProblem("every certificate needs its key: as many files of the one as of the other")
    for certificate, key in zip(files.certificates, files.keys, strict=True):
        try:
            context.load_cert_chain(certificate, key, password=_no_password)
        except (OSError, ValueError) as error:
            raise TlsProblem(f"{certificate} with {key}: {_said(error)}") from error
    if files.client_ca:
        _ask_for_certificates(context, files.client_ca)
    return context


def _ask_for_certificates(context: ssl.SSLContext, authorities: tuple[Path, ...]) -> None:
    """Asked for, not demanded: profiles 1 to 3 share the port, and admission knows who needs one."""
    context.verify_mode = ssl.CERT_OPTIONAL
    for authority in authorities:
        try:
            context.load_verify_locations(authority)
            if _CRL_MARK in authority.read_bytes():
                context.verify_flags |= ssl.VerifyFlags.VERIFY_CRL_CHECK_LEAF
        except (OSError, ValueError) as error:
            raise TlsProblem(f"{authority}: {_said(error)}") from error
    if not context.get_ca_certs():
        raise TlsProblem(f"{authorities[0]}: holds no certificate of an authority (CA)")


def expiries(files: TlsFiles) -> list[tuple[Path, str, float]]:
    """What ends when: file, what it is, and the POSIX time. Our chains, the authorities, and revocation lists.

    Raises `TlsProblem`.
    """
    found: list[tuple[Path, str, float]] = []
    for path in (*files.certificates, *files.client_ca):
        try:
            octets = path.read_bytes()
            if b"-----BEGIN CERTIFICATE-----" in octets:
                ends = min(one.not_valid_after_utc for one in x509.load_pem_x509_certificates(octets))
                found.append((path, "certificate", ends.timestamp()))
            for block in octets.split(_CRL_MARK)[1:]:
                listed = x509.load_pem_x509_crl(_CRL_MARK + block)
                if listed.next_update_utc is not None:
                    found.append((path, "revocation list", listed.next_update_utc.timestamp()))
        except (OSError, ValueError) as error:
            raise TlsProblem(f"{path}: {_said(error)}") from error
    return found


def why_it_failed(error: OSError) -> tuple[RefusalReason, str]:
    """The reason for operators when a TLS handshake ends early, and the library's words for it."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return RefusalReason.CLIENT_CERTIFICATE_INVALID, error.verify_message
    if isinstance(error, ssl.SSLError):
        word = (error.reason or "").lower()
        not_tls = word in {"http_request", "https_proxy_request", "wrong_version_number"}
        return (RefusalReason.NOT_TLS if not_tls else RefusalReason.TLS_FAILED), word.replace("_", " ")
    if isinstance(error, ConnectionAbortedError | TimeoutError):
        return RefusalReason.TLS_TIMED_OUT, "the handshake took too long"
    return RefusalReason.GONE, "gone in mid-handshake"


def _state(files: TlsFiles) -> tuple[tuple[int, int, int] | None, ...]:
    return tuple(_stamp(path) for path in files.all)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _no_password() -> str:
    raise ValueError("the key is encrypted; give one without a password, readable by the gateway only")


def _said(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return (error.reason or "not a PEM file of this kind").lower().replace("_", " ")
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return str(error).splitlines()[0]
