"""Writes `docs/reference/conformance.md`: which OCTT cases of OCPP 1.6 have a test, and which have none yet.

    python scripts/conformance_page.py           write the page
    python scripts/conformance_page.py --check   fail if the committed page differs

A test belongs to the case whose number its name begins with: `test_tc_004_1_…` to TC_004_1.
"""

# ruff: noqa: INP001 - a script, not a package
from __future__ import annotations

import re
import sys

from named_tests import ROOT, TESTS, named_tests, write_or_check

TARGET = ROOT / "docs" / "reference" / "conformance.md"
_NAME = re.compile(r"test_tc_(\d{3}(?:_\d(?=_))?)_")

# The cases for a central system in the OCA's test tool, by profile (ocpp.md section 3.2).
CASES = {
    "Core": {
        "001": "Cold boot",
        "003": "Regular session, plug in first",
        "004_1": "Regular session, identification first",
        "004_2": "Identification first, connection timeout",
        "005_1": "EV-side disconnect",
        "007": "Start with a cached id",
        "010": "Remote start, cable first",
        "011_1": "Remote start first",
        "011_2": "Remote start, timeout",
        "012": "Remote stop",
        "013": "Hard reset",
        "014": "Soft reset",
        "017_1": "Unlock, no session, detachable cable",
        "017_2": "Unlock, no session, fixed cable",
        "018_1": "Unlock during a session",
        "019_1": "Get all configuration keys",
        "019_2": "Get one configuration key",
        "021": "Change a configuration key",
        "023_1": "Authorize invalid",
        "023_2": "Authorize expired",
        "023_3": "Authorize blocked",
        "024": "Lock failure",
        "026": "Remote start rejected",
        "028": "Remote stop rejected",
        "030": "Unlock failed",
        "031": "Unlock of an unknown connector",
        "032_1": "Power failure",
        "037_1": "Offline start, valid id",
        "037_3": "Offline start, invalid id",
        "039": "Offline transaction",
        "040_1": "Change of a key that is not supported",
        "040_2": "Change to an invalid value",
        "061": "Clear cache",
        "064": "DataTransfer to the central system",
    },
    "Local authorization list": {
        "042_1": "List version -1",
        "042_2": "List version 0",
        "043_1": "SendLocalList not supported",
        "043_3": "SendLocalList failed",
        "043_4": "SendLocalList full",
        "043_5": "SendLocalList differential",
    },
    "Firmware and diagnostics": {
        "044_1": "Firmware update",
        "044_2": "Firmware download failed",
        "044_3": "Firmware installation failed",
        "045_1": "Diagnostics",
        "045_2": "Diagnostics upload failed",
    },
    "Reservation": {
        "046": "Reservation used",
        "047": "Reservation expires",
        "048_1": "ReserveNow, faulted",
        "048_2": "ReserveNow, occupied",
        "048_3": "ReserveNow, unavailable",
        "048_4": "ReserveNow, rejected",
        "049": "ReserveNow, connector 0",
        "051": "Cancel accepted",
        "052": "Cancel rejected",
        "053": "Reservation with a parent tag",
    },
    "Remote trigger": {
        "054": "Trigger messages",
        "055": "Trigger rejected",
    },
    "Smart charging": {
        "056": "TxDefaultProfile",
        "057": "TxProfile",
        "059": "Remote start with a profile",
        "066": "Composite schedule",
        "067": "Clear profiles",
    },
    "Security": {
        "073": "Update of the password",
        "074": "Update of the station's certificate",
        "075_1": "Install a manufacturer's root",
        "075_2": "Install a central system's root",
        "076": "Delete a certificate",
        "077": "Invalid station certificate",
        "078": "Invalid central-system certificate",
        "079": "Security log",
        "080": "Signed firmware update",
        "081": "Signed firmware update, bad signature",
        "083": "Raise of the security profile",
        "085": "Basic authentication",
        "086": "TLS with a server certificate",
        "087": "TLS with a client certificate",
        "088": "Subprotocol",
    },
}

HEAD = """# Conformance

Cases of the Open Charge Alliance's test tool for a central system of OCPP 1.6, and the tests that prove them. Each test
drives a whole gateway through station sockets and the public REST API, nothing else. The page is written by
`scripts/conformance_page.py` from the names of the tests; `not yet` is a case of a feature that has no test.

"""


def tests_by_case() -> dict[str, list[str]]:
    """`file::test` by case number. Raises `LookupError` for a number that is no case."""
    known = {number for cases in CASES.values() for number in cases}
    found: dict[str, list[str]] = {number: [] for number in known}
    for path, name in named_tests(TESTS / "conformance"):
        named = _NAME.match(name)
        if named is None:
            continue
        if named[1] not in known:
            message = f"{path}: {name} names no case of the list"
            raise LookupError(message)
        found[named[1]].append(f"{path.rpartition('/')[2]}::{name}")
    return found


def page() -> str:
    """The page's text."""
    found = tests_by_case()
    lines = [HEAD]
    for area, cases in CASES.items():
        proven = sum(bool(found[number]) for number in cases)
        lines.append(f"## {area}: {proven} of {len(cases)}\n")
        lines.append("| case | title | test |")
        lines.append("|---|---|---|")
        for number, title in cases.items():
            proofs = "<br>".join(f"`{test}`" for test in found[number]) or "not yet"
            lines.append(f"| TC_{number} | {title} | {proofs} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(write_or_check(__doc__, TARGET, page))
