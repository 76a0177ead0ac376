import { beforeAll, describe, expect, it } from "vitest";
import { contentOf } from "@/lib/frames/content";
import { type Frame, LATE_MS, latencyOf, outcomeOf, withFrames } from "@/lib/frames/exchanges";
import { followedStation, matches, parseQuery, serverFilter, sinceMs, writeQuery } from "@/lib/frames/query";
import { testCase } from "@/lib/frames/test-case";
import { withTexts } from "@/lib/i18n";

const START = Date.parse("2026-05-04T10:00:00Z");
let made = 0;

function frame(changes: Partial<Frame> & { after?: number }): Frame {
  const { after = 0, ...rest } = changes;
  made += 1;
  return {
    id: `id-${made}`,
    station: "CP-1",
    connector: null,
    direction: "in",
    message_type: "Call",
    action: "BootNotification",
    message_id: "1",
    timestamp: new Date(START + after).toISOString(),
    payload: { chargePointVendor: "Kestrel" },
    raw: null,
    violations: [],
    ...rest,
  };
}

const call = (changes = {}) => frame(changes);
const answer = (changes = {}) =>
  frame({
    direction: "out",
    message_type: "CallResult",
    after: 40,
    payload: { status: "Accepted" },
    ...changes,
  });

describe("exchanges", () => {
  it("pairs a Call with its answer, whichever comes first", () => {
    const frames = [call(), answer()];
    for (const order of [frames, [...frames].reverse()]) {
      const [one, ...rest] = withFrames([], order, 10);
      expect(rest).toEqual([]);
      expect([one?.call?.message_type, one?.answer?.message_type]).toEqual(["Call", "CallResult"]);
    }
  });

  it("tells how long a station took, and nothing of the gateway, whose answers bear the time of the Call", () => {
    const [asked] = withFrames([], [call({ direction: "out" }), answer({ direction: "in" })], 10);
    expect(asked && latencyOf(asked)).toBe(40);
    const [told] = withFrames([], [call(), answer()], 10);
    expect(told && latencyOf(told)).toBeNull();
  });

  it("keeps apart the same message id of two stations, and of both ways", () => {
    const frames = [call(), call({ station: "CP-2" }), call({ direction: "out" })];
    expect(withFrames([], frames, 10)).toHaveLength(3);
  });

  it("does not show twice what comes from the history and from the feed", () => {
    const frames = [call(), answer()];
    expect(withFrames(withFrames([], frames, 10), frames, 10)).toHaveLength(1);
  });

  it("is newest first and holds no more than it may", () => {
    const frames = [1, 2, 3].map((number) => call({ message_id: String(number), after: number }));
    const kept = withFrames([], frames, 2);
    expect(kept.map((one) => one.call?.message_id)).toEqual(["3", "2"]);
  });

  it("says that no answer came only after the station has had its time", () => {
    const [one] = withFrames([], [call()], 10);
    if (!one) throw new Error("no exchange");
    expect(outcomeOf(one, START + LATE_MS)).toBe("waiting");
    expect(outcomeOf(one, START + LATE_MS + 1)).toBe("missing");
    const [failed] = withFrames([], [call(), answer({ message_type: "CallError" })], 10);
    expect(failed && outcomeOf(failed, START)).toBe("error");
  });
});

describe("the content of a frame", () => {
  beforeAll(async () => {
    await withTexts(() => Promise.resolve());
  });
  const told = (payload: unknown) => contentOf(call({ payload })).replaceAll("\u00a0", " ");

  it("tells what was measured, with units, instead of the number of the transaction", () => {
    const sampledValue = [
      { value: "4042618", measurand: "Energy.Active.Import.Register", unit: "Wh" },
      { value: "142600", measurand: "Power.Active.Import", unit: "W" },
      { value: "47000", measurand: "Power.Active.Import", unit: "W", phase: "L1" },
      { value: "61", measurand: "SoC", unit: "Percent" },
    ];
    const meterValue = [
      { timestamp: "2026-05-04T09:59:00Z", sampledValue: [{ value: "1" }] },
      { timestamp: "2026-05-04T10:00:00Z", sampledValue },
    ];
    expect(told({ connectorId: 2, transactionId: 7, meterValue })).toBe(
      "connector 2, 142.6 kW, 61%, 4,042.618 kWh",
    );
  });

  it("reads the register that needs no name, and the units of OCPP 2", () => {
    expect(told({ connectorId: 1, meterValue: [{ sampledValue: [{ value: "1500" }] }] })).toBe(
      "connector 1, 1.500 kWh",
    );
    const sampledValue = [
      { value: 7.4, measurand: "Power.Active.Import", unitOfMeasure: { unit: "W", multiplier: 3 } },
    ];
    expect(told({ evseId: 1, meterValue: [{ sampledValue }] })).toBe("7.4 kW, evseId 1");
  });

  it("says nothing of a unit that it does not know, and keeps the transaction where nothing was measured", () => {
    const sampledValue = [{ value: "10.98", measurand: "Power.Active.Import", unit: "KW" }];
    expect(told({ connectorId: 1, transactionId: 7, meterValue: [{ sampledValue }] })).toBe(
      "connector 1, transactionId 7",
    );
  });

  it("leaves out the clock and the error that is none", () => {
    const payload = { connectorId: 1, status: "Faulted", timestamp: "2026-05-04T10:00:00Z" };
    expect(told({ ...payload, errorCode: "GroundFailure" })).toBe(
      "connector 1, status Faulted, errorCode GroundFailure",
    );
    expect(told({ ...payload, errorCode: "NoError", status: "Charging" })).toBe(
      "connector 1, status Charging",
    );
  });

  it.each([[null], [[]], ["text"], [{ meterValue: "x" }], [{ meterValue: [{ sampledValue: [null] }] }]])(
    "bears anything a station may send: %j",
    (payload) => {
      expect(() => told(payload)).not.toThrow();
    },
  );
});

describe("the query of the log", () => {
  const [one] = withFrames(
    [],
    [call(), answer({ message_type: "CallError", payload: { errorCode: "InternalError" } })],
    9,
  );
  if (!one) throw new Error("no exchange");

  it.each([
    ["station:cp-1", true],
    ["station:CP", false],
    ["action:Boot*", true],
    ["action:*Notification", true],
    ["action:B*t*N*", true],
    ["-action:Boot*", false],
    ["error:*", true],
    ["error:Generic*", false],
    ["kestrel", true],
    ['"Kestrel"', true],
    ["way:out", false],
    ["station:CP-1 error:Internal* kestrel -way:out", true],
    ["station:CP-1 action:Heartbeat", false],
    ["nothing:known", false],
  ])("%s fits: %s", (query, fits) => {
    expect(matches(parseQuery(query), one, START)).toBe(fits);
  });

  it("reads back what it writes, texts with spaces too", () => {
    const query = '-station:CP-1 error:* "Ground failure"';
    expect(writeQuery(parseQuery(query))).toBe(query);
  });

  it("asks the gateway for what it can look for, and for nothing with a wildcard or a minus", () => {
    expect(serverFilter(parseQuery("station:CP-1 action:Boot* error:* -action:Heartbeat"), START)).toEqual({
      station: "CP-1",
      message_type: "CallError",
    });
  });

  it("bounds a span at both ends", () => {
    const at = (ms: number) => new Date(START + ms).toISOString();
    const span = parseQuery(`since:${at(-1000)} until:${at(1000)}`);
    expect(matches(span, one, START)).toBe(true);
    expect(matches(parseQuery(`until:${at(-1)}`), one, START)).toBe(false);
    expect(serverFilter(span, START)).toEqual({ from: at(-1000), to: at(1000) });
  });

  it("follows a station only if the query names exactly one", () => {
    expect(followedStation(parseQuery("station:CP-1 action:Boot*"))).toBe("CP-1");
    expect(followedStation(parseQuery("station:CP-*"))).toBeNull();
    expect(followedStation(parseQuery("-station:CP-1"))).toBeNull();
    expect(followedStation(parseQuery("station:CP-1 station:CP-2"))).toBeNull();
  });

  it("reads a time of day as the last one there was", () => {
    const noon = new Date(2026, 4, 4, 12, 0).getTime();
    expect(sinceMs("11:30", noon)).toBe(noon - 30 * 60_000);
    expect(sinceMs("12:30", noon)).toBe(noon - 23.5 * 3_600_000);
    expect(sinceMs("soon", noon)).toBeNull();
  });
});

describe("a test case", () => {
  it("holds both frames as they were on the wire", () => {
    const [one] = withFrames(
      [],
      [call(), answer({ message_type: "CallError", payload: { errorCode: "FormationViolation" } })],
      9,
    );
    const told = JSON.parse(one ? testCase(one) : "{}");
    expect(told.asked_by).toBe("station");
    expect(told.call).toEqual([2, "1", "BootNotification", { chargePointVendor: "Kestrel" }]);
    expect(told.answer).toEqual([4, "1", "FormationViolation", "", {}]);
  });
});
