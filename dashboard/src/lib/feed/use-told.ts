import { useEffect, useRef } from "react";
import { onEvents, useLink } from "./live";
import type { FeedEvent } from "./protocol";

/**
 * Ask again when an event tells that the answer may be another one. Also when the feed begins after the question was
 * asked: what happened between the two is in neither.
 */
export function useTold(tells: (event: FeedEvent) => boolean, again: () => unknown): void {
  const { phase } = useLink();
  const latest = useRef({ tells, again, phase });
  latest.current = { ...latest.current, tells, again };
  useEffect(() => {
    if (phase === "live" && latest.current.phase !== "live") void latest.current.again();
    latest.current.phase = phase;
  }, [phase]);
  useEffect(
    () =>
      onEvents((events) => {
        if (events.some((event) => latest.current.tells(event))) void latest.current.again();
      }),
    [],
  );
}
