import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, data } from "@/api/client";
import { listen } from "@/api/side-feed";
import { paced } from "@/lib/paced";

const KEY = ["refused-handshakes"];
const ASKED = 200;
/** The feed tells of each new one; this is for a hint that was lost. */
const POLL_MS = 10_000;
/** However fast somebody knocks: the page asks no more often than that. */
const PACE = { everyMs: 250 };

/** The refused handshakes of the last time, newest first, as `useRefusalFeed` keeps them. */
export function useRefusals() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/refused-handshakes", { params: { query: { limit: ASKED } }, signal })),
    refetchInterval: POLL_MS,
    select: (page) => page.items,
  });
}

/** Keeps the list of refused handshakes live as long as the page is open. */
export function useRefusalFeed(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const { call, stop } = paced(PACE, () => void queries.invalidateQueries({ queryKey: KEY }));
    let live = false;
    const end = listen({
      event_types: ["handshake.refused"],
      stations: null,
      onEvent: call,
      onState: ({ phase }) => {
        if (phase === "live" && !live) call(); // what was refused before it listened, or while it could not
        live = phase === "live";
      },
    });
    return () => {
      stop();
      end();
    };
  }, [queries]);
}
