"""Rows for the benchmark of lists: a fleet with a year of transactions and days of messages, made by the server itself.

Everything is computed from row numbers, so two runs have the same rows, relative to the moment they begin at. Shares
are chosen so that every filter has a common and a rare value.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import asyncpg

from ocpp_gateway.storage.migrations import migrate
from ocpp_gateway.storage.opening import open_database
from ocpp_gateway.storage.partitions import make_ahead, name_of

if TYPE_CHECKING:
    from collections.abc import Callable

TRANSACTION_DAYS = 365
LOG_DAYS = 10
CHARGING_SHARE = 0.2
"""Share of the connectors with a running transaction."""
RARE_ACTION_EVERY = 100_000


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows; connectors without those that stand for the whole station."""

    stations: int
    transactions: int
    logs: int

    @property
    def connectors(self) -> int:
        """Two a station."""
        return 2 * self.stations

    @property
    def running(self) -> int:
        """Transactions that run."""
        return int(self.connectors * CHARGING_SHARE)


FULL = Size(stations=100_000, transactions=5_000_000, logs=20_000_000)


def scaled(scale: float) -> Size:
    """A share of the full size."""
    return Size(*(max(1000, int(whole * scale)) for whole in (FULL.stations, FULL.transactions, FULL.logs)))


_ID = """
CREATE FUNCTION bench_id(moment timestamptz, number bigint, kind text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || '7'
    || substr(md5(kind || number), 1, 3) || '8' || substr(md5(kind || number), 4, 15))::uuid
$$
"""
_STATIONS = """
INSERT INTO stations (id, ocpp_id, ocpp_id_folded, name, location, status, registration, group_name, online,
  ocpp_version, security_profile, vendor, model, serial_number, firmware_version, remote_address, connected_at,
  last_boot_at, last_heartbeat, last_message_at, created_at, updated_at, archived_at)
SELECT bench_id(made, i, 'station'), 'CP-' || lpad(i::text, 6, '0'), 'cp-' || lpad(i::text, 6, '0'),
  'Garage ' || i || ', ' || (ARRAY['Harbour', 'Station', 'Market', 'Mill', 'Castle'])[1 + i % 5] || ' street',
  '{"latitude":52.5,"longitude":13.4,"address":"Example street 1"}',
  CASE WHEN i % 200 = 0 THEN 'Faulted' WHEN i % 50 = 1 THEN 'Unavailable' ELSE 'Available' END,
  CASE WHEN i % 1000 = 7 THEN 'pending' WHEN i % 5000 = 11 THEN 'rejected' ELSE 'accepted' END,
  CASE WHEN i % 2 = 0 THEN 'site-big' WHEN i % 10 = 3 THEN NULL ELSE 'site-' || i % 997 END,
  i % 40 <> 3, '1.6', i % 3,
  CASE WHEN i % 10000 = 5 THEN 'Rarity' ELSE 'Vendor ' || (i % 400) / 20 END, 'Model ' || i % 60,
  'SN-' || md5(i::text), '1.' || i % 9, '10.0.0.' || i % 250, $1::timestamptz - interval '1 day',
  $1::timestamptz - interval '2 days', $1::timestamptz - interval '1 minute',
  $1::timestamptz - (i % 300) * interval '1 second', made, $1::timestamptz,
  CASE WHEN i % 500 = 499 THEN $1::timestamptz END
FROM generate_series(1, $2::integer) i,
  LATERAL (SELECT $1::timestamptz - interval '400 days' + i * interval '380 days' / $2::integer AS made) moments
"""
_NUMBERED = """
CREATE UNLOGGED TABLE bench_stations AS
SELECT substr(ocpp_id, 4)::integer AS i, id, created_at FROM stations
"""
_CONNECTORS = """
INSERT INTO connectors (id, station_id, connector_number, status, error_code, blocked, last_status_change,
  meter_value, power_w, soc_percent, last_sample_at, last_start_at, transaction_id, created_at, updated_at)
SELECT bench_id(s.created_at, s.i::bigint * 4 + number, 'connector'), s.id, number,
  CASE WHEN number = 0 THEN 'Available' WHEN runs THEN 'Charging' WHEN (s.i + number) % 200 = 0 THEN 'Faulted'
    WHEN (s.i + number) % 20 = 2 THEN 'Unavailable' WHEN (s.i + number) % 5000 = 9 THEN 'Reserved'
    WHEN (s.i + number) % 25 = 3 THEN 'Preparing' ELSE 'Available' END,
  CASE WHEN NOT runs AND (s.i + number) % 200 = 0 THEN 'GroundFailure' ELSE 'NoError' END,
  (s.i + number) % 1000 = 4, $1::timestamptz - (s.i % 5000) * interval '1 minute', s.i * 7.5,
  CASE WHEN runs THEN 7400 + s.i % 100 END, CASE WHEN runs THEN s.i % 100 END, $1::timestamptz, $1::timestamptz,
  CASE WHEN runs THEN bench_id($1::timestamptz - (s.i % 120) * interval '1 minute', s.i, 'running') END,
  s.created_at, $1::timestamptz
FROM bench_stations s, generate_series(0, 2) number,
  LATERAL (SELECT number = 1 AND s.i % 5 < 2 AS runs) charging
"""
_TRANSACTIONS = """
INSERT INTO transactions (id, transaction_id, station_id, connector_id, connector_number, id_tag, id_tag_folded,
  id_tag_status, start_time, start_time_raw, end_time, end_time_raw, start_meter, end_meter, total_kwh, status,
  stop_reason, start_key, stop_key, started_received_at, ended_received_at, created_at, updated_at)
SELECT bench_id(begun, j, 'transaction'), j::text, s.id,
  bench_id(s.created_at, s.i::bigint * 4 + 1 + j % 2, 'connector'), 1 + j % 2, upper(tag), tag, 'Accepted', begun,
  begun::text, begun + interval '40 minutes', (begun + interval '40 minutes')::text, j % 100000, j % 100000 + 12345,
  12.345, CASE WHEN j % 100 = 7 THEN 'interrupted' WHEN j % 1000 = 8 THEN 'unmatched' ELSE 'completed' END, 'Local',
  decode(md5(j::text), 'hex'), decode(md5('stop' || j), 'hex'), begun, begun + interval '40 minutes', begun, begun
FROM generate_series($3::bigint, $4::bigint) j
JOIN bench_stations s ON s.i = 1 + (j * 7919) % $2::integer,
LATERAL (SELECT $1::timestamptz - interval '365 days' * (1 - j::float / $5::bigint) AS begun,
  CASE WHEN j % 50 = 0 THEN 'fleet' ELSE 'tag-' || (j * 31) % 50000 END AS tag) facts
"""
_RUNNING = """
INSERT INTO transactions (id, transaction_id, station_id, connector_id, connector_number, id_tag, id_tag_folded,
  id_tag_status, start_time, start_time_raw, start_meter, status, start_key, started_received_at, created_at,
  updated_at)
SELECT connectors.transaction_id, 'R' || s.i, s.id, connectors.id, 1, 'TAG-' || s.i % 50000, 'tag-' || s.i % 50000,
  'Accepted', begun, begun::text, 0, 'active', decode(md5('running' || s.i), 'hex'), begun, begun, begun
FROM connectors JOIN bench_stations s ON s.id = station_id,
LATERAL (SELECT $1::timestamptz - (s.i % 120) * interval '1 minute' AS begun) facts
WHERE connectors.transaction_id IS NOT NULL
"""
_LOGS = """
INSERT INTO {partition} (id, station_id, connector_number, direction, message_type, action, message_id, payload,
  violations, timestamp)
SELECT bench_id(moment, k, 'log'), s.id, CASE WHEN action IN ('MeterValues', 'StatusNotification') THEN 1 END,
  CASE WHEN k % 2 = 1 THEN 'in' ELSE 'out' END,
  CASE WHEN k % 2 = 1 THEN 'Call' WHEN k % 5000 = 0 THEN 'CallError' ELSE 'CallResult' END, action,
  md5(((k + 1) / 2)::text),
  CASE WHEN k % 2 = 0 THEN '{{"currentTime":"2026-11-23T08:00:00Z"}}'
    WHEN action = 'MeterValues' THEN '{{"connectorId":1,"transactionId":' || k || ',"meterValue":[{{"timestamp":"'
      || moment || '","sampledValue":[{{"value":"' || k || '","measurand":"Energy.Active.Import.Register","unit":"Wh"'
      || '}},{{"value":"7400","measurand":"Power.Active.Import","unit":"W"}},{{"value":"61","measurand":"SoC"}}]}}]}}'
    ELSE '{{"connectorId":1,"errorCode":"NoError","status":"Available","info":"' || md5(k::text) || '"}}' END::json,
  CASE WHEN k % 400 = 1 THEN '[{{"rule":"Q26-null-payload","where":"$","detail":"null"}}]' END::json, moment
FROM generate_series($1::bigint, $2::bigint) k
JOIN bench_stations s ON s.i = 1 + (((k + 1) / 2) * 7919) % $3::integer,
LATERAL (SELECT $4::timestamptz
    + (k - $1::bigint) * ($5::timestamptz - $4::timestamptz) / ($2::bigint - $1::bigint + 1) AS moment,
  CASE WHEN ((k + 1) / 2) % $6::bigint = 9 THEN 'FirmwareStatusNotification'
    WHEN (k + 1) / 2 % 1000 < 600 THEN 'MeterValues'
    WHEN (k + 1) / 2 % 1000 < 800 THEN 'StatusNotification' WHEN (k + 1) / 2 % 1000 < 950 THEN 'Heartbeat'
    WHEN (k + 1) / 2 % 1000 < 975 THEN 'StartTransaction' WHEN (k + 1) / 2 % 1000 < 999 THEN 'StopTransaction'
    ELSE 'BootNotification' END AS action) facts
"""
_SECONDARY = """
SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY($1)
  AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""
STEP = 500_000
"""Rows of one statement, so that the progress can be seen."""


async def load(url: str, size: Size, now: datetime, say: Callable[[str], None]) -> None:
    """Migrate an empty database and fill it. Indexes are made after the rows: that is quicker."""
    say("migrating")
    await migrate(url)
    database = await open_database(url)
    try:
        first_day = (now - timedelta(days=LOG_DAYS)).date()
        await make_ahead(database, first_day, days=LOG_DAYS)
    finally:
        await database.close()
    connection = await asyncpg.connect(
        url, server_settings={"maintenance_work_mem": "512MB", "timezone": "UTC"}
    )
    try:
        await connection.execute(_ID)
        dropped = await _drop_indexes(connection, ["stations", "connectors", "transactions"])
        say(f"{size.stations:,} stations and their connectors")
        await connection.execute(_STATIONS, now, size.stations)
        await connection.execute(_NUMBERED)
        await connection.execute("CREATE INDEX ON bench_stations (i)")
        await connection.execute("ANALYZE bench_stations")
        await connection.execute(_CONNECTORS, now)
        await connection.execute(_RUNNING, now)
        for first in range(1, size.transactions + 1, STEP):
            say(f"transactions, {first - 1:,} of {size.transactions:,}")
            last = min(first + STEP - 1, size.transactions)
            await connection.execute(_TRANSACTIONS, now, size.stations, first, last, size.transactions)
        for definition in dropped:
            say(definition.partition(" ON ")[0].removeprefix("CREATE "))
            await connection.execute(definition)
        await _load_logs(connection, size, now, say)
        say("VACUUM ANALYZE")
        await connection.execute("DROP TABLE bench_stations")
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


async def _drop_indexes(connection: asyncpg.Connection, tables: list[str]) -> list[str]:
    found = await connection.fetch(_SECONDARY, tables)
    for row in found:
        await connection.execute(f"DROP INDEX {row['indexname']}")
    return [row["indexdef"] for row in found]


async def _load_logs(
    connection: asyncpg.Connection, size: Size, now: datetime, say: Callable[[str], None]
) -> None:
    """The same number of rows for each day, up to `now`; the first and the last day are parts of days."""
    begin = now - timedelta(days=LOG_DAYS)
    moment, done = begin, 0
    while moment < now:
        midnight = (moment + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        until = min(midnight, now)
        last = int(size.logs * ((until - begin) / (now - begin)))
        say(f"log rows, {done:,} of {size.logs:,}")
        text = _LOGS.format(partition=name_of("ocpp_logs", moment.date()))
        await connection.execute(text, done + 1, last, size.stations, moment, until, RARE_ACTION_EVERY)
        moment, done = until, last
