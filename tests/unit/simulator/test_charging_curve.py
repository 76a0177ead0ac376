from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway.simulator.battery import Battery
from ocpp_gateway.simulator.charging_curve import AlternatingCurrent, DirectCurrent, share_of_peak
from ocpp_gateway.simulator.outlet import MAINS_VOLTAGE, MINIMUM_AMPERES, Outlet
from ocpp_gateway.simulator.samples import sampled_values, supported
from ocpp_gateway.simulator.vehicles import Vehicle, arriving

SOC = st.floats(0, 1)


@given(SOC, st.floats(0, 100_000))
def test_no_curve_exceeds_its_rating_or_falls_below_nothing(soc: float, since: float) -> None:
    for curve, rating in ((AlternatingCurrent(11_000, 3), 11_000), (DirectCurrent(150_000), 150_000)):
        assert 0 <= curve.power_w(soc, since) <= rating


@given(SOC)
def test_the_dc_curve_has_no_steps(soc: float) -> None:
    assert abs(share_of_peak(soc) - share_of_peak(min(1.0, soc + 0.001))) < 0.01


def test_the_dc_curve_declines_from_half_full() -> None:
    shares = [share_of_peak(soc / 100) for soc in range(40, 101)]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] < 0.1


@given(SOC, st.floats(300, 900))
def test_pack_voltage_rises_with_the_state_of_charge(soc: float, nominal: float) -> None:
    low = Battery(50_000, soc, nominal).voltage
    high = Battery(50_000, min(1.0, soc + 0.05), nominal).voltage
    assert low <= high + 1e-9
    assert 0.8 * nominal < low < 1.15 * nominal


@given(
    st.integers(0, 2**32),
    st.sampled_from(
        [(3_700, 1), (7_400, 1), (11_000, 3), (22_000, 3), (50_000, 0), (150_000, 0), (300_000, 0)]
    ),
    st.lists(st.tuples(st.floats(0, 900), st.floats(0, 400_000)), max_size=40),
)
def test_energy_never_decreases_and_power_and_charge_stay_within_limits(
    seed: int, hardware: tuple[float, int], steps: list[tuple[float, float]]
) -> None:
    power, phases = hardware
    random = Random(seed)
    outlet = Outlet(max_power_w=power, phases=phases, register_wh=1234.5, random=random)
    vehicle = arriving(random, direct_current=phases == 0, phases=phases)
    before = vehicle.battery.soc
    start, total, hours = outlet.register_wh, outlet.register_wh, 0.0
    for seconds, limit in steps:
        outlet.charge(vehicle, limit, seconds)
        hours += seconds / 3600
        assert outlet.register_wh >= total
        total = outlet.register_wh
        assert 0 <= outlet.power_w <= min(power, limit)
        assert 0 <= vehicle.battery.soc_percent <= 100
        assert vehicle.battery.soc <= max(before, vehicle.target_soc) + 1e-9
    assert total - start <= power * hours + 1
    metered = (vehicle.battery.soc - before) * vehicle.battery.capacity_wh / vehicle.efficiency
    assert total - start == pytest.approx(metered, abs=1.5)


def test_a_vehicle_that_is_full_takes_nothing_more() -> None:
    outlet = Outlet(max_power_w=11_000, phases=3, register_wh=0, random=Random(1))
    vehicle = Vehicle(Battery(40_000, 0.5, 400), AlternatingCurrent(11_000, 3), 3, 0.8, 0.9)
    outlet.charge(vehicle, 11_000, 10 * 3600)
    assert vehicle.battery.soc == pytest.approx(0.8)
    assert outlet.power_w == 0
    assert outlet.register_wh == int(0.3 * 40_000 / 0.9)


def test_below_six_ampere_an_ac_vehicle_does_not_charge() -> None:
    outlet = Outlet(max_power_w=11_000, phases=3, register_wh=0, random=Random(1))
    vehicle = Vehicle(Battery(40_000, 0.5, 400), AlternatingCurrent(11_000, 3), 3, 0.8, 0.9)
    least = MINIMUM_AMPERES * MAINS_VOLTAGE * 3
    outlet.charge(vehicle, least - 1, 600)
    assert outlet.register_wh == 0
    outlet.charge(vehicle, least, 600)
    assert outlet.register_wh > 0


@given(st.integers(0, 2**32), st.booleans())
def test_currents_times_voltages_are_the_power(seed: int, direct_current: bool) -> None:
    random = Random(seed)
    phases = 0 if direct_current else random.choice((1, 3))
    outlet = Outlet(
        max_power_w=150_000 if direct_current else 22_000, phases=phases, register_wh=0, random=random
    )
    vehicle = arriving(random, direct_current=direct_current, phases=phases)
    outlet.charge(vehicle, 1e9, 60)
    reading = outlet.reading(vehicle)
    product = sum(v * a for v, a in zip(reading.voltages, reading.currents, strict=True))
    assert product == pytest.approx(reading.power_w, rel=0.01)
    assert (reading.soc_percent is not None) == direct_current


def test_phases_are_reported_one_by_one_unless_one_is_asked_for() -> None:
    outlet = Outlet(max_power_w=22_000, phases=3, register_wh=0, random=Random(1))
    vehicle = Vehicle(Battery(40_000, 0.5, 400), AlternatingCurrent(3_700, 1), 1, 0.8, 0.9)
    outlet.charge(vehicle, 1e9, 60)
    values = sampled_values(outlet.reading(vehicle), ("Current.Import", "Voltage.L2"), "Sample.Periodic")
    assert [(v.measurand, v.phase) for v in values] == [
        ("Current.Import", "L1"),
        ("Current.Import", "L2"),
        ("Current.Import", "L3"),
        ("Voltage", "L2-N"),
    ]
    assert [float(v.value) > 0 for v in values[:3]] == [True, False, False]


def test_what_cannot_be_measured_is_not_supported() -> None:
    assert supported("Voltage.L1")
    assert supported("SoC")
    assert not supported("RPM")
    assert not supported("SoC.L1")
    assert not supported("")
