"""Several keys may be offered to a station at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ocpp_gateway.storage import column_types as types

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stations", sa.Column("offered_keys", types.JsonValue()))
    op.drop_column("stations", "next_key_hash")  # nothing has written it yet
