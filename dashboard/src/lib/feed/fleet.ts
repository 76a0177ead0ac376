/**
 * The fleet as the feed tells it. Plain maps that change in place and one version per topic, so that an event repaints
 * the cell that it is about and nothing else (`useSyncExternalStore` compares the versions).
 */

import { type ConnectorState, isConnectorState } from "../states";
import type { ConnectorRow, FeedEvent, SnapshotPart, StationRow } from "./protocol";

const ACTIVITY_LENGTH = 40;
const POWER_SAMPLES = 3_600;
const SILENT = new Set(["meter.values", "ocpp.message", "transaction.updated"]);

export type Totals = { power_w: number; byState: Record<string, number>; online: number; stations: number };
export type PowerSample = { at: number; power_w: number };

export function connectorKey(station: string, connector: number): string {
  return `${station}/${connector}`;
}

/** What a person is shown: a station that is away says nothing about its connectors any more. */
export function shownState(row: Pick<ConnectorRow, "status" | "online"> | undefined): ConnectorState {
  return row?.online && isConnectorState(row.status) ? row.status : "Unknown";
}

export class Fleet {
  readonly stations = new Map<string, StationRow>();
  readonly connectors = new Map<string, ConnectorRow>();
  readonly numbers = new Map<string, number[]>();
  readonly power: PowerSample[] = [];
  activity: FeedEvent[] = [];
  complete = false;
  totals: Totals = { power_w: 0, byState: {}, online: 0, stations: 0 };
  private listeners = new Map<string, Set<() => void>>();
  private versions = new Map<string, number>();
  private touched = new Set<string>();

  /** Topics: `fleet`, `totals`, `activity`, `station:ID`, `connector:ID/N`. */
  subscribe(topic: string, listener: () => void): () => void {
    let set = this.listeners.get(topic);
    if (!set) {
      set = new Set();
      this.listeners.set(topic, set);
    }
    set.add(listener);
    return () => {
      set.delete(listener);
      if (set.size === 0) this.listeners.delete(topic);
    };
  }

  version(topic: string): number {
    return this.versions.get(topic) ?? 0;
  }

  clear(): void {
    this.stations.clear();
    this.connectors.clear();
    this.numbers.clear();
    this.activity = [];
    this.complete = false;
    this.totals = { power_w: 0, byState: {}, online: 0, stations: 0 };
    for (const topic of this.listeners.keys()) this.touch(topic);
    this.announce();
  }

  addSnapshot(part: SnapshotPart, first: boolean): void {
    if (first) {
      const before = this.activity;
      this.clear();
      this.activity = before;
    }
    for (const row of part.stations) this.setStation(row);
    for (const row of part.connectors) this.setConnector(row);
    if (!part.more) {
      this.complete = true;
      this.touch("fleet");
      this.announce();
    }
  }

  /** What was asked for of one station, where the fleet is too large for a snapshot: its events go on from here. */
  know(rows: readonly ConnectorRow[]): void {
    for (const row of rows) this.setConnector(row);
    this.announce();
  }

  apply(events: FeedEvent[]): void {
    for (const event of events) {
      this.applyOne(event);
      if (!SILENT.has(event.type)) this.remember(event);
    }
    this.announce();
  }

  samplePower(at: number): void {
    if (!this.complete) return;
    this.power.push({ at, power_w: this.totals.power_w });
    if (this.power.length > POWER_SAMPLES) this.power.splice(0, this.power.length - POWER_SAMPLES);
    this.touch("power");
    this.announce();
  }

  private applyOne(event: FeedEvent): void {
    const { data } = event;
    this.touch(`events:${data.station}`);
    switch (event.type) {
      case "station.connected":
      case "station.disconnected":
        this.setOnline(data.station, data.online === true, event.time);
        break;
      case "station.booted":
        this.changeStation(data.station, { ...pick(data, ["registration", "vendor", "model"]) }, event.time);
        break;
      case "connector.status_changed":
        this.changeConnector(data, {
          ...pick(data, ["status", "error_code"]),
          last_status_change: text(data.reported_at) ?? event.time,
        });
        break;
      case "connector.blocked":
      case "connector.unblocked":
        this.changeConnector(data, {
          blocked: event.type === "connector.blocked",
          ...pick(data, ["blocked", "block_state", "blocked_by"]),
        });
        break;
      case "meter.values":
        this.changeConnector(data, pick(data, ["meter_value", "power_w", "soc_percent"]));
        break;
      case "transaction.started":
        this.changeConnector(data, { transaction: text(data.transaction) });
        break;
      case "transaction.ended":
        this.changeConnector(data, { transaction: null, power_w: null, soc_percent: null });
        break;
    }
    const station = this.stations.get(data.station);
    if (station?.online) station.last_message_at = event.time;
  }

  private remember(event: FeedEvent): void {
    if (this.activity.some((one) => one.id === event.id)) return;
    this.activity = [event, ...this.activity.slice(0, ACTIVITY_LENGTH - 1)];
    this.touch("activity");
  }

  private setOnline(id: string, online: boolean, time: string): void {
    this.changeStation(id, { online, connected_at: online ? time : null }, time);
    for (const number of this.numbers.get(id) ?? []) {
      const row = this.connectors.get(connectorKey(id, number));
      if (row) this.setConnector({ ...row, online });
    }
  }

  private changeStation(id: string, changes: Partial<StationRow>, time: string): void {
    const row = this.stations.get(id);
    if (row) this.setStation({ ...row, ...changes, last_message_at: time });
    else this.touch("fleet"); // one that we have not seen: whoever shows a list asks again
  }

  private changeConnector(data: FeedEvent["data"], changes: Partial<ConnectorRow>): void {
    const number = typeof data.connector === "number" ? data.connector : 0;
    if (number === 0) {
      const station = this.stations.get(data.station);
      if (station && changes.status) this.setStation({ ...station, status: changes.status });
      return;
    }
    const key = connectorKey(data.station, number);
    const row =
      this.connectors.get(key) ?? newConnector(data.station, number, this.stations.get(data.station));
    this.setConnector({ ...row, ...changes });
  }

  private setStation(row: StationRow): void {
    const before = this.stations.get(row.ocpp_id);
    if (!before) {
      this.totals.stations += 1;
      this.touch("fleet");
    }
    this.totals.online += Number(row.online) - Number(before?.online ?? false);
    this.stations.set(row.ocpp_id, row);
    this.touch(`station:${row.ocpp_id}`);
    this.touch("totals");
  }

  private setConnector(row: ConnectorRow): void {
    const key = connectorKey(row.station, row.connector_number);
    const before = this.connectors.get(key);
    if (before) this.count(before, -1);
    else {
      const numbers = [...(this.numbers.get(row.station) ?? []), row.connector_number];
      this.numbers.set(
        row.station,
        numbers.sort((a, b) => a - b),
      );
      this.touch(`station:${row.station}`);
      this.touch("fleet");
    }
    this.count(row, 1);
    this.connectors.set(key, row);
    this.touch(`connector:${key}`);
    this.touch("totals");
  }

  private count(row: ConnectorRow, by: 1 | -1): void {
    const state = shownState(row);
    const { byState } = this.totals;
    byState[state] = (byState[state] ?? 0) + by;
    if (row.online) this.totals.power_w += by * (row.power_w ?? 0);
  }

  private touch(topic: string): void {
    this.touched.add(topic);
  }

  private announce(): void {
    const topics = [...this.touched];
    this.touched.clear();
    if (topics.includes("totals")) this.totals = { ...this.totals, byState: { ...this.totals.byState } };
    for (const topic of topics) this.versions.set(topic, this.version(topic) + 1);
    for (const topic of topics) for (const listener of this.listeners.get(topic) ?? []) listener();
  }
}

/** The members that are told; null means "not told" and keeps what is known. */
function pick<Name extends string>(data: Record<string, unknown>, names: Name[]): Record<string, never> {
  const told = names.filter((name) => data[name] !== null && data[name] !== undefined);
  return Object.fromEntries(told.map((name) => [name, data[name]])) as Record<string, never>;
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function newConnector(station: string, number: number, row: StationRow | undefined): ConnectorRow {
  return {
    station,
    connector_number: number,
    status: "Unknown",
    error_code: "NoError",
    online: row?.online ?? true,
    available: false,
    blocked: false,
    block_state: "none",
    blocked_by: null,
    last_status_change: null,
    meter_value: null,
    power_w: null,
    soc_percent: null,
    transaction: null,
  };
}
