/** How often something is asked for that others change all the time: at once, and then at most once in a while. */

/** The gateway shares its answers for a second: one that was asked for after that holds every change before it. */
export const PACE_MS = 1_100;

/**
 * Calls `ask` when something changes, never twice within `wait`, and once more a `wait` after the last change: the first
 * answer may have been one from before it.
 */
export class Pace {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private changedAt = Number.NEGATIVE_INFINITY;
  private askedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly ask: () => void,
    private readonly wait = PACE_MS,
    private readonly now: () => number = () => performance.now(),
  ) {}

  changed(): void {
    this.changedAt = this.now();
    this.plan();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private plan(): void {
    if (this.timer !== undefined) return;
    const due = Math.max(0, this.askedAt + this.wait - this.now());
    this.timer = setTimeout(() => this.fire(), due);
  }

  private fire(): void {
    this.timer = undefined;
    this.askedAt = this.now();
    this.ask();
    if (this.askedAt - this.changedAt < this.wait) this.plan();
  }
}
