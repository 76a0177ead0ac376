"""Blocks in lists: what is wanted of a connector and of its station, with the commands that carried it.

Four joins by primary key; for a connector that was never blocked, all of them find nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocpp_gateway.charging.blocks import Told, Wanted, is_scheduled
from ocpp_gateway.charging.commands import CommandStatus, EffectState
from ocpp_gateway.storage.block_table import connector_blocks
from ocpp_gateway.storage.command_table import commands

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, FromClause, Row, Select

_COMMAND = ("status", "response", "requested_at", "sent_at", "answered_at", "effect_state", "effect_at")


class BlockColumns:
    """The block of one alias of `connectors` in a statement; `name` keeps two of them apart."""

    def __init__(self, outlets: FromClause, name: str) -> None:
        self._outlets = outlets
        self._name = name
        self._block = connector_blocks.alias(f"{name}_block")
        self._command = commands.alias(f"{name}_command")

    @property
    def columns(self) -> list[ColumnElement[Any]]:
        """To be selected."""
        block = self._block.c
        own = (self._outlets.c.blocked, block.command_id, block.changed_by, block.changed_at)
        labelled = [column.label(self._label(column.name)) for column in own]
        return labelled + [self._command.c[name].label(self._label(f"command_{name}")) for name in _COMMAND]

    def joined(self, query: Select[Any]) -> Select[Any]:
        """The statement with what the columns come from."""
        return query.outerjoin(self._block, self._block.c.connector_id == self._outlets.c.id).outerjoin(
            self._command, self._command.c.id == self._block.c.command_id
        )

    def wanted(self, row: Row[Any]) -> Wanted:
        """What a row of the statement says."""

        def value(name: str) -> Any:
            return getattr(row, self._label(name))

        told = None
        if value("command_status") is not None:
            seen = value("command_effect_state") == EffectState.SEEN.value
            told = Told(
                status=CommandStatus(value("command_status")),
                scheduled=is_scheduled(value("command_response")),
                asked_at=value("command_sent_at") or value("command_requested_at"),
                answered_at=value("command_answered_at"),
                seen_at=value("command_effect_at") if seen else None,
            )
        return Wanted(
            blocked=bool(value("blocked")),
            told=told,
            command=value("command_id"),
            by=value("changed_by"),
            at=value("changed_at"),
        )

    def _label(self, name: str) -> str:
        return f"{self._name}_{name}"
