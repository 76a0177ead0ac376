"""What a station still has to say, in which order, and what it repeats (OCPP 1.6, 4.1 and ocpp.md 2.11).

Transaction messages (StartTransaction, StopTransaction, MeterValues of a transaction) are kept while the station is
offline, delivered in order, and repeated when the central system fails to process them: at most
TransactionMessageAttempts times, waiting TransactionMessageRetryInterval times the number of failed attempts; then the
message is lost for good. Everything else is worth sending only while the connection lasts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from ocpp_gateway.ocpp.v16.messages import Message

MAX_ORDINARY = 200
MAX_TRANSACTIONAL = 10_000


class Failure(Enum):
    """Why a CALL got no result."""

    REFUSED = "refused"
    TIMED_OUT = "timed out"
    CONNECTION_LOST = "connection lost"


@dataclass(slots=True, eq=False, kw_only=True)
class Outgoing:
    """One CALL to be made. `build` runs at the moment of sending: by then a transaction's id may be known.

    `key` names the content through all repetitions. `triggered` messages may be sent before the station is accepted.
    """

    action: str
    build: Callable[[], Message]
    sequence: int
    key: str
    transactional: bool = False
    triggered: bool = False
    expendable: bool = False
    """May be dropped when the queue is full: a meter value between the first and the last."""
    on_answer: Callable[[Any, float], None] | None = None
    on_failure: Callable[[Failure, float], None] | None = None
    """Called once, when the message is given up."""
    failed_attempts: int = 0
    message_id: str | None = None


@dataclass(slots=True)
class Outbox:
    """Two queues and the one message that waits for its answer."""

    ordinary: deque[Outgoing] = field(default_factory=deque)
    transactional: deque[Outgoing] = field(default_factory=deque)
    sent: Outgoing | None = None
    not_before: float = 0.0
    """The head of the transactional queue rests until then, after a failure."""
    dropped: int = 0

    def put(self, message: Outgoing) -> None:
        """Queue a message. A full queue loses an expendable message, or its oldest ordinary one."""
        queue = self.transactional if message.transactional else self.ordinary
        queue.append(message)
        if message.transactional and len(queue) > MAX_TRANSACTIONAL:
            self._thin_out()
        elif not message.transactional and len(queue) > MAX_ORDINARY:
            self._give_up(queue.popleft(), Failure.CONNECTION_LOST, 0.0)

    def _thin_out(self) -> None:
        for message in self.transactional:
            if message.expendable and message is not self.sent:
                self.transactional.remove(message)
                self.dropped += 1
                return

    def take(self, now: float, *, accepted: bool) -> Outgoing | None:
        """The message to send now, which then is `sent`; the older of both heads goes first.

        Before the station is accepted only boots and triggered messages may go out.
        """
        if self.sent is not None:
            return None
        if not accepted:
            self.sent = next((m for m in self.ordinary if m.triggered), None)
            if self.sent is not None:
                self.ordinary.remove(self.sent)
            return self.sent
        head = self.transactional[0] if self.transactional and now >= self.not_before else None
        other = self.ordinary[0] if self.ordinary else None
        if head is not None and (other is None or head.sequence < other.sequence):
            self.sent = head  # it stays in its queue until it is answered
        elif other is not None:
            self.sent = self.ordinary.popleft()
        return self.sent

    def ready_at(self, *, accepted: bool) -> float | None:
        """When `take` can next return something; `None` when there is nothing to say or an answer is awaited."""
        if self.sent is not None:
            return None
        if not accepted:
            return 0.0 if any(m.triggered for m in self.ordinary) else None
        if self.ordinary:
            return 0.0
        return self.not_before if self.transactional else None

    def answered(self) -> Outgoing | None:
        """The sent message has its result."""
        message, self.sent = self.sent, None
        if message is not None and message.transactional:
            self.transactional.remove(message)
            self.not_before = 0.0
        return message

    def failed(self, why: Failure, now: float, *, attempts: int, retry_interval: float) -> None:
        """The sent message was refused, or its answer did not come in time."""
        message, self.sent = self.sent, None
        if message is None:
            return
        if not message.transactional:
            self._give_up(message, why, now)
            return
        message.failed_attempts += 1
        message.message_id = None
        if message.failed_attempts >= attempts:
            self.transactional.remove(message)
            self.not_before = 0.0
            self._give_up(message, why, now)
        else:
            self.not_before = now + retry_interval * message.failed_attempts

    def connection_lost(self, now: float) -> None:
        """Offline: transaction messages wait, without losing an attempt; nobody will answer the others."""
        given_up = list(self.ordinary)
        if self.sent is not None and not self.sent.transactional:
            given_up.insert(0, self.sent)
        self.sent = None
        self.ordinary.clear()
        for message in given_up:
            self._give_up(message, Failure.CONNECTION_LOST, now)

    def _give_up(self, message: Outgoing, why: Failure, now: float) -> None:
        if message.transactional:
            self.dropped += 1
        if message.on_failure is not None:
            message.on_failure(why, now)
