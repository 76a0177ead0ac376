"""The OpenAPI document is true: schemathesis makes requests from it, good and bad ones, as each role.

No 5xx, no answer that the document does not know, nothing accepted that it forbids. `./gateway test` runs an excerpt,
the same in every run; `./gateway test --long` a long run with new requests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx2
import pytest

from ocpp_gateway.operations.permissions import KEY_SCOPES
from tests.flows.gateway_process import ADMIN, GatewayProcess

CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
PASSWORD = "correct horse battery staple"
PROGRAM = str(Path(sys.executable).with_name("schemathesis"))
ENDS_THE_SIGN_IN = r"/auth/(login|logout|refresh|password)"
"""Not called at random: they would lock out or sign out the one who asks."""
CHANGES_PEOPLE = r"/users/\{user\}"
"""Called at random only when nobody signs in any more: they would remove those who come next."""


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


def api_key(gateway: GatewayProcess) -> str:
    """A key of the administrator with every scope that a key can have, for all stations and tags."""
    headers = {"Authorization": f"Bearer {token(gateway, *ADMIN)}"}
    scopes = sorted(permission.value for permission in KEY_SCOPES)
    everything = {"scopes": scopes, "stations": {"all": True}, "id_tags": {"all": True}}
    answer = httpx2.post(
        f"{gateway.http_url}/api/v1/api-keys",
        json={"name": "schemathesis", "permissions": {**everything, "requests_per_minute": 60_000}},
        headers=headers,
        timeout=20,
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["key"])


def hold_against_the_document(
    gateway: GatewayProcess, bearer: str, *options: str, paths: Sequence[str] = ()
) -> None:
    """Make requests to all paths but those that get in the way of others, or to the given ones alone."""
    report = gateway.folder / "report"
    shutil.rmtree(report, ignore_errors=True)
    done = subprocess.run(
        [
            *(PROGRAM, "--config-file", str(CONFIGURATION), "run", f"{gateway.http_url}/api/v1/openapi.json"),
            *("--checks", "all", "--warnings", "off", "--continue-on-failure"),
            *("--header", f"Authorization: Bearer {bearer}"),
            *(paths or ("--exclude-path-regex", f"{ENDS_THE_SIGN_IN}|{CHANGES_PEOPLE}")),
            *options,
        ],
        capture_output=True,
        text=True,
        cwd=gateway.folder,
        check=False,
        timeout=3 * 3600,
    )
    assert done.returncode == 0, f"{done.stdout[-12_000:]}{done.stderr[-2_000:]}"
    assert "Tested: " in done.stdout, done.stdout


PEOPLE = {
    "admin": ADMIN,
    "operator": ("operator@example.org", PASSWORD),
    "viewer": ("viewer@example.org", PASSWORD),
}
CALLERS = [*PEOPLE, "API key"]
BRIEFLY = ("--phases", "examples,fuzzing", "--max-examples", "1")
"""Roles differ in what they may do, not in how input is read: the systematic phases run as one caller."""


def bearer_of(gateway: GatewayProcess, caller: str) -> str:
    return api_key(gateway) if caller == "API key" else token(gateway, *PEOPLE[caller])


@pytest.mark.timeout(300)  # the first of them waits for gateway and fleet too
@pytest.mark.parametrize("caller", CALLERS)
def test_the_document_is_true_for(gateway: GatewayProcess, caller: str) -> None:
    how = ("--max-examples", "2") if caller == "admin" else BRIEFLY
    hold_against_the_document(gateway, bearer_of(gateway, caller), *how, "--seed", "1", "--no-shrink")


@pytest.mark.long
@pytest.mark.timeout(4 * 3600)
@pytest.mark.parametrize("caller", CALLERS)
def test_the_document_is_true_for_a_long_time_for(gateway: GatewayProcess, caller: str) -> None:
    hold_against_the_document(gateway, bearer_of(gateway, caller), "--max-examples", "1000")


def test_the_document_is_true_for_what_changes_people(gateway: GatewayProcess) -> None:
    paths = ("--include-path-regex", CHANGES_PEOPLE)
    bearer = token(gateway, *ADMIN)
    hold_against_the_document(
        gateway, bearer, "--max-examples", "3", "--seed", "1", "--no-shrink", paths=paths
    )


def test_none_of_it_left_a_traceback_in_the_log(gateway: GatewayProcess) -> None:
    gateway.stop()
    assert [line for line in gateway.rest_of_output() if "Traceback" in line] == []
