"""The audit: who did what to which thing, from where, and how it was before and after.

An entry is written in the database transaction of the change it tells of, so there is no change without its entry and
no entry without its change. `before` and `after` hold what people decide, by name, and never a secret: whoever makes
an entry picks the members; passwords, keys and their hashes are shown as changed, not as values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from ocpp_gateway.operations.ports import NewId


class ActorKind(StrEnum):
    """What kind of hand it was."""

    USER = "user"
    """A person who was signed in."""
    KEY = "key"
    """A program with an API key."""
    OPERATOR = "operator"
    """Whoever may start programs on the machine: the command line."""
    GATEWAY = "gateway"
    """The gateway itself, following a rule that somebody has set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts. `name` is what people know it by; `address` is where the request came from, if it was one."""

    kind: ActorKind
    id: UUID | None = None
    """The user, or the key."""
    name: str
    address: str | None = None


GATEWAY = Actor(kind=ActorKind.GATEWAY, name="gateway")
COMMAND_LINE = Actor(kind=ActorKind.OPERATOR, name="command line")


class SubjectKind(StrEnum):
    """Kinds of things that people change."""

    STATION = "station"
    CONNECTOR = "connector"
    COMMAND = "command"
    ID_TAG = "id_tag"
    USER = "user"
    API_KEY = "api_key"
    JOB = "job"
    """One call that commands many stations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One deed.

    `action` is `<kind>.<past tense>`, e.g. `connector.blocked`; `subject` is the name of the thing as people know it
    (`CP-1`, `CP-1/2`, an e-mail address). `station_id` ties it to a station, for whoever may see only some.
    """

    id: UUID
    at: datetime
    actor: Actor
    action: str
    kind: SubjectKind
    subject: str
    station_id: UUID | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


def audited(
    actor: Actor,
    action: str,
    kind: SubjectKind,
    subject: str,
    *,
    now: datetime,
    new_id: NewId,
    station_id: UUID | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Make an entry; of `before` and `after` only the members that differ are kept."""
    if before is not None and after is not None:
        differing = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        before = {name: before[name] for name in differing if name in before}
        after = {name: after[name] for name in differing if name in after}
    return AuditEntry(
        id=new_id(),
        at=now,
        actor=actor,
        action=f"{kind.value}.{action}",
        kind=kind,
        subject=subject,
        station_id=station_id,
        before=before,
        after=after,
    )
