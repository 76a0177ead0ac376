"""Logs and metrics: how lines are written, what never stands in one, and the registry of figures.

Every line, ours and that of a library, goes one way: structlog and the standard `logging` meet in one formatter, where
the redactor masks secrets and the escaper makes control characters visible, before anything is rendered. On a terminal
lines are for people, elsewhere each line is a JSON object.
"""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING, Any, TextIO

import structlog
from prometheus_client import (
    CollectorRegistry,
    GCCollector,
    Info,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from ocpp_gateway import __version__

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

MASK = "***"
LONGEST_TEXT = 8192  # characters of one value; a station decides what it sends, not how much we log
DEEPEST = 12

# --- what never stands in a line ------------------------------------------------------------------------------

# Names whose value is a secret, compared without case, hyphens and underscores.
_SECRET_NAMES = frozenset(
    {
        "authorization",
        "proxyauthorization",
        "authorizationkey",
        "basicauthpassword",
        "password",
        "passwd",
        "newpassword",
        "adminpassword",
        "passwordhash",
        "keyhash",
        "presentedhash",
        "secret",
        "secretkey",
        "secretkeyprevious",
        "clientsecret",
        "token",
        "accesstoken",
        "refreshtoken",
        "apikey",
        "xapikey",
        "cookie",
        "setcookie",
        "privatekey",
    }
)
_SENSITIVE = (
    r"(?:authorization_?-?key|basic_?auth_?password|pass(?:word|wd)|secret(?:[_-]?key)?|client[_-]?secret"
    r"|(?:access|refresh)?[_-]?token|x?-?api[_-]?key|set-cookie|cookie)"
)
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    # keys of our API, recognisable anywhere
    (re.compile(r"\bogw_[A-Za-z0-9_-]+"), f"ogw_{MASK}"),
    # user and password in an address: ftp://user:pass@host/path
    (re.compile(r"(?<=://)[^\s/?#\"'<>]+@"), f"{MASK}@"),
    # an Authorization header, quoted or in a dump of headers
    (re.compile(r"(?i)\b(basic|bearer)(\s+)[A-Za-z0-9+/=._~-]{6,}"), rf"\1\2{MASK}"),
    # JSON web tokens
    (re.compile(r"\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*"), MASK),
    # OCPP's key and value pairs, whichever comes first, also inside a string of a string (escaped quotes)
    (
        re.compile(
            r"(?i)((?:AuthorizationKey|BasicAuthPassword)\\*[\"']\s*,\s*\\*[\"']value\\*[\"']\s*:\s*\\*[\"'])[^\"'\\]+"
        ),
        rf"\1{MASK}",
    ),
    (
        re.compile(
            r"(?i)(\bvalue\\*[\"']\s*:\s*\\*[\"'])[^\"'\\]+"
            r"(\\*[\"']\s*,\s*\\*[\"']key\\*[\"']\s*:\s*\\*[\"'](?:AuthorizationKey|BasicAuthPassword))"
        ),
        rf"\1{MASK}\2",
    ),
    # "password": "…" in JSON, to the quote that ends the string, or to the very end
    (
        re.compile(rf'(?i)("{_SENSITIVE}"\s*:\s*")(?!").*?(?=(?<!\\)"\s*[,}}\]]|\Z)', re.DOTALL),
        rf"\1{MASK}",
    ),
    # password=…, secret: '…', api-key …
    (
        re.compile(
            rf"(?i)({_SENSITIVE}\\*[\"']?\s*[:=]\s*\\*[\"']?)(?![\s*,}}\])&]|ogw_\*)[^\s\"'\\,;&}}\])]+"
        ),
        rf"\1{MASK}",
    ),
    # private keys in PEM
    (
        re.compile(
            r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL
        ),
        f"{MASK} private key {MASK}",
    ),
)


def redacted(value: Any, depth: int = 0) -> Any:
    """Return the value with every secret in it replaced by `***`; containers are copied, never changed."""
    if isinstance(value, str):
        for pattern, replacement in _PATTERNS:
            value = pattern.sub(replacement, value)
        return value
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, bytes | bytearray | memoryview):
        return redacted(bytes(value).decode("utf-8", "backslashreplace"))
    if depth >= DEEPEST:
        return "…"
    if isinstance(value, dict):
        return _redacted_dict(value, depth + 1)
    if isinstance(value, list | tuple | set | frozenset):
        return [redacted(entry, depth + 1) for entry in value]
    return redacted(str(value), depth)


def _redacted_dict(value: dict[Any, Any], depth: int) -> dict[Any, Any]:
    names_a_secret = any(_is_secret_name(entry) for key, entry in value.items() if str(key).lower() == "key")
    return {
        key: MASK
        if entry not in (None, "")
        and (_is_secret_name(key) or (names_a_secret and str(key).lower() == "value"))
        else redacted(entry, depth)
        for key, entry in value.items()
    }


def _is_secret_name(name: object) -> bool:
    return isinstance(name, str) and name.replace("_", "").replace("-", "").lower() in _SECRET_NAMES


def _redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return _redacted_dict(dict(event), 0)


# --- what may not disturb a line ------------------------------------------------------------------------------

# Control characters, marks that reverse the direction of text, separators of lines, halves of surrogate pairs.
_DISTURBING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_OF_SEVERAL_LINES = frozenset({"exception", "stack"})


def escaped(text: str, *, lines: bool = False) -> str:
    """Write characters that could forge or hide something by their number; `lines` keeps line ends and tabs."""
    if len(text) > LONGEST_TEXT:
        text = f"{text[:LONGEST_TEXT]}… ({len(text) - LONGEST_TEXT} more characters)"

    def visible(match: re.Match[str]) -> str:
        character = match.group()
        if lines and character in "\n\t":
            return character
        code = ord(character)
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"

    return _DISTURBING.sub(visible, text)


def _escaped_value(value: Any, *, lines: bool = False) -> Any:
    if isinstance(value, str):
        return escaped(value, lines=lines)
    if isinstance(value, dict):
        return {_escaped_value(key): _escaped_value(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_escaped_value(entry) for entry in value]
    return value


def _escape(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {key: _escaped_value(value, lines=key in _OF_SEVERAL_LINES) for key, value in event.items()}


# --- one way for every line -----------------------------------------------------------------------------------


def configure(*, debug: bool = False, stream: TextIO | None = None, as_json: bool | None = None) -> None:
    """Send all logs to one stream (standard error), as JSON lines unless the stream is a terminal."""
    target = sys.stderr if stream is None else stream
    if as_json is None:
        as_json = not target.isatty()
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(
            colors=target.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _redact,
                _escape,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.DEBUG if debug else logging.INFO)
    # At DEBUG it prints whole handshakes and frames: credentials and everything that stations say.
    logging.getLogger("websockets").setLevel(logging.INFO)
    # They report what goes well: every step of a migration, every start of a server.
    for chatty in ("alembic", "uvicorn"):
        logging.getLogger(chatty).setLevel(logging.INFO if debug else logging.WARNING)
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


# --- metrics --------------------------------------------------------------------------------------------------

METRICS_TYPE = CONTENT_TYPE_LATEST


def new_registry() -> CollectorRegistry:
    """A registry of its own for one gateway, with the figures of the process; two gateways in a test do not meet."""
    registry = CollectorRegistry(auto_describe=True)
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    build = Info("ocpp_gateway_build", "Version of the running program", registry=registry)
    build.info({"version": __version__})
    return registry


def exposition(registry: CollectorRegistry) -> bytes:
    """Everything in the registry as Prometheus text, to be sent as `METRICS_TYPE`."""
    return generate_latest(registry)
