/** Other processes can only be looked at again and again: a condition with a deadline, never a fixed pause. */

import { setTimeout as pause } from "node:timers/promises";

const AGAIN_MS = 20;
export const DEADLINE_MS = 20_000;

/** What `look` answers as soon as that is neither null, undefined nor false. Raises after `deadline` ms. */
export async function until<Seen>(
  what: string,
  look: () => Promise<Seen | null | undefined | false> | Seen | null | undefined | false,
  deadline = DEADLINE_MS,
): Promise<Seen> {
  const end = performance.now() + deadline;
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    if (performance.now() > end) throw new Error(`not within ${deadline} ms: ${what}`);
    await pause(AGAIN_MS);
  }
}
