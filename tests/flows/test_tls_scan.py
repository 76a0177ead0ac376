"""The listener as a scanner that is not ours sees it (reliability S8). `test_tls.py` scans in every build."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from ocpp_gateway.wire.tls import MODERN_SUITES, STATIC_RSA_SUITES, TlsPolicy
from tests.station_house import LIMITS, StationHouse, beat
from tests.tls_clients import wss
from tests.tls_house import ServerFiles

pytestmark = [pytest.mark.anyio, pytest.mark.long]

OLD_PROTOCOLS = ("SSLv2", "SSLv3", "TLS1", "TLS1_1")
HOLES = (
    *("heartbleed", "CCS", "ticketbleed", "ROBOT", "secure_renego", "secure_client_renego", "CRIME_TLS"),
    *("POODLE_SSL", "SWEET32", "FREAK", "DROWN", "LOGJAM", "BEAST", "LUCKY13", "RC4", "fallback_SCSV"),
)
"""Ids of the checks for known vulnerabilities."""


@pytest.mark.parametrize("policy", ["modern", "compatible"])
async def test_s8_testssl_finds_tls_1_2_and_1_3_the_policy_s_suites_and_no_hole(
    tmp_path: Path, policy: TlsPolicy
) -> None:
    """With Debian's scanner: `apt-get install testssl.sh`."""
    scanner = shutil.which("testssl") or shutil.which("testssl.sh")
    if scanner is None:
        pytest.skip("there is no testssl.sh on this machine")
    files = ServerFiles(tmp_path)
    report = tmp_path / "report.json"
    limits = replace(LIMITS, unaccepted_per_address=1000)
    async with StationHouse(tls=files.tls(policy), limits=limits) as house:
        scan = await asyncio.create_subprocess_exec(
            *(scanner, "--quiet", "--color", "0", "--warnings", "off", "--sneaky", "--nodns", "min"),
            *("--protocols", "--each-cipher", "--vulnerable", "--jsonfile", str(report)),
            f"127.0.0.1:{house.port}",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        output, _ = await asyncio.wait_for(scan.communicate(), 1800)
        async with wss(house, "CP-1", files.client()) as station:
            await beat(station)
        assert house.server.counters.failures == 0
    assert report.exists(), output.decode(errors="replace")[-4000:]
    found = {entry["id"]: entry for entry in json.loads(report.read_text())}
    for protocol in OLD_PROTOCOLS:
        assert found[protocol]["finding"].startswith("not offered"), found[protocol]
    for protocol in ("TLS1_2", "TLS1_3"):
        assert found[protocol]["finding"].startswith("offered"), found[protocol]
    suites = {entry["finding"].split()[1] for name, entry in found.items() if name.startswith("cipher_x")}
    before_1_3 = {suite for suite in suites if not suite.startswith("TLS_")}
    assert before_1_3 == set(MODERN_SUITES if policy == "modern" else MODERN_SUITES + STATIC_RSA_SUITES)
    for hole in HOLES:
        assert found[hole]["severity"] == "OK", found[hole]
