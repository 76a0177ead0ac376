import { describe, expect, test } from "vitest";
import { gapsBetween, placeOf, statesWithin } from "@/features/transaction/course-times";
import { readTransactionSearch, transactionFilter } from "@/features/transactions/transaction-search";
import type { Frame } from "@/lib/frames/exchanges";

const START = Date.parse("2026-05-04T10:00:00Z");
const MINUTE = 60_000;
const at = (minutes: number) => START + minutes * MINUTE;
const text = (minutes: number) => new Date(at(minutes)).toISOString();

function told(minutes: number, status: string, more: object = {}, received = minutes): Frame {
  return {
    id: String(minutes),
    station: "CP-1",
    connector: 1,
    direction: "in",
    message_type: "Call",
    action: "StatusNotification",
    message_id: "1",
    timestamp: text(received),
    payload: { connectorId: 1, status, ...more },
    raw: null,
    violations: [],
  };
}

describe("the states of the connector during a charge", () => {
  const span = { from: at(0), until: at(60) };

  test("are spans without holes; what was told before is where they begin", () => {
    const frames = [
      told(20, "SuspendedEV"),
      told(-3, "Preparing"),
      told(2, "Charging"),
      told(30, "Charging"),
    ];
    expect(statesWithin(frames, 1, span)).toEqual([
      { state: "Preparing", from: at(0), until: at(2) },
      { state: "Charging", from: at(2), until: at(20) },
      { state: "SuspendedEV", from: at(20), until: at(30) },
      { state: "Charging", from: at(30), until: at(60) },
    ]);
  });

  test("of other connectors and unknown words do not count, equal ones are one", () => {
    const frames = [
      told(1, "Charging"),
      told(5, "Charging"),
      told(6, "Faulted", { connectorId: 2 }),
      told(7, "Sleeping"),
      told(70, "Available"),
    ];
    expect(statesWithin(frames, 1, span)).toEqual([
      { state: "Unknown", from: at(0), until: at(1) },
      { state: "Charging", from: at(1), until: at(60) },
    ]);
  });

  test("have the time of the station, unless that cannot be", () => {
    const late = told(10, "Charging", { timestamp: text(10) }, 50);
    expect(statesWithin([late], 1, span)[1]).toMatchObject({ state: "Charging", from: at(10) });
    const wrong = told(10, "Charging", { timestamp: "1970-01-01T00:00:00Z" }, 12);
    expect(statesWithin([wrong], 1, span)[1]).toMatchObject({ state: "Charging", from: at(12) });
  });
});

describe("where readings are missing", () => {
  const span = { from: at(-5), until: at(20) };
  const times = [0, 1, 2, 3, 9, 10, 11].map(at);

  test("is where the pause is much longer than the usual one", () => {
    expect(gapsBetween(times, span, [])).toEqual([{ from: at(3), until: at(9) }]);
  });

  test("is also before an assumed start and after an assumed end", () => {
    expect(gapsBetween(times, span, ["start_time", "end_meter"])).toEqual([
      { from: at(-5), until: at(0) },
      { from: at(3), until: at(9) },
      { from: at(11), until: at(20) },
    ]);
  });

  test("is nowhere in a charge of few readings a second apart, or of none", () => {
    expect(gapsBetween([0, 1000, 9000], { from: 0, until: 9000 }, [])).toEqual([]);
    expect(gapsBetween([], span, ["end_time"])).toEqual([]);
  });
});

test("a moment has its place within the span", () => {
  expect(placeOf(at(15), { from: at(0), until: at(60) })).toBe(25);
  expect(placeOf(at(90), { from: at(0), until: at(60) })).toBe(100);
  expect(placeOf(at(1), { from: at(0), until: at(0) })).toBe(0);
});

test("the days of a filter are those of the person, the last one included", () => {
  const search = readTransactionSearch({ from: "2026-05-04", to: "2026-05-04", status: "gone", id_tag: "T" });
  expect(search).toEqual({ from: "2026-05-04", to: "2026-05-04", id_tag: "T" });
  const filter = transactionFilter(search);
  expect(Date.parse(filter.to ?? "") - Date.parse(filter.from ?? "")).toBe(24 * 60 * MINUTE);
  expect(new Date(filter.from ?? "").getHours()).toBe(0);
  expect(readTransactionSearch({ from: "tomorrow", to: "2026-13-01" })).toEqual({});
});
