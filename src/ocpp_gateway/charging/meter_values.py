"""Meter values: samples normalised to one unit each, and the few quantities everybody asks for.

Units inside the gateway: Wh, varh, W, var, VA, A, V, K/Celsius/Fahrenheit as measured, percent, Hz. A sample that
cannot be understood keeps its raw text and has no value; it never spoils the others (quirk Q55).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from ocpp_gateway.charging.times import StationTime

ENERGY_REGISTER = "Energy.Active.Import.Register"
POWER = "Power.Active.Import"
CURRENT = "Current.Import"
VOLTAGE = "Voltage"
STATE_OF_CHARGE = "SoC"

_SCALES: dict[str, tuple[str, float]] = {
    "kwh": ("Wh", 1000.0),
    "wh": ("Wh", 1.0),
    "kvarh": ("varh", 1000.0),
    "varh": ("varh", 1.0),
    "kw": ("W", 1000.0),
    "w": ("W", 1.0),
    "kva": ("VA", 1000.0),
    "va": ("VA", 1.0),
    "kvar": ("var", 1000.0),
    "var": ("var", 1.0),
    "a": ("A", 1.0),
    "v": ("V", 1.0),
    "k": ("K", 1.0),
    "celsius": ("Celsius", 1.0),
    "celcius": ("Celsius", 1.0),
    "fahrenheit": ("Fahrenheit", 1.0),
    "percent": ("Percent", 1.0),
    "%": ("Percent", 1.0),
    "hz": ("Hz", 1.0),
    "hertz": ("Hz", 1.0),
}
"""Unit as sent (folded) → (unit kept, factor). Both spellings of Celsius are official (OCPP-J 1.6 errata 2.1)."""

_DEFAULT_UNITS: dict[str, str] = {
    "Energy.Reactive": "varh",
    "Energy": "Wh",
    "Power.Reactive": "var",
    "Power.Factor": "",
    "Power": "W",
    "Current": "A",
    "Voltage": "V",
    "Frequency": "Hz",
    "SoC": "Percent",
    "Temperature": "Celsius",
    "RPM": "",
}
"""OCPP 1.6's default unit "Wh" only makes sense for energy; the longest matching prefix wins."""

_PHASES = ("L1", "L2", "L3")
_PHASES_TO_NEUTRAL = ("L1-N", "L2-N", "L3-N")
LARGEST = 3e10
"""Wh, W …: no register of a charging station comes near it, and the sum of three phases still fits every column."""


@dataclass(frozen=True, slots=True)
class SampleKind:
    """Everything about a sample but its value: a station sends the same few kinds for years.

    `factor` turns the value into `unit`; `None` when the unit is unknown or belongs to another quantity.
    """

    measurand: str
    unit: str
    factor: float | None
    phase: str | None
    location: str
    context: str
    format: str
    raw_unit: str | None


@dataclass(slots=True)
class Sample:
    """One sampled value: normalised on the left, as it was sent on the right (`raw_…`).

    Never changed once made; not frozen only because that doubles the cost of making one, and there are millions.
    """

    measurand: str
    value: float | None
    unit: str
    phase: str | None
    location: str
    context: str
    format: str
    raw_value: str
    raw_unit: str | None


@dataclass(slots=True)
class Reading:
    """All samples of one moment and the well-known quantities. Wh, W, A, V, percent; `None` = not reported."""

    at: StationTime
    samples: Sequence[Sample]
    context: str
    energy_wh: float | None
    power_w: float | None
    current_a: float | None
    voltage_v: float | None
    soc_percent: float | None
    content_hash: int


def sample_kind(
    *,
    measurand: str | None,
    unit: str | None,
    phase: str | None,
    location: str | None,
    context: str | None,
    sample_format: str | None,
) -> SampleKind:
    """Apply the defaults of OCPP 1.6 (absent means Energy.Active.Import.Register, Wh, Outlet, Sample.Periodic, Raw)."""
    measurand = measurand or ENERGY_REGISTER
    kept_unit, factor = _unit(unit, measurand)
    return SampleKind(
        measurand=measurand,
        unit=kept_unit,
        factor=None if sample_format == "SignedData" else factor,
        phase=phase,
        location=location or "Outlet",
        context=context or "Sample.Periodic",
        format=sample_format or "Raw",
        raw_unit=unit,
    )


def normalise(raw_value: str, kind: SampleKind) -> Sample:
    """One sample of a kind. A text that is no sane number has no value and spoils nothing (quirk Q55)."""
    value: float | None = None
    if kind.factor is not None:
        number = _number(raw_value)
        if number is not None and abs(number * kind.factor) <= LARGEST:
            value = round(number * kind.factor, 3)
    return Sample(
        kind.measurand,
        value,
        kind.unit,
        kind.phase,
        kind.location,
        kind.context,
        kind.format,
        raw_value,
        kind.raw_unit,
    )


def reading(at: StationTime, samples: Sequence[Sample], content_hash: int) -> Reading:
    """Take the quantities out of one moment's samples.

    A value without a phase is the whole; where only phases are given, energy and power are summed, current is the
    largest (what the cable carries) and voltage the mean. State of charge is clamped to 0…100.
    """
    chosen = _by_measurand(samples)
    soc = _whole(chosen.get(STATE_OF_CHARGE, ()))
    return Reading(
        at=at,
        samples=samples,
        context=samples[0].context if samples else "Sample.Periodic",
        energy_wh=_total(chosen.get(ENERGY_REGISTER, ())),
        power_w=_total(chosen.get(POWER, ())),
        current_a=_largest(chosen.get(CURRENT, ())),
        voltage_v=_mean(chosen.get(VOLTAGE, ())),
        soc_percent=None if soc is None else min(100.0, max(0.0, soc)),
        content_hash=content_hash,
    )


def _unit(unit: str | None, measurand: str) -> tuple[str, float | None]:
    """The unit kept and its factor; `None` as factor when the unit is unknown or belongs to another quantity."""
    if unit is None:
        return _default_unit(measurand), 1.0
    known = _SCALES.get(unit.strip().casefold())
    if known is None:
        return unit, None
    if measurand == ENERGY_REGISTER and known[0] != "Wh":
        return known[0], None
    return known


def _default_unit(measurand: str) -> str:
    for prefix, unit in _DEFAULT_UNITS.items():
        if measurand.startswith(prefix):
            return unit
    return ""


def _number(text: str) -> float | None:
    """A finite decimal, or nothing; stations send exponents, blanks and words."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _by_measurand(samples: Iterable[Sample]) -> dict[str, list[Sample]]:
    """Usable samples by measurand; the outlet's own where several locations are given."""
    found: dict[str, list[Sample]] = {}
    for sample in samples:
        if sample.value is not None:
            found.setdefault(sample.measurand, []).append(sample)
    for measurand, group in found.items():
        if len(group) > 1:
            at_outlet = [s for s in group if s.location == "Outlet"]
            if at_outlet and len(at_outlet) < len(group):
                found[measurand] = at_outlet
    return found


def _whole(group: Sequence[Sample]) -> float | None:
    for sample in group:
        if sample.phase is None:
            return sample.value
    return None


def _phases(group: Sequence[Sample]) -> list[float]:
    for names in (_PHASES, _PHASES_TO_NEUTRAL):
        values = [s.value for s in group if s.phase in names and s.value is not None]
        if values:
            return values
    return []


def _total(group: Sequence[Sample]) -> float | None:
    whole = _whole(group)
    if whole is not None or not group:
        return whole
    phases = _phases(group)
    return round(math.fsum(phases), 3) if phases else None


def _largest(group: Sequence[Sample]) -> float | None:
    whole = _whole(group)
    if whole is not None or not group:
        return whole
    phases = _phases(group)
    return max(phases) if phases else None


def _mean(group: Sequence[Sample]) -> float | None:
    whole = _whole(group)
    if whole is not None or not group:
        return whole
    phases = _phases(group) or [s.value for s in group if s.value is not None]
    return round(fmean(phases), 3) if phases else None
