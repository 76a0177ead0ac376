"""Settings: the variable wins, a mistake is one clear line, a secret is never shown."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from ocpp_gateway import settings
from ocpp_gateway.settings import PREFIX, Settings, SettingsError, load

SECRET = "0123456789abcdef0123456789abcdef"
DOCUMENTATION = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.upper().startswith(PREFIX):
            monkeypatch.delenv(name)


def _refusal(config: Path | None = None) -> str:
    with pytest.raises(SettingsError) as refused:
        load(config)
    text = str(refused.value)
    assert "\n" not in text
    return text


def test_without_any_setting_the_embedded_default_is_used() -> None:
    found = load()
    assert found.sqlite_path == Path("data/ocpp-gateway.db")
    assert not found.uses_postgresql
    assert (found.station_host, found.station_port) == ("0.0.0.0", 9000)
    assert (found.http_host, found.http_port) == ("127.0.0.1", 8000)
    assert (found.registration, found.unknown_id_tags, found.unknown_station_response) == (
        "pending",
        "reject",
        401,
    )
    assert (found.heartbeat_interval, found.station_message_limit, found.drain_seconds) == (
        300,
        1_048_576,
        30,
    )
    assert (found.log_retention_days, found.meter_retention_days, found.event_retention_days) == (30, 400, 7)


def test_the_variable_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "gateway.toml"
    config.write_text('station_port = 9100\nhttp_port = 8100\nREGISTRATION = "closed"\n')
    monkeypatch.setenv("OCPP_GATEWAY_STATION_PORT", "9200")
    found = load(config)
    assert (found.station_port, found.http_port, found.registration) == (9200, 8100, "closed")


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCPP_GATEWAY_STATION_PORT", "")
    monkeypatch.setenv("OCPP_GATEWAY_REDIS_URL", "")
    assert load().station_port == 9000


def test_settings_cannot_be_changed_afterwards() -> None:
    with pytest.raises(ValidationError):
        load().station_port = 1  # type: ignore[misc]


WRONG = {
    "STATION_PORT": ("abc", '("abc"); allowed: a port number from 0 to 65535'),
    "HTTP_PORT": ("70000", "allowed: a port number"),
    "DATABASE_URL": ("mysql://host/db", "allowed: sqlite:///FILE or postgresql://"),
    "REGISTRATION": ("maybe", '("maybe"); allowed: "pending", "open" or "closed"'),
    "UNKNOWN_ID_TAGS": ("perhaps", 'allowed: "reject" or "accept"'),
    "UNKNOWN_STATION_RESPONSE": ("500", "allowed: 401 or 404"),
    "STATION_MESSAGE_LIMIT": ("10", "allowed: whole bytes"),
    "HEARTBEAT_INTERVAL": ("1.5", "allowed: whole seconds from 10 to 86400"),
    "LOG_RETENTION_DAYS": ("0", "allowed: whole days from 1 to 3650"),
    "DRAIN_SECONDS": ("-1", "allowed: whole seconds"),
    "STATION_HOST": ("a b", "allowed: an address or a host name"),
    "PUBLIC_STATION_URL": ("http://x", "allowed: ws://… or wss://…"),
    "PUBLIC_HTTP_URL": ("x", "allowed: http://… or https://…"),
    "TRUSTED_PROXIES": ("10.0.0.0/8,nonsense", '("nonsense"); allowed: networks'),
    "STATION_TLS_CERT": ("a,b,c", "allowed: one file, or two separated by a comma"),
    "STATION_TLS_POLICY": ("weak", '("weak"); allowed: "modern" or "compatible"'),
    "ADMIN_EMAIL": ("nobody", "allowed: an e-mail address"),
    "SECRET_KEY": ("short", "allowed: random text of 32 characters or more"),
    "NODE_ID": ("a/b", "allowed: up to 64 letters"),
}


@pytest.mark.parametrize(
    ("name", "value", "words"), [(name, *rest) for name, rest in WRONG.items()], ids=WRONG
)
def test_a_bad_value_is_refused_with_name_problem_and_allowed_form(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(f"OCPP_GATEWAY_{name}", value)
    text = _refusal()
    assert text.startswith(f"OCPP_GATEWAY_{name}: ")
    assert words in text


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "postgresql:///db",
        "postgresql://host",
        "postgresql://h:x/d",
        "?",
    ],
)
def test_an_address_that_is_no_database_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("OCPP_GATEWAY_DATABASE_URL", url)
    monkeypatch.setenv("OCPP_GATEWAY_SECRET_KEY", SECRET)
    assert _refusal().startswith("OCPP_GATEWAY_DATABASE_URL: ")


def test_a_bad_value_in_the_file_names_the_file(tmp_path: Path) -> None:
    config = tmp_path / "gateway.toml"
    config.write_text('http_port = "no"')
    assert _refusal(config).startswith(f"http_port in {config}: ")


def test_an_unknown_key_of_the_file_is_refused_with_the_name_that_was_meant(tmp_path: Path) -> None:
    config = tmp_path / "gateway.toml"
    config.write_text("station_prot = 1")
    assert _refusal(config) == f"station_prot in {config}: is not a setting; did you mean station_port?"


def test_a_file_that_is_missing_or_no_toml_is_one_clear_line(tmp_path: Path) -> None:
    assert "cannot be read" in _refusal(tmp_path / "missing.toml")
    (tmp_path / "bad.toml").write_text("= 1")
    assert "is not TOML" in _refusal(tmp_path / "bad.toml")
    (tmp_path / "twice.toml").write_text("http_port = 1\nHTTP_PORT = 2")
    assert "is given twice" in _refusal(tmp_path / "twice.toml")


def test_an_unknown_variable_only_warns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCPP_GATEWAY_SERVICE_HOST", "injected")
    monkeypatch.setenv("OCPP_GATEWAY_HTTP_PORT", "8001")
    assert load().http_port == 8001
    assert settings.unknown_variables() == ["OCPP_GATEWAY_SERVICE_HOST"]


@pytest.mark.parametrize("name", settings.NOT_YET)
def test_a_setting_without_its_feature_is_refused_not_ignored(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    value = {
        "redis_url": "redis://host",
        "station_proxy_protocol": "required",
        "webhook_allow_cidrs": "10.0.0.0/8",
    }.get(name, "something")
    monkeypatch.setenv(f"OCPP_GATEWAY_{name.upper()}", value)
    text = _refusal()
    assert text.startswith(f"OCPP_GATEWAY_{name.upper()}: is not supported by this version")


@pytest.mark.parametrize(
    ("issuer", "problem"),
    [
        ("http://login.example.com", "would send sign-ins unprotected"),
        ("login.example.com", "is not the address of a provider"),
        ("https://login.example.com/?x=1", "is not the address of a provider"),
        ("ftp://localhost", "is not the address of a provider"),
    ],
)
def test_an_identity_provider_is_reached_protected(
    monkeypatch: pytest.MonkeyPatch, issuer: str, problem: str
) -> None:
    monkeypatch.setenv("OCPP_GATEWAY_OIDC_CLIENT_ID", "gateway")
    monkeypatch.setenv("OCPP_GATEWAY_OIDC_ISSUER", issuer)
    assert problem in _refusal()


def test_the_name_of_an_identity_provider_is_kept_to_the_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCPP_GATEWAY_OIDC_ISSUER", "https://login.example.com/")
    assert _refusal().startswith("OCPP_GATEWAY_OIDC_CLIENT_ID: is needed")
    monkeypatch.setenv("OCPP_GATEWAY_OIDC_CLIENT_ID", "gateway")
    monkeypatch.setenv("OCPP_GATEWAY_OIDC_CLIENT_SECRET", "c4n4ry")
    assert load().oidc_issuer == "https://login.example.com/"
    assert "c4n4ry" not in load().masked_toml()
    monkeypatch.setenv("OCPP_GATEWAY_OIDC_ISSUER", "http://127.0.0.1:1234")
    assert load().oidc_issuer == "http://127.0.0.1:1234"


def test_postgresql_has_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCPP_GATEWAY_DATABASE_URL", "postgresql://user:pass@host/db")
    assert load().uses_postgresql
    assert load().sqlite_path is None


def test_settings_that_need_each_other_are_checked_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCPP_GATEWAY_ADMIN_PASSWORD", "correct horse")
    assert _refusal() == "OCPP_GATEWAY_ADMIN_PASSWORD: needs OCPP_GATEWAY_ADMIN_EMAIL beside it"
    monkeypatch.setenv("OCPP_GATEWAY_ADMIN_EMAIL", "a@example.com")
    monkeypatch.setenv("OCPP_GATEWAY_SECRET_KEY_PREVIOUS", SECRET)
    assert _refusal() == "OCPP_GATEWAY_SECRET_KEY_PREVIOUS: needs OCPP_GATEWAY_SECRET_KEY beside it"
    monkeypatch.setenv("OCPP_GATEWAY_SECRET_KEY", SECRET)
    monkeypatch.setenv("OCPP_GATEWAY_HTTP_PORT", "9000")
    assert _refusal().startswith("OCPP_GATEWAY_HTTP_PORT: is the station port already")


def test_port_zero_may_stand_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCPP_GATEWAY_STATION_PORT", "0")
    monkeypatch.setenv("OCPP_GATEWAY_HTTP_PORT", "0")
    assert (load().station_port, load().http_port) == (0, 0)


def test_no_secret_is_shown_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {
        "DATABASE_URL": "postgresql://user:c4n4ry@@host/db?sslmode=require&sslpassword=c4n4ry",
        "SECRET_KEY": f"c4n4ry{SECRET}",
        "SECRET_KEY_PREVIOUS": f"{SECRET}c4n4ry",
        "ADMIN_EMAIL": "a@example.com",
        "ADMIN_PASSWORD": "c4n4ry",
    }
    for name, value in secrets.items():
        monkeypatch.setenv(f"OCPP_GATEWAY_{name}", value)
    found = load()
    assert "c4n4ry" not in found.masked_toml() + repr(found) + str(found)
    shown = found.masked()
    assert shown["database_url"] == "postgresql://user:***@host/db?sslmode=require&sslpassword=***"
    assert shown["secret_key"] == shown["admin_password"] == "***"
    assert found.secret_key == SecretStr(f"c4n4ry{SECRET}")


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "SECRET_KEY"])
def test_a_refused_secret_is_not_repeated(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"OCPP_GATEWAY_{name}", "wrong://c4n4ry")
    assert "c4n4ry" not in _refusal()


def test_what_is_printed_can_be_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCPP_GATEWAY_NODE_ID", "node-1")
    monkeypatch.setenv("OCPP_GATEWAY_HTTP_HOST", "::1")
    printed = load().masked_toml()
    config = tmp_path / "gateway.toml"
    config.write_text(printed)
    monkeypatch.undo()
    again = load(config)
    assert again.masked_toml() == printed
    assert tomllib.loads(printed).keys() == Settings.model_fields.keys()


def test_each_process_has_a_node_id_of_its_own() -> None:
    assert load().node_id != load().node_id


@pytest.mark.parametrize(
    ("host", "address"),
    [("0.0.0.0", "localhost"), ("::", "localhost"), ("10.1.2.3", "10.1.2.3"), ("fd00::1", "[fd00::1]")],
)
def test_the_addresses_that_people_are_told_can_be_opened(
    monkeypatch: pytest.MonkeyPatch, host: str, address: str
) -> None:
    monkeypatch.setenv("OCPP_GATEWAY_STATION_HOST", host)
    monkeypatch.setenv("OCPP_GATEWAY_HTTP_HOST", host)
    assert load().station_url == f"ws://{address}:9000/ocpp"
    assert load().http_url == f"http://{address}:8000"


def test_public_addresses_replace_the_derived_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCPP_GATEWAY_PUBLIC_STATION_URL", "wss://charge.example/ocpp/")
    monkeypatch.setenv("OCPP_GATEWAY_PUBLIC_HTTP_URL", "https://charge.example/")
    assert load().station_url == "wss://charge.example/ocpp"
    assert load().http_url == "https://charge.example"


def test_a_certificate_needs_its_key_and_client_certificates_need_tls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OCPP_GATEWAY_STATION_TLS_CLIENT_CA", "ca.pem")
    assert _refusal() == "OCPP_GATEWAY_STATION_TLS_CLIENT_CA: needs OCPP_GATEWAY_STATION_TLS_CERT beside it"
    monkeypatch.setenv("OCPP_GATEWAY_STATION_TLS_CERT", "ec.pem, rsa.pem")
    monkeypatch.setenv("OCPP_GATEWAY_STATION_TLS_KEY", "ec.key")
    assert _refusal().startswith("OCPP_GATEWAY_STATION_TLS_KEY: needs as many files as")
    monkeypatch.setenv("OCPP_GATEWAY_STATION_TLS_KEY", "ec.key,rsa.key")
    found = load()
    assert found.station_tls_cert == (Path("ec.pem"), Path("rsa.pem"))
    assert found.station_url == "wss://localhost:9000/ocpp"
    assert found.masked()["station_tls_key"] == ["ec.key", "rsa.key"]


def test_several_nodes_are_refused_with_what_they_need(monkeypatch: pytest.MonkeyPatch) -> None:
    settings.check_nodes(load(), "all", 1)
    with pytest.raises(SettingsError, match="--role gateway needs PostgreSQL and Redis"):
        settings.check_nodes(load(), "gateway", 1)
    with pytest.raises(SettingsError, match="--workers 2 needs PostgreSQL and Redis"):
        settings.check_nodes(load(), "all", 2)
    monkeypatch.setenv("OCPP_GATEWAY_DATABASE_URL", "postgresql://host/db")
    monkeypatch.setenv("OCPP_GATEWAY_SECRET_KEY", SECRET)
    with pytest.raises(SettingsError, match="not supported by this version"):
        settings.check_nodes(load(), "api", 1)


def test_the_reference_page_lists_every_setting_with_its_default_and_form() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (.*) \|$", DOCUMENTATION.read_text(), re.MULTILINE))
    assert rows.keys() == {name.upper() for name in Settings.model_fields}
    defaults = Settings().masked()
    for name, field in Settings.model_fields.items():
        assert isinstance(field.json_schema_extra, dict)
        default = defaults[name]
        shown = (
            "host name and random letters"
            if name == "node_id"
            else f"`{default}`"
            if default not in ("", [])
            else "empty"
        )
        later = " *(later version)*" if name in settings.NOT_YET else ""
        assert (
            rows[name.upper()] == f"{shown} | {field.json_schema_extra['form']} | {field.description}{later}"
        )
