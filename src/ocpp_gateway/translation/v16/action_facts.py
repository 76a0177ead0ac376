"""The actions that OCPP 1.6 sends to stations, in words for people: what neither catalogue nor schema says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class ActionFacts(NamedTuple):
    """What an action does, and advice about it; see `ActionView`."""

    description: str
    destructive: bool = False
    needs_online: bool = False
    bulk: bool = True


ACTION_FACTS: Final[Mapping[str, ActionFacts]] = {
    "CancelReservation": ActionFacts(
        "Give up a reservation; the connector is free for anybody again.", bulk=False
    ),
    "CertificateSigned": ActionFacts(
        "Hand over the certificate that the station has asked to be signed.", bulk=False
    ),
    "ChangeAvailability": ActionFacts(
        "Take a connector, or with connector 0 the whole station, out of service or back. A running charge ends first.",
        destructive=True,
    ),
    "ChangeConfiguration": ActionFacts(
        "Set one configuration key. Some values count only after the next restart."
    ),
    "ClearCache": ActionFacts("Have the station forget the id tags that it has let charge before."),
    "ClearChargingProfile": ActionFacts(
        "Remove charging profiles: the one with this id, or all that fit. Without any member all of them.",
        destructive=True,
    ),
    "DataTransfer": ActionFacts("Send data whose meaning only the station's vendor defines."),
    "DeleteCertificate": ActionFacts(
        "Remove an installed root certificate. Connections that are vouched for by it fail from then on.",
        destructive=True,
    ),
    "ExtendedTriggerMessage": ActionFacts(
        "Have the station send a message now, those of the security extension included.", needs_online=True
    ),
    "GetCompositeSchedule": ActionFacts(
        "Ask which power or current the station would allow over the next seconds, all profiles taken together.",
        needs_online=True,
    ),
    "GetConfiguration": ActionFacts(
        "Read configuration keys; without any key all of them.",
    ),
    "GetDiagnostics": ActionFacts("Have the station upload its diagnostics to an address."),
    "GetInstalledCertificateIds": ActionFacts("Ask which root certificates are installed."),
    "GetLocalListVersion": ActionFacts("Ask for the version of the local list of id tags."),
    "GetLog": ActionFacts("Have the station upload its diagnostics or security log to an address."),
    "InstallCertificate": ActionFacts("Install a root certificate that the station will trust."),
    "RemoteStartTransaction": ActionFacts(
        "Ask the station to start a charge for an id tag.", needs_online=True, bulk=False
    ),
    "RemoteStopTransaction": ActionFacts(
        "Ask the station to end a running charge.", destructive=True, needs_online=True, bulk=False
    ),
    "ReserveNow": ActionFacts(
        "Keep a connector for an id tag until a moment.", needs_online=True, bulk=False
    ),
    "Reset": ActionFacts(
        "Restart the station. Soft ends charges properly before; Hard is the last resort and may lose what has not "
        "been sent.",
        destructive=True,
        needs_online=True,
    ),
    "SendLocalList": ActionFacts(
        "Replace (Full) or change (Differential) the list of id tags that the station knows without asking.",
        destructive=True,
    ),
    "SetChargingProfile": ActionFacts("Limit power or current over time, for a connector or one charge."),
    "SignedUpdateFirmware": ActionFacts(
        "Have the station fetch and install firmware whose signature it checks. It restarts by it.",
        destructive=True,
    ),
    "TriggerMessage": ActionFacts("Have the station send a message now.", needs_online=True),
    "UnlockConnector": ActionFacts(
        "Release the cable of a connector. A running charge ends by it.",
        destructive=True,
        needs_online=True,
        bulk=False,
    ),
    "UpdateFirmware": ActionFacts(
        "Have the station fetch and install firmware. It restarts by it.", destructive=True
    ),
}
"""One entry for each of the 26 actions; a test holds it against the catalogue."""
