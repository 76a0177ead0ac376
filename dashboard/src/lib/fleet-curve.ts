/** Which times the curves of the fleet cover, and their values on one grid: a step without a sample is a gap. */

export type Span = "1h" | "24h" | "7d";
export type Point = { at: string; power_w: number };
export type Live = { at: number; power_w: number };
export type Frame = { from: number; to: number };
export type Values = (number | null)[];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const HALF_HOUR = 30 * MINUTE;
const DAYS = 7;
/** Samples that lie further apart have a gap between them: one of them was not taken. */
const GAP = 1.5 * MINUTE;
/** A sample bears the time at which its minute began: that of this minute and of the one before may not be there yet. */
const NOT_YET = 2.5 * MINUTE;
/** A curve that has just begun is not a dot at the right edge. */
const SHORTEST = 5 * MINUTE;

export const STEP: Record<Span, number> = { "1h": MINUTE, "24h": 5 * MINUTE, "7d": HALF_HOUR };

/** What is shown now, in ms: the last hour, today from midnight to midnight where the person is, the last seven days. */
export function frameOf(span: Span, now: number): Frame {
  if (span === "1h") return { from: now - HOUR, to: now };
  if (span === "24h") {
    const midnight = new Date(now);
    midnight.setHours(0, 0, 0, 0);
    return { from: midnight.getTime(), to: addDays(midnight.getTime(), 1) };
  }
  const end = Math.ceil(now / HALF_HOUR) * HALF_HOUR;
  return { from: addDays(end, -DAYS), to: end };
}

/** The same times a week before; in local time, so that a change of the clock does not shift the day. */
export function weekBefore({ from, to }: Frame): Frame {
  return { from: addDays(from, -DAYS), to: addDays(to, -DAYS) };
}

function addDays(moment: number, days: number): number {
  const date = new Date(moment);
  date.setDate(date.getDate() + days);
  return date.getTime();
}

/** The beginnings of the steps within the frame, in s, as the axis wants them. */
export function grid({ from, to }: Frame, step: number): number[] {
  const length = Math.ceil((to - from) / step);
  return Array.from({ length }, (_one, index) => (from + index * step) / 1000);
}

/** kW for each step of the frame. */
export function onGrid(points: readonly Point[], { from, to }: Frame, step: number): Values {
  const values: Values = Array(Math.ceil((to - from) / step)).fill(null);
  for (const { at, power_w } of points) {
    const index = Math.floor((Date.parse(at) - from) / step);
    if (index >= 0 && index < values.length) values[index] = power_w / 1000;
  }
  return values;
}

/** The step that is going on shows what the feed says. */
export function withLive(values: Values, frame: Frame, step: number, live: Live | undefined): Values {
  const index = live ? Math.floor((live.at - frame.from) / step) : -1;
  if (!live || index < 0 || index >= values.length) return values;
  return values.with(index, live.power_w / 1000);
}

/** The last hour: the samples of the minutes before the page was open, then what the feed said. */
export function lastHour(
  points: readonly Point[],
  live: readonly Live[],
  { from, to }: Frame,
): { frame: Frame; times: number[]; values: Values } {
  const begun = live[0]?.at ?? to;
  const before = points
    .map(({ at, power_w }) => ({ at: Date.parse(at), power_w }))
    .filter(({ at }) => at >= from && at < begun);
  const known = [...before, ...live.filter(({ at }) => at >= from)];
  const times: number[] = [];
  const values: Values = [];
  let last = known[0]?.at ?? to;
  for (const [index, { at, power_w }] of known.entries()) {
    if (at - last > (index === before.length ? NOT_YET : GAP)) {
      times.push((last + 1) / 1000);
      values.push(null);
    }
    times.push(at / 1000);
    values.push(power_w / 1000);
    last = at;
  }
  const first = known[0]?.at ?? to;
  return { frame: { from: Math.min(first, to - SHORTEST), to: Math.max(to, last) }, times, values };
}
