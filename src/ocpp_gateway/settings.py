"""Environment and TOML file become one frozen `Settings`. Nothing else in the program reads the environment.

Every setting is the variable `OCPP_GATEWAY_<NAME>` and a key of the TOML file; the variable wins, an empty variable
counts as not set. A bad value or an unknown key of the file raises `SettingsError`, whose text is one line with the
name, the problem and the allowed form. Settings whose feature this version does not have are known by name and
refused when they are given: a certificate that is silently ignored would be a trap.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import secrets
import socket
import tomllib
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "OCPP_GATEWAY_"
MASK = "***"
SHORTEST_SECRET_KEY = 32
Network = IPv4Network | IPv6Network

# Known settings whose feature comes with a later version: what the feature is called in the refusal.
NOT_YET = {
    "station_proxy_protocol": "the PROXY protocol",
    "station_client_cert_header": "client certificates from a load balancer",
    "http_tls_cert": "HTTPS",
    "http_tls_key": "HTTPS",
    "files_dir": "the file exchange",
    "webhook_allow_cidrs": "sending webhooks",
}


class SettingsError(Exception):
    """The configuration cannot be used; the text is one line for people and never holds a secret."""


class _Problem(ValueError):
    """What is wrong with a value, in words; `name` when it shows only beside other settings."""

    def __init__(self, text: str, name: str | None = None) -> None:
        super().__init__(text)
        self.name = name


def _database_url(url: str) -> str:
    parts = _split(url)
    if parts.scheme == "sqlite":
        if parts.netloc or len(parts.path) < 2 or parts.query or parts.fragment:
            raise _Problem("is not the address of a file")
        if parts.path == "/:memory:":
            raise _Problem("a database in memory would lose what was acknowledged")
    elif parts.scheme != "postgresql":
        raise _Problem("names a database that is not supported")
    elif not parts.hostname or len(parts.path) < 2:
        raise _Problem("lacks the host or the name of the database")
    return url


def _url(*schemes: str) -> AfterValidator:
    def check(url: str) -> str:
        if url:
            parts = _split(url)
            if parts.scheme not in schemes or not parts.hostname:
                raise _Problem("is not such an address")
        return url.rstrip("/")

    return AfterValidator(check)


def _split(url: str) -> Any:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises when it is not a number
    except ValueError:
        raise _Problem("is not an address") from None
    return parts


def _listed(value: object) -> object:
    """Comma-separated text, or an array of the TOML file."""
    return (
        tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value
    )


def _tiles(url: str) -> str:
    if url:
        parts = _split(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
            raise _Problem("is not the address of a tile server")
        if set(re.findall(r"\{[^}]*\}", parts.path + parts.query)) != {"{z}", "{x}", "{y}"}:
            raise _Problem("must name {z}, {x} and {y}, and nothing else in braces")
        if re.fullmatch(r"[A-Za-z0-9.\[\]:-]+", parts.netloc) is None:
            # It becomes part of the content policy of every page.
            raise _Problem("has a host that no content policy can name")
    return url


def _issuer(url: str) -> str:
    if url:
        parts = _split(url)
        local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
        if not parts.hostname or parts.query or parts.fragment or parts.scheme not in {"https", "http"}:
            raise _Problem("is not the address of a provider")
        if parts.scheme == "http" and not local:
            raise _Problem("would send sign-ins unprotected")
    return url  # a slash at its end belongs to the name


def _secret_key(value: SecretStr) -> SecretStr:
    if 0 < len(value.get_secret_value()) < SHORTEST_SECRET_KEY:
        raise _Problem("is too short to be safe")
    return value


def _email(value: str) -> str:
    if value and not re.fullmatch(r"[^@\s]+@[^@\s]+", value):
        raise _Problem("is not an e-mail address")
    return value


def _node_id() -> str:
    host = re.sub(r"[^A-Za-z0-9._-]", "-", socket.gethostname())[:50]
    return f"{host or 'node'}-{secrets.token_hex(4)}"


def _setting(default: Any, meaning: str, form: str, **more: Any) -> Any:
    return Field(default, description=meaning, json_schema_extra={"form": form}, **more)


_NETWORKS = "networks such as 10.0.0.0/8, separated by commas"
_FILES = "one file, or two separated by a comma (EC, RSA)"
_PORT = "a port number from 0 to 65535 (0 takes any free port)"
_DAYS = "whole days from 1 to 3650"
_SECRET = f"random text of {SHORTEST_SECRET_KEY} characters or more, for example from: openssl rand -hex 32"
_HOST = "an address or a host name of this machine"

Files = Annotated[tuple[Path, ...], NoDecode, BeforeValidator(_listed)]
PairOfFiles = Annotated[tuple[Path, ...], Field(max_length=2), NoDecode, BeforeValidator(_listed)]
Networks = Annotated[tuple[Network, ...], NoDecode, BeforeValidator(_listed)]
Host = Annotated[str, Field(pattern=r"^[^\s/@]+$")]
Port = Annotated[int, Field(ge=0, le=65535)]
Days = Annotated[int, Field(ge=1, le=3650)]
SecretKey = Annotated[SecretStr, AfterValidator(_secret_key)]
NO_SECRET = SecretStr("")


class Settings(BaseSettings):
    """Every setting, checked. Empty text and an empty `SecretStr` mean "not set"."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid", hide_input_in_errors=True
    )

    database_url: Annotated[str, AfterValidator(_database_url)] = _setting(
        "sqlite:///data/ocpp-gateway.db",
        "the database: a SQLite file or PostgreSQL",
        "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE",
        repr=False,
    )
    redis_url: Annotated[str, _url("redis", "rediss")] = _setting(
        "", "Redis for several nodes; empty: one process", "redis://… or rediss://…", repr=False
    )
    station_host: Host = _setting("0.0.0.0", "where the station port listens", _HOST)  # noqa: S104 - stations come from outside
    station_port: Port = _setting(9000, "the station port", _PORT)
    http_host: Host = _setting("127.0.0.1", "where the HTTP port listens", _HOST)
    http_port: Port = _setting(8000, "the HTTP port: REST API, health, metrics", _PORT)
    station_tls_cert: PairOfFiles = _setting(
        (), "certificate of the station port; with it the port speaks TLS only", _FILES
    )
    station_tls_key: PairOfFiles = _setting((), "key of that certificate", _FILES)
    station_tls_client_ca: Files = _setting(
        (),
        "authorities whose client certificates are believed, and their revocation lists",
        "PEM files, separated by commas",
    )
    station_tls_policy: Literal["modern", "compatible"] = _setting(
        "modern", "cipher suites of the station port", '"modern" or "compatible"'
    )
    station_proxy_protocol: Literal["off", "required"] = _setting(
        "off", "PROXY protocol v2 from the load balancer", '"off" or "required"'
    )
    station_client_cert_header: str = _setting(
        "", "header in which a load balancer passes the client certificate", "the name of a header"
    )
    http_tls_cert: str = _setting("", "certificate of the HTTP port", "a PEM file")
    http_tls_key: str = _setting("", "key of that certificate", "a PEM file")
    trusted_proxies: Networks = _setting((), "networks whose forwarding headers are believed", _NETWORKS)
    public_station_url: Annotated[str, _url("ws", "wss")] = _setting(
        "", "the address that stations are told; empty: from the listener", "ws://… or wss://…"
    )
    public_http_url: Annotated[str, _url("http", "https")] = _setting(
        "", "the address that people are told; empty: from the listener", "http://… or https://…"
    )
    map_tiles_url: Annotated[str, AfterValidator(_tiles)] = _setting(
        "",
        "map tiles behind the stations; empty: the outline of the countries, which works offline",
        "https://…/{z}/{x}/{y}.png",
    )
    map_tiles_attribution: str = _setting("", "whose map these tiles are, shown beside them", "text")
    files_dir: str = _setting("data/files", "store of the file exchange", "a folder")
    registration: Literal["pending", "open", "closed"] = _setting(
        "pending", "what happens to a station that nobody provisioned", '"pending", "open" or "closed"'
    )
    unknown_id_tags: Literal["reject", "accept"] = _setting(
        "reject", "how a tag that nobody entered is answered", '"reject" or "accept"'
    )
    unknown_station_response: Annotated[
        Literal[401, 404], BeforeValidator(lambda v: int(v) if v in ("401", "404") else v)
    ] = _setting(401, "HTTP status for an unknown station when registration is closed", "401 or 404")
    station_message_limit: Annotated[int, Field(ge=65_536, le=67_108_864)] = _setting(
        1_048_576, "largest message of a station, in bytes", "whole bytes from 65536 to 67108864"
    )
    heartbeat_interval: Annotated[int, Field(ge=10, le=86_400)] = _setting(
        300, "seconds between heartbeats, told to stations at boot", "whole seconds from 10 to 86400"
    )
    log_retention_days: Days = _setting(30, "how long OCPP messages are kept", _DAYS)
    meter_retention_days: Days = _setting(400, "how long meter values are kept", _DAYS)
    event_retention_days: Days = _setting(7, "how long events are kept", _DAYS)
    drain_seconds: Annotated[int, Field(ge=0, le=3600)] = _setting(
        30, "time over which SIGTERM spreads the closing of station sockets", "whole seconds from 0 to 3600"
    )
    webhook_allow_cidrs: Networks = _setting((), "private networks that webhooks may reach", _NETWORKS)
    oidc_issuer: Annotated[str, AfterValidator(_issuer)] = _setting(
        "", "identity provider for people", "https://…, exactly as the provider names itself"
    )
    oidc_client_id: str = _setting("", "our name at the identity provider", "text")
    oidc_client_secret: SecretStr = _setting(NO_SECRET, "our secret at the identity provider", "text")
    oidc_unknown_people: Literal["refuse", "viewer"] = _setting(
        "refuse",
        "somebody whom the identity provider vouches for and nobody has added",
        '"refuse" or "viewer"',
    )
    admin_email: Annotated[str, AfterValidator(_email)] = _setting(
        "", "e-mail of the first admin; empty: generated", "an e-mail address"
    )
    admin_password: SecretStr = _setting(NO_SECRET, "password of the first admin; empty: generated", "text")
    secret_key: SecretKey = _setting(
        NO_SECRET, "root of all derived keys; empty: generated and kept beside the data", _SECRET
    )
    secret_key_previous: SecretKey = _setting(
        NO_SECRET, "still verifies during a rotation of SECRET_KEY", _SECRET
    )
    node_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")] = Field(
        default_factory=_node_id,
        description="name of this node; empty: host name and random letters",
        json_schema_extra={"form": "up to 64 letters, digits, dots, underscores and hyphens"},
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is the library's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Two sources: the environment, and below it what `load` read from the file."""
        return env_settings, init_settings

    @model_validator(mode="after")
    def _check_together(self) -> Self:
        for name, feature in NOT_YET.items():
            field = type(self).model_fields[name]
            if getattr(self, name) != field.default:
                raise _Problem(f"is not supported by this version ({feature}); leave it unset", name)
        if self.admin_password.get_secret_value() and not self.admin_email:
            raise _Problem(f"needs {PREFIX}ADMIN_EMAIL beside it", "admin_password")
        if self.map_tiles_url and not self.map_tiles_attribution:
            raise _Problem(f"needs {PREFIX}MAP_TILES_ATTRIBUTION beside it", "map_tiles_url")
        if bool(self.oidc_issuer) != bool(self.oidc_client_id):
            missing = "oidc_client_id" if self.oidc_issuer else "oidc_issuer"
            raise _Problem("is needed for sign-in through an identity provider", missing)
        if self.secret_key_previous.get_secret_value() and not self.secret_key.get_secret_value():
            raise _Problem(f"needs {PREFIX}SECRET_KEY beside it", "secret_key_previous")
        if len(self.station_tls_cert) != len(self.station_tls_key):
            raise _Problem(
                f"needs as many files as {PREFIX}STATION_TLS_CERT, in the same order", "station_tls_key"
            )
        if self.station_tls_client_ca and not self.station_tls_cert:
            raise _Problem(f"needs {PREFIX}STATION_TLS_CERT beside it", "station_tls_client_ca")
        if self.station_port == self.http_port != 0:
            raise _Problem("is the station port already; allowed: another port", "http_port")
        return self

    @property
    def uses_postgresql(self) -> bool:
        """Whether the database is PostgreSQL; otherwise it is a SQLite file."""
        return self.database_url.startswith("postgresql:")

    @property
    def sqlite_path(self) -> Path | None:
        """The SQLite file, relative to the working directory unless the URL has four slashes; None on PostgreSQL."""
        return None if self.uses_postgresql else Path(urlsplit(self.database_url).path[1:])

    @property
    def station_url(self) -> str:
        """What a station's identity is appended to, without a slash at the end: `ws://…:9000/ocpp`, `wss` with TLS."""
        scheme = "wss" if self.station_tls_cert else "ws"
        return (
            self.public_station_url or f"{scheme}://{_reachable(self.station_host)}:{self.station_port}/ocpp"
        )

    @property
    def http_url(self) -> str:
        """Where people open the gateway, without a slash at the end."""
        return self.public_http_url or f"http://{_reachable(self.http_host)}:{self.http_port}"

    def masked(self) -> dict[str, str | int | list[str]]:
        """Every effective value by name, secrets and the passwords in addresses replaced by `***`."""
        return {name: _shown(getattr(self, name)) for name in type(self).model_fields}

    def masked_toml(self) -> str:
        """The same as lines of a configuration file."""
        return "".join(f"{name} = {json.dumps(value)}\n" for name, value in self.masked().items())


def load(config: Path | None = None) -> Settings:
    """Read the file, if one is given, and the environment. Raises `SettingsError`."""
    values = _read_file(config) if config is not None else {}
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError(_sentence(error, config)) from None


def unknown_variables() -> list[str]:
    """Names of environment variables with our prefix that mean nothing to us. Container platforms inject some."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    return sorted(
        name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known
    )


def check_nodes(settings: Settings, role: str, workers: int) -> None:
    """Refuse what needs several nodes where that cannot work. Raises `SettingsError`."""
    if role == "all" and workers == 1:
        return
    asked = f"--role {role}" if role != "all" else f"--workers {workers}"
    if not settings.uses_postgresql:
        raise SettingsError(
            f"{asked} needs PostgreSQL and Redis; set {PREFIX}DATABASE_URL and {PREFIX}REDIS_URL"
        )
    raise SettingsError(f"{asked}: running several nodes is not supported by this version")


def _read_file(config: Path) -> dict[str, Any]:
    try:
        document = tomllib.loads(config.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"{config}: cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{config}: is not TOML ({error}); allowed: lines such as station_port = 9000"
        ) from None
    values: dict[str, Any] = {}
    for key, value in document.items():
        name = key.lower()
        if name not in Settings.model_fields:
            close = difflib.get_close_matches(name, Settings.model_fields, n=1)
            hint = (
                f"; did you mean {close[0]}?"
                if close
                else "; the known ones stand in docs/reference/settings.md"
            )
            raise SettingsError(f"{key} in {config}: is not a setting{hint}")
        if name in values:
            raise SettingsError(f"{key} in {config}: is given twice; allowed: once, in small letters")
        if value != "":
            values[name] = value
    return values


def _sentence(error: ValidationError, config: Path | None) -> str:
    """One line about the first problem: name, problem, allowed form."""
    first = error.errors()[0]
    problem = first.get("ctx", {}).get("error")
    if isinstance(problem, _Problem) and problem.name is not None:
        return f"{PREFIX}{problem.name.upper()}: {problem}"
    name = str(first["loc"][0])
    variable = f"{PREFIX}{name.upper()}"
    given_as_variable = any(key.upper() == variable and value for key, value in os.environ.items())
    where = variable if config is None or given_as_variable else f"{name} in {config}"
    extra = Settings.model_fields[name].json_schema_extra
    form = extra["form"] if isinstance(extra, dict) else ""
    text = problem if isinstance(problem, _Problem) else "is not allowed"
    return f"{where}: {text}{_given(name, first.get('input'))}; allowed: {form}"


def _given(name: str, value: object) -> str:
    """The refused value, when it cannot be a secret."""
    field = Settings.model_fields[name]
    if not field.repr or field.annotation is SecretStr or isinstance(value, SecretStr | type(None)):
        return ""
    return f" ({json.dumps(value, default=str)[:80]})"


def _reachable(host: str) -> str:
    """A host to connect to for a host to listen on."""
    if host in {"0.0.0.0", "::", "127.0.0.1", "::1"}:  # noqa: S104 - compared, not bound
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _shown(value: object) -> str | int | list[str]:
    if isinstance(value, SecretStr):
        return MASK if value.get_secret_value() else ""
    if isinstance(value, tuple):
        return [str(entry) for entry in value]
    if isinstance(value, int):
        return value
    text = re.sub(r"(://[^/?#@:]*):[^/?#]*@", rf"\1:{MASK}@", str(value))
    return re.sub(r"([?&]\w*password=)[^&#]*", rf"\1{MASK}", text)
