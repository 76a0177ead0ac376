import { type Exchange, latencyOf, outcomeOf } from "@/lib/frames/exchanges";

export const SPAN_MS = 120_000;
const BARS = 60;
const WIDTH_MS = SPAN_MS / BARS;

export type Bar = { count: number; errors: number };
/** `median` of the answers' latencies in ms; null without any. */
export type Pulse = { frames: number; calls: number; errors: number; median: number | null; bars: Bar[] };

/** What happened in the two minutes before `now`: exchanges are newest first. */
export function pulseOf(exchanges: readonly Exchange[], now: number): Pulse {
  const bars: Bar[] = Array.from({ length: BARS }, () => ({ count: 0, errors: 0 }));
  const latencies: number[] = [];
  let frames = 0;
  let calls = 0;
  let errors = 0;
  for (const exchange of exchanges) {
    const ago = now - exchange.at;
    if (ago >= SPAN_MS) break;
    const bar = bars[BARS - 1 - Math.max(0, Math.floor(ago / WIDTH_MS))];
    if (!bar) continue;
    const outcome = outcomeOf(exchange, now);
    const failed = outcome === "error" || outcome === "missing";
    const took = latencyOf(exchange);
    if (took !== null) latencies.push(took);
    frames += (exchange.call ? 1 : 0) + (exchange.answer ? 1 : 0);
    calls += 1;
    errors += Number(failed);
    bar.count += 1;
    bar.errors += Number(failed);
  }
  latencies.sort((a, b) => a - b);
  return { frames, calls, errors, median: latencies[latencies.length >> 1] ?? null, bars };
}
