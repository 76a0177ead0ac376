"""The real gateway as a process, and a client for its REST API: what the flow tests drive."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx2

START_SECONDS = 90.0
"""Generous: a machine that runs everything at once needs it; nobody waits longer than the start takes."""
STOP_SECONDS = 30.0
ADMIN = ("admin@example.org", "correct horse battery staple")


class GatewayProcess:
    """One `ocpp-gateway serve`, on free ports of the loopback interface, until the end of the `with` block.

    Settings are given by name (`REGISTRATION="open"`). A second process may be started on the same database.
    """

    def __init__(
        self,
        database_url: str | None = None,
        *,
        folder: Path | None = None,
        options: Sequence[str] = (),
        **settings: str,
    ) -> None:
        """`options` stand beside `serve` on the command line (`--debug`)."""
        self._options = tuple(options)
        self._made = None if folder is not None else tempfile.TemporaryDirectory(prefix="gateway-")
        self.folder = folder if folder is not None else Path(self._made.name if self._made else "")
        self.database_url = database_url or f"sqlite:///{self.folder / 'gateway.db'}"
        self._settings = settings
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self._clients: list[Api] = []
        self.output: list[str] = []
        self.station_port = 0
        self.http_url = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for client in self._clients:
            client.close()
        self.kill()
        if self._made is not None:
            self._made.cleanup()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def station_url(self) -> str:
        return f"ws://127.0.0.1:{self.station_port}/ocpp"

    def start(self) -> None:
        """Start it and wait until it says that it is ready."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("OCPP_GATEWAY_")}
        chosen = {
            "DATABASE_URL": self.database_url,
            "STATION_HOST": "127.0.0.1",
            "STATION_PORT": str(self.station_port),
            "HTTP_PORT": self.http_url.rpartition(":")[2] or "0",
            "ADMIN_EMAIL": ADMIN[0],
            "ADMIN_PASSWORD": ADMIN[1],
            "SECRET_KEY": "0123456789abcdef" * 4,
            "DRAIN_SECONDS": "1",
            **self._settings,
        }
        environment.update({f"OCPP_GATEWAY_{name}": value for name, value in chosen.items()})
        environment["PYTHONPATH"] = str(Path(__file__).parents[2] / "src")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ocpp_gateway", "serve", "--migrate", *self._options],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines = queue.Queue()
        self._reader = threading.Thread(target=self._read, args=(self._process, self._lines), daemon=True)
        self._reader.start()
        self._await_ready()

    def stop(self) -> int:
        """Ask it to end (SIGTERM) and return its exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return self._ended()

    def kill(self) -> None:
        """SIGKILL: it can clean up nothing."""
        if self._process is not None:
            self._process.kill()
            self._ended()

    def _ended(self) -> int:
        assert self._process is not None
        assert self._reader is not None
        code = self._process.wait(STOP_SECONDS)
        self._reader.join(STOP_SECONDS)
        if self._process.stdout is not None:
            self._process.stdout.close()
        return code

    def rest_of_output(self) -> list[str]:
        """What a process that has ended has written since it was ready."""
        return [line for line in iter(self._lines.get, None) if line is not None]

    def api(self) -> Api:
        """A signed-in client, closed with the process."""
        client = Api(self.http_url)
        self._clients.append(client)
        return client

    @staticmethod
    def _read(process: subprocess.Popen[str], lines: queue.Queue[str | None]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line.rstrip("\n"))
        lines.put(None)

    def _await_ready(self) -> None:
        while True:
            try:
                line = self._lines.get(timeout=START_SECONDS)
            except queue.Empty:
                line = None
            if line is None:
                raise AssertionError("the gateway did not start:\n" + "\n".join(self.output[-40:]))
            self.output.append(line)
            if found := re.search(r"wss?://[^\s:]+:(\d+)/ocpp", line):
                self.station_port = int(found[1])
            if found := re.search(r"http://[^\s:]+:(\d+)", line):
                self.http_url = f"http://127.0.0.1:{found[1]}"
            if line.strip().startswith("Ready"):
                return


class Api:
    """The REST API as an administrator uses it."""

    def __init__(self, http_url: str) -> None:
        self._client = httpx2.Client(base_url=f"{http_url}/api/v1", timeout=20.0)
        token = self.post("/auth/login", {"email": ADMIN[0], "password": ADMIN[1]})["access_token"]
        self._client.headers["Authorization"] = f"Bearer {token}"

    def close(self) -> None:
        self._client.close()

    def get(self, path: str, **query: Any) -> Any:
        response = self._client.get(path, params=query)
        assert response.status_code == 200, response.text
        return response.json()

    def post(self, path: str, body: Any = None) -> Any:
        response = self._client.post(path, json=body)
        assert response.status_code in {200, 201, 202, 204}, response.text
        return response.json() if response.content else None

    def until_stations_are_available(self, count: int) -> None:
        """Wait until so many stations are connected and none of their connectors is `Unknown` any more."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            connectors = self.all("/connectors", status="Available")
            if len({connector["station"] for connector in connectors}) >= count:
                return
            time.sleep(0.1)  # another process: there is nothing to wait on but its answers
        raise AssertionError(f"there are no {count} stations with available connectors")

    def all(self, path: str, **query: Any) -> list[Any]:
        """Every item of a list, page by page."""
        items: list[Any] = []
        cursor = None
        while True:
            page = self.get(path, limit=200, **query, **({"cursor": cursor} if cursor else {}))
            items += page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return items
