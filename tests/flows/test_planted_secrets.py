"""Planted secrets turn up nowhere but where they are shown once (reliability S13, S14; measure S7).

One gateway at DEBUG, on each database. Secrets of every kind go in by every door, every operation of the API is called
well and badly, and statements fail inside of it. Then everything that came out is searched: its log, every answer, the
feed, the exports, every column of the database and, on SQLite, the bytes of its files.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
import websockets

from ocpp_gateway.feeds.grants import PERMISSIONS
from tests.feed_client import FeedClient
from tests.flows.gateway_process import ADMIN, GatewayProcess
from tests.flows.howto_pages import Call, uncalled
from tests.flows.obeying_station import ObeyingStation
from tests.flows.planted import Canaries, Witness, leaks_of_database, leaks_of_files, missing
from tests.oidc_provider import CLIENT
from tests.servers import free_port

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]

API = "/api/v1"
STATION = "CP-1"
SECRET_KEY = "fedcba9876543210" * 4


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path, canaries: Canaries) -> str:
    """A database; the address of PostgreSQL carries a password."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'gateway.db'}"
    password = canaries.plant("database password", "d4t4base-passw0rd-canary")
    url: str = request.getfixturevalue("postgres_url")
    return url.replace("@", f":{password}@", 1)


@pytest.fixture
def canaries() -> Canaries:
    planted = Canaries()
    planted.plant("SECRET_KEY", SECRET_KEY)
    planted.plant("client secret", CLIENT[1])
    planted.plant("admin's password", ADMIN[1])
    return planted


@pytest.fixture
def provider() -> Iterator[str]:
    """The address of an honest identity provider."""
    program = Path(__file__).parents[1] / "oidc_provider.py"
    process = subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


class Run:
    """What one run of the test holds on to."""

    def __init__(self, gateway: GatewayProcess, canaries: Canaries, client: httpx2.AsyncClient) -> None:
        self.gateway = gateway
        self.canaries = canaries
        self.web = Witness(client)
        self.fed: list[str] = []
        """Every message of the feed."""

    async def sign_in(self, email: str, password: str, who: str) -> dict[str, str]:
        """The headers of somebody who has signed in; their tokens are planted."""
        names = (f"access token of {who}", f"refresh token of {who}")
        # One second, one sign-in, one access token: the refresh may give out the same again.
        body = {"email": email, "password": password}
        shown = (*names, "refreshed access token")
        answer = await self.web.call("POST", f"{API}/auth/login", json=body, reveals=shown)
        assert answer.status_code == 200, answer.text
        token = self.canaries.plant(names[0], answer.json()["access_token"])
        self.canaries.plant(names[1], next(iter(answer.cookies.values())))
        return {"Authorization": f"Bearer {token}"}

    async def give(self, body: dict[str, Any], path: str = f"{API}/stations/{STATION}/commands") -> Any:
        return await self.web.done("POST", path, json=body)


@asynccontextmanager
async def running(database: str, provider: str, folder: Path, canaries: Canaries) -> AsyncIterator[Run]:
    port = str(free_port())
    gateway = GatewayProcess(
        database,
        folder=folder,
        options=("--debug",),
        REGISTRATION="pending",
        UNKNOWN_ID_TAGS="accept",
        SECRET_KEY=SECRET_KEY,
        HTTP_PORT=port,
        PUBLIC_HTTP_URL=f"http://127.0.0.1:{port}",
        OIDC_ISSUER=provider,
        OIDC_CLIENT_ID=CLIENT[0],
        OIDC_CLIENT_SECRET=CLIENT[1],
    )
    with gateway:
        async with httpx2.AsyncClient(base_url=gateway.http_url, timeout=20) as client:
            yield Run(gateway, canaries, client)


async def test_planted_secrets_turn_up_nowhere(
    database: str, provider: str, tmp_path: Path, canaries: Canaries
) -> None:
    async with running(database, provider, tmp_path, canaries) as run:
        admin = await run.sign_in(*ADMIN, "admin")
        run.web.client.headers.update(admin)
        feed = asyncio.create_task(follow(run))
        await people_and_keys(run)
        await through_the_provider(run, provider)
        await strangers_at_the_station_port(run)
        await a_station_that_talks(run)
        await everything_is_read(run)
        await everything_is_asked_wrongly(run)
        await statements_fail(run, database)
        openapi = await run.web.done("GET", f"{API}/openapi.json")
        calls = [Call(method, path.removeprefix(API)) for method, path in run.web.calls]
        assert uncalled(openapi, calls) == []
        feed.cancel()
        with suppress(asyncio.CancelledError):
            await feed
        assert any("ocpp.message" in message for message in run.fed)
        run.gateway.stop()
        output = run.gateway.output + run.gateway.rest_of_output()
        assert any('"level": "debug"' in line for line in output), "the log is not at DEBUG"
        assert any("Traceback" in line for line in output), "nothing has failed inside"
        leaks = {
            "log": [f"{canaries.found_in(line)}: {line[:600]}" for line in output if canaries.found_in(line)],
            "answers": run.web.leaks(canaries),
            "feed": [
                f"{canaries.found_in(text)}: {text[:300]}" for text in run.fed if canaries.found_in(text)
            ],
            "database": await leaks_of_database(database, canaries),
            "files": leaks_of_files(tmp_path, canaries),
        }
        found = [f"{where}: {one}" for where, ones in leaks.items() for one in ones]
        assert not found, "\n".join(found)


async def follow(run: Run) -> None:
    """Keep every message of the feed, opened with a ticket."""
    headers = {"Origin": run.gateway.http_url}
    ticket = await run.web.done("POST", f"{API}/feed/tickets", headers=headers, reveals=["feed ticket"])
    run.canaries.plant("feed ticket", ticket["ticket"])
    async with FeedClient(run.gateway.http_url, ticket=ticket["ticket"], origin=run.gateway.http_url) as feed:
        await feed.say(json.dumps({"type": "subscribe", "snapshot": True, "event_types": list(PERMISSIONS)}))
        while True:
            run.fed.append(str(await feed.socket.recv()))


async def people_and_keys(run: Run) -> None:
    """Somebody is added, signs in, refreshes, changes passwords; keys are made, used, revoked."""
    web, plant = run.web, run.canaries.plant
    given = plant("given password", "given-passw0rd-canary")
    ada = await web.done(
        "POST", f"{API}/users", json={"email": "ada@example.com", "role": "viewer", "password": given}
    )
    repeated = {"Idempotency-Key": "make-bob"}
    for _ in range(2):  # the second answer is the first again, password and all
        bob = await web.done(
            "POST",
            f"{API}/users",
            json={"email": "bob@example.com", "role": "operator"},
            headers=repeated,
            reveals=["made password"],
        )
        plant("made password", bob["password"])
    hers = await run.sign_in("ada@example.com", given, "ada")
    new = plant("new password", "new-passw0rd-canary")
    await web.done(
        "POST", f"{API}/auth/password", json={"old_password": given, "new_password": new}, headers=hers
    )
    hers = await run.sign_in("ada@example.com", new, "ada again")
    names = ["refreshed access token", "refreshed refresh token"]
    shown = [*names, "access token of ada again"]
    refreshed = await web.call("POST", f"{API}/auth/refresh", reveals=shown)
    plant(names[0], refreshed.json()["access_token"])
    plant(names[1], next(iter(refreshed.cookies.values())))
    assert (await web.call("POST", f"{API}/auth/logout", headers=hers)).status_code == 204
    web.client.cookies.clear()
    await web.done(
        "POST", f"{API}/auth/logout-everywhere", headers=await run.sign_in("ada@example.com", new, "ada 3")
    )
    await web.done("PATCH", f"{API}/users/{ada['id']}", json={"name": "Ada"})
    reset = await web.done("POST", f"{API}/users/{ada['id']}/password", reveals=["reset password"])
    plant("reset password", reset["password"])
    await web.done("POST", f"{API}/users/{ada['id']}/sign-out")
    await web.done("GET", f"{API}/users/{ada['id']}")
    await web.done("DELETE", f"{API}/users/{ada['id']}")
    key = await web.done(
        "POST",
        f"{API}/api-keys",
        json={
            "name": "billing",
            "permissions": {"scopes": ["stations:read"], "stations": {"all": True}},
        },
        headers={"Idempotency-Key": "make-a-key"},
        reveals=["API key"],
    )
    secret = plant("API key", key["key"], key["key"][12:])
    for headers in ({"X-API-Key": secret}, {"Authorization": f"Bearer {secret}"}):
        client = httpx2.AsyncClient(base_url=run.gateway.http_url, timeout=20)
        async with client:
            asked = Witness(client, web.answers, web.calls)
            await asked.done("GET", f"{API}/stations", headers=headers)
            await asked.call("GET", f"{API}/stations?api_key={secret}&access_token={secret}")
            await asked.call("GET", f"{API}/stations", headers={"X-API-Key": secret[:-1] + "x"})
            await asked.call("POST", f"{API}/api-keys", headers=headers, json={"name": secret})
    await web.done("GET", f"{API}/api-keys/{key['id']}")
    await web.done("PATCH", f"{API}/api-keys/{key['id']}", json={"name": "old"})
    await web.done("DELETE", f"{API}/api-keys/{key['id']}")


async def through_the_provider(run: Run, provider: str) -> None:
    """Somebody signs in through the identity provider; code, cookie and tokens are secrets too."""
    web, plant = run.web, run.canaries.plant
    await web.done("GET", f"{API}/auth/methods")
    async with httpx2.AsyncClient(timeout=20) as outside:
        await outside.post(f"{provider}/control", json={"now": time.time(), "email": "bob@example.com"})
        started = await web.call("GET", f"{API}/auth/oidc/start", reveals=["attempt", "state"])
        assert started.status_code == 303, started.text
        plant("attempt", next(iter(started.cookies.values())))
        plant("state", parse_qs(urlsplit(started.headers["location"]).query)["state"][0])
        back = urlsplit((await outside.get(started.headers["location"])).headers["location"])
    plant("code", parse_qs(back.query)["code"][0])
    arrived = await web.call(
        "GET", f"{back.path}?{back.query}", reveals=["refresh token through the provider"]
    )
    assert arrived.status_code == 303, arrived.text
    refresh = next(value for name, value in arrived.cookies.items() if "refresh" in name)
    plant("refresh token through the provider", refresh)
    again = await web.call("GET", f"{back.path}?{back.query}")
    assert again.status_code == 403
    web.client.cookies.clear()


async def strangers_at_the_station_port(run: Run) -> None:
    """Refused handshakes with credentials where they belong and where they do not."""
    plant = run.canaries.plant
    query = plant("password in a query", "query-passw0rd-canary")
    path = plant("password in a path", "path-passw0rd-canary")
    wrong = plant("password of a stranger", "stranger-passw0rd-canary", "CP-9:stranger-passw0rd-canary")
    bearer = plant("token of a stranger", "stranger-t0ken-canary")
    base = run.gateway.station_url
    attempts: list[tuple[str, dict[str, str]]] = [
        (f"{base}/CP-9?password={query}&token={query}", {}),
        (f"{base}/CP-9:{path}", {}),
        (f"{base}/CP-9/{path}", {}),
        (f"{base}/CP-9%3A{path}@x", {}),
        (f"{base}/CP-9", {"Authorization": f"Bearer {bearer}"}),
        (f"{base}/CP-9", {"Authorization": f"Basic {wrong}"}),
    ]
    for url, headers in attempts:
        with suppress(websockets.InvalidStatus):
            async with websockets.connect(
                url, additional_headers=headers, subprotocols=[websockets.Subprotocol("ocpp1.6")], proxy=None
            ):
                pass
    with suppress(websockets.InvalidStatus):
        async with ObeyingStation(base, "CP-9", boots=False, password=wrong.encode()):
            pass


async def a_station_that_talks(run: Run) -> None:
    """Secrets in commands, in a job, and in what a station says."""
    web, plant = run.web, run.canaries.plant
    password = plant("station password", "station-passw0rd-1", f"{STATION}:station-passw0rd-1")
    await web.done(
        "POST", f"{API}/stations", json={"ocpp_id": STATION, "password": password, "security_profile": 1}
    )
    made = await web.done("POST", f"{API}/stations", json={"ocpp_id": "CP-2"})
    made = await web.done("POST", f"{API}/stations/CP-2/password", reveals=["made station password"])
    plant("made station password", made["password"])
    await web.done("POST", f"{API}/stations/CP-2/password", json={"password": password})
    url = plant("URL with credentials", "url-passw0rd-canary")
    ftp = f"ftp://backend:{url}@files.example.com/in"
    async with ObeyingStation(run.gateway.station_url, STATION, password=password.encode()) as station:
        await station.status(1, "Available")
        for action, payload, answer in _orders(ftp):
            given = await run.give({"action": action, "payload": payload})
            await station.obey(action, answer)
            await web.done("GET", f"{API}/commands/{given['id']}")
        await rotations(run, station)
        await said_by_the_station(run, station, ftp)
        await bulk(run, station, ftp)
        number = await station.start(1, "TAG-1")
        await web.done("GET", f"{API}/stations/{STATION}/connectors/1")
        await station.call(
            "StopTransaction",
            {"transactionId": number, "meterStop": 2000, "timestamp": "2026-05-04T13:00:00Z"},
        )


def _orders(ftp: str) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    when = "2030-01-01T00:00:00Z"
    log = {"remoteLocation": ftp, "oldestTimestamp": when}
    firmware = {
        "location": ftp,
        "retrieveDateTime": when,
        "signingCertificate": "-----BEGIN CERTIFICATE-----",
        "signature": "c2lnbmF0dXJl",
    }
    return [
        ("GetDiagnostics", {"location": ftp}, {"fileName": "diagnostics.zip"}),
        ("UpdateFirmware", {"location": ftp, "retrieveDate": when}, {}),
        ("GetLog", {"logType": "SecurityLog", "requestId": 1, "log": log}, {"status": "Accepted"}),
        ("SignedUpdateFirmware", {"requestId": 2, "firmware": firmware}, {"status": "Accepted"}),
        (
            "DataTransfer",
            {"vendorId": "v", "data": json.dumps({"url": ftp})},
            {"status": "Accepted", "data": ftp},
        ),
        ("ChangeConfiguration", {"key": "UploadUrl", "value": ftp}, {"status": "Accepted"}),
    ]


async def rotations(run: Run, station: ObeyingStation) -> None:
    """A new AuthorizationKey, once accepted and once refused with words that repeat it."""
    plant = run.canaries.plant
    accepted = plant("AuthorizationKey", "0123456789abcdef0123456789abcdef01234567")
    change = {"key": "AuthorizationKey", "value": accepted}
    await run.give({"action": "ChangeConfiguration", "payload": change})
    await station.obey("ChangeConfiguration", {"status": "Accepted"})
    refused = plant("refused AuthorizationKey", "76543210fedcba9876543210fedcba9876543210")
    for question in ({"change": {"key": "AuthorizationKey", "value": refused}},):
        await run.give(question, f"{API}/stations/{STATION}/configuration")
        message, _ = await station.ordered("ChangeConfiguration")
        echoed = {"key": "AuthorizationKey", "value": refused}
        await station._socket.send(
            json.dumps([4, message, "InternalError", json.dumps(echoed)[:200], echoed])
        )
    await run.give({"read": ["AuthorizationKey", "UploadUrl"]}, f"{API}/stations/{STATION}/configuration")
    await station.obey(
        "GetConfiguration",
        {"configurationKey": [{"key": "AuthorizationKey", "readonly": False, "value": accepted}]},
    )
    offline = plant("AuthorizationKey in waiting", "aaaabbbbccccddddeeeeffff0000111122223333")
    change = {"key": "AuthorizationKey", "value": offline}
    waiting = {"action": "ChangeConfiguration", "payload": change, "when_offline": "queue"}
    command = await run.give(waiting, f"{API}/stations/CP-2/commands")
    await run.web.done("POST", f"{API}/commands/{command['id']}/cancel")


async def said_by_the_station(run: Run, station: ObeyingStation, ftp: str) -> None:
    """Addresses with credentials wherever a station may write text, in valid messages and in others."""
    await station.call("DataTransfer", {"vendorId": "Voltaic", "data": f'{{"upload": "{ftp}"}}'})
    await station.call("DataTransfer", {"vendorId": "Voltaic", "data": f"fetch {ftp} now"})
    event = {"type": "FirmwareUpdated", "timestamp": "2026-05-04T12:00:00Z", "techInfo": f"from {ftp}"}
    await station.call("SecurityEventNotification", event)
    error = {"connectorId": 1, "errorCode": "OtherError", "status": "Available", "info": ftp[:50]}
    await station.call("StatusNotification", error)
    key = {"key": "AuthorizationKey", "value": run.canaries.plant("spoken key", "spoken-key-canary-1234")}
    for text in (
        json.dumps([2, "u1", "Unheard", {"address": ftp}]),
        json.dumps([2, "u2", "StatusNotification", {"address": ftp, "connectorId": "x"}]),
        json.dumps([2, "u3", "ChangeConfiguration", key]),
        json.dumps([3, "nobody-asked", {"location": ftp, "configurationKey": [key]}]),
        json.dumps([9, "x", ftp]),
        f'[2, "u4", "DataTransfer", {{"vendorId": "v", "data": "{ftp}"',
    ):
        with suppress(websockets.ConnectionClosed):
            await station._socket.send(text)
    assert await station.call("Heartbeat", {})


async def bulk(run: Run, station: ObeyingStation, ftp: str) -> None:
    """Jobs whose payload is a secret."""
    key = run.canaries.plant("AuthorizationKey of a job", "99998888777766665555444433332222aaaabbbb")
    payload = {"key": "AuthorizationKey", "value": key}
    for action, body, answer in (
        ("ChangeConfiguration", payload, {"status": "Rejected"}),
        ("GetDiagnostics", {"location": ftp}, {}),
    ):
        new = {"action": action, "payload": body, "stations": [STATION, "CP-2"]}
        job = await run.web.done("POST", f"{API}/jobs", json=new, headers={"Idempotency-Key": action})
        await station.obey(action, answer)
        await run.web.done("GET", f"{API}/jobs/{job['id']}")
        await run.web.done("GET", f"{API}/jobs/{job['id']}/results")
        await run.web.call("POST", f"{API}/jobs/{job['id']}/cancel")
        await run.web.call("POST", f"{API}/jobs/{job['id']}/retry")


async def everything_is_read(run: Run) -> None:
    """Every GET of the document, lists with what is in them."""
    openapi = await run.web.done("GET", f"{API}/openapi.json")
    names = {"ocpp_id": STATION, "number": "1"}
    for path, item in openapi["paths"].items():
        if "get" in item and not path.startswith(f"{API}/auth/oidc"):
            address = path
            for name, value in names.items():
                address = address.replace(f"{{{name}}}", value)
            await run.web.call("GET", address)
    for page in (
        "logs",
        "commands",
        "jobs",
        "audit",
        "security-events",
        "refused-handshakes",
        "transactions",
    ):
        answer = await run.web.done("GET", f"{API}/{page}?limit=200")
        assert answer["items"], page
        for found in answer["items"]:
            if page in {"commands", "jobs", "transactions"}:
                await run.web.done("GET", f"{API}/{page}/{found['id']}")


async def everything_is_asked_wrongly(run: Run) -> None:
    """Every operation with secrets where they do not belong: refused with a problem that does not repeat them."""
    openapi = await run.web.done("GET", f"{API}/openapi.json")
    bad = run.canaries.plant("secret in bad input", "bad-input-passw0rd-canary")
    address = f"https://u:{bad}@example.com/x"
    bodies: list[dict[str, Any]] = [
        {"json": {"password": [bad], "key": bad, "value": {"AuthorizationKey": bad}, "url": address}},
        {"json": {"password": bad * 200, "email": {"x": bad}, "new_password": bad * 200}},
        {"content": f'{{"password": "{bad}"', "headers": {"Content-Type": "application/json"}},
        {"content": f'"{bad}";"{bad}"\n', "headers": {"Content-Type": "text/csv"}},
    ]
    for path, item in openapi["paths"].items():
        target = path.replace("{ocpp_id}", STATION).replace("{number}", "1").replace("{id_tag}", "TAG-1")
        for method in item:
            if path in {f"{API}/auth/logout", f"{API}/auth/logout-everywhere"}:
                continue  # they take no input, and the one who asks would be out
            known = f"{target}?token={bad}&limit={bad}&cursor={bad}"
            for how in bodies if method != "get" else [{}]:
                await run.web.call(method.upper(), known, **how)
                if method != "get":
                    await run.web.call(method.upper(), target, **how)
    credentials = {"email": ADMIN[0], "password": bad}
    await run.web.call("POST", f"{API}/auth/login", json=credentials)
    await run.web.call("POST", f"{API}/auth/refresh", headers={"Cookie": f"ogw_refresh={bad}"})
    for headers in ({"Authorization": f"Bearer {bad}"}, {"X-API-Key": f"ogw_{bad}"}):
        async with httpx2.AsyncClient(base_url=run.gateway.http_url, timeout=20) as client:
            await Witness(client, run.web.answers, run.web.calls).call(
                "GET", f"{API}/stations", headers=headers
            )


async def statements_fail(run: Run, database: str) -> None:
    """Tables vanish for a moment: what was on its way into them must not be in the tracebacks."""
    password = run.canaries.plant("password in a failed statement", "failed-passw0rd-canary")
    key = {
        "key": "AuthorizationKey",
        "value": run.canaries.plant("key in a failed statement", "f" * 39 + "e"),
    }
    requests: list[tuple[str, str, str, dict[str, Any]]] = [
        ("users", "POST", "/users", {"email": "x@example.com", "role": "viewer", "password": password}),
        ("audit", "POST", "/users", {"email": "x@example.com", "role": "viewer", "password": password}),
        ("audit", "POST", "/stations", {"ocpp_id": "CP-8", "password": password}),
        ("stations", "POST", "/stations", {"ocpp_id": "CP-8", "password": password}),
        (
            "commands",
            "POST",
            f"/stations/{STATION}/commands",
            {"action": "ChangeConfiguration", "payload": key},
        ),
        ("jobs", "POST", "/jobs", {"action": "ChangeConfiguration", "payload": key, "stations": [STATION]}),
    ]
    for table, method, path, body in requests:
        async with missing(database, table):
            answer = await run.web.call(method, f"{API}{path}", json=body)
            assert answer.status_code >= 500, f"{path} without {table}: {answer.status_code}"
