"""The command line: what each subcommand calls, what it prints, and how it ends."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import structlog

import ocpp_gateway
from ocpp_gateway import __version__, cli

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

SUBCOMMANDS = [
    "serve",
    "migrate",
    "check",
    "simulate",
    "user add",
    "user list",
    "user set-password",
    "key create",
    "key list",
    "key revoke",
    "station add",
    "station list",
    "station import",
]


@dataclass
class Administration:
    """Stands where the wired gateway stands and remembers what it was asked."""

    calls: list[tuple[Any, ...]] = field(default_factory=list)
    made: str | None = None
    problem: Exception | None = None

    def _remember(self, *call: object) -> str | None:
        self.calls.append(call)
        if self.problem is not None:
            raise self.problem
        return self.made

    async def add_user(self, *arguments: object) -> str | None:
        return self._remember("add_user", *arguments)

    async def set_password(self, *arguments: object) -> str | None:
        return self._remember("set_password", *arguments)

    async def create_key(self, *arguments: object) -> str | None:
        return self._remember("create_key", *arguments)

    async def revoke_key(self, *arguments: object) -> str | None:
        return self._remember("revoke_key", *arguments)

    async def list_keys(self) -> list[SimpleNamespace]:
        common = {"owner": "ada@example.com", "state": "usable", "last_used_at": None}
        return [
            SimpleNamespace(id="1", hint="ogw_abc", name="billing", scopes=["a:read", "b:read"], **common)
        ]

    async def list_users(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(email="ada@example.com", role="admin", name=None)]

    async def add_station(self, *arguments: object) -> str | None:
        return self._remember("add_station", *arguments)

    async def list_stations(self) -> list[SimpleNamespace]:
        common = {
            "group": None,
            "registration": "accepted",
            "status": "Available",
            "vendor": "V",
            "model": "M",
        }
        return [
            SimpleNamespace(ocpp_id="CP-1", name="Garage", online=True, **common),
            SimpleNamespace(ocpp_id="CP-22", name="x\x1b[31m", online=False, **common),
        ]

    async def import_stations(self, *arguments: object) -> int:
        self._remember("import_stations", *arguments)
        return 3


@pytest.fixture(autouse=True)
def _logs_stay_as_they_are(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("ocpp_gateway.telemetry.configure", lambda **_options: None)
    yield
    structlog.reset_defaults()


@pytest.fixture
def administration(monkeypatch: pytest.MonkeyPatch) -> Administration:
    double = Administration()
    module = ModuleType("ocpp_gateway.assembly")

    @contextlib.asynccontextmanager
    async def opened(_settings: object) -> AsyncIterator[Administration]:
        yield double

    module.administration = opened  # type: ignore[attr-defined]
    module.serve = lambda settings, *, migrate: double.calls.append(("serve", settings.http_port, migrate))  # type: ignore[attr-defined]
    module.migrate = lambda settings: double.calls.append(("migrate", settings.http_port))  # type: ignore[attr-defined]
    module.check = lambda _settings: [("database", True, "is reachable"), ("clock", False, "is slow")]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "ocpp_gateway.assembly", module)
    monkeypatch.setattr(ocpp_gateway, "assembly", module, raising=False)
    return double


def _run(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main(words)
    assert isinstance(left.value.code, int)
    return left.value.code


@pytest.mark.parametrize("command", SUBCOMMANDS)
def test_every_subcommand_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(*command.split(), "--help") == 0
    assert f"Example: ocpp-gateway {command}" in capsys.readouterr().out


def test_help_waits_for_no_heavy_import() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "ocpp_gateway", "--help"], capture_output=True, check=True
    )
    # What costs time are imports; a clock on a busy machine proves nothing, their absence does.
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines()}
    assert not imported & {
        "sqlalchemy",
        "fastapi",
        "pydantic_settings",
        "structlog",
        "rich",
        "msgspec",
        "websockets",
    }


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--version") == 0
    assert capsys.readouterr().out == f"ocpp-gateway {__version__}\n"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["fly"], "ocpp-gateway: No such command 'fly'. (try: ocpp-gateway --help)"),
        (["serve", "--fast"], "ocpp-gateway: No such option: --fast (try: ocpp-gateway serve --help)"),
        (["station", "add"], "ocpp-gateway: Missing argument 'ID'. (try: ocpp-gateway station add --help)"),
    ],
)
def test_wrong_usage_is_one_line_and_code_2(
    words: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(*words) == 2
    assert capsys.readouterr().err == f"{line}\n"


def test_without_words_the_help_is_shown_and_nothing_was_done(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run() == 2
    assert "Commands:" in "".join(capsys.readouterr())


def test_a_bad_setting_is_one_line_and_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OCPP_GATEWAY_HTTP_PORT", "x")
    assert _run("serve") == 2
    error = capsys.readouterr().err
    assert error.startswith("ocpp-gateway: OCPP_GATEWAY_HTTP_PORT: ")
    assert error.count("\n") == 1


@pytest.mark.usefixtures("administration")
def test_several_nodes_on_sqlite_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("serve", "--role", "gateway") == 2
    assert "needs PostgreSQL and Redis" in capsys.readouterr().err


def test_serve_reads_the_file_and_hands_the_settings_on(
    administration: Administration, tmp_path: Path
) -> None:
    config = tmp_path / "gateway.toml"
    config.write_text("http_port = 8123")
    assert _run("serve", "--config", str(config), "--migrate") == 0
    assert _run("migrate") == 0
    assert administration.calls == [("serve", 8123, True), ("migrate", 8000)]


def test_print_config_shows_the_settings_and_starts_nothing(
    administration: Administration, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OCPP_GATEWAY_ADMIN_EMAIL", "a@example.com")
    monkeypatch.setenv("OCPP_GATEWAY_ADMIN_PASSWORD", "c4n4ry")
    assert _run("serve", "--print-config") == 0
    output = capsys.readouterr().out
    assert 'admin_password = "***"' in output
    assert "c4n4ry" not in output
    assert administration.calls == []


@pytest.mark.usefixtures("administration")
def test_check_says_what_is_wrong_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("check") == 1
    assert capsys.readouterr().out.splitlines() == [
        "ok     configuration: is complete and allowed",
        "ok     database: is reachable",
        "WRONG  clock: is slow",
    ]


def test_check_says_that_the_configuration_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OCPP_GATEWAY_HTTP_PORT", "x")
    assert _run("check") == 1
    assert capsys.readouterr().out.startswith("WRONG  configuration: OCPP_GATEWAY_HTTP_PORT")


def test_a_made_password_is_alone_on_standard_output(
    administration: Administration, capsys: pytest.CaptureFixture[str]
) -> None:
    administration.made = "made-for-ada"
    assert _run("user", "add", "ada@example.com", "--role", "operator") == 0
    assert capsys.readouterr().out == "made-for-ada\n"
    assert _run("user", "set-password", "ada@example.com") == 0
    assert _run("station", "add", "CP-1", "--generate-password", "--group", "site", "--profile", "2") == 0
    assert _run("station", "add", "CP-2", "--password", "secret-of-2", "--name", "Two") == 0
    assert administration.calls == [
        ("add_user", "ada@example.com", "operator", None),
        ("set_password", "ada@example.com", None),
        ("add_station", "CP-1", None, None, True, 2, "site"),
        ("add_station", "CP-2", "Two", "secret-of-2", False, None, None),
    ]


def test_a_given_password_comes_from_standard_input_and_is_not_printed(
    administration: Administration, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("from a pipe\n"))
    assert _run("user", "add", "ada@example.com", "--role", "admin", "--password-stdin") == 0
    assert administration.calls == [("add_user", "ada@example.com", "admin", "from a pipe")]
    assert "from a pipe" not in "".join(capsys.readouterr())
    assert _run("user", "set-password", "ada@example.com", "--password-stdin") == 2


def test_a_made_key_is_alone_on_standard_output(
    administration: Administration,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    administration.made = "ogw_made"
    (tmp_path / "p.json").write_text('{"scopes": ["a"]}')
    words = ("--owner", "ada@example.com", "--expires", "2027-01-01T00:00:00+01:00")
    assert _run("key", "create", "--name", "billing", "--permissions", str(tmp_path / "p.json"), *words) == 0
    assert capsys.readouterr().out == "ogw_made\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"scopes": ["b"]}'))
    assert _run("key", "create", "--name", "other", "--permissions", "-") == 0
    assert administration.calls == [
        (
            "create_key",
            "billing",
            {"scopes": ["a"]},
            "ada@example.com",
            datetime(2026, 12, 31, 23, tzinfo=UTC),
        ),
        ("create_key", "other", {"scopes": ["b"]}, None, None),
    ]


@pytest.mark.usefixtures("administration")
@pytest.mark.parametrize("text", ["", "{", "[" * 100_000])
def test_permissions_that_are_no_json_are_wrong_usage(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    assert _run("key", "create", "--name", "x", "--permissions", "-") == 2
    assert "is not JSON" in capsys.readouterr().err
    assert _run("key", "create", "--name", "x", "--permissions", "/nowhere/at/all") == 2
    words = ("--permissions", "-", "--expires", "tomorrow")
    assert _run("key", "create", "--name", "x", *words) == 2


def test_keys_are_listed_and_revoked(
    administration: Administration, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("key", "list") == 0
    assert capsys.readouterr().out.splitlines()[1].split() == [
        "1",
        "ogw_abc…",
        "billing",
        "ada@example.com",
        "usable",
        "-",
        "a:read",
        "b:read",
    ]
    administration.made = "billing"
    assert _run("key", "revoke", "1") == 0
    assert capsys.readouterr().out == "billing is revoked\n"
    assert administration.calls == [("revoke_key", "1")]


def test_a_station_gets_one_password_at_most(administration: Administration) -> None:
    assert _run("station", "add", "CP-1", "--password", "p", "--generate-password") == 2
    assert _run("station", "add", "CP-1", "--profile", "4") == 2
    assert administration.calls == []


@pytest.mark.usefixtures("administration")
def test_lists_are_aligned_and_safe_for_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("station", "list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:3] == ["ID", "NAME", "GROUP"]
    assert lines[1].split() == ["CP-1", "Garage", "-", "accepted", "yes", "Available", "V", "M"]
    assert len({line.index("V", 40) for line in lines}) == 1
    assert "\x1b" not in lines[2]
    assert _run("user", "list") == 0
    assert "ada@example.com  admin  -" in capsys.readouterr().out


def test_import_names_the_file_and_the_count(
    administration: Administration, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("station", "import", str(tmp_path / "s.csv")) == 0
    assert administration.calls == [("import_stations", tmp_path / "s.csv")]
    assert capsys.readouterr().out == "3 stations may connect\n"


def test_a_failure_is_one_line_without_a_secret(
    administration: Administration, capsys: pytest.CaptureFixture[str]
) -> None:
    administration.problem = ConnectionRefusedError(
        111, "no answer from postgresql://u:c4n4ry@host/db\nsecond line"
    )
    assert _run("user", "add", "a@example.com", "--role", "viewer") == 1
    error = capsys.readouterr().err
    assert error.startswith("ocpp-gateway: [Errno 111] no answer")
    assert error.count("\n") == 1
    assert "c4n4ry" not in error


def test_an_unexpected_failure_says_how_to_see_more(
    administration: Administration, capsys: pytest.CaptureFixture[str]
) -> None:
    administration.problem = KeyError("station")
    assert _run("station", "add", "CP-1") == 1
    assert capsys.readouterr().err == "ocpp-gateway: KeyError: 'station' (--debug shows where)\n"


@pytest.mark.parametrize(
    "words", [["--debug", "station", "add", "CP-1"], ["station", "add", "CP-1", "--debug"]]
)
def test_debug_shows_where_a_failure_came_from(administration: Administration, words: list[str]) -> None:
    administration.problem = KeyError("station")
    with pytest.raises(KeyError):
        cli.main(words)


def test_ctrl_c_ends_with_the_code_of_an_interrupt(administration: Administration) -> None:
    administration.problem = KeyboardInterrupt()  # type: ignore[assignment]
    assert _run("station", "add", "CP-1") == 130
