/** Collects what arrives and hands it over once per animation frame: a burst of events costs one paint. */
export class FrameBatch<Item> {
  private waiting: Item[] = [];
  private scheduled = false;

  constructor(
    private readonly handOver: (items: Item[]) => void,
    private readonly nextFrame: (run: () => void) => void = requestAnimationFrame.bind(globalThis),
  ) {}

  add(item: Item): void {
    this.waiting.push(item);
    if (this.scheduled) return;
    this.scheduled = true;
    this.nextFrame(() => this.flush());
  }

  /** Hand over now what waits. */
  flush(): void {
    this.scheduled = false;
    const items = this.waiting;
    this.waiting = [];
    if (items.length > 0) this.handOver(items);
  }
}
