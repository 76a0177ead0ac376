"""What the node counts, as Prometheus metrics: read from the plain counters of the rooms when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

PREFIX = "ocpp_gateway"


class CounterCollector(Collector):
    """The fields of counter dataclasses by room, and a few gauges. Names are `ocpp_gateway_<room>_<field>`.

    `present` names the fields that say how many there are now; all others only grow.
    """

    def __init__(
        self,
        counters: Mapping[str, Any],
        gauges: Mapping[str, tuple[str, Callable[[], float]]],
        *,
        present: frozenset[str] = frozenset(),
    ) -> None:
        self._counters = counters
        self._gauges = gauges
        self._present = present

    def collect(self) -> Iterable[Metric]:
        """All values of this moment."""
        for room, counted in self._counters.items():
            for field in fields(counted):
                value = getattr(counted, field.name)
                name = f"{PREFIX}_{room}_{field.name}"
                words = field.name.replace("_", " ")
                if field.name in self._present:
                    yield GaugeMetricFamily(name, f"{room}: {words}, now", value=value)
                else:
                    yield CounterMetricFamily(name, f"{room}: {words}, since the start", value=value)
        for name, (words, read) in self._gauges.items():
            yield GaugeMetricFamily(f"{PREFIX}_{name}", words, value=read())


class DepartureCollector(Collector):
    """How often stations departed from the specification, by rule; never by station."""

    def __init__(self, departures: Mapping[str, int]) -> None:
        self._departures = departures

    def collect(self) -> Iterable[Metric]:
        """The rules that were broken since the start."""
        words = "Departures of stations from the specification, by rule"
        family = CounterMetricFamily(f"{PREFIX}_nonconformities", words, labels=["rule"])
        for rule, times in sorted(self._departures.items()):
            family.add_metric([rule], times)
        yield family
