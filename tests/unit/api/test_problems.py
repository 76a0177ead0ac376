"""Every error is a problem document, whatever goes wrong and wherever."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import structlog

from ocpp_gateway.api import problems
from ocpp_gateway.api.error_handlers import refused
from ocpp_gateway.api.problems import PROBLEM_TYPES
from ocpp_gateway.operations.passwords import PasswordsBusy
from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.operations.refusals import Conflict
from tests.unit.api.gateway import PREFIX

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx2

    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio


def problem(answer: httpx2.Response, status: int, slug: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = answer.json()
    assert document["type"] == f"/problems/{slug}"
    assert document["status"] == status
    assert document["title"]
    assert document["detail"]
    return document


async def test_nothing_is_at_an_unknown_address(api: Gateway) -> None:
    for path in ("/nothing", "/api", "/api/v1/nothing", "/api/v1/stations/", "/api/v1/stations/a/b/c"):
        problem(await api.client.get(path), 404, "not-found")


async def test_an_unknown_method_names_the_known_ones(api: Gateway) -> None:
    for path, known in (
        ("/stations", "GET, HEAD, POST"),
        ("/stations/CP-1", "DELETE, GET, HEAD, PATCH"),
        ("/stations/CP-1/approve", "POST"),
        ("/id-tags/a/b", "DELETE, GET, HEAD, PATCH"),
    ):
        answer = await api.client.put(PREFIX + path)
        problem(answer, 405, "method-not-allowed")
        assert answer.headers["Allow"] == known
    answer = await api.client.get(f"{PREFIX}/stations/CP-1/approve")
    problem(answer, 405, "method-not-allowed")  # and not a page of the dashboard that is missing


async def test_no_token_says_which_scheme_is_expected(api: Gateway) -> None:
    for headers in (
        {},
        {"Authorization": "Basic QTpC"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer x.y.z"},
    ):
        answer = await api.client.get(f"{PREFIX}/stations", headers=headers)
        problem(answer, 401, "unauthenticated")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("content", "status", "slug"),
    [
        (b"{", 400, "malformed-request"),
        (b"\xff\xfe", 400, "malformed-request"),
        (b"[" * 30_000, 400, "malformed-request"),
        (b'{"ocpp_id": ' + b"1" * 5000 + b"}", 400, "malformed-request"),
        (b"", 422, "validation"),
        (b"null", 422, "validation"),
        (b"[]", 422, "validation"),
        (b'"text"', 422, "validation"),
        (b'{"ocpp_id": NaN}', 422, "validation"),
        (b'{"ocpp_id":"A","location":{"latitude":NaN}}', 422, "validation"),
        (b'{"ocpp_id":"A","location":{"latitude":1e999}}', 422, "validation"),
        (b'{"ocpp_id":"A","security_profile":1e0}', 422, "validation"),
    ],
)
async def test_a_bad_body_is_no_defect(api: Gateway, content: bytes, status: int, slug: str) -> None:
    token = await api.sign_in("admin")
    answer = await api.client.post(
        f"{PREFIX}/stations",
        content=content,
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
    )
    problem(answer, status, slug)


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None]
)
async def test_only_json_is_read(api: Gateway, content_type: str | None) -> None:
    token = await api.sign_in("admin")
    headers = {"Authorization": f"Bearer {token}"} | ({"Content-Type": content_type} if content_type else {})
    answer = await api.client.post(f"{PREFIX}/stations", content=b'{"ocpp_id":"A"}', headers=headers)
    problem(answer, 415, "unsupported-media-type")


async def test_a_body_beyond_the_limit_is_refused_declared_or_not(api: Gateway) -> None:
    token = await api.sign_in("admin")
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    large = b'{"ocpp_id":"' + b"x" * 70_000 + b'"}'
    problem(
        await api.client.post(f"{PREFIX}/stations", content=large, headers=headers), 413, "content-too-large"
    )
    taken = 0

    async def drip() -> AsyncIterator[bytes]:
        nonlocal taken
        for _ in range(1000):
            taken += 1
            yield b"x" * 1000

    answer = await api.client.post(f"{PREFIX}/stations", content=drip(), headers=headers)
    problem(answer, 413, "content-too-large")
    assert taken < 100  # the rest was not even read


async def test_a_defect_is_logged_and_its_answer_tells_nothing(
    api: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("password=hunter2 in /some/path.py")

    monkeypatch.setattr(api.app.state.ports.stations, "page", fail)
    token = await api.sign_in("admin")
    with structlog.testing.capture_logs() as logs:
        answer = await api.client.get(f"{PREFIX}/stations", headers={"Authorization": f"Bearer {token}"})
    document = problem(answer, 500, "internal-error")
    assert "hunter2" not in answer.text
    assert "Traceback" not in answer.text
    assert [entry["event"] for entry in logs] == ["request_failed"]
    assert document["instance"] == f"urn:uuid:{logs[0]['incident']}"
    assert "x-content-type-options" in answer.headers


async def test_an_absent_database_is_503_and_says_when_to_come_back(
    api: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = await api.sign_in("admin")

    async def away(*_: Any, **__: Any) -> None:
        raise StorageUnavailable("postgresql://user:hunter2@host is away")

    monkeypatch.setattr(api.app.state.ports.stations, "page", away)
    answer = await api.client.get(f"{PREFIX}/stations", headers={"Authorization": f"Bearer {token}"})
    problem(answer, 503, "storage-unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    assert "hunter2" not in answer.text


async def test_too_many_password_checks_are_503(api: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    async def busy(*_: Any, **__: Any) -> None:
        raise PasswordsBusy("32 wait")

    monkeypatch.setattr(api.app.state.ports.sign_ins, "login", busy)
    answer = await api.client.post(f"{PREFIX}/auth/login", json={"email": "a@b.example", "password": "x"})
    problem(answer, 503, "busy")


async def test_a_refused_value_is_never_repeated(api: Gateway) -> None:
    for body in (
        {"ocpp_id": "A", "password": ["hunter2-hunter2"]},
        {"ocpp_id": "A", "password": "hunter2-hunter2" * 100},
        {"ocpp_id": "A", "passwort": "hunter2-hunter2"},
    ):
        answer = await api.post("/stations", json=body)
        problem(answer, 422, "validation")
        assert "hunter2" not in answer.text


async def test_the_list_of_errors_is_bounded(api: Gateway) -> None:
    answer = await api.post("/stations", json={"x" * 500 + str(number): 1 for number in range(100)})
    document = problem(answer, 422, "validation")
    assert len(document["errors"]) == 50
    assert all(len(error["field"]) <= 100 for error in document["errors"])


async def test_every_problem_type_has_its_page(api: Gateway) -> None:
    assert len({kind.slug for kind in PROBLEM_TYPES}) == len(PROBLEM_TYPES)
    for kind in PROBLEM_TYPES:
        answer = await api.client.get(kind.uri)
        assert answer.status_code == 200
        assert kind.title in answer.text
    problem(await api.client.get("/problems/<script>"), 404, "not-found")


@pytest.mark.parametrize(
    "path", ["/stations/%00", "/stations/%0a", "/stations/%ff", "/stations/..%2f..", "/id-tags/%00"]
)
async def test_impossible_names_are_404(api: Gateway, path: str) -> None:
    for method in ("GET", "PATCH", "DELETE"):
        answer = await api.call(method, path, json={} if method == "PATCH" else None)
        problem(answer, 404, "not-found")


def test_every_conflict_of_an_operation_has_its_problem() -> None:
    """A reason without one would be a 500: schemathesis found `no-certificate`."""
    rooms = Path(problems.__file__).parents[1]
    files = [*(rooms / "operations").glob("*.py"), *(rooms / "api").glob("*.py")]
    raised = {
        reason for file in files for reason in re.findall(r'Conflict\(\s*"([a-z-]+)"', file.read_text())
    }
    assert "no-certificate" in raised
    assert raised <= {kind.slug for kind in problems.PROBLEM_TYPES}
    for reason in raised:
        assert refused(Conflict(reason, "text")).response().status_code == 409


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", f"{PREFIX}/openapi.json"])
async def test_a_head_is_the_get_without_its_body(api: Gateway, path: str) -> None:
    answer, head = await api.client.get(path), await api.client.head(path)
    assert (head.status_code, head.content) == (answer.status_code, b"")
    assert head.headers == answer.headers


async def test_a_head_of_a_list_of_an_export_and_of_nothing(api: Gateway) -> None:
    """Of an export no more than the first page is made."""
    for path, status in (("/stations", 200), ("/stations/export.csv", 200), ("/stations/CP-404", 404)):
        head = await api.call("HEAD", path)
        assert (head.status_code, head.content) == (status, b"")
        assert head.headers["Content-Type"] == (await api.get(path)).headers["Content-Type"]
    assert (await api.call("HEAD", "/stations", role=None)).status_code == 401
    assert (await api.call("HEAD", "/stations/CP-1/approve")).status_code == 405


@pytest.mark.parametrize("path", ["/logs", "/transactions", "/transactions/export.csv", "/audit"])
async def test_a_span_that_ends_before_it_begins_is_a_mistake(api: Gateway, path: str) -> None:
    for end in ("2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z"):
        answer = await api.get(path, params={"from": "2026-11-23T00:00:00Z", "to": end})
        (error,) = problem(answer, 422, "validation")["errors"]
        assert (error["in"], error["field"], error["code"]) == ("query", "from", "invalid_span")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-11-23T08:15:00 01:00", "%2B"),  # a plus that nobody has encoded
        ("2026-11-23T08:15:00+99:00", "there is no such time"),
        ("2026-02-30T08:15:00Z", "there is no such time"),
    ],
)
async def test_a_wrong_time_is_told_in_our_words(api: Gateway, text: str, told: str) -> None:
    (error,) = problem(await api.get("/transactions", params={"from": text}), 422, "validation")["errors"]
    assert told in error["message"]
    assert "timedelta" not in error["message"]
    assert not error["message"].startswith("Value error")
