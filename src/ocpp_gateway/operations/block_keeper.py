"""Keeping blocks: telling a station again that shows the opposite of what is wanted (OCPP 1.6, 5.2; ocpp.md 1.4).

Every node looks; each write compares and sets, so nobody needs to know who else does. It reads what the journals of
the owners have stored, so the path of a station's messages carries none of it, and a restart forgets nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from ocpp_gateway.charging.blocks import PAUSES, Step
from ocpp_gateway.operations.audit import GATEWAY, AuditEntry, SubjectKind, audited
from ocpp_gateway.operations.blocking import Blockable, BlockChange, BlockStore, availability_command, tell
from ocpp_gateway.operations.command_events import command_updated
from ocpp_gateway.operations.commands import KEY_LIFETIME, CommandWords, NewCommand
from ocpp_gateway.operations.ports import Bus, Clock, NewId

_log = structlog.get_logger(__name__)

BATCH = 500


class BlockKeeper:
    """Looks after blocks. Call `look` every few seconds."""

    def __init__(
        self, store: BlockStore, words: CommandWords, bus: Bus, *, clock: Clock, new_id: NewId
    ) -> None:
        self._store = store
        self._words = words
        self._bus = bus
        self._clock = clock
        self._new_id = new_id

    async def look(self) -> int:
        """Tell every station again that has to be told; the number of commands."""
        asked = 0
        rows: Sequence[Blockable] = await self._store.unsettled(BATCH)
        while rows:
            for row in rows:
                asked += await self._tend(row)
            if len(rows) < BATCH:
                break
            rows = await self._store.unsettled(BATCH, rows[-1].connector_id)
        return asked

    async def _tend(self, target: Blockable) -> bool:
        """Whether the station is told again."""
        now = self._clock()
        standing = target.standing()
        step = Step.WAIT if standing is None else standing.next_step(now)
        if standing is None or step is Step.WAIT:
            return False
        asks = standing.asks_so_far(now) + 1
        if step is Step.REST:
            await self._rest(target, asks)
            return False
        command = availability_command(
            self._words, target, target.blocked, GATEWAY, now=now, new_id=self._new_id
        )
        change = BlockChange(
            before=target,
            blocked=target.blocked,
            by=None,
            new=NewCommand(command=command, secret=None, principal=None, idempotency_key=None, body_hash=b""),
            now=now,
            audit=[self._deed(target, "told_again", ask=asks)],
            events=[command_updated(command, now, self._new_id)],
            asks=asks,
            asks_since=now if asks == 1 else target.asks_since,
        )
        if not await self._store.write(change, now - KEY_LIFETIME):
            return False
        _log.info("told_again", station=target.station, connector=target.number, ask=asks)
        await tell(self._bus, command)
        return True

    async def _rest(self, target: Blockable, asks: int) -> None:
        """Often enough: said once, in the audit and in the log, for people to look."""
        if await self._store.rest(target, asks, [self._deed(target, "told_in_vain", asks=len(PAUSES))]):
            _log.warning("told_in_vain", station=target.station, connector=target.number, asks=len(PAUSES))

    def _deed(self, target: Blockable, action: str, **numbers: int) -> AuditEntry:
        return audited(
            GATEWAY,
            action,
            SubjectKind.CONNECTOR,
            target.name,
            now=self._clock(),
            new_id=self._new_id,
            station_id=target.station_id,
            after={"wanted": "blocked" if target.blocked else "unblocked", **numbers},
        )
