"""Makes and models of simulated stations. All names are invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StationModel:
    """What stands on a nameplate, and what the hardware can do. `phases` 0 means DC; power per connector in W."""

    vendor: str
    model: str
    firmware: str
    next_firmware: str
    meter_type: str
    phases: int
    max_power_w: float
    cable_attached: bool = False
    reuses_message_ids: bool = False
    """Whether a message that is sent again after a lost connection keeps its id (both are legal, errata 2025-04)."""
    forgets_availability: bool = False
    """Whether it is in service again after a reboot although it was told otherwise; availability should be kept."""

    @property
    def direct_current(self) -> bool:
        """Whether its connectors are DC."""
        return self.phases == 0


MODELS: tuple[StationModel, ...] = (
    StationModel(
        vendor="Brindlewatt",
        model="Post 22 Duo",
        firmware="4.2.1",
        next_firmware="4.3.0",
        meter_type="BW-M3",
        phases=3,
        max_power_w=22_000,
    ),
    StationModel(
        vendor="Brindlewatt",
        model="Wall 7",
        firmware="4.1.9",
        next_firmware="4.3.0",
        meter_type="BW-M1",
        phases=1,
        max_power_w=7_400,
        cable_attached=True,
        reuses_message_ids=True,
    ),
    StationModel(
        vendor="Quillamp",
        model="Heron 11",
        firmware="2026.7.3",
        next_firmware="2026.11.0",
        meter_type="QA 3x32",
        phases=3,
        max_power_w=11_000,
    ),
    StationModel(
        vendor="Quillamp",
        model="Wren 3",
        firmware="2026.2.0",
        next_firmware="2026.11.0",
        meter_type="QA 1x16",
        phases=1,
        max_power_w=3_700,
        forgets_availability=True,
    ),
    StationModel(
        vendor="Pellucid Power",
        model="Torrent 150",
        firmware="R18b",
        next_firmware="R19",
        meter_type="DCM-400",
        phases=0,
        max_power_w=150_000,
        cable_attached=True,
    ),
    StationModel(
        vendor="Pellucid Power",
        model="Brook 50",
        firmware="R17",
        next_firmware="R19",
        meter_type="DCM-100",
        phases=0,
        max_power_w=50_000,
        cable_attached=True,
        reuses_message_ids=True,
    ),
    StationModel(
        vendor="Mockingwatt",
        model="Apex 300",
        firmware="7.0.12",
        next_firmware="7.1.0",
        meter_type="MW-HPC",
        phases=0,
        max_power_w=300_000,
        cable_attached=True,
    ),
)
