"""Commands to stations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ocpp_gateway.storage import column_types as types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "commands",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("payload", types.JsonText(), nullable=False),
        sa.Column("secret", sa.Text()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("when_offline", sa.Text(), nullable=False),
        sa.Column("force", sa.Boolean(), nullable=False),
        sa.Column("timeout_seconds", sa.Double(), nullable=False),
        sa.Column("requested_by", sa.Text()),
        sa.Column("requested_at", types.UtcDateTime(), nullable=False),
        sa.Column("expires_at", types.UtcDateTime()),
        sa.Column("epoch", sa.BigInteger()),
        sa.Column("message_id", sa.Text()),
        sa.Column("sent_at", types.UtcDateTime()),
        sa.Column("answered_at", types.UtcDateTime()),
        sa.Column("response", types.JsonText()),
        sa.Column("late_response", types.JsonText()),
        sa.Column("error", sa.Text()),
        sa.Column("expectation", types.JsonValue()),
        sa.Column("effect_state", sa.Text(), nullable=False),
        sa.Column("effect_event", sa.Text()),
        sa.Column("effect_at", types.UtcDateTime()),
        sa.Column("effect_until", types.UtcDateTime()),
        sa.Column("principal", sa.Uuid()),
        sa.Column("idempotency_key", sa.Text()),
        sa.Column("body_hash", sa.LargeBinary()),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "status IN ('queued', 'sent', 'accepted', 'rejected', 'failed', 'timed_out', 'expired', 'cancelled')",
            name="ck_commands_status",
        ),
        sa.CheckConstraint(
            "effect_state IN ('none', 'waiting', 'seen', 'not_seen')", name="ck_commands_effect_state"
        ),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name="fk_commands_station_id"),
        sa.PrimaryKeyConstraint("id", name="pk_commands"),
        sa.UniqueConstraint("principal", "idempotency_key", name="uq_commands_principal_idempotency_key"),
    )
    _partial("ix_commands_queued", ["station_id", "priority", "id"], "status = 'queued'")
    _partial("ix_commands_expiring", ["expires_at"], "status = 'queued'")
    _partial("ix_commands_sent", ["sent_at"], "status = 'sent'")
    _partial("ix_commands_awaited", ["effect_until"], "effect_state = 'waiting'")
    _partial("ix_commands_awaited_of", ["station_id", "id"], "effect_state = 'waiting'")
    op.create_index("ix_commands_station", "commands", ["station_id", "id"])


def _partial(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, "commands", columns, postgresql_where=where, sqlite_where=where)
