from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from ocpp_gateway.storage.tables import connectors, events, stations
from tests.unit.api.gateway import START

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio


async def told(api: Gateway) -> list[tuple[str, str | None, object]]:
    """What the event log says, in order."""
    async with api.database.read() as connection:
        rows = await connection.execute(select(events).order_by(events.c.position))
    return [(row.type, row.station, row.data["change"]) for row in rows]


async def test_a_station_is_created_with_its_connector_0_and_an_event(api: Gateway) -> None:
    answer = await api.post("/stations", json={"ocpp_id": "CP-1", "name": "Garage", "group": "site-a"})
    assert answer.status_code == 201
    station = answer.json()
    assert station["ocpp_id"] == "CP-1"
    assert station["name"] == "Garage"
    assert station["group"] == "site-a"
    assert station["registration"] == "accepted"
    assert station["status"] == "Unknown"
    assert station["online"] is False
    assert station["security_profile"] == 0
    assert station["unauthenticated_until"] is None
    assert station["created_at"] == "2026-11-23T08:00:00.250Z"
    assert await told(api) == [("internal.station_administered", "CP-1", "created")]
    assert api.bus.published == ["events"]
    async with api.database.read() as connection:
        rows = (await connection.execute(select(connectors.c.connector_number, connectors.c.status))).all()
    assert [tuple(row) for row in rows] == [(0, "Unknown")]


async def test_the_main_shape_of_a_station_has_the_promised_members(api: Gateway) -> None:
    await api.post("/stations", json={"ocpp_id": "CP-1"})
    station = (await api.get("/stations/CP-1")).json()
    promised = (
        "id ocpp_id name location group registration online status ocpp_version security_profile vendor model "
        "firmware_version last_heartbeat last_message_at created_at updated_at"
    )
    assert set(promised.split()) <= set(station)


async def test_an_identity_is_unique_case_aside_among_the_living(api: Gateway) -> None:
    assert (await api.post("/stations", json={"ocpp_id": "CP-1"})).status_code == 201
    second = await api.post("/stations", json={"ocpp_id": "cp-1"})
    assert second.status_code == 409
    assert second.json()["type"] == "/problems/already-exists"
    assert (await api.delete("/stations/CP-1")).status_code == 204
    assert (await api.post("/stations", json={"ocpp_id": "cp-1"})).status_code == 201


@pytest.mark.parametrize(
    "ocpp_id", ["", "a:b", "a/b", "a\x00b", "a\nb", "a\u202eb", " a", "a ", ".", "..", "x" * 256, "\ud800"]
)
async def test_a_strange_identity_is_refused_with_its_field(api: Gateway, ocpp_id: str) -> None:
    answer = await api.client.post(
        "/api/v1/stations",
        content=f'{{"ocpp_id": {_json(ocpp_id)}}}',
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {await api.sign_in('admin')}"},
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "ocpp_id"


def _json(text: str) -> str:
    return '"' + "".join(f"\\u{ord(letter):04x}" for letter in text) + '"'


async def test_names_with_blanks_and_other_scripts_are_fine(api: Gateway) -> None:
    for ocpp_id in ("RDAM 123", "充电桩-7", "x" * 255, "a'b\"<c>&;{}"):
        assert (await api.post("/stations", json={"ocpp_id": ocpp_id})).status_code == 201
        found = await api.client.get(
            api.client.base_url.join("/api/v1/stations/").copy_with(path=f"/api/v1/stations/{ocpp_id}"),
            headers={"Authorization": f"Bearer {await api.sign_in('admin')}"},
        )
        assert found.status_code == 200, found.text
        assert found.json()["ocpp_id"] == ocpp_id


async def test_a_password_means_profile_1_and_is_never_shown(api: Gateway) -> None:
    answer = await api.post("/stations", json={"ocpp_id": "CP-1", "password": "s3cret-of-CP-1"})
    assert answer.json()["security_profile"] == 1
    assert answer.json()["has_password"] is True
    assert "s3cret" not in answer.text
    async with api.database.read() as connection:
        key_hash = (await connection.execute(select(stations.c.key_hash))).scalar()
    assert key_hash.startswith("$argon2id$")


async def test_profile_0_asked_for_by_name_is_an_exception_of_30_days(api: Gateway) -> None:
    answer = await api.post("/stations", json={"ocpp_id": "CP-1", "security_profile": 0})
    assert answer.json()["unauthenticated_until"] == "2026-12-23T08:00:00.250Z"


async def test_profile_0_and_a_password_exclude_each_other(api: Gateway) -> None:
    body = {"ocpp_id": "CP-1", "security_profile": 0, "password": "long-enough"}
    answer = await api.post("/stations", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "security_profile"


async def test_the_etag_guards_an_edit(api: Gateway) -> None:
    tag = (await api.post("/stations", json={"ocpp_id": "CP-1"})).headers["ETag"]
    first = await api.patch("/stations/CP-1", json={"name": "One"}, headers={"If-Match": tag})
    assert first.status_code == 200
    assert first.json()["name"] == "One"
    assert first.headers["ETag"] != tag
    late = await api.patch("/stations/CP-1", json={"name": "Two"}, headers={"If-Match": tag})
    assert late.status_code == 412
    assert late.json()["type"] == "/problems/edited-meanwhile"
    for accepted in (f'"something", {first.headers["ETag"]}', "*"):
        again = await api.patch("/stations/CP-1", json={"group": "site-b"}, headers={"If-Match": accepted})
        assert again.status_code == 200


async def test_what_the_station_reports_does_not_change_its_etag(api: Gateway) -> None:
    station = await api.station("CP-1")
    tag = (await api.get("/stations/CP-1")).headers["ETag"]
    await api.change(stations, station, status="Faulted", last_heartbeat=START)
    assert (await api.get("/stations/CP-1")).headers["ETag"] == tag


async def test_an_edit_changes_what_it_names_and_clears_by_null(api: Gateway) -> None:
    place = {"latitude": 52.5, "longitude": 13.4, "address": "Yard 1"}
    await api.post("/stations", json={"ocpp_id": "CP-1", "name": "Garage", "group": "a", "location": place})
    edited = (await api.patch("/stations/CP-1", json={"name": None, "security_profile": 2})).json()
    assert (edited["name"], edited["group"], edited["location"]) == (None, "a", place)
    assert edited["security_profile"] == 2
    lowered = (await api.patch("/stations/CP-1", json={"security_profile": 1})).json()
    assert lowered["security_profile"] == 1
    assert [change for _, _, change in await told(api)] == ["created", "edited", "edited"]


@pytest.mark.parametrize(
    "body",
    [
        {"ocpp_id": "CP-2"},
        {"security_profile": None},
        {"security_profile": 4},
        {"security_profile": True},
        {"registration": "perhaps"},
        {"location": {"latitude": 91}},
        {"name": "a\u0000b"},
        {"name": "x" * 201},
    ],
)
async def test_an_edit_that_does_not_fit_is_refused(api: Gateway, body: dict[str, object]) -> None:
    await api.post("/stations", json={"ocpp_id": "CP-1"})
    answer = await api.patch("/stations/CP-1", json=body)
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/validation"
    assert answer.json()["errors"]


async def test_an_edit_without_effect_writes_no_event(api: Gateway) -> None:
    tag = (await api.post("/stations", json={"ocpp_id": "CP-1", "name": "Garage"})).headers["ETag"]
    answer = await api.patch("/stations/CP-1", json={"name": "Garage"})
    assert answer.headers["ETag"] == tag
    assert len(await told(api)) == 1


async def test_approving_adopts_the_password_that_was_presented(api: Gateway) -> None:
    station = await api.station(
        "CP-1",
        registration="pending",
        security_profile=0,
        presented_hash="hmac-sha256$k$ab",
        vendor="ACME",
        model="M1",
        serial_number="S-1",
        remote_address="192.0.2.7",
    )
    answer = await api.post("/stations/CP-1/approve")
    assert answer.status_code == 200
    shown = answer.json()
    assert (shown["vendor"], shown["model"], shown["serial_number"]) == ("ACME", "M1", "S-1")
    assert shown["remote_address"] == "192.0.2.7"
    assert (shown["registration"], shown["has_password"], shown["password"]) == ("accepted", True, None)
    async with api.database.read() as connection:
        row = (await connection.execute(select(stations).where(stations.c.id == station))).one()
    assert (row.key_hash, row.presented_hash, row.security_profile) == ("hmac-sha256$k$ab", None, 1)
    assert await told(api) == [("internal.station_administered", "CP-1", "approved")]


async def test_approving_one_that_presented_nothing_names_the_choices(api: Gateway) -> None:
    await api.station("CP-1", registration="pending", security_profile=0)
    for body in (None, {"credential": "adopt"}):
        answer = (
            await api.post("/stations/CP-1/approve", json=body)
            if body
            else await api.post("/stations/CP-1/approve")
        )
        assert answer.status_code == 409
        assert answer.json()["type"] == "/problems/credential-needed"
        assert answer.json()["choices"] == ["issue", "none"]
    assert (await api.get("/stations/CP-1")).json()["registration"] == "pending"


async def test_an_exception_ends_after_30_days_or_as_told(api: Gateway) -> None:
    await api.station("CP-1", registration="pending", security_profile=0)
    shown = (await api.post("/stations/CP-1/approve", json={"credential": "none"})).json()
    assert shown["unauthenticated_until"] == "2026-12-23T08:00:00.250Z"
    body = {"credential": "none", "expires_at": "2026-11-24T10:00:00+01:00"}
    shown = (await api.post("/stations/CP-1/approve", json=body)).json()
    assert shown["unauthenticated_until"] == "2026-11-24T09:00:00.000Z"


@pytest.mark.parametrize(
    "expires_at", ["2026-11-23T07:00:00Z", "2028-01-01T00:00:00Z", "2026-12-01", "1764000000"]
)
async def test_an_exception_must_end_soon_and_in_the_future(api: Gateway, expires_at: str) -> None:
    await api.station("CP-1", registration="pending")
    answer = await api.post("/stations/CP-1/approve", json={"credential": "none", "expires_at": expires_at})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "expires_at"


async def test_one_that_presented_a_password_comes_without_only_if_told_so(api: Gateway) -> None:
    await api.station("CP-1", registration="pending", presented_hash="hmac-sha256$k$ab")
    shown = (await api.post("/stations/CP-1/approve", json={"credential": "none"})).json()
    assert (shown["registration"], shown["has_password"]) == ("accepted", False)
    assert shown["presented_password"] is False
    assert shown["unauthenticated_until"] is not None


async def test_an_issued_password_is_shown_once(api: Gateway) -> None:
    await api.station("CP-1", registration="pending")
    password = (await api.post("/stations/CP-1/approve", json={"credential": "issue"})).json()["password"]
    assert len(bytes.fromhex(password)) == 20
    assert password not in (await api.get("/stations/CP-1")).text
    assert password not in (await api.get("/stations")).text


async def test_a_station_with_a_password_gets_no_exception(api: Gateway) -> None:
    await api.post("/stations", json={"ocpp_id": "CP-1", "password": "long-enough"})
    answer = await api.post("/stations/CP-1/approve", json={"credential": "none"})
    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/credential-exists"


async def test_setting_registration_to_accepted_needs_a_credential_too(api: Gateway) -> None:
    await api.station("CP-1", registration="pending")
    answer = await api.patch("/stations/CP-1", json={"registration": "accepted"})
    assert answer.status_code == 409
    await api.post("/stations/CP-1/password", json={"password": "long-enough"})
    answer = await api.patch("/stations/CP-1", json={"registration": "accepted"})
    assert answer.json()["registration"] == "accepted"


async def test_a_station_is_rejected_and_can_be_let_in_again(api: Gateway) -> None:
    await api.station("CP-1", registration="pending", presented_hash="hmac-sha256$k$ab")
    assert (await api.post("/stations/CP-1/reject")).json()["registration"] == "rejected"
    assert (await api.post("/stations/CP-1/approve")).json()["registration"] == "accepted"


async def test_a_password_is_set_or_made(api: Gateway) -> None:
    await api.post("/stations", json={"ocpp_id": "CP-1", "security_profile": 0})
    made = await api.post("/stations/CP-1/password")
    assert made.status_code == 200
    assert made.json()["station"] == "CP-1"
    assert len(bytes.fromhex(made.json()["password"])) == 20
    station = (await api.get("/stations/CP-1")).json()
    assert (station["has_password"], station["security_profile"], station["unauthenticated_until"]) == (
        True,
        1,
        None,
    )
    given = await api.post("/stations/CP-1/password", json={"password": "given-by-hand"})
    assert given.json() == {"station": "CP-1", "password": None}
    assert [change for _, _, change in await told(api)] == ["created", "password", "password"]


@pytest.mark.parametrize("password", ["", "short", "x" * 129, "tab\tinside"])
async def test_a_weak_station_password_is_refused_and_not_repeated(api: Gateway, password: str) -> None:
    await api.post("/stations", json={"ocpp_id": "CP-1"})
    answer = await api.post("/stations/CP-1/password", json={"password": password})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "password"
    assert not password or password not in answer.text


async def test_a_charging_station_is_not_archived(api: Gateway) -> None:
    station = await api.station("CP-1")
    connector = await api.connector(station, 1, transaction_id=api.new_id())
    answer = await api.delete("/stations/CP-1")
    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/charging"
    await api.change(connectors, connector, transaction_id=None)
    assert (await api.delete("/stations/CP-1")).status_code == 204


async def test_an_archived_station_is_gone_from_lists_but_not_from_history(api: Gateway) -> None:
    station = await api.station("CP-1")
    await api.connector(station, 1)
    await api.transaction(station)
    await api.log(station)
    assert (await api.delete("/stations/CP-1")).status_code == 204
    assert (await api.get("/stations/CP-1")).status_code == 404
    assert (await api.get("/stations")).json()["items"] == []
    assert (await api.get("/connectors")).json()["items"] == []
    assert len((await api.get("/transactions?station=CP-1")).json()["items"]) == 1
    assert len((await api.get("/logs?station=cp-1")).json()["items"]) == 1


async def test_the_list_is_filtered(api: Gateway) -> None:
    await api.station("CP-1", status="Available", vendor="ACME", model="M1", group_name="a")
    await api.station("CP-2", status="Faulted", vendor="ACME", model="M2", online=False, name="100% Garage")
    await api.station("ZZ-3", registration="pending", vendor="Other", group_name="a")

    async def names(query: str) -> list[str]:
        answer = await api.get(f"/stations?{query}")
        assert answer.status_code == 200, answer.text
        return [item["ocpp_id"] for item in answer.json()["items"]]

    assert await names("") == ["ZZ-3", "CP-2", "CP-1"]
    assert await names("status=Faulted") == ["CP-2"]
    assert await names("group=a") == ["ZZ-3", "CP-1"]
    assert await names("online=true") == ["ZZ-3", "CP-1"]
    assert await names("online=false") == ["CP-2"]
    assert await names("vendor=ACME&model=M2") == ["CP-2"]
    assert await names("registration=pending") == ["ZZ-3"]
    assert await names("q=cp-") == ["CP-2", "CP-1"]
    assert await names("q=garage") == ["CP-2"]
    assert await names("q=%25") == ["CP-2"]  # a percent sign means itself
    assert await names("q=_") == []


async def test_a_filter_nobody_knows_is_refused(api: Gateway) -> None:
    answer = await api.get("/stations?statsu=Available")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "statsu"
    assert answer.json()["errors"][0]["in"] == "query"


async def test_times_move_on_with_the_clock(api: Gateway) -> None:
    await api.post("/stations", json={"ocpp_id": "CP-1"})
    api.clock.advance(timedelta(minutes=1))
    edited = (await api.patch("/stations/CP-1", json={"name": "x"})).json()
    assert edited["created_at"] == "2026-11-23T08:00:00.250Z"
    assert edited["updated_at"] == "2026-11-23T08:01:00.250Z"


async def test_hostile_texts_of_a_station_come_back_as_json_text_only(api: Gateway) -> None:
    hostile = "<script>alert(1)</script>\u202e\u2028\x1b[31m\r\nSet-Cookie: a=b"
    await api.station("CP-1", vendor=hostile, model=hostile, firmware_version=hostile)
    for path in ("/stations", "/stations/CP-1"):
        answer = await api.get(path)
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in answer.headers
        body = answer.json()
        assert (body["items"][0] if "items" in body else body)["vendor"] == hostile


@pytest.mark.parametrize(
    "name", ["N\u00fcrnberg\u00a0Hbf", "東京都\u3000千代田区", "می\u200cخواهم", "👨\u200d👩\u200d👧"]
)
async def test_what_writing_needs_is_no_control_character(api: Gateway, name: str) -> None:
    await api.station("CP-1")
    shown = (await api.patch("/stations/CP-1", json={"name": name, "group": name})).json()
    assert (shown["name"], shown["group"]) == (name, name)
    assert len((await api.get("/stations", params={"group": name, "q": name[1:]})).json()["items"]) == 1
    text = await api.key("stations:read", stations={"groups": [name]})
    assert len((await api.get("/stations", key=text)).json()["items"]) == 1


@pytest.mark.parametrize("name", ["a\u202eb", "a\u2028b", "a\u0085b", "\u200d", "a\ufeffb"])
async def test_what_only_pretends_to_be_a_text_is_refused(api: Gateway, name: str) -> None:
    await api.station("CP-1")
    assert (await api.patch("/stations/CP-1", json={"name": name})).status_code == 422
