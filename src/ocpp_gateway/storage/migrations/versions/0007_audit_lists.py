"""The audit can be searched by actor, action and time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit", sa.Column("actor_folded", sa.Text(), server_default="", nullable=False))
    op.execute("UPDATE audit SET actor_folded = lower(actor)")
    op.drop_index("ix_audit_subject_folded", "audit")
    op.drop_index("ix_audit_actor_id", "audit")
    op.drop_index("ix_audit_station_id", "audit")
    op.create_index("ix_audit_at", "audit", ["at", "id"])
    op.create_index("ix_audit_station_id_at", "audit", ["station_id", "at", "id"])
    op.create_index("ix_audit_actor_folded_at", "audit", ["actor_folded", "at", "id"])
    op.create_index("ix_audit_action_at", "audit", ["action", "at", "id"])
    op.create_index("ix_audit_subject_folded_at", "audit", ["subject_folded", "at", "id"])
