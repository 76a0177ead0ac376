-- The gateway's tables as far as the benchmark's messages fill them, with the indexes that reading them needs.
create table stations (
    id uuid primary key, ocpp_id text not null unique, vendor text, model text, serial_number text,
    firmware_version text, meter_type text, online boolean not null default false, last_boot_at timestamptz,
    last_heartbeat timestamptz, created_at timestamptz not null, updated_at timestamptz not null);
create table connectors (
    id uuid primary key, station_id uuid not null references stations, connector_number integer not null,
    status text not null, error_code text not null, last_status_change timestamptz, meter_value numeric(14, 3),
    power_w double precision, soc_percent double precision, updated_at timestamptz not null,
    unique (station_id, connector_number));
create sequence transaction_ids;
create table transactions (
    id uuid primary key, transaction_id bigint not null unique, station_id uuid not null references stations,
    connector_number integer not null, id_tag text not null, start_time timestamptz not null, end_time timestamptz,
    start_meter numeric(14, 3) not null, end_meter numeric(14, 3), total_kwh numeric(14, 6), status text not null,
    stop_reason text, created_at timestamptz not null, updated_at timestamptz not null,
    unique (station_id, start_time, connector_number, start_meter, id_tag));
create table meter_values (
    id uuid primary key, station_id uuid not null, connector_number integer not null, transaction_id bigint,
    sampled_at timestamptz not null, received_at timestamptz not null, energy_wh numeric(14, 3),
    power_w double precision, current_a double precision, voltage_v double precision, soc_percent double precision,
    samples jsonb not null);
create index on meter_values (station_id, received_at);
create table ocpp_logs (
    id uuid primary key, station_id uuid not null, direction text not null, message_type text not null,
    action text not null, message_id text not null, payload jsonb not null, timestamp timestamptz not null);
create index on ocpp_logs (station_id, timestamp);
create table events (
    position bigint generated always as identity primary key, id uuid not null, type text not null,
    station_id uuid, connector integer, time timestamptz not null, data jsonb not null);
