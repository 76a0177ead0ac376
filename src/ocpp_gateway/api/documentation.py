"""`/api/docs`: the OpenAPI document as one page to read, and `/problems/…`: what a problem means.

Made here from the document, without scripts and without anything from another server: it works offline and under the
strictest content policy.
"""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from ocpp_gateway.api.problems import PROBLEM_TYPES, not_found

router = APIRouter(include_in_schema=False)

_STYLE = """
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:60rem;margin:2rem auto;padding:0 1rem}
h2{margin-top:2.5rem;border-bottom:1px solid #8888}
details{margin:.5rem 0;padding:.4rem .8rem;border:1px solid #8886;border-radius:.4rem}
summary{cursor:pointer;font-family:ui-monospace,monospace}
summary b{display:inline-block;min-width:4.5rem}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;vertical-align:top;padding:.2rem .6rem .2rem 0;border-bottom:1px solid #8884}
pre,code{font-family:ui-monospace,monospace;font-size:.9em}
pre{overflow:auto}
.quiet{opacity:.7}
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; frame-ancestors 'none'"
_METHODS = ("get", "post", "patch", "put", "delete")


@router.get("/api/docs")
async def show_documentation(request: Request) -> HTMLResponse:
    """Show every call."""
    document: dict[str, Any] = request.app.openapi()
    by_tag: dict[str, list[str]] = {}
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                tag = item[method].get("tags", ["other"])[0]
                by_tag.setdefault(tag, []).append(_operation(path, method, item[method]))
    info = document["info"]
    parts = [
        f"<h1>{escape(info['title'])} <span class=quiet>{escape(info['version'])}</span></h1>",
        "".join(f"<p>{_prose(part)}</p>" for part in info.get("description", "").split("\n\n")),
        f'<p><a href="{escape(str(request.app.openapi_url))}">OpenAPI document</a></p>',
        *(f"<h2>{escape(tag)}</h2>{''.join(operations)}" for tag, operations in by_tag.items()),
        "<h2>Schemas</h2>",
        *(_schema(name, schema) for name, schema in sorted(document["components"]["schemas"].items())),
        "<h2>Problems</h2>",
        _problems(),
    ]
    return _page(info["title"], "".join(parts))


@router.get("/problems/{slug}")
async def show_problem(slug: str) -> HTMLResponse:
    """Show what the `type` of a problem means."""
    for kind in PROBLEM_TYPES:
        if kind.slug == slug:
            back = '<p><a href="/api/docs">All calls and problems</a></p>'
            text = f"<h1>{escape(kind.title)}</h1><p>Type <code>{escape(kind.uri)}</code>, status {kind.status}.</p>"
            return _page(kind.title, text + back)
    raise not_found("problem", slug)


def _page(title: str, body: str) -> HTMLResponse:
    head = (
        f'<meta charset=utf-8><meta name=viewport content="width=device-width"><title>{escape(title)}</title>'
    )
    html = (
        f"<!doctype html><html lang=en><head>{head}<style>{_STYLE}</style></head><body>{body}</body></html>"
    )
    return HTMLResponse(html, headers={"Content-Security-Policy": _POLICY})


def _prose(text: str) -> str:
    """Escaped text, with what stands between backquotes as code."""
    pieces = escape(text).split("`")
    return "".join(f"<code>{piece}</code>" if index % 2 else piece for index, piece in enumerate(pieces))


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    scopes = [scope for way in operation.get("security", []) for names in way.values() for scope in names]
    needs = f"<p class=quiet>Permission: {escape(', '.join(scopes))}</p>" if scopes else ""
    about = _prose(operation.get("description", operation.get("summary", "")))
    tables = (
        _parameters(operation.get("parameters", [])) + _body(operation) + _responses(operation["responses"])
    )
    summary = f"<summary><b>{method.upper()}</b> {escape(path)}</summary>"
    return f"<details>{summary}<p>{about}</p>{needs}{tables}</details>"


def _parameters(parameters: list[dict[str, Any]]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(one['name'])}</code></td><td>{escape(one['in'])}</td>"
        f"<td>{_type(one.get('schema', {}))}</td><td>{_prose(one.get('description', ''))}</td></tr>"
        for one in parameters
    )
    return f"<table><tr><th>Parameter<th>In<th>Type<th></tr>{rows}</table>" if rows else ""


def _body(operation: dict[str, Any]) -> str:
    content = operation.get("requestBody", {}).get("content", {})
    return "".join(f"<p>Body: {_type(media.get('schema', {}))}</p>" for media in content.values())


def _responses(responses: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(status)}</code></td><td>{_prose(response['description'])}</td>"
        f"<td>{' '.join(_type(media.get('schema', {})) for media in response.get('content', {}).values())}</td></tr>"
        for status, response in responses.items()
    )
    return f"<table><tr><th>Answer<th><th>Type</tr>{rows}</table>"


def _schema(name: str, schema: dict[str, Any]) -> str:
    if "properties" not in schema:
        text = f"<pre>{escape(json.dumps(schema, indent=1))}</pre>"
    else:
        rows = "".join(
            f"<tr><td><code>{escape(field)}</code></td><td>{_type(about)}</td>"
            f"<td>{_prose(about.get('description', ''))}</td></tr>"
            for field, about in schema["properties"].items()
        )
        text = f"<table><tr><th>Member<th>Type<th></tr>{rows}</table>"
    about = _prose(schema.get("description", ""))
    return f'<details id="{escape(name)}"><summary>{escape(name)}</summary><p>{about}</p>{text}</details>'


def _type(schema: dict[str, Any]) -> str:
    """A schema in a few words, with links to the named ones."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rsplit("/", 1)[-1])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(f"<code>{escape(str(word))}</code>" for word in schema["enum"])
    if schema.get("type") == "array":
        return "list of " + _type(schema.get("items", {}))
    return escape(str(schema.get("format") or schema.get("type") or "any"))


def _problems() -> str:
    rows = "".join(
        f"<tr><td><code>{escape(kind.uri)}</code></td><td>{kind.status}</td><td>{escape(kind.title)}</td></tr>"
        for kind in PROBLEM_TYPES
    )
    return f"<table><tr><th>Type<th>Status<th>Meaning</tr>{rows}</table>"
