/** The time of a charge: in which state its connector was, and where readings are missing. */

import type { Frame } from "@/lib/frames/exchanges";
import { type ConnectorState, isConnectorState } from "@/lib/states";

/** Milliseconds. */
export type Span = { from: number; until: number };
export type StateSpan = Span & { state: ConnectorState };

/** Whoever sends its own time may be wrong by this; beyond it the time of receipt counts. */
const BELIEVED_MS = 24 * 3_600_000;
/** A pause between readings is a gap when it is so many times the usual one, and so long. */
const TIMES_THE_USUAL = 3;
const SHORTEST_GAP_MS = 60_000;

function momentOf(frame: Frame): number {
  const received = Date.parse(frame.timestamp);
  const said = Date.parse(String((frame.payload as { timestamp?: unknown } | null)?.timestamp));
  return Math.abs(said - received) < BELIEVED_MS ? said : received;
}

/** The states of one connector within a span, from its StatusNotifications; what came before them is Unknown. */
export function statesWithin(frames: readonly Frame[], connector: number | null, span: Span): StateSpan[] {
  const told = frames
    .filter((frame) => frame.action === "StatusNotification" && frame.message_type === "Call")
    .filter((frame) => (frame.payload as { connectorId?: unknown } | null)?.connectorId === connector)
    .map((frame) => ({ at: momentOf(frame), state: String((frame.payload as { status?: unknown }).status) }))
    .filter((one): one is { at: number; state: ConnectorState } => isConnectorState(one.state))
    .sort((a, b) => a.at - b.at);
  const spans: StateSpan[] = [];
  let state: ConnectorState = told.findLast((one) => one.at <= span.from)?.state ?? "Unknown";
  let from = span.from;
  const end = (until: number) => {
    const last = spans.at(-1);
    if (until <= from) return;
    if (last?.state === state) last.until = until;
    else spans.push({ state, from, until });
  };
  for (const one of told) {
    if (one.at <= span.from || one.at >= span.until) continue;
    end(one.at);
    state = one.state;
    from = Math.max(from, one.at);
  }
  end(span.until);
  return spans;
}

/** Where the line is drawn without readings: much longer than the station otherwise waits, or beyond an assumed end. */
export function gapsBetween(times: readonly number[], span: Span, estimated: readonly string[]): Span[] {
  const first = times[0];
  const last = times.at(-1);
  if (first === undefined || last === undefined) return [];
  const pauses = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const usual = [...pauses].sort((a, b) => a - b)[pauses.length >> 1] ?? 0;
  const longest = Math.max(usual * TIMES_THE_USUAL, SHORTEST_GAP_MS);
  const gaps = pauses
    .map((pause, index) => ({ from: times[index] ?? 0, until: (times[index] ?? 0) + pause }))
    .filter((gap) => gap.until - gap.from > longest);
  const isLong = (gap: Span) => gap.until > gap.from;
  const before = { from: span.from, until: first };
  const after = { from: last, until: span.until };
  if (estimated.some((name) => name.startsWith("start_")) && isLong(before)) gaps.unshift(before);
  if (estimated.some((name) => name.startsWith("end_")) && isLong(after)) gaps.push(after);
  return gaps;
}

/** Where a moment lies in a span, in percent. */
export function placeOf(moment: number, { from, until }: Span): number {
  return until <= from ? 0 : Math.min(100, Math.max(0, ((moment - from) / (until - from)) * 100));
}
