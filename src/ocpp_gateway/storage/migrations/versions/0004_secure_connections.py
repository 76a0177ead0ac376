"""Certificates and offered credentials of stations, and the handshakes that were refused."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ocpp_gateway.storage import column_types as types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stations", sa.Column("certificate", types.JsonValue()))
    op.add_column("stations", sa.Column("presented_certificate", types.JsonValue()))
    op.add_column("stations", sa.Column("next_key_hash", sa.Text()))
    op.add_column("stations", sa.Column("raised_profile", sa.Integer()))
    op.create_table(
        "refused_handshakes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("remote_address", sa.Text(), nullable=False),
        sa.Column("identity", sa.Text()),
        sa.Column("identity_folded", sa.Text()),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text()),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_refused_handshakes"),
    )
    op.create_index("ix_refused_handshakes_identity_folded", "refused_handshakes", ["identity_folded", "id"])
