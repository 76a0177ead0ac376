"""Processes that are measured and that measure: starting, pinning, CPU and memory as the kernel accounts them."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
_TICK = os.sysconf("SC_CLK_TCK")


class BenchError(Exception):
    """The benchmark cannot go on: something did not start, answered wrongly or lost a message."""


def cores() -> tuple[set[int], set[int]]:
    """The core of the measured server, and the cores of everything else (database, load). One core serves both."""
    allowed = sorted(os.sched_getaffinity(0))
    return ({allowed[0]}, set(allowed[1:]) or {allowed[0]})


def pin(pid: int, where: set[int]) -> None:
    """Bind a process and everything it has started to cores."""
    for process in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.cpu_affinity(sorted(where))


def cpu_seconds(pid: int) -> float:
    """CPU seconds that the kernel accounts to a process tree, including children that have ended."""
    total = 0.0
    for process in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess, FileNotFoundError, ProcessLookupError):
            # utime, stime, cutime, cstime are fields 14 to 17; the name in field 2 may contain blanks.
            fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
            total += sum(map(int, fields[11:15])) / _TICK
    return total


def memory_bytes(pid: int) -> int:
    """Memory that a process tree has to itself (anonymous pages; files shared with others do not count)."""
    total = 0
    for process in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess, FileNotFoundError, ProcessLookupError):
            for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
                if line.startswith("RssAnon:"):
                    total += int(line.split()[1]) * 1024
    return total


class Server:
    """A server process under measurement, pinned to its core, with its output in a temporary file."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], folder: Path, where: set[int]
    ) -> None:
        self.log = tempfile.TemporaryFile("w+", dir=folder, errors="replace")  # noqa: SIM115 - closed in stop()
        self.process = subprocess.Popen(
            command,
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", **environment},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        os.sched_setaffinity(self.process.pid, where)

    @property
    def pid(self) -> int:
        """Process id."""
        return self.process.pid

    def wait_for(self, ready: Callable[[], bool], what: str, seconds: float = 30) -> None:
        """Return when `ready()`; the server's last words are the error when it is not."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self.process.poll() is not None:
                raise BenchError(f"{what} ended with {self.process.returncode}: {self.words()}")
            if time.monotonic() > deadline:
                raise BenchError(f"{what} is not ready after {seconds:.0f} s: {self.words()}")
            time.sleep(0.005)

    def words(self) -> str:
        """The end of what the server wrote."""
        self.log.seek(0)
        return self.log.read()[-3000:]

    def stop(self) -> None:
        """Ask it to end, insist after ten seconds."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of load: what the generator saw, and the CPU seconds of the server and of PostgreSQL meanwhile."""

    result: dict[str, Any]
    server_cpu: float
    database_cpu: float

    @property
    def messages(self) -> int:
        """Acknowledged messages (or handshakes)."""
        return int(self.result["messages"])

    @property
    def rate(self) -> float:
        """Acknowledged messages per second."""
        return self.messages / float(self.result["seconds"])

    @property
    def generator_share(self) -> float:
        """Share of a core that the generator used: well below 1, or it was the bottleneck."""
        return float(self.result["cpu_seconds"]) / float(self.result["seconds"])


class Generator:
    """The load generator's process (bench.generator)."""

    def __init__(self, url: str, prefix: str, where: set[int], *, passwords: bool = False) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.generator"],
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        os.sched_setaffinity(self._process.pid, where)
        self._write({"url": url, "prefix": prefix, "passwords": passwords})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _write(self, order: dict[str, Any]) -> None:
        pipe: IO[str] | None = self._process.stdin
        if pipe is None:
            raise BenchError("the load generator has no input")
        pipe.write(json.dumps(order) + "\n")
        pipe.flush()

    def run(self, do: str, **arguments: float) -> dict[str, Any]:
        """Give one order and wait for its result. Any wrong answer ends the benchmark."""
        self._write({"do": do, **arguments})
        line = self._process.stdout.readline() if self._process.stdout is not None else ""
        if not line:
            raise BenchError(f"the load generator ended during {do}")
        result: dict[str, Any] = json.loads(line)
        if result["wrong"]:
            raise BenchError(
                f"{do}: {result['wrong']} wrong answers, the first: " + "; ".join(result["errors"])
            )
        return result

    def phase(self, server: Server, database: int | None, do: str, **arguments: float) -> Phase:
        """Give one order and account the CPU that server and database used for it."""
        server_before = cpu_seconds(server.pid)
        database_before = cpu_seconds(database) if database is not None else 0.0
        result = self.run(do, **arguments)
        return Phase(
            result,
            cpu_seconds(server.pid) - server_before,
            cpu_seconds(database) - database_before if database is not None else 0.0,
        )

    def close(self) -> None:
        """End the process."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
