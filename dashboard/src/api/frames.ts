/** The log of frames: what was, from `GET /logs`, and what comes, from a feed of its own while somebody looks. */

import { useEffect, useMemo, useReducer, useRef } from "react";
import type { LinkState } from "@/lib/feed/connection";
import { FrameBatch } from "@/lib/feed/frame";
import { askAgain } from "@/lib/feed/use-told";
import { type Exchange, type Frame, withFrames } from "@/lib/frames/exchanges";
import type { ServerFilter } from "@/lib/frames/query";
import { framesSince, MOST_BACK, useHistory } from "./frame-history";
import { listen } from "./side-feed";

/** What has been heard and is kept in the page; what is older is in the history. */
const MOST = 2_000;
/** The feed may have been gone for a moment before that was noticed. */
const EARLIER_MS = 30_000;

/**
 * `stations` of a subscription is about all its events: following one station on the feed of the fleet would hide the
 * others from the whole dashboard.
 */
function listenTo(station: string | null, heard: (frames: Frame[]) => void, onState: (s: LinkState) => void) {
  const batch = new FrameBatch<Frame>(heard);
  return listen({
    event_types: ["ocpp.message"],
    stations: station === null ? null : [station],
    onEvent: (event) => batch.add(event.data as unknown as Frame),
    onState,
  });
}

type Kept = { exchanges: Exchange[]; waiting: Frame[] };
type Change = { frames: Frame[]; hold: boolean } | "release" | "forget";

function keep(before: Kept, change: Change): Kept {
  if (change === "forget") return { exchanges: [], waiting: [] };
  if (change === "release")
    return { ...before, exchanges: withFrames(before.exchanges, before.waiting, MOST), waiting: [] };
  if (change.hold) return { ...before, waiting: [...before.waiting, ...change.frames].slice(-MOST) };
  return { ...before, exchanges: withFrames(before.exchanges, change.frames, MOST) };
}

/**
 * Exchanges, newest first, and how many frames wait while the list is paused. `station`: only this one is listened to.
 * When the feed begins, the history is asked for once more: what was said since it was asked for is in neither. After a
 * break the log is asked for what was said meanwhile. So nothing is missing between the two.
 */
export function useExchanges(station: string | null, filter: ServerFilter, paused: boolean) {
  const [kept, change] = useReducer(keep, { exchanges: [], waiting: [] });
  const hold = useRef(paused);
  hold.current = paused;
  const history = useHistory(filter);
  const asked = useRef(history);
  asked.current = history;
  useEffect(() => {
    change("forget");
    let phase: LinkState["phase"] = "off";
    let lost: number | null = null;
    const catchUp = (since: number) =>
      framesSince(filter, since - EARLIER_MS, MOST).then(
        (frames) => change({ frames, hold: hold.current }),
        () => {
          lost ??= since; // the gateway went away again: the next return asks for all of it
        },
      );
    return listenTo(
      station,
      (frames) => change({ frames, hold: hold.current }),
      (state) => {
        if (state.phase === "live" && phase !== "live") {
          if (lost === null) void askAgain(asked.current);
          else void catchUp(lost);
          lost = null;
        }
        if (phase === "live" && state.phase !== "live") lost = Date.now();
        phase = state.phase;
      },
    );
  }, [station, filter]);
  const { forget } = history;
  const wasPaused = useRef(paused);
  // biome-ignore lint/correctness/useExhaustiveDependencies: at the moment of resuming, not when the past has grown
  useEffect(() => {
    if (wasPaused.current && !paused) {
      forget();
      change("release");
    }
    wasPaused.current = paused;
  }, [paused]);
  const past = useMemo(() => withFrames([], history.frames, MOST_BACK), [history.frames]);
  const exchanges = useMemo(() => merged(kept.exchanges, past), [kept.exchanges, past]);
  return { exchanges, waiting: kept.waiting.length, history };
}

/** What was heard and what was looked up; where one has a Call and the other its answer, they are one. */
function merged(live: readonly Exchange[], past: readonly Exchange[]): Exchange[] {
  if (live.length === 0) return [...past];
  const frames = live.flatMap(({ call, answer }) => [call, answer].filter((frame) => frame !== undefined));
  return withFrames(past, frames, MOST_BACK);
}
