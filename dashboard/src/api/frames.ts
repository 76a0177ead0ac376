/** The log of frames: what was, from `GET /logs`, and what comes, from a feed of its own while somebody looks. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useReducer, useRef } from "react";
import type { LinkState } from "@/lib/feed/connection";
import { FrameBatch } from "@/lib/feed/frame";
import { type Exchange, type Frame, withFrames } from "@/lib/frames/exchanges";
import type { ServerFilter } from "@/lib/frames/query";
import { api, data } from "./client";
import { listen } from "./side-feed";

/** Kept in the page; what is older is in the history. */
const MOST = 2_000;
const PAGE = 200;

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
 * After a break of the feed the history is asked for again, so that nothing is missing between the two.
 */
export function useExchanges(station: string | null, filter: ServerFilter, paused: boolean) {
  const [kept, change] = useReducer(keep, { exchanges: [], waiting: [] });
  const hold = useRef(paused);
  hold.current = paused;
  const asked = useQuery({
    queryKey: ["logs", station, filter],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/logs", { params: { query: { ...filter, limit: PAGE } }, signal })),
    refetchOnWindowFocus: false,
  });
  const { refetch } = asked;
  useEffect(() => {
    change("forget");
    let phase: LinkState["phase"] = "off";
    let lost = false;
    return listenTo(
      station,
      (frames) => change({ frames, hold: hold.current }),
      (state) => {
        if (state.phase === "live" && phase !== "live" && lost) void refetch();
        if (phase === "live" && state.phase !== "live") lost = true;
        phase = state.phase;
      },
    );
  }, [station, refetch]);
  useEffect(() => {
    if (!paused) change("release");
  }, [paused]);
  const history = asked.data?.items as Frame[] | undefined;
  const exchanges = useMemo(() => withFrames(kept.exchanges, history ?? [], MOST), [kept.exchanges, history]);
  return { exchanges, waiting: kept.waiting.length, asked };
}
