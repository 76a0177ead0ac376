import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  CATCH_UP_MS,
  FeedConnection,
  GRACE_MS,
  HIDDEN_MS,
  type LinkState,
  SILENCE_MS,
  SignedOut,
  type Socket,
} from "@/lib/feed/connection";
import type { FeedEvent, SnapshotPart } from "@/lib/feed/protocol";

class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  sent: string[] = [];
  closedWith: number | null = null;
  constructor(readonly protocols: string[]) {}
  send(text: string) {
    this.sent.push(text);
  }
  close(code = 1000) {
    this.closedWith = code;
  }
  say(message: unknown) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  get subscription() {
    return JSON.parse(this.sent.at(-1) ?? "null");
  }
}

const event = (cursor: string): FeedEvent => ({
  specversion: "1.0",
  id: `id-${cursor}`,
  cursor,
  type: "connector.status_changed",
  source: "/stations/CP-1",
  subject: "CP-1/1",
  time: "2026-01-01T00:00:00Z",
  data: { station: "CP-1", connector: 1, status: "Charging" },
});

function house(ticket: () => Promise<string> = async () => "T") {
  const sockets: FakeSocket[] = [];
  const states: LinkState[] = [];
  const events: FeedEvent[] = [];
  const parts: [SnapshotPart, boolean][] = [];
  const onSignedOut = vi.fn();
  const feed = new FeedConnection({
    url: "ws://gateway/api/v1/feed",
    ticket,
    open: (_url, protocols) => {
      const socket = new FakeSocket(protocols);
      sockets.push(socket);
      return socket;
    },
    random: () => 1,
    onState: (state) => states.push(state),
    onSnapshot: (part, first) => parts.push([part, first]),
    onEvent: (one) => events.push(one),
    onSignedOut,
  });
  const last = () => sockets.at(-1) as FakeSocket;
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const open = async () => {
    await settle();
    last().onopen?.();
    last().say({ type: "subscribed", cursor: "c0", event_types: [] });
    last().say({ type: "snapshot", cursor: "c0", stations: [], connectors: [], more: false });
  };
  return { feed, sockets, states, events, parts, onSignedOut, last, settle, open };
}

describe("the feed", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("offers the protocol and the ticket, asks for the present state, and is live once it is complete", async () => {
    const { feed, last, settle } = house();
    feed.start();
    await settle();
    expect(last().protocols).toEqual(["ogw.feed.v1", "ogw.ticket.T"]);
    last().onopen?.();
    expect(last().subscription).toEqual({
      type: "subscribe",
      after: null,
      event_types: null,
      stations: null,
      snapshot: true,
    });
    last().say({ type: "subscribed", cursor: "c0", event_types: [] });
    last().say({ type: "snapshot", cursor: "c0", stations: [], connectors: [], more: true });
    expect(feed.state.phase).toBe("connecting");
    last().say({ type: "snapshot", cursor: "c0", stations: [], connectors: [], more: false });
    expect(feed.state.phase).toBe("live");
  });

  it("continues after its last cursor when it was cut off, without asking for the state again", async () => {
    const { feed, sockets, last, open, settle } = house();
    feed.start();
    await open();
    last().say(event("c7"));
    last().onclose?.({ code: 1006 });
    expect(feed.state.phase).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(500);
    expect(sockets).toHaveLength(2);
    last().onopen?.();
    expect(last().subscription).toMatchObject({ after: "c7", snapshot: false });
    last().say({ type: "subscribed", cursor: "c7", event_types: [] });
    await settle();
    expect(feed.state.phase).toBe("live");
  });

  it("says since when it is stale once a break lasts, and never before it was told something is it live again", async () => {
    const { feed, last, open } = house();
    feed.start();
    await open();
    const heard = Date.now();
    await vi.advanceTimersByTimeAsync(1_000);
    last().onclose?.({ code: 1006 });
    await vi.advanceTimersByTimeAsync(GRACE_MS);
    expect(feed.state).toMatchObject({ phase: "stale", since: heard });
    last().onopen?.();
    expect(feed.state.phase).toBe("stale");
    last().say({ type: "subscribed", cursor: "c0", event_types: [] });
    expect(feed.state).toEqual({ phase: "live", since: null, retryAt: null });
  });

  it("takes silence for a break", async () => {
    const { feed, sockets, last, open } = house();
    feed.start();
    await open();
    await vi.advanceTimersByTimeAsync(SILENCE_MS - 1);
    expect(feed.state.phase).toBe("live");
    await vi.advanceTimersByTimeAsync(1);
    expect(feed.state.phase).toBe("reconnecting");
    expect(sockets[0]?.closedWith).toBe(1000);
    await vi.advanceTimersByTimeAsync(500);
    expect(sockets).toHaveLength(2);
    expect(last()).not.toBe(sockets[0]);
  });

  it("is not live while the gateway says that it cannot read its own log", async () => {
    const { feed, last, open } = house();
    feed.start();
    await open();
    last().say({ type: "heartbeat", cursor: "c1", time: "", live: false });
    expect(feed.state.phase).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(GRACE_MS);
    expect(feed.state.phase).toBe("stale");
    last().say({ type: "heartbeat", cursor: "c1", time: "", live: true });
    expect(feed.state.phase).toBe("live");
  });

  it("asks for the present state when its cursor is gone", async () => {
    const { feed, last, open } = house();
    feed.start();
    await open();
    last().onclose?.({ code: 4010 });
    await vi.advanceTimersByTimeAsync(500);
    last().onopen?.();
    expect(last().subscription).toMatchObject({ after: null, snapshot: true });
  });

  it("waits longer after each failure, at most half a minute, and at once when a person asks", async () => {
    const refused = vi.fn(async () => Promise.reject(new Error("away")));
    const { feed, settle } = house(refused);
    feed.start();
    await settle();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const wait = (feed.state.retryAt ?? 0) - Date.now();
      waits.push(wait);
      await vi.advanceTimersByTimeAsync(wait);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000]);
    const before = refused.mock.calls.length;
    feed.retryNow();
    await settle();
    expect(refused.mock.calls.length).toBe(before + 1);
  });

  it("closes a connection that is still being opened as soon as it is, for a warning would stand on the console", async () => {
    const { feed, last, settle } = house();
    feed.start();
    await settle();
    const early = last();
    feed.stop();
    expect(early.closedWith).toBeNull();
    early.onopen?.();
    expect(early.closedWith).toBe(1000);
    expect(early.sent).toEqual([]);
  });

  it("ends when the user is signed out, by ticket or by close code", async () => {
    const first = house(async () => Promise.reject(new SignedOut("gone")));
    first.feed.start();
    await first.settle();
    expect(first.onSignedOut).toHaveBeenCalledOnce();
    const second = house();
    second.feed.start();
    await second.open();
    second.last().onclose?.({ code: 4001 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(second.sockets).toHaveLength(1);
    expect(second.onSignedOut).toHaveBeenCalledOnce();
  });

  it("stops in a hidden tab after a while, and continues when it is seen again", async () => {
    const { feed, sockets, last, open, settle } = house();
    feed.start();
    await open();
    feed.setHidden(true);
    await vi.advanceTimersByTimeAsync(HIDDEN_MS - 1);
    expect(last().closedWith).toBeNull();
    await vi.advanceTimersByTimeAsync(1);
    expect(last().closedWith).toBe(1000);
    expect(feed.state.phase).toBe("stale");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets).toHaveLength(1);
    feed.setHidden(false);
    await settle();
    last().onopen?.();
    expect(last().subscription).toMatchObject({ after: "c0", snapshot: false });
  });

  it("asks for the present state after a long pause instead of all that happened", async () => {
    const { feed, last, open, settle } = house();
    feed.start();
    await open();
    feed.setHidden(true);
    await vi.advanceTimersByTimeAsync(CATCH_UP_MS + 1);
    feed.setHidden(false);
    await settle();
    last().onopen?.();
    expect(last().subscription).toMatchObject({ after: null, snapshot: true });
  });

  it("ignores what it does not know", async () => {
    const { feed, last, open, events } = house();
    feed.start();
    await open();
    last().say({ type: "something_new" });
    last().onmessage?.({ data: "no json" });
    last().onmessage?.({ data: new Uint8Array() });
    expect(feed.state.phase).toBe("live");
    expect(events).toEqual([]);
  });
});
