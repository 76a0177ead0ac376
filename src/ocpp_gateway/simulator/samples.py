"""From instrument readings to SampledValues, as the configuration asks for them (OCPP 1.6, MeterValuesSampledData)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocpp_gateway.ocpp.v16.messages import SampledValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ocpp_gateway.simulator.outlet import Reading

ENERGY = "Energy.Active.Import.Register"
POWER = "Power.Active.Import"
MEASURANDS: tuple[str, ...] = (
    ENERGY,
    POWER,
    "Power.Offered",
    "Current.Import",
    "Current.Offered",
    "Voltage",
    "Frequency",
    "Temperature",
    "SoC",
)
"""What these stations can measure."""
PHASES = ("L1", "L2", "L3")


def supported(item: str) -> bool:
    """Whether an item of a measurand list, possibly with a phase (`Voltage.L1`), can be measured."""
    name, phase = split_phase(item)
    return name in MEASURANDS and (phase is None or name in {"Current.Import", "Voltage"})


def split_phase(item: str) -> tuple[str, str | None]:
    """`Voltage.L1` → (`Voltage`, `L1`); names that merely contain dots stay whole."""
    name, _, last = item.rpartition(".")
    return (name, last) if last in PHASES else (item, None)


def sampled_values(reading: Reading, measurands: Iterable[str], context: str) -> tuple[SampledValue, ...]:
    """All samples of one moment, in the order of the configuration; every phase unless one is named."""
    return tuple(value for item in measurands for value in _values(reading, *split_phase(item), context))


def _values(reading: Reading, name: str, phase: str | None, context: str) -> Iterator[SampledValue]:
    direct_current = reading.soc_percent is not None or len(reading.voltages) == 1
    match name:
        case "Energy.Active.Import.Register":
            yield _sample(str(reading.energy_wh), name, "Wh", context)
        case "Power.Active.Import":
            yield _sample(f"{reading.power_w:.0f}", name, "W", context)
        case "Power.Offered":
            yield _sample(f"{reading.offered_w:.0f}", name, "W", context)
        case "Current.Offered":
            yield _sample(f"{reading.offered_w / max(1.0, sum(reading.voltages)):.1f}", name, "A", context)
        case "Temperature":
            yield _sample(f"{reading.temperature_c:.1f}", name, "Celcius", context, location="Body")
        case "Frequency":
            # 1.6 has no unit for it: Hertz is implied (errata 3.86).
            yield _sample("50.00", name, None, context)
        case "SoC" if reading.soc_percent is not None:
            yield _sample(f"{reading.soc_percent:.0f}", name, "Percent", context, location="EV")
        case "Current.Import":
            yield from _per_phase(
                reading.currents, name, "A", context, phase, "" if not direct_current else None
            )
        case "Voltage":
            yield from _per_phase(
                reading.voltages, name, "V", context, phase, "-N" if not direct_current else None
            )
        case _:
            return  # SoC is not known on AC


def _per_phase(
    values: tuple[float, ...], name: str, unit: str, context: str, wanted: str | None, suffix: str | None
) -> Iterator[SampledValue]:
    """One sample per phase; `suffix` None: a single value that belongs to no phase."""
    if suffix is None:
        yield _sample(f"{values[0]:.1f}", name, unit, context)
        return
    for phase, value in zip(PHASES, values, strict=False):
        if wanted is None or wanted == phase:
            yield _sample(f"{value:.1f}", name, unit, context, phase=phase + suffix)


def _sample(
    value: str,
    measurand: str,
    unit: str | None,
    context: str,
    *,
    phase: str | None = None,
    location: str | None = None,
) -> SampledValue:
    return SampledValue(
        value=value, context=context, measurand=measurand, phase=phase, location=location, unit=unit
    )
