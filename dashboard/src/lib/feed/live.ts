/** The one feed of this tab, and the hooks by which a component reads from it. */

import { useCallback, useSyncExternalStore } from "react";
import { paced } from "../paced";
import { FeedConnection, type LinkState } from "./connection";
import { Fleet } from "./fleet";
import { FrameBatch } from "./frame";
import type { FeedEvent } from "./protocol";
import { openSocket } from "./socket";

export const fleet = new Fleet();

const SAMPLE_MS = 2_000;
const linkListeners = new Set<() => void>();
const eventListeners = new Set<(events: FeedEvent[]) => void>();
let link: LinkState = { phase: "off", since: null, retryAt: null };
let connection: FeedConnection | null = null;

const batch = new FrameBatch<FeedEvent>((events) => {
  fleet.apply(events);
  for (const listener of eventListeners) listener(events);
});

export type LiveSurroundings = { ticket: () => Promise<string>; onSignedOut: () => void; snapshot: boolean };

/** Begin to listen; the function ends it. */
export function startLive({ ticket, onSignedOut, snapshot }: LiveSurroundings): () => void {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const own = new FeedConnection({
    url: `${scheme}://${location.host}/api/v1/feed`,
    ticket,
    open: openSocket,
    random: Math.random,
    onState: (state) => {
      link = state;
      for (const listener of linkListeners) listener();
    },
    onSnapshot: (part, first) => {
      batch.flush();
      fleet.addSnapshot(part, first);
    },
    onEvent: (event) => batch.add(event),
    onSignedOut,
  });
  connection = own;
  const visibility = () => own.setHidden(document.visibilityState === "hidden");
  document.addEventListener("visibilitychange", visibility);
  const sampling = setInterval(() => {
    if (link.phase === "live" && document.visibilityState === "visible") fleet.samplePower(Date.now());
  }, SAMPLE_MS);
  own.start({ snapshot });
  return () => {
    document.removeEventListener("visibilitychange", visibility);
    clearInterval(sampling);
    own.stop();
    fleet.clear();
    connection = null;
  };
}

export function tryNow(): void {
  connection?.retryNow();
}

/** Every batch of events, once per frame; the function ends it. */
export function onEvents(listener: (events: FeedEvent[]) => void): () => void {
  eventListeners.add(listener);
  return () => eventListeners.delete(listener);
}

export function useLink(): LinkState {
  return useSyncExternalStore(
    (listener) => {
      linkListeners.add(listener);
      return () => linkListeners.delete(listener);
    },
    () => link,
  );
}

/**
 * Repaints whoever uses it when the topic changes; read what you need from the fleet. `everyMs`: no more often than that,
 * for what has to look at the whole fleet.
 */
export function useFleet(topic: string, everyMs = 0): Fleet {
  const subscribe = useCallback(
    (listener: () => void) => {
      if (everyMs === 0) return fleet.subscribe(topic, listener);
      const { call, stop } = paced({ everyMs }, listener);
      const end = fleet.subscribe(topic, call);
      return () => {
        stop();
        end();
      };
    },
    [topic, everyMs],
  );
  useSyncExternalStore(subscribe, () => fleet.version(topic));
  return fleet;
}
