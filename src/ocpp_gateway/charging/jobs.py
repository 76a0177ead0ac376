"""Jobs: one command for many stations.

```
running ─→ completed
   ├────→ cancelling ─→ cancelled       somebody took it back
   └────→ stopping ──→ stopped          too many stations failed
```

A job can also be for a *wanted state*: that stations are blocked, or are not. Then each of them gets what a block of a
single station gets, and the gateway keeps it.

The stations are fixed when the job is made. Each has one result: `waiting` (it has no command yet), `running` (its
command is on the way), `queued` (its command waits for the station to connect, and takes no one's place meanwhile),
then what became of the command.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from ocpp_gateway.charging.commands import WhenOffline


class JobStatus(StrEnum):
    """Where a job stands."""

    RUNNING = "running"
    CANCELLING = "cancelling"
    STOPPING = "stopping"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    STOPPED = "stopped"


class WantedState(StrEnum):
    """What a job may want of stations, beside sending them a command."""

    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"


END: Mapping[JobStatus, JobStatus] = {
    JobStatus.RUNNING: JobStatus.COMPLETED,
    JobStatus.CANCELLING: JobStatus.CANCELLED,
    JobStatus.STOPPING: JobStatus.STOPPED,
}
"""What a job becomes when no result is open any more. A job that has ended has no row here."""


class ResultStatus(StrEnum):
    """Where one station of a job stands; the last six are the final states of its command."""

    WAITING = "waiting"
    RUNNING = "running"
    QUEUED = "queued"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


OPEN = frozenset({ResultStatus.WAITING, ResultStatus.RUNNING, ResultStatus.QUEUED})
FAILURES = frozenset(
    {ResultStatus.REJECTED, ResultStatus.FAILED, ResultStatus.TIMED_OUT, ResultStatus.EXPIRED}
)
"""What `stop_after_failures` counts and `retry` takes up again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as it is stored and shown. `payload` is a JSON text with its secrets masked.

    `counts` has the number of stations by result; results without a station are left out. `version` rises with every
    change: who writes compares it.
    """

    id: UUID
    parent: UUID | None
    action: str
    payload: str
    secret: bool
    """Whether the payload held a secret: it is forgotten when the job has ended."""
    when_offline: WhenOffline
    force: bool
    timeout_seconds: float
    expires_at: datetime | None
    concurrency: int
    stop_after_failures: int | None
    actor_kind: str
    actor_id: UUID | None
    requested_by: str
    requested_at: datetime
    wanted: WantedState | None = None
    """What the stations are to be; then action and payload are what carries it."""
    status: JobStatus = JobStatus.RUNNING
    error: str | None = None
    finished_at: datetime | None = None
    total: int = 0
    counts: Mapping[ResultStatus, int] = field(default_factory=dict)
    runner: str | None = None
    leased_until: datetime | None = None
    version: int = 1

    @property
    def ended(self) -> bool:
        """Whether nothing will change any more."""
        return self.status not in END

    @property
    def failures(self) -> int:
        """Stations that did not do it."""
        return sum(self.counts.get(status, 0) for status in FAILURES)

    @property
    def unfinished(self) -> int:
        """Stations without a final result."""
        return sum(self.counts.get(status, 0) for status in OPEN)
