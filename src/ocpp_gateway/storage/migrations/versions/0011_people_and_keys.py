"""Editions of people; names, ends and use of API keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ocpp_gateway.storage import column_types as types

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    for column in (
        sa.Column("name", sa.Text(), nullable=False, server_default=""),
        sa.Column("hint", sa.Text(), nullable=False, server_default=""),
        sa.Column("expires_at", types.UtcDateTime()),
        sa.Column("last_used_at", types.UtcDateTime()),
        sa.Column("revoked_at", types.UtcDateTime()),
        sa.Column("updated_at", types.UtcDateTime()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
    ):
        op.add_column("api_keys", column)
