"""Bad handshakes and addresses (ocpp.md section 5, family A), through a real socket."""

from __future__ import annotations

import asyncio

import pytest
from websockets.frames import Opcode

from ocpp_gateway.ocpp.violations import Validation
from ocpp_gateway.operations.admission import StrangerLimits
from ocpp_gateway.operations.refused_handshakes import RefusalReason
from ocpp_gateway.wire.handshake import HandshakeRules
from ocpp_gateway.wire.limits import WireLimits
from tests.flows.houses import a_house, built, on_both_loops, reasons
from tests.raw_socket import KEY, HttpResponse, call_text, frame, text_frame, upgrade
from tests.station_house import ManualClock, StationHouse, beat, unharmed

pytestmark = pytest.mark.anyio

STRICT = HandshakeRules(validation=Validation.STRICT)


anyio_backend = on_both_loops()
house = a_house()


async def ask(house: StationHouse, request: bytes) -> HttpResponse:
    raw = await house.raw()
    raw.send(request)
    return await raw.response()


# -- A1, A2: the upgrade itself --------------------------------------------------------------------------------------


async def test_a01_a_plain_get_is_told_to_upgrade(house: StationHouse) -> None:
    response = await ask(house, b"GET /ocpp/CP-1 HTTP/1.1\r\nHost: gateway\r\n\r\n")
    assert (response.status, response.headers["upgrade"]) == (426, "websocket")
    assert reasons(house) == [RefusalReason.NO_UPGRADE]


@pytest.mark.parametrize(
    ("request_bytes", "status", "reason"),
    [
        (upgrade("/ocpp/CP-1", Sec_WebSocket_Version="8"), 426, RefusalReason.BAD_VERSION),
        (upgrade("/ocpp/CP-1", drop=("Sec-WebSocket-Version",)), 426, RefusalReason.BAD_VERSION),
        (upgrade("/ocpp/CP-1", extra=(("Sec-WebSocket-Version", "13"),)), 426, RefusalReason.BAD_VERSION),
        (upgrade("/ocpp/CP-1", drop=("Sec-WebSocket-Key",)), 400, RefusalReason.BAD_KEY),
        (upgrade("/ocpp/CP-1", Sec_WebSocket_Key="c2hvcnQ="), 400, RefusalReason.BAD_KEY),
        (upgrade("/ocpp/CP-1", Sec_WebSocket_Key="not base64!"), 400, RefusalReason.BAD_KEY),
        (upgrade("/ocpp/CP-1", extra=(("Sec-WebSocket-Key", "eA=="),)), 400, RefusalReason.BAD_KEY),
        (upgrade("/ocpp/CP-1", Upgrade="h2c"), 426, RefusalReason.NO_UPGRADE),
        (upgrade("/ocpp/CP-1", Connection="close"), 400, RefusalReason.NO_UPGRADE),
        (upgrade("/ocpp/CP-1", method="POST"), 405, RefusalReason.NO_UPGRADE),
        (upgrade("/ocpp/CP-1", version="HTTP/1.0"), 505, RefusalReason.MALFORMED_REQUEST),
        (upgrade("/ocpp/CP-1", version="HTTP/9"), 400, RefusalReason.MALFORMED_REQUEST),
        (upgrade("/ocpp/CP-1", Content_Length="5"), 400, RefusalReason.MALFORMED_REQUEST),
        (upgrade("/ocpp/CP-1", Transfer_Encoding="chunked"), 400, RefusalReason.MALFORMED_REQUEST),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400, RefusalReason.MALFORMED_REQUEST),
        (b"GET /ocpp/CP-1 HTTP/1.1\r\nbad header\r\n\r\n", 400, RefusalReason.MALFORMED_REQUEST),
        (b"GET /ocpp/CP-1 HTTP/1.1\r\n folded: x\r\n\r\n", 400, RefusalReason.MALFORMED_REQUEST),
        ("GET /ocpp/CP-ü HTTP/1.1\r\n\r\n".encode(), 400, RefusalReason.MALFORMED_REQUEST),
    ],
)
async def test_a02_a_broken_upgrade_request_is_refused(
    house: StationHouse, request_bytes: bytes, status: int, reason: RefusalReason
) -> None:
    assert (await ask(house, request_bytes)).status == status
    assert reasons(house) == [reason]
    assert house.server.counters.handshakes_refused == 1


# -- A3 to A6: subprotocols ------------------------------------------------------------------------------------------


async def test_a03_no_subprotocol_header_is_a_lenient_16_answered_without_the_header(
    house: StationHouse,
) -> None:
    raw = await house.raw()
    raw.send(upgrade("/ocpp/CP-1", drop=("Sec-WebSocket-Protocol",)))
    response = await raw.response()
    assert (response.status, response.subprotocol) == (101, None)
    raw.send(text_frame(call_text("1", "Heartbeat")))
    assert (await raw.message())[:2] == [3, "1"]


async def test_a03_a_strict_listener_refuses_a_missing_subprotocol_header() -> None:
    async with built(rules=STRICT) as house:
        assert (await ask(house, upgrade("/ocpp/CP-1", drop=("Sec-WebSocket-Protocol",)))).status == 400
        assert reasons(house) == [RefusalReason.NO_COMMON_SUBPROTOCOL]


@pytest.mark.parametrize(
    "offered", ["ocpp1.5", "nonsense", "ocpp2.0.1, ocpp2.1", "graphql-ws", "ocpp1.6;x", "öcpp1.6"]
)
async def test_a04_nothing_of_ours_offered_is_not_upgraded(house: StationHouse, offered: str) -> None:
    response = await ask(house, upgrade("/ocpp/CP-1", Sec_WebSocket_Protocol=offered))
    assert (response.status, response.subprotocol) == (400, None)
    assert reasons(house) == [RefusalReason.NO_COMMON_SUBPROTOCOL]


async def test_a04_by_the_letter_it_is_upgraded_without_the_header_and_closed_at_once() -> None:
    async with built(no_common_subprotocol="upgrade_then_close") as house:
        raw = await house.raw()
        raw.send(upgrade("/ocpp/CP-1", Sec_WebSocket_Protocol="ocpp1.5"))
        response = await raw.response()
        assert (response.status, response.subprotocol) == (101, None)
        assert await raw.close_code() == 1002
        await raw.ended()
        assert house.diary.opened == ["WITNESS"]
        assert reasons(house) == [RefusalReason.NO_COMMON_SUBPROTOCOL]


async def test_a04_a_stranger_learns_nothing_from_the_subprotocol(house: StationHouse) -> None:
    wrong = upgrade("/ocpp/NOBODY", "NOBODY", Sec_WebSocket_Protocol="ocpp1.5")
    assert (await ask(house, wrong)).status == 401


@pytest.mark.parametrize(
    ("headers", "chosen"),
    [
        (["ocpp2.0.1, ocpp1.6"], "ocpp1.6"),
        (["ocpp1.6,ocpp2.0.1"], "ocpp1.6"),
        (["ocpp2.0.1", "ocpp1.6"], "ocpp1.6"),
        (["ocpp1.6", "ocpp1.6"], "ocpp1.6"),
        ([" \t ocpp1.6 \t"], "ocpp1.6"),
        ([",, ,ocpp1.6,"], "ocpp1.6"),
        (["ocpp2.1,\tocpp1.6 , x"], "ocpp1.6"),
        (["OCPP1.6"], "OCPP1.6"),
        (["ocpp1.6j"], "ocpp1.6j"),
        ([", ,"], None),
    ],
)
async def test_a05_a06_the_first_offered_name_that_is_ours_is_echoed_as_offered(
    house: StationHouse, headers: list[str], chosen: str | None
) -> None:
    extra = tuple(("Sec-WebSocket-Protocol", value) for value in headers)
    response = await ask(house, upgrade("/ocpp/CP-1", drop=(), extra=extra, Sec_WebSocket_Protocol=""))
    assert (response.status, response.subprotocol) == (101, chosen)


@pytest.mark.parametrize("offered", ["OCPP1.6", "ocpp1.6j"])
async def test_a06_a_strict_listener_compares_names_exactly(offered: str) -> None:
    async with built(rules=STRICT) as house:
        assert (await ask(house, upgrade("/ocpp/CP-1", Sec_WebSocket_Protocol=offered))).status == 400


# -- A7 to A9: the path ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/ocpp/CP-1", "/CP-1", "/CP-1/", "//CP-1", "/ocpp//CP-1/", "/ocpp/CP-1//", "/ocpp/CP%2D1"]
)
async def test_a07_ways_to_write_a_path_that_lead_to_the_station(house: StationHouse, path: str) -> None:
    assert (await ask(house, upgrade(path))).status == 101


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "//",
        "/ocpp",
        "/ocpp/",
        "/ocpp/CP-1/extra",
        "/other/CP-1",
        "/ocpp/../CP-1",
        "/OCPP/CP-1",
        "/ocpp/CP-1?x=1",
        "CP-1",
        "*",
        "http://gateway/ocpp/CP-1",
        "/ocpp/CP-1#x",
    ],
)
async def test_a07_paths_that_lead_nowhere(house: StationHouse, path: str) -> None:
    assert (await ask(house, upgrade(path))).status == 404
    assert reasons(house) == [RefusalReason.BAD_PATH]


@pytest.mark.parametrize("path", ["//CP-1", "/ocpp//CP-1", "/CP-1//"])
async def test_a07_a_strict_listener_bears_one_trailing_slash_and_no_other(path: str) -> None:
    async with built(rules=STRICT) as house:
        assert (await ask(house, upgrade("/CP-1/"))).status == 101
        assert (await ask(house, upgrade(path))).status == 404


@pytest.mark.parametrize(
    ("segment", "identity"),
    [
        ("RDAM%20123", "RDAM 123"),
        ("%52DAM", "RDAM"),
        ("a%2520b", "a%20b"),
        ("%C3%BCber", "über"),
        ("a+b", "a+b"),
        ("a*b_c.d-e", "a*b_c.d-e"),
        ("%22quoted%22;{}'", '"quoted";{}\''),
        ("..%5C..", "..\\.."),
        ("x", "x"),
        ("a" * 48, "a" * 48),
        ("a" * 255, "a" * 255),
    ],
)
async def test_a08_a09_an_identity_is_decoded_exactly_once(segment: str, identity: str) -> None:
    async with built(identities=(identity,)) as house:
        assert (await ask(house, upgrade(f"/ocpp/{segment}", identity))).status == 101
        async with house.connect(identity, path=f"/ocpp/{segment}") as station:
            await beat(station)


@pytest.mark.parametrize(
    "segment",
    [
        "a%2Fb",
        "%00",
        "a%0Ab",
        "a%0D%0AX:y",
        "%zz",
        "%",
        "%2",
        "%C0%AF",
        "%ff",
        "%E2%80%AE",
        "%7F",
        "..",
        ".",
        "%2E%2E",
        "%2e",
        "a" * 256,
        "a" * 7000,
        "%C2%A0",
        "%EF%BF%BF",
    ],
)
async def test_a08_a09_an_identity_that_could_do_harm_is_refused(house: StationHouse, segment: str) -> None:
    assert (await ask(house, upgrade(f"/ocpp/{segment}"))).status == 404
    assert reasons(house) == [RefusalReason.BAD_PATH]
    assert house.server.refused.latest()[0].identity is None


async def test_a09_an_identity_of_ten_thousand_characters_does_not_fit_into_a_request_line(
    house: StationHouse,
) -> None:
    assert (await ask(house, upgrade("/ocpp/" + "a" * 10_000))).status == 414


# -- A10: strangers --------------------------------------------------------------------------------------------------


async def test_a10_a_thousand_knocks_of_a_stranger_cost_no_database_and_bounded_memory(
    house: StationHouse,
) -> None:
    claims = sum(house.leases.epochs.values())

    async def knock() -> None:
        response = await ask(house, upgrade("/ocpp/NOBODY", "NOBODY"))
        assert response.status in {401, 429, 503}

    for _ in range(10):
        async with asyncio.TaskGroup() as group:
            for _ in range(100):
                group.create_task(knock())
    assert sum(house.leases.epochs.values()) == claims
    assert house.server.refused.counts.total() == 1000
    assert len(house.server.refused._ring) <= 1000


async def test_a10_under_pending_strangers_knock_at_a_capped_rate() -> None:
    clock = ManualClock()
    limits = StrangerLimits(per_second=1.0, burst=3)
    async with StationHouse(policy="pending", strangers=limits, clock=clock) as house:
        statuses = [(await ask(house, upgrade(f"/ocpp/N{n}", f"N{n}"))).status for n in range(5)]
        assert statuses == [101, 101, 101, 503, 503]
        clock.now += 1.0
        assert (await ask(house, upgrade("/ocpp/N9", "N9"))).status == 101
        assert house.server.refused.counts[RefusalReason.STRANGER_LIMIT] == 2


# -- A11, A12: slow and large heads ----------------------------------------------------------------------------------


async def test_a11_a_head_that_comes_byte_by_byte_is_read(house: StationHouse) -> None:
    raw = await house.raw()
    for byte in upgrade("/ocpp/CP-1"):
        raw.send(bytes([byte]))
        await raw.flush()
        await asyncio.sleep(0)
    assert (await raw.response()).status == 101


@pytest.mark.parametrize(
    "start", [b"", b"G", upgrade("/ocpp/CP-1")[:-2]], ids=["silent", "one byte", "one line short"]
)
async def test_a11_a_socket_that_does_not_finish_its_head_is_closed_after_five_seconds(start: bytes) -> None:
    clock = ManualClock()
    async with unharmed(StationHouse(clock=clock)) as house:
        raw = await house.raw()
        raw.send(start)
        await house.until(lambda: house.server.counters.handshakes_pending == 1)
        house.pass_time(4.5)
        assert house.server.counters.handshakes_refused == 0
        house.pass_time(1.0)
        assert (await raw.response()).status == 408
        assert reasons(house) == [RefusalReason.TIMED_OUT]
        await raw.ended()


async def test_a11_dripping_sockets_keep_no_honest_station_out() -> None:
    limits = WireLimits(refusal_seconds=0.0, pending_handshakes=300, unaccepted_per_address=100)
    async with unharmed(StationHouse(limits=limits)) as house:
        for number in range(150):
            raw = await house.raw(source="127.0.0.2")
            raw.send(b"GET /" + str(number).encode())
        await house.until(lambda: house.server.counters.accepted_sockets == 151)
        assert house.server.counters.refused_sockets == 50
        assert house.server.refused.counts[RefusalReason.TOO_MANY_FROM_ADDRESS] == 50
        async with house.connect("CP-2") as honest:
            await beat(honest)


async def test_a11_beyond_the_pending_handshakes_a_socket_gets_503_and_is_told_when_to_return() -> None:
    limits = WireLimits(refusal_seconds=0.0, pending_handshakes=3)
    async with unharmed(StationHouse(limits=limits)) as house:
        silent = [await house.raw() for _ in range(3)]
        await house.until(lambda: house.server.counters.handshakes_pending == 3)
        response = await ask(house, upgrade("/ocpp/CP-1"))
        assert (response.status, response.headers["retry-after"]) == (503, "30")
        assert reasons(house)[0] is RefusalReason.TOO_MANY_PENDING
        for raw in silent:
            await raw.close()
        await house.until(lambda: house.server.counters.handshakes_pending == 0)


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (upgrade("/ocpp/CP-1", extra=tuple((f"X-{n}", "y") for n in range(8000))), 431),
        (upgrade("/ocpp/CP-1", extra=tuple((f"X-{n}", "y") for n in range(130))), 431),
        (upgrade("/ocpp/CP-1", X_Long="y" * 2**20), 431),
        (upgrade("/ocpp/CP-1", X_Long="y" * 9000), 431),
        (upgrade("/" + "y" * 2**20), 414),
        (upgrade("/" + "y" * 9000), 414),
        (b"y" * 2**20, 414),
    ],
    ids=[
        "8000 headers",
        "130 headers",
        "1 MiB header",
        "9000 header",
        "1 MiB target",
        "9000 target",
        "no line",
    ],
)
async def test_a12_a_head_that_is_too_large_is_refused(
    house: StationHouse, request_bytes: bytes, status: int
) -> None:
    assert (await ask(house, request_bytes)).status == status
    assert reasons(house) == [RefusalReason.REQUEST_TOO_LARGE]


# -- A13: what follows -----------------------------------------------------------------------------------------------


async def test_a13_frames_behind_the_request_in_the_same_segment_are_answered(house: StationHouse) -> None:
    early = text_frame(call_text("1", "BootNotification")) + text_frame(call_text("2", "Heartbeat"))
    raw = await house.raw_station("CP-1", leftover=early)
    assert [(await raw.message())[1] for _ in range(2)] == ["1", "2"]


async def test_a13_frames_behind_a_refused_request_reach_nobody(house: StationHouse) -> None:
    raw = await house.raw()
    raw.send(upgrade("/ocpp/NOBODY", "NOBODY") + text_frame(call_text("1", "Heartbeat")))
    assert (await raw.response()).status == 401
    await raw.ended()
    assert [identity for identity, _ in house.diary.calls] == ["WITNESS"]


async def test_a13_a_close_behind_the_request_is_a_connection_that_opened_and_closed(
    house: StationHouse,
) -> None:
    raw = await house.raw_station("CP-1", leftover=frame(Opcode.CLOSE, b"\x03\xe8bye"))
    assert await raw.close_code() == 1000
    await house.until(lambda: ("CP-1", 1000, "bye") in house.diary.closed)


async def test_a_client_that_leaves_in_the_middle_of_its_head_is_forgotten(house: StationHouse) -> None:
    raw = await house.raw()
    raw.send(b"GET /ocpp")
    await house.until(lambda: house.server.counters.handshakes_pending == 1)
    raw.reset()
    await house.until(lambda: reasons(house) == [RefusalReason.GONE])
    assert house.server.counters.handshakes_pending == 0


async def test_a_password_in_the_path_is_neither_accepted_nor_remembered(house: StationHouse) -> None:
    assert (await ask(house, upgrade(f"/ocpp/CP-1?password={KEY}"))).status == 404
    assert KEY not in repr(house.server.refused.latest())
