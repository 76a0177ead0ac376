"""Prints the OpenAPI document of the REST API, without a database and without a server.

The dashboard's typed client is generated from it: `npm run api` in dashboard/.
"""

# ruff: noqa: INP001 - a script, not a package
from __future__ import annotations

import inspect
import json
import sys
from typing import Any

from ocpp_gateway import __version__
from ocpp_gateway.api.application import create_app


def document() -> dict[str, Any]:
    """The document. Routes are described by their types alone, so nothing stands behind the ports."""
    needed = [
        name
        for name, parameter in inspect.signature(create_app).parameters.items()
        if parameter.default is inspect.Parameter.empty
    ]
    arguments: dict[str, Any] = dict.fromkeys(needed)
    described: dict[str, Any] = create_app(**arguments | {"version": __version__, "readiness": {}}).openapi()
    return described


if __name__ == "__main__":
    json.dump(document(), sys.stdout, indent=1, sort_keys=True)
    sys.stdout.write("\n")
