/**
 * One connection to the live feed per tab. It comes back by itself, continues after the last cursor, and always says how
 * true the picture is: `live`, `reconnecting`, or `stale` since a moment. It never pretends.
 */

import {
  CLOSED,
  type FeedEvent,
  type FeedMessage,
  isEvent,
  PROTOCOL,
  parse,
  type SnapshotPart,
  type Subscription,
  TICKET_PREFIX,
} from "./protocol";

/** Nothing heard for so long means that nobody is there (heartbeats come every 15 s). */
export const SILENCE_MS = 30_000;
/** A break shorter than this is `reconnecting`; a longer one is `stale`. */
export const GRACE_MS = 3_000;
/** A hidden tab keeps its feed so long: switching windows must not cost a reconnect. */
export const HIDDEN_MS = 15_000;
/** After so long a pause the present state is quicker than all that happened since. */
export const CATCH_UP_MS = 5 * 60_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

export type Phase = "off" | "connecting" | "live" | "reconnecting" | "stale" | "ended";

/** `since`: the last moment at which the picture was true; `retryAt`: when the next attempt begins. Both in ms. */
export type LinkState = { phase: Phase; since: number | null; retryAt: number | null };

export type Socket = {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(text: string): void;
  close(code?: number): void;
};

/** The user is signed in no longer: asking again is of no use. */
export class SignedOut extends Error {}

export type FeedSurroundings = {
  url: string;
  ticket: () => Promise<string>;
  open: (url: string, protocols: string[]) => Socket;
  random: () => number;
  onState: (state: LinkState) => void;
  onSnapshot: (part: SnapshotPart, first: boolean) => void;
  onEvent: (event: FeedEvent) => void;
  onSignedOut: () => void;
};

export class FeedConnection {
  state: LinkState = { phase: "off", since: null, retryAt: null };
  private socket: Socket | null = null;
  private opened = false;
  private cursor: string | null = null;
  private wanted: Subscription = { event_types: null, stations: null, snapshot: true };
  private failures = 0;
  private heardAt: number | null = null;
  private attempt = 0;
  private awaitingSnapshot = false;
  private firstPart = true;
  private hiddenAt: number | null = null;
  private timers: Record<"retry" | "silence" | "grace" | "hide", ReturnType<typeof setTimeout> | undefined> =
    {
      retry: undefined,
      silence: undefined,
      grace: undefined,
      hide: undefined,
    };

  constructor(private readonly around: FeedSurroundings) {}

  /** Begin, with the present state first if that is wanted. */
  start(wanted: Partial<Subscription> = {}): void {
    this.wanted = { ...this.wanted, ...wanted };
    if (this.state.phase !== "off") return;
    this.cursor = null;
    this.failures = 0;
    this.tell({ phase: "connecting", since: null, retryAt: null });
    void this.connect();
  }

  /** End for good, as at sign-out; `start` begins anew. */
  stop(): void {
    this.clearTimers();
    this.drop();
    this.cursor = null;
    this.heardAt = null;
    this.tell({ phase: "off", since: null, retryAt: null });
  }

  /** Do not wait for the next attempt. */
  retryNow(): void {
    if (this.socket || this.state.phase === "off" || this.state.phase === "ended") return;
    clearTimeout(this.timers.retry);
    void this.connect();
  }

  /** A hidden tab needs no feed. One that comes back continues, or asks for the present state after a long pause. */
  setHidden(hidden: boolean): void {
    if (this.state.phase === "off" || this.state.phase === "ended") return;
    if (hidden) {
      this.hiddenAt ??= Date.now();
      clearTimeout(this.timers.hide);
      this.timers.hide = setTimeout(() => this.pause(), HIDDEN_MS);
      return;
    }
    clearTimeout(this.timers.hide);
    const away = this.hiddenAt === null ? 0 : Date.now() - this.hiddenAt;
    this.hiddenAt = null;
    if (this.socket === null) {
      if (away > CATCH_UP_MS && this.wanted.snapshot) this.cursor = null;
      this.failures = 0;
      this.retryNow();
    }
  }

  private pause(): void {
    clearTimeout(this.timers.retry);
    clearTimeout(this.timers.silence);
    clearTimeout(this.timers.grace);
    this.drop();
    this.tell({ phase: "stale", since: this.heardAt, retryAt: null });
  }

  private async connect(): Promise<void> {
    const attempt = ++this.attempt;
    this.tell({ ...this.state, retryAt: null });
    let ticket: string;
    try {
      ticket = await this.around.ticket();
    } catch (error) {
      if (attempt !== this.attempt) return;
      if (error instanceof SignedOut) this.end();
      else this.retryLater();
      return;
    }
    if (attempt !== this.attempt) return;
    const socket = this.around.open(this.around.url, [PROTOCOL, TICKET_PREFIX + ticket]);
    this.socket = socket;
    this.opened = false;
    this.armSilence();
    socket.onopen = () => {
      this.opened = true;
      this.subscribe();
    };
    socket.onmessage = (event) => {
      if (socket === this.socket) this.receive(event.data);
    };
    socket.onclose = (event) => {
      if (socket === this.socket) this.closed(event.code);
    };
  }

  private subscribe(): void {
    const snapshot = this.wanted.snapshot && this.cursor === null;
    this.awaitingSnapshot = snapshot;
    this.firstPart = true;
    const { event_types, stations } = this.wanted;
    this.socket?.send(
      JSON.stringify({ type: "subscribe", after: this.cursor, event_types, stations, snapshot }),
    );
  }

  private receive(data: unknown): void {
    const message = typeof data === "string" ? parse(data) : null;
    if (message === null) return;
    this.armSilence();
    if (message.type === "heartbeat" && "live" in message && !message.live) {
      this.broken();
      return;
    }
    this.heardAt = Date.now();
    this.take(message);
    if (!this.awaitingSnapshot && message.type !== "snapshot") this.becomeLive();
  }

  private take(message: FeedMessage): void {
    if (isEvent(message)) {
      this.around.onEvent(message);
      if (!this.awaitingSnapshot) this.cursor = message.cursor;
    } else if (message.type === "snapshot") {
      this.around.onSnapshot(message, this.firstPart);
      this.firstPart = false;
      if (!message.more) {
        this.awaitingSnapshot = false;
        this.cursor = message.cursor;
        this.becomeLive();
      }
    } else if ((message.type === "subscribed" || message.type === "heartbeat") && !this.awaitingSnapshot) {
      this.cursor = message.cursor;
    }
  }

  private becomeLive(): void {
    this.failures = 0;
    clearTimeout(this.timers.grace);
    if (this.state.phase !== "live") this.tell({ phase: "live", since: null, retryAt: null });
  }

  /** The picture is true no longer, whatever the socket says. */
  private broken(): void {
    if (this.state.phase === "live") {
      this.tell({ phase: "reconnecting", since: this.heardAt, retryAt: null });
      this.timers.grace = setTimeout(() => this.tell({ ...this.state, phase: "stale" }), GRACE_MS);
    }
  }

  private closed(code: number): void {
    this.socket = null;
    clearTimeout(this.timers.silence);
    this.broken();
    if (code === CLOSED.signedOut) {
      this.end();
      return;
    }
    if (code === CLOSED.cursorGone) this.cursor = null;
    if (code === CLOSED.tooMany || code === CLOSED.badRequest) this.failures = 10;
    this.retryLater();
  }

  private retryLater(): void {
    const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.failures);
    const delay = longest * (0.5 + this.around.random() / 2);
    this.failures += 1;
    const phase = this.state.phase === "connecting" && this.failures > 2 ? "stale" : this.state.phase;
    this.tell({ ...this.state, phase, retryAt: Date.now() + delay });
    clearTimeout(this.timers.retry);
    this.timers.retry = setTimeout(() => void this.connect(), delay);
  }

  private armSilence(): void {
    clearTimeout(this.timers.silence);
    this.timers.silence = setTimeout(() => {
      this.drop();
      this.broken();
      this.retryLater();
    }, SILENCE_MS);
  }

  private end(): void {
    this.clearTimers();
    this.drop();
    this.tell({ phase: "ended", since: this.heardAt, retryAt: null });
    this.around.onSignedOut();
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    this.attempt += 1;
    if (!socket) return;
    if (this.opened) socket.close(1000);
    else socket.onopen = () => socket.close(1000); // to close it before leaves a warning on the console
  }

  private clearTimers(): void {
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
  }

  private tell(state: LinkState): void {
    this.state = state;
    this.around.onState(state);
  }
}
