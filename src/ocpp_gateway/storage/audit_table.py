"""The table of the audit; see `tables` for the conventions."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text, Uuid

from ocpp_gateway.storage.column_types import JsonValue, UtcDateTime
from ocpp_gateway.storage.schema import metadata, one_of

ACTOR_KINDS = ("user", "key", "operator", "gateway")

audit = Table(
    "audit",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("actor_kind", Text, nullable=False),
    Column("actor_id", Uuid),
    Column("actor", Text, nullable=False),
    Column("actor_folded", Text, nullable=False, server_default=""),
    Column("remote_address", Text),
    Column("action", Text, nullable=False),
    Column("subject_kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("subject_folded", Text, nullable=False),
    Column("station_id", Uuid),
    Column("before", JsonValue),
    Column("after", JsonValue),
    one_of("actor_kind", ACTOR_KINDS),
)
"""No constraints to users, keys or stations: what was done stays written when they are gone. Kept for ever."""
Index("ix_audit_at", audit.c.at, audit.c.id)
Index("ix_audit_station_id_at", audit.c.station_id, audit.c.at, audit.c.id)
Index("ix_audit_actor_folded_at", audit.c.actor_folded, audit.c.at, audit.c.id)
Index("ix_audit_action_at", audit.c.action, audit.c.at, audit.c.id)
Index("ix_audit_subject_folded_at", audit.c.subject_folded, audit.c.at, audit.c.id)
"""One for each filter, in the order of the list: every question is answered along an index, however old the audit."""
