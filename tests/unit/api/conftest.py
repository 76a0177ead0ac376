from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.api.gateway import Gateway, gateway

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def api(database_file: Path) -> AsyncIterator[Gateway]:
    async with gateway(database_file) as built:
        yield built
