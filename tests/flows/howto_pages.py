"""The how-to pages as scripts: what stands in their `bash` blocks, and which calls of the API were made by it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

DOCS = Path(__file__).parents[2] / "docs"
PREAMBLE = "before-you-begin.md"
SECONDS = 90.0
_BLOCK = re.compile(
    r"(?P<skip><!-- not run: [^>]+ -->\n)?^(?P<indent> *)```(?:bash|sh|console)\n(?P<text>.*?)^ *```$",
    re.MULTILINE | re.DOTALL,
)
_RECORDING = """
curl() {
  { printf '%s\\0' "$@"; printf '\\n\\0'; } >> "$CALLS"
  command curl "$@"
}
"""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its name and what it tells people to type."""

    name: str
    blocks: tuple[str, ...]

    @property
    def script(self) -> str:
        """All that is run of it."""
        return "\n".join(self.blocks)


def pages() -> list[Page]:
    """All how-to pages."""
    return [read_page(path) for path in sorted((DOCS / "howto").glob("*.md"))]


def read_page(path: Path) -> Page:
    """Take the blocks out of a page that are not marked `<!-- not run: why -->`."""
    found = []
    for block in _BLOCK.finditer(path.read_text()):
        if block["skip"]:
            continue
        indent = len(block["indent"])
        found.append("".join(line[indent:] for line in block["text"].splitlines(keepends=True)))
    return Page(path.name, tuple(found))


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the API that a page has made: method, and path below `/api/v1`."""

    method: str
    path: str


def run_page(page: Page, folder: Path, variables: Mapping[str, str]) -> list[Call]:
    """Type a page into bash. Fails with the output if one command of it fails."""
    preamble = "" if page.name == PREAMBLE else read_page(DOCS / "howto" / PREAMBLE).script
    calls = folder / "calls"
    calls.unlink(missing_ok=True)
    done = subprocess.run(
        ["bash", "-c", f"set -euo pipefail\n{_RECORDING}\n{preamble}\nset -v\n{page.script}"],
        cwd=folder,
        env={"CALLS": str(calls), **variables},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{page.name} does not work:\n{done.stderr[-3000:]}\n{done.stdout[-3000:]}"
    recorded = calls.read_text() if calls.exists() else ""
    return [_call(arguments.split("\0")) for arguments in recorded.split("\n\0") if arguments]


def _call(arguments: Sequence[str]) -> Call:
    method = None
    address = ""
    body = False
    for before, argument in zip(["", *arguments], arguments, strict=False):
        if before in {"-X", "--request"}:
            method = argument
        body = body or argument in {"-d", "--data", "--data-binary", "--data-raw", "-F"}
        if argument.startswith(("http://", "https://")):
            address = argument
    path = unquote(urlsplit(address).path)
    return Call(method or ("POST" if body else "GET"), path.removeprefix("/api/v1"))


def uncalled(openapi: Mapping[str, Mapping[str, Mapping[str, object]]], calls: Sequence[Call]) -> list[str]:
    """The operations of the API that none of the calls used."""
    missing = []
    for template, operations in openapi["paths"].items():
        path = template.removeprefix("/api/v1")
        pattern = re.compile("[^/]+".join(re.escape(part) for part in re.split(r"\{[^}]+\}", path)))
        called = {call.method for call in calls if pattern.fullmatch(call.path)}
        missing += [f"{name.upper()} {path}" for name in operations if name.upper() not in called]
    return missing
