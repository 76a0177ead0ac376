import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { frameOf, grid, lastHour, onGrid, STEP, weekBefore, withLive } from "@/lib/fleet-curve";

const zone = process.env.TZ;
const at = (text: string) => Date.parse(text);
const point = (moment: string, power_w: number) => ({ at: moment, power_w });

beforeAll(() => {
  process.env.TZ = "Europe/Berlin";
});
afterAll(() => {
  process.env.TZ = zone;
});

describe("the frame of a curve", () => {
  it("is today from midnight to midnight where the person is", () => {
    const { from, to } = frameOf("24h", at("2026-11-23T14:32:07Z"));
    expect(new Date(from).toISOString()).toBe("2026-11-22T23:00:00.000Z");
    expect(to - from).toBe(24 * 3_600_000);
  });

  it("is the same weekday a week before, also over a change of the clock", () => {
    const frame = frameOf("24h", at("2026-10-27T12:00:00Z")); // winter time; a week before it was summer
    const before = weekBefore(frame);
    expect(new Date(before.from).toISOString()).toBe("2026-10-19T22:00:00.000Z");
    expect(before.to - before.from).toBe(24 * 3_600_000);
  });

  it("ends seven days at a step that is going on", () => {
    const { from, to } = frameOf("7d", at("2026-11-23T14:32:07Z"));
    expect(new Date(to).toISOString()).toBe("2026-11-23T15:00:00.000Z");
    expect(grid({ from, to }, STEP["7d"])).toHaveLength(7 * 48);
  });
});

describe("values on the grid", () => {
  const frame = { from: at("2026-11-23T00:00:00Z"), to: at("2026-11-23T00:20:00Z") };

  it("has kilowatts where a sample is and a gap where none is", () => {
    const points = [point("2026-11-23T00:00:00Z", 1000), point("2026-11-23T00:10:00Z", 0)];
    expect(onGrid(points, frame, STEP["24h"])).toEqual([1, null, 0, null]);
  });

  it("leaves out what lies beyond the frame", () => {
    const points = [point("2026-11-22T23:55:00Z", 1), point("2026-11-23T00:20:00Z", 2)];
    expect(onGrid(points, frame, STEP["24h"])).toEqual([null, null, null, null]);
  });

  it("shows what the feed says in the step that is going on", () => {
    const values = [1, null, null, null];
    const live = { at: at("2026-11-23T00:07:00Z"), power_w: 5000 };
    expect(withLive(values, frame, STEP["24h"], live)).toEqual([1, 5, null, null]);
    expect(withLive(values, frame, STEP["24h"], { ...live, at: frame.to })).toEqual(values);
    expect(withLive(values, frame, STEP["24h"], undefined)).toEqual(values);
  });
});

describe("the last hour", () => {
  const to = at("2026-11-23T08:00:00Z");
  const frame = { from: to - 3_600_000, to };

  it("goes over from the samples to the feed where the page was opened", () => {
    const live = [
      { at: to - 20_000, power_w: 3000 },
      { at: to - 18_000, power_w: 4000 },
    ];
    const points = [
      point("2026-11-23T07:58:00Z", 1000),
      point("2026-11-23T07:59:00Z", 2000),
      point("2026-11-23T08:00:00Z", 9000), // the feed is there by then
    ];
    const { times, values } = lastHour(points, live, frame);
    expect(values).toEqual([1, 2, 3, 4]);
    expect(times).toEqual([to - 120_000, to - 60_000, to - 20_000, to - 18_000].map((ms) => ms / 1000));
  });

  it("has no gap where the samples of the last two minutes are not there yet", () => {
    const points = [point("2026-11-23T07:57:00Z", 1000), point("2026-11-23T07:58:00Z", 2000)];
    const seconds = (count: number) => at("2026-11-23T07:58:00Z") + count * 1000;
    const live = [
      { at: seconds(117), power_w: 3000 },
      { at: seconds(119), power_w: 4000 },
    ];
    expect(lastHour(points, live, frame).values).toEqual([1, 2, 3, 4]);
    expect(lastHour(points, [{ at: seconds(160), power_w: 3000 }], frame).values).toEqual([1, 2, null, 3]);
  });

  it("has a gap where the gateway stood still", () => {
    const points = [point("2026-11-23T07:30:00Z", 1000), point("2026-11-23T07:40:00Z", 2000)];
    const { times, values } = lastHour(points, [], frame);
    expect(values).toEqual([1, null, 2]);
    expect([...times].sort()).toEqual(times);
  });

  it("begins with the first sample, but is at least five minutes wide", () => {
    const young = lastHour([], [{ at: to, power_w: 1 }], frame);
    expect(young.frame).toEqual({ from: to - 300_000, to });
    const old = lastHour([point("2026-11-23T07:10:00Z", 1)], [], frame);
    expect(old.frame.from).toBe(at("2026-11-23T07:10:00Z"));
    expect(lastHour([point("2026-11-23T06:10:00Z", 1)], [], frame).values).toEqual([]);
  });
});
