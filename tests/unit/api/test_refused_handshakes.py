"""`GET /refused-handshakes`, and what people do with certificates."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ocpp_gateway.operations.refused_handshakes import RefusalReason, RefusedHandshakes
from ocpp_gateway.storage.refused_handshakes import StoredRefusals

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio

PRINT = "ab" * 32


async def refuse(api: Gateway, *refusals: tuple[str, str | None, int, RefusalReason, str | None]) -> None:
    refused = RefusedHandshakes(api.clock)
    for refusal in refusals:
        refused.record(*refusal)
        await refused.flush(StoredRefusals(api.database, new_id=api.new_id))


async def test_the_main_shape(api: Gateway) -> None:
    await refuse(api, ("192.0.2.1", "CP-1", 401, RefusalReason.WRONG_PASSWORD, None))
    (item,) = (await api.get("/refused-handshakes")).json()["items"]
    del item["id"]
    assert item == {
        "at": "2026-11-23T08:00:00.250Z",
        "remote_address": "192.0.2.1",
        "station": "CP-1",
        "status": 401,
        "reason": "wrong_password",
        "detail": None,
        "times": 1,
    }


async def test_newest_first_page_by_page_and_filtered(api: Gateway) -> None:
    await refuse(
        api,
        *((f"192.0.2.{n}", f"CP-{n}", 401, RefusalReason.WRONG_PASSWORD, None) for n in range(5)),
        ("192.0.2.9", None, 0, RefusalReason.CLIENT_CERTIFICATE_INVALID, "certificate has expired"),
    )
    first = (await api.get("/refused-handshakes?limit=4")).json()
    rest = (await api.get(f"/refused-handshakes?limit=4&cursor={first['next_cursor']}")).json()
    walked = [item["remote_address"] for item in first["items"] + rest["items"]]
    assert walked == [f"192.0.2.{n}" for n in (9, 4, 3, 2, 1, 0)]
    assert rest["next_cursor"] is None
    for query, found in (
        ("station=cp-3", ["192.0.2.3"]),
        ("remote_address=192.0.2.4", ["192.0.2.4"]),
        ("reason=client_certificate_invalid", ["192.0.2.9"]),
    ):
        items = (await api.get(f"/refused-handshakes?{query}")).json()["items"]
        assert [item["remote_address"] for item in items] == found
    assert (await api.get("/refused-handshakes?reason=nonsense")).status_code == 422


async def test_a_binding_can_be_set_and_taken_away(api: Gateway) -> None:
    await api.post("/stations", json={"ocpp_id": "CP-1", "security_profile": 3})
    bound = await api.patch("/stations/CP-1", json={"certificate": {"fingerprints": [PRINT]}})
    assert bound.status_code == 200, bound.text
    assert bound.json()["certificate"] == {"name": None, "issuer": None, "fingerprints": [PRINT]}
    for wrong in ({"fingerprints": ["xx"]}, {"fingerprint": PRINT}, {"name": ""}):
        assert (await api.patch("/stations/CP-1", json={"certificate": wrong})).status_code == 422
    freed = await api.patch("/stations/CP-1", json={"certificate": None})
    assert freed.json()["certificate"] is None


async def test_a_presented_certificate_is_shown_and_bound_by_approving(api: Gateway) -> None:
    presented = {
        "names": ["CP-1"],
        "subject": "CN=CP-1",
        "issuer": "CN=CA",
        "fingerprint": PRINT,
        "not_after": (api.clock.now + timedelta(days=3)).isoformat(),
    }
    await api.station("CP-1", registration="pending", security_profile=0, presented_certificate=presented)
    shown = (await api.get("/stations/CP-1")).json()["presented_certificate"]
    assert (shown["issuer"], shown["not_after"]) == ("CN=CA", "2026-11-26T08:00:00.250Z")
    choices = await api.post("/stations/CP-1/approve")
    assert (choices.status_code, choices.json()["choices"]) == (409, ["issue", "none", "certificate"])
    approved = (await api.post("/stations/CP-1/approve", json={"credential": "certificate"})).json()
    assert approved["certificate"] == {"name": "CP-1", "issuer": "CN=CA", "fingerprints": [PRINT]}
    assert (approved["security_profile"], approved["presented_certificate"]) == (3, None)


async def test_a_profile_can_be_lowered_by_a_person(api: Gateway) -> None:
    await api.station("CP-1", security_profile=3, raised_profile=None)
    lowered = (await api.patch("/stations/CP-1", json={"security_profile": 1})).json()
    assert (lowered["security_profile"], lowered["raised_profile"]) == (1, None)


async def test_a_key_sees_addresses_here_only_if_it_sees_those_of_stations(api: Gateway) -> None:
    await refuse(api, ("192.0.2.1", "CP-1", 401, RefusalReason.WRONG_PASSWORD, None))
    blind = await api.key("stations:read")
    assert "192.0.2.1" not in (await api.get("/refused-handshakes", key=blind)).text
    assert (await api.get("/refused-handshakes?remote_address=192.0.2.1", key=blind)).status_code == 403
    seeing = await api.key("stations:read", fields={"stations": ["remote_address"]})
    found = await api.get("/refused-handshakes?remote_address=192.0.2.1", key=seeing)
    assert found.json()["items"][0]["remote_address"] == "192.0.2.1"
