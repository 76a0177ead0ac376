"""Normalising: one unit per quantity, defaults, phases (ocpp.md 2.12, Q55, Q56)."""

from __future__ import annotations

from typing import Any

import pytest

from ocpp_gateway.charging.meter_values import Reading, Sample, normalise, reading, sample_kind
from ocpp_gateway.charging.times import station_time
from tests.unit.operations.ledger import NOON


def sample(value: str, **more: Any) -> Sample:
    fields: dict[str, Any] = {
        "measurand": None,
        "unit": None,
        "phase": None,
        "location": None,
        "context": None,
        "sample_format": None,
    }
    return normalise(value, sample_kind(**{**fields, **more}))


def read(*samples: Sample) -> Reading:
    return reading(station_time(NOON, "", NOON), samples, 0)


def test_absent_fields_have_the_defaults_of_the_specification() -> None:
    plain = sample("1234")
    assert (plain.measurand, plain.unit, plain.location, plain.context, plain.format) == (
        "Energy.Active.Import.Register",
        "Wh",
        "Outlet",
        "Sample.Periodic",
        "Raw",
    )


@pytest.mark.parametrize(
    ("value", "measurand", "unit", "expected"),
    [
        ("1.5", "Energy.Active.Import.Register", "kWh", (1500.0, "Wh")),
        ("7.4", "Power.Active.Import", "kW", (7400.0, "W")),
        ("7400", "Power.Active.Import", None, (7400.0, "W")),
        ("2", "Energy.Reactive.Import.Register", "kvarh", (2000.0, "varh")),
        ("16", "Current.Import", None, (16.0, "A")),
        ("230.1", "Voltage", "V", (230.1, "V")),
        ("1e3", None, "Wh", (1000.0, "Wh")),
        ("21", "Temperature", "Celcius", (21.0, "Celsius")),
        ("21", "Temperature", "Celsius", (21.0, "Celsius")),
        ("50", "Frequency", "Hertz", (50.0, "Hz")),
        ("80", "SoC", "%", (80.0, "Percent")),
    ],
)
def test_units_become_one_each(value: str, measurand: str, unit: str, expected: tuple[float, str]) -> None:
    normal = sample(value, measurand=measurand, unit=unit)
    assert (normal.value, normal.unit) == expected
    assert (normal.raw_value, normal.raw_unit) == (value, unit)


@pytest.mark.parametrize("value", ["", "n/a", "NaN", "Infinity", "1e999", "12,5", "1e40"])
def test_what_is_not_a_number_keeps_its_text_and_spoils_nothing(value: str) -> None:
    taken = read(sample(value), sample("70", measurand="SoC"))
    assert taken.energy_wh is None
    assert taken.soc_percent == 70
    assert taken.samples[0].raw_value == value


def test_an_unknown_unit_keeps_that_sample_raw() -> None:
    assert sample("5", measurand="Power.Active.Import", unit="hp").value is None


def test_energy_in_watts_is_not_energy() -> None:
    assert read(sample("5000", unit="W")).energy_wh is None


def test_signed_data_are_opaque() -> None:
    assert sample("12345", sample_format="SignedData").value is None


def test_phases_are_summed_averaged_or_compared_only_without_a_whole() -> None:
    phases = [
        sample(v, measurand=m, unit=u, phase=p)
        for m, u, per_phase in [
            ("Energy.Active.Import.Register", "Wh", ("100", "200", "300")),
            ("Power.Active.Import", "W", ("1000", "2000", "3000")),
            ("Current.Import", "A", ("10", "12", "11")),
            ("Voltage", "V", ("229", "230", "231")),
        ]
        for p, v in zip(("L1", "L2", "L3"), per_phase, strict=True)
    ]
    taken = read(*phases)
    assert (taken.energy_wh, taken.power_w, taken.current_a, taken.voltage_v) == (600, 6000, 12, 230)
    assert read(*phases, sample("6100", measurand="Power.Active.Import")).power_w == 6100


def test_the_outlet_counts_where_several_places_are_measured() -> None:
    taken = read(sample("900", location="Inlet"), sample("800", location="Outlet"))
    assert taken.energy_wh == 800


def test_state_of_charge_is_a_percentage() -> None:
    assert read(sample("105", measurand="SoC")).soc_percent == 100
    assert read(sample("-3", measurand="SoC")).soc_percent == 0


def test_export_is_not_import() -> None:
    assert read(sample("5", measurand="Energy.Active.Export.Register")).energy_wh is None
