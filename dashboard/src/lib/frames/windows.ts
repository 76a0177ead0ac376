/** Walking back through the log: page by page inside a span of time, and then into the span before it. */

import type { ServerFilter } from "./query";

const SPAN_MS = 24 * 3_600_000;

/** One question to `GET /logs`. */
export type Step = { from: string; to?: string; cursor?: string };

/** Where a walk begins: at `until:` or now, and back to `since:` or for a day. */
export function firstStep(filter: ServerFilter, now: number): Step {
  const end = filter.to === undefined ? now : Date.parse(filter.to);
  const from = filter.from ?? new Date(end - SPAN_MS).toISOString();
  return filter.to === undefined ? { from } : { from, to: filter.to };
}

/** What comes after a step that was answered with this cursor; null: `since:` ends the walk. */
export function stepAfter(step: Step, nextCursor: string | null, filter: ServerFilter): Step | null {
  if (nextCursor !== null) return { ...step, cursor: nextCursor };
  if (filter.from !== undefined) return null;
  return { from: new Date(Date.parse(step.from) - SPAN_MS).toISOString(), to: step.from };
}

/** Whether the step leaves the span that was looked at: that is a decision of its own, as there may be nothing. */
export function leavesSpan(step: Step): boolean {
  return step.cursor === undefined;
}
