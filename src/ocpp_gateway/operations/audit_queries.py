"""Reading the audit: filters, what is shown, and the port."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from ocpp_gateway.operations.audit import ActorKind, SubjectKind
from ocpp_gateway.operations.queries import Page, Visibility

AuditKey = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Texts are compared whole, case aside. `station` is an identity, also of an archived one; `until` is excluded."""

    station: str | None = None
    actor: str | None = None
    action: str | None = None
    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditView:
    """An entry as it is shown. `station` is the identity of the station it belongs to, if it does.

    `subject` is `None` for whoever may not see it.
    """

    id: UUID
    at: datetime
    actor_kind: ActorKind
    actor_id: UUID | None
    actor: str
    remote_address: str | None
    action: str
    subject_kind: SubjectKind
    subject: str | None
    station: str | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


class AuditQueries(Protocol):
    """The audit as it is read. May raise `StorageUnavailable`."""

    async def page(
        self, wanted: AuditFilter, visible: Visibility, *, limit: int, after: AuditKey | None = None
    ) -> Page[AuditView, AuditKey]:
        """Entries, newest first. Who may not see all stations sees the entries of theirs only."""
        ...
