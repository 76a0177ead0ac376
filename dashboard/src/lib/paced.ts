/** Calls `run` at once, then at most every `ms`: what comes meanwhile is one more call at the end. */
export function paced(ms: number, run: () => void): { call: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  const rest = () => {
    timer = undefined;
    if (again) call();
  };
  const call = () => {
    again = timer !== undefined;
    if (again) return;
    timer = setTimeout(rest, ms);
    run();
  };
  return { call, stop: () => clearTimeout(timer) };
}
