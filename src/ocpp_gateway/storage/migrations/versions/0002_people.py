"""What people bring: id tags, accounts and keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ocpp_gateway.storage import column_types as types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for create in (_id_tags, _id_tag_aliases, _users, _refresh_tokens, _api_keys):
        create()


def _id_tags() -> None:
    op.create_table(
        "id_tags",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("id_tag", sa.Text(), nullable=False),
        sa.Column("id_tag_folded", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("expiry", types.UtcDateTime()),
        sa.Column("parent", sa.Text()),
        sa.Column("group_name", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "status IN ('Accepted', 'Blocked', 'Expired', 'Invalid')", name="ck_id_tags_status"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_id_tags"),
        sa.UniqueConstraint("id_tag_folded", name="uq_id_tags_id_tag_folded"),
    )


def _id_tag_aliases() -> None:
    op.create_table(
        "id_tag_aliases",
        sa.Column("alias_folded", sa.Text(), nullable=False),
        sa.Column("id_tag_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id_tag_id"], ["id_tags.id"], name="fk_id_tag_aliases_id_tag_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("alias_folded", name="pk_id_tag_aliases"),
    )
    op.create_index("ix_id_tag_aliases_id_tag_id", "id_tag_aliases", ["id_tag_id"])


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_folded", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text()),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("disabled_at", types.UtcDateTime()),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.CheckConstraint("role IN ('admin', 'operator', 'viewer', 'partner')", name="ck_users_role"),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("email_folded", name="uq_users_email_folded"),
    )


def _refresh_tokens() -> None:
    op.create_table(
        "refresh_tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("family", sa.Uuid(), nullable=False),
        sa.Column("expires_at", types.UtcDateTime(), nullable=False),
        sa.Column("used_at", types.UtcDateTime()),
        sa.Column("revoked_at", types.UtcDateTime()),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_refresh_tokens_user_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_refresh_tokens"),
        sa.UniqueConstraint("token_hash", name="uq_refresh_tokens_token_hash"),
    )
    op.create_index("ix_refresh_tokens_family", "refresh_tokens", ["family"])
    op.create_index("ix_refresh_tokens_user_id", "refresh_tokens", ["user_id"])


def _api_keys() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("permissions", types.JsonValue(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_api_keys_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.UniqueConstraint("key", name="uq_api_keys_key"),
    )
    op.create_index("ix_api_keys_user_id", "api_keys", ["user_id"])
