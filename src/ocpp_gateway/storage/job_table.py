"""The tables of jobs; see `tables` for the conventions."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Double, ForeignKey, Index, Integer, Table, Text, Uuid, text

from ocpp_gateway.storage.column_types import JsonText, JsonValue, UtcDateTime
from ocpp_gateway.storage.schema import metadata, one_of

JOB_STATES = ("running", "cancelling", "stopping", "completed", "cancelled", "stopped")
WANTED_STATES = ("blocked", "unblocked")
RESULT_STATES = (
    "waiting",
    "running",
    "queued",
    "accepted",
    "rejected",
    "failed",
    "timed_out",
    "expired",
    "cancelled",
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("parent", Uuid),
    Column("action", Text, nullable=False),
    Column("payload", JsonText, nullable=False),
    Column("has_secret", Boolean, nullable=False),
    Column("secret", Text),
    Column("when_offline", Text, nullable=False),
    Column("force", Boolean, nullable=False),
    Column("timeout_seconds", Double, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("concurrency", Integer, nullable=False),
    Column("stop_after_failures", Integer),
    Column("actor_kind", Text, nullable=False),
    Column("actor_id", Uuid),
    Column("requested_by", Text, nullable=False),
    Column("requested_at", UtcDateTime, nullable=False),
    Column("wanted", Text),
    Column("status", Text, nullable=False),
    Column("error", Text),
    Column("finished_at", UtcDateTime),
    Column("total", Integer, nullable=False),
    Column("counts", JsonValue, nullable=False),
    Column("runner", Text),
    Column("leased_until", UtcDateTime),
    Column("version", Integer, nullable=False),
    one_of("status", JOB_STATES),
)
"""One command for many stations. `secret` is the payload, encrypted, until the job has ended; `version` is compared by
whoever writes, so that `counts` is always what `job_stations` holds."""
Index("ix_jobs_actor_id", jobs.c.actor_id, jobs.c.id)
Index("ix_jobs_status", jobs.c.status, jobs.c.id)

job_stations = Table(
    "job_stations",
    metadata,
    Column("job_id", Uuid, ForeignKey("jobs.id"), primary_key=True),
    Column("station_id", Uuid, ForeignKey("stations.id"), primary_key=True),
    Column("status", Text, nullable=False),
    Column("command_id", Uuid, ForeignKey("commands.id")),
    Column("error", Text),
    one_of("status", RESULT_STATES),
)
Index("ix_job_stations_status", job_stations.c.job_id, job_stations.c.status, job_stations.c.station_id)
Index(
    "ix_job_stations_command_id",
    job_stations.c.command_id,
    postgresql_where=text("command_id IS NOT NULL"),
    sqlite_where=text("command_id IS NOT NULL"),
)
