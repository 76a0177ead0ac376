"""The secret from which all keys are derived: given by the settings, or made once and kept beside the data."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from ocpp_gateway.operations.keys import DerivedKeys

if TYPE_CHECKING:
    from ocpp_gateway.settings import Settings

_log = structlog.get_logger(__name__)

FILE_NAME = "secret.key"
DATA_FOLDER = Path("data")
"""Where it is kept when the database is not a file."""


def derived_keys(settings: Settings) -> DerivedKeys:
    """The keys of this installation. Raises `OSError` when the file can neither be read nor made."""
    given = settings.secret_key.get_secret_value()
    previous = settings.secret_key_previous.get_secret_value() or None
    if given:
        return DerivedKeys(given, previous)
    path = settings.sqlite_path
    folder = DATA_FOLDER if path is None else path.parent
    if path is None:
        _log.warning(
            "secret_key_is_local", file=str(folder / FILE_NAME), hint="several nodes need SECRET_KEY"
        )
    return DerivedKeys(_kept(folder / FILE_NAME))


def _kept(path: Path) -> str:
    """The file's secret; made, for its owner's eyes only, if there is none. A half-written file never has this name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)  # fails if another process was faster: then its secret is the one
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text("ascii").strip()
