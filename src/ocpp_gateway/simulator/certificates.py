"""Certificates of a station (security extension of OCPP 1.6): roots that it trusts, and its own.

Hashes are those of OCSP (RFC 6960), hex; the serial number is hex without leading zeros.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ocpp_gateway.ocpp.v16.messages import (
    CertificateHashData,
    CertificateSignedRequest,
    CertificateSignedResponse,
    DeleteCertificateRequest,
    DeleteCertificateResponse,
    GetInstalledCertificateIdsRequest,
    GetInstalledCertificateIdsResponse,
    InstallCertificateRequest,
    InstallCertificateResponse,
)

if TYPE_CHECKING:
    from ocpp_gateway.simulator.station import Station

_ALGORITHMS: dict[str, type[hashes.HashAlgorithm]] = {
    "SHA256": hashes.SHA256,
    "SHA384": hashes.SHA384,
    "SHA512": hashes.SHA512,
}


def certificate_hash(certificate: x509.Certificate, algorithm: str = "SHA256") -> CertificateHashData:
    """The OCSP-style id of a self-issued certificate."""
    from cryptography.x509 import ocsp

    builder = ocsp.OCSPRequestBuilder().add_certificate(certificate, certificate, _ALGORITHMS[algorithm]())
    request = builder.build()
    return CertificateHashData(
        hash_algorithm=algorithm,
        issuer_name_hash=request.issuer_name_hash.hex(),
        issuer_key_hash=request.issuer_key_hash.hex(),
        serial_number=f"{certificate.serial_number:x}",
    )


def is_root(certificate: x509.Certificate) -> bool:
    """Whether a certificate is issued and signed by itself."""
    try:
        certificate.verify_directly_issued_by(certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


class CertificateStore:
    """Installed roots by use, the station's own key, and the certificate for it."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._roots: dict[str, list[x509.Certificate]] = {}
        self._key: ec.EllipticCurvePrivateKey | None = None
        self.own_chain: str | None = None

    def install(self, use: str, pem: str) -> Literal["Accepted", "Failed", "Rejected"]:
        """Rejected: no certificate, or no root. Failed: the store is full."""
        try:
            certificate = x509.load_pem_x509_certificate(pem.encode())
        except ValueError:
            return "Rejected"
        if not is_root(certificate):
            return "Rejected"
        if sum(map(len, self._roots.values())) >= self._capacity:
            return "Failed"
        roots = self._roots.setdefault(use, [])
        if certificate not in roots:
            roots.append(certificate)
        return "Accepted"

    def ids(self, use: str) -> tuple[CertificateHashData, ...]:
        """The ids of the roots of one use."""
        return tuple(certificate_hash(c) for c in self._roots.get(use, ()))

    def delete(self, wanted: CertificateHashData) -> bool:
        """Remove the certificate with this id; False if there is none."""
        for roots in self._roots.values():
            for certificate in roots:
                if _same(certificate_hash(certificate, wanted.hash_algorithm), wanted):
                    roots.remove(certificate)
                    return True
        return False

    def new_request(self, identity: str, organization: str) -> str:
        """A new key and a signing request for it, PEM: CN is the identity, O the operator."""
        self._key = ec.generate_private_key(ec.SECP256R1())
        names = [x509.NameAttribute(NameOID.COMMON_NAME, identity[:64])]
        if organization:
            names.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization[:64]))
        request = x509.CertificateSigningRequestBuilder().subject_name(x509.Name(names))
        return request.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()

    def accept_chain(self, chain: str) -> bool:
        """Take a signed certificate (leaf first) if it is for the key of the last request."""
        try:
            leaf = x509.load_pem_x509_certificates(chain.encode())[0]
        except ValueError:
            return False
        if self._key is None or leaf.public_key() != self._key.public_key():
            return False
        self.own_chain = chain
        return True


def _same(one: CertificateHashData, other: CertificateHashData) -> bool:
    """Hex may come in either case, serial numbers with leading zeros."""
    return (
        one.issuer_name_hash == other.issuer_name_hash.lower()
        and one.issuer_key_hash == other.issuer_key_hash.lower()
        and one.serial_number == other.serial_number.lower().lstrip("0")
    )


def install_certificate(
    station: Station, request: InstallCertificateRequest, _now: float
) -> InstallCertificateResponse:
    """InstallCertificate."""
    status = station.certificates.install(request.certificate_type, request.certificate)
    return InstallCertificateResponse(status=status)


def get_installed_certificate_ids(
    station: Station, request: GetInstalledCertificateIdsRequest, _now: float
) -> GetInstalledCertificateIdsResponse:
    """GetInstalledCertificateIds: NotFound instead of an empty list."""
    ids = station.certificates.ids(request.certificate_type)
    if not ids:
        return GetInstalledCertificateIdsResponse(status="NotFound")
    return GetInstalledCertificateIdsResponse(status="Accepted", certificate_hash_data=ids)


def delete_certificate(
    station: Station, request: DeleteCertificateRequest, _now: float
) -> DeleteCertificateResponse:
    """DeleteCertificate."""
    found = station.certificates.delete(request.certificate_hash_data)
    return DeleteCertificateResponse(status="Accepted" if found else "NotFound")


def certificate_signed(
    station: Station, request: CertificateSignedRequest, now: float
) -> CertificateSignedResponse:
    """CertificateSigned: a wrong one is refused and reported (InvalidChargePointCertificate)."""
    if station.certificates.accept_chain(request.certificate_chain):
        return CertificateSignedResponse(status="Accepted")
    station.security_event("InvalidChargePointCertificate", now)
    return CertificateSignedResponse(status="Rejected")
