"""`/actions`: what can be sent, told to each caller as it is for them, and kept until it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ocpp_gateway.ocpp.schemas import Direction, official_schema
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.translation.v16.commands import ACTIONS

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio


async def offered(api: Gateway, **how: Any) -> dict[str, Any]:
    answer = await api.get("/actions", **how)
    assert answer.status_code == 200, answer.text
    assert answer.json()["next_cursor"] is None
    return {one["action"]: one for one in answer.json()["items"]}


async def test_every_action_comes_with_its_official_schema(api: Gateway) -> None:
    found = await offered(api)
    assert set(found) == ACTIONS
    for name, one in found.items():
        assert one["payload_schema"] == official_schema(OcppVersion.V16, name, Direction.REQUEST)
        assert "$ref" not in str(one["payload_schema"])
        assert one["ocpp_version"] == "1.6"
    assert found["Reset"] == (await api.get("/actions/Reset")).json()
    assert found["Reset"]["effect"] == "boot"
    assert found["ClearCache"]["effect"] is None


async def test_what_can_be_sent_is_what_is_offered(api: Gateway) -> None:
    """The other calls go by the same table: whatever is offered is taken, and nothing else."""
    await api.station("CP-1")
    for name in await offered(api):
        body = {"action": name, "force": True}
        assert (await api.post("/stations/CP-1/commands", json=body)).status_code == 202
        assert (await api.post("/jobs", json=body | {"stations": ["CP-1"]})).status_code == 202
    for name in ("BootNotification", "reset", "Nothing"):
        assert (await api.get(f"/actions/{name}")).status_code == 404
        refused = await api.post("/stations/CP-1/commands", json={"action": name, "force": True})
        assert refused.status_code == 422


@pytest.mark.parametrize(("role", "permitted"), [("admin", True), ("operator", True), ("viewer", False)])
async def test_everybody_hears_what_they_may_send(api: Gateway, role: str, permitted: bool) -> None:
    found = await offered(api, role=role)
    assert {one["permitted"] for one in found.values()} == {permitted}
    assert {tuple(one["roles"]) for one in found.values()} == {("admin", "operator")}
    assert {one["permission"] for one in found.values()} == {"commands:write"}


async def test_a_key_hears_which_actions_are_its_own(api: Gateway) -> None:
    own = ["RemoteStartTransaction", "RemoteStopTransaction"]
    key = await api.key("commands:read", "commands:write", commands=own)
    found = await offered(api, key=key)
    assert sorted(name for name, one in found.items() if one["permitted"]) == own
    reading = await api.key("commands:read")
    assert not any(one["permitted"] for one in (await offered(api, key=reading)).values())


async def test_another_version_has_no_actions_yet(api: Gateway) -> None:
    assert (await api.get("/actions?ocpp_version=1.6")).json() == (await api.get("/actions")).json()
    assert (await api.get("/actions?ocpp_version=2.1")).json() == {"items": [], "next_cursor": None}
    assert (await api.get("/actions?version=1.6")).status_code == 422


@pytest.mark.parametrize("path", ["/actions", "/actions/Reset"])
async def test_what_is_kept_is_not_sent_again(api: Gateway, path: str) -> None:
    first = await api.get(path)
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, no-cache"
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await api.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    other = await api.get(path, headers={"If-None-Match": '"other"'})
    assert (other.status_code, other.json()) == (200, first.json())
    viewer = await api.get(path, role="viewer", headers={"If-None-Match": tag})
    assert viewer.status_code == 200, "it is another answer for somebody with other rights"
