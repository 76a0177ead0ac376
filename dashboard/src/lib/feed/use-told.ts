import { useEffect, useRef } from "react";
import { type Pace, paced } from "../paced";
import { onEvents, useLink } from "./live";
import type { FeedEvent } from "./protocol";

/** Events come once a frame. */
const EACH_TIME: Pace = { everyMs: 0 };

/**
 * For what the gateway answers many at once: it shares such an answer for a second, so that the first one may be from
 * before the event, and one that is asked for after that is not.
 */
export const SHARED_ANSWER: Pace = { everyMs: 1_100, times: 2 };

/**
 * Ask again when an event tells that the answer may be another one. Also when the feed begins after the question was
 * asked: what happened between the two is in neither.
 */
export function useTold(
  tells: (event: FeedEvent) => boolean,
  again: () => unknown,
  { everyMs, times }: Pace = EACH_TIME,
): void {
  const { phase } = useLink();
  const latest = useRef({ tells, again, phase });
  latest.current = { ...latest.current, tells, again };
  useEffect(() => {
    if (phase === "live" && latest.current.phase !== "live") void latest.current.again();
    latest.current.phase = phase;
  }, [phase]);
  useEffect(() => {
    const { call, stop } = paced({ everyMs, times }, () => void latest.current.again());
    const end = onEvents((events) => {
      if (events.some((event) => latest.current.tells(event))) call();
    });
    return () => {
      end();
      stop();
    };
  }, [everyMs, times]);
}
