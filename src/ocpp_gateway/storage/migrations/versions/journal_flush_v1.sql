CREATE TYPE journal_v1_leases AS (station_id uuid, epoch bigint);

CREATE TYPE journal_v1_connectors AS (id uuid, station_id uuid, connector_number integer, status text, error_code text, info text, vendor_error_code text, last_status_change timestamptz, meter_value bigint, power_w bigint, soc_percent bigint, last_sample_at timestamptz, last_start_at timestamptz, transaction_id uuid);

CREATE TYPE journal_v1_starts AS (id uuid, station_id uuid, start_time timestamptz, connector_number integer, start_meter bigint, id_tag_folded text, transaction_id text, connector_id uuid, id_tag text, id_tag_status text, start_time_raw text, start_key bytea, reservation_id integer, estimated json, started_received_at timestamptz);

CREATE TYPE journal_v1_logs AS (id uuid, station_id uuid, timestamp timestamptz, connector_id uuid, connector_number integer, direction text, message_type text, action text, message_id text, payload json, raw bytea, violations json);

CREATE TYPE journal_v1_meters AS (station_id uuid, connector_id uuid, connector_number integer, sampled_at timestamptz, received_at timestamptz, content_hash bigint, transaction_id uuid, energy_wh double precision, power_w double precision, current_a double precision, voltage_v double precision, soc_percent double precision, origin text, context text, samples json);

CREATE TYPE journal_v1_stops AS (id uuid, station_id uuid, end_time timestamptz, end_time_raw text, end_meter bigint, total_kwh bigint, status text, stop_reason text, stop_id_tag text, stop_key bytea, estimated json, ended_received_at timestamptz);

CREATE TYPE journal_v1_unmatched AS (id uuid, station_id uuid, transaction_id text, connector_id uuid, connector_number integer, id_tag text, id_tag_folded text, start_time timestamptz, start_meter bigint, end_time timestamptz, end_meter bigint, stop_reason text, stop_key bytea, estimated json, started_received_at timestamptz, ended_received_at timestamptz);

CREATE TYPE journal_v1_stations AS (id uuid, vendor text, model text, serial_number text, firmware_version text, iccid text, imsi text, meter_type text, meter_serial_number text, status text, online boolean, ocpp_version text, remote_address text, connected_at timestamptz, last_boot_at timestamptz, last_heartbeat timestamptz, last_message_at timestamptz, firmware_status text, firmware_status_at timestamptz, diagnostics_status text, diagnostics_status_at timestamptz);

CREATE TYPE journal_v1_quarantine AS (id uuid, station_id uuid, action text, message_id text, raw bytea, reason text, sqlstate text, received_at timestamptz);

CREATE TYPE journal_v1_events AS (id uuid, type text, station_id uuid, station text, connector integer, time timestamptz, data json);

CREATE FUNCTION journal_flush_v1(
    p_flush uuid,
    p_at timestamptz,
    p_leases journal_v1_leases[],
    p_connectors journal_v1_connectors[],
    p_starts journal_v1_starts[],
    p_logs journal_v1_logs[],
    p_meters journal_v1_meters[],
    p_stops journal_v1_stops[],
    p_unmatched journal_v1_unmatched[],
    p_stations journal_v1_stations[],
    p_quarantine journal_v1_quarantine[],
    p_events journal_v1_events[]
) RETURNS bigint[] LANGUAGE plpgsql AS $journal$
#variable_conflict use_column
DECLARE
    v_culprits text;
    v_count bigint;
    v_positions bigint[] := '{}';
BEGIN
    INSERT INTO flushes (id, at) VALUES (p_flush, p_at) ON CONFLICT (id) DO NOTHING;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this flush is committed already' USING ERRCODE = 'OG001';
    END IF;
    IF cardinality(p_leases) > 0 THEN
        SELECT string_agg(r.station_id::text, ',') INTO v_culprits
        FROM unnest(p_leases) r
        LEFT JOIN (
            SELECT held.station_id, held.epoch FROM leases held
            WHERE held.station_id = ANY (ARRAY(SELECT wanted.station_id FROM unnest(p_leases) wanted))
            ORDER BY held.station_id FOR SHARE
        ) l ON l.station_id = r.station_id
        WHERE l.epoch IS DISTINCT FROM r.epoch;
        IF v_culprits IS NOT NULL THEN
            RAISE EXCEPTION 'stations have a newer owner' USING ERRCODE = 'OG002', DETAIL = v_culprits;
        END IF;
    END IF;
    IF cardinality(p_connectors) > 0 THEN
        INSERT INTO connectors (id, station_id, connector_number, status, error_code, info, vendor_error_code, last_status_change, meter_value, power_w, soc_percent, last_sample_at, last_start_at, transaction_id, created_at, updated_at)
        SELECT r.id, r.station_id, r.connector_number, r.status, r.error_code, r.info, r.vendor_error_code, r.last_status_change, r.meter_value * 0.001, r.power_w * 0.001, r.soc_percent * 0.001, r.last_sample_at, r.last_start_at, r.transaction_id, p_at, p_at FROM unnest(p_connectors) r
        ON CONFLICT (station_id, connector_number) DO UPDATE SET status = excluded.status, error_code = excluded.error_code, info = excluded.info, vendor_error_code = excluded.vendor_error_code, last_status_change = excluded.last_status_change, meter_value = excluded.meter_value, power_w = excluded.power_w, soc_percent = excluded.soc_percent, last_sample_at = excluded.last_sample_at, last_start_at = excluded.last_start_at, transaction_id = excluded.transaction_id, updated_at = excluded.updated_at;
    END IF;
    IF cardinality(p_starts) > 0 THEN
        INSERT INTO transactions (id, station_id, start_time, connector_number, start_meter, id_tag_folded, transaction_id, connector_id, id_tag, id_tag_status, start_time_raw, start_key, reservation_id, estimated, started_received_at, status, created_at, updated_at)
        SELECT r.id, r.station_id, r.start_time, r.connector_number, r.start_meter * 0.001, r.id_tag_folded, r.transaction_id, r.connector_id, r.id_tag, r.id_tag_status, r.start_time_raw, r.start_key, r.reservation_id, r.estimated, r.started_received_at, 'active', p_at, p_at FROM unnest(p_starts) r
        ON CONFLICT (station_id, start_time, connector_number, coalesce(start_meter, -1), id_tag_folded) WHERE status <> 'unmatched' DO NOTHING;
        SELECT string_agg(concat_ws(' ', r.id, t.id, t.transaction_id), E'\n') INTO v_culprits
        FROM unnest(p_starts) r
        JOIN transactions t ON t.station_id = r.station_id AND t.start_time = r.start_time AND t.connector_number = r.connector_number AND coalesce(t.start_meter, -1) = coalesce(r.start_meter * 0.001, -1) AND t.id_tag_folded = r.id_tag_folded AND t.status <> 'unmatched'
        WHERE t.id <> r.id;
        IF v_culprits IS NOT NULL THEN
            RAISE EXCEPTION 'starts are stored already' USING ERRCODE = 'OG003', DETAIL = v_culprits;
        END IF;
    END IF;
    IF cardinality(p_logs) > 0 THEN
        INSERT INTO ocpp_logs (id, station_id, timestamp, connector_id, connector_number, direction, message_type, action, message_id, payload, raw, violations)
        SELECT r.id, r.station_id, r.timestamp, r.connector_id, r.connector_number, r.direction, r.message_type, r.action, r.message_id, r.payload, r.raw, r.violations FROM unnest(p_logs) r;
    END IF;
    IF cardinality(p_meters) > 0 THEN
        INSERT INTO meter_values (station_id, connector_id, connector_number, sampled_at, received_at, content_hash, transaction_id, energy_wh, power_w, current_a, voltage_v, soc_percent, origin, context, samples)
        SELECT r.station_id, r.connector_id, r.connector_number, r.sampled_at, r.received_at, r.content_hash, r.transaction_id, r.energy_wh, r.power_w, r.current_a, r.voltage_v, r.soc_percent, r.origin, r.context, r.samples FROM unnest(p_meters) r;
    END IF;
    IF cardinality(p_stops) > 0 THEN
        UPDATE transactions t SET end_time = r.end_time, end_time_raw = r.end_time_raw, end_meter = r.end_meter * 0.001, total_kwh = r.total_kwh * 0.001, status = r.status, stop_reason = r.stop_reason, stop_id_tag = r.stop_id_tag, stop_key = r.stop_key, estimated = r.estimated, ended_received_at = r.ended_received_at, updated_at = p_at
        FROM unnest(p_stops) r WHERE t.id = r.id AND t.station_id = r.station_id;
        GET DIAGNOSTICS v_count = ROW_COUNT;
        IF v_count <> cardinality(p_stops) THEN
            SELECT string_agg(r.id::text, ',') INTO v_culprits
            FROM unnest(p_stops) r WHERE NOT EXISTS (SELECT FROM transactions t WHERE t.id = r.id AND t.station_id = r.station_id);
            RAISE EXCEPTION 'transactions to update do not exist' USING ERRCODE = 'OG004', DETAIL = v_culprits;
        END IF;
    END IF;
    IF cardinality(p_unmatched) > 0 THEN
        INSERT INTO transactions (id, station_id, transaction_id, connector_id, connector_number, id_tag, id_tag_folded, start_time, start_meter, end_time, end_meter, stop_reason, stop_key, estimated, started_received_at, ended_received_at, status, created_at, updated_at)
        SELECT r.id, r.station_id, r.transaction_id, r.connector_id, r.connector_number, r.id_tag, r.id_tag_folded, r.start_time, r.start_meter * 0.001, r.end_time, r.end_meter * 0.001, r.stop_reason, r.stop_key, r.estimated, r.started_received_at, r.ended_received_at, 'unmatched', p_at, p_at FROM unnest(p_unmatched) r;
    END IF;
    IF cardinality(p_stations) > 0 THEN
        UPDATE stations t SET vendor = nullif(coalesce(r.vendor, t.vendor), ''), model = nullif(coalesce(r.model, t.model), ''), serial_number = nullif(coalesce(r.serial_number, t.serial_number), ''), firmware_version = nullif(coalesce(r.firmware_version, t.firmware_version), ''), iccid = nullif(coalesce(r.iccid, t.iccid), ''), imsi = nullif(coalesce(r.imsi, t.imsi), ''), meter_type = nullif(coalesce(r.meter_type, t.meter_type), ''), meter_serial_number = nullif(coalesce(r.meter_serial_number, t.meter_serial_number), ''), status = coalesce(r.status, t.status), online = coalesce(r.online, t.online), ocpp_version = nullif(coalesce(r.ocpp_version, t.ocpp_version), ''), remote_address = nullif(coalesce(r.remote_address, t.remote_address), ''), connected_at = coalesce(r.connected_at, t.connected_at), last_boot_at = coalesce(r.last_boot_at, t.last_boot_at), last_heartbeat = coalesce(r.last_heartbeat, t.last_heartbeat), last_message_at = coalesce(r.last_message_at, t.last_message_at), firmware_status = nullif(coalesce(r.firmware_status, t.firmware_status), ''), firmware_status_at = coalesce(r.firmware_status_at, t.firmware_status_at), diagnostics_status = nullif(coalesce(r.diagnostics_status, t.diagnostics_status), ''), diagnostics_status_at = coalesce(r.diagnostics_status_at, t.diagnostics_status_at), updated_at = p_at
        FROM unnest(p_stations) r WHERE t.id = r.id;
    END IF;
    IF cardinality(p_quarantine) > 0 THEN
        INSERT INTO quarantine (id, station_id, action, message_id, raw, reason, sqlstate, received_at)
        SELECT r.id, r.station_id, r.action, r.message_id, r.raw, r.reason, r.sqlstate, r.received_at FROM unnest(p_quarantine) r;
    END IF;
    IF cardinality(p_events) > 0 THEN
        PERFORM pg_advisory_xact_lock(122490175909735);
        WITH written AS (
            INSERT INTO events (id, type, station_id, station, connector, time, data, created_at)
            SELECT r.id, r.type, r.station_id, r.station, r.connector, r.time, r.data, p_at FROM unnest(p_events) WITH ORDINALITY r(id, type, station_id, station, connector, time, data, place)
            ORDER BY r.place RETURNING position
        )
        SELECT array_agg(position ORDER BY position) INTO v_positions FROM written;
    END IF;
    RETURN v_positions;
END
$journal$;
