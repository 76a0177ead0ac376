"""Prints the OpenAPI document of the REST API, without a database and without a server.

The dashboard's typed client is generated from it: `npm run api` in dashboard/.
"""

# ruff: noqa: INP001 - a script, not a package
from __future__ import annotations

import json
import sys

from ocpp_gateway.api.application import openapi_document

if __name__ == "__main__":
    json.dump(openapi_document(version="0"), sys.stdout, indent=1, sort_keys=True)
    sys.stdout.write("\n")
