"""`If-Match` on what people take away: nobody removes what somebody else has just edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio

USER = {"email": "somebody@example.com", "role": "viewer"}
KEY = {"name": "k", "permissions": {"scopes": ["stations:read"]}}
THINGS: list[tuple[str, dict[str, Any], str]] = [
    ("/stations", {"ocpp_id": "CP-1", "password": "0123456789abcdef0123"}, "ocpp_id"),
    ("/id-tags", {"id_tag": "TAG-1"}, "id_tag"),
    ("/users", USER, "id"),
    ("/api-keys", KEY, "id"),
]


@pytest.mark.parametrize(("things", "body", "name"), THINGS, ids=[things for things, _, _ in THINGS])
@pytest.mark.parametrize("expected", ["seen", "any"])
async def test_a_removal_needs_the_edition_that_was_read(
    api: Gateway, things: str, body: dict[str, Any], name: str, expected: str
) -> None:
    made = await api.post(things, json=body)
    assert made.status_code == 201, made.text
    address = f"{things}/{made.json()[name]}"
    read = made.headers["ETag"]
    change = {"note": "edited"} if things == "/id-tags" else {"name": "edited"}
    edited = await api.patch(address, json=change)
    assert edited.status_code == 200, edited.text
    for stale in (read, '"another"', ""):
        refused = await api.delete(address, headers={"If-Match": stale})
        assert refused.status_code == 412, refused.text
        assert refused.json()["type"] == "/problems/edited-meanwhile"
    tag = edited.headers["ETag"] if expected == "seen" else "*"
    assert (await api.delete(address, headers={"If-Match": tag})).status_code == 204
