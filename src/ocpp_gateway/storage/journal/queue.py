"""Entries that wait for their flush: bounded, by priority, one of each station at a time.

Priorities act between stations only: inside a station the order of writing is kept whatever the priorities are,
because a second entry of a station waits beside the queue until the first is decided. That also keeps a batch free
of contradictions: two entries of one station never travel together.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from ocpp_gateway.operations.decision import Priority

if TYPE_CHECKING:
    from uuid import UUID

    from ocpp_gateway.storage.journal.batch import Item

FLUSH_MESSAGES = 512
"""Messages in one flush at most: more gains nothing (journal.md)."""
FLUSH_BYTES = 16 * 1024 * 1024
QUEUE_MESSAGES = 20_000
QUEUE_BYTES = 128 * 1024 * 1024
LARGE_ITEM = 1024 * 1024
"""Bytes. What is larger may fill half of the queue's bytes and no more, whoever it comes from: a few stations with
huge messages leave room for all others. One large item is always taken, however large it is."""

_RESERVED = 8
"""Under overload the lower classes still get an eighth of each flush, so that nobody starves."""


class WaitingEntries:
    """What the journal has taken and not yet begun to write."""

    def __init__(self, *, messages: int = QUEUE_MESSAGES, size: int = QUEUE_BYTES) -> None:
        """`messages` and `size` (bytes) bound what is held in memory, undecided entries included.

        Large items have a bound of their own, half of `size`.
        """
        self._most_messages = messages
        self._most_size = size
        self._ready: dict[Priority, deque[Item]] = {priority: deque() for priority in Priority}
        self._behind: dict[UUID, deque[Item]] = {}
        """Stations with an undecided entry, and what waits behind it."""
        self.messages = 0
        self.size = 0
        self._large = 0

    @property
    def load(self) -> float:
        """How full it is, 0…1."""
        return min(1.0, max(self.messages / self._most_messages, self.size / self._most_size))

    @property
    def ready(self) -> bool:
        """Whether there is something to write."""
        return any(self._ready.values())

    def offer(self, item: Item) -> bool:
        """Take an item; `False` if there is no room for it."""
        if self.messages >= self._most_messages:
            return False
        if item.size > LARGE_ITEM:
            if self._large and self._large + item.size > self._most_size // 2:
                return False
            self._large += item.size
        elif self.size - self._large + item.size > self._most_size:
            return False
        self.messages += 1
        self.size += item.size
        behind = self._behind.get(item.entry.station_id)
        if behind is None:
            self._behind[item.entry.station_id] = deque()
            self._ready[item.entry.priority].append(item)
        else:
            behind.append(item)
        return True

    def take(self) -> list[Item]:
        """Return the items of the next flush, oldest first within each priority; they stay counted until `decided`."""
        chosen: list[Item] = []
        room, size = FLUSH_MESSAGES, 0
        for priority in Priority:
            waiting = self._ready[priority]
            lower = (self._ready[other] for other in Priority if other > priority)
            share = room - sum(min(len(others), FLUSH_MESSAGES // _RESERVED) for others in lower)
            while waiting and share > 0 and (not chosen or size + waiting[0].size <= FLUSH_BYTES):
                item = waiting.popleft()
                chosen.append(item)
                size += item.size
                share -= 1
                room -= 1
        return chosen

    def decided(self, item: Item) -> None:
        """Forget an item whose outcome is known; the next one of its station is now ready."""
        self.messages -= 1
        self.size -= item.size
        if item.size > LARGE_ITEM:
            self._large -= item.size
        station = item.entry.station_id
        behind = self._behind[station]
        if behind:
            following = behind.popleft()
            self._ready[following.entry.priority].append(following)
        else:
            del self._behind[station]

    def take_older_than(self, moment: float) -> list[Item]:
        """Remove and return what is ready and was taken before a moment; it is to be `decided` now.

        What waits behind an expired entry becomes ready by that, so call again until nothing comes.
        """
        expired: list[Item] = []
        for priority, waiting in self._ready.items():
            if any(item.taken_at < moment for item in waiting):
                expired.extend(item for item in waiting if item.taken_at < moment)
                self._ready[priority] = deque(item for item in waiting if item.taken_at >= moment)
        return expired
