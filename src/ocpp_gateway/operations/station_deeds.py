"""How the audit shows what people decided about a station.

Passwords and their hashes never appear: only whether there is one, and that it is another one now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocpp_gateway.operations.audit import Actor, AuditEntry, SubjectKind, audited

if TYPE_CHECKING:
    from datetime import datetime

    from ocpp_gateway.operations.ports import NewId
    from ocpp_gateway.operations.provisioning import StationRecord

_AS_THEY_ARE = ("ocpp_id", "name", "location", "group", "security_profile", "certificate")
NO_PASSWORD, PASSWORD, OTHER_PASSWORD = "none", "set", "changed"


def station_deed(
    what: str,
    record: StationRecord,
    *,
    by: Actor,
    now: datetime,
    new_id: NewId,
    before: StationRecord | None = None,
    after: StationRecord | None = None,
) -> AuditEntry:
    """The entry of a change of one station; `before` is `None` for a new one, `after` for one that ends."""
    shown_before = None if before is None else _shown(before)
    shown_after = None if after is None else _shown(after)
    if before is not None and after is not None and after.key_hash not in {None, before.key_hash}:
        shown_after = {**(shown_after or {}), "password": OTHER_PASSWORD if before.key_hash else PASSWORD}
    return audited(
        by,
        what,
        SubjectKind.STATION,
        record.ocpp_id,
        now=now,
        new_id=new_id,
        station_id=record.id,
        before=shown_before,
        after=shown_after,
    )


def _shown(record: StationRecord) -> dict[str, Any]:
    until = record.unauthenticated_until
    return {
        **{name: getattr(record, name) for name in _AS_THEY_ARE},
        "raised_profile": max(record.raised_profiles, default=None),
        "registration": record.registration.value,
        "password": PASSWORD if record.key_hash else NO_PASSWORD,
        "unauthenticated_until": until.isoformat() if until else None,
        "validation": record.validation,
        "quirks": dict(record.quirks),
    }
