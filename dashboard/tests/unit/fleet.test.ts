import { describe, expect, it, vi } from "vitest";
import { Fleet, shownState } from "@/lib/feed/fleet";
import { FrameBatch } from "@/lib/feed/frame";
import type { ConnectorRow, FeedEvent, StationRow } from "@/lib/feed/protocol";

const station = (id: string, online = true): StationRow => ({
  ocpp_id: id,
  name: null,
  group: "site",
  registration: "accepted",
  online,
  status: "Available",
  vendor: null,
  model: null,
  connected_at: null,
  last_message_at: null,
});
const connector = (id: string, number: number, changes: Partial<ConnectorRow> = {}): ConnectorRow => ({
  station: id,
  connector_number: number,
  status: "Available",
  error_code: "NoError",
  online: true,
  available: true,
  blocked: false,
  block_state: "none",
  blocked_by: null,
  last_status_change: null,
  meter_value: null,
  power_w: null,
  soc_percent: null,
  transaction: null,
  ...changes,
});
let serial = 0;
const event = (type: string, data: Record<string, unknown> & { station: string }): FeedEvent => {
  serial += 1;
  return {
    specversion: "1.0",
    id: `e${serial}`,
    cursor: `c${serial}`,
    type,
    source: "",
    subject: "",
    time: "2026-01-01T00:00:00Z",
    data,
  };
};

function fleetOf(stations: StationRow[], connectors: ConnectorRow[]): Fleet {
  const fleet = new Fleet();
  fleet.addSnapshot({ type: "snapshot", cursor: "c", stations, connectors: [], more: true }, true);
  fleet.addSnapshot({ type: "snapshot", cursor: "c", stations: [], connectors, more: false }, false);
  return fleet;
}

describe("the fleet", () => {
  it("is complete with the last part of the snapshot, and counts what is in it", () => {
    const fleet = fleetOf(
      [station("A"), station("B", false)],
      [
        connector("A", 1, { status: "Charging", power_w: 7000 }),
        connector("B", 1, { online: false, power_w: 9 }),
      ],
    );
    expect(fleet.complete).toBe(true);
    expect(fleet.totals).toEqual({
      power_w: 7000,
      online: 1,
      stations: 2,
      byState: { Charging: 1, Unknown: 1 },
    });
  });

  it("takes in a station that comes after the snapshot", () => {
    const fleet = fleetOf([station("A")], []);
    fleet.apply([
      event("station.connected", { station: "NEW", online: true }),
      event("station.booted", { station: "NEW", registration: "pending", vendor: "V", model: "M" }),
      event("connector.status_changed", { station: "NEW", connector: 1, status: "Available" }),
    ]);
    expect(fleet.totals).toMatchObject({ stations: 2, online: 2, byState: { Available: 1 } });
    expect(fleet.stations.get("NEW")).toMatchObject({ online: true, registration: "pending", vendor: "V" });
    const large = new Fleet(); // without a snapshot: it is not held in the browser
    large.apply([event("station.connected", { station: "NEW", online: true })]);
    expect(large.stations.size).toBe(0);
  });

  it("tells only those who look at the thing that changed", () => {
    const fleet = fleetOf([station("A"), station("B")], [connector("A", 1), connector("B", 1)]);
    const a = vi.fn();
    const b = vi.fn();
    fleet.subscribe("connector:A/1", a);
    fleet.subscribe("connector:B/1", b);
    fleet.apply([event("connector.status_changed", { station: "A", connector: 1, status: "Charging" })]);
    expect(a).toHaveBeenCalledOnce();
    expect(b).not.toHaveBeenCalled();
    expect(fleet.totals.byState).toMatchObject({ Charging: 1, Available: 1 });
  });

  it("repaints once for many events of one frame", () => {
    const fleet = fleetOf([station("A")], [connector("A", 1)]);
    const seen = vi.fn();
    fleet.subscribe("totals", seen);
    const frames: (() => void)[] = [];
    const batch = new FrameBatch<FeedEvent>(
      (events) => fleet.apply(events),
      (run) => frames.push(run),
    );
    for (let power = 1; power <= 200; power += 1) {
      batch.add(event("meter.values", { station: "A", connector: 1, power_w: power }));
    }
    expect(seen).not.toHaveBeenCalled();
    expect(frames).toHaveLength(1);
    frames[0]?.();
    expect(seen).toHaveBeenCalledOnce();
    expect(fleet.totals.power_w).toBe(200);
  });

  it("shows the connectors of a station that went away as Unknown, without their power", () => {
    const fleet = fleetOf([station("A")], [connector("A", 1, { status: "Charging", power_w: 5 })]);
    fleet.apply([event("station.disconnected", { station: "A", online: false })]);
    expect(shownState(fleet.connectors.get("A/1"))).toBe("Unknown");
    expect(fleet.totals).toMatchObject({ power_w: 0, online: 0, byState: { Charging: 0, Unknown: 1 } });
    fleet.apply([event("station.connected", { station: "A", online: true })]);
    expect(shownState(fleet.connectors.get("A/1"))).toBe("Charging");
  });

  it("keeps what a reading does not tell", () => {
    const fleet = fleetOf([station("A")], [connector("A", 1, { soc_percent: 40 })]);
    fleet.apply([event("meter.values", { station: "A", connector: 1, power_w: 11_000, soc_percent: null })]);
    expect(fleet.connectors.get("A/1")).toMatchObject({ power_w: 11_000, soc_percent: 40 });
  });

  it("bears an event that comes twice", () => {
    const fleet = fleetOf([station("A")], [connector("A", 1)]);
    const twice = event("connector.status_changed", { station: "A", connector: 1, status: "Charging" });
    fleet.apply([twice, twice]);
    expect(fleet.totals.byState).toMatchObject({ Charging: 1, Available: 0 });
    expect(fleet.activity).toHaveLength(1);
  });

  it("takes a connector that nobody told it of", () => {
    const fleet = fleetOf([station("A")], []);
    fleet.apply([event("connector.status_changed", { station: "A", connector: 2, status: "Preparing" })]);
    expect(fleet.numbers.get("A")).toEqual([2]);
    expect(fleet.totals.byState).toEqual({ Preparing: 1 });
  });

  it("forgets the charge of a connector when it has ended", () => {
    const fleet = fleetOf(
      [station("A")],
      [connector("A", 1, { transaction: "t", power_w: 9, soc_percent: 9 })],
    );
    fleet.apply([event("transaction.ended", { station: "A", connector: 1 })]);
    expect(fleet.connectors.get("A/1")).toMatchObject({
      transaction: null,
      power_w: null,
      soc_percent: null,
    });
    expect(fleet.totals.power_w).toBe(0);
  });

  it("shows a state that it does not know as Unknown", () => {
    expect(shownState({ status: "<script>", online: true })).toBe("Unknown");
  });
});
