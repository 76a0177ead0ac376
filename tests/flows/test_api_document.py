"""The OpenAPI document is true: schemathesis makes requests from it, good and bad ones, as each role.

No 5xx, no answer that the document does not know, nothing accepted that it forbids. `./gateway test` runs an excerpt,
the same in every run; `./gateway test --long` a long run with new requests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.flows.gateway_process import ADMIN, GatewayProcess

CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
PASSWORD = "correct horse battery staple"
PROGRAM = str(Path(sys.executable).with_name("schemathesis"))
ENDS_THE_SIGN_IN = r"/auth/(login|logout|refresh)"
"""Not called at random: they would lock out or sign out the one who asks."""


@pytest.fixture(scope="module")
def gateway() -> Iterator[GatewayProcess]:
    """A gateway with three stations that charge, and one person of each role."""
    with GatewayProcess(REGISTRATION="open", UNKNOWN_ID_TAGS="accept") as gateway:
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
        for role in ("operator", "viewer"):
            subprocess.run(
                [
                    *(sys.executable, "-m", "ocpp_gateway", "user", "add", f"{role}@example.org"),
                    *("--role", role, "--password-stdin"),
                ],
                env={**environment, "OCPP_GATEWAY_DATABASE_URL": gateway.database_url},
                input=f"{PASSWORD}\n",
                text=True,
                check=True,
                cwd=gateway.folder,
                capture_output=True,
            )
        fleet = subprocess.Popen(
            [
                *(sys.executable, "-m", "ocpp_gateway", "simulate", "--quiet", "--url", gateway.station_url),
                *("--stations", "3", "--speed", "20", "--seed", "1"),
            ],
            env=environment,
        )
        try:
            yield gateway
        finally:
            fleet.terminate()
            fleet.wait(30)


def token(gateway: GatewayProcess, email: str, password: str) -> str:
    answer = httpx2.post(
        f"{gateway.http_url}/api/v1/auth/login", json={"email": email, "password": password}, timeout=20
    )
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


def hold_against_the_document(gateway: GatewayProcess, email: str, password: str, *options: str) -> None:
    report = gateway.folder / "report"
    shutil.rmtree(report, ignore_errors=True)
    done = subprocess.run(
        [
            *(PROGRAM, "--config-file", str(CONFIGURATION), "run", f"{gateway.http_url}/api/v1/openapi.json"),
            *("--checks", "all", "--warnings", "off", "--continue-on-failure"),
            *("--header", f"Authorization: Bearer {token(gateway, email, password)}"),
            *("--exclude-path-regex", ENDS_THE_SIGN_IN),
            *options,
        ],
        capture_output=True,
        text=True,
        cwd=gateway.folder,
        check=False,
        timeout=3 * 3600,
    )
    assert done.returncode == 0, f"as {email}:\n{done.stdout[-12_000:]}{done.stderr[-2_000:]}"
    assert "Tested: " in done.stdout, done.stdout


PEOPLE = [ADMIN, ("operator@example.org", PASSWORD), ("viewer@example.org", PASSWORD)]


@pytest.mark.parametrize(("email", "password"), PEOPLE, ids=["admin", "operator", "viewer"])
def test_the_document_is_true_for(gateway: GatewayProcess, email: str, password: str) -> None:
    examples = "3" if email == ADMIN[0] else "1"
    hold_against_the_document(
        gateway, email, password, "--max-examples", examples, "--seed", "1", "--no-shrink"
    )


@pytest.mark.long
@pytest.mark.timeout(4 * 3600)
@pytest.mark.parametrize(("email", "password"), PEOPLE, ids=["admin", "operator", "viewer"])
def test_the_document_is_true_for_a_long_time_for(gateway: GatewayProcess, email: str, password: str) -> None:
    hold_against_the_document(gateway, email, password, "--max-examples", "1000")


def test_none_of_it_left_a_traceback_in_the_log(gateway: GatewayProcess) -> None:
    gateway.stop()
    assert [line for line in gateway.rest_of_output() if "Traceback" in line] == []
