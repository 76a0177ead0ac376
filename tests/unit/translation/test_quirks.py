"""Profiles by vendor, model and firmware, and what somebody decides for one station."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from ocpp_gateway.charging.changes import MeterRecord, TransactionStart
from ocpp_gateway.charging.quirks import NAMES, STANDARD, Quirks, adjusted, zone
from ocpp_gateway.ocpp.frames import Validation
from ocpp_gateway.translation.quirks import PROFILES, Profile, profile_quirks, quirks_of
from tests.unit.operations.ledger import NOON, station
from tests.unit.translation.test_conversation import BOOT, START, Talk, answer_of

pytestmark = pytest.mark.anyio

WIDE = Profile(name="wide", vendor="acme", quirks={"ping": False})
NARROW = Profile(
    name="narrow",
    vendor="acme",
    model="x[0-9]+",
    firmware=r"1\..*",
    quirks={"ping": True, "energy_unit": "kWh"},
)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (("Acme", "X1", "1.2"), Quirks(ping=True, energy_unit="kWh")),
        (("ACME", "Y", "1.2"), Quirks(ping=False)),
        (("Acme", "X1", "2.0"), Quirks(ping=False)),
        (("Acme", None, None), Quirks(ping=False)),
        (("Acme GmbH", "X1", "1.2"), STANDARD),
        ((None, None, None), STANDARD),
    ],
)
def test_a_profile_fits_whole_texts_case_aside_and_later_ones_win(told: Any, expected: Quirks) -> None:
    assert profile_quirks(*told, profiles=(WIDE, NARROW)) == expected


@pytest.mark.parametrize("vendor", ["EN+", "EN+ Power", "en plus"])
def test_the_model_that_bears_no_pings_is_known(vendor: str) -> None:
    quirks = profile_quirks(vendor, "AC7K", "1")
    assert (quirks.ping, quirks.any_answer_id) == (False, True)
    assert profile_quirks("Enphase", "AC7K", "1") == STANDARD


def test_every_profile_is_made_of_switches_that_exist() -> None:
    for profile in PROFILES:
        assert profile.quirks
        adjusted(STANDARD, profile.quirks)


def test_a_station_overrides_its_profile() -> None:
    assert quirks_of("EN+", "M", "1", {"ping": True}).ping is True
    assert quirks_of("EN+", "M", "1", {"ping": True}).any_answer_id is True


def test_overrides_of_another_version_are_left_out() -> None:
    assert quirks_of("EN+", "M", "1", {"unheard_of": 1}).ping is False


@pytest.mark.parametrize(
    "overrides",
    [
        {"pings": True},
        {"ping": 0},
        {"ping": None},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "+25:00"},
        {"time_zone": "../../etc/passwd"},
        {"time_zone": 2},
        {"local_time_as_utc": True},
        {"energy_unit": "Ws"},
        {"accept_vendors": "Loops"},
        {"accept_vendors": [1]},
        {"accept_vendors": [""]},
        {"accept_vendors": ["v"] * 21},
    ],
)
def test_what_is_no_quirk_is_refused_with_its_name(overrides: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(overrides))):
        adjusted(STANDARD, overrides)


@pytest.mark.parametrize("name", ["UTC", "+00:00", "-03:30", "+14:00"])
def test_zones_are_names_or_offsets(name: str) -> None:
    assert zone(name) is not None
    assert adjusted(STANDARD, {"time_zone": name}).time_zone == name


async def start_at(timestamp: str, quirks: dict[str, Any]) -> TransactionStart:
    talk = Talk(cp := station())
    cp.quirk_overrides = quirks
    await talk.conversation.opened(NOON)
    await talk.say("StartTransaction", {**START, "timestamp": timestamp}, now=NOON + timedelta(hours=3))
    return next(c for e in talk.journal.entries for c in e.changes if isinstance(c, TransactionStart))


@pytest.mark.parametrize(
    ("timestamp", "quirks", "hour"),
    [
        ("2026-05-04T14:00:00", {}, 14),
        ("2026-05-04T14:00:00", {"time_zone": "+02:00"}, 12),
        ("2026-05-04T14:00:00Z", {"time_zone": "+02:00"}, 14),
        ("2026-05-04T14:00:00Z", {"time_zone": "+02:00", "local_time_as_utc": True}, 12),
        ("2026-05-04T14:00:00+01:00", {"time_zone": "+02:00", "local_time_as_utc": True}, 13),
    ],
)
async def test_times_are_read_in_the_zone_of_the_station(
    timestamp: str, quirks: dict[str, Any], hour: int
) -> None:
    """Q38 and Q40: what is stored is UTC, the text stays beside it."""
    row = await start_at(timestamp, quirks)
    assert (row.start_time.hour, row.start_time_raw) == (hour, timestamp)


@pytest.mark.parametrize(
    ("quirks", "unit", "energy"),
    [
        ({}, "Wh", 12.5),
        ({"energy_unit": "kWh"}, "Wh", 12_500.0),
        ({"energy_unit": "kWh"}, None, 12_500.0),
        ({"energy_unit": "Wh"}, "kWh", 12.5),
        ({"energy_unit": "kWh"}, "kWh", 12_500.0),
    ],
)
async def test_energy_is_read_in_the_unit_that_the_model_counts_in(
    quirks: dict[str, Any], unit: str | None, energy: float
) -> None:
    """Q56: the sample keeps the label as it was sent."""
    talk = Talk(cp := station())
    cp.quirk_overrides = quirks
    sample = {"value": "12.5"} | ({"unit": unit} if unit else {})
    power = {"value": "3", "unit": "kW", "measurand": "Power.Active.Import"}
    value = {"timestamp": "2026-05-04T12:00:00Z", "sampledValue": [sample, power]}
    await talk.say("MeterValues", {"connectorId": 1, "meterValue": [value]})
    row = next(c for e in talk.journal.entries for c in e.changes if isinstance(c, MeterRecord))
    assert (row.energy_wh, row.power_w) == (energy, 3000.0)
    assert json.loads(row.samples)[0]["raw_unit"] == unit


@pytest.mark.parametrize(
    ("vendors", "status"),
    [([], "UnknownVendorId"), (["other"], "UnknownVendorId"), (["ACME"], "Accepted"), (["*"], "Accepted")],
)
async def test_vendor_data_is_accepted_where_it_was_decided(vendors: list[str], status: str) -> None:
    """Q61."""
    talk = Talk(cp := station())
    cp.quirk_overrides = {"accept_vendors": vendors}
    reply = await talk.say("DataTransfer", {"vendorId": "Acme", "data": "x"})
    assert answer_of(reply)[2] == {"status": status}


async def test_a_strict_station_is_refused_what_a_lenient_one_may_bend_and_back() -> None:
    talk = Talk(cp := station())
    await talk.conversation.opened(NOON)
    bent = {"connectorId": "1", "errorCode": "NoError", "status": "Available"}
    assert answer_of(await talk.say("StatusNotification", bent))[0] == 3
    cp.validation = "strict"
    await talk.say("Heartbeat", {})  # counts from the next message on
    refused = answer_of(await talk.say("StatusNotification", bent))
    assert (refused[0], refused[2]) == (4, "TypeConstraintViolation")
    assert talk.peer.validation is Validation.STRICT
    cp.validation = None
    await talk.say("Heartbeat", {})
    assert answer_of(await talk.say("StatusNotification", bent))[0] == 3


async def test_the_profile_counts_from_the_boot_that_names_the_model() -> None:
    talk = Talk(cp := station())
    await talk.say("BootNotification", {**BOOT, "chargePointVendor": "EN+"})
    assert cp.quirks == STANDARD
    await talk.say("Heartbeat", {})
    assert cp.quirks.ping is False
    assert talk.exchange.any_answer_id is True


def test_the_switches_are_those_of_the_api() -> None:
    from ocpp_gateway.api.stations import Quirks as Shown
    from ocpp_gateway.api.stations import QuirksInEffect

    assert tuple(Shown.model_fields) == tuple(QuirksInEffect.model_fields) == NAMES


@pytest.mark.parametrize(
    ("minutes", "noted"),
    [
        ([120, 120, 120], True),
        ([-300, -301, -300], True),
        ([121, 119, 120], True),
        ([120, 120], False),
        ([120, 60, 120], False),
        ([120, 120, 0, 120], False),
        ([90, 90, 90], False),
        ([-7, -127, -300], False),
        ([0, 1, -1], False),
    ],
)
async def test_a_clock_that_is_whole_hours_off_is_noticed_and_not_corrected(
    minutes: list[int], noted: bool
) -> None:
    """Q40: three live reports in a row with the same offset."""
    talk = Talk(cp := station())
    for place, offset in enumerate(minutes):
        told = (NOON + timedelta(minutes=offset)).isoformat().replace("+00:00", "Z")
        status = "Available" if place % 2 else "Unavailable"
        report = {"connectorId": 1, "errorCode": "NoError", "status": status, "timestamp": told}
        await talk.say("StatusNotification", report)
    assert ("Q40-clock-skew" in cp.nonconformities) is noted
    changed = cp.connectors[1].last_status_change
    assert changed == NOON + timedelta(minutes=minutes[-1])


async def test_an_error_that_nobody_knows_is_another_error_with_the_vendors_word() -> None:
    """Q21."""
    talk = Talk(cp := station())
    report = {"connectorId": 1, "errorCode": "Error", "status": "Faulted"}
    await talk.say("StatusNotification", report)
    assert (cp.connectors[1].error_code, cp.connectors[1].vendor_error_code) == ("OtherError", "Error")
    await talk.say("StatusNotification", {**report, "errorCode": "groundfailure", "vendorErrorCode": "E7"})
    assert (cp.connectors[1].error_code, cp.connectors[1].vendor_error_code) == ("GroundFailure", "E7")
