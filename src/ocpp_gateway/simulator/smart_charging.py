"""Charging profiles: what is installed, what it allows at a moment, and the composite schedule (ocpp.md 2.13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from ocpp_gateway.ocpp.timestamps import format_timestamp, parse_timestamp
from ocpp_gateway.ocpp.v16.messages import (
    ChargingSchedule,
    ChargingSchedulePeriod,
    ClearChargingProfileRequest,
    ClearChargingProfileResponse,
    GetCompositeScheduleRequest,
    GetCompositeScheduleResponse,
    SetChargingProfileRequest,
    SetChargingProfileResponse,
)
from ocpp_gateway.simulator.outlet import MAINS_VOLTAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ocpp_gateway.ocpp.v16.messages import ChargingProfile
    from ocpp_gateway.simulator.connector import Connector
    from ocpp_gateway.simulator.station import Station

PERIODS = {"Daily": 86_400.0, "Weekly": 604_800.0}
DEFAULT_PHASES = 3
MAX_STACK_LEVEL = 10
MAX_PERIODS = 24
MAX_PROFILES = 20


@dataclass(frozen=True, slots=True)
class Installed:
    """A profile on a connector (0: the station), with the moment it arrived (POSIX seconds)."""

    connector: int
    profile: ChargingProfile
    received_at: float

    def limit_w(self, now: float, charging_since: float | None) -> float | None:
        """The limit in W that this profile sets at a moment, or `None` if it says nothing then."""
        schedule = self.profile.charging_schedule
        elapsed = self._elapsed(now, charging_since)
        if elapsed is None or (schedule.duration is not None and elapsed >= schedule.duration):
            return None
        period = None
        for candidate in schedule.charging_schedule_period:
            if candidate.start_period <= elapsed:
                period = candidate
        if period is None:
            return None
        if schedule.charging_rate_unit == "W":
            return period.limit
        return period.limit * MAINS_VOLTAGE * (period.number_phases or DEFAULT_PHASES)

    def _elapsed(self, now: float, charging_since: float | None) -> float | None:
        """Seconds into the schedule; `None` outside its validity."""
        profile = self.profile
        if (start := _seconds(profile.valid_from)) is not None and now < start:
            return None
        if (end := _seconds(profile.valid_to)) is not None and now >= end:
            return None
        if profile.charging_profile_kind == "Relative":
            begin = self.received_at if charging_since is None else charging_since
        else:
            begin = _seconds(profile.charging_schedule.start_schedule) or self.received_at
        if now < begin:
            return None
        if profile.charging_profile_kind == "Recurring":
            return (now - begin) % PERIODS.get(profile.recurrency_kind or "Daily", PERIODS["Daily"])
        return now - begin

    def boundaries(self, begin: float, end: float, charging_since: float | None) -> Iterator[float]:
        """Moments between begin and end at which this profile's word may change."""
        profile, schedule = self.profile, self.profile.charging_schedule
        for text in (profile.valid_from, profile.valid_to):
            if (moment := _seconds(text)) is not None:
                yield moment
        start = _seconds(schedule.start_schedule) or self.received_at
        if profile.charging_profile_kind == "Relative" and charging_since is not None:
            start = charging_since
        offsets = [float(p.start_period) for p in schedule.charging_schedule_period]
        if schedule.duration is not None:
            offsets.append(float(schedule.duration))
        step = end - begin + 1.0
        if profile.charging_profile_kind == "Recurring":
            step = PERIODS.get(profile.recurrency_kind or "Daily", PERIODS["Daily"])
            start += max(0.0, (begin - start) // step) * step
        while start < end:
            yield from (start + offset for offset in offsets)
            start += step


def _seconds(text: str | None) -> float | None:
    moment = parse_timestamp(text)[0] if text is not None else None
    return moment.timestamp() if moment is not None else None


class ChargingProfiles:
    """All installed profiles of a station."""

    def __init__(self) -> None:
        self._installed: list[Installed] = []

    def __len__(self) -> int:
        return len(self._installed)

    def install(self, connector: int, profile: ChargingProfile, now: float) -> None:
        """Keep a profile; one with the same id, or the same purpose, level and connector, is replaced."""
        self._installed = [
            i
            for i in self._installed
            if i.profile.charging_profile_id != profile.charging_profile_id
            and not (
                i.connector == connector
                and i.profile.charging_profile_purpose == profile.charging_profile_purpose
                and i.profile.stack_level == profile.stack_level
            )
        ]
        self._installed.append(Installed(connector, profile, now))

    def clear(self, request: ClearChargingProfileRequest) -> bool:
        """Remove what matches all given fields; an id makes the others irrelevant. False if nothing matched."""

        def matches(installed: Installed) -> bool:
            profile = installed.profile
            if request.id is not None:
                return profile.charging_profile_id == request.id
            return (
                (request.connector_id is None or installed.connector == request.connector_id)
                and request.charging_profile_purpose in {None, profile.charging_profile_purpose}
                and (request.stack_level is None or profile.stack_level == request.stack_level)
            )

        before = len(self._installed)
        self._installed = [i for i in self._installed if not matches(i)]
        return len(self._installed) < before

    def end_transaction(self, connector: int) -> None:
        """A TxProfile ends with its transaction."""
        self._installed = [
            i
            for i in self._installed
            if not (i.connector == connector and i.profile.charging_profile_purpose == "TxProfile")
        ]

    def _ruling(self, candidates: Iterable[Installed], now: float, since: float | None) -> float | None:
        """The word of the highest stack level that says anything now."""
        for installed in sorted(candidates, key=lambda i: -i.profile.stack_level):
            limit = installed.limit_w(now, since)
            if limit is not None:
                return limit
        return None

    def _of(self, purpose: str, connector: int) -> list[Installed]:
        return [
            i
            for i in self._installed
            if i.profile.charging_profile_purpose == purpose and i.connector == connector
        ]

    def connector_limit_w(self, connector: int, now: float, charging_since: float | None) -> float | None:
        """TxProfile, or else TxDefaultProfile (the connector's own before that of connector 0), in W."""
        for candidates in (
            self._of("TxProfile", connector),
            self._of("TxDefaultProfile", connector),
            self._of("TxDefaultProfile", 0),
        ):
            limit = self._ruling(candidates, now, charging_since)
            if limit is not None:
                return limit
        return None

    def station_limit_w(self, now: float) -> float | None:
        """ChargePointMaxProfile: the total of all connectors, in W."""
        return self._ruling(self._of("ChargePointMaxProfile", 0), now, None)

    def moments(self, begin: float, end: float, charging_since: float | None) -> list[float]:
        """When the composite may change between begin and end, begin included, in order."""
        found = {begin}
        for installed in self._installed:
            found.update(m for m in installed.boundaries(begin, end, charging_since) if begin < m < end)
        return sorted(found)


def set_charging_profile(
    station: Station, request: SetChargingProfileRequest, now: float
) -> SetChargingProfileResponse:
    """SetChargingProfile, with the rules on where each purpose may go."""
    profile = request.cs_charging_profiles
    status = "Accepted" if _acceptable(station, request.connector_id, profile) else "Rejected"
    if status == "Accepted":
        station.profiles.install(request.connector_id, profile, now)
    return SetChargingProfileResponse(status=status)


def _acceptable(station: Station, connector_id: int, profile: ChargingProfile) -> bool:
    schedule = profile.charging_schedule
    periods = schedule.charging_schedule_period
    if not 0 <= profile.stack_level <= MAX_STACK_LEVEL or not 0 < len(periods) <= MAX_PERIODS:
        return False
    if periods[0].start_period != 0 or len(station.profiles) >= MAX_PROFILES:
        return False
    if profile.charging_profile_kind == "Recurring" and (
        profile.recurrency_kind is None or schedule.start_schedule is None
    ):
        return False
    connector = station.connectors.get(connector_id)
    match profile.charging_profile_purpose:
        case "ChargePointMaxProfile":
            return connector_id == 0
        case "TxDefaultProfile":
            return connector_id == 0 or connector is not None
        case "TxProfile":
            transaction = connector.transaction if connector is not None else None
            return transaction is not None and profile.transaction_id in {None, transaction.transaction_id}


def clear_charging_profile(
    station: Station, request: ClearChargingProfileRequest, _now: float
) -> ClearChargingProfileResponse:
    """ClearChargingProfile: Unknown when nothing matched."""
    return ClearChargingProfileResponse(status="Accepted" if station.profiles.clear(request) else "Unknown")


def get_composite_schedule(
    station: Station, request: GetCompositeScheduleRequest, now: float
) -> GetCompositeScheduleResponse:
    """GetCompositeSchedule: the limits of the coming seconds, the hardware's own where no profile speaks."""
    connector = station.connectors.get(request.connector_id)
    if (connector is None and request.connector_id != 0) or request.duration <= 0:
        return GetCompositeScheduleResponse(status="Rejected")
    unit: Literal["A", "W"] = request.charging_rate_unit or ("W" if station.model.direct_current else "A")
    since = connector.charging_since if connector is not None else None
    periods: list[ChargingSchedulePeriod] = []
    for moment in station.profiles.moments(now, now + request.duration, since):
        limit = _limit_at(station, connector, moment)
        value = limit if unit == "W" else limit / (MAINS_VOLTAGE * (station.model.phases or DEFAULT_PHASES))
        second, value = int(moment - now), round(value, 1)
        if periods and periods[-1].start_period == second:
            periods.pop()
        if not periods or periods[-1].limit != value:
            periods.append(ChargingSchedulePeriod(start_period=second, limit=value))
    return GetCompositeScheduleResponse(
        status="Accepted",
        connector_id=request.connector_id,
        schedule_start=format_timestamp(datetime.fromtimestamp(now, UTC)),
        charging_schedule=ChargingSchedule(
            charging_rate_unit=unit, charging_schedule_period=tuple(periods), duration=request.duration
        ),
    )


def _limit_at(station: Station, connector: Connector | None, moment: float) -> float:
    total = station.profiles.station_limit_w(moment)
    if connector is None:
        hardware = sum(c.outlet.max_power_w for c in station.connectors.values())
        return hardware if total is None else min(hardware, total)
    own = station.profiles.connector_limit_w(connector.number, moment, connector.charging_since)
    return min(w for w in (connector.outlet.max_power_w, own, total) if w is not None)
