"""Client certificates: what a station shows under security profile 3, and which certificate may play which station.

That a certificate verifies says only that a trusted authority issued it. It must also be *this* station's, otherwise
any certificate of the authority could play any station (OCPP 1.6 security whitepaper, profile 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography.x509 import Name, ObjectIdentifier


class UnreadableCertificate(ValueError):
    """Bytes that are no certificate, or one whose names cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCertificate:
    """What is looked at of a certificate that has been verified.

    `names` are its common names and the serial numbers in its subject (not the number of the certificate itself);
    `subject` and `issuer` are written as in RFC 4514; `fingerprint` is the SHA-256 of its bytes in hex.
    """

    names: tuple[str, ...]
    subject: str
    issuer: str
    fingerprint: str
    not_after: datetime

    def described(self) -> str:
        """One line for operators. A certificate holds nothing secret."""
        return f"{self.subject}, issued by {self.issuer}, sha256 {self.fingerprint}"

    def stored(self) -> dict[str, Any]:
        """As JSON, the way a station's row keeps what it presented."""
        return {
            "names": list(self.names),
            "subject": self.subject,
            "issuer": self.issuer,
            "fingerprint": self.fingerprint,
            "not_after": self.not_after.isoformat(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateBinding:
    """Which certificates may play a station. An empty member does not restrict.

    `name` must be one of the certificate's names; without it the station's identity must be. `issuer` is the RFC 4514
    name of the authority. With `fingerprints` only these certificates, to the last bit, are the station's.
    """

    name: str | None = None
    issuer: str | None = None
    fingerprints: tuple[str, ...] = ()

    def fits(self, certificate: ClientCertificate, identity: str) -> bool:
        """Whether this certificate may play the station with this identity."""
        return (
            (self.name or identity) in certificate.names
            and self.issuer in {None, certificate.issuer}
            and (not self.fingerprints or certificate.fingerprint in self.fingerprints)
        )

    def stored(self) -> dict[str, Any]:
        """As JSON, the way a station's row keeps it."""
        return {"name": self.name, "issuer": self.issuer, "fingerprints": list(self.fingerprints)}

    @staticmethod
    def read(stored: dict[str, Any] | None) -> CertificateBinding:
        """From the JSON of a row; nothing stored means: the identity is in the certificate."""
        if stored is None:
            return UNBOUND
        return CertificateBinding(
            name=stored.get("name"),
            issuer=stored.get("issuer"),
            fingerprints=tuple(stored.get("fingerprints") or ()),
        )


UNBOUND = CertificateBinding()
"""A station to which nobody has bound a certificate: its identity must be a name in the certificate."""


def binding_of(presented: dict[str, Any], identity: str) -> CertificateBinding:
    """The binding to exactly the certificate that a station presented (`ClientCertificate.stored`)."""
    names = presented["names"]
    return CertificateBinding(
        name=identity if identity in names or not names else names[0],
        issuer=presented["issuer"],
        fingerprints=(presented["fingerprint"],),
    )


def read_certificate(der: bytes) -> ClientCertificate:
    """Look at the certificate that ends a verified chain. Raises `UnreadableCertificate`."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        subject = certificate.subject
        return ClientCertificate(
            names=_texts(subject, NameOID.COMMON_NAME) + _texts(subject, NameOID.SERIAL_NUMBER),
            subject=subject.rfc4514_string(),
            issuer=certificate.issuer.rfc4514_string(),
            fingerprint=certificate.fingerprint(SHA256()).hex(),
            not_after=certificate.not_valid_after_utc,
        )
    except (ValueError, TypeError) as error:
        raise UnreadableCertificate(str(error)) from error


def _texts(name: Name, attribute: ObjectIdentifier) -> tuple[str, ...]:
    return tuple(str(found.value) for found in name.get_attributes_for_oid(attribute) if found.value)
