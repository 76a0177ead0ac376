import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { onEvents } from "@/lib/feed/live";
import type { FeedEvent } from "@/lib/feed/protocol";
import { paced } from "@/lib/paced";

const PACE_MS = 250;

/** Asks again for the stations as soon as the feed tells something that is `wanted`, however often it does. */
export function useTold(wanted: (event: FeedEvent) => boolean): void {
  const queries = useQueryClient();
  const choose = useRef(wanted);
  choose.current = wanted;
  useEffect(() => {
    const { call, stop } = paced(PACE_MS, () => void queries.invalidateQueries({ queryKey: ["stations"] }));
    const end = onEvents((events) => {
      if (events.some((event) => choose.current(event))) call();
    });
    return () => {
      stop();
      end();
    };
  }, [queries]);
}
