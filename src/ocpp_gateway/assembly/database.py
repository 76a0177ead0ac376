"""Opening the database in the state that this version needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocpp_gateway.assembly.failure import GatewayError, explained
from ocpp_gateway.storage import migrations
from ocpp_gateway.storage.opening import open_database

if TYPE_CHECKING:
    from ocpp_gateway.settings import Settings
    from ocpp_gateway.storage.engine import Database


async def opened(settings: Settings, *, migrate: bool, exclusive: bool) -> Database:
    """The database, its schema brought to this version if that is allowed here. Raises `GatewayError`.

    A SQLite file has one user, so its schema is simply brought up to date; on PostgreSQL other nodes may be running,
    so somebody has to ask for it.
    """
    url = settings.database_url
    path = settings.sqlite_path
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    with explained():
        current = await migrations.is_current(url)
        if not current and (migrate or (path is not None and exclusive)):
            await migrations.migrate(url)
        elif not current and path is None:
            raise GatewayError(
                "the database schema is not that of this version; run: ocpp-gateway migrate, or serve --migrate"
            )
        elif not current:
            await migrations.migrate(url)
        return await open_database(url, exclusive=exclusive)
