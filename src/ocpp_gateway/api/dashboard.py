"""The dashboard: what its build left in `static/`, served as it is; and a page that helps if nothing is there.

Everything is read once, when the application is made: a few hundred kilobytes, and no request touches the disk.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ocpp_gateway.api.map_tiles import MapTiles
from ocpp_gateway.api.problems import not_found

BUILT = Path(__file__).parent / "static"
"""Where the build of `dashboard/` goes. Not in version control; in the wheel."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""No inline script, no inline style sheet, nothing from another server (dashboard.md, Build)."""

PERMISSIONS = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"
"""The camera reads the QR code on a station (design, Phone); no page needs more of the device."""

_INDEX = "index.html"
_SMALLER = {"br": ".br", "gzip": ".gz"}
"""Encodings and the ends of the files that hold them, the best first."""
_HASHED = re.compile(r"-[\w-]{8}\.\w+$")
_FOREVER = "public, max-age=31536000, immutable"
_ASK_FIRST = "no-cache"
_OTHERS = ("api", "partner", "problems", "files", "assets")
"""First parts of addresses that are never a page of the dashboard."""


class _PageAddress(PathConvertor):
    """What may be a page. The others do not match at all: a method they lack stays a 405 that names theirs."""

    regex = rf"(?!(?:{'|'.join(_OTHERS)})(?:/|$)).*"


register_url_convertor("page", _PageAddress())
_MISSING = """<!doctype html><html lang=en><head><meta charset=utf-8>
<meta name=viewport content="width=device-width"><title>OCPP Gateway</title></head><body>
<h1>OCPP Gateway</h1>
<p>The gateway runs, and stations can connect. Its dashboard has not been built on this machine.</p>
<p>In a source tree, stop the gateway and start it with <code>./gateway run</code>: it builds the dashboard
first and says what is missing if it cannot. By hand:
<code>cd dashboard &amp;&amp; npm ci &amp;&amp; npm run build</code>. The released package has it built in.</p>
<ul><li><a href="/api/docs">Every call of the API</a></li><li><a href="/readyz">Is it ready?</a></li>
<li><a href="/metrics">Metrics</a></li></ul>
</body></html>"""


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """One file of the build, as it is and compressed (encoding to bytes)."""

    media_type: str
    content: bytes
    smaller: Mapping[str, bytes]
    etag: str
    caching: str


def read_build(folder: Path) -> dict[str, BuiltFile]:
    """All files of a build by their address below `/`; empty if nothing was built."""
    if not (folder / _INDEX).is_file():
        return {}
    return {
        path.relative_to(folder).as_posix(): _read(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in {".br", ".gz"} and ".vite" not in path.parts
    }


def _read(path: Path) -> BuiltFile:
    content = path.read_bytes()
    smaller = {
        encoding: beside.read_bytes()
        for encoding, end in _SMALLER.items()
        if (beside := path.with_name(path.name + end)).is_file()
    }
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return BuiltFile(
        media_type=f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type,
        content=content,
        smaller=smaller,
        etag=f'"{hashlib.sha256(content).hexdigest()[:32]}"',
        caching=_FOREVER if _HASHED.search(path.name) else _ASK_FIRST,
    )


def policy(tiles: MapTiles | None) -> str:
    """The policy of the pages; the server of map tiles is the only other one, and only for pictures."""
    return (
        POLICY
        if tiles is None
        else POLICY.replace("img-src 'self' data:", f"img-src 'self' data: {tiles.origin}")
    )


def router(folder: Path, tiles: MapTiles | None = None) -> APIRouter:
    """The routes of the dashboard built in `folder`. They come last: every address that is nobody else's is a page."""
    files = read_build(folder)
    pages = policy(tiles)
    routes = APIRouter(include_in_schema=False)

    @routes.api_route("/assets/{name}", methods=["GET", "HEAD"])
    async def show_asset(name: str, request: Request) -> Response:
        """Send one file of the build."""
        found = files.get(f"assets/{name}")
        if found is None:
            raise not_found("file", name)
        return _answer(found, request, pages)

    @routes.api_route("/{address:page}", methods=["GET", "HEAD"])
    async def show_page(address: str, request: Request) -> Response:
        """Send the dashboard, which finds the page by its address."""
        wants_page = address == "" or "text/html" in request.headers.get("accept", "")
        if not wants_page:
            raise not_found("page", f"/{address}")
        if not files:
            return HTMLResponse(_MISSING, headers={"Cache-Control": "no-store"})
        return _answer(files[_INDEX], request, pages)

    return routes


def _answer(found: BuiltFile, request: Request, pages: str) -> Response:
    headers = {"Cache-Control": found.caching, "ETag": found.etag, "Vary": "Accept-Encoding"}
    if found.media_type.startswith("text/html"):
        headers["Content-Security-Policy"] = pages
        headers["Permissions-Policy"] = PERMISSIONS
    if request.headers.get("if-none-match") == found.etag:
        return Response(status_code=304, headers=headers)
    content = found.content
    encoding = _best(request.headers.get("accept-encoding", ""), found.smaller)
    if encoding is not None:
        headers["Content-Encoding"] = encoding
        content = found.smaller[encoding]
    return Response(content, media_type=found.media_type, headers=headers)


def _best(accepted: str, smaller: Mapping[str, bytes]) -> str | None:
    """The best encoding that is both here and wanted."""
    wanted = set()
    for part in accepted.split(","):
        name, _, weight = part.strip().partition(";")
        if weight.replace(" ", "") not in {"q=0", "q=0.0"}:
            wanted.add(name.strip().lower())
    return next((encoding for encoding in _SMALLER if encoding in smaller and encoding in wanted), None)
