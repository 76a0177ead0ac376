"""A central system in two hundred lines: `python -m bench.naive.server`, PORT and DATABASE_URL in the environment."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import uvloop
from ocpp.routing import on
from ocpp.v16 import ChargePoint, call_result
from ocpp.v16.datatypes import IdTagInfo
from ocpp.v16.enums import Action, AuthorizationStatus, RegistrationStatus
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

POOL_SIZE = 10
_STATUS = """
insert into connectors (id, station_id, connector_number, updated_at, status, error_code, last_status_change)
values ($1, $2, $3, $4, $5, $6, $7) on conflict (station_id, connector_number) do update set
updated_at = excluded.updated_at, status = excluded.status, error_code = excluded.error_code,
last_status_change = excluded.last_status_change"""
_ENERGY = """
insert into connectors
(id, station_id, connector_number, updated_at, status, error_code, meter_value, power_w, soc_percent)
values ($1, $2, $3, $4, 'Unknown', 'NoError', $5, $6, $7) on conflict (station_id, connector_number) do update set
updated_at = excluded.updated_at, meter_value = excluded.meter_value, power_w = excluded.power_w,
soc_percent = excluded.soc_percent"""


def _now() -> datetime:
    return datetime.now(UTC)


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class CentralSystem(ChargePoint):
    """One station's connection. Every handler is one database transaction; its answer leaves after the commit."""

    def __init__(self, identity: str, connection: ServerConnection, pool: asyncpg.Pool) -> None:
        super().__init__(identity, connection)
        self.pool = pool
        self.station_id: uuid.UUID | None = None
        self.raw = ""

    async def route_message(self, raw_msg: str) -> None:
        self.raw = raw_msg
        await super().route_message(raw_msg)

    async def known(self, connection: asyncpg.Connection) -> uuid.UUID:
        """The station's id; the station is stored when it is new."""
        if self.station_id is None:
            now = _now()
            self.station_id = await connection.fetchval(
                "insert into stations (id, ocpp_id, created_at, updated_at) values ($1, $2, $3, $3) "
                "on conflict (ocpp_id) do update set updated_at = excluded.updated_at returning id",
                uuid.uuid4(),
                self.id,
                now,
            )
        return self.station_id

    async def log(self, connection: asyncpg.Connection, action: str, answer: dict[str, Any]) -> None:
        """Two rows: the CALL as it came, the CALLRESULT as it will leave."""
        _, message_id, _, payload = json.loads(self.raw)
        statement = "insert into ocpp_logs values ($1, $2, $3, $4, $5, $6, $7, $8)"
        station, now = self.station_id, _now()
        await connection.execute(
            statement, uuid.uuid4(), station, "in", "Call", action, message_id, json.dumps(payload), now
        )
        await connection.execute(
            statement, uuid.uuid4(), station, "out", "CallResult", action, message_id, json.dumps(answer), now
        )

    async def event(
        self, connection: asyncpg.Connection, kind: str, connector: int | None, **data: Any
    ) -> None:
        """One row of the event log."""
        await connection.execute(
            "insert into events (id, type, station_id, connector, time, data) values ($1, $2, $3, $4, $5, $6)",
            uuid.uuid4(),
            kind,
            self.station_id,
            connector,
            _now(),
            json.dumps({"station": self.id, "connector": connector, **data}),
        )

    async def energy(self, connection: asyncpg.Connection, number: int, *values: float | None) -> None:
        """A connector's present register, power and state of charge."""
        await connection.execute(_ENERGY, uuid.uuid4(), self.station_id, number, _now(), *values)

    @on(Action.boot_notification)
    async def boot(
        self, charge_point_vendor: str, charge_point_model: str, **rest: Any
    ) -> call_result.BootNotification:
        now = _now()
        async with self.pool.acquire() as connection, connection.transaction():
            await self.known(connection)
            await connection.execute(
                "update stations set vendor = $2, model = $3, serial_number = $4, firmware_version = $5, "
                "meter_type = $6, online = true, last_boot_at = $7, last_heartbeat = $7, updated_at = $7 where id = $1",
                self.station_id,
                charge_point_vendor,
                charge_point_model,
                rest.get("charge_point_serial_number"),
                rest.get("firmware_version"),
                rest.get("meter_type"),
                now,
            )
            await self.event(
                connection, "station.booted", None, vendor=charge_point_vendor, model=charge_point_model
            )
            answer = {"currentTime": _text(now), "interval": 300, "status": "Accepted"}
            await self.log(connection, "BootNotification", answer)
        return call_result.BootNotification(_text(now), 300, RegistrationStatus.accepted)

    @on(Action.heartbeat)
    async def heartbeat(self) -> call_result.Heartbeat:
        now = _now()
        async with self.pool.acquire() as connection, connection.transaction():
            await self.known(connection)
            await connection.execute(
                "update stations set last_heartbeat = $2, updated_at = $2 where id = $1", self.station_id, now
            )
            await self.log(connection, "Heartbeat", {"currentTime": _text(now)})
        return call_result.Heartbeat(_text(now))

    @on(Action.status_notification)
    async def status(
        self, connector_id: int, error_code: str, status: str, timestamp: str | None = None, **_rest: Any
    ) -> call_result.StatusNotification:
        async with self.pool.acquire() as connection, connection.transaction():
            await self.known(connection)
            changed = datetime.fromisoformat(timestamp) if timestamp else _now()
            await connection.execute(
                _STATUS, uuid.uuid4(), self.station_id, connector_id, _now(), status, error_code, changed
            )
            await self.event(
                connection, "connector.status_changed", connector_id, status=status, error_code=error_code
            )
            await self.log(connection, "StatusNotification", {})
        return call_result.StatusNotification()

    @on(Action.start_transaction)
    async def start_transaction(
        self, connector_id: int, id_tag: str, meter_start: int, timestamp: str, **_rest: Any
    ) -> call_result.StartTransaction:
        now = _now()
        async with self.pool.acquire() as connection, connection.transaction():
            await self.known(connection)
            transaction_id: int = await connection.fetchval(
                "insert into transactions (id, transaction_id, station_id, connector_number, id_tag, start_time, "
                "start_meter, status, created_at, updated_at) "
                "values ($1, nextval('transaction_ids'), $2, $3, $4, $5, $6, 'active', $7, $7) "
                "on conflict (station_id, start_time, connector_number, start_meter, id_tag) "
                "do update set updated_at = excluded.updated_at returning transaction_id",
                uuid.uuid4(),
                self.station_id,
                connector_id,
                id_tag.casefold(),
                datetime.fromisoformat(timestamp),
                meter_start,
                now,
            )
            await self.energy(connection, connector_id, meter_start, None, None)
            await self.event(
                connection, "transaction.started", connector_id, transaction=transaction_id, id_tag=id_tag
            )
            answer = {"idTagInfo": {"status": "Accepted"}, "transactionId": transaction_id}
            await self.log(connection, "StartTransaction", answer)
        return call_result.StartTransaction(transaction_id, IdTagInfo(status=AuthorizationStatus.accepted))

    @on(Action.meter_values)
    async def meter_values(
        self, connector_id: int, meter_value: list[Any], transaction_id: int | None = None, **_rest: Any
    ) -> call_result.MeterValues:
        now = _now()
        async with self.pool.acquire() as connection, connection.transaction():
            await self.known(connection)
            for value in meter_value:
                samples = value["sampled_value"]
                found = {s.get("measurand", "Energy.Active.Import.Register"): s["value"] for s in samples}
                energy = float(found["Energy.Active.Import.Register"])
                power, soc = float(found["Power.Active.Import"]), float(found["SoC"])
                await connection.execute(
                    "insert into meter_values values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                    uuid.uuid4(),
                    self.station_id,
                    connector_id,
                    transaction_id,
                    datetime.fromisoformat(value["timestamp"]),
                    now,
                    energy,
                    power,
                    float(found["Current.Import"]),
                    float(found["Voltage"]),
                    soc,
                    json.dumps(samples),
                )
                await self.energy(connection, connector_id, energy, power, soc)
                await self.event(
                    connection,
                    "meter.values",
                    connector_id,
                    transaction=transaction_id,
                    meter_value=energy,
                    power_w=power,
                )
            await self.log(connection, "MeterValues", {})
        return call_result.MeterValues()

    @on(Action.stop_transaction)
    async def stop_transaction(
        self, meter_stop: int, timestamp: str, transaction_id: int, reason: str | None = None, **_rest: Any
    ) -> call_result.StopTransaction:
        now = _now()
        async with self.pool.acquire() as connection, connection.transaction():
            await self.known(connection)
            number: int | None = await connection.fetchval(
                "update transactions set end_time = $3, end_meter = $4, total_kwh = ($4 - start_meter) / 1000, "
                "status = 'completed', stop_reason = $5, updated_at = $6 "
                "where station_id = $1 and transaction_id = $2 returning connector_number",
                self.station_id,
                transaction_id,
                datetime.fromisoformat(timestamp),
                meter_stop,
                reason or "Local",
                now,
            )
            if number is not None:
                await self.energy(connection, number, meter_stop, None, None)
            await self.event(
                connection, "transaction.ended", number, transaction=transaction_id, reason=reason
            )
            answer = {"idTagInfo": {"status": "Accepted"}}
            await self.log(connection, "StopTransaction", answer)
        return call_result.StopTransaction(IdTagInfo(status=AuthorizationStatus.accepted))


async def _connected(connection: ServerConnection, pool: asyncpg.Pool) -> None:
    request = connection.request
    identity = request.path.rpartition("/")[2] if request is not None else ""
    station = CentralSystem(identity, connection, pool)
    async with pool.acquire() as database, database.transaction():
        await station.known(database)
        await database.execute("update stations set online = true where id = $1", station.station_id)
        await station.event(database, "station.connected", None)
    try:
        await station.start()
    except ConnectionClosed:
        async with pool.acquire() as database, database.transaction():
            await database.execute("update stations set online = false where id = $1", station.station_id)
            await station.event(database, "station.disconnected", None)


async def _main() -> None:
    logging.basicConfig(level=logging.WARNING)
    pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=POOL_SIZE, max_size=POOL_SIZE)
    async with pool.acquire() as connection:
        if await connection.fetchval("select to_regclass('stations')") is None:
            await connection.execute((Path(__file__).parent / "schema.sql").read_text())

    async def handler(connection: ServerConnection) -> None:
        await _connected(connection, pool)

    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    logging.getLogger("websockets.server").setLevel(logging.CRITICAL)
    async with serve(
        handler,
        "127.0.0.1",
        int(os.environ["PORT"]),
        subprotocols=[Subprotocol("ocpp1.6")],
        ping_interval=None,
    ):
        print("ready", flush=True)
        await stop.wait()
    await pool.close()


if __name__ == "__main__":
    uvloop.run(_main())
