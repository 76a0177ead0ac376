"""What one subscriber gets: what it asked for, as far as its grant goes.

Subscribers with equal interests form one audience: what they get is worked out and put together once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from ocpp_gateway.feeds.grants import BY_NAME
from ocpp_gateway.operations.provisioning import fold_identity

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from ocpp_gateway.feeds.grants import Grant
    from ocpp_gateway.feeds.messages import Subscribe

GroupOf = "Callable[[UUID], str | None]"


@dataclass(frozen=True, slots=True)
class Interest:
    """`types` are those asked for and allowed; `stations` are folded identities, `None` for all in sight."""

    types: frozenset[str]
    stations: frozenset[str] | None
    all_visible: bool
    visible: frozenset[str] = field(default=frozenset())
    """Folded identities of the grant."""
    groups: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(cls, wanted: Subscribe, grant: Grant) -> Self:
        """What is left of a wish under a grant."""
        allowed = grant.types
        types = allowed - BY_NAME if wanted.event_types is None else allowed & wanted.event_types
        return cls(
            types=types,
            stations=wanted.stations,
            all_visible=grant.visible.all_stations,
            visible=frozenset(map(fold_identity, grant.visible.ocpp_ids)),
            groups=grant.visible.groups,
        )

    def admits(
        self, kind: str, station: str | None, station_id: UUID | None, group_of: Callable[[UUID], str | None]
    ) -> bool:
        """Whether this is for the audience. `station` is folded; what belongs to no station needs sight of all."""
        if kind not in self.types:
            return False
        if self.stations is not None and station not in self.stations:
            return False
        if self.all_visible:
            return True
        if station is None:
            return False
        if station in self.visible:
            return True
        return bool(self.groups) and station_id is not None and group_of(station_id) in self.groups
