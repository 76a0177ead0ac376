"""TLS of the station port as the settings ask for it, and what is said about files that do not serve."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from ocpp_gateway.assembly import station_tls
from ocpp_gateway.assembly.failure import GatewayError
from ocpp_gateway.settings import Settings
from ocpp_gateway.wire.tls import StationTls, TlsFiles, TlsProblem, make_context
from tests.tls_house import ServerFiles, StationAuthority


@pytest.fixture
def files(tmp_path: Path) -> ServerFiles:
    made = ServerFiles(tmp_path)
    made.client_ca.write_bytes(StationAuthority().pem)
    return made


def settings(files: ServerFiles, **more: object) -> Settings:
    return Settings(station_tls_cert=files.certificates, station_tls_key=files.keys, **more)  # type: ignore[arg-type]


def test_without_a_certificate_there_is_no_tls() -> None:
    assert station_tls.open_tls(Settings()) is None
    assert station_tls.tls_findings(Settings()) == []


def test_the_context_is_as_the_whitepaper_and_the_policy_want(files: ServerFiles) -> None:
    tls = station_tls.open_tls(settings(files))
    assert tls is not None
    assert tls.context.minimum_version is ssl.TLSVersion.TLSv1_2
    for option in (ssl.OP_NO_COMPRESSION, ssl.OP_NO_RENEGOTIATION, ssl.OP_NO_TICKET):
        assert tls.context.options & option
    assert tls.context.num_tickets == 0
    assert tls.context.verify_mode is ssl.CERT_NONE
    mutual = station_tls.open_tls(settings(files, station_tls_client_ca=(files.client_ca,)))
    assert mutual is not None
    assert mutual.context.verify_mode is ssl.CERT_OPTIONAL


def test_revocation_is_looked_up_as_soon_as_there_is_a_list(files: ServerFiles) -> None:
    authority = StationAuthority()
    files.client_ca.write_bytes(authority.pem)
    flag = ssl.VerifyFlags.VERIFY_CRL_CHECK_LEAF
    assert not make_context(files.files(client_ca=True)).verify_flags & flag
    files.client_ca.write_bytes(authority.pem + authority.revocation_list())
    assert make_context(files.files(client_ca=True)).verify_flags & flag


def _spoilt(files: ServerFiles, which: str) -> TlsFiles:
    certificate, key = files.certificates[0], files.keys[0]
    if which == "missing":
        key.unlink()
    elif which == "noise":
        certificate.write_bytes(b"not PEM")
    elif which == "other":
        return TlsFiles(certificates=(certificate,), keys=(files.keys[1],))
    elif which == "weak":
        weak = rsa.generate_private_key(65537, 1024)  # noqa: S505 - that is the point
        key.write_bytes(_pem(weak, serialization.NoEncryption()))
    elif which == "encrypted":
        strong = rsa.generate_private_key(65537, 2048)
        key.write_bytes(_pem(strong, serialization.BestAvailableEncryption(b"word")))
    elif which == "uneven":
        return TlsFiles(certificates=files.certificates, keys=(key,))
    elif which == "no authority":
        files.client_ca.write_bytes(b"")
        return files.files(client_ca=True)
    return TlsFiles(certificates=(certificate,), keys=(key,))


def _pem(key: rsa.RSAPrivateKey, encryption: serialization.KeySerializationEncryption) -> bytes:
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)


@pytest.mark.parametrize(
    ("which", "words"),
    [
        ("missing", r"ec\.key: No such file"),
        ("noise", r"ec\.pem with .*ec\.key: "),
        ("other", r"ec\.pem with .*rsa\.key: "),
        ("weak", r"ec\.pem with .*ec\.key: "),
        ("encrypted", "the key is encrypted"),
        ("uneven", "every certificate needs its key"),
        ("no authority", r"stations\.pem: "),
    ],
)
def test_files_that_do_not_serve_are_named_in_one_line(files: ServerFiles, which: str, words: str) -> None:
    with pytest.raises(TlsProblem, match=words) as said:
        make_context(_spoilt(files, which))
    assert "\n" not in str(said.value)


def test_a_bad_reload_is_logged_and_changes_nothing(files: ServerFiles) -> None:
    tls = StationTls(files.files())
    context = tls.context
    files.certificates[0].write_bytes(b"noise")
    assert not station_tls.reload_tls(tls)
    assert tls.context is context
    files.renew()
    assert station_tls.reload_tls(tls)
    assert tls.context is not context


@pytest.mark.anyio
async def test_files_are_read_again_only_when_they_have_changed(files: ServerFiles) -> None:
    tls = StationTls(files.files())
    context = tls.context
    await station_tls.reload_if_changed(tls)
    assert tls.context is context
    files.renew()
    await station_tls.reload_if_changed(tls)
    assert tls.context is not context


def test_check_says_what_ends_when(files: ServerFiles) -> None:
    authority = StationAuthority()
    files.client_ca.write_bytes(authority.pem + authority.revocation_list())
    findings = station_tls.tls_findings(settings(files, station_tls_client_ca=(files.client_ca,)))
    assert [name for name, _, _ in findings] == ["TLS"] * 4
    assert all(well for _, well, _ in findings)
    assert any("stations.pem ends in 99 days" in text for _, _, text in findings)
    assert any("the revocation list in" in text for _, _, text in findings)


def test_check_names_a_certificate_that_ends_soon(
    files: ServerFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(station_tls, "ALARM_DAYS", 120)
    findings = station_tls.tls_findings(settings(files, station_tls_client_ca=(files.client_ca,)))
    assert [(well, "renew it" in text) for _, well, text in findings if "stations.pem" in text] == [
        (False, True)
    ]


def test_a_start_with_bad_files_is_a_line_for_people(files: ServerFiles) -> None:
    files.keys[0].unlink()
    with pytest.raises(GatewayError, match=r"OCPP_GATEWAY_STATION_TLS_\*: .*No such file"):
        station_tls.open_tls(settings(files))
    ((name, well, _),) = station_tls.tls_findings(settings(files))
    assert (name, well) == ("TLS", False)
