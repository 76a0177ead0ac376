/** `times`: how often something is done after one call, each `everyMs` after the other. */
export type Pace = { everyMs: number; times?: number };

/** Calls `run` at once, then at most every `everyMs`: what comes meanwhile is one more call (or `times`) at the end. */
export function paced({ everyMs, times = 1 }: Pace, run: () => void): { call: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let owed = 0;
  const next = () => {
    timer = undefined;
    if (!owed) return;
    owed -= 1;
    timer = setTimeout(next, everyMs);
    run();
  };
  const call = () => {
    owed = times;
    if (timer === undefined) next();
  };
  return { call, stop: () => clearTimeout(timer) };
}
