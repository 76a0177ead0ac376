"""What is read from a client certificate, and that a binding survives being stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from ocpp_gateway.operations.certificates import (
    UNBOUND,
    CertificateBinding,
    UnreadableCertificate,
    binding_of,
    read_certificate,
)
from tests.tls_house import StationAuthority


def test_names_issuer_and_fingerprint_are_read(tmp_path: Path) -> None:
    issued = StationAuthority("Yard CA").issue(tmp_path, "CP-1")
    read = read_certificate(issued.certificate.public_bytes(serialization.Encoding.DER))
    assert read.names == ("CP-1",)
    assert read.issuer == "CN=Yard CA,O=Operator"
    assert read.fingerprint == issued.fingerprint
    assert read.not_after == issued.certificate.not_valid_after_utc
    assert read.fingerprint in read.described()


def test_noise_is_unreadable() -> None:
    for octets in (b"", b"\x30\x03\x02\x01\x01", b"\xff" * 500):
        with pytest.raises(UnreadableCertificate):
            read_certificate(octets)


def test_a_binding_to_what_was_presented_fits_it_alone(tmp_path: Path) -> None:
    authority = StationAuthority()
    first, second = (
        read_certificate(one.certificate.public_bytes(serialization.Encoding.DER))
        for one in (authority.issue(tmp_path, "SN-1"), authority.issue(tmp_path, "SN-1"))
    )
    binding = binding_of(first.stored(), "CP-1")
    assert binding.name == "SN-1"
    assert binding.fits(first, "CP-1")
    assert not binding.fits(second, "CP-1")
    assert CertificateBinding.read(binding.stored()) == binding


def test_without_a_binding_the_identity_must_be_in_the_certificate(tmp_path: Path) -> None:
    issued = StationAuthority().issue(tmp_path, "CP-1")
    read = read_certificate(issued.certificate.public_bytes(serialization.Encoding.DER))
    assert CertificateBinding.read(None) is UNBOUND
    assert UNBOUND.fits(read, "CP-1")
    assert not UNBOUND.fits(read, "CP-10")
    assert not UNBOUND.fits(read, "cp-1")
