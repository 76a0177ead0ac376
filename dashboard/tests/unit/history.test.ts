import { describe, expect, test } from "vitest";
import { type Frame, withFrames } from "@/lib/frames/exchanges";
import { asCsv, asJsonLines } from "@/lib/frames/export";
import { parseQuery, serverFilter, termsLeftOver, writeQuery } from "@/lib/frames/query";
import { firstStep, leavesSpan, stepAfter } from "@/lib/frames/windows";

const NOW = Date.parse("2026-05-04T10:00:00Z");

const frame = (changes: Partial<Frame>): Frame => ({
  id: "1",
  station: "CP-1",
  connector: null,
  direction: "in",
  message_type: "Call",
  action: "Heartbeat",
  message_id: "m1",
  timestamp: "2026-05-04T10:00:00Z",
  payload: {},
  raw: null,
  violations: [],
  ...changes,
});

describe("a walk back through the log", () => {
  test("begins with a day, goes on by its cursor, and then asks for the day before", () => {
    const first = firstStep({}, NOW);
    expect(first).toEqual({ from: "2026-05-03T10:00:00.000Z" });
    const second = stepAfter(first, "c1", {});
    expect(second).toEqual({ from: "2026-05-03T10:00:00.000Z", cursor: "c1" });
    const before = second && stepAfter(second, null, {});
    expect(before).toEqual({ from: "2026-05-02T10:00:00.000Z", to: "2026-05-03T10:00:00.000Z" });
    expect(second && leavesSpan(second)).toBe(false);
    expect(before && leavesSpan(before)).toBe(true);
    expect(before && stepAfter(before, null, {})).toEqual({
      from: "2026-05-01T10:00:00.000Z",
      to: "2026-05-02T10:00:00.000Z",
    });
  });

  test("ends where the query says from when", () => {
    const filter = { from: "2026-05-04T09:00:00.000Z" };
    const first = firstStep(filter, NOW);
    expect(first).toEqual(filter);
    expect(stepAfter(first, "c1", filter)).toEqual({ ...filter, cursor: "c1" });
    expect(stepAfter(first, null, filter)).toBeNull();
  });

  test("begins where the query says until when", () => {
    const filter = serverFilter(parseQuery("until:2026-05-01T00:00:00Z"), NOW);
    expect(firstStep(filter, NOW)).toEqual({
      from: "2026-04-30T00:00:00.000Z",
      to: "2026-05-01T00:00:00.000Z",
    });
  });
});

describe("what the gateway can look for itself", () => {
  test.each([
    ["", ""],
    ["station:CP-1 action:BootNotification since:2026-05-04T09:00:00Z GroundFault", ""],
    ["error:* until:2026-05-04T09:00:00Z", ""],
    ["station:CP-* -action:Heartbeat way:in", "station:CP-* -action:Heartbeat way:in"],
    ["error:Internal* violation:schema", "error:Internal* violation:schema"],
    ["one two", "two"],
    ["since:yesterday", "since:yesterday"],
  ])("of %j it leaves %j over", (query, rest) => {
    expect(writeQuery(termsLeftOver(parseQuery(query), NOW))).toBe(rest);
  });
});

describe("what is loaded as a file", () => {
  const exchanges = withFrames(
    [],
    [
      frame({ id: "1", payload: { a: 'x"y', b: 1 } }),
      frame({ id: "2", message_type: "CallResult", direction: "out", payload: {} }),
      frame({ id: "3", station: "=1+1", payload: null, raw: "-no\njson", message_id: "m2" }),
    ],
    10,
  );

  test("a table whose cells no spreadsheet runs", () => {
    const lines = asCsv(exchanges);
    expect(lines.startsWith("timestamp,station,connector,direction,")).toBe(true);
    expect(lines).toContain('"{""a"":""x\\""y"",""b"":1}"');
    expect(lines).toContain(",'=1+1,");
    expect(lines).toContain(`"'-no\njson"`);
    expect(lines.endsWith("\r\n")).toBe(true);
  });

  test("JSON Lines, each a frame", () => {
    const lines = asJsonLines(exchanges).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).id).sort()).toEqual(["1", "2", "3"]);
  });
});
