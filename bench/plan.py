"""How much is measured: the whole run stays under five minutes, the quick one under ninety seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Sizes of one run. Times in seconds."""

    repeats: int
    stations: int
    """Stations that talk in the message measurements."""
    closed_seconds: float
    open_seconds: float
    idle_stations: int
    """Connected, booted stations in the memory measurement."""
    handshake_seconds: float
    handshakes_in_flight: int
    starts: int
    feed_readers: int
    feed_seconds: float
    sqlite: bool
    """Whether the gateway is measured on its embedded database too."""


FULL = Plan(
    repeats=3,
    stations=400,
    closed_seconds=7,
    open_seconds=5,
    idle_stations=4_000,
    handshake_seconds=3,
    handshakes_in_flight=64,
    starts=3,
    feed_readers=1_000,
    feed_seconds=5,
    sqlite=True,
)
QUICK = Plan(
    repeats=2,
    stations=200,
    closed_seconds=2,
    open_seconds=2,
    idle_stations=1_000,
    handshake_seconds=1,
    handshakes_in_flight=64,
    starts=1,
    feed_readers=200,
    feed_seconds=2,
    sqlite=False,
)
