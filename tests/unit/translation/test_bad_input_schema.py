"""Family E of the bad inputs (ocpp.md section 5, 43 to 47), for every action that a station sends.

The cases are generated from the official schemas; the real codec, a real conversation and a real journal on SQLite take
them one after the other on one connection. What must come is in two small tables, one for each way of reading.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from ocpp_gateway.ocpp.catalogue import ACTIONS_16
from ocpp_gateway.ocpp.codec import Direction, check
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.ocpp.violations import Validation
from ocpp_gateway.storage import tables
from ocpp_gateway.translation.v16.table import HANDLERS
from tests.unit.ocpp.payloads import text_of
from tests.unit.ocpp.schema_cases import Case, bent
from tests.unit.ocpp.test_schema_agreement import official_verdict
from tests.unit.translation.spoken_station import SpokenStation, spoken_station

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

TRANSACTION_MESSAGES = {"StartTransaction", "StopTransaction", "MeterValues"}
STRICT_CODES = {
    "required missing": "ProtocolError",
    "required null": "TypeConstraintViolation",
    "optional null": "TypeConstraintViolation",
    "extra field": "FormationViolation",
    "text over max": "PropertyConstraintViolation",
    "word unknown": "PropertyConstraintViolation",
    "word in the wrong case": "PropertyConstraintViolation",
    "number as text": "TypeConstraintViolation",
    "number with a fraction": "TypeConstraintViolation",
    "number with a fraction of nothing": "TypeConstraintViolation",
    "number 2^63": "PropertyConstraintViolation",
    "time as a number": "TypeConstraintViolation",
}
"""The code for a payload that the official schema refuses (reaction table of ocpp.md 2.9)."""
SAMPLES = [
    ("MeterValues", ("meterValue", 0, "sampledValue")),
    ("StopTransaction", ("transactionData", 0, "sampledValue")),
]
MOMENTS = [("MeterValues", ("meterValue",)), ("StopTransaction", ("transactionData",))]


def expected(action: str, case: Case, validation: Validation) -> set[str]:
    """What may come: `CALLRESULT` or codes of CALLERRORs."""
    if official_verdict(action, "request", case.payload):
        return {"CALLRESULT"}
    if validation is Validation.STRICT:
        return {STRICT_CODES.get(case.what, "PropertyConstraintViolation")}
    if case.what in {"required missing", "required null"} and action not in TRANSACTION_MESSAGES:
        # Without what the message is about there is nothing to store, unless a default does no harm.
        return {"CALLRESULT", "ProtocolError"}
    return {"CALLRESULT"}


async def answered(station: SpokenStation, action: str, case: Case) -> str:
    """Say it; the kind of the answer, which is well-formed by itself."""
    answer = await station.say(action, case.payload)
    if answer[0] == 3:
        problems = check(OcppVersion.V16, ACTIONS_16[action], Direction.RESPONSE, text_of(answer[2]))
        assert problems == [], case.name
        return "CALLRESULT"
    kind, _, code, description, details = answer
    assert kind == 4
    assert len(description) <= 255
    assert isinstance(details, dict)
    return str(code)


@pytest.mark.parametrize("validation", list(Validation))
@pytest.mark.parametrize("action", sorted(HANDLERS))
async def test_e43_to_e47_a_payload_bent_in_one_place_gets_the_right_answer_and_the_station_goes_on(
    action: str, validation: Validation, sqlite_database: Database
) -> None:
    async with spoken_station(sqlite_database, validation) as station:
        kinds: Counter[str] = Counter()
        for case in bent(action, longest_array=100):
            kind = await answered(station, action, case)
            assert kind in expected(action, case, validation), case.name
            kinds[kind] += 1
        assert kinds.total() > 0
        assert (await station.say("Heartbeat", {}))[2].keys() == {"currentTime"}
        assert await station.frames() == 2 * station.asked, "a frame was not stored"
        assert await station.count(tables.quarantine) == 0


@pytest.mark.parametrize(
    ("action", "path"), [*SAMPLES, *(pytest.param(*moment, marks=pytest.mark.long) for moment in MOMENTS)]
)
async def test_e47_an_array_of_a_hundred_thousand_is_answered_and_the_station_goes_on(
    action: str, path: tuple[Any, ...], sqlite_database: Database
) -> None:
    """Beyond the message limit of 1 MiB, as a deployment may raise it: the limit is the listener's, not the codec's."""
    case = next(c for c in bent(action, longest_array=100_000) if (c.what, c.path) == ("array long", path))
    async with spoken_station(sqlite_database) as station:
        started = time.process_time()
        assert await answered(station, action, case) == "CALLRESULT"
        assert time.process_time() - started < 60
        assert (await station.say("Heartbeat", {}))[0] == 3
        assert await station.count(tables.quarantine) == 0


async def test_e43_extra_fields_are_noted_leniently(sqlite_database: Database) -> None:
    async with spoken_station(sqlite_database) as station:
        for case in bent("MeterValues", longest_array=1):
            if case.what == "extra field":
                await answered(station, "MeterValues", case)
        async with sqlite_database.read() as connection:
            noted = await connection.execute(
                tables.ocpp_logs.select().where(tables.ocpp_logs.c.action == "MeterValues")
            )
            rows = [row for row in noted.mappings() if row["violations"]]
    assert len(rows) == 3
    assert all("vendorExtra" in json.dumps(row["violations"]) for row in rows)
