"""One command for many stations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ocpp_gateway.storage import column_types as types

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("parent", sa.Uuid()),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("payload", types.JsonText(), nullable=False),
        sa.Column("has_secret", sa.Boolean(), nullable=False),
        sa.Column("secret", sa.Text()),
        sa.Column("when_offline", sa.Text(), nullable=False),
        sa.Column("force", sa.Boolean(), nullable=False),
        sa.Column("timeout_seconds", sa.Double(), nullable=False),
        sa.Column("expires_at", types.UtcDateTime()),
        sa.Column("concurrency", sa.Integer(), nullable=False),
        sa.Column("stop_after_failures", sa.Integer()),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid()),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("requested_at", types.UtcDateTime(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("finished_at", types.UtcDateTime()),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("counts", types.JsonValue(), nullable=False),
        sa.Column("runner", sa.Text()),
        sa.Column("leased_until", types.UtcDateTime()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('running', 'cancelling', 'stopping', 'completed', 'cancelled', 'stopped')",
            name="ck_jobs_status",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    op.create_index("ix_jobs_actor_id", "jobs", ["actor_id", "id"])
    op.create_index("ix_jobs_status", "jobs", ["status", "id"])
    op.create_table(
        "job_stations",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("command_id", sa.Uuid()),
        sa.Column("error", sa.Text()),
        sa.CheckConstraint(
            "status IN ('waiting', 'running', 'queued', 'accepted', 'rejected', 'failed', 'timed_out',"
            " 'expired', 'cancelled')",
            name="ck_job_stations_status",
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_job_stations_job_id"),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name="fk_job_stations_station_id"),
        sa.ForeignKeyConstraint(["command_id"], ["commands.id"], name="fk_job_stations_command_id"),
        sa.PrimaryKeyConstraint("job_id", "station_id", name="pk_job_stations"),
    )
    op.create_index("ix_job_stations_status", "job_stations", ["job_id", "status", "station_id"])
    op.create_index(
        "ix_job_stations_command_id",
        "job_stations",
        ["command_id"],
        postgresql_where=sa.text("command_id IS NOT NULL"),
        sqlite_where=sa.text("command_id IS NOT NULL"),
    )
