"""Reading an upgrade request: a pure function that never raises, whatever the bytes are."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.datastructures import Headers
from websockets.http11 import Request

from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.ocpp.violations import Validation
from ocpp_gateway.operations.admission import BasicCredentials
from ocpp_gateway.wire.handshake import (
    BadRequest,
    HandshakeRules,
    Opening,
    choose_version,
    describe_offer,
    read_authorization,
    read_identity,
    read_request,
)

RULES = HandshakeRules()
STRICT = HandshakeRules(validation=Validation.STRICT)
BOTH = HandshakeRules(versions=(OcppVersion.V16, OcppVersion.V201))
KEY = base64.b64encode(bytes(16)).decode()


def request(path: str = "/ocpp/CP-1", **changes: str) -> Request:
    headers = {
        "Upgrade": "websocket",
        "Connection": "keep-alive, Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": KEY,
        "Sec-WebSocket-Protocol": "ocpp1.6",
    }
    headers |= {name.replace("_", "-"): value for name, value in changes.items()}
    return Request(path, Headers(headers))


def test_a_proper_request_is_understood() -> None:
    opening = read_request(request(), RULES)
    assert isinstance(opening, Opening)
    assert (opening.identity, opening.version, opening.subprotocol) == ("CP-1", OcppVersion.V16, "ocpp1.6")
    assert opening.accept == "ICX+Yqv66kxgM0FcWaLWlFLwTAI="
    assert opening.credentials is None
    assert not opening.malformed_credentials


@pytest.mark.parametrize("upgrade", ["WebSocket", "WEBSOCKET", "h2c, websocket"])
def test_the_upgrade_header_is_a_list_without_case(upgrade: str) -> None:
    assert isinstance(read_request(request(Upgrade=upgrade), RULES), Opening)


def test_several_prefixes_may_be_configured() -> None:
    rules = HandshakeRules(prefixes=(("ocpp",), ("steve", "websocket", "CentralSystemService")))
    assert read_identity("/steve/websocket/CentralSystemService/CP-1", rules) == "CP-1"
    assert read_identity("/steve/websocket/CentralSystemService", rules) is None
    assert read_identity("/steve/websocket/CP-1", rules) is None
    assert read_identity("/CP-1", rules) == "CP-1"


@given(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=60).filter(
        lambda text: text.isprintable() and "/" not in text and text not in {".", "..", "ocpp"}
    )
)
def test_every_printable_identity_survives_the_way_through_a_url(identity: str) -> None:
    assert read_identity("/ocpp/" + quote(identity, safe=""), RULES) == identity
    assert read_identity("/" + quote(identity, safe="") + "/", STRICT) == identity


@given(st.text(st.characters(codec="ascii"), max_size=80))
def test_no_path_raises_and_what_comes_out_is_harmless(path: str) -> None:
    for target in (path, "/" + path, "/ocpp/" + path):
        for rules in (RULES, STRICT):
            identity = read_identity(target, rules)
            if identity is not None:
                assert identity.isprintable()
                assert "/" not in identity
                assert identity not in {"", ".", ".."}
                assert len(identity) <= 255


@pytest.mark.parametrize(
    ("offered", "rules", "expected"),
    [
        (["ocpp2.0.1, ocpp1.6"], RULES, (OcppVersion.V16, "ocpp1.6")),
        (["ocpp2.0.1, ocpp1.6"], BOTH, (OcppVersion.V201, "ocpp2.0.1")),
        (["ocpp1.6, ocpp2.0.1"], BOTH, (OcppVersion.V16, "ocpp1.6")),
        (["ocpp2.1", "ocpp1.6"], BOTH, (OcppVersion.V16, "ocpp1.6")),
        ([], RULES, (OcppVersion.V16, None)),
        ([], HandshakeRules(versions=(OcppVersion.V201,)), (None, None)),
        ([], STRICT, (None, None)),
        (["ocpp1.5"], RULES, (None, None)),
        (["OCPP1.6"], RULES, (OcppVersion.V16, "OCPP1.6")),
        (["OCPP1.6"], STRICT, (None, None)),
        (["ocpp1.6J, ocpp1.6"], STRICT, (OcppVersion.V16, "ocpp1.6")),
    ],
)
def test_the_station_s_order_is_its_preference(
    offered: list[str], rules: HandshakeRules, expected: tuple[OcppVersion | None, str | None]
) -> None:
    assert choose_version(offered, rules) == expected


@pytest.mark.parametrize(
    ("offered", "said"),
    [
        ([], "no subprotocol was offered"),
        ([" , "], "no subprotocol was offered"),
        (["ocpp2.0.1"], "offered: ocpp2.0.1"),
        (["ocpp2.0.1, OCPP1.5", "soap"], "offered: ocpp2.0.1, OCPP1.5, 1 not of OCPP"),
        (["ogw.ticket.canary"], "offered: 1 not of OCPP"),
    ],
)
def test_operators_are_told_what_was_offered_but_no_secret(offered: list[str], said: str) -> None:
    assert describe_offer(offered) == said


@given(st.lists(st.text(st.characters(codec="latin-1"), max_size=30), max_size=4))
def test_what_is_echoed_was_offered_and_can_stand_in_a_header(offered: list[str]) -> None:
    _, name = choose_version(offered, RULES)
    if name is not None:
        assert any(name == part.strip(" \t") for value in offered for part in value.split(","))
        assert name.isascii()
        assert not set(name) & set("\r\n \t,")


@given(user=st.binary(max_size=20).filter(lambda user: b":" not in user), password=st.binary(max_size=40))
def test_user_and_password_survive_byte_for_byte(user: bytes, password: bytes) -> None:
    header = "Basic " + base64.b64encode(user + b":" + password).decode()
    assert read_authorization([header]) == (BasicCredentials(user, password), False)


@given(st.lists(st.text(st.characters(codec="latin-1"), max_size=30), min_size=1, max_size=2))
def test_no_authorization_header_raises(values: list[str]) -> None:
    credentials, malformed = read_authorization(values)
    assert malformed is (credentials is None)


def test_a_password_is_in_no_representation() -> None:
    opening = read_request(request(Authorization="Basic " + base64.b64encode(b"CP-1:canary").decode()), RULES)
    assert isinstance(opening, Opening)
    assert opening.credentials == BasicCredentials(b"CP-1", b"canary")
    assert "canary" not in repr(opening)


@given(st.dictionaries(st.sampled_from(["Upgrade", "Connection", "Sec_WebSocket_Key", "Sec_WebSocket_Version"]),
                       st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=30)))  # fmt: skip
def test_no_request_raises(changes: dict[str, str]) -> None:
    headers = Headers()
    for name, value in request().headers.raw_items():
        headers.set_insecure(name, changes.get(name.replace("-", "_"), value))
    assert isinstance(read_request(Request("/ocpp/CP-1", headers), RULES), Opening | BadRequest)
