"""Alembic's entry: runs the revisions on the connection that `migrate` gives it."""

from __future__ import annotations

from alembic import context

from ocpp_gateway.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
