"""What stations have sent and seen, one JSON object a line, appended: the evidence for the history checker.

Fields of every line: `at` (POSIX seconds), `station`, `kind`. Kinds: `call` (we sent a CALL), `answer` (its
CALLRESULT), `error` (its CALLERROR), `timeout`, `late` (an answer after the timeout), `lost` (the connection ended
before the answer); these have `message_id`, `action` and `key`, which names the same content through all repetitions.
`asked` and `replied` are the central system's CALL and our answer to it. `connected` and `disconnected` frame them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pathlib import Path


class History:
    """An append-only file. Every line is handed to the operating system at once, so a killed process loses none."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", buffering=1, encoding="utf-8")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def note(self, at: float, station: str, kind: str, payload: bytes | None = None, **fields: Any) -> None:
        """Append one line; `payload` is JSON text and is embedded as it is."""
        line = json.dumps(
            {"at": round(at, 6), "station": station, "kind": kind, **fields}, separators=(",", ":")
        )
        if payload is not None:
            line = f'{line[:-1]},"payload":{payload.decode().replace(chr(10), " ")}}}'
        self._file.write(line + "\n")

    def close(self) -> None:
        """Close the file."""
        self._file.close()
