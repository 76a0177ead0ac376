"""Failures of a start, said in one line: what, where and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.storage.sqlite import DatabaseInUse


class GatewayError(Exception):
    """The gateway cannot do this; the text is one line for people and holds no secret."""


@contextmanager
def explained() -> Iterator[None]:
    """Turn what a database says about itself into a `GatewayError`."""
    try:
        yield
    except DatabaseInUse as error:
        raise GatewayError(str(error)) from error
    except StorageUnavailable as error:
        raise GatewayError(
            f"the database cannot be used ({error}); look at OCPP_GATEWAY_DATABASE_URL, or try: ocpp-gateway check"
        ) from error
