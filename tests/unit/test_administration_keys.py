"""What `key create`, `key list` and `key revoke` do, on a real database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ocpp_gateway.assembly.administration import administration
from ocpp_gateway.assembly.failure import GatewayError
from ocpp_gateway.operations.api_key_text import is_key
from ocpp_gateway.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.anyio

PERMISSIONS = {"scopes": ["stations:read"], "stations": {"all": True}}


def settings_for(database_file: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{database_file}", secret_key="a secret of thirty-two characters")


async def test_a_key_belongs_to_the_first_administrator_unless_told(database_file: Path) -> None:
    async with administration(settings_for(database_file)) as gateway:
        with pytest.raises(GatewayError, match="no enabled administrator"):
            await gateway.create_key("early", PERMISSIONS, None, None)
        for email, role in (
            ("v@example.com", "viewer"),
            ("one@example.com", "admin"),
            ("two@example.com", "admin"),
        ):
            await gateway.add_user(email, role, "correct horse battery")
        text = await gateway.create_key("billing", PERMISSIONS, None, None)
        assert is_key(text)
        await gateway.create_key(
            "reading", PERMISSIONS, "v@example.com", datetime.now(UTC) + timedelta(days=1)
        )
        reading, billing = await gateway.list_keys()
        assert (billing.name, billing.owner, billing.state) == ("billing", "one@example.com", "usable")
        assert text.startswith(billing.hint)
        assert reading.owner == "v@example.com"
        assert await gateway.revoke_key(str(billing.id)) == "billing"
        assert [key.state for key in await gateway.list_keys()] == ["usable", "revoked"]


async def test_what_cannot_be_done_is_one_line(database_file: Path) -> None:
    async with administration(settings_for(database_file)) as gateway:
        await gateway.add_user("one@example.com", "admin", "correct horse battery")
        for permissions, problem in (
            ({"scopes": ["users:write"]}, "permissions.scopes.0"),
            ([], "permissions: An object"),
            ({"scopes": ["stations:read"], "stations": {"al": True}}, "permissions.stations.al"),
        ):
            with pytest.raises(GatewayError) as refused:
                await gateway.create_key("x", permissions, None, None)
            assert problem in str(refused.value)
        with pytest.raises(GatewayError, match="nobody@example"):
            await gateway.create_key("x", PERMISSIONS, "nobody@example.com", None)
        with pytest.raises(GatewayError, match="not the id of a key"):
            await gateway.revoke_key("billing")
        with pytest.raises(GatewayError, match="no API key"):
            await gateway.revoke_key("0190f000-0000-7000-8000-000000000000")
